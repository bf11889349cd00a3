"""Training matching.meaning from the lexicon: every phrase, in every language, is an example of its concept."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from . import concepts
from .concepts import LANGUAGES, Concept
from .embedding import Side, Vector, embedders
from .meaning import ARTEFACT, CATALOGUE, WIDTH, unit

RIDGE = 30.0
GROUPS, GROUP_SIZE = 4, 3  # besides single phrases, so many handfuls of a concept's phrases as one text
CHUNK = 256

Progress = Callable[[int, int], None]


def phrases_of(concept: Concept, language: str) -> tuple[str, ...]:
    return concept.catalogue if language == CATALOGUE else concept.phrases.get(language, ())


def text_of(concept: Concept, language: str) -> str:
    """All that the lexicon says of a concept in one language, as one text."""
    said = "; ".join(phrases_of(concept, language))
    return f"{concept.label}: {said}" if language == CATALOGUE else said


def examples(known: Sequence[Concept], language: str) -> list[tuple[int, str]]:
    """(concept's row, text) pairs; a concept's own do not depend on the others, so that their vectors stay in the cache."""
    found = []
    for row, concept in enumerate(known):
        generator = np.random.default_rng(list(f"{concept.code} {language}".encode()))
        phrases = list(phrases_of(concept, language))
        found += [(row, phrase) for phrase in phrases]
        if language != CATALOGUE and len(phrases) >= GROUP_SIZE:
            found += [(row, ". ".join(generator.choice(phrases, GROUP_SIZE, replace=False))) for _ in range(GROUPS)]
    return found


def _encode(texts: Sequence[str], side: Side, progress: Progress) -> list[Vector]:
    """One array a model; in chunks, so that a cached part is never lost."""
    found = []
    for embedder in embedders():
        parts = []
        for start in range(0, len(texts), CHUNK):
            parts.append(embedder.encode(texts[start : start + CHUNK], side))
            progress(min(start + CHUNK, len(texts)), len(texts))
        found.append(np.vstack(parts))
    return found


def digest(known: Sequence[Concept]) -> str:
    return hashlib.sha256(repr([(c.code, c.label, c.catalogue, sorted(c.phrases.items())) for c in known]).encode()).hexdigest()[:10]


def train(path: Path = ARTEFACT, progress: Progress = lambda done, total: None) -> int:
    """Write the artefact; returns the number of examples. A new one means a new name and so a reindex."""
    known = list(concepts.concepts().values())
    if len(known) > WIDTH:
        raise ValueError(f"{len(known)} concepts do not fit into {WIDTH} places")
    stored: dict[str, np.ndarray] = {}
    rows: list[int] = []
    features: list[Vector] = []
    for language in (*LANGUAGES, CATALOGUE):
        found = examples(known, language)
        vectors = _encode([text for _row, text in found], "passage" if language == CATALOGUE else "query", progress)
        means = [matrix.mean(axis=0) for matrix in vectors]
        stored[f"query_means.{language}"] = np.hstack(means).astype(np.float32)
        features.append(np.hstack([unit(matrix - mean) for matrix, mean in zip(vectors, means, strict=True)]))
        rows += [row for row, _text in found]
        texts = _encode([text_of(concept, language) for concept in known], "passage", progress)
        means = [matrix.mean(axis=0) for matrix in texts]
        stored[f"text_means.{language}"] = np.hstack(means).astype(np.float32)
        # Each model's half has length one, so that its dot product with a text's half is a cosine.
        stored[f"texts.{language}"] = np.hstack([unit(m - mean) for m, mean in zip(texts, means, strict=True)]).astype(np.float16)
    x = np.vstack(features).astype(np.float64)
    y = np.zeros((len(rows), len(known)))
    y[np.arange(len(rows)), rows] = 1.0
    y -= y.mean(axis=0)
    weights = np.linalg.solve(x.T @ x + RIDGE * np.eye(x.shape[1]), x.T @ y)
    np.savez_compressed(
        path,
        name=np.array(f"meaning-{digest(known)}"),
        codes=np.array([concept.code for concept in known]),
        languages=np.array([*LANGUAGES, CATALOGUE]),
        weights=weights.astype(np.float16),
        **stored,  # type: ignore[arg-type]
    )
    return len(rows)
