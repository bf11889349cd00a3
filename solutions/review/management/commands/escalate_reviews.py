"""Remind reviewers and tell managers of late reviews; run it every hour or every day, nothing is told twice."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from ...escalation import escalate, waiting


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        taken = [kind for pk in waiting(now).values_list("pk", flat=True) if (kind := escalate(pk, now))]
        self.stdout.write(f"{len(taken)} reviews escalated")
