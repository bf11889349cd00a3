"""Calls as everybody sees them, and the way in for teams."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, ListView

from marketplace.access import members, public
from marketplace.accounts.models import User
from solutions.models import Solution

from ..actions import start
from ..models import Call, Clarification
from ..roles import is_manager
from .asked import posted_id


def _calls(user: Any) -> QuerySet[Call]:
    return Call.objects.all() if is_manager(user) else Call.objects.published()


@public
class CallList(ListView[Call]):
    template_name = "review/call_list.html"
    context_object_name = "calls"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[Call]:
        return _calls(self.request.user).order_by("-closes_at", "pk")


@public
class CallDetail(DetailView[Call]):
    template_name = "review/call_detail.html"
    context_object_name = "call"

    def get_queryset(self) -> QuerySet[Call]:
        return _calls(self.request.user).select_related("rubric").prefetch_related("questions", "rubric__criteria")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        mine = Solution.objects.none()
        if user.is_authenticated:
            mine = Solution.objects.filter(team__memberships__user=user, team__memberships__role__in=["owner", "editor"]).distinct()
        answers = Clarification.objects.filter(submission__call=self.object, published=True)
        return super().get_context_data(mine=mine, answers=answers, **kwargs)


@members
@require_POST
def apply_to_call(request: HttpRequest, slug: str) -> HttpResponse:
    call = get_object_or_404(_calls(request.user), slug=slug)
    user = cast(User, request.user)
    solution = get_object_or_404(Solution.objects.visible_to(user), public_id=posted_id(request, "solution"))
    try:
        submission = start(call.pk, solution.pk, user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(call)
    return redirect("review:answers" if submission.status == "draft" else "review:submission", submission.public_id)
