"""A team's side: begin, write, submit, withdraw."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, TaskState

from marketplace.access import can
from marketplace.notifications.sending import notify
from solutions.models import Solution

from ..lifecycle import Status, apply, record
from ..models import Answer, Call, Question, Submission
from ..models.submissions import team_people
from ..roles import managers
from .locking import as_team, locked


def now() -> datetime:
    return timezone.now()


def _prefilled(question: Question, solution: Solution) -> str:
    thing, _dot, field = question.prefill.partition(".")
    return str(getattr(solution.team if thing == "team" else solution, field)) if field else ""


def check_open(call: Call, at: datetime) -> None:
    """Raises ValidationError before the call opens and from the instant it closes."""
    if not call.published or at < call.opens_at:
        raise ValidationError(_("This call is not open yet."), code="closed")
    if at >= call.closes_at:
        closed = date_format(call.closes_at.astimezone(call.zone), "DATETIME_FORMAT")
        raise ValidationError(
            _("This call closed on %(date)s (%(zone)s). It can no longer be submitted; what you wrote is kept as a draft."),
            params={"date": closed, "zone": call.time_zone},
            code="closed",
        )


@transaction.atomic
def start(call_pk: int, solution_pk: int, actor: Any) -> Submission:
    """Begin a draft, or return the one there is; its answers start with what the team's and the solution's data say."""
    call = Call.objects.select_for_update().get(pk=call_pk)
    solution = Solution.objects.select_for_update(of=("self",)).select_related("team").get(pk=solution_pk)
    if solution.team is None or not can(actor, "submission.edit", solution.team):
        raise PermissionDenied
    there = Submission.objects.filter(call=call, solution=solution).exclude(status__in=[Status.DECLINED, Status.WITHDRAWN]).first()
    if there:
        return there
    check_open(call, now())
    submission = Submission.objects.create(call=call, solution=solution, created_by=actor)
    Answer.objects.bulk_create(
        Answer(submission=submission, question=question, text=_prefilled(question, solution)) for question in call.questions.all()
    )
    record(submission, "begin", actor)
    return submission


@transaction.atomic
def save_answers(pk: int, actor: Any, answers: Mapping[int, str]) -> Submission:
    """Keep what was typed so far; also after the call closed, so that nothing is lost. `answers`: question pk -> text."""
    submission = locked(pk)
    as_team(actor, submission)
    if submission.status != Status.DRAFT or submission.call is None:
        raise ValidationError(_("Only a draft can be changed."), code="state")
    for question in submission.call.questions.filter(pk__in=list(answers)):
        Answer.objects.update_or_create(submission=submission, question=question, defaults={"text": answers[question.pk]})
    return submission


def _snapshot(solution: Solution, actor: Any) -> Revision:
    """The profile as it is submitted: the draft being worked on, or what is up now."""
    if solution.has_unpublished_changes and solution.latest_revision:
        return solution.latest_revision
    revision: Revision = solution.save_revision(user=actor, changed=False, clean=False)
    return revision


def _tell_managers(submission: Submission) -> None:
    params = {"solution": submission.solution.name}
    notify("submission-received", managers(), f"{submission.public_id}", params, f"/review/submissions/{submission.public_id}/")


@transaction.atomic
def submit(pk: int, actor: Any) -> Submission:
    """Submit a draft to its call. Time is read under the call's lock: who is late by a second is late."""
    call_pk = Submission.objects.values_list("call_id", flat=True).get(pk=pk)
    call = Call.objects.select_for_update().get(pk=call_pk)
    submission = locked(pk)
    as_team(actor, submission)
    at = now()
    check_open(call, at)
    given = dict(submission.answers.values_list("question_id", "text"))
    missing = [question.text for question in call.questions.filter(required=True) if not given.get(question.pk, "").strip()]
    if missing:
        raise ValidationError(_("Still to be answered: %(questions)s"), params={"questions": "; ".join(missing)}, code="missing")
    submission.submitted_at, submission.submitted_by = at, actor
    submission.revision = _snapshot(submission.solution, actor)
    apply(submission, "submit", actor)
    _tell_managers(submission)
    notify(
        "submission-sent", team_people(submission), f"{submission.public_id}", _params(submission), f"/submissions/{submission.public_id}/"
    )
    return submission


def _params(submission: Submission) -> dict[str, str | int]:
    return {"solution": submission.solution.name, "call": submission.call.title if submission.call else ""}


@transaction.atomic
def withdraw(pk: int, actor: Any, note: str = "") -> Submission:
    submission = locked(pk)
    as_team(actor, submission)
    apply(submission, "withdraw", actor, note)
    state = TaskState.objects.filter(submission=submission, status=TaskState.STATUS_IN_PROGRESS).first()
    if state:
        state.workflow_state.cancel(user=actor)
    return submission


@transaction.atomic
def receive(task_state: TaskState, actor: Any) -> Submission:
    """A profile entered Wagtail's workflow: it is a submission outside any call. The workflow's start asked who may."""
    solution = Solution.objects.select_for_update().get(pk=task_state.workflow_state.object_id)
    rolling = Submission.objects.select_for_update().filter(solution=solution, call=None)
    submission = rolling.filter(status=Status.DRAFT).first() or rolling.undecided().first()
    submission = submission or Submission(solution=solution, created_by=actor)
    submission.task_state, submission.revision = task_state, task_state.revision
    submission.submitted_at, submission.submitted_by = now(), actor
    submission.save()
    if submission.status == Status.DRAFT:
        apply(submission, "submit", actor)
        _tell_managers(submission)
    return submission
