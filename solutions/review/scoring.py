"""Scores to totals: the one place where weights count."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import Review

BEST = 5


def weighted_total(scores: Iterable[tuple[int, int | None]]) -> Decimal | None:
    """(weight, score 0-5) pairs to 0-100; None while a score is missing."""
    pairs = list(scores)
    total = 0
    for weight, value in pairs:
        if value is None:
            return None
        total += weight * value
    return (Decimal(total) / BEST).quantize(Decimal("0.1")) if pairs else None


def total_of(review: "Review") -> Decimal | None:
    """Uses prefetched scores and their criteria."""
    return weighted_total((score.criterion.weight, score.value) for score in review.scores.all())


def mean(totals: Iterable[Decimal | None]) -> Decimal | None:
    given = [total for total in totals if total is not None]
    return (sum(given, Decimal(0)) / len(given)).quantize(Decimal("0.1")) if given else None
