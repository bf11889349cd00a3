"""Vectors kept in the database, so that no text is embedded twice by anybody."""

from collections.abc import Sequence

from .models import Embedding


class DatabaseCache:
    def load(self, model: str, hashes: Sequence[str]) -> dict[str, bytes]:
        rows = Embedding.objects.filter(model=model, text_hash__in=hashes).values_list("text_hash", "vector")
        return {text_hash: bytes(vector) for text_hash, vector in rows}

    def store(self, model: str, vectors: dict[str, bytes]) -> None:
        Embedding.objects.bulk_create(
            (Embedding(model=model, text_hash=key, vector=vector) for key, vector in vectors.items()), ignore_conflicts=True
        )
