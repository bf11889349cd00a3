"""Teams and offices as this package sees them: groups of people with roles. Each app registers its own when Django is ready."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise


@dataclass(frozen=True)
class GroupKind:
    """`head`: the role without which a group cannot be; its holders look after the people. `field`: the membership's key to the group."""

    code: str
    label: str | Promise
    group: type[models.Model]
    membership: type[models.Model]
    field: str
    head: str

    @property
    def roles(self) -> list[tuple[str, str]]:
        return list(self.membership.Role.choices)  # type: ignore[attr-defined]

    def memberships(self, group: Any) -> models.QuerySet[Any]:
        return self.membership._default_manager.filter(**{self.field: group})

    def of(self, user: Any) -> models.QuerySet[Any]:
        """A person's memberships."""
        return self.membership._default_manager.filter(user=user)


_kinds: dict[str, GroupKind] = {}


def register(kind: GroupKind) -> None:
    _kinds[kind.code] = kind


def kinds() -> list[GroupKind]:
    return list(_kinds.values())


def kind(code: str) -> GroupKind:
    """Raises KeyError."""
    return _kinds[code]
