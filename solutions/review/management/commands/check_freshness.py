"""Ask teams about profiles unconfirmed for a year, then mark them, then unlist them; run it every day."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from ...actions.freshness import due, take_step


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        steps = Counter(take_step(pk, now) for pk in list(due(now).values_list("pk", flat=True)))
        self.stdout.write(f"asked {steps['asked']}, marked {steps['marked']}, unlisted {steps['unlisted']}")
