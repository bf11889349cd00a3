"""A reason's code and parameters to a sentence in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from marketplace.vocabularies import lists
from marketplace.vocabularies.geography import country_name, language_name

from . import concepts


@dataclass(frozen=True)
class Said:
    """`polarity`: for, unknown or against."""

    text: str
    polarity: str
    fields: tuple[str, ...]


def isolated(text: str) -> str:
    """A quotation keeps its own direction inside a sentence of the other one (Unicode's first-strong isolate)."""
    return f"\u2068{text}\u2069"


def _series(items: list[str]) -> str:
    """A list as the language writes it: no concatenation of 'and'."""
    return _("; ").join(items)


def _wish(params: Mapping[str, Any]) -> str:
    kind, value = params["kind"], params["value"]
    if kind == "language":
        return _("an interface in %(language)s") % {"language": language_name(value)}
    if kind == "ready_by":
        return _("ready by %(date)s") % {"date": date_format(date.fromisoformat(value), "DATE_FORMAT")}
    if kind == "budget":
        return _("a budget of: %(band)s") % {"band": lists.PRICE_BANDS.get(value, value)}
    return {
        "open_licence": _("an open licence"),
        "works_offline": _("work without a connection"),
        "basic_phones": _("use on basic phones"),
        "data_in_country": _("data hosted in the country"),
    }.get(kind, kind)


def _constraint(code: str, params: Mapping[str, Any]) -> str:
    wish = {"wish": _wish(params)}
    if code == "wish_met":
        return _("Meets what you require: %(wish)s") % wish if params["must"] else _("Meets what you would like: %(wish)s") % wish
    if code == "wish_violated":
        return _("Does not meet what you require: %(wish)s") % wish if params["must"] else _("Lacks what you would like: %(wish)s") % wish
    return _("Nothing is known about: %(wish)s") % wish


def _countries(params: Mapping[str, Any]) -> str:
    return _series([country_name(code) for code in params.get("countries", ())])


def say(code: str, params: Mapping[str, Any]) -> str:
    """The sentence for one reason, in the active language."""
    if code.startswith("wish_"):
        return _constraint(code, params)
    count = int(params.get("count", 0))
    where = {"countries": _countries(params), "count": count}
    if code == "says":
        return _("Its profile says: “%(passage)s”") % {"passage": isolated(params["passage"])}
    if code == "covers":
        return _("Covers: %(topics)s") % {"topics": _series([concepts.label(c, get_language() or "en") for c in params["concepts"]])}
    if code == "goals":
        return _("Serves the same goals: %(goals)s") % {"goals": _series([f"{n}. {lists.SDGS[n]}" for n in params["sdgs"]])}
    if code == "sectors":
        return _("Works in: %(sectors)s") % {"sectors": _series([str(lists.SECTORS.get(c, c)) for c in params["sectors"]])}
    if code == "blocks":
        return _("Provides: %(blocks)s") % {"blocks": _series([str(lists.BUILDING_BLOCKS.get(c, c)) for c in params["blocks"]])}
    if code == "runs_here_and_beside":
        return (
            ngettext(
                "Runs in %(countries)s and %(count)s neighbouring country",
                "Runs in %(countries)s and %(count)s neighbouring countries",
                count,
            )
            % where
        )
    if code == "runs_here":
        return _("Runs in %(countries)s") % where
    if code == "runs_beside":
        return ngettext("Runs next door: %(countries)s", "Runs in %(count)s neighbouring countries: %(countries)s", count) % where
    if code == "runs_in_region":
        return (
            ngettext("Runs in the region: %(countries)s", "Runs in %(count)s countries of the region, such as %(countries)s", count) % where
        )
    if code == "runs_in_bureau":
        return _("Runs in countries of the same bureau, such as %(countries)s") % where
    if code == "runs_elsewhere":
        return ngettext("Runs in %(count)s country of another region", "Runs in %(count)s countries of other regions", count) % where
    if code == "speaks":
        return _("Its interface speaks %(languages)s") % {"languages": _series([language_name(c) for c in params["languages"]])}
    if code == "at_scale":
        return _("Proven: %(stage)s") % {"stage": lists.SCALE_STAGES[params["stage"]]}
    if code == "young":
        return _("Still young: %(stage)s") % {"stage": lists.SCALE_STAGES[params["stage"]]}
    if code == "no_evidence":
        return _("No evidence yet of where it runs")
    if code == "evidence":
        return ngettext("Evidence with a source for %(count)s country", "Evidence with a source for %(count)s countries", count) % where
    kinds = {"kinds": _series([str(lists.OFFERING_KINDS.get(k, k)) for k in params.get("kinds", ())])}
    if code == "team_here":
        return _("A team can work in the country now: %(kinds)s") % kinds
    if code == "team_free":
        return _("A team has capacity now: %(kinds)s") % kinds
    return code


def explain(reasons: Sequence[Mapping[str, Any]]) -> list[Said]:
    """Stored reasons to sentences; those for it first, then what is unknown, then what speaks against."""
    order = {"for": 0, "unknown": 1, "against": 2}
    said = [Said(say(r["code"], r["params"]), r["polarity"], tuple(r["fields"])) for r in reasons]
    return sorted(said, key=lambda one: order[one.polarity])
