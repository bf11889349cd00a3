"""Suggestions for one need, and indexing, against catalogues of growing size on both engines, as ratios.

    python -m tests.benchmarks.scale [--sizes 1000 10000 50000] [--elasticsearch URL]

A need's whole way is measured: candidates of every channel, fusion, the rows from the database, signals, ranking, reasons. Reading the need
(its embedding and concepts) is measured by itself and taken off. The baseline, in the same run, is the bare Elasticsearch multi-search of the
same body where a server is given.
"""

import argparse
import os
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from .catalogue import fill, make, own_database

ROUNDS = 20


def needs() -> Iterator[Any]:
    """Needs about the lexicon's concepts, in six languages by turns."""
    import numpy as np

    from matching import concepts
    from offices.models import Need

    generator = np.random.default_rng(7)
    known = list(concepts.concepts().values())
    for number in range(ROUNDS + 1):
        language = concepts.LANGUAGES[number % len(concepts.LANGUAGES)]
        one, other = (known[n].phrases[language] for n in generator.choice(len(known), 2, replace=False))
        code = "zh-hans" if language == "zh" else language
        yield Need(title=one[0], description=f"{'. '.join(one[1:5])}. {'. '.join(other[:3])}.", language=code, countries=["MW"])


def timed(function: Callable[[Any], object], inputs: list[Any]) -> tuple[float, float]:
    """p50 and p95 in milliseconds; the first input warms up."""
    function(inputs[0])
    times = []
    for item in inputs[1:]:
        start = time.perf_counter()
        function(item)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times), sorted(times)[int(0.95 * (len(times) - 1))]


def bare(engine: Any, request: Any) -> object:
    """The same body as one multi-search, through the client alone."""
    lines: list[Any] = []
    for _name, search in engine.searches(request):
        lines += [{"index": engine.alias}, search.to_dict()]
    return engine.slow.msearch(searches=lines)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 50_000])
    parser.add_argument("--elasticsearch", default=os.environ.get("SEARCH_TEST_URL", ""))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        own_database(folder)
        from matching.engines.elasticsearch import ElasticsearchEngine
        from matching.engines.embedded import EmbeddedEngine
        from matching.needs_analysis import analyse
        from matching.retrieval import request_for
        from matching.suggestions import suggest

        asked = [(need, analyse(need.title, need.description, need.language)) for need in needs()]
        cost, _high = timed(lambda pair: request_for(pair[1]), asked)
        print(f"embedding and reading one need: p50 {cost:.0f} ms; cached from here on", flush=True)
        requests = [request_for(query) for _need, query in asked]
        reading, _high = timed(lambda pair: request_for(pair[1]), asked)
        first: dict[str, float] = {}
        for size in options.sizes:
            fill(size)
            baseline = 0.0
            engines: list[Any] = [EmbeddedEngine()]
            if options.elasticsearch:
                engines.insert(0, ElasticsearchEngine(options.elasticsearch, f"bench-{uuid.uuid4().hex[:6]}", 60.0))
            for engine in engines:
                start = time.perf_counter()
                engine.rebuild(record for _fields, record in make(size))
                rate = size / (time.perf_counter() - start)
                if isinstance(engine, ElasticsearchEngine):
                    baseline, high = timed(lambda request, e=engine: bare(e, request), requests)
                    first.setdefault("bare", baseline)
                    print(
                        f"{'bare query':13s} {size:6d} profiles: p50 {baseline:7.1f} ms, p95 {high:7.1f} ms, "
                        f"{baseline / first['bare']:5.2f} x the smallest catalogue",
                        flush=True,
                    )
                middle, high = timed(lambda pair, e=engine: suggest(pair[0], (), engine=e, query=pair[1]), asked)
                middle, high = middle - reading, high - reading
                first.setdefault(engine.name, middle)
                against = f"{middle / baseline:4.2f} x the bare query, " if baseline else ""
                print(
                    f"{engine.name:13s} {size:6d} profiles: p50 {middle:7.1f} ms, p95 {high:7.1f} ms, {against}"
                    f"{middle / first[engine.name]:5.2f} x the smallest catalogue; indexed {rate:6.0f}/s",
                    flush=True,
                )
                if isinstance(engine, ElasticsearchEngine):
                    for index in engine.client.indices.get(index=f"{engine.alias}*"):
                        engine.slow.indices.delete(index=index)


if __name__ == "__main__":
    main()
