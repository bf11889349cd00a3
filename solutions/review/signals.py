"""Wagtail's workflow moves a submission: a profile that enters the scored task is received, and one that leaves it is followed."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import TaskState
from wagtail.signals import published, task_approved, task_cancelled, task_rejected, task_submitted

from solutions.models import Solution

from .actions import follow_task, receive, renew_confirmation
from .models import ScoredReviewTask


def _is_ours(state: TaskState) -> bool:
    """The scored task may be put into workflows of other models, where no submission belongs to it."""
    kind = state.workflow_state.base_content_type
    return isinstance(state.task.specific, ScoredReviewTask) and (kind.app_label, kind.model) == ("solutions", "solution")


@receiver(task_submitted)
def entered(instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    if _is_ours(instance):
        receive(instance, user)


@receiver(task_approved)
def approved(instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    follow_task(instance, user, "accept", instance.comment)


@receiver(task_rejected)
def rejected(instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    follow_task(instance, user, "decline", instance.comment)


@receiver(task_cancelled)
def cancelled(instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    follow_task(instance, user, "withdraw", instance.comment)


@receiver(published, sender=Solution)
def profile_published(instance: Solution, **kwargs: Any) -> None:
    renew_confirmation(instance)
