"""What a team does with a profile, from the first draft to the review that Wagtail's workflow begins."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from marketplace.access import can
from marketplace.accounts.models import User

from .models import Deployment, Goal, Repository, Solution, Team


class Stale(Exception):
    """Somebody saved another revision in the meantime; `theirs` is it."""

    def __init__(self, theirs: Solution) -> None:
        super().__init__("a later revision exists")
        self.theirs = theirs


def _locked(pk: int, actor: User) -> Solution:
    solution = Solution.objects.select_for_update().get(pk=pk)
    if solution.team_id is None or not can(actor, "solution.edit", Team.objects.get(pk=solution.team_id)):
        raise PermissionDenied
    return solution


def _slug(name: str) -> str:
    stem = slugify(name)[:80].strip("-") or "solution"
    taken = set(Solution.objects.filter(slug__startswith=stem).values_list("slug", flat=True)) | {"new"}
    number, slug = 2, stem
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug


def parts_of(solution: Solution) -> dict[str, Any]:
    """The rows of a profile in the form that a draft keeps them in."""
    return {
        "goals": [{"number": goal.number, "evidence": goal.evidence} for goal in solution.goals.all()],
        "places": [{"country": d.country, "since": d.since, "scale": d.scale, "source": d.source} for d in solution.deployments.all()],
        "repository": next((row.url for row in solution.repositories.all()), ""),
    }


def draft_of(solution: Solution) -> Solution:
    """The latest words about a profile, published or not, with its parts."""
    draft: Solution = solution.get_latest_revision_as_object()
    if not draft.parts or (solution.live and not solution.has_unpublished_changes):
        draft.parts = parts_of(solution)
    return draft


@transaction.atomic
def create_profile(team_pk: int, actor: User, fields: Mapping[str, Any]) -> Solution:
    """A first draft, seen by the team only."""
    team = Team.objects.select_for_update().get(pk=team_pk)
    if not can(actor, "solution.edit", team):
        raise PermissionDenied
    solution = Solution.objects.create(team=team, slug=_slug(fields["name"]), live=False, **fields)
    solution.save_revision(user=actor, log_action=True)
    return solution


@transaction.atomic
def save_draft(pk: int, actor: User, fields: Mapping[str, Any], seen: int | None) -> Solution:
    """A new revision; what is published stays as it is. `seen`: the revision that was edited. Raises Stale when there is a later one."""
    solution = _locked(pk, actor)
    if solution.latest_revision_id != seen:
        raise Stale(draft_of(solution))
    if solution.workflow_in_progress:
        raise ValidationError(_("It is being reviewed. Withdraw it first to change it."))
    draft = draft_of(solution)
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=actor, log_action=True)
    return solution


@transaction.atomic
def submit(pk: int, actor: User) -> None:
    solution = _locked(pk, actor)
    draft = draft_of(solution)
    if solution.workflow_in_progress:
        raise ValidationError(_("It is with the reviewers already."))
    if not (draft.summary and draft.description and draft.parts.get("goals")):
        raise ValidationError(_("Before review it needs one sentence, a description and a goal."))
    if solution.latest_revision is None:
        draft.save_revision(user=actor)
        solution.refresh_from_db()
    workflow, state = solution.get_workflow(), solution.current_workflow_state
    if workflow is None:
        raise ValidationError(_("Nobody reviews profiles here yet."))
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(actor)
    else:
        workflow.start(solution, actor)


@transaction.atomic
def withdraw(pk: int, actor: User) -> None:
    solution = _locked(pk, actor)
    if not solution.workflow_in_progress:
        raise ValidationError(_("It is not being reviewed."))
    solution.current_workflow_state.cancel(user=actor)


def apply_parts(solution: Solution) -> None:
    """A published draft's goals, places and repository become rows; rows that did not change stay untouched."""
    if not solution.parts:
        return
    goals = {int(row["number"]): row for row in solution.parts.get("goals", [])}
    solution.goals.exclude(number__in=goals).delete()
    for number, row in goals.items():
        Goal.objects.update_or_create(solution=solution, number=number, defaults={"evidence": row["evidence"]})
    places = {row["country"]: row for row in solution.parts.get("places", [])}
    solution.deployments.exclude(country__in=places).delete()
    for country, row in places.items():
        told = {name: row[name] for name in ("since", "scale", "source")}
        Deployment.objects.update_or_create(solution=solution, country=country, defaults=told)
    if address := solution.parts.get("repository"):
        Repository.objects.get_or_create(solution=solution, url=address)
