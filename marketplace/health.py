"""Two questions a platform asks: is the process alive, and can it serve."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from marketplace.outbox.models import Entry

log = logging.getLogger("marketplace.health")
Check = Callable[[], bool]
_checks: dict[str, Check] = {}
# Older than this, waiting news means that no worker runs.
WORKER_LAG = timedelta(minutes=5)


def add_check(name: str, check: Check) -> None:
    """Apps further up add what they depend on (the search engine)."""
    _checks[name] = check


def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """200 when database, engine and worker do their work, else 503; says which does not."""
    report: dict[str, bool] = {}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        report["database"] = True
        report["worker"] = not Entry.objects.due().filter(created_at__lt=timezone.now() - WORKER_LAG).exists()
    except DatabaseError:
        report["database"] = report["worker"] = False
    for name, check in _checks.items():
        try:
            report[name] = check()
        except Exception:  # a check that fails in any way is a part that is not ready
            log.warning("readiness of %s", name, exc_info=True)
            report[name] = False
    return JsonResponse({"status": "ok" if all(report.values()) else "degraded", **report}, status=200 if all(report.values()) else 503)
