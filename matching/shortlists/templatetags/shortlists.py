"""The way from a solution's page onto a shortlist."""

from typing import Any

from django import template

from marketplace.access import MATRIX
from offices.models import Office

from ..models import Shortlist

register = template.Library()


@register.inclusion_tag("shortlists/add.html", takes_context=True)
def add_to_shortlist(context: dict[str, Any], solution: Any) -> dict[str, Any]:
    """For those who keep shortlists for an office; nothing for others."""
    user = context["request"].user
    offices = Office.objects.none()
    if user.is_authenticated and solution.live:
        offices = Office.objects.filter(memberships__user=user, memberships__role__in=MATRIX["shortlist.edit"])
    rows = Shortlist.objects.filter(office__in=offices).select_related("office")
    return {"offices": offices, "shortlists": rows, "solution": solution, "csrf_token": context.get("csrf_token")}
