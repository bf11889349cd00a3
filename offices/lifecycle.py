"""The states of a need: written, agreed inside the office where the office wants that, open, closed."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.notifications.kinds import Kind
from marketplace.notifications.sending import notify
from marketplace.workflow import Transition, Workflow

from .models import Membership, Need, NeedEvent

Status = Need.Status
CLOSING = {
    "matched": _("A solution was found here"),
    "elsewhere": _("It was solved in another way"),
    "none_suitable": _("No solution fits"),
    "cancelled": _("It is no longer needed"),
    "duplicate": _("It was asked twice"),
}


def _tell(row: Need, transition: Transition, actor: User, reason: str, note: str) -> None:
    if row.status == Status.OPEN and transition.name != "reopen":
        Need.objects.filter(pk=row.pk).update(posted_at=timezone.now())
    event = NeedEvent.objects.create(need=row, step=transition.name, actor=actor, reason=reason, note=note)
    heads = User.objects.filter(office_memberships__office=row.office, office_memberships__role=Membership.Role.FOCAL_POINT)
    told: dict[str, Any] = {"submit": heads, "approve": [row.created_by], "send_back": [row.created_by]}
    readers = [person for person in told.get(transition.name, ()) if person is not None and person != actor]
    if readers:
        url = reverse("offices:need", args=[row.slug]).split("/", 2)[2]
        notify(f"need.{transition.name}", readers, f"need-event/{event.pk}", {"title": row.title, "note": note}, f"/{url}")


NEED = Workflow(
    model=Need,
    transitions=(
        Transition("submit", _("Ask for approval"), frozenset({Status.DRAFT}), Status.AWAITING, "need.edit"),
        Transition("post", _("Post it"), frozenset({Status.DRAFT}), Status.OPEN, "need.approve"),
        Transition("approve", _("Approve and post"), frozenset({Status.AWAITING}), Status.OPEN, "need.approve"),
        Transition("send_back", _("Send back"), frozenset({Status.AWAITING}), Status.DRAFT, "need.approve", note=True),
        Transition("close", _("Close"), frozenset({Status.OPEN}), Status.CLOSED, "need.edit", asks=CLOSING),
        Transition("reopen", _("Open again"), frozenset({Status.CLOSED}), Status.OPEN, "need.approve"),
    ),
    owner=lambda need: need.office,
    record=_tell,
)

KINDS = (
    Kind(
        "need.submit",
        _("A need of my office waits for approval"),
        _("A need waits for your approval: %(title)s"),
        _("A colleague wrote the need “%(title)s” and asks you to approve it."),
    ),
    Kind(
        "need.approve",
        _("A need of mine was approved"),
        _("Your need is posted: %(title)s"),
        _("Your need “%(title)s” was approved and is posted."),
    ),
    Kind(
        "need.send_back",
        _("A need of mine was sent back"),
        _("Your need came back: %(title)s"),
        _("Your need “%(title)s” was sent back with this comment: %(note)s"),
    ),
)
