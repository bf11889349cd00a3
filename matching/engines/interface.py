"""What every engine takes and gives: frozen values of references, scores and counts, never rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Kind = Literal["solution", "need"]
Vector = NDArray[np.float32]


class EngineUnavailable(Exception):
    """The engine's server does not answer; callers fall back to the database."""


@dataclass(frozen=True)
class Record:
    """One solution or need as it is indexed.

    `codes`: facet name -> codes (`sector`, `sdg`, `country`, `region`, `stage`, `licence`, `type`, `block`, `offline`, `language`,
    `audience`, …). `sort_keys`: `name` (str), `updated` (epoch seconds), `stage` (1-6), `evidence` (count).
    `vectors`: embedding model's name -> array (passages, dimensions) of unit vectors; row 0 is the title's.
    """

    id: str
    kind: Kind
    version: int
    language: str
    title: str
    aliases: str = ""
    summary: str = ""
    body: str = ""
    evidence: str = ""
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort_keys: Mapping[str, float | str] = field(default_factory=dict)
    concepts: Mapping[str, float] = field(default_factory=dict)
    vectors: Mapping[str, Vector] = field(default_factory=dict)


@dataclass(frozen=True)
class SearchRequest:
    """A catalogue search. Codes of one facet are alternatives, facets must all hold. Counts of a facet ignore its own filter."""

    kind: Kind
    text: str = ""
    language: str = "en"
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    audience: tuple[str, ...] = ("public",)
    facets: tuple[str, ...] = ()
    sort: str = "relevance"  # relevance | name | updated | stage | evidence
    offset: int = 0
    limit: int = 20
    # Nearness in meaning to add to the words' score: model name -> (1, dimensions); empty for words alone.
    vectors: Mapping[str, Vector] = field(default_factory=dict)
    # The concepts found in the query; they let a French word find an English profile.
    concepts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Hit:
    """`snippets`: field -> text in which matched words stand between MARK_START and MARK_END; escape, then mark."""

    id: str
    score: float
    snippets: Mapping[str, str] = field(default_factory=dict)


MARK_START, MARK_END = "\x02", "\x03"


@dataclass(frozen=True)
class SearchResult:
    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class LexicalQuery:
    """BM25 of `text` over title, aliases, summary, body and evidence, analysed as `language`."""

    name: str
    text: str
    language: str


@dataclass(frozen=True)
class VectorQuery:
    """For each record the largest dot product between its passages and any row of `matrix` (queries, dimensions)."""

    name: str
    model: str
    matrix: Vector


@dataclass(frozen=True)
class CandidateRequest:
    """Several channels asked in as few round trips as possible; each answers with its `limit` best."""

    kind: Kind
    lexical: tuple[LexicalQuery, ...] = ()
    vectors: tuple[VectorQuery, ...] = ()
    concepts: Mapping[str, float] = field(default_factory=dict)  # channel name: "concepts"
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    audience: tuple[str, ...] = ("public",)
    limit: int = 200


@dataclass(frozen=True)
class CandidateResult:
    """Channel name -> record id -> raw score. A record missing from a channel scored below that channel's best `limit`."""

    scores: Mapping[str, Mapping[str, float]]


class Engine(Protocol):
    """One contract for every engine; `tests/contracts/` runs it on each."""

    name: str

    def search(self, request: SearchRequest) -> SearchResult: ...

    def candidates(self, request: CandidateRequest) -> CandidateResult: ...

    def write(self, records: Iterable[Record]) -> int:
        """Index records; one older than what is there changes nothing. Returns how many were taken."""

    def delete(self, references: Iterable[tuple[str, int]]) -> None:
        """Remove (id, version)s; a late older write does not bring one back."""

    def rebuild(self, records: Iterable[Record]) -> int:
        """Build anew beside the live index and swap; readers never see half of it. Returns the number of records."""

    def versions(self, kind: Kind) -> dict[str, int]:
        """Every indexed id with its version, for comparison with the database."""

    def refresh(self) -> None:
        """Make earlier writes visible to the next search (tests, commands)."""

    def ping(self) -> bool:
        """Whether it answers now."""
