"""Import rate, memory of a web process, and server time and query count of the main pages.

    python -m tests.benchmarks.pages [--profiles 10000] [--registry ../shared/data/dpg-registry]

Times are given as ratios to the time of the liveness page of the same process, which does nothing.
"""

import argparse
import io
import resource
import statistics
import tempfile
import time
from pathlib import Path

from .catalogue import fill, make, own_database

ROUNDS = 15


def memory() -> int:
    """Megabytes resident now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 2**20


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--profiles", type=int, default=10_000)
    parser.add_argument("--registry", type=Path, default=Path("../shared/data/dpg-registry"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        own_database(folder)
        from django.core.management import call_command
        from django.db import connection
        from django.test import Client, override_settings
        from django.test.utils import CaptureQueriesContext

        from marketplace.outbox.delivery import drain
        from matching.engines import get_engine
        from offices.models import Need
        from solutions.models import Solution
        from tests.factories import NeedFactory

        if options.registry.exists():
            with override_settings(OUTBOX_INLINE=False):
                start = time.perf_counter()
                call_command("import_dpg", str(options.registry), stdout=io.StringIO(), stderr=io.StringIO())
                print(f"import: {Solution.objects.count() / (time.perf_counter() - start):.0f} solutions/s, without their index entries")
            Solution.objects.all().delete()

        fill(options.profiles)
        get_engine().rebuild(record for _fields, record in make(options.profiles))
        with override_settings(OUTBOX_INLINE=False):
            NeedFactory(
                title="Vaccination register for nurses", slug="vaccination", description="We lose track of which child had which shot."
            )
        drain()
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
        print(f"memory of this process with {options.profiles} profiles, both models and the embedded engine: {memory()} MB")


if __name__ == "__main__":
    main()
