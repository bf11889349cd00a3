"""Each kind of fit is one small pure function: facts in, a Signal out, or None where nothing can be said.

A signal's score runs from 0 to 1. Its reasons name the stored fields they rest on; take the facts away and the reason goes with them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from marketplace.vocabularies.geography import REGION_OF, bureau_of, neighbours
from marketplace.vocabularies.lists import is_open, licence_kind

from .facts import NeedFacts, SolutionFacts, Wish

Polarity = Literal["for", "unknown", "against"]


@dataclass(frozen=True)
class Reason:
    """`code` names the sentence in reasons.py, `params` fill it, `fields` are the stored fields behind it."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    polarity: Polarity = "for"


@dataclass(frozen=True)
class Signal:
    name: str
    score: float
    reasons: tuple[Reason, ...] = ()


SignalFunction = Callable[[NeedFacts, SolutionFacts], Signal | None]


def shared_concepts(need: NeedFacts, solution: SolutionFacts) -> Signal | None:
    """What is asked for and what the profile covers, in the lexicon's terms."""
    asked = sum(need.concepts.values())
    if not asked:
        return None
    shared = sorted(need.concepts.keys() & solution.concepts.keys(), key=lambda code: -need.concepts[code])
    if not shared:
        return Signal("concepts", 0.0)
    score = sum(need.concepts[code] * min(1.0, solution.concepts[code]) for code in shared) / asked
    return Signal("concepts", min(1.0, score), (Reason("covers", {"concepts": shared[:3]}, ("description", "goals.evidence")),))


def shared_goals(need: NeedFacts, solution: SolutionFacts) -> Signal | None:
    if not need.sdgs or not solution.sdgs:
        return None
    shared = sorted(set(need.sdgs) & set(solution.sdgs))
    # A profile that claims every goal proves none: what is shared counts against all that is claimed.
    score = len(shared) / (len(set(need.sdgs)) * max(1, len(solution.sdgs)) ** 0.5) ** 0.5 if shared else 0.0
    return Signal("goals", min(1.0, score), (Reason("goals", {"sdgs": shared}, ("goals.number",)),) if shared else ())


def shared_sectors(need: NeedFacts, solution: SolutionFacts) -> Signal | None:
    if not need.sectors or not solution.sectors:
        return None
    shared = [code for code in need.sectors if code in solution.sectors]
    score = len(shared) / len(need.sectors)
    return Signal("sectors", score, (Reason("sectors", {"sectors": shared}, ("sectors",)),) if shared else ())


# Which words of the lexicon ask for which GovStack building block.
BLOCKS_OF_CONCEPTS = {
    "consent": "consent",
    "registr": "digital-registries",
    "marketplace": "e-marketplace",
    "signature": "e-signature",
    "gis": "gis",
    "mapping": "gis",
    "identity": "identity",
    "interoperability": "information-mediation",
    "messag": "messaging",
    "sms": "messaging",
    "payment": "payments",
    "appointment": "scheduler",
    "workflow": "workflow",
    "case-": "workflow",
}


def building_blocks(need: NeedFacts, solution: SolutionFacts) -> Signal | None:
    if not solution.building_blocks:
        return None
    asked = {block for code in need.concepts for part, block in BLOCKS_OF_CONCEPTS.items() if part in code}
    shared = sorted(asked & set(solution.building_blocks))
    if not asked:
        return None
    score = len(shared) / len(asked)
    return Signal("blocks", score, (Reason("blocks", {"blocks": shared}, ("building_blocks",)),) if shared else ())


def place(need: NeedFacts, solution: SolutionFacts) -> Signal | None:
    """Experience in the country, next door, in the region."""
    if not need.countries or not solution.places:
        return None
    there = [p.country for p in solution.places]
    here = [code for code in need.countries if code in there]
    beside = sorted({code for asked in need.countries for code in neighbours(asked)} & set(there) - set(need.countries))
    if here and beside:
        return Signal("place", 1.0, (Reason("runs_here_and_beside", {"countries": here, "count": len(beside)}, ("deployments.country",)),))
    if here:
        return Signal("place", 0.95, (Reason("runs_here", {"countries": here}, ("deployments.country",)),))
    if beside:
        return Signal("place", 0.7, (Reason("runs_beside", {"countries": beside[:3], "count": len(beside)}, ("deployments.country",)),))
    regions = {REGION_OF.get(code) for code in need.countries} - {None}
    near = [code for code in there if REGION_OF.get(code) in regions]
    if near:
        return Signal("place", 0.5, (Reason("runs_in_region", {"countries": near[:3], "count": len(near)}, ("deployments.country",)),))
    bureaux = {bureau_of(code) for code in need.countries} - {""}
    served = [code for code in there if bureau_of(code) in bureaux]
    if served:
        return Signal("place", 0.3, (Reason("runs_in_bureau", {"countries": served[:3], "count": len(served)}, ("deployments.country",)),))
    return Signal("place", 0.1, (Reason("runs_elsewhere", {"count": len(there)}, ("deployments.country",)),))


def language(need: NeedFacts, solution: SolutionFacts) -> Signal | None:
    """The interface speaks the language the office writes."""
    if not solution.languages:
        return None
    if need.language in solution.languages:
        return Signal("language", 1.0, (Reason("speaks", {"languages": [need.language]}, ("languages",)),))
    return Signal("language", 0.0)


