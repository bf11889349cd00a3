"""Compare the engine's index with the database and repair what differs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from matching.engines import get_engine
from matching.engines.interface import Kind
from matching.indexing import index_need, index_solution
from matching.models import StoredRecord
from offices.models import Need
from solutions.models import Solution

KINDS: tuple[Kind, ...] = ("solution", "need")


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="say what differs, repair nothing; exit 1 when something does")

    def handle(self, *args: Any, **options: Any) -> None:
        engine = get_engine()
        engine.refresh()
        wrong = 0
        for kind in KINDS:
            rows = Solution.objects.published() if kind == "solution" else Need.objects.all()
            wanted = {str(public_id): version for public_id, version in rows.values_list("public_id", "version")}
            indexed = engine.versions(kind)
            differing = sorted({i for i in wanted.keys() | indexed.keys() if wanted.get(i) != indexed.get(i)})
            wrong += len(differing)
            for reference in differing:
                self.stdout.write(f"{kind} {reference}: database {wanted.get(reference, 'none')}, index {indexed.get(reference, 'none')}")
                if not options["check"]:
                    self.repair(kind, reference, reference in wanted, indexed.get(reference, 0))
        engine.refresh()
        self.stdout.write(f"{wrong} differ" + (", repaired" if wrong and not options["check"] else ""))
        if wrong and options["check"]:
            raise SystemExit(1)

    def repair(self, kind: Kind, reference: str, exists: bool, version: int) -> None:
        if exists or StoredRecord.objects.filter(reference=reference, removed=False).exists():
            (index_solution if kind == "solution" else index_need)(reference)
        else:
            get_engine().delete([(reference, version + 1)])
