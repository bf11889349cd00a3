"""Match needs of a file against the catalogue, one JSON line a need."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.progress import Progress
from matching.engines import engine_for
from matching.matchfile import BadNeed, match, parse_line


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("needs", type=Path)
        parser.add_argument("--output", type=Path, required=True)
        parser.add_argument("--engine", choices=["embedded", "elasticsearch"], help="default: what SEARCH_URL names")
        parser.add_argument("--limit", type=int, default=100)

    def handle(self, *args: Any, **options: Any) -> None:
        url = settings.SEARCH_URL
        if options["engine"] == "embedded":
            url = ""
        elif options["engine"] == "elasticsearch" and not url:
            raise CommandError("--engine elasticsearch needs SEARCH_URL")
        try:
            lines = options["needs"].read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise CommandError(str(error)) from error
        done = 0
        with Progress(self.stderr, "matching") as progress, options["output"].open("w", encoding="utf-8") as output:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    asked = parse_line(line)
                except BadNeed as error:
                    self.stderr.write(f"{options['needs']}:{number}: {error}")
                    continue
                output.write(
                    json.dumps({"id": asked.id, "results": match(asked, engine_for(url), options["limit"])}, ensure_ascii=False) + "\n"
                )
                done += 1
                progress(number, len(lines))
        self.stdout.write(f"{done} needs matched")
