"""Keeping profiles fresh: "still right", and the links that somebody should look at."""

from itertools import islice
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from marketplace.access import members
from marketplace.accounts.models import User
from solutions.models import Solution

from ..actions import confirm_profile
from ..links import links_of
from ..roles import is_manager


@members
@require_POST
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    user = cast(User, request.user)
    solution = get_object_or_404(Solution.objects.visible_to(user), slug=slug)
    try:
        confirm_profile(solution.pk, user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Thank you. The profile counts as confirmed from today."))
    return redirect(solution)


@members
class Links(ListView[Solution]):
    """Addresses to look at, those confirmed longest ago first. Nothing here is fetched."""

    template_name = "review/links.html"
    context_object_name = "solutions"
    paginate_by = 50

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not is_manager(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Solution]:
        rows = Solution.objects.published().select_related("confirmation").prefetch_related("repositories", "deployments")
        return rows.order_by("confirmation__confirmed_at", "name", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["rows"] = [(solution, list(islice(links_of(solution), 30))) for solution in context["solutions"]]
        return context
