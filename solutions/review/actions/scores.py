"""A reviewer's scores."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.notifications.sending import notify

from ..lifecycle import record
from ..models import Review, Score
from ..roles import is_of_team, is_reviewer, managers
from .locking import locked


@dataclass(frozen=True)
class Given:
    value: int | None
    comment: str = ""


def _own(pk: int, actor: Any) -> Review:
    """The actor's own review, under lock; a decision that came first closes it."""
    submission = locked(Review.objects.values_list("submission_id", flat=True).get(pk=pk))
    review = Review.objects.select_for_update().get(pk=pk)
    review.submission = submission
    if review.reviewer_id != actor.pk or not is_reviewer(actor) or is_of_team(actor, submission.solution.team_id):
        raise PermissionDenied
    if review.state == Review.State.SUBMITTED:
        raise ValidationError(_("You have submitted this review already."), code="state")
    if not review.is_open:
        raise ValidationError(_("This submission is no longer under review; your scores were not counted."), code="state")
    return review


def _write(review: Review, scores: Mapping[int, Given], comment: str, advice: str) -> None:
    for criterion in review.submission.rubric.criteria.all():
        given = scores.get(criterion.pk, Given(None))
        if given.value is not None and not 0 <= given.value <= 5:
            raise ValidationError(_("A score runs from 0 to 5."), code="score")
        Score.objects.update_or_create(review=review, criterion=criterion, defaults={"value": given.value, "comment": given.comment})
    review.comment, review.advice = comment, advice
    review.save()


@transaction.atomic
def save_review(pk: int, actor: Any, scores: Mapping[int, Given], comment: str = "", advice: str = "") -> Review:
    """Keep a draft. `scores`: criterion pk -> what was given."""
    review = _own(pk, actor)
    _write(review, scores, comment, advice)
    return review


@transaction.atomic
def submit_review(pk: int, actor: Any, scores: Mapping[int, Given], comment: str = "", advice: str = "") -> Review:
    """Final: every criterion has its score, and nothing changes after."""
    review = _own(pk, actor)
    _write(review, scores, comment, advice)
    if review.scores.filter(value__isnull=True).exists():
        raise ValidationError(_("Give every criterion a score before you submit."), code="missing")
    if not advice:
        raise ValidationError(_("Say what you advise before you submit."), code="missing")
    review.state, review.submitted_at = Review.State.SUBMITTED, timezone.now()
    review.save()
    submission = review.submission
    record(submission, "score", actor, subject=actor)
    if not submission.reviews.open().exists():
        params = {"solution": submission.solution.name}
        done = submission.reviews.active().count()
        notify("reviews-complete", managers(), f"{submission.public_id}/{done}", params, f"/review/submissions/{submission.public_id}/")
    return review
