"""Unit vectors of passages, several a record, searched by dot product; kept in 16 bits, since the memory is theirs mostly.

A small store is searched exactly. A large one is cut into cells (an inverted file): a query looks only into the cells nearest to it, so that the
time grows with the square root of the store. A filter that leaves few records is answered exactly, from those alone.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]
CHUNK = 8192  # passages widened to 32 bits at a time
EXACT = 24_000  # up to so many passages everything is looked at
PROBED = 32  # cells a query looks into
SKETCH = 128  # dimensions by which cells are told apart
ROUNDS = 4  # of k-means; cells need not be good, only balanced
STALE = 0.25  # new passages, as a share of all, after which the cells are cut anew


class Passages:
    """Append-only; row numbers only grow. `best` gives -1 for a row that was not looked at or has no passages."""

    def __init__(self, dimensions: int) -> None:
        self.dimensions = dimensions
        self._matrix = np.zeros((256, dimensions), np.float16)
        self._row_of = np.zeros(256, np.int64)
        self._used = 0
        self._celled = 0  # passages before this stand in the order of their cells
        self._bounds: Numbers = np.zeros(1, np.int64)
        self._centres: Floats = np.zeros((0, SKETCH), np.float32)
        self._sketch: Floats = np.random.default_rng(0).normal(size=(dimensions, SKETCH)).astype(np.float32)

    def add(self, row: int, vectors: Floats) -> None:
        """`vectors`: (passages, dimensions)."""
        needed = self._used + len(vectors)
        if needed > len(self._matrix):
            size = max(needed, len(self._matrix) * 5 // 4)
            self._matrix = np.concatenate([self._matrix[: self._used], np.zeros((size - self._used, self.dimensions), np.float16)])
            self._row_of = np.concatenate([self._row_of[: self._used], np.zeros(size - self._used, np.int64)])
        self._matrix[self._used : needed] = vectors
        self._row_of[self._used : needed] = row
        self._used = needed

    def best(self, queries: Floats, size: int, allowed: NDArray[np.bool_] | None = None) -> Floats:
        """(queries, size): each row's best passage against each query. `allowed`: (size,), the only rows asked about."""
        out = np.full((size, len(queries)), -1.0, np.float32)
        if not self._used or not len(queries):
            return out.T
        if self._used <= EXACT:
            self._look(np.arange(self._used), queries, out)
            return out.T
        if allowed is not None:
            wanted = np.flatnonzero(allowed[self._row_of[: self._used]])
            if len(wanted) <= EXACT // 2:
                self._look(wanted, queries, out)
                return out.T
        if self._used - self._celled > STALE * self._used:
            self._cut()
        near = np.argsort(-(self._centres @ (queries @ self._sketch).T), axis=0)[:PROBED]
        # All queries look into the cells of each: reading a cell costs more than comparing with it.
        cells = [np.arange(self._bounds[cell], self._bounds[cell + 1]) for cell in np.unique(near).tolist()]
        self._look(np.concatenate([*cells, np.arange(self._celled, self._used)]), queries, out)
        return out.T

    def _look(self, places: Numbers, queries: Floats, out: Floats) -> None:
        """Raise `out` (size, queries) to the products of the passages at `places`."""
        for start in range(0, len(places), CHUNK):
            part = places[start : start + CHUNK]
            products = self._matrix[part].astype(np.float32) @ queries.T
            rows = self._row_of[part]
            order = np.argsort(rows, kind="stable")
            rows, first = np.unique(rows[order], return_index=True)
            best = np.maximum.reduceat(products[order], first, axis=0)
            out[rows] = np.maximum(out[rows], best)

    def _cells_of(self, sketches: Floats, centres: Floats) -> Numbers:
        parts = [np.argmax(sketches[start : start + CHUNK] @ centres.T, axis=1) for start in range(0, len(sketches), CHUNK)]
        return np.concatenate(parts)

    def _cut(self) -> None:
        """Cut all passages into about as many cells as a cell has passages, and put each cell's together."""
        used = self._used
        count = int(used**0.5)
        sketches = np.vstack([self._matrix[a : a + CHUNK].astype(np.float32) @ self._sketch for a in range(0, used, CHUNK)])[:used]
        generator = np.random.default_rng(0)
        sample = sketches[generator.choice(used, min(used, 32 * count), replace=False)]
        centres = sample[:count].copy()
        for _round in range(ROUNDS):
            cells = self._cells_of(sample, _unit(centres))
            for cell in np.unique(cells).tolist():
                centres[cell] = sample[cells == cell].mean(axis=0)
        self._centres = _unit(centres)
        cells = self._cells_of(sketches, self._centres)
        order = np.argsort(cells, kind="stable")
        self._matrix, self._row_of = self._matrix[:used][order], self._row_of[:used][order]
        self._bounds = np.concatenate([[0], np.cumsum(np.bincount(cells, minlength=count))])
        self._celled = used


def _unit(rows: Floats) -> Floats:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(length > 0, length, 1.0), np.float32)
