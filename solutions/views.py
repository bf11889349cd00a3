"""Pages of one solution and one team."""

from typing import Any

from django.db.models import QuerySet
from django.views.generic import DetailView

from marketplace.access import public

from .models import Solution, Team


@public
class SolutionDetail(DetailView[Solution]):
    template_name = "solutions/solution_detail.html"
    context_object_name = "solution"

    def get_queryset(self) -> QuerySet[Solution]:
        return Solution.objects.visible_to(self.request.user).with_details()


@public
class TeamDetail(DetailView[Team]):
    template_name = "solutions/team_detail.html"
    context_object_name = "team"
    queryset = Team.objects.prefetch_related("offerings__solution")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        solutions = Solution.objects.visible_to(self.request.user).with_details().filter(team=self.object)
        return super().get_context_data(solutions=solutions, **kwargs)
