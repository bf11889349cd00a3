"""Where signing in leads: what was suggested to my offices and to my teams."""

from typing import Any, cast

from django.views.generic import TemplateView

from marketplace.access import members
from marketplace.accounts import groups
from marketplace.accounts.models import Invitation, User
from offices.models import Need
from solutions.models import Solution

from ..models import Suggestion


@members
class Home(TemplateView):
    template_name = "matching/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = cast(User, self.request.user)  # members() lets nobody else in
        needs = Need.objects.visible_to(user).filter(office__members=user).with_details()[:30]
        solutions = Solution.objects.visible_to(user).filter(team__members=user).with_details()[:30]
        fits = (
            Suggestion.objects.visible_to(user)
            .filter(solution__in=[solution.pk for solution in solutions])
            .select_related("need__office", "solution")
            .order_by("-score")[:20]
        )
        invitations = [
            (invitation, groups.kind(invitation.kind).group._default_manager.filter(pk=invitation.group).first())
            for invitation in Invitation.objects.for_person(user).select_related("invited_by")
        ]
        return super().get_context_data(needs=needs, solutions=solutions, fits=fits, invitations=invitations, **kwargs)
