"""Who may do what: a role matrix, asked in one place; and the mark that every route must carry."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.utils.decorators import method_decorator

# Permission -> the membership roles that hold it, on the team or office that the object belongs to.
MATRIX: dict[str, frozenset[str]] = {
    "need.post": frozenset({"focal_point", "member"}),
    "need.edit": frozenset({"focal_point", "member"}),
    "need.approve": frozenset({"focal_point"}),
    "shortlist.edit": frozenset({"focal_point", "member"}),
    "solution.edit": frozenset({"owner", "editor"}),
    "team.people": frozenset({"owner"}),
    "office.people": frozenset({"focal_point"}),
    "submission.edit": frozenset({"owner", "editor"}),
}


def can(actor: Any, permission: str, owner: Any) -> bool:
    """Whether `actor` holds `permission` on what `owner` (a team or an office, with `memberships`) owns."""
    if actor is None or not actor.is_authenticated or not actor.is_active:
        return False
    if actor.is_superuser:
        return True
    return bool(owner.memberships.filter(user=actor, role__in=MATRIX[permission]).exists())


def is_manager(user: Any) -> bool:
    """Programme managers: the group of that name in Wagtail, and superusers."""
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    return bool(user.is_superuser or user.groups.filter(name="Managers").exists())


def _mark(view: Any, access: str) -> Any:
    view.access = access
    return view


def public(view: Any) -> Any:
    """Declares a view open to everybody; its queryset still hides what is not."""
    return _mark(view, "public")


def members(view: Any) -> Any:
    """Declares a view for people who signed in; what they may touch is asked of `can`."""
    if isinstance(view, type):
        return _mark(method_decorator(login_required, name="dispatch")(view), "members")
    wrapped: Callable[..., Any] = login_required(view)
    return _mark(wrapped, "members")
