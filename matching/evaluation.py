"""How good a ranking is: nDCG, recall, reciprocal rank, and how sure one can be of a difference."""

import math
import random
from collections.abc import Mapping, Sequence

import numpy as np

Grades = Mapping[str, int]


def ndcg(ranking: Sequence[str], grades: Grades, at: int = 10) -> float:
    """Normalised discounted cumulative gain with gains 2^grade - 1; 0 when nothing was judged relevant."""

    def dcg(values: Sequence[int]) -> float:
        return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(values))

    best = dcg(sorted(grades.values(), reverse=True)[:at])
    return dcg([grades.get(identifier, 0) for identifier in ranking[:at]]) / best if best else 0.0


def recall(ranking: Sequence[str], grades: Grades, at: int = 50) -> float:
    """The share of judged-relevant items among the first `at`."""
    relevant = {identifier for identifier, grade in grades.items() if grade > 0}
    return len(relevant & set(ranking[:at])) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranking: Sequence[str], grades: Grades, least: int = 2) -> float:
    """1 / the place of the first item graded at least `least`."""
    return next((1 / place for place, identifier in enumerate(ranking, 1) if grades.get(identifier, 0) >= least), 0.0)


def paired_bootstrap(ours: Sequence[float], theirs: Sequence[float], rounds: int = 5000, seed: int = 1) -> tuple[float, float]:
    """The 95 % interval of the mean difference ours - theirs over resampled needs."""
    differences = np.asarray(ours) - np.asarray(theirs)
    generator = np.random.default_rng(seed)
    means = differences[generator.integers(0, len(differences), (rounds, len(differences)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def reciprocal_rank_fusion(rankings: Sequence[Sequence[str]], k: int = 60) -> list[str]:
    """Plain RRF, the baseline that every paper knows."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for place, identifier in enumerate(ranking, 1):
            scores[identifier] = scores.get(identifier, 0.0) + 1 / (k + place)
    return sorted(scores, key=lambda identifier: (-scores[identifier], identifier))


def shuffled(ids: Sequence[str], seed: str) -> list[str]:
    out = sorted(ids)
    random.Random(seed).shuffle(out)
    return out


def exposure_gini(lists: Sequence[Sequence[str]], catalogue: int, at: int = 10) -> float:
    """How unequally the first places are shared out over a catalogue: 0 evenly, 1 all to one."""
    counts: dict[str, int] = {}
    for ranking in lists:
        for identifier in ranking[:at]:
            counts[identifier] = counts.get(identifier, 0) + 1
    shown = np.sort(np.array([*counts.values(), *([0] * max(0, catalogue - len(counts)))], float))
    if not shown.sum():
        return 0.0
    n = len(shown)
    return float((2 * np.arange(1, n + 1) - n - 1) @ shown / (n * shown.sum()))
