"""Import a checkout of the Digital Public Goods registry."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.progress import Progress
from solutions.importers.dpg import import_registry
from solutions.importers.dpg_records import NOMINATIONS, Reader


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="the folder with nominees/, digitalpublicgoods/ and archive/")

    def handle(self, *args: Any, **options: Any) -> None:
        root: Path = options["path"]
        if not any((root / folder).is_dir() for folder in NOMINATIONS):
            raise CommandError(f"{root} has neither nominees/ nor archive/: not a checkout of the registry")
        reader = Reader(root).read()
        with Progress(self.stderr, "importing") as progress:
            report = import_registry(reader, progress)
        for rejection in reader.rejections:
            kind = "rejected" if rejection.fatal else "left out"
            self.stdout.write(f"{kind}: {rejection.file}: {rejection.field or 'file'}: {rejection.reason}")
        for slug, fields in report.updated.items():
            self.stdout.write(f"updated: {slug}: {', '.join(fields)}")
        for slug, fields in report.kept.items():
            self.stdout.write(f"kept as edited by the team: {slug}: {', '.join(fields)}")
        for word, count in report.unmapped.most_common():
            self.stdout.write(f"sector without a place in our list: {word} ({count})")
        self.stdout.write(
            f"{len(report.created)} created, {len(report.updated)} updated, {report.unchanged} unchanged, "
            f"{len(report.kept)} with edits kept, {sum(r.fatal for r in reader.rejections)} records rejected, "
            f"{sum(not r.fatal for r in reader.rejections)} values left out"
        )
