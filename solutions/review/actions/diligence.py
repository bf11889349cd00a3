"""Due diligence flags: raised and resolved by managers. They keep their own record and write none that others read."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from solutions.models import Solution

from ..models import Flag


@transaction.atomic
def raise_flag(solution_pk: int, actor: Any, level: str, category: str, note: str) -> Flag:
    if not (actor.has_perm("review.view_flag") and actor.has_perm("review.add_flag")):
        raise PermissionDenied
    if level not in Flag.Level.values or category not in Flag.Category.values or not note.strip():
        raise ValidationError(_("A flag has a level, a category and a note."), code="flag")
    solution = Solution.objects.select_for_update().get(pk=solution_pk)
    return Flag.objects.create(solution=solution, level=level, category=category, note=note.strip(), raised_by=actor)


@transaction.atomic
def resolve_flag(pk: int, actor: Any, resolution: str) -> Flag:
    if not (actor.has_perm("review.view_flag") and actor.has_perm("review.change_flag")):
        raise PermissionDenied
    flag = Flag.objects.select_for_update().get(pk=pk)
    if flag.resolved_at:
        raise ValidationError(_("This flag was resolved already."), code="state")
    if not resolution.strip():
        raise ValidationError(_("Say how it was resolved."), code="resolution")
    flag.resolution, flag.resolved_by, flag.resolved_at = resolution.strip(), actor, timezone.now()
    flag.save()
    return flag
