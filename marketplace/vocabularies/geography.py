"""Countries (ISO 3166-1 alpha-2), UN M49 regions, UNDP bureaux, land borders and UN country-group flags."""

import gettext as gettext_module
import re
import unicodedata
from functools import cache, lru_cache

import pycountry
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# Source: UN Statistics Division, Standard country or area codes for statistical use (M49).
REGIONS = {
    "014": (_("Eastern Africa"), "BI KM DJ ER ET KE MG MW MU YT MZ RE RW SC SO SS TZ UG ZM ZW IO TF"),
    "017": (_("Middle Africa"), "AO CM CF TD CG CD GQ GA ST"),
    "015": (_("Northern Africa"), "DZ EG LY MA SD TN EH"),
    "018": (_("Southern Africa"), "BW SZ LS NA ZA"),
    "011": (_("Western Africa"), "BJ BF CV CI GM GH GN GW LR ML MR NE NG SN SL TG SH"),
    "029": (_("Caribbean"), "AG AI AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI"),
    "013": (_("Central America"), "BZ CR SV GT HN MX NI PA"),
    "005": (_("South America"), "AR BO BR CL CO EC FK GF GY PY PE SR UY VE BV GS"),
    "021": (_("Northern America"), "BM CA GL PM US"),
    "143": (_("Central Asia"), "KZ KG TJ TM UZ"),
    "030": (_("Eastern Asia"), "CN HK MO KP JP MN KR TW"),
    "035": (_("South-eastern Asia"), "BN KH ID LA MY MM PH SG TH TL VN"),
    "034": (_("Southern Asia"), "AF BD BT IN IR MV NP PK LK"),
    "145": (_("Western Asia"), "AM AZ BH CY GE IQ IL JO KW LB OM QA SA PS SY TR AE YE"),
    "151": (_("Eastern Europe"), "BY BG CZ HU PL MD RO RU SK UA"),
    "154": (_("Northern Europe"), "AX DK EE FO FI GG IS IE IM JE LV LT NO SJ SE GB"),
    "039": (_("Southern Europe"), "AL AD BA HR GI GR VA IT MT ME MK PT SM RS SI ES XK"),
    "155": (_("Western Europe"), "AT BE FR DE LI LU MC NL CH"),
    "053": (_("Australia and New Zealand"), "AU CX CC HM NZ NF"),
    "054": (_("Melanesia"), "FJ NC PG SB VU"),
    "057": (_("Micronesia"), "GU KI MH FM NR MP PW UM"),
    "061": (_("Polynesia"), "AS CK PF NU PN WS TK TO TV WF"),
}
REGION_OF = {code: region for region, (_name, codes) in REGIONS.items() for code in codes.split()}

BUREAUX = {
    "RBA": (_("Africa"), ["014", "017", "018", "011"]),
    "RBAP": (_("Asia and the Pacific"), ["030", "035", "034", "054", "057", "061"]),
    "RBAS": (_("Arab States"), []),
    "RBEC": (_("Europe and the Commonwealth of Independent States"), []),
    "RBLAC": (_("Latin America and the Caribbean"), ["029", "013", "005"]),
}
_ARAB_STATES = "DZ BH DJ EG IQ JO KW LB LY MA OM PS QA SA SO SD SY TN AE YE".split()
_EUROPE_CIS = "AL AM AZ BY BA GE KZ XK KG MD ME MK RS TJ TR TM UA UZ".split()

LDC = frozenset(
    "AF AO BD BJ BF BI KH CF TD KM CD DJ ER ET GM GN GW HT KI LA LS LR MG MW ML MR MZ MM NP NE RW SN SL SB SO SS SD TL TG "
    "TV UG TZ YE ZM".split()
)
LLDC = frozenset("AF AM AZ BT BO BW BF BI CF TD SZ ET KZ KG LA LS MW ML MN NP NE MK PY MD RW SS TJ TM UG UZ ZM ZW".split())
SIDS = frozenset("AG BS BB BZ CV KM CU DM DO FJ GD GW GY HT JM KI MV MH FM MU NR PW PG WS ST SG KN LC VC SC SB SR TL TO TT TV VU".split())

