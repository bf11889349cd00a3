"""Goals and sectors of texts in a file: one JSON object a line, {"id", "text"}, optionally "language"."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.progress import Progress
from matching.tagging import Tags, detect_many

BATCH = 32


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("texts", type=Path)
        parser.add_argument("--output", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lines = options["texts"].read_text(encoding="utf-8-sig", errors="replace").split("\n")
        except OSError as error:
            raise CommandError(str(error)) from error
        rows = list(self._rows(lines, options["texts"]))
        with Progress(self.stderr, "tagging") as progress, options["output"].open("w", encoding="utf-8") as output:
            for start in range(0, len(rows), BATCH):
                batch = rows[start : start + BATCH]
                tags = detect_many([text for _id, text, _language in batch], [language for _id, _text, language in batch])
                for (identifier, _text, _language), found in zip(batch, tags, strict=True):
                    output.write(json.dumps({"id": identifier, **as_rows(found)}, ensure_ascii=False) + "\n")
                progress(start + len(batch), len(rows))
        self.stdout.write(f"{len(rows)} texts tagged")

    def _rows(self, lines: list[str], path: Path) -> Iterator[tuple[Any, str, str | None]]:
        """(id, text, language) of the good lines; the bad ones are told with their numbers."""
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                language = row.get("language") or row.get("lang")
                if not isinstance(row["text"], str) or not isinstance(language, str | None):
                    raise TypeError("text and language must be strings")
                yield row["id"], row["text"], language
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                self.stderr.write(f"{path}:{number}: {type(error).__name__}: {error}")


def as_rows(tags: Tags) -> dict[str, list[dict[str, Any]]]:
    return {
        "sdgs": [{"code": code, "confidence": confidence} for code, confidence in tags.sdgs],
        "sectors": [{"code": code, "confidence": confidence} for code, confidence in tags.sectors],
    }
