"""Putting news into the outbox and delivering it, at least once, to the handlers that asked for its topic."""

import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from .models import Entry

log = logging.getLogger("marketplace.outbox")
Handler = Callable[[str], None]
_handlers: dict[str, list[Handler]] = defaultdict(list)
MAX_ATTEMPTS = 12


def subscribe(topic: str, handler: Handler) -> None:
    """Call `handler(key)` for each entry of `topic`. It must re-read the row and may be called twice."""
    if handler not in _handlers[topic]:
        _handlers[topic].append(handler)


def put(topic: str, key: object) -> Entry:
    """Write one entry in the current transaction; raises RuntimeError outside one."""
    if not connection.in_atomic_block:
        raise RuntimeError("outbox.put() belongs in the transaction of the change it tells of")
    entry = Entry.objects.create(topic=topic, key=str(key))
    if settings.OUTBOX_INLINE:
        transaction.on_commit(lambda: deliver(entry.pk), robust=True)
    return entry


def deliver(pk: int) -> bool:
    """Deliver one entry under a row lock; returns whether it is settled."""
    with transaction.atomic():
        entry = (
            Entry.objects.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
            .filter(pk=pk, state=Entry.State.WAITING)
            .first()
        )
        if entry is None:
            return True
        try:
            with transaction.atomic():
                for handler in _handlers[entry.topic]:
                    handler(entry.key)
        except Exception as error:  # whatever a handler raises, the row must say so and be tried again
            log.warning("outbox %s %s failed", entry.topic, entry.key, exc_info=True)
            entry.attempts += 1
            entry.error = f"{type(error).__name__}: {error}"[:2000]
            entry.next_at = timezone.now() + timedelta(seconds=min(2**entry.attempts, 900))
            if entry.attempts >= MAX_ATTEMPTS:
                entry.state = Entry.State.DEAD
        else:
            entry.state, entry.error = Entry.State.DONE, ""
        entry.save()
        return entry.state != Entry.State.WAITING


def drain(limit: int = 1000) -> int:
    """Deliver what is due, oldest first; returns how many were tried."""
    due = list(Entry.objects.due().order_by("id").values_list("pk", flat=True)[:limit])
    for pk in due:
        deliver(pk)
    return len(due)
