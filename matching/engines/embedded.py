"""The engine without a server: everything in this process, filled from the stored records and caught up before each search."""

import ctypes
import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ..text import spans, stem, terms, words
from .interface import CandidateRequest, CandidateResult, Hit, Kind, Record, SearchRequest, SearchResult, VectorQuery
from .lexical import FIELDS, LexicalIndex
from .passages import Passages

Mask = NDArray[np.bool_]
VECTOR_SHARE = 6.0  # what a perfect nearness in meaning adds to the words' BM25 in a catalogue search
BATCH = 500  # records taken in at a time
MEANING_FLOOR = 0.35  # below this, nearness in meaning is chance


class Source(Protocol):
    """Where the engine's records come from; see matching.indexing."""

    def changes(self, known: Mapping[str, int]) -> tuple[Iterable[Record], list[tuple[str, int]]]:
        """Records newer than `known` (id -> version) and the (id, version)s removed since."""


class EmbeddedEngine:
    name = "embedded"
    default_source: Source | None = None  # set once by the app; an engine made without an address and prefix has none

    def __init__(self, url: str = "", prefix: str = "", seconds: float = 0.0) -> None:
        self.source = self.default_source if prefix else None
        self._lock = threading.RLock()
        self._clear()

    def _clear(self) -> None:
        self._lexical = LexicalIndex()
        self._ids: list[str] = []
        self._row_of: dict[str, int] = {}
        self._versions: dict[str, int] = {}  # also of removed ids, so that a late write cannot bring one back
        self._kind_of: dict[str, Kind] = {}
        self._alive: set[int] = set()
        self._rows_by_code: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._codes: dict[int, Mapping[str, tuple[str, ...]]] = {}
        self._sort_keys: dict[int, Mapping[str, float | str]] = {}
        self._concepts: dict[str, dict[int, float]] = defaultdict(dict)
        self._passages: dict[str, Passages] = {}

    # Writing

    def write(self, records: Iterable[Record]) -> int:
        with self._lock:
            fresh: dict[str, Record] = {}
            for record in records:
                known = fresh[record.id].version if record.id in fresh else self._versions.get(record.id, -1)
                if record.version >= known:
                    fresh[record.id] = record
            removed = [row for identifier in fresh if (row := self._forget(identifier)) is not None]
            documents = [(self._add(record), _fields(record)) for record in fresh.values()]
            if documents or removed:
                self._lexical.add(documents, removed)
            return len(documents)

    def _forget(self, identifier: str) -> int | None:
        row = self._row_of.pop(identifier, None)
        if row is None:
            return None
        self._alive.discard(row)
        for facet, codes in self._codes.pop(row).items():
            for code in codes:
                self._rows_by_code[facet, code].discard(row)
        self._sort_keys.pop(row, None)
        for postings in self._concepts.values():
            postings.pop(row, None)
        return row

    def _add(self, record: Record) -> int:
        row = len(self._ids)
        self._ids.append(record.id)
        self._row_of[record.id] = row
        self._versions[record.id] = record.version
        self._kind_of[record.id] = record.kind
        self._alive.add(row)
        codes = {**record.codes, "kind": (record.kind,)}
        self._codes[row] = codes
        for facet, values in codes.items():
            for code in values:
                self._rows_by_code[facet, code].add(row)
        self._sort_keys[row] = record.sort_keys
        for code, weight in record.concepts.items():
            self._concepts[code][row] = weight
        for model, vectors in record.vectors.items():
            self._passages.setdefault(model, Passages(vectors.shape[1])).add(row, vectors)
        return row

    def delete(self, references: Iterable[tuple[str, int]]) -> None:
        with self._lock:
            removed = []
            for identifier, version in references:
                if version >= self._versions.get(identifier, -1):
                    row = self._forget(identifier)
                    self._versions[identifier] = version
                    removed += [row] if row is not None else []
            if removed:
                self._lexical.add([], removed)

    def rebuild(self, records: Iterable[Record]) -> int:
        built = EmbeddedEngine()
        count = built.write(records)
        with self._lock:
            source = self.source
            self.__dict__.update({name: value for name, value in built.__dict__.items() if name != "_lock"})
            self.source = source
        return count

    def versions(self, kind: Kind) -> dict[str, int]:
        self._catch_up()
        with self._lock:
            return {i: self._versions[i] for i in self._row_of if self._kind_of[i] == kind}

    def refresh(self) -> None:
        """Writes are visible at once."""

    def ping(self) -> bool:
        return True

    def _catch_up(self) -> None:
        if self.source is None:
            return
        with self._lock:
            changed, removed = self.source.changes(self._versions)
            records, batches = iter(changed), 0
            while batch := list(islice(records, BATCH)):
                self.write(batch)
                batches += 1
            if batches > 1:
                _give_back()
            if removed:
                self.delete(removed)
            # Rows of replaced records stay behind; when they are most of the index, it is built anew.
            if len(self._ids) > 2000 and len(self._ids) > 2 * len(self._alive):
                self._clear()
                self._catch_up()

    # Reading

    def _mask(self, rows: Iterable[int]) -> Mask:
        mask = np.zeros(len(self._ids), bool)
        mask[list(rows)] = True
        return mask

    def _any_of(self, facet: str, codes: Sequence[str]) -> set[int]:
        return set().union(*(self._rows_by_code.get((facet, code), set()) for code in codes))

    def _visible(self, kind: Kind, audience: Sequence[str]) -> set[int]:
        return self._rows_by_code.get(("kind", kind), set()) & self._any_of("audience", audience)

    def _concept_scores(self, concepts: Mapping[str, float]) -> NDArray[np.float32]:
        """IDF-weighted share of the asked concepts that a record covers."""
        out = np.zeros(len(self._ids), np.float32)
        total = max(1, len(self._alive))
        asked = 0.0
        for code, weight in concepts.items():
            postings = self._concepts.get(code, {})
            idf = float(np.log(1 + total / (1 + len(postings))))
            asked += weight * idf
            if postings:
                out[list(postings)] += weight * idf * np.minimum(1.0, np.fromiter(postings.values(), np.float32))
        return out / asked if asked else out

    def candidates(self, request: CandidateRequest) -> CandidateResult:
        self._catch_up()
        with self._lock:
            rows = self._visible(request.kind, request.audience)
            for facet, codes in request.filters.items():
                rows &= self._any_of(facet, codes)
            allowed = self._mask(rows)
            scores: dict[str, dict[str, float]] = {}
            for query in request.lexical:
                weights = dict.fromkeys(terms(query.text, query.language), 1.0)
                found, values = self._lexical.scores(weights, min(len(self._ids), request.limit * 3) or 1)
                keep = allowed[found] if len(found) else np.zeros(0, bool)
                scores[query.name] = self._named(found[keep][: request.limit], values[keep][: request.limit])
            for name, values in self._nearness(request.vectors, allowed).items():
                scores[name] = self._top(values, allowed & (values > -1), request.limit)
            if request.concepts:
                values = self._concept_scores(request.concepts)
                scores["concepts"] = self._top(values, allowed & (values > 0), request.limit)
            return CandidateResult(scores)

    def _nearness(self, vectors: Sequence[VectorQuery], allowed: Mask) -> dict[str, NDArray[np.float32]]:
        """Each query's best passage a row; queries of one model share one pass over its passages."""
        out: dict[str, NDArray[np.float32]] = {}
        groups: dict[str, list[VectorQuery]] = defaultdict(list)
        for vector in vectors:
            groups[vector.model].append(vector)
        for model, group in groups.items():
            store = self._passages.get(model)
            if store is None:
                continue
            found = store.best(np.vstack([vector.matrix for vector in group]), len(self._ids), allowed)
            at = 0
            for vector in group:
                out[vector.name] = found[at : at + len(vector.matrix)].max(axis=0)
                at += len(vector.matrix)
        return out

    def _top(self, values: NDArray[np.float32], allowed: Mask, limit: int) -> dict[str, float]:
        rows = np.flatnonzero(allowed)
        if len(rows) > limit:
            rows = rows[np.argpartition(-values[rows], limit)[:limit]]
        return self._named(rows, values[rows])

    def _named(self, rows: NDArray[np.int64], values: NDArray[np.float32]) -> dict[str, float]:
        return {self._ids[row]: float(value) for row, value in zip(rows, values, strict=True)}

    def search(self, request: SearchRequest) -> SearchResult:
        self._catch_up()
        with self._lock:
            scores = self._matching(request)
            base = self._visible(request.kind, request.audience) & scores.keys()
            by_facet = {facet: self._any_of(facet, codes) for facet, codes in request.filters.items() if codes}
            selected = set(base)
            for rows in by_facet.values():
                selected &= rows
            facets = {}
            for facet in request.facets:
                # A facet's own choice does not narrow its own counts, so that one sees what another choice would give.
                pool = set(base)
                for other, rows in by_facet.items():
                    if other != facet:
                        pool &= rows
                counts = {code: len(pool & rows) for (name, code), rows in self._rows_by_code.items() if name == facet}
                facets[facet] = {code: count for code, count in counts.items() if count}
            ordered = sorted(selected, key=lambda row: self._sort_key(row, request.sort, scores))
            page = ordered[request.offset : request.offset + request.limit]
            hits = tuple(Hit(self._ids[row], float(scores[row])) for row in page)
            return SearchResult(hits, len(selected), facets)

    def _sort_key(self, row: int, sort: str, scores: Mapping[int, float]) -> tuple[float | str, str]:
        keys = self._sort_keys[row]
        name = str(keys.get("name", "")).casefold()
        if sort == "name":
            return name, self._ids[row]
        if sort in {"updated", "stage", "evidence"}:
            return -float(keys.get(sort, 0)), name
        return -scores[row], name

    def _matching(self, request: SearchRequest) -> dict[int, float]:
        """Rows that match the text, with their scores."""
        if not request.text.strip():
            return dict.fromkeys(self._alive, 0.0)
        groups, fuzzy = self._groups(request)
        scores: dict[int, float] = {}
        if groups:
            found, values = self._lexical.scores({}, len(self._ids) or 1, required=groups, fuzzy=fuzzy)
            if not len(found) and len(groups) > 1:
                # Nobody says all of it: those who say most of it come first.
                weights = {term: 1.0 for group in groups for term in group}
                found, values = self._lexical.scores(weights, 50)
            scores = {int(row): float(value) for row, value in zip(found, values, strict=True) if int(row) in self._alive}
        if request.concepts:
            values = self._concept_scores(request.concepts)
            for covering in np.flatnonzero(values >= 0.5).tolist():
                if covering in self._alive:
                    scores[covering] = scores.get(covering, 0.0) + 4.0 * float(values[covering])
        for model, matrix in request.vectors.items():
            if (store := self._passages.get(model)) is None:
                continue
            nearness = store.best(matrix, len(self._ids)).max(axis=0)
            for row in scores:
                scores[row] += VECTOR_SHARE * max(0.0, float(nearness[row]) - MEANING_FLOOR)
            if len(scores) < 5:
                # Few words match: what means the same is better than nothing.
                for close in np.argsort(-nearness)[:10].tolist():
                    if close in self._alive and nearness[close] > MEANING_FLOOR + 0.1:
                        scores.setdefault(close, VECTOR_SHARE * (float(nearness[close]) - MEANING_FLOOR))
        return scores

    def _groups(self, request: SearchRequest) -> tuple[list[list[str]], list[str]]:
        """Each word's alternatives: itself, what it begins (the last one, as it is being typed), or a near spelling."""
        asked = terms(request.text, request.language) or words(request.text, request.language)
        groups: list[list[str]] = []
        fuzzy: list[str] = []
        for position, term in enumerate(asked):
            group = [term]
            if position == len(asked) - 1 and not request.text.endswith(" "):
                typed = [word for word, _start, _end in spans(request.text.lower())]
                stems = {term, *(stem(typed[-1], request.language) for _ in typed[-1:])}
                for prefix in stems:
                    group += [found for found in self._lexical.completions(prefix) if found not in group]
            if not any(self._lexical.known(option) for option in group) and len(term) > 3:
                fuzzy.append(term)
            groups.append(group)
        return groups, fuzzy


def _give_back() -> None:
    """Return what loading a catalogue left in pieces: a quarter of the process with glibc; other C libraries do it themselves."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _fields(record: Record) -> dict[str, list[str]]:
    texts = {"title": record.title, "aliases": record.aliases, "summary": record.summary, "body": record.body, "evidence": record.evidence}
    # Titles keep their small words: a query of nothing else must still find them.
    return {name: (words if name in {"title", "aliases"} else terms)(texts[name], record.language) for name in FIELDS}
