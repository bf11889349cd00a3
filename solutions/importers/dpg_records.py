"""The Digital Public Goods registry's files, read, joined and checked: from a checkout to plain records.

Layout: `nominees/` and `archive/` hold a product's nomination, `digitalpublicgoods/` the assessment of those that passed.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from marketplace.vocabularies import lists
from marketplace.vocabularies.geography import country_code

NOMINATIONS = ("nominees", "archive")
ASSESSMENTS = "digitalpublicgoods"

# The registry's own words for fields of work -> our sectors.
SECTORS = {
    "health": ["health"],
    "nutrition": ["health"],
    "water and sanitation": ["health", "infrastructure"],
    "education": ["education"],
    "research": ["education"],
    "climate": ["environment"],
    "environment": ["environment"],
    "sustainability": ["environment"],
    "energy": ["infrastructure"],
    "infrastructure": ["infrastructure"],
    "sustainable cities": ["infrastructure"],
    "engineering": ["infrastructure"],
    "agriculture": ["agriculture"],
    "digital/data/tech": ["digital"],
    "digital development": ["digital"],
    "big data": ["digital"],
    "data collection": ["digital"],
    "data management & policy": ["digital"],
    "data security": ["digital"],
    "gender and minority groups": ["education"],
    "social protection": ["education"],
    "humanitarian": ["peace"],
    "civil society": ["state"],
    "democracy": ["state"],
    "governance": ["state"],
    "justice": ["state"],
    "advocacy": ["state"],
    "media": ["state"],
    "fair & responsible media": ["state"],
    "livelihoods": ["employment"],
    "economics/finance": ["finance"],
}
ROLES = {"owner": "owner", "maintainer": "maintainer", "funder": "funder", "implementer": "implementer", "other": "implementer"}


@dataclass(frozen=True)
class Rejection:
    """Why a record, or a part of it, was left out."""

    file: str
    field: str
    reason: str
    fatal: bool = False


@dataclass
class Product:
    """One product, whatever number of files speak of it. Texts as they came, codes as ours."""

    slug: str
    name: str
    files: list[str]
    aliases: list[str] = field(default_factory=list)
    summary: str = ""
    description: str = ""
    website: str = ""
    types: list[str] = field(default_factory=list)
    licences: list[str] = field(default_factory=list)
    sectors: list[str] = field(default_factory=list)
    unmapped_sectors: list[str] = field(default_factory=list)
    goals: dict[int, tuple[str, str]] = field(default_factory=dict)
    repositories: dict[str, str] = field(default_factory=dict)
    organisations: list[tuple[str, str, str]] = field(default_factory=list)  # name, website, role
    standards: list[str] = field(default_factory=list)
    privacy: list[str] = field(default_factory=list)
    deployments: list[str] = field(default_factory=list)
    development: list[str] = field(default_factory=list)
    stage: str = ""


def name_key(name: str) -> str:
    """What two spellings of one name share."""
    plain = unicodedata.normalize("NFKD", name)
    return re.sub(r"[^\w]+", "", "".join(c for c in plain if not unicodedata.combining(c)).lower())


def _clean(text: Any) -> str:
    return " ".join(str(text).replace("\0", " ").split()) if isinstance(text, (str, int, float)) else ""


def _strings(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(text for item in values if (text := _clean(item))))


def _entries(data: dict[str, Any], key: str) -> list[Any]:
    """A field that should be a list, as one, whatever came."""
    value = data.get(key)
    if value in (None, ""):
        return []
    return value if isinstance(value, list) else [value]


def web_address(value: Any) -> str:
    """An http(s) address, or '' for anything else; nothing is fetched."""
    text = _clean(value).split(" ")[0]
    if text and "://" not in text and "." in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in {"http", "https"} and parts.hostname and "." in parts.hostname and len(text) <= 500 else ""


def read_folder(root: Path, folder: str) -> Iterator[tuple[str, dict[str, Any] | None, str]]:
    """(file, record, '') or (file, None, reason) for each JSON file, in the order of names."""
    for path in sorted((root / folder).glob("*.json")):
        place = f"{folder}/{path.name}"
        try:
            data = json.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
            yield place, None, f"not readable as JSON: {error}"
            continue
        if isinstance(data, dict):
            yield place, data, ""
        else:
            yield place, None, "a record is a JSON object"


class Reader:
    """Reads a checkout once: `products` by slug and every `rejections` met on the way."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.products: dict[str, Product] = {}
        self.rejections: list[Rejection] = []
        self._slug_of_name: dict[str, str] = {}

    def read(self) -> "Reader":
        for folder in NOMINATIONS:
            for file, data, reason in read_folder(self.root, folder):
                if data is None:
                    self.reject(file, "", reason, fatal=True)
                else:
                    self._nomination(file, data)
        for file, data, reason in read_folder(self.root, ASSESSMENTS):
            if data is None:
                self.reject(file, "", reason, fatal=True)
            else:
                self._assessment(file, data)
        return self

    def reject(self, file: str, field_name: str, reason: str, fatal: bool = False) -> None:
        self.rejections.append(Rejection(file, field_name, reason, fatal))

    def _find(self, file: str, name: str) -> Product | None:
        slug = Path(file).stem
        return self.products.get(slug) or self.products.get(self._slug_of_name.get(name_key(name), ""))

    def _nomination(self, file: str, data: dict[str, Any]) -> None:
        name = _clean(data.get("name"))[:255]
        if not name:
            return self.reject(file, "name", "missing", fatal=True)
        product = self._find(file, name)
        if product is None:
            slug = Path(file).stem[:120]
            product = self.products[slug] = Product(slug, name, [])
            self._slug_of_name.setdefault(name_key(name), slug)
        product.files.append(file)
        stage = _clean(data.get("stage")) or ("archive" if file.startswith("archive/") else "")
        # nominees/ is read first: what an archived twin says only fills gaps.
        product.stage = product.stage or stage
        product.aliases = list(dict.fromkeys([*product.aliases, *_strings(data.get("aliases") or [])]))
        if name != product.name and name not in product.aliases:
            product.aliases.append(name)
        product.description = product.description or _clean(data.get("description"))
        if website := _clean(data.get("website")):
            if address := web_address(website):
                product.website = product.website or address
            else:
                self.reject(file, "website", f"not a web address: {website[:80]}")
        self._types(file, data, product)
        self._licences(file, data, product)
        self._goals(file, data, product)
        self._sectors(data, product)
        self._repositories(file, data, product)
        self._organisations(file, data, product)

    def _types(self, file: str, data: dict[str, Any], product: Product) -> None:
        for code in _strings(data.get("type") or []):
            if code in lists.TYPES:
                product.types = list(dict.fromkeys([*product.types, code]))
            else:
                self.reject(file, "type", f"unknown type: {code[:60]}")

    def _licences(self, file: str, data: dict[str, Any], product: Product) -> None:
        for entry in _entries(data, "license"):
            code = _clean(entry.get("spdx") if isinstance(entry, dict) else entry)
            if not re.fullmatch(r"[A-Za-z0-9.+-]{2,60}", code):
                self.reject(file, "license", f"not an SPDX identifier: {code[:60]!r}")
            elif code not in product.licences:
                product.licences.append(code)

    def _goals(self, file: str, data: dict[str, Any], product: Product) -> None:
        for entry in _entries(data, "SDGs"):
            number = entry.get("SDGNumber") if isinstance(entry, dict) else entry
            if not isinstance(number, int) or not 1 <= number <= 17:
                self.reject(file, "SDGs", f"not a goal from 1 to 17: {str(number)[:20]}")
                continue
            evidence = _clean(entry.get("evidenceText")) if isinstance(entry, dict) else ""
            source = str(entry.get("evidenceURL") or "").strip() if isinstance(entry, dict) else ""
            known = product.goals.get(number, ("", ""))
            product.goals[number] = (known[0] or evidence, known[1] or source)

    def _sectors(self, data: dict[str, Any], product: Product) -> None:
        for word in _strings(data.get("sectors") or []):
            if mapped := SECTORS.get(word.lower()):
                product.sectors = list(dict.fromkeys([*product.sectors, *mapped]))
            elif word not in product.unmapped_sectors:
                product.unmapped_sectors.append(word)

    def _repositories(self, file: str, data: dict[str, Any], product: Product) -> None:
        for entry in _entries(data, "repositories"):
            url = entry.get("url") if isinstance(entry, dict) else entry
            if address := web_address(url):
                product.repositories.setdefault(address, _clean(entry.get("name"))[:200] if isinstance(entry, dict) else "")
            elif _clean(url):
                self.reject(file, "repositories", f"not a web address: {_clean(url)[:80]}")

    def _organisations(self, file: str, data: dict[str, Any], product: Product) -> None:
        for entry in _entries(data, "organizations"):
            if not isinstance(entry, dict) or not _clean(entry.get("name")):
                self.reject(file, "organizations", "without a name")
                continue
            role = ROLES.get(_clean(entry.get("org_type")).lower())
            if role is None:
                self.reject(file, "organizations", f"unknown role: {_clean(entry.get('org_type'))[:40]!r}")
                continue
            row = (_clean(entry["name"])[:255], web_address(entry.get("website")), role)
            if row[::2] not in [known[::2] for known in product.organisations]:
                product.organisations.append(row)

    def _assessment(self, file: str, data: dict[str, Any]) -> None:
        name = _clean(data.get("name"))
        product = self._find(file, name)
        if product is None:
            return self.reject(file, "name", "an assessment without a nomination", fatal=True)
        product.files.append(file)
        standards = data.get("standards") if isinstance(data.get("standards"), dict) else {}
        privacy = data.get("privacy") if isinstance(data.get("privacy"), dict) else {}
        product.standards = _strings((standards or {}).get("standardsList") or [])
        product.privacy = _strings((privacy or {}).get("privacyComplianceList") or [])
        locations = data.get("locations") if isinstance(data.get("locations"), dict) else {}
        product.deployments = self._countries(file, "deploymentCountries", locations or {})
        product.development = self._countries(file, "developmentCountries", locations or {})

    def _countries(self, file: str, key: str, locations: dict[str, Any]) -> list[str]:
        found = []
        for name in _strings(locations.get(key) or []):
            if code := country_code(name):
                found.append(code)
            else:
                self.reject(file, f"locations.{key}", f"not a country we know: {name[:60]}")
        return list(dict.fromkeys(found))
