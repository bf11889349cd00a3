"""The stored facts that signals look at: plain values, so that each signal is a pure function."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from offices.models import Need
from solutions.models import Solution


@dataclass(frozen=True)
class Wish:
    """A constraint of a need. `value`: a language code, an ISO date or a price band, or ''."""

    kind: str
    must: bool
    value: str = ""


@dataclass(frozen=True)
class Place:
    country: str
    since: int | None = None
    sourced: bool = False
    checked_on: date | None = None


@dataclass(frozen=True)
class Offer:
    kind: str
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    capacity: int = 0
    price_band: str = ""


@dataclass(frozen=True)
class NeedFacts:
    language: str
    countries: tuple[str, ...] = ()
    sdgs: tuple[int, ...] = ()
    sectors: tuple[str, ...] = ()
    urgency: str = "medium"
    wishes: tuple[Wish, ...] = ()
    concepts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class SolutionFacts:
    sdgs: tuple[int, ...] = ()
    sectors: tuple[str, ...] = ()
    building_blocks: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    works_offline: bool | None = None
    basic_phones: bool | None = None
    self_hosted: bool | None = None
    scale_stage: int | None = None
    registry_stage: str = ""
    places: tuple[Place, ...] = ()
    offers: tuple[Offer, ...] = ()
    concepts: Mapping[str, float] = field(default_factory=dict)


def need_facts(need: Need, concepts: Mapping[str, float]) -> NeedFacts:
    """From a row with its constraints prefetched."""
    return NeedFacts(
        language=need.language,
        countries=tuple(need.countries),
        sdgs=tuple(int(number) for number in need.sdgs),
        sectors=tuple(need.sectors),
        urgency=need.urgency,
        wishes=tuple(Wish(row.kind, row.level == row.Level.MUST, row.value) for row in need.constraints.all()),
        concepts=concepts,
    )


def solution_facts(solution: Solution, concepts: Mapping[str, float]) -> SolutionFacts:
    """From a row loaded `with_facts()`."""
    return SolutionFacts(
        sdgs=tuple(goal.number for goal in solution.goals.all()),
        sectors=tuple(solution.sectors),
        building_blocks=tuple(solution.building_blocks),
        licences=tuple(solution.licences),
        languages=tuple(solution.languages),
        works_offline=solution.works_offline,
        basic_phones=solution.basic_phones,
        self_hosted=solution.self_hosted,
        scale_stage=solution.scale_stage,
        registry_stage=solution.registry_stage,
        places=tuple(Place(d.country, d.since, bool(d.source), d.checked_on) for d in solution.deployments.all()),
        offers=tuple(Offer(o.kind, tuple(o.countries), tuple(o.languages), o.capacity, o.price_band) for o in solution.offerings.all()),
        concepts=concepts,
    )
