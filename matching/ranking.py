"""Signals to one score and an ordered, explained list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .facts import NeedFacts, SolutionFacts
from .signals import SIGNALS, Reason, Signal, violates_must
from .weights import WEIGHTS

# A product and its companion apps differ in little: each next one of a family gives this much way to others.
FAMILY_STEP = 0.01


@dataclass(frozen=True)
class Candidate:
    """`relevance`: fused retrieval score, 0 to 1. `family`: near-duplicates share it. `passage`: the profile's closest words."""

    id: str
    relevance: float
    facts: SolutionFacts
    family: str = ""
    passage: str = ""


@dataclass(frozen=True)
class Ranked:
    """`score`: 0 to 100. `violated`: a must is known not to hold; such a row stands after all others."""

    id: str
    score: float
    reasons: tuple[Reason, ...]
    signals: tuple[Signal, ...]
    violated: bool = False


def weigh(need: NeedFacts, candidate: Candidate, weights: Mapping[str, float] = WEIGHTS) -> Ranked:
    """One candidate's score: the weighted mean of the signals that can speak."""
    signals = [Signal("relevance", candidate.relevance, _passage(candidate))]
    signals += [found for function in SIGNALS if (found := function(need, candidate.facts)) is not None]
    # A signal that cannot speak leaves a middling mark, so that silence is neither rewarded nor punished much.
    said = {signal.name: signal.score for signal in signals}
    total = sum(weights.values())
    score = sum(weight * said.get(name, 0.4) for name, weight in weights.items()) / total
    reasons = tuple(reason for signal in signals for reason in signal.reasons)
    return Ranked(candidate.id, round(100 * score, 2), reasons, tuple(signals), violates_must(need, candidate.facts))


def _passage(candidate: Candidate) -> tuple[Reason, ...]:
    return (Reason("says", {"passage": candidate.passage}, ("description",)),) if candidate.passage else ()


def rank(need: NeedFacts, candidates: Sequence[Candidate], weights: Mapping[str, float] = WEIGHTS) -> list[Ranked]:
    """Best first; near-duplicates spread out a little; a known violation of a must never before anything else."""
    weighed = sorted((weigh(need, c, weights) for c in candidates), key=lambda row: (row.violated, -row.score, row.id))
    family_of = {c.id: c.family for c in candidates}
    seen: dict[str, int] = {}
    keyed = []
    for row in weighed:
        family = family_of[row.id]
        keyed.append((row.violated, -row.score + (100 * FAMILY_STEP * seen.get(family, 0) if family else 0.0), row))
        seen[family] = seen.get(family, 0) + 1
    keyed.sort(key=lambda entry: (entry[0], entry[1], entry[2].id))
    return [row for *_key, row in keyed]
