"""Due diligence flags: raised and resolved by managers. They keep their own record and write none that others read."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from solutions.models import Solution

from ..models import Flag
from ..roles import is_of_team


def _check(actor: Any, right: str, solution: Solution) -> None:
    if not (actor.has_perm("review.view_flag") and actor.has_perm(f"review.{right}")) or is_of_team(actor, solution.team_id):
        raise PermissionDenied


@transaction.atomic
def raise_flag(solution_pk: int, actor: Any, level: str, category: str, note: str) -> Flag:
    solution = Solution.objects.select_for_update().get(pk=solution_pk)
    _check(actor, "add_flag", solution)
    if level not in Flag.Level.values or category not in Flag.Category.values or not note.strip():
        raise ValidationError(_("A flag has a level, a category and a note."), code="flag")
    return Flag.objects.create(solution=solution, level=level, category=category, note=note.strip(), raised_by=actor)


@transaction.atomic
def resolve_flag(pk: int, actor: Any, resolution: str) -> Flag:
    flag = Flag.objects.select_for_update().get(pk=pk)
    _check(actor, "change_flag", flag.solution)
    if flag.resolved_at:
        raise ValidationError(_("This flag was resolved already."), code="state")
    if not resolution.strip():
        raise ValidationError(_("Say how it was resolved."), code="resolution")
    flag.resolution, flag.resolved_by, flag.resolved_at = resolution.strip(), actor, timezone.now()
    flag.save()
    return flag
