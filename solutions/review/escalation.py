"""The clock of reviews: who is told what as a due date comes near and passes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.formats import date_format

from marketplace.notifications.sending import notify

from .lifecycle import record
from .models import Review, Submission
from .roles import managers


@dataclass(frozen=True)
class Step:
    after: timedelta  # from the due date
    kind: str
    whom: Callable[[Review], Any]


def _reviewer(review: Review) -> Any:
    return [review.reviewer]


def _managers(review: Review) -> Any:
    return managers()


STEPS = [
    Step(timedelta(days=-2), "review-soon", _reviewer),
    Step(timedelta(0), "review-late", _reviewer),
    Step(timedelta(days=3), "review-escalated", _managers),
]


def waiting(now: datetime) -> QuerySet[Review]:
    due = Q()
    for number, step in enumerate(STEPS):
        due |= Q(escalated__lte=number, due_at__lte=now - step.after)
    return Review.objects.open().filter(due).order_by("pk")


@transaction.atomic
def escalate(pk: int, now: datetime) -> str:
    """Take the last step that is due, once; the ones it overtook are not made up for. Returns its kind, or ""."""
    submission = Submission.objects.select_for_update().get(reviews=pk)
    review = Review.objects.select_for_update().get(pk=pk)
    review.submission = submission
    reached = sum(review.due_at + step.after <= now for step in STEPS)
    if not review.is_open or reached <= review.escalated:
        return ""
    step = STEPS[reached - 1]
    review.escalated = reached
    review.save(update_fields=["escalated"])
    key = f"{review.public_id}/{review.due_at:%Y-%m-%dT%H%M}"
    params = {"number": submission.number, "date": date_format(review.due_at, "SHORT_DATE_FORMAT")}
    url = f"/review/mine/{review.public_id}/"
    if step.whom is _managers:
        params |= {"solution": submission.solution.name, "reviewer": str(review.reviewer)}
        url = f"/review/submissions/{submission.public_id}/"
        record(submission, "escalate", None, subject=review.reviewer)
    notify(step.kind, step.whom(review), key, params, url)
    return step.kind
