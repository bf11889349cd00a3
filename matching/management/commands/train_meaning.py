"""Learn which texts mean which concepts of the lexicon, and write it beside the lexicon. Reindex afterwards."""

from typing import Any

from django.core.management.base import BaseCommand

from marketplace.progress import Progress
from matching import meaning_training


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        with Progress(self.stderr, "embedding the lexicon") as progress:
            count = meaning_training.train(progress=progress)
        self.stdout.write(f"learned from {count} examples")
