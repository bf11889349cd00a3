"""What we keep of a person: all of it as data, and none of it when they leave."""

from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from . import groups
from .models import Invitation, User

Rows = list[Any]  # of plain dicts
_parts: dict[str, Callable[[User], Rows]] = {}
# Whether a group would be left with work that nobody looks after.
_abandoned: list[Callable[[Any], bool]] = []


def add_part(name: str, rows: Callable[[User], Rows]) -> None:
    """Each app says what it keeps of a person."""
    _parts[name] = rows


def add_guard(matters: Callable[[Any], bool]) -> None:
    """Each app says of a group whether it may be left without anybody."""
    _abandoned.append(matters)


def export(user: User) -> dict[str, Any]:
    """Everything about one person, as plain data."""
    memberships = [
        {"kind": kind.code, "group": str(getattr(row, kind.field)), "role": row.role}
        for kind in groups.kinds()
        for row in kind.of(user).select_related(kind.field)
    ]
    return {
        "profile": {
            "id": str(user.public_id),
            "email": user.email,
            "name": user.get_full_name(),
            "language": user.language,
            "joined": user.date_joined.isoformat(),
            "last_signed_in": user.last_login.isoformat() if user.last_login else None,
        },
        "addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
        "single_sign_on": list(SocialAccount.objects.filter(user=user).values("provider", "uid")),
        "memberships": memberships,
        "invitations_sent": list(Invitation.objects.filter(invited_by=user).values("email", "kind", "role", "state")),
        **{name: rows(user) for name, rows in _parts.items()},
    }


@transaction.atomic
def erase(pk: int) -> None:
    """Empty a person's row and take away all that leads to it. What they posted stays with its office or team, without a name.

    Raises ValidationError while a team or an office would be left with nobody in charge.
    """
    user = User.objects.select_for_update().get(pk=pk)
    for kind in groups.kinds():
        for row in kind.of(user):
            group = kind.group._default_manager.select_for_update().get(pk=getattr(row, f"{kind.field}_id"))
            others = kind.memberships(group).exclude(pk=row.pk)
            alone = row.role == kind.head and not others.filter(role=kind.head).exists()
            if alone and (others.exists() or any(matters(group) for matters in _abandoned)):
                raise ValidationError(_("You alone are in charge of %(group)s. Hand it over first.") % {"group": group})
            row.delete()
    Invitation.objects.filter(email__in=EmailAddress.objects.filter(user=user).values("email")).delete()
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    user.groups.clear()
    user.email = f"{user.public_id}@erased.invalid"
    user.first_name = user.last_name = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()
