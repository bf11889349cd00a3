"""Who runs reviews: the Wagtail groups, asked for by name in one place."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet

from marketplace.accounts.models import User

MANAGERS = "Managers"
REVIEWERS = "Reviewers"


def managers() -> QuerySet[User]:
    """Whom to tell of what waits for a manager. Superusers may act as managers but are not told."""
    return User.objects.filter(is_active=True, groups__name=MANAGERS).distinct()


def reviewers() -> QuerySet[User]:
    return User.objects.filter(is_active=True, groups__name=REVIEWERS).distinct()


def _in_group(user: Any, name: str) -> bool:
    return bool(user is not None and user.is_authenticated and user.is_active and Group.objects.filter(name=name, user=user).exists())


def is_manager(user: Any) -> bool:
    """Superusers count as managers."""
    return bool(user is not None and user.is_active and user.is_superuser) or _in_group(user, MANAGERS)


def is_reviewer(user: Any) -> bool:
    return _in_group(user, REVIEWERS)


def is_of_team(user: Any, team_id: int | None) -> bool:
    """Whoever belongs to a team neither reviews nor decides its submissions."""
    return team_id is not None and User.objects.filter(Q(pk=user.pk) & Q(team_memberships__team_id=team_id)).exists()
