"""Goals and sectors of any text in six languages; only those it would claim."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from . import concepts
from .embedding import embedders
from .text import canonical_language, detect_language, sentences

ARTEFACT = Path(__file__).parent / "knowledge" / "tagger.npz"


@dataclass(frozen=True)
class Tags:
    """(code, confidence 0…1) pairs, surest first."""

    sdgs: tuple[tuple[int, float], ...] = ()
    sectors: tuple[tuple[str, float], ...] = ()


def features(text: str, language: str) -> np.ndarray:
    """(512 + 17,): the mean of the sentences' vectors, and each goal's share of the text's concepts."""
    parts = sentences(text)[:12] or [text]
    vector = embedders()[0].encode([text, *parts], "query")
    mean = 0.5 * vector[0] + 0.5 * vector[1:].mean(axis=0)
    mean /= float(np.linalg.norm(mean)) or 1.0
    votes = np.zeros(17, np.float32)
    known = concepts.concepts()
    for code, weight in concepts.detect([(text, 1.0)], language).items():
        for number in known[code].sdgs:
            votes[number - 1] += weight / len(known[code].sdgs) ** 0.5
    return np.concatenate([mean, votes / (votes + 1.0)])


@cache
def _model() -> dict[str, Any]:
    with np.load(ARTEFACT, allow_pickle=False) as stored:
        return {"weights": stored["weights"], "bias": stored["bias"], "thresholds": stored["thresholds"]}


def goal_probabilities(rows: np.ndarray) -> np.ndarray:
    """(texts, 17) probabilities for feature rows."""
    model = _model()
    return np.asarray(1 / (1 + np.exp(-(rows @ model["weights"].T + model["bias"]))))


def detect(text: str, language: str | None = None) -> Tags:
    """Goals and sectors that the text is about. An empty text has none."""
    if not text.strip():
        return Tags()
    language = canonical_language(language or detect_language(text))
    probabilities = goal_probabilities(features(text, language)[None])[0]
    thresholds = _model()["thresholds"]
    # 0.5 is the threshold itself, so that confidences of different goals mean the same.
    odds = np.log(probabilities / (1 - probabilities)) - np.log(thresholds / (1 - thresholds))
    sure = 1 / (1 + np.exp(-odds))
    sdgs = [(number + 1, round(float(value), 2)) for number, value in enumerate(sure) if value >= 0.5]
    return Tags(tuple(sorted(sdgs, key=lambda pair: -pair[1])), _sectors(text, language))


def _sectors(text: str, language: str) -> tuple[tuple[str, float], ...]:
    votes: dict[str, float] = defaultdict(float)
    known = concepts.concepts()
    for code, weight in concepts.detect([(text, 1.0)], language).items():
        for sector in known[code].sectors:
            votes[sector] += weight
    top = max(votes.values(), default=0.0)
    claimed = [(code, round(value / (value + 0.8), 2)) for code, value in votes.items() if value >= 0.6 and value >= 0.5 * top]
    return tuple(sorted(claimed, key=lambda pair: -pair[1])[:3])
