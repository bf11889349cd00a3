"""Goals and sectors of texts in a file: one JSON object a line, {"id", "text"}, optionally "language"."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.progress import Progress
from matching.tagging import Tags, detect


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("texts", type=Path)
        parser.add_argument("--output", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lines = options["texts"].read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise CommandError(str(error)) from error
        done = 0
        with Progress(self.stderr, "tagging") as progress, options["output"].open("w", encoding="utf-8") as output:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    data = json.loads(line)
                    row = {"id": data["id"], **as_rows(detect(str(data["text"]), data.get("language") or data.get("lang")))}
                except (ValueError, KeyError, TypeError, AttributeError) as error:
                    self.stderr.write(f"{options['texts']}:{number}: {type(error).__name__}: {error}")
                    continue
                output.write(json.dumps(row, ensure_ascii=False) + "\n")
                done += 1
                progress(number, len(lines))
        self.stdout.write(f"{done} texts tagged")


def as_rows(tags: Tags) -> dict[str, list[dict[str, Any]]]:
    return {
        "sdgs": [{"code": code, "confidence": confidence} for code, confidence in tags.sdgs],
        "sectors": [{"code": code, "confidence": confidence} for code, confidence in tags.sectors],
    }
