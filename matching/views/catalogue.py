"""The catalogue and the needs: searched as one types, filtered by facets, shareable by address."""

from typing import Any, ClassVar, cast

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from marketplace.access import public
from offices.models import Need
from solutions.models import Solution

from .. import facets
from ..engines.interface import Kind
from ..search import build_request, in_order, search
from ..snippets import mark, snippet
from ..text import terms

PAGE_SIZE = 20
MAX_PAGE = 100


class _Results(list[Any]):
    """A page's rows with the count of all, as Django's paginator wants to know it."""

    def __init__(self, rows: list[Any], total: int) -> None:
        super().__init__(rows)
        self.total = total

    def __getitem__(self, index: Any) -> Any:
        return list(self) if isinstance(index, slice) else super().__getitem__(index)


class _Pages(Paginator[Any]):
    @property
    def count(self) -> int:  # type: ignore[override]
        return int(cast(_Results, self.object_list).total)


class SearchPage(TemplateView):
    kind: ClassVar[Kind]
    facets: ClassVar[dict[str, facets.Facet]]
    sorts: ClassVar[dict[str, Any]]
    results_template: ClassVar[str]

    def rows(self) -> Any:
        raise NotImplementedError("a search page says which rows it shows")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET
        text = query.get("q", "").replace("\0", "").strip()
        filters = facets.chosen(query, self.facets)
        sort = query.get("sort", "")
        sort = sort if sort in self.sorts else ("relevance" if text else next(s for s in self.sorts if s != "relevance"))
        number = min(MAX_PAGE, max(1, int(query["page"]))) if query.get("page", "").isdecimal() else 1
        request = build_request(
            self.kind,
            text,
            get_language() or "en",
            self.request.user,
            filters=filters,
            facets=tuple(self.facets),
            sort=sort,
            offset=(number - 1) * PAGE_SIZE,
            limit=PAGE_SIZE,
        )
        result, degraded = search(request, self.request.user)
        rows = in_order(self.rows(), result.hits)
        page = _Pages(_Results(rows, result.total), PAGE_SIZE).get_page(number)
        return super().get_context_data(
            q=text,
            results=[self.shown(row, text, request.language) for row in rows],
            total=result.total,
            degraded=degraded,
            facets=facets.views(result, filters, self.facets),
            chips=facets.chips(query, filters, self.facets),
            sort=sort,
            sorts=self.sorts,
            page=page,
            links=self._links(page),
            results_template=self.results_template,
            **kwargs,
        )

    def _links(self, page: Page[Any]) -> dict[str, str]:
        links = {}
        for name, number in (("previous", page.number - 1), ("next", page.number + 1)):
            if 1 <= number <= page.paginator.num_pages:
                query = self.request.GET.copy()
                query["page"] = str(number)
                links[name] = f"?{query.urlencode()}"
        return links

    def shown(self, row: Any, text: str, language: str) -> dict[str, Any]:
        raise NotImplementedError("a search page says how a row is shown")

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        request: HttpRequest = self.request
        partial = getattr(request, "htmx", False) and not request.htmx.boosted  # type: ignore[attr-defined]
        response = self.response_class(
            request, [self.results_template if partial else str(self.template_name)], context, using=self.template_engine
        )
        response["Vary"] = "HX-Request"
        return response


@public
class Catalogue(SearchPage):
    template_name = "matching/catalogue.html"
    results_template = "matching/catalogue_results.html"
    kind = "solution"
    facets = facets.SOLUTION_FACETS
    sorts: ClassVar[dict[str, Any]] = {
        "relevance": _("Best match"),
        "evidence": _("Most deployments"),
        "stage": _("Furthest scaled"),
        "updated": _("Newest first"),
        "name": _("Name"),
    }

    def rows(self) -> Any:
        return Solution.objects.visible_to(self.request.user).select_related("team").prefetch_related("goals", "deployments")

    def shown(self, row: Solution, text: str, language: str) -> dict[str, Any]:
        evidence = [goal.evidence for goal in row.goals.all()]
        return {
            "solution": row,
            "name": mark(row.name, row.language, set(terms(text, language))),
            "snippet": snippet([row.summary, row.description, row.problem, *(evidence if text else ())], row.language, text, language),
        }


@public
class Needs(SearchPage):
    template_name = "matching/needs.html"
    results_template = "matching/needs_results.html"
    kind = "need"
    facets = facets.NEED_FACETS
    sorts: ClassVar[dict[str, Any]] = {"relevance": _("Best match"), "updated": _("Newest first"), "name": _("Name")}

    def rows(self) -> Any:
        return Need.objects.visible_to(self.request.user).with_details()

    def shown(self, row: Need, text: str, language: str) -> dict[str, Any]:
        return {
            "need": row,
            "name": mark(row.title, row.language, set(terms(text, language))),
            "snippet": snippet([row.description], row.language, text, language),
        }
