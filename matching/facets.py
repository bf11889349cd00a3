"""What the catalogue can be filtered by, with names for codes, and the address that a choice leads to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from marketplace.vocabularies import lists
from marketplace.vocabularies.geography import REGIONS, country_name, language_name

from .engines.interface import SearchResult


def _goal(code: str) -> str:
    return f"{code}. {lists.SDGS[int(code)]}"


def _of(names: Mapping[Any, Any], convert: Callable[[str], Any] = str) -> Callable[[str], str]:
    return lambda code: str(names.get(convert(code), code))


def _yes(_code: str) -> str:
    return str(_("Yes"))


Facet = tuple[Any, Callable[[str], str]]
SOLUTION_FACETS: dict[str, Facet] = {
    "sector": (_("Sector"), _of(lists.SECTORS)),
    "sdg": (_("Goal"), _goal),
    "region": (_("Region where it runs"), lambda code: str(REGIONS[code][0]) if code in REGIONS else code),
    "country": (_("Country where it runs"), country_name),
    "stage": (_("Scale stage"), _of(lists.SCALE_STAGES, int)),
    "licence": (_("Licence"), _of(lists.LICENCE_KINDS)),
    "type": (_("Type"), _of(lists.TYPES)),
    "block": (_("Building block"), _of(lists.BUILDING_BLOCKS)),
    "offline": (_("Works offline"), _yes),
    "phones": (_("Works on basic phones"), _yes),
    "language": (_("Interface language"), language_name),
}
NEED_FACETS: dict[str, Facet] = {
    "sector": SOLUTION_FACETS["sector"],
    "sdg": SOLUTION_FACETS["sdg"],
    "region": (_("Region"), SOLUTION_FACETS["region"][1]),
    "country": (_("Country"), country_name),
    "written": (_("Written in"), language_name),
}
MAX_CODES = 10  # chosen codes of one facet
SHOWN = 8


@dataclass(frozen=True)
class Choice:
    code: str
    name: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class FacetView:
    name: str
    label: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]
    active: bool


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the address without it."""

    label: str
    url: str


def chosen(query: QueryDict, facets: Mapping[str, Facet]) -> dict[str, tuple[str, ...]]:
    """The filters of an address; codes nobody knows are harmless and match nothing."""
    found = {name: tuple(dict.fromkeys(code[:40] for code in query.getlist(name) if code))[:MAX_CODES] for name in facets}
    valid = {name: tuple(code for code in codes if _known(name, code)) for name, codes in found.items()}
    return {name: codes for name, codes in valid.items() if codes}


def _known(facet: str, code: str) -> bool:
    if facet in {"sdg", "stage"}:
        return code.isascii() and code.isdigit() and 1 <= int(code) <= 17
    return True


def views(result: SearchResult, filters: Mapping[str, tuple[str, ...]], facets: Mapping[str, Facet]) -> list[FacetView]:
    out = []
    for name, (label, name_of) in facets.items():
        counts = dict(result.facets.get(name, {}))
        selected = filters.get(name, ())
        for code in selected:
            counts.setdefault(code, 0)
        choices = [Choice(code, name_of(code), count, code in selected) for code, count in counts.items()]
        if name in {"stage", "sdg"}:
            choices.sort(key=lambda choice: int(choice.code))
        else:
            choices.sort(key=lambda choice: (not choice.chosen, -choice.count, choice.name))
        if choices:
            cut = 17 if name == "sdg" else SHOWN
            out.append(FacetView(name, str(label), tuple(choices[:cut]), tuple(choices[cut:]), bool(selected)))
    return out


def chips(query: QueryDict, filters: Mapping[str, tuple[str, ...]], facets: Mapping[str, Facet]) -> list[Chip]:
    out = []
    for name, codes in filters.items():
        for code in codes:
            rest = query.copy()
            rest.setlist(name, [other for other in rest.getlist(name) if other != code])
            rest.pop("page", None)
            label, name_of = facets[name]
            out.append(Chip(f"{label}: {name_of(code)}", f"?{rest.urlencode()}"))
    return out
