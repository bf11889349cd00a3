"""Rows under lock, and who may, asked under it."""

from typing import Any

from django.core.exceptions import PermissionDenied

from marketplace.access import can

from ..models import Submission
from ..roles import is_manager, is_of_team


def locked(pk: int) -> Submission:
    return Submission.objects.select_for_update().get(pk=pk)


def as_manager(actor: Any, submission: Submission) -> None:
    """Raises PermissionDenied unless the actor manages reviews and does not belong to the team."""
    if not is_manager(actor) or is_of_team(actor, submission.solution.team_id):
        raise PermissionDenied


def as_team(actor: Any, submission: Submission) -> None:
    """Raises PermissionDenied unless the actor may edit what the submission's team submits."""
    team = submission.solution.team
    if team is None or not can(actor, "submission.edit", team):
        raise PermissionDenied
