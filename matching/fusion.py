"""Several channels' raw scores to one relevance a record: standardised, weighted, summed."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

# What each channel counts for, in standard deviations. Ranks would lose how far ahead a channel's best is; raw scores of
# different models are not comparable; standard scores keep the one and mend the other.
# Learned by coordinate steps with cross-validation (`learn_weights`); docs/decisions/0003 says what they gave.
CHANNEL_WEIGHTS: dict[str, float] = {
    "meaning": 8.0,  # concepts shared, by words and by nearness in meaning
    "concepts": 0.5,  # concepts shared, by words alone
    "use.ask": 1.0,  # the need's own texts against passages, by each model
    "e5.ask": 0.7,
    "use.catalogue": 0.5,  # its concepts as a catalogue would put them, against passages
    "e5.catalogue": 0.9,
    "words.catalogue": 0.7,  # the same by words, in English
    "words": 0.5,  # the need's own words
}

READABLE = 4.0  # of a standard deviation, to calibrate by


def standard_scores(scores: Mapping[str, Mapping[str, float]]) -> tuple[list[str], dict[str, NDArray[np.float64]]]:
    """Channel -> id -> raw score, to the ids and, for each channel that tells them apart, (ids,) in its standard deviations.

    A record that a channel did not return stands at that channel's lowest returned score (0 for words and concepts, where
    nothing shared is nothing scored).
    """
    ids = sorted({identifier for found in scores.values() for identifier in found})
    columns = {}
    for channel, found in scores.items():
        if not found:
            continue
        floor = 0.0 if channel.startswith(("words", "concepts")) else min(found.values())
        values = np.array([found.get(identifier, floor) for identifier in ids])
        if (deviation := values.std()) > 0:
            columns[channel] = (values - values.mean()) / deviation
    return ids, columns


def fuse(scores: Mapping[str, Mapping[str, float]], weights: Mapping[str, float] = CHANNEL_WEIGHTS) -> dict[str, float]:
    """Channel -> id -> raw score, to id -> fused score in weighted standard deviations."""
    ids, columns = standard_scores(scores)
    total = np.zeros(len(ids))
    for channel, values in columns.items():
        total += weights.get(channel, 0.0) * values
    return dict(zip(ids, total.tolist(), strict=True))


def calibrate(fused: Mapping[str, float]) -> dict[str, float]:
    """Fused scores to 0…1: nothing at the candidates' mean, 0.63 at `READABLE` of their standard deviations above, never quite 1.

    The curve must not flatten among the best, or facts that should only tip a balance decide it.
    """
    values = np.array(list(fused.values()))
    deviation = float(values.std()) if len(values) else 0.0
    if not deviation:
        return dict.fromkeys(fused, 0.0)
    standard = (values - values.mean()) / deviation
    return dict(zip(fused, (1 - np.exp(-np.maximum(0.0, standard) / READABLE)).tolist(), strict=True))