def readiness(need: NeedFacts, solution: SolutionFacts) -> Signal | None:
    """The scale stage against how soon it is needed."""
    stage = solution.scale_stage
    if stage is None:
        return None
    wanted = {"high": 5, "medium": 4, "low": 3}.get(need.urgency, 4)
    score = min(1.0, max(0.0, 1 - 0.3 * (wanted - stage)))
    if stage >= 5:
        return Signal("readiness", score, (Reason("at_scale", {"stage": stage}, ("scale_stage",)),))
    if stage < wanted:
        return Signal("readiness", score, (Reason("young", {"stage": stage}, ("scale_stage",), "against"),))
    return Signal("readiness", score)


def evidence(need: NeedFacts, solution: SolutionFacts, today: date | None = None) -> Signal | None:
    """How many places it is known to run in, with a source, and how lately that was checked."""
    if not solution.places:
        return Signal("evidence", 0.0, (Reason("no_evidence", {}, (), "unknown"),))
    today = today or date.today()
    worth = 0.0
    for found in solution.places:
        weight = 1.0 if found.sourced else 0.4
        if found.checked_on and (today - found.checked_on).days > 730:
            weight *= 0.5
        worth += weight
    sourced = sum(found.sourced for found in solution.places)
    reasons = (Reason("evidence", {"count": sourced}, ("deployments.source",)),) if sourced >= 2 else ()
    return Signal("evidence", worth / (worth + 3.0), reasons)


def capacity(need: NeedFacts, solution: SolutionFacts) -> Signal | None:
    """A team that can take the work now, in the country or anywhere."""
    able = [offer for offer in solution.offers if offer.capacity > 0]
    if not solution.offers:
        return None
    local = [offer for offer in able if set(offer.countries) & set(need.countries)]
    if local:
        return Signal(
            "capacity",
            1.0,
            (Reason("team_here", {"kinds": sorted({o.kind for o in local})}, ("offerings.countries", "offerings.capacity")),),
        )
    anywhere = [offer for offer in able if not offer.countries]
    if anywhere:
        return Signal("capacity", 0.6, (Reason("team_free", {"kinds": sorted({o.kind for o in anywhere})}, ("offerings.capacity",)),))
    return Signal("capacity", 0.3 if able else 0.0)


MET, UNKNOWN, VIOLATED = 1.0, 0.5, 0.0
_FLAGS = {"works_offline": "works_offline", "basic_phones": "basic_phones", "data_in_country": "self_hosted"}
_BANDS = ("free", "low", "medium", "high")


def weigh_wish(wish: Wish, need: NeedFacts, solution: SolutionFacts, today: date | None = None) -> tuple[float, Reason]:
    """One constraint: met (1), unknown (0.5) or violated (0), with what to say of it."""
    params: dict[str, Any] = {"kind": wish.kind, "value": wish.value, "must": wish.must}

    def verdict(known: bool | None, *fields: str) -> tuple[float, Reason]:
        if known is None:
            return UNKNOWN, Reason("wish_unknown", params, (), "unknown")
        if known:
            return MET, Reason("wish_met", params, fields)
        return VIOLATED, Reason("wish_violated", params, fields, "against")

    if wish.kind in _FLAGS:
        return verdict(getattr(solution, _FLAGS[wish.kind]), _FLAGS[wish.kind])
    if wish.kind == "open_licence":
        known = [code for code in solution.licences if licence_kind(code) != "unknown"]
        return verdict(any(is_open(code) for code in known) if known else None, "licences")
    if wish.kind == "language":
        # A list of languages is never known to be complete: open source can be translated.
        return verdict(True if wish.value in solution.languages else None, "languages")
    if wish.kind == "budget" and wish.value in _BANDS:
        bands = [_BANDS.index(offer.price_band) for offer in solution.offers if offer.price_band]
        return verdict(min(bands) <= _BANDS.index(wish.value) if bands else None, "offerings.price_band")
    if wish.kind == "ready_by" and solution.scale_stage is not None:
        days = (date.fromisoformat(wish.value) - (today or date.today())).days
        if solution.scale_stage <= 2 and days < 365:
            return verdict(False, "scale_stage")
        return verdict(True if solution.scale_stage >= 5 else None, "scale_stage")
    return verdict(None)


def constraints(need: NeedFacts, solution: SolutionFacts) -> Signal | None:
    """All constraints; a *must* weighs three times a *nice to have*, and an unknown one costs little."""
    if not need.wishes:
        return None
    weighed = [(3.0 if wish.must else 1.0, *weigh_wish(wish, need, solution)) for wish in need.wishes]
    # Unknown costs a fifth of what a violation costs.
    value = {MET: 1.0, UNKNOWN: 0.8, VIOLATED: 0.0}
    score = sum(weight * value[outcome] for weight, outcome, _reason in weighed) / sum(weight for weight, *_rest in weighed)
    return Signal("constraints", score, tuple(reason for *_rest, reason in weighed))


def violates_must(need: NeedFacts, solution: SolutionFacts) -> bool:
    """Whether a *must* is known to be violated; an unknown one is not."""
    return any(wish.must and weigh_wish(wish, need, solution)[0] == VIOLATED for wish in need.wishes)


SIGNALS: tuple[SignalFunction, ...] = (
    shared_concepts,
    shared_goals,
    shared_sectors,
    building_blocks,
    place,
    language,
    constraints,
    readiness,
    evidence,
    capacity,
)
