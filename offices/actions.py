"""What changes a need. Each action names its actor, takes the row's lock, and asks permission under it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import slugify

from marketplace.access import can, is_manager
from marketplace.accounts.actions import INVITED
from marketplace.accounts.models import Invitation, User
from marketplace.outbox.delivery import put
from marketplace.workflow import step

from .lifecycle import NEED
from .models import Constraint, Membership, Need, Office


@transaction.atomic
def found_office(actor: User, fields: Mapping[str, Any], focal_point: str) -> Office:
    """A new office, by a programme manager; its focal point is invited by e-mail."""
    if not is_manager(actor):
        raise PermissionDenied
    stem = slugify(fields["name"])[:80].strip("-") or "office"
    taken, number, slug = set(Office.objects.filter(slug__startswith=stem).values_list("slug", flat=True)) | {"new"}, 2, stem
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    office = Office.objects.create(slug=slug, **fields)
    invitation = Invitation.objects.create(
        kind="office", group=office.pk, email=focal_point.strip().lower(), role=Membership.Role.FOCAL_POINT, invited_by=actor
    )
    put(INVITED, invitation.public_id)
    return office


@dataclass(frozen=True)
class ConstraintValue:
    kind: str
    level: str
    value: str = ""


def _slug(title: str) -> str:
    """A free address for a title in any script; Latin letters stay readable, others are kept as they are."""
    stem = slugify(title, allow_unicode=True)[:80].strip("-") or "need"
    if stem in {"new", "reading"}:
        stem += "-need"
    taken = set(Need.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number = 2
    slug = stem
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug


def _write_constraints(need: Need, constraints: Sequence[ConstraintValue]) -> None:
    wanted = {(c.kind, c.value): c.level for c in constraints}
    for row in need.constraints.all():
        if wanted.get((row.kind, row.value)) == row.level:
            del wanted[row.kind, row.value]
        else:
            row.delete()
    for (kind, value), level in wanted.items():
        Constraint.objects.create(need=need, kind=kind, value=value, level=level)


@transaction.atomic
def post_need(office_pk: int, actor: User, fields: Mapping[str, Any], constraints: Sequence[ConstraintValue], draft: bool = False) -> Need:
    """Post a need for an office, or keep it as a draft; where the office wants approval, others than a focal point ask for it.

    Raises PermissionDenied unless the actor may post there.
    """
    office = Office.objects.select_for_update().get(pk=office_pk)
    if not can(actor, "need.post", office):
        raise PermissionDenied
    asks = office.approval_required and not can(actor, "need.approve", office)
    status = Need.Status.DRAFT if draft or asks else Need.Status.OPEN
    need = Need.objects.create(office=office, created_by=actor, slug=_slug(fields["title"]), status=status, **fields)
    _write_constraints(need, constraints)
    if asks and not draft:
        need = step(NEED, need.pk, "submit", actor)
    return need


@transaction.atomic
def edit_need(pk: int, actor: User, fields: Mapping[str, Any], constraints: Sequence[ConstraintValue]) -> Need:
    """Change a need's text and constraints; raises PermissionDenied unless the actor may edit it."""
    need = Need.objects.select_for_update().get(pk=pk)
    if not can(actor, "need.edit", need.office):
        raise PermissionDenied
    for name, value in fields.items():
        setattr(need, name, value)
    need.save()
    _write_constraints(need, constraints)
    return need
