"""Questions to the team while its submission is under review."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.notifications.sending import notify

from ..lifecycle import apply, record
from ..models import Clarification
from ..models.submissions import team_people
from ..roles import managers
from .locking import as_manager, as_team, locked


@transaction.atomic
def ask_clarification(pk: int, actor: Any, question: str) -> Clarification:
    submission = locked(pk)
    as_manager(actor, submission)
    if not question.strip():
        raise ValidationError(_("Write the question."), code="question")
    apply(submission, "ask", actor)
    asked = submission.clarifications.create(question=question.strip(), asked_by=actor)
    params = {"solution": submission.solution.name, "question": asked.question}
    notify("clarification-asked", team_people(submission), f"{asked.public_id}", params, f"/submissions/{submission.public_id}/")
    return asked


def _locked_with_submission(pk: int) -> Clarification:
    submission = locked(Clarification.objects.values_list("submission_id", flat=True).get(pk=pk))
    asked = Clarification.objects.select_for_update().get(pk=pk)
    asked.submission = submission
    return asked


@transaction.atomic
def answer_clarification(pk: int, actor: Any, answer: str) -> Clarification:
    """The last answer that was waited for puts the submission back into review."""
    asked = _locked_with_submission(pk)
    submission = asked.submission
    as_team(actor, submission)
    if not answer.strip():
        raise ValidationError(_("Write the answer."), code="answer")
    if asked.answered_at or not submission.under_review:
        raise ValidationError(_("This question is no longer waiting for an answer."), code="state")
    asked.answer, asked.answered_by, asked.answered_at = answer.strip(), actor, timezone.now()
    asked.save()
    if not submission.clarifications.filter(answered_at__isnull=True).exists():
        apply(submission, "answer", actor)
    params = {"solution": submission.solution.name}
    notify("clarification-answered", managers(), f"{asked.public_id}", params, f"/review/submissions/{submission.public_id}/")
    return asked


@transaction.atomic
def publish_clarification(pk: int, actor: Any, published: bool) -> Clarification:
    """Show question and answer on the call's page, or take them off it."""
    asked = _locked_with_submission(pk)
    as_manager(actor, asked.submission)
    if asked.answered_at is None or asked.submission.call is None:
        raise ValidationError(_("Only an answered question of a call can be published."), code="state")
    asked.published = published
    asked.save()
    record(asked.submission, "publish_answer" if published else "hide_answer", actor, note=asked.question)
    return asked
