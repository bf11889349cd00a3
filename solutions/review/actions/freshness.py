"""Asked after a year, marked a month later, unlisted two months after that; "still right" ends it at any point."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.access import can
from marketplace.accounts.models import User
from marketplace.notifications.sending import notify
from solutions.models import Solution

from ..models import ProfileConfirmation

ASK_AFTER = timedelta(days=365)
MARK_AFTER = timedelta(days=30)
UNLIST_AFTER = timedelta(days=61)


def due(now: datetime) -> QuerySet[Solution]:
    """Profiles that a team answers for and for which a step is due."""
    asked = Q(confirmation__asked_at__isnull=True, known__lte=now - ASK_AFTER)
    marked = Q(confirmation__marked_at__isnull=True, confirmation__asked_at__lte=now - MARK_AFTER)
    unlisted = Q(confirmation__unlisted_at__isnull=True, confirmation__marked_at__lte=now - UNLIST_AFTER)
    known = Coalesce("confirmation__confirmed_at", "last_published_at", "created_at")
    return Solution.objects.published().filter(team__isnull=False).annotate(known=known).filter(asked | marked | unlisted).order_by("pk")


def _people(solution: Solution) -> QuerySet[User]:
    return User.objects.filter(team_memberships__team=solution.team, team_memberships__role__in=("owner", "editor"))


@transaction.atomic
def take_step(solution_pk: int, now: datetime) -> str:
    """One step of one profile, re-read under lock; returns "asked", "marked", "unlisted" or "" where nothing was due any more."""
    solution = Solution.objects.select_for_update().get(pk=solution_pk)
    if not due(now).filter(pk=solution_pk).exists():
        return ""
    known = solution.last_published_at or solution.created_at
    row, _created = ProfileConfirmation.objects.select_for_update().get_or_create(solution=solution, defaults={"confirmed_at": known})
    params, url = {"solution": solution.name}, f"/solutions/{solution.slug}/"
    if row.asked_at is None:
        row.asked_at, step, kind = now, "asked", "profile-asked"
    elif row.marked_at is None:
        row.marked_at, step, kind = now, "marked", "profile-marked"
    else:
        row.unlisted_at, row.unlisted_revision = now, solution.live_revision
        step, kind = "unlisted", "profile-unlisted"
        solution.unpublish()  # writes Wagtail's log
    row.save()
    notify(kind, _people(solution), f"{solution.public_id}/{row.asked_at:%Y-%m-%d}", params, url)
    return step


@transaction.atomic
def confirm_profile(solution_pk: int, actor: Any) -> ProfileConfirmation:
    """ "Still right": the year begins anew, and a profile that was unlisted for its age is up again as it was."""
    solution = Solution.objects.select_for_update().get(pk=solution_pk)
    if solution.team is None or not can(actor, "solution.edit", solution.team):
        raise PermissionDenied
    row = ProfileConfirmation.objects.select_for_update().filter(solution=solution).first()
    if not solution.live and (row is None or row.unlisted_at is None):
        raise ValidationError(_("Only a published profile can be confirmed."), code="state")
    row = row or ProfileConfirmation(solution=solution)
    if row.unlisted_at and not solution.live:
        revision = row.unlisted_revision or solution.save_revision(user=actor, changed=False, clean=False)
        revision.publish(user=actor, skip_permission_checks=True)
    row.confirmed_at, row.confirmed_by = timezone.now(), actor
    row.asked_at = row.marked_at = row.unlisted_at = row.unlisted_revision = None
    row.save()
    return row


def renew_confirmation(solution: Solution) -> None:
    """A revision that was reviewed and published is as good as confirmed; without a row, the time of publication counts already."""
    cleared = {"asked_at": None, "marked_at": None, "unlisted_at": None, "unlisted_revision": None}
    ProfileConfirmation.objects.filter(solution=solution).update(confirmed_at=timezone.now(), confirmed_by=None, **cleared)