# Land borders, written once for each pair.
_BORDERS = """AF:CN IR PK TJ TM UZ|AL:GR ME MK XK|AD:ES FR|AO:CD CG NA ZM|AR:BO BR CL PY UY|AM:AZ GE IR TR|AT:CH CZ DE HU IT LI SI SK
AZ:GE IR RU TR|BD:IN MM|BY:LT LV PL RU UA|BE:DE FR LU NL|BZ:GT MX|BJ:BF NE NG TG|BT:CN IN|BO:BR CL PE PY|BA:HR ME RS|BW:NA ZA ZM ZW
BR:CO GF GY PE PY SR UY VE|BN:MY|BG:GR MK RO RS TR|BF:CI GH ML NE TG|BI:CD RW TZ|KH:LA TH VN|CM:CF CG GA GQ NG TD|CA:US|CF:CD CG SD SS TD
TD:LY NE NG SD|CL:PE|CN:IN KG KP KZ LA MM MN NP PK RU TJ VN|CO:EC PA PE VE|CG:CD GA|CD:RW SS TZ UG ZM|CR:NI PA|CI:GH GN LR ML
HR:HU ME RS SI|CZ:DE PL SK|DJ:ER ET SO|DO:HT|EC:PE|EG:IL LY PS SD|SV:GT HN|GQ:GA|ER:ET SD|EE:LV RU|SZ:MZ ZA|ET:KE SD SO SS|FI:NO RU SE
FR:CH DE ES IT LU MC|GF:SR|GM:SN|GE:RU TR|DE:CH DK LU NL PL|GH:TG|GR:MK TR|GT:HN MX|GN:GW LR ML SL SN|GW:SN|GY:SR VE|HN:NI
HU:RO RS SI SK UA|IN:MM NP PK|ID:MY PG TL|IR:IQ PK TM TR|IQ:JO KW SA SY TR|IE:GB|IL:JO LB PS SY|IT:CH SI SM VA|JO:PS SA SY|KZ:KG RU TM UZ
KE:SO SS TZ UG|KP:KR RU|XK:ME MK RS|KW:SA|KG:TJ UZ|LA:MM TH VN|LV:LT RU|LB:SY|LS:ZA|LR:SL|LY:DZ NE SD TN|LI:CH|LT:PL RU|MW:MZ TZ ZM|MY:TH
ML:DZ MR NE SN|MR:DZ EH SN|MX:US|MD:RO UA|MN:RU|ME:RS|MA:DZ EH ES|MZ:TZ ZA ZM ZW|MM:TH|NA:ZA ZM|NE:DZ NG|MK:RS|NO:RU SE|OM:AE SA YE|PL:RU SK UA
PT:ES|QA:SA|RO:RS UA|RU:UA|RW:TZ UG|SA:AE YE|SK:UA|ZA:ZW|SS:SD UG|SY:TR|TJ:UZ|TZ:UG ZM|TN:DZ|TM:UZ|ZM:ZW"""


@cache
def neighbours(code: str) -> frozenset[str]:
    """Countries that share a land border with `code`."""
    found: set[str] = set()
    for line in re.split(r"[|\n]", _BORDERS):
        one, others = line.split(":")
        if code == one:
            found.update(others.split())
        elif code in others.split():
            found.add(one)
    return frozenset(found)


@cache
def bureau_of(code: str) -> str:
    """The UNDP regional bureau that serves a country, or '' for countries without a programme."""
    if code in _ARAB_STATES:
        return "RBAS"
    if code in _EUROPE_CIS:
        return "RBEC"
    if code == "IR":
        return "RBAP"
    if code in {"JP", "KR", "TW", "HK", "MO", "SG", "NC", "PF", "GU", "MP", "AS"}:
        return ""
    return next((bureau for bureau, (_name, regions) in BUREAUX.items() if REGION_OF.get(code) in regions), "")


@lru_cache(maxsize=32)
def _translations(domain: str, language: str) -> gettext_module.NullTranslations:
    locale = {"zh-hans": "zh_CN"}.get(language, language)
    return gettext_module.translation(domain, pycountry.LOCALES_DIR, languages=[locale], fallback=True)


_SHORT = {"XK": "Kosovo", "TR": "Türkiye", "PS": "State of Palestine"}


