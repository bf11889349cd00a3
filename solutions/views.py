"""Pages of one solution and one team."""

from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import DetailView, FormView

from marketplace.access import can, members, public
from marketplace.accounts.models import User

from .actions import found_team
from .forms import TeamForm
from .models import Solution, Team


@public
class SolutionDetail(DetailView[Solution]):
    template_name = "solutions/solution_detail.html"
    context_object_name = "solution"

    def get_queryset(self) -> QuerySet[Solution]:
        return Solution.objects.visible_to(self.request.user).with_details()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        team = self.object.team
        return super().get_context_data(may_edit=team is not None and can(self.request.user, "solution.edit", team), **kwargs)


@public
class TeamDetail(DetailView[Team]):
    template_name = "solutions/team_detail.html"
    context_object_name = "team"
    queryset = Team.objects.prefetch_related("offerings__solution")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        solutions = Solution.objects.visible_to(self.request.user).with_details().filter(team=self.object)
        belongs = self.object.memberships.filter(user=self.request.user.pk).exists()
        may_edit = can(self.request.user, "solution.edit", self.object)
        return super().get_context_data(solutions=solutions, belongs=belongs, may_edit=may_edit, **kwargs)


@members
class TeamCreate(FormView[TeamForm]):
    """Anybody who signed in may found a team, and owns it."""

    template_name = "solutions/team_form.html"
    form_class = TeamForm

    def form_valid(self, form: TeamForm) -> HttpResponse:
        return redirect(found_team(cast(User, self.request.user), form.cleaned_data))
