"""A made-up catalogue of any size: profiles about the lexicon's concepts, with vectors near those concepts' own."""

import os
import uuid
from collections.abc import Iterator

import django
import numpy as np
from django.core.management import call_command


def own_database(folder: str) -> None:
    """Django on an empty SQLite file; before any model is imported."""
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/benchmark.sqlite3"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.test")
    django.setup()
    call_command("migrate", verbosity=0)


def make(count: int, seed: int = 1) -> Iterator[tuple[dict[str, object], object]]:
    """(fields of a Solution, index record) pairs, the same each time."""
    from marketplace.vocabularies.geography import REGION_OF
    from matching import concepts, meaning
    from matching.embedding import embedders
    from matching.engines.interface import Record

    generator = np.random.default_rng(seed)
    trained = meaning.model()
    assert trained is not None
    known = [concepts.concepts()[code] for code in trained.codes]
    vocabulary = [
        f"{a}{b}{c}" for a in ("ba", "ke", "lo", "mi", "nu", "re", "sa", "ti") for b in ("dor", "lin", "mar", "ves") for c in range(90)
    ]
    chances = 1 / np.arange(1, len(vocabulary) + 1)
    chances /= chances.sum()
    countries = list(REGION_OF)
    for number in range(count):
        topics = generator.choice(len(known), 3, replace=False)
        phrases = [phrase for topic in topics for phrase in generator.permutation(known[topic].catalogue or (known[topic].label,))[:3]]
        filler = " ".join(vocabulary[n] for n in generator.choice(len(vocabulary), 80, p=chances))
        at, vectors = 0, {}
        for embedder in embedders():
            centres = trained.texts[meaning.CATALOGUE][generator.choice(topics, 6), at : at + embedder.dimensions]
            vectors[embedder.name] = meaning.unit(centres + generator.normal(size=centres.shape) * 0.8 / embedder.dimensions**0.5)
            at += embedder.dimensions
        found = {trained.codes[topic]: weight for topic, weight in zip(topics.tolist(), (1.5, 1.0, 0.6), strict=True)}
        vectors[trained.name] = meaning.as_vector(found)
        name = f"Product {number}"
        where = tuple(generator.choice(countries, 2, replace=False).tolist())
        sectors = list(dict.fromkeys(sector for topic in topics for sector in known[topic].sectors))
        fields = {
            "public_id": uuid.UUID(int=number + 1),
            "slug": f"product-{number}",
            "name": name,
            "summary": ", ".join(phrases[:3]),
            "description": f"{'. '.join(phrases)}. {filler}",
            "sectors": sectors,
            "licences": ["MIT"],
            "languages": ["en", "fr"],
            "works_offline": bool(number % 2),
            "scale_stage": 1 + number % 6,
            "live": True,
        }
        record = Record(
            id=str(fields["public_id"]),
            kind="solution",
            version=1,
            language="en",
            title=name,
            summary=str(fields["summary"]),
            body=str(fields["description"]),
            codes={"sector": tuple(sectors), "country": where, "stage": (str(fields["scale_stage"]),), "audience": ("public",)},
            sort_keys={"name": name, "updated": float(number), "stage": float(1 + number % 6), "evidence": 2.0},
            concepts=found,
            vectors=vectors,
        )
        yield fields, record


def fill(count: int) -> None:
    """Rows of the first `count` profiles in the database, those that are missing."""
    from solutions.models import Deployment, Goal, Solution

    have = Solution.objects.count()
    rows, places = [], []
    for number, (fields, record) in enumerate(make(count)):
        if number >= have:
            rows.append(Solution(**fields))
            places.append(record.codes["country"])  # type: ignore[attr-defined]
    Solution.objects.bulk_create(rows, batch_size=500)
    made = list(Solution.objects.order_by("pk")[have:])
    Goal.objects.bulk_create([Goal(solution=row, number=1 + row.pk % 17) for row in made], batch_size=1000)
    Deployment.objects.bulk_create(
        [Deployment(solution=row, country=code) for row, codes in zip(made, places, strict=True) for code in codes], batch_size=1000
    )
