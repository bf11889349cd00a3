"""Import rate, memory of a web process, and server time and query count of the main pages.

    python -m tests.benchmarks.pages [--profiles 10000] [--registry ../shared/data/dpg-registry]

Times are given as ratios to the time of the liveness page of the same process, which does nothing.
"""

import argparse
import io
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .catalogue import fill, make, own_database

ROUNDS = 15


def memory() -> int:
    """Megabytes resident now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 2**20


def fill_in(profiles: int, registry: Path) -> None:
    """The database of a catalogue with its stored records, and how fast the registry is read."""
    from django.core.management import call_command

    from matching.indexing import _store
    from matching.suggestions import refresh_need
    from solutions.models import Solution
    from tests.factories import NeedFactory

    if registry.exists():
        start = time.perf_counter()
        call_command("import_dpg", str(registry), stdout=io.StringIO(), stderr=io.StringIO())
        print(
            f"import: {Solution.objects.count() / (time.perf_counter() - start):.0f} solutions/s, without their index entries", flush=True
        )
        Solution.objects.all().delete()
    fill(profiles)
    start = time.perf_counter()
    for _fields, record in make(profiles):
        _store(record)
    print(f"stored records: {profiles / (time.perf_counter() - start):.0f}/s", flush=True)
    need = NeedFactory(
        title="Vaccination register for nurses", slug="vaccination", description="We lose track of which child had which shot."
    )
    refresh_need(str(need.public_id))


def measure(profiles: int) -> None:
    """In a process of its own, as a web process is."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from offices.models import Need
    from solutions.models import Solution

    need, solution = Need.objects.get(), Solution.objects.first()
    assert solution is not None
    client = Client()
    pages = {
        "liveness": "/healthz",
        "catalogue": "/en/solutions/",
        "catalogue, searched and filtered": "/en/solutions/?q=vaccination+register&sector=health",
        "solution": solution.get_absolute_url(),
        "need": need.get_absolute_url(),
        "API, solutions": "/api/v1/solutions/",
    }
    baseline = 0.0
    for name, address in pages.items():
        assert client.get(address).status_code == 200, address
        times = []
        for _round in range(ROUNDS):
            start = time.perf_counter()
            client.get(address)
            times.append(1000 * (time.perf_counter() - start))
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        middle = statistics.median(times)
        baseline = baseline or middle
        print(f"{name:33s} p50 {middle:6.1f} ms, {middle / baseline:6.1f} x the liveness page, {len(queries)} queries", flush=True)
    from matching.needs_analysis import analyse
    from matching.suggestions import suggest

    suggest(need, (), query=analyse(need.title, need.description, need.language))
    print(f"memory of this process with {profiles} profiles, both models and the embedded engine: {memory()} MB")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--profiles", type=int, default=10_000)
    parser.add_argument("--registry", type=Path, default=Path("../shared/data/dpg-registry"))
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        own_database(options.measure)
        measure(options.profiles)
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ["OUTBOX_INLINE"] = "false"  # the worker's work is measured by itself
        own_database(folder)
        fill_in(options.profiles, options.registry)
        command = [sys.executable, "-m", "tests.benchmarks.pages", "--measure", folder, "--profiles", str(options.profiles)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