def country_name(code: str) -> str:
    """The country's name in the reader's language; the code itself when nobody knows it."""
    country = pycountry.countries.get(alpha_2=code)
    if country is None:
        return _SHORT.get(code, code)
    catalogue = _translations("iso3166-1", get_language() or "en")
    common = getattr(country, "common_name", None)
    if common and (named := catalogue.gettext(common)) != common:
        return named
    named = catalogue.gettext(country.name)
    return _SHORT.get(code) or common or named if named == country.name else named


def language_name(code: str) -> str:
    """A language's name in the reader's language, from its ISO 639-1 or 639-3 code ('zh-hans' for Chinese)."""
    plain = code.split("-")[0]
    language = pycountry.languages.get(alpha_2=plain) if len(plain) == 2 else pycountry.languages.get(alpha_3=plain)
    if language is None:
        return code
    name = getattr(language, "name", code)
    reader = get_language() or "en"
    for domain in ("iso639-3", "iso639_3"):
        if (translated := _translations(domain, reader).gettext(name)) != name:
            return translated
    return name.split(" (")[0]


_ALIASES = {
    "bolivia": "BO", "brunei": "BN", "cape verde": "CV", "cabo verde": "CV", "congo": "CG", "congo brazzaville": "CG", "congo kinshasa": "CD",
    "dr congo": "CD", "democratic republic of the congo": "CD", "drc": "CD", "czech republic": "CZ", "czechia": "CZ", "east timor": "TL", "england": "GB", "scotland": "GB",
    "eswatini": "SZ", "swaziland": "SZ", "gambia": "GM", "the gambia": "GM", "hong kong": "HK", "iran": "IR", "ivory coast": "CI", "cote d ivoire": "CI",
    "kosovo": "XK", "laos": "LA", "libya": "LY", "macao": "MO", "macau": "MO", "macedonia": "MK", "micronesia": "FM", "moldova": "MD",
    "north korea": "KP", "south korea": "KR", "korea": "KR", "palestine": "PS", "palestine state": "PS", "state of palestine": "PS", "russia": "RU",
    "saint martin": "MF", "sint maarten": "SX", "swaziland fmr": "SZ", "syria": "SY", "taiwan": "TW", "tanzania": "TZ", "turkey": "TR", "turkiye": "TR", "uk": "GB",
    "united kingdom": "GB", "united states": "US", "united states of america": "US", "usa": "US", "vatican": "VA", "holy see": "VA", "venezuela": "VE",
    "vietnam": "VN", "viet nam": "VN", "british virgin islands": "VG", "virgin islands british": "VG", "virgin islands u s": "VI", "burma": "MM",
    "caribbean netherlands": "BQ", "falkland islands": "FK", "saint helena": "SH", "saint helena ascension and tristan da cunha": "SH", "reunion": "RE",
    "svalbard and jan mayen": "SJ", "the netherlands": "NL", "republic of moldova": "MD", "bahamas": "BS", "comoros": "KM",
}  # fmt: skip


def _key(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.replace("’", "'")) if not unicodedata.combining(c))
    return re.sub(r"[^a-z]+", " ", plain.lower()).strip()


@cache
def _by_name() -> dict[str, str]:
    names = {_key(c.name): c.alpha_2 for c in pycountry.countries}
    for country in pycountry.countries:
        for attribute in ("common_name", "official_name"):
            if name := getattr(country, attribute, None):
                names.setdefault(_key(name), country.alpha_2)
    return names | _ALIASES


def country_code(name: str) -> str:
    """The ISO code for a country as people write it ('Palestine State', "Eswatini (fmr. 'Swaziland')"), or ''."""
    name = name.strip()
    if re.fullmatch(r"[A-Z]{2}", name):
        return name if name in REGION_OF or pycountry.countries.get(alpha_2=name) else ""
    names = _by_name()
    key = _key(name)
    # 'Congo (Congo-Brazzaville)': the whole, then what stands before the bracket, then what stands in it.
    before = _key(name.split("(")[0])
    inside = _key(name.split("(")[1]) if "(" in name else ""
    return names.get(key) or (before != "congo" and names.get(before)) or names.get(inside) or names.get(before) or ""


@cache
def country_codes() -> tuple[str, ...]:
    """Every code a form may offer."""
    return (*sorted(c.alpha_2 for c in pycountry.countries), "XK")
