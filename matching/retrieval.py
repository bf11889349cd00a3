"""A need to its candidates: one request to the engine with every channel, fused."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from . import concepts, meaning
from .embedding import Vector, embedders
from .engines.interface import CandidateRequest, Engine, Kind, LexicalQuery, VectorQuery
from .fusion import calibrate, fuse
from .needs_analysis import NeedQuery
from .reach import widened

CANDIDATES = 200  # of each channel


@dataclass(frozen=True)
class Found:
    """`relevance`: id -> 0…1. `channels`: the raw scores behind it, for inspection."""

    relevance: dict[str, float]
    channels: Mapping[str, Mapping[str, float]]


def _meant(query: NeedQuery) -> tuple[dict[str, Vector], dict[str, float]]:
    """The need's vectors, a row for each of `query.contexts`, and the concepts it means."""
    texts = [text for text, _share in query.contexts]
    vectors = {embedder.name: embedder.encode(texts, "query") for embedder in embedders()}
    return vectors, meaning.of_need(vectors, [share for _text, share in query.contexts], query.concepts, query.language)


def _vector_queries(query: NeedQuery, vectors: Mapping[str, Vector], meant: Mapping[str, float]) -> list[VectorQuery]:
    channel_of = {embedder.name: embedder.channel for embedder in embedders()}
    out = []
    for name, rows in meaning.centred(vectors, query.language).items():
        # One vector for all contexts: a passage that suits them all beats one that suits a side remark.
        out.append(VectorQuery(f"{channel_of[name]}.ask", name, meaning.unit(rows.mean(axis=0, keepdims=True))))
    for name, matrix in meaning.as_catalogue_words(meant).items():
        out.append(VectorQuery(f"{channel_of[name]}.catalogue", name, matrix))
    trained = meaning.model()
    if trained is not None and meant:
        out.append(VectorQuery("meaning", trained.name, meaning.as_vector(widened(meant))))
    return [vector for vector in out if np.any(vector.matrix)]


def request_for(query: NeedQuery, kind: Kind = "solution", **more: object) -> CandidateRequest:
    """Everything that is asked of the engine for one need, in one request."""
    vectors, meant = _meant(query)
    lexical = [LexicalQuery("words", query.text, query.language)]
    said = " ".join(phrase for phrase, _weight in concepts.expansion(meant or query.concepts, meaning.SAID))
    if said:
        lexical.append(LexicalQuery("words.catalogue", said, "en"))
    return CandidateRequest(
        kind=kind,
        lexical=tuple(lexical),
        vectors=tuple(_vector_queries(query, vectors, meant)),
        concepts=query.concepts,
        limit=CANDIDATES,
        **more,  # type: ignore[arg-type]
    )


def retrieve(engine: Engine, query: NeedQuery, kind: Kind = "solution", **more: object) -> Found:
    """Candidates for a need with their relevance."""
    result = engine.candidates(request_for(query, kind, **more))
    return Found(calibrate(fuse(result.scores)), result.scores)
