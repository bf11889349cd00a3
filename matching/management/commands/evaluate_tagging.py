"""Measure goal detection on the held-out part: texts with the goal against as many without."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandParser

from marketplace.vocabularies.lists import SDGS
from matching import tagger_training
from matching.embedding import embedders
from matching.tagging import detect


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--registry", type=Path, help="also the evidence of a checkout of the registry")

    def handle(self, *args: Any, **options: Any) -> None:
        examples = [*tagger_training.lexicon_examples(), *tagger_training.own_examples()]
        if options["registry"]:
            examples += tagger_training.registry_examples(options["registry"])
        examples = [example for example in examples if tagger_training.held_out(example)]
        names = embedders()[0].encode([str(name) for name in SDGS.values()], "query")
        cosines = embedders()[0].encode([example.text for example in examples], "query") @ names.T
        claimed = [{code for code, _confidence in detect(example.text, example.language).sdgs} for example in examples]
        cut = float(np.quantile(cosines, 0.85))
        groups: dict[str, list[tuple[bool, bool, bool]]] = defaultdict(list)
        for row, example in enumerate(examples):
            for number in SDGS:
                if number in example.unknown:
                    continue
                outcome = (number in example.present, number in claimed[row], bool(cosines[row, number - 1] >= cut))
                for group in (f"goal {number}", f"language {example.language}", f"source {example.source}", "all"):
                    groups[group].append(outcome)
        self.stdout.write(f"{'':18s} {'precision':>9s} {'recall':>7s} {'balanced accuracy':>18s} {'cosine to names':>16s}")
        for group, outcomes in groups.items():
            truth, ours, cosine = (np.array(column) for column in zip(*outcomes, strict=True))
            if not truth.any() or truth.all():
                continue
            precision = (truth & ours).sum() / max(1, ours.sum())
            balanced = [((truth & said).sum() / truth.sum() + (~truth & ~said).sum() / (~truth).sum()) / 2 for said in (ours, cosine)]
            recall = (truth & ours).sum() / truth.sum()
            self.stdout.write(f"{group:18s} {precision:9.2f} {recall:7.2f} {balanced[0]:18.3f} {balanced[1]:16.3f}")
