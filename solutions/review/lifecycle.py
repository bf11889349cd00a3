"""The states of a submission and the ways between them, as data; `apply` is the only writer of the status."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from marketplace.outbox.delivery import put

if TYPE_CHECKING:
    from .models import Submission


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    IN_REVIEW = "in_review", _("In review")
    CLARIFICATION = "clarification", _("Clarification asked")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


UNDER_REVIEW = frozenset({Status.SUBMITTED, Status.IN_REVIEW, Status.CLARIFICATION})
DECIDED = frozenset({Status.ACCEPTED, Status.DECLINED})
TOPIC = "submission.changed"


@dataclass(frozen=True)
class Transition:
    sources: frozenset[Status]
    target: Status
    who: str  # "team" (its owners and editors) or "manager"


TRANSITIONS: dict[str, Transition] = {
    "submit": Transition(frozenset({Status.DRAFT}), Status.SUBMITTED, "team"),
    "begin_review": Transition(frozenset({Status.SUBMITTED}), Status.IN_REVIEW, "manager"),
    "ask": Transition(frozenset({Status.SUBMITTED, Status.IN_REVIEW, Status.CLARIFICATION}), Status.CLARIFICATION, "manager"),
    "answer": Transition(frozenset({Status.CLARIFICATION}), Status.IN_REVIEW, "team"),
    "accept": Transition(UNDER_REVIEW, Status.ACCEPTED, "manager"),
    "decline": Transition(UNDER_REVIEW, Status.DECLINED, "manager"),
    "withdraw": Transition(UNDER_REVIEW | {Status.DRAFT}, Status.WITHDRAWN, "team"),
}

# Everything that is written into a submission's history, with its name for people.
ACTS = {
    "begin": _("Draft begun"),
    "submit": _("Submitted"),
    "begin_review": _("Review began"),
    "ask": _("Clarification asked"),
    "answer": _("Clarification answered"),
    "accept": _("Accepted"),
    "decline": _("Declined"),
    "withdraw": _("Withdrawn"),
    "assign": _("Reviewer assigned"),
    "unassign": _("Reviewer taken off"),
    "conflict": _("Conflict of interest declared"),
    "due": _("Due date changed"),
    "score": _("Review submitted"),
    "escalate": _("Late review escalated"),
    "publish_answer": _("Clarification published"),
    "hide_answer": _("Clarification taken off the page"),
}
# What the team may read of it; who reviews, and how they scored, is not among it.
TEAM_SEES = frozenset({"begin", *TRANSITIONS})


def allowed(submission: "Submission", name: str) -> bool:
    return submission.status in TRANSITIONS[name].sources


def record(submission: "Submission", act: str, actor: Any, note: str = "", subject: Any = None, source: str = "", target: str = "") -> None:
    if act not in ACTS:
        raise KeyError(act)
    submission.events.create(act=act, actor=actor, note=note, subject=subject, source=source, target=target)


def apply(submission: "Submission", name: str, actor: Any, note: str = "") -> None:
    """Move a submission that the caller has locked; raises ValidationError where no such way leads on from its state.

    Who may is asked by the action that calls this, under the same lock.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("apply() belongs in the transaction that holds the row's lock")
    if not allowed(submission, name):
        raise ValidationError(
            _("This submission is already in the state “%(status)s”; reload the page."),
            params={"status": submission.get_status_display()},
            code="state",
        )
    source = submission.status
    submission.status = TRANSITIONS[name].target
    submission.save()
    record(submission, name, actor, note, source=source, target=submission.status)
    put(TOPIC, submission.public_id)
