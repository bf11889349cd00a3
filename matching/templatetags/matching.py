"""What pages of solutions and needs show from matching, without importing it."""

from typing import Any

from django import template
from django.template import Context

from offices.models import Need
from solutions.models import Solution

from ..engines import get_engine
from ..engines.interface import CandidateRequest, EngineUnavailable, Hit, VectorQuery
from ..fusion import fuse
from ..indexing import load_record
from ..models import StoredRecord, Suggestion
from ..reasons import explain
from ..search import in_order

register = template.Library()


@register.simple_tag(takes_context=True)
def suggestions_of_need(context: Context, need: Need) -> list[Suggestion]:
    """Kept suggestions of a need, only those whose solution this reader may see."""
    rows = Suggestion.objects.visible_to(context["request"].user).filter(need=need)
    return list(rows.select_related("solution__team").prefetch_related("solution__goals", "solution__deployments").order_by("rank"))


@register.simple_tag(takes_context=True)
def needs_for_solution(context: Context, solution: Solution) -> list[Suggestion]:
    """The mirror image: open needs that this solution was suggested for."""
    rows = Suggestion.objects.visible_to(context["request"].user).filter(solution=solution, need__status=Need.Status.OPEN)
    return list(rows.select_related("need__office").order_by("-score")[:10])


@register.simple_tag(takes_context=True)
def similar_solutions(context: Context, solution: Solution) -> list[Solution]:
    """Profiles that mean nearly the same; none while the engine does not answer."""
    row = StoredRecord.objects.filter(reference=solution.public_id, removed=False).first()
    if row is None:
        return []
    record = load_record(row)
    request = CandidateRequest(
        kind="solution",
        vectors=tuple(VectorQuery(f"meaning.{name}", name, matrix[:3]) for name, matrix in record.vectors.items()),
        concepts=record.concepts,
        limit=30,
    )
    try:
        scores = get_engine().candidates(request).scores
    except EngineUnavailable:
        return []
    fused = fuse(scores, dict.fromkeys(scores, 1.0))
    fused.pop(record.id, None)
    best = sorted(fused, key=lambda i: -fused[i])[:4]
    rows = Solution.objects.visible_to(context["request"].user).select_related("team").prefetch_related("goals", "deployments")
    return in_order(rows, tuple(Hit(i, fused[i]) for i in best))


@register.filter
def explained(suggestion: Suggestion) -> list[Any]:
    """A kept suggestion's reasons as sentences in the reader's language."""
    return list(explain(suggestion.reasons))
