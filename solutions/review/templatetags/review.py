"""What a profile's page shows of its freshness."""

from typing import Any

from django import template

from marketplace.access import can
from solutions.models import Solution

from ..models import ProfileConfirmation
from ..roles import is_manager, is_reviewer

register = template.Library()


@register.inclusion_tag("review/freshness.html", takes_context=True)
def freshness(context: template.Context, solution: Solution) -> dict[str, Any]:
    """A mark for readers once it is due, and "still right" for the team."""
    row = ProfileConfirmation.objects.filter(solution=solution).first()
    user = context["request"].user if "request" in context else None
    may_confirm = solution.team is not None and can(user, "solution.edit", solution.team)
    listed = solution.live or (row is not None and row.unlisted_at is not None)
    return {"solution": solution, "row": row, "may_confirm": may_confirm and listed, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("review/ways.html", takes_context=True)
def review_ways(context: template.Context) -> dict[str, Any]:
    """The ways to what somebody submits, reviews and decides."""
    user = context["request"].user
    return {"submits": user.team_memberships.exists(), "reviews": is_reviewer(user), "manages": is_manager(user)}
