"""Learn goal and sector detection and write the weights beside the lexicon. Needs scikit-learn (requirements-dev)."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.progress import Progress
from matching import tagger_training as training
from matching.tagging import ARTEFACT, HELD_OUT_ARTEFACT


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("registry", type=Path, help="a checkout of the Digital Public Goods registry")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            import sklearn  # noqa: F401
        except ImportError as error:
            raise CommandError("training needs scikit-learn: install requirements-dev.txt") from error
        own = list(training.own_examples())
        evidence = list(training.registry_examples(options["registry"]))
        if not evidence:
            raise CommandError(f"{options['registry']} holds none of the evidence that was judged")
        with Progress(self.stderr, "reading") as progress:
            corpus = training.gather([*own, *evidence, *training.joined_examples(own)], progress)
        self.stdout.write(f"{len(own)} passages of our own, {len(evidence)} of the registry, {len(corpus.examples)} with joined ones")
        for path, part in ((HELD_OUT_ARTEFACT, corpus[corpus.folds != training.HELD_OUT]), (ARTEFACT, corpus)):

            def say(line: str, name: str = path.name) -> None:
                self.stdout.write(f"{name}: {line}")

            training.train(part, say).save(path)
