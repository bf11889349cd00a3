"""Make every stored record anew and build the engine's index from them, beside the live one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from marketplace.progress import Progress
from matching.engines import get_engine
from matching.indexing import rebuild_records, stored_records


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--index-only", action="store_true", help="keep the stored records, build only the engine's index")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["index_only"]:
            with Progress(self.stderr, "reading profiles and needs") as progress:
                rebuild_records(progress)
        engine = get_engine()
        count = engine.rebuild(stored_records())
        self.stdout.write(f"{count} records in the {engine.name} index")
