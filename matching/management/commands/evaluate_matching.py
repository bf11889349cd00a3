"""Measure matching against judged needs: DIR holds needs.jsonl and judgements.json."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.progress import Progress
from matching import evaluation
from matching.engines import get_engine
from matching.matchfile import FileNeed, match, parse_line
from matching.needs_analysis import analyse
from matching.retrieval import retrieve
from solutions.models import Solution

METHODS = ("random", "lexical", "vector", "rrf", "ours")


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        directory: Path = options["directory"]
        try:
            needs = [parse_line(line) for line in (directory / "needs.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()]
            judgements = json.loads((directory / "judgements.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        needs = [asked for asked in needs if asked.id in judgements]
        slugs = {str(s.public_id): s.registry_slug or s.slug for s in Solution.objects.published()}
        runs: dict[str, list[list[str]]] = defaultdict(list)
        with Progress(self.stderr, "matching") as progress:
            for number, asked in enumerate(needs, 1):
                for method, ranking in self.rankings(asked, slugs).items():
                    runs[method].append(ranking)
                progress(number, len(needs))
        self.report(needs, judgements, runs, len(slugs))

    def rankings(self, asked: FileNeed, slugs: dict[str, str]) -> dict[str, list[str]]:
        engine = get_engine()
        query = analyse(asked.need.title, asked.need.description, asked.need.language, asked.constraints)
        channels = retrieve(engine, query).channels

        def order(scores: Any) -> list[str]:
            return [slugs[i] for i in sorted(scores, key=lambda i: (-scores[i], i)) if i in slugs]

        lexical = order(channels["words"])
        vector = order(channels["use.ask"])
        return {
            "random": evaluation.shuffled(list(slugs.values()), asked.id),
            "lexical": lexical,
            "vector": vector,
            "rrf": evaluation.reciprocal_rank_fusion([lexical, vector, order(channels["e5.ask"])]),
            "ours": [row["solution"] for row in match(asked, engine, 100)],
        }

    def report(self, needs: list[FileNeed], judgements: Any, runs: dict[str, list[list[str]]], catalogue: int) -> None:
        gains = {m: [evaluation.ndcg(r, judgements[n.id]) for n, r in zip(needs, runs[m], strict=True)] for m in METHODS}
        languages = sorted({asked.need.language for asked in needs})
        head = (
            f"{'method':10s} {'nDCG@10':>8s} {'Recall@50':>9s} {'MRR':>6s}  nDCG@10 by language: {' '.join(f'{x:>7s}' for x in languages)}"
        )
        self.stdout.write(head)
        for method in METHODS:
            pairs = list(zip(needs, runs[method], strict=True))
            recalls = [evaluation.recall(r, judgements[n.id]) for n, r in pairs]
            ranks = [evaluation.reciprocal_rank(r, judgements[n.id]) for n, r in pairs]
            by = {x: np.mean([g for g, n in zip(gains[method], needs, strict=True) if n.need.language == x]) for x in languages}
            row = " ".join(f"{by[x]:7.3f}" for x in languages)
            self.stdout.write(f"{method:10s} {np.mean(gains[method]):8.3f} {np.mean(recalls):9.3f} {np.mean(ranks):6.3f}  {'':20s} {row}")
        for method in METHODS[:-1]:
            low, high = evaluation.paired_bootstrap(gains["ours"], gains[method])
            self.stdout.write(f"ours - {method}: {np.mean(gains['ours']) - np.mean(gains[method]):+.3f} [{low:+.3f}, {high:+.3f}] (95 %)")
        self.stdout.write(f"exposure (Gini over the first ten places): {evaluation.exposure_gini(runs['ours'], catalogue):.3f}")
