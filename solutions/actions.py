"""What changes a team. Each action names its actor."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from marketplace.accounts.models import User

from .models import Membership, Team

RESERVED = {"new"}


def _slug(name: str) -> str:
    stem = slugify(name)[:80].strip("-") or "team"
    taken = set(Team.objects.filter(slug__startswith=stem).values_list("slug", flat=True)) | RESERVED
    number, slug = 2, stem
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug


@transaction.atomic
def found_team(actor: User, fields: Mapping[str, Any]) -> Team:
    """A new team with its founder as owner."""
    team = Team.objects.create(slug=_slug(fields["name"]), **fields)
    Membership.objects.create(team=team, user=actor, role=Membership.Role.OWNER)
    return team
