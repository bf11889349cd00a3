"""The front page, until an editor has made one."""

from typing import Any

from django.db.models import Count
from django.views.generic import TemplateView

from marketplace.access import public
from marketplace.vocabularies import lists
from offices.models import Need, Office
from solutions.models import Deployment, Solution


@public
class Home(TemplateView):
    template_name = "cms/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        published = Solution.objects.published()
        widest = published.annotate(places=Count("deployments")).order_by("-places", "name")
        figures = {
            "solutions": published.count(),
            "countries": Deployment.objects.filter(solution__in=published.values("pk")).values("country").distinct().count(),
            "offices": Office.objects.count(),
            "needs": Need.objects.public().open().count(),
        }
        return super().get_context_data(
            figures=figures,
            sectors=lists.SECTORS,
            solutions=widest.prefetch_related("goals", "deployments")[:6],
            needs=Need.objects.public().open().with_details()[:6],
            **kwargs,
        )
