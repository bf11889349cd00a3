"""What changes who belongs to a team or an office. Each action locks the group, so that its last head cannot slip away twice."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.access import can
from marketplace.outbox.delivery import put

from . import groups
from .models import Invitation, User, _in_two_weeks

INVITED = "invitation.sent"


def _locked(kind: groups.GroupKind, pk: int) -> Any:
    return kind.group._default_manager.select_for_update().get(pk=pk)


def _managed(kind: groups.GroupKind, pk: int, actor: User) -> Any:
    group = _locked(kind, pk)
    if not can(actor, f"{kind.code}.people", group):
        raise PermissionDenied
    return group


def _checked_role(kind: groups.GroupKind, role: str) -> str:
    if role not in dict(kind.roles):
        raise ValidationError(_("There is no such role."))
    return role


def _keep_a_head(kind: groups.GroupKind, group: Any, without: Any) -> None:
    if without.role == kind.head and not kind.memberships(group).filter(role=kind.head).exclude(pk=without.pk).exists():
        raise ValidationError(_("Somebody must stay in charge. Give another person this role first."))


@transaction.atomic
def invite(kind: groups.GroupKind, group_pk: int, actor: User, email: str, role: str) -> Invitation:
    """Invite an address; a second invitation of the same address renews the first."""
    group = _managed(kind, group_pk, actor)
    email = email.strip().lower()
    if kind.memberships(group).filter(user__email__iexact=email).exists():
        raise ValidationError(_("This person belongs to it already."))
    invitation, _fresh = Invitation.objects.update_or_create(
        kind=kind.code,
        group=group.pk,
        email=email,
        state=Invitation.State.WAITING,
        defaults={"role": _checked_role(kind, role), "invited_by": actor, "expires_at": _in_two_weeks()},
    )
    put(INVITED, invitation.public_id)
    return invitation


@transaction.atomic
def revoke(public_id: Any, actor: User) -> Invitation:
    invitation = Invitation.objects.select_for_update().get(public_id=public_id)
    _managed(groups.kind(invitation.kind), invitation.group, actor)
    if invitation.state == Invitation.State.WAITING:
        invitation.state = Invitation.State.REVOKED
        invitation.save(update_fields=["state"])
    return invitation


@transaction.atomic
def answer(public_id: Any, actor: User, accept: bool) -> Any:
    """Accept or decline; returns the group. Raises PermissionDenied unless the invitation is open and to an address of the actor."""
    invitation = Invitation.objects.for_person(actor).select_for_update().filter(public_id=public_id).first()
    if invitation is None or invitation.expires_at <= timezone.now():
        raise PermissionDenied
    kind = groups.kind(invitation.kind)
    group = _locked(kind, invitation.group)
    invitation.state = Invitation.State.ACCEPTED if accept else Invitation.State.DECLINED
    invitation.save(update_fields=["state"])
    if accept:
        kind.membership._default_manager.get_or_create(**{"user": actor, kind.field: group}, defaults={"role": invitation.role})
    return group


@transaction.atomic
def change_role(kind: groups.GroupKind, group_pk: int, membership_pk: int, actor: User, role: str) -> None:
    group = _managed(kind, group_pk, actor)
    membership = kind.memberships(group).get(pk=membership_pk)
    if _checked_role(kind, role) != kind.head:
        _keep_a_head(kind, group, membership)
    membership.role = role
    membership.save(update_fields=["role"])


@transaction.atomic
def remove_member(kind: groups.GroupKind, group_pk: int, membership_pk: int, actor: User) -> None:
    """Take somebody out, or leave: one's own membership needs no permission."""
    group = _locked(kind, group_pk)
    membership = kind.memberships(group).get(pk=membership_pk)
    if membership.user_id != actor.pk and not can(actor, f"{kind.code}.people", group):
        raise PermissionDenied
    _keep_a_head(kind, group, membership)
    membership.delete()


@transaction.atomic
def hand_over(kind: groups.GroupKind, group_pk: int, membership_pk: int, actor: User) -> None:
    """Make somebody else the head and step back to the next role."""
    group = _managed(kind, group_pk, actor)
    other = kind.memberships(group).exclude(user=actor).get(pk=membership_pk)
    other.role = kind.head
    other.save(update_fields=["role"])
    second = next(role for role, _label in kind.roles if role != kind.head)
    kind.memberships(group).filter(user=actor).update(role=second)
