"""Learn the channels' weights from judged needs, and say what that gives on needs they were not learned from.

Prints weights to write into matching.fusion; it changes nothing by itself.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.progress import Progress
from matching.engines import get_engine
from matching.fusion import CHANNEL_WEIGHTS
from matching.matchfile import parse_line, slug_of
from matching.needs_analysis import analyse
from matching.retrieval import retrieve
from matching.weight_learning import Judged, cross_validated, judged, learn, quality
from solutions.models import Solution


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directories", type=Path, nargs="+", help="each with needs.jsonl and judgements.json")

    def handle(self, *args: Any, **options: Any) -> None:
        needs = [need for directory in options["directories"] for need in self.read(directory)]
        if len(needs) < 2:
            raise CommandError("two judged needs are the least to learn from")
        start = np.array(list(CHANNEL_WEIGHTS.values()))
        learned, before = cross_validated(needs, start)
        self.stdout.write(f"unseen folds, learned: nDCG@10 {learned[0]:.3f}, Recall@50 {learned[1]:.3f}")
        self.stdout.write(f"the same, as they are: nDCG@10 {before[0]:.3f}, Recall@50 {before[1]:.3f}")
        weights = learn(needs, start)
        for channel, weight in zip(CHANNEL_WEIGHTS, weights.tolist(), strict=True):
            self.stdout.write(f"{channel:16s} {weight:.2f}")
        self.stdout.write("all of them, learned: nDCG@10 {:.3f}, Recall@50 {:.3f}".format(*quality(weights, needs)))

    def read(self, directory: Path) -> list[Judged]:
        try:
            lines = (directory / "needs.jsonl").read_text(encoding="utf-8").splitlines()
            grades = json.loads((directory / "judgements.json").read_text(encoding="utf-8"))
            asked = [parse_line(line) for line in lines if line.strip()]
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        slugs = {str(solution.public_id): slug_of(solution) for solution in Solution.objects.published()}
        found = []
        with Progress(self.stderr, directory.name) as progress:
            for number, one in enumerate(asked, 1):
                if one.id in grades:
                    query = analyse(one.need.title, one.need.description, one.need.language, one.constraints)
                    channels = retrieve(get_engine(), query).channels
                    named = {name: {slugs[i]: score for i, score in rows.items() if i in slugs} for name, rows in channels.items()}
                    found.append(judged(named, grades[one.id]))
                progress(number, len(asked))
        return found
