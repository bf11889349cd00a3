"""Unit vectors of passages, several a record, searched exactly by dot product; kept in 16 bits, since the memory is theirs mostly."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
CHUNK = 8192  # passages widened to 32 bits at a time


class Passages:
    """Append-only: a record's passages stand together, in the order of the records' rows; row numbers only grow."""

    def __init__(self, dimensions: int) -> None:
        self.dimensions = dimensions
        self._matrix = np.zeros((256, dimensions), np.float16)
        self._used = 0
        self._starts: list[int] = []
        self._rows: list[int] = []

    def add(self, row: int, vectors: Floats) -> None:
        """`vectors`: (passages, dimensions); the first is the title's."""
        if not len(vectors):
            return
        needed = self._used + len(vectors)
        if needed > len(self._matrix):
            grown = np.zeros((max(needed, len(self._matrix) * 3 // 2), self.dimensions), np.float16)
            grown[: self._used] = self._matrix[: self._used]
            self._matrix = grown
        self._matrix[self._used : needed] = vectors
        self._starts.append(self._used)
        self._rows.append(row)
        self._used = needed

    def best(self, queries: Floats, size: int, titles_only: bool = False) -> Floats:
        """(queries, size): each row's best passage against each query; rows without passages get -1."""
        out = np.full((len(queries), size), -1.0, np.float32)
        if not self._used or not len(queries):
            return out
        starts = np.asarray(self._starts)
        if titles_only:
            best = self._matrix[starts].astype(np.float32) @ queries.T
        else:
            products = np.empty((self._used, len(queries)), np.float32)
            for start in range(0, self._used, CHUNK):
                stop = min(start + CHUNK, self._used)
                products[start:stop] = self._matrix[start:stop].astype(np.float32) @ queries.T
            best = np.maximum.reduceat(products, starts, axis=0)
        out[:, np.asarray(self._rows)] = best.T
        return out
