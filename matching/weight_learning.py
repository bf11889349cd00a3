"""Channel weights from judged needs: coordinate steps that are kept when they pay, measured on needs that they were not learned from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .evaluation import Grades, ndcg, recall
from .fusion import CHANNEL_WEIGHTS, standard_scores

FOLDS = 6
ROUNDS = 3
FACTORS = (0.0, 0.5, 0.75, 1.33, 2.0)
STEP_PRICE = 0.002  # for each e-fold away from the weights one starts from: a few needs must not overturn them


@dataclass(frozen=True)
class Judged:
    """One need. `scores`: (records, channels) in standard deviations, channels in the order of CHANNEL_WEIGHTS."""

    ids: tuple[str, ...]
    scores: NDArray[np.float64]
    grades: Grades


def judged(channels: Mapping[str, Mapping[str, float]], grades: Grades) -> Judged:
    """`channels`: raw scores by the names that `grades` uses."""
    ids, columns = standard_scores(channels)
    matrix = np.column_stack([columns.get(channel, np.zeros(len(ids))) for channel in CHANNEL_WEIGHTS])
    return Judged(tuple(ids), matrix, grades)


def quality(weights: NDArray[np.float64], needs: Sequence[Judged]) -> tuple[float, float]:
    """Mean nDCG@10 and Recall@50."""
    pairs = []
    for need in needs:
        order = [need.ids[row] for row in np.argsort(-(need.scores @ weights), kind="stable")[:50]]
        pairs.append((ndcg(order, need.grades), recall(order, need.grades)))
    first, second = np.mean(pairs, axis=0)
    return float(first), float(second)


def learn(needs: Sequence[Judged], start: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights with the best sum of both measures that these steps find."""

    def worth(weights: NDArray[np.float64]) -> float:
        distance = np.abs(np.log((weights + 0.05) / (start + 0.05))).sum()
        return sum(quality(weights, needs)) - STEP_PRICE * float(distance)

    best, found = worth(start), start
    for _round in range(ROUNDS):
        for column in range(len(start)):
            for factor in FACTORS:
                tried = found.copy()
                tried[column] *= factor
                if (value := worth(tried)) > best + 1e-4:
                    best, found = value, tried
    return found


def cross_validated(needs: Sequence[Judged], start: NDArray[np.float64]) -> tuple[tuple[float, float], tuple[float, float]]:
    """(learned, start): quality on each fold with weights learned on the others, averaged over folds; and that of `start`."""
    learned, before = [], []
    for fold in range(min(FOLDS, len(needs))):
        unseen = [need for place, need in enumerate(needs) if place % FOLDS == fold]
        others = [need for place, need in enumerate(needs) if place % FOLDS != fold]
        learned.append(quality(learn(others, start), unseen))
        before.append(quality(start, unseen))
    means = [tuple(float(value) for value in np.mean(pairs, axis=0)) for pairs in (learned, before)]
    return (means[0][0], means[0][1]), (means[1][0], means[1][1])
