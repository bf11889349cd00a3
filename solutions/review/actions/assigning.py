"""Who reviews: by hand or balanced, never with a conflict of interest."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.notifications.sending import notify

from ..lifecycle import UNDER_REVIEW, Status, apply, record
from ..models import Conflict, Review, Submission
from ..roles import REVIEWERS, managers, reviewers
from .locking import as_manager, locked


@dataclass(frozen=True)
class Balanced:
    assigned: list[Review]
    missing: int


def candidates(submission: Submission) -> QuerySet[User]:
    """Who may be assigned, fewest open reviews first; equal ones in the order in which they joined."""
    solution = submission.solution
    conflicts = Conflict.objects.filter(Q(solution=solution) | Q(team__isnull=False, team=solution.team_id))
    taken = Review.objects.filter(submission=submission).exclude(state=Review.State.REMOVED)
    free = reviewers().exclude(pk__in=conflicts.values("reviewer")).exclude(pk__in=taken.values("reviewer"))
    if solution.team_id:
        free = free.exclude(team_memberships__team_id=solution.team_id)
    open_reviews = Q(reviews__state=Review.State.ASSIGNED, reviews__submission__status__in=UNDER_REVIEW)
    return free.annotate(open_reviews=Count("reviews", filter=open_reviews, distinct=True)).order_by("open_reviews", "pk")


def _assign(submission: Submission, reviewer: User, actor: Any, due_at: datetime) -> Review:
    fresh = {"state": Review.State.ASSIGNED, "assigned_by": actor, "due_at": due_at, "escalated": 0}
    review, _created = Review.objects.update_or_create(submission=submission, reviewer=reviewer, defaults=fresh)
    record(submission, "assign", actor, subject=reviewer)
    if submission.status == Status.SUBMITTED:
        apply(submission, "begin_review", actor)
    # The number, not the name: the call may be blind.
    key = f"{review.public_id}/{submission.events.filter(act='assign', subject=reviewer).count()}"
    notify("review-assigned", [reviewer], key, {"number": submission.number}, f"/review/mine/{review.public_id}/")
    return review


def _begin(pk: int, actor: Any) -> Submission:
    """The submission under lock; assignments wait for one another, so that two never count the same open reviews."""
    list(Group.objects.select_for_update().filter(name=REVIEWERS))
    submission = locked(pk)
    as_manager(actor, submission)
    if not submission.under_review:
        raise ValidationError(_("Only a submission under review gets reviewers."), code="state")
    return submission


def _due(submission: Submission) -> datetime:
    return timezone.now() + timedelta(days=submission.terms.review_days)


@transaction.atomic
def assign(pk: int, reviewer_pk: int, actor: Any, due_at: datetime | None = None) -> Review:
    submission = _begin(pk, actor)
    reviewer = candidates(submission).filter(pk=reviewer_pk).first()
    if reviewer is None:
        raise ValidationError(
            _("This person cannot review it: assigned already, a conflict of interest, or no reviewer."), code="not-a-candidate"
        )
    return _assign(submission, reviewer, actor, due_at or _due(submission))


@transaction.atomic
def assign_balanced(pk: int, actor: Any) -> Balanced:
    """Fill up to the wanted number; says how many are still missing."""
    submission = _begin(pk, actor)
    wanted = max(0, submission.terms.reviewers_wanted - submission.reviews.active().count())
    due_at = _due(submission)
    found = [_assign(submission, reviewer, actor, due_at) for reviewer in candidates(submission)[:wanted]]
    return Balanced(found, wanted - len(found))


def _open_review(pk: int) -> Review:
    """A review that is still to be done, under its submission's lock and its own."""
    submission = locked(Review.objects.values_list("submission_id", flat=True).get(pk=pk))
    review = Review.objects.select_for_update().get(pk=pk)
    review.submission = submission
    if not review.is_open:
        raise ValidationError(_("This review is no longer open."), code="state")
    return review


@transaction.atomic
def unassign(pk: int, actor: Any) -> Review:
    review = _open_review(pk)
    as_manager(actor, review.submission)
    review.state = Review.State.REMOVED
    review.save()
    record(review.submission, "unassign", actor, subject=review.reviewer)
    return review


@transaction.atomic
def change_due(pk: int, actor: Any, due_at: datetime) -> Review:
    """A new date starts the clock again."""
    review = _open_review(pk)
    as_manager(actor, review.submission)
    if due_at <= timezone.now():
        raise ValidationError(_("The due date has to lie ahead."), code="past")
    review.due_at, review.escalated = due_at, 0
    review.save()
    record(review.submission, "due", actor, subject=review.reviewer, note=due_at.date().isoformat())
    return review


@transaction.atomic
def declare_conflict(pk: int, actor: Any, reason: str) -> Review:
    """The reviewer steps back, for good; managers are told."""
    review = _open_review(pk)
    if review.reviewer_id != actor.pk:
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError(_("Say what the conflict is."), code="reason")
    submission = review.submission
    review.scores.all().delete()
    review.state, review.comment, review.advice = Review.State.CONFLICT, "", ""
    review.save()
    Conflict.objects.get_or_create(
        reviewer=actor, solution=submission.solution, defaults={"team": submission.solution.team, "reason": reason.strip()}
    )
    record(submission, "conflict", actor, note=reason.strip(), subject=actor)
    params = {"reviewer": str(actor), "solution": submission.solution.name}
    notify("review-conflict", managers(), f"{review.public_id}", params, f"/review/submissions/{submission.public_id}/")
    return review
