"""Learn the weights of goal detection and write them beside the lexicon. Needs scikit-learn (requirements-dev)."""

from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError, CommandParser

from matching import tagger_training
from matching.tagging import ARTEFACT


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("registry", type=Path, help="a checkout of the Digital Public Goods registry")
        parser.add_argument("--strength", type=float, default=3.0, help="inverse of the regularisation")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from sklearn.linear_model import LogisticRegression
            from sklearn.model_selection import cross_val_predict
        except ImportError as error:
            raise CommandError("training needs scikit-learn: install requirements-dev.txt") from error
        examples = [
            *tagger_training.registry_examples(options["registry"]),
            *tagger_training.lexicon_examples(),
            *tagger_training.own_examples(),
        ]
        examples = [example for example in examples if not tagger_training.held_out(example)]
        rows = tagger_training.matrix(examples)
        weights, bias, thresholds = [], [], []
        for number in range(1, 18):
            known = np.array([number not in example.unknown for example in examples])
            labels = np.array([number in example.present for example in examples])[known]
            importance = np.array([example.weight for example in examples])[known]
            model = LogisticRegression(C=options["strength"], max_iter=2000, class_weight="balanced")
            weighed = {"sample_weight": importance}
            chances = cross_val_predict(model, rows[known], labels, cv=5, method="predict_proba", params=weighed)[:, 1]
            model.fit(rows[known], labels, sample_weight=importance)
            weights.append(model.coef_[0])
            bias.append(model.intercept_[0])
            thresholds.append(best_threshold(chances, labels))
            self.stdout.write(f"goal {number:2d}: {labels.sum():4d} texts, threshold {thresholds[-1]:.2f}")
        np.savez_compressed(
            ARTEFACT,
            weights=np.array(weights, np.float32),
            bias=np.array(bias, np.float32),
            thresholds=np.array(thresholds, np.float32),
        )


def best_threshold(chances: np.ndarray, labels: np.ndarray) -> float:
    """Where right answers for texts with and without the goal, counted alike, are most."""
    grid = np.linspace(0.2, 0.9, 36)
    scores = [((chances >= t) & labels).sum() / labels.sum() + ((chances < t) & ~labels).sum() / (~labels).sum() for t in grid]
    # The middle of the near-best stretch: its edge is chance.
    good = grid[np.array(scores) >= max(scores) - 0.01]
    return float(good.mean())
