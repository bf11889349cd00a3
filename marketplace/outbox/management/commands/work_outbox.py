"""The worker: delivers outbox entries until it is told to stop."""

import signal
import threading
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from marketplace.outbox.delivery import drain
from marketplace.outbox.models import Entry

KEEP_DONE = timedelta(days=7)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="deliver what is due, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        stopping = threading.Event()
        if not options["once"]:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stopping.set())
        while not stopping.is_set():
            tried = drain()
            if options["once"] and not tried:
                break
            if not tried:
                Entry.objects.filter(state=Entry.State.DONE, created_at__lt=timezone.now() - KEEP_DONE).delete()
                stopping.wait(1)
