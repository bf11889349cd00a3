"""Earlier submissions like this one, and what became of them."""

import re
from dataclasses import dataclass

from django.db.models import Q

from solutions.models import Solution

from .lifecycle import DECIDED
from .models import Submission

WORD = re.compile(r"\w{4,}")


@dataclass(frozen=True)
class Similar:
    submission: Submission
    likeness: float


def _words(solution: Solution) -> set[str]:
    return set(WORD.findall(f"{solution.name} {solution.summary} {solution.description}".lower()))


def _shared(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def likeness(one: Solution, other: Solution) -> float:
    """0 to 1: the same profile is 1; else words, then sectors, then who stands behind it."""
    if one.pk == other.pk:
        return 1.0
    words = _shared(_words(one), _words(other))
    sectors = _shared(set(one.sectors), set(other.sectors))
    team = 1.0 if one.team_id and one.team_id == other.team_id else 0.0
    return 0.6 * words + 0.25 * sectors + 0.15 * team


def similar_decided(submission: Submission, limit: int = 5) -> list[Similar]:
    solution = submission.solution
    near = Q(solution=solution) | Q(solution__team=solution.team_id, solution__team__isnull=False)
    if solution.sectors:
        near |= Q(solution__sectors__holds_any=solution.sectors)
    past = Submission.objects.filter(near, status__in=DECIDED).exclude(pk=submission.pk).select_related("solution", "call")
    found = [Similar(other, likeness(solution, other.solution)) for other in past.order_by("-decided_at")[:300]]
    return sorted((each for each in found if each.likeness >= 0.1), key=lambda each: -each.likeness)[:limit]
