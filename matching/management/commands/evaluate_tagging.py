"""Measure goal and sector detection on the fifth of the texts that was held out, with weights learned without it.

Accuracy is that of the question "is this goal present?", asked of every goal that is and of as many that are not: near ones (written
down as easily confused, or of the absent goals the one whose name is nearest) and, in the next column, all absent ones. The cosine
to the goals' names is given its best threshold on these same texts.
"""

from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandParser

from marketplace.progress import Progress
from matching import tagger_training as training
from matching.tagging import HELD_OUT_ARTEFACT, MAX_SECTORS, tagger
from matching.tagging_features import SECTORS

Flags = np.ndarray


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--registry", type=Path, help="also the judged evidence of a checkout of the registry")

    def handle(self, *args: Any, **options: Any) -> None:
        examples = list(training.own_examples())
        if options["registry"]:
            examples += training.registry_examples(options["registry"])
        with Progress(self.stderr, "reading") as progress:
            corpus = training.gather([e for e in examples if e.fold == training.HELD_OUT], progress)
        model = tagger(HELD_OUT_ARTEFACT)
        claimed = np.stack([model.goals(seen) for seen in corpus.evidence]) > 0
        present, near = corpus.present > 0, corpus.near > 0
        cosine = corpus.cosine >= best_cut(corpus.cosine, present, near)
        far_cosine = corpus.cosine >= best_cut(corpus.cosine, present, ~present)
        self.stdout.write(
            f"{len(corpus.examples)} texts\n{'':24s}{'texts':>6s}{'precision':>11s}{'recall':>8s}"
            f"{'accuracy, near':>16s}{'(cosine)':>10s}{'accuracy, all':>15s}{'(cosine)':>10s}"
        )
        for name, where in groups(corpus).items():
            truth, said, absent = present & where, claimed & where, ~present & where
            if not truth.any():
                continue
            accuracies = (
                balanced(claimed, truth, near & where),
                balanced(cosine, truth, near & where),
                balanced(claimed, truth, absent),
                balanced(far_cosine, truth, absent),
            )
            columns = [f"{value:.3f}" for value in (
                (truth & said).sum() / max(1, said.sum()), (truth & said).sum() / truth.sum(), *accuracies)]  # fmt: skip
            widths = (11, 8, 16, 10, 15, 10)
            row = "".join(f"{column:>{width}s}" for column, width in zip(columns, widths, strict=True))
            self.stdout.write(f"{name:24s}{truth.any(axis=1).sum():6d}{row}")
        self._sectors(corpus, model)

    def _sectors(self, corpus: training.Corpus, model: Any) -> None:
        judged = corpus[np.array([e.sectors is not None for e in corpus.examples])]
        truth = np.array([[s in (e.sectors or ()) for s in SECTORS] for e in judged.examples])
        logits = np.stack([model.sectors(seen) for seen in judged.evidence])
        said = (logits > 0) & (np.argsort(np.argsort(-logits, axis=1), axis=1) < MAX_SECTORS)
        self.stdout.write(f"\n{'sector':24s}{'texts':>6s}{'precision':>11s}{'recall':>8s}")
        for sector in (*SECTORS, "all"):
            columns = [sector in {name, "all"} for name in SECTORS]
            wanted, claimed = truth[:, columns], said[:, columns]
            right = (wanted & claimed).sum()
            counts = wanted.sum(), right / max(1, claimed.sum()), right / max(1, wanted.sum())
            self.stdout.write(f"{sector:24s}{counts[0]:6d}{counts[1]:11.3f}{counts[2]:8.3f}")


def groups(corpus: training.Corpus) -> dict[str, Flags]:
    """Name -> (texts, 17) or (texts, 1): which pairs of text and goal belong to it."""
    found: dict[str, Flags] = {"all": np.ones((len(corpus.examples), 1), bool)}
    for language in sorted({seen.language for seen in corpus.evidence}):
        found[f"language {language}"] = np.array([[seen.language == language] for seen in corpus.evidence])
    for source in ("registry", "passages-en-long"):
        found[f"source {source}"] = np.array([[e.source == source] for e in corpus.examples])
    for goal in range(17):
        found[f"goal {goal + 1}"] = np.ones((len(corpus.examples), 1), bool) & (np.arange(17) == goal)
    return found


def balanced(said: Flags, present: Flags, absent: Flags) -> float:
    """Mean of the shares of right answers where the goal is and where it is not."""
    return float((said[present].mean() + (1 - said[absent].mean() if absent.any() else 1.0)) / 2)


def best_cut(scores: np.ndarray, present: Flags, absent: Flags) -> float:
    return max(np.quantile(scores, np.linspace(0.02, 0.99, 98)), key=lambda cut: balanced(scores >= cut, present, absent))
