"""What a text shows of the seventeen goals and thirteen sectors: sentence vectors, keywords in its language, concepts of the lexicon."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from . import concepts
from .embedding import MAX_CHARACTERS, Vector, embedders
from .text import canonical_language, is_han, sentences, words

KNOWLEDGE = Path(__file__).parent / "knowledge" / "sdg"
GOALS = 17
SECTORS = (
    "environment", "agriculture", "peace", "education", "state", "infrastructure", "employment",
    "finance", "digital", "health", "private-sector", "sustainable-development", "other",
)  # fmt: skip
MAX_SENTENCES = 16  # of a long story the first ones and the last, where the ask stands
MAX_CHUNKS = 2  # the second model costs 35 ms for a sentence and 200 for a full chunk
MAX_KEYWORD_CHARACTERS = 6000


@dataclass(frozen=True)
class Evidence:
    """Of one text. `whole` (512,), `parts` (sentences, 512), `second` (384,): unit vectors; the rest are sums over its words."""

    language: str
    whole: Vector
    parts: Vector
    second: Vector
    keywords: NDArray[np.float64]  # (17,)
    length: int  # words
    goal_votes: NDArray[np.float64]  # (17,)
    sector_votes: NDArray[np.float64]  # (13,)


def unit(vectors: Vector) -> Vector:
    """(..., n) scaled to length one; zeros stay."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-9), np.float32)


def split(text: str) -> list[str]:
    """Sentences, at most MAX_SENTENCES; the text itself if it has none."""
    found = sentences(text) or [text]
    return found if len(found) <= MAX_SENTENCES else [*found[: MAX_SENTENCES - 4], *found[-4:]]


def chunks(text: str) -> list[str]:
    """The text in pieces that the models read whole, cut between sentences, at most MAX_CHUNKS."""
    if len(text) <= MAX_CHARACTERS:
        return [text]
    found = [""]
    for sentence in sentences(text) or [text]:
        if found[-1] and len(found[-1]) + len(sentence) >= MAX_CHARACTERS:
            found.append("")
        found[-1] = f"{found[-1]} {sentence}".strip()
    return found if len(found) <= MAX_CHUNKS else [*found[: MAX_CHUNKS - 1], found[-1]]


@cache
def _keyword_index(language: str) -> tuple[dict[tuple[str, ...], tuple[tuple[int, float], ...]], int]:
    """Stemmed phrase -> (goal, weight)s, and the longest phrase's length in words."""
    lists = json.loads((KNOWLEDGE / "keywords.json").read_text(encoding="utf-8")).get(language.split("-")[0], {})
    index: dict[tuple[str, ...], dict[int, float]] = {}
    for goal, phrases in lists.items():
        for phrase, weight in phrases.items():
            if key := tuple(words(phrase, language)):
                owners = index.setdefault(key, {})
                owners[int(goal)] = max(owners.get(int(goal), 0.0), float(weight))
    return {key: tuple(owners.items()) for key, owners in index.items()}, max(map(len, index), default=0)


def keyword_scores(text: str, language: str) -> tuple[NDArray[np.float64], int]:
    """(17,) weights of the different keywords found, the longest phrase at each place, and the number of words."""
    index, longest = _keyword_index(language)
    stems = words(text[:MAX_KEYWORD_CHARACTERS], language)
    counts: dict[tuple[str, ...], int] = {}
    position = 0
    while position < len(stems):
        for length in range(min(longest, len(stems) - position), 0, -1):
            key = tuple(stems[position : position + length])
            if key in index:
                counts[key] = counts.get(key, 0) + 1
                # Chinese bigrams overlap, so only word languages may jump.
                position += 0 if is_han(key[0]) else length - 1
                break
        position += 1
    scores = np.zeros(GOALS)
    for key, count in counts.items():
        for goal, weight in index[key]:
            scores[goal - 1] += weight * (1 + 0.3 * min(3, count - 1))
    return scores, len(stems)


def concept_votes(text: str, language: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(17,) and (13,): the concepts' votes for goals and sectors, saturating below 1; a concept of many goals says less for each."""
    goals, sectors = np.zeros(GOALS), np.zeros(len(SECTORS))
    known = concepts.concepts()
    for code, weight in concepts.detect([(text[:MAX_KEYWORD_CHARACTERS], 1.0)], language).items():
        for goal in known[code].sdgs:
            goals[goal - 1] += weight / len(known[code].sdgs) ** 0.5
        for sector in known[code].sectors:
            if sector in SECTORS:
                sectors[SECTORS.index(sector)] += weight / len(known[code].sectors) ** 0.5
    return goals / (goals + 1), sectors / (sectors + 1)


def read(texts: Sequence[str], languages: Sequence[str]) -> list[Evidence]:
    """One Evidence a text; all are embedded in one go."""
    first, second = embedders()
    parts = [split(text) for text in texts]
    pieces = [chunks(text) for text in texts]
    sentence_vectors = _grouped(first.encode([sentence for part in parts for sentence in part], "query"), parts)
    piece_vectors = _grouped(second.encode([piece for part in pieces for piece in part], "query"), pieces)
    full = first.encode(texts, "query")
    found = []
    for row, (text, code) in enumerate(zip(texts, languages, strict=True)):
        language = canonical_language(code)
        keywords, length = keyword_scores(text, language)
        goal_votes, sector_votes = concept_votes(text, language)
        whole = unit(0.5 * full[row] + 0.5 * sentence_vectors[row].mean(axis=0))
        second_vector = unit(piece_vectors[row].mean(axis=0))
        found.append(Evidence(language, whole, sentence_vectors[row], second_vector, keywords, length, goal_votes, sector_votes))
    return found


def _grouped(vectors: Vector, groups: Sequence[Sequence[str]]) -> list[Vector]:
    """Rows of all groups, one after the other, back into their groups."""
    ends = np.cumsum([len(group) for group in groups])
    return np.split(vectors, ends[:-1]) if groups else []
