"""What every test stands on: an engine and a vector cache of its own, no matter what ran before."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache as counters

from matching.embedding import embedders
from matching.engines import engine_for, get_engine
from matching.engines.elasticsearch import ElasticsearchEngine


class FileCache:
    """Vectors kept between test runs, by text hash, so that none is computed twice."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _path(self, model: str, key: str) -> Path:
        return self.folder / model / key[:2] / key

    def load(self, model: str, hashes: Any) -> dict[str, bytes]:
        return {key: path.read_bytes() for key in hashes if (path := self._path(model, key)).exists()}

    def store(self, model: str, vectors: dict[str, bytes]) -> None:
        for key, raw in vectors.items():
            path = self._path(model, key)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)


@pytest.fixture(autouse=True)
def own_engine(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A fresh index for each test, in which a write is visible at once; vectors from the cache of earlier runs."""
    if settings.SEARCH_URL:
        write = ElasticsearchEngine.write

        def write_and_show(self: ElasticsearchEngine, records: Any) -> int:
            done = write(self, records)
            self.refresh()
            return done

        monkeypatch.setattr(ElasticsearchEngine, "write", write_and_show)
    counters.clear()  # of attempts to sign in
    cache = FileCache(Path(__file__).parents[1] / "var" / "test-vectors")
    kept = [embedder.cache for embedder in embedders()]
    for embedder in embedders():
        embedder.cache = cache
    engine_for.cache_clear()
    yield
    if settings.SEARCH_URL:
        engine = get_engine()
        engine.rebuild([])
    for embedder, before in zip(embedders(), kept, strict=True):
        embedder.cache = before
