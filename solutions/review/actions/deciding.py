"""The decision, and what follows from it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState

from marketplace.notifications.sending import notify
from solutions.models import Solution

from ..lifecycle import apply
from ..models import Submission
from ..models.submissions import team_people
from .locking import as_manager, locked

OUTCOMES = ("accept", "decline")


def _settle(submission: Submission, outcome: str, actor: Any, reason: str) -> None:
    """Writes the decision and tells the team; the caller holds the lock and asked who may."""
    submission.decided_at, submission.decided_by, submission.reason = timezone.now(), actor, reason
    apply(submission, outcome, actor, reason)
    kind = "submission-accepted" if outcome == "accept" else "submission-declined"
    params = {"solution": submission.solution.name, "reason": reason}
    notify(kind, team_people(submission), f"{submission.public_id}", params, f"/submissions/{submission.public_id}/")


@transaction.atomic
def decide(pk: int, actor: Any, outcome: str, reason: str, early: bool = False) -> Submission:
    """Accept or decline, with a reason that the team receives.

    `early`: without waiting for reviews that are still to be done. Accepting publishes what was submitted; declining a profile outside any
    call gives it back through the workflow as "needs changes". Raises ValidationError when somebody decided first.
    """
    if outcome not in OUTCOMES:
        raise ValidationError(_("Accept or decline."), code="outcome")
    submission = locked(pk)
    as_manager(actor, submission)
    if not reason.strip():
        raise ValidationError(_("Say why: the team receives it."), code="reason")
    if submission.under_review and not early and submission.reviews.open().exists():
        raise ValidationError(_("Reviews are still to be done; decide without them only on purpose."), code="early")
    _settle(submission, outcome, actor, reason.strip())
    if state := TaskState.objects.filter(submission=submission, status=TaskState.STATUS_IN_PROGRESS).first():
        (state.approve if outcome == "accept" else state.reject)(user=actor, comment=reason.strip())
    elif outcome == "accept":
        _publish(submission, actor, reason)
    return submission


def _publish(submission: Submission, actor: Any, reason: str) -> None:
    """An accepted application publishes its profile: by way of the profile's own review where one is under way."""
    solution = Solution.objects.select_for_update().get(pk=submission.solution_id)
    own = Submission.objects.undecided().filter(solution=solution, call=None).first()
    if own:
        decide(own.pk, actor, "accept", reason, early=True)
        return
    newest = submission.revision is not None and submission.revision_id == solution.latest_revision_id
    if submission.revision and (not solution.live or (solution.has_unpublished_changes and newest)):
        submission.revision.publish(user=actor, skip_permission_checks=True)


@transaction.atomic
def follow_task(task_state: TaskState, actor: Any, outcome: str, reason: str) -> None:
    """The workflow moved by a way other than `decide` (Wagtail's editor, a cancelled workflow): the submission follows it."""
    submission = Submission.objects.select_for_update().filter(task_state=task_state).first()
    if submission is None or not submission.under_review:
        return
    if outcome == "withdraw":
        apply(submission, "withdraw", actor, reason)
    else:
        as_manager(actor, submission)
        _settle(submission, outcome, actor, reason)
