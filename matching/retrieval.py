"""A need to its candidates: one request to the engine with every channel, fused."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from . import concepts
from .embedding import Embedder, embedders
from .engines.interface import CandidateRequest, Engine, Kind, LexicalQuery, VectorQuery
from .fusion import calibrate, fuse
from .needs_analysis import NeedQuery

CANDIDATES = 200  # of each channel
MAX_ASKS = 5


@dataclass(frozen=True)
class Found:
    """`relevance`: id -> 0…1. `channels`: the raw scores behind it, for inspection."""

    relevance: dict[str, float]
    channels: Mapping[str, Mapping[str, float]]


def _mean(rows: np.ndarray) -> np.ndarray:
    """One query vector for several texts: maximum over passages of the mean, normalised."""
    mean = rows.mean(axis=0, keepdims=True)
    norm = float(np.linalg.norm(mean))
    return mean / norm if norm else mean


def _vectors(embedder: Embedder, query: NeedQuery) -> list[VectorQuery]:
    short = embedder.channel
    texts = [query.title, " ".join(query.text.split())]
    asks = list(query.asks[:MAX_ASKS])
    said = "; ".join(phrase for phrase, _weight in concepts.expansion(query.concepts, 6))
    encoded = embedder.encode([*texts, *asks, said], "query")
    out = [
        VectorQuery(f"{short}.title", embedder.name, encoded[:1]),
        VectorQuery(f"{short}.whole", embedder.name, encoded[1:2]),
        VectorQuery(f"{short}.ask", embedder.name, _mean(encoded[2 : 2 + len(asks)]) if asks else encoded[:1]),
    ]
    if said:
        out.append(VectorQuery(f"{short}.catalogue", embedder.name, encoded[-1:]))
    return out


def request_for(query: NeedQuery, kind: Kind = "solution", **more: object) -> CandidateRequest:
    """Everything that is asked of the engine for one need, in one request."""
    vectors = [vector for embedder in embedders() for vector in _vectors(embedder, query)]
    lexical = [LexicalQuery("words", query.text, query.language)]
    said = " ".join(phrase for phrase, _weight in concepts.expansion(query.concepts))
    if said:
        lexical.append(LexicalQuery("words.catalogue", said, "en"))
    return CandidateRequest(
        kind=kind,
        lexical=tuple(lexical),
        vectors=tuple(vectors),
        concepts=concepts.spread(query.concepts),
        limit=CANDIDATES,
        **more,  # type: ignore[arg-type]
    )


def retrieve(engine: Engine, query: NeedQuery, kind: Kind = "solution", **more: object) -> Found:
    """Candidates for a need with their relevance."""
    result = engine.candidates(request_for(query, kind, **more))
    return Found(calibrate(fuse(result.scores)), result.scores)
