"""Telling people: one event, one notice each, in the transaction of the change it tells of."""

from collections.abc import Iterable, Mapping

from django.db import connection

from marketplace.accounts.models import User
from marketplace.outbox.delivery import put

from . import kinds
from .models import Notice

TOPIC = "notice"


def notify(kind: str, recipients: Iterable[User], key: str, params: Mapping[str, str | int], url: str = "") -> int:
    """Returns how many were told for the first time.

    `kind`: a registered code; `key`: names the event ("need-closed/<id>"); `params`: what the kind's texts need, never anything that a reader may
    not see; `url`: a path without its language. Raises RuntimeError outside a transaction, KeyError for an unknown kind.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("notify() belongs in the transaction of the change it tells of")
    kinds.kind(kind)
    told = 0
    for user in {user.pk: user for user in recipients if user.is_active}.values():
        notice, fresh = Notice.objects.get_or_create(user=user, kind=kind, key=key, defaults={"params": dict(params), "url": url})
        if fresh:
            put(TOPIC, notice.public_id)
            told += 1
    return told
