"""Texts with goals to learn from, all of them ours to use: registry evidence, the lexicon, our own words for the goals."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import concepts
from .tagging import features

GOALS = Path(__file__).parent / "knowledge" / "goals.txt"
SEEDS = Path(__file__).parent / "knowledge" / "sdg"
FOLDERS = ("nominees", "archive")
CODES = {"zh": "zh-hans"}


@dataclass(frozen=True)
class Example:
    """`present`: goals it is about; `unknown`: goals nobody should learn from it; `weight` in training."""

    text: str
    language: str
    present: frozenset[int]
    unknown: frozenset[int] = frozenset()
    weight: float = 1.0
    source: str = "registry"


def registry_examples(root: Path) -> Iterator[Example]:
    """The evidence that products give for a goal. What they claim elsewhere is unknown for this text, not absent."""
    for folder in FOLDERS:
        for path in sorted((root / folder).glob("*.json")):
            goals = [g for g in json.loads(path.read_text(encoding="utf-8")).get("SDGs") or [] if isinstance(g, dict)]
            claimed = frozenset(g["SDGNumber"] for g in goals if isinstance(g.get("SDGNumber"), int))
            for goal in goals:
                text = " ".join(str(goal.get("evidenceText") or "").split())
                if len(text) > 40 and "http" not in text[:20]:
                    number = goal["SDGNumber"]
                    yield Example(text[:1500], "en", frozenset({number}), claimed - {number}, 0.6)


def lexicon_examples() -> Iterator[Example]:
    for concept in concepts.concepts().values():
        if not concept.sdgs:
            continue
        for language, phrases in (*concept.phrases.items(), ("en", concept.catalogue)):
            if phrases:
                code = CODES.get(language, language)
                yield Example(". ".join(phrases), code, frozenset(concept.sdgs), source="lexicon", weight=0.7)


def own_examples() -> Iterator[Example]:
    for line in GOALS.read_text(encoding="utf-8").splitlines():
        number, phrases = line.split("|")
        present = frozenset({int(number)} - {0})
        for phrase in phrases.split(";"):
            yield Example(phrase.strip(), "en", present, weight=1.0, source="own")
    for path in sorted(SEEDS.glob("*.json")) if SEEDS.is_dir() else ():
        for row in json.loads(path.read_text(encoding="utf-8")):
            yield Example(row["text"], row.get("language", "en"), frozenset(row["sdgs"]), weight=2.0, source="own")


def held_out(example: Example) -> bool:
    """A fifth of the texts, fixed by their hash."""
    return int(hashlib.sha256(example.text.encode()).hexdigest()[:8], 16) % 5 == 0


def matrix(examples: list[Example]) -> np.ndarray:
    """(examples, features)."""
    return np.stack([features(example.text, example.language) for example in examples])
