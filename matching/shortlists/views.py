"""An office's shortlists, and solutions side by side."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, TemplateView

from marketplace.access import can, members, public
from marketplace.accounts.models import User
from offices.models import Office
from solutions.models import Solution

from . import actions
from .comparison import MOST, compare
from .exports import as_csv, as_xlsx
from .models import Shortlist

FORMATS = {"csv": as_csv, "xlsx": as_xlsx}


@members
class Shortlists(TemplateView):
    template_name = "shortlists/shortlists.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = cast(User, self.request.user)
        rows = Shortlist.objects.visible_to(user).select_related("office").prefetch_related("entries__solution")
        return super().get_context_data(shortlists=rows, **kwargs)


@members
class ShortlistDetail(DetailView[Shortlist]):
    template_name = "shortlists/shortlist.html"
    context_object_name = "shortlist"
    slug_field = slug_url_kwarg = "public_id"

    def get_queryset(self) -> Any:
        return Shortlist.objects.visible_to(self.request.user).select_related("office")  # type: ignore[arg-type]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        save = FORMATS.get(request.GET.get("format", ""))
        return save(self._table(), "shortlist") if save else super().get(request, *args, **kwargs)

    def _entries(self, shortlist: Shortlist) -> Any:
        seen = Solution.objects.visible_to(self.request.user).values("pk")
        return shortlist.entries.filter(solution__in=seen).select_related("solution__team", "added_by")

    def _table(self) -> list[list[str]]:
        head = [_("Solution"), _("In one sentence"), _("Note"), _("Added by"), _("Added on"), _("Website")]
        rows = self._entries(self.get_object())
        return [head] + [
            [e.solution.name, e.solution.summary, e.note, str(e.added_by or ""), e.added_at.date().isoformat(), e.solution.website]
            for e in rows
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_edit = can(self.request.user, "shortlist.edit", self.object.office)
        return super().get_context_data(entries=self._entries(self.object), may_edit=may_edit, most=MOST, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        shortlist, actor = self.get_object(), cast(User, request.user)
        deed, number = request.POST.get("deed", ""), request.POST.get("entry", "")
        entry = int(number) if number.isdecimal() else 0
        if deed == "note":
            actions.note(shortlist.pk, actor, entry, request.POST.get("note", ""))
        elif deed == "remove":
            actions.remove(shortlist.pk, actor, entry)
        elif deed == "discard":
            actions.discard(shortlist.pk, actor)
            return redirect("shortlists:list")
        return redirect(shortlist)


@members
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put a solution on a shortlist of one of my offices, an existing one or a new one by name."""
    actor = cast(User, request.user)
    solution = get_object_or_404(Solution.objects.published(), public_id=_uuid(request.POST.get("solution", "")))
    where, name = request.POST.get("shortlist", ""), request.POST.get("name", "")
    try:
        if where:
            shortlist = get_object_or_404(Shortlist.objects.visible_to(actor), public_id=_uuid(where))
        else:
            office = get_object_or_404(Office.objects.filter(memberships__user=actor), slug=request.POST.get("office", ""))
            shortlist = actions.start(office.pk, actor, name)
        actions.add(shortlist.pk, actor, solution.public_id)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(solution)
    messages.success(request, _("%(solution)s is on the shortlist “%(name)s”.") % {"solution": solution.name, "name": shortlist.name})
    return redirect(shortlist)


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise Http404 from error


@public
class Compare(TemplateView):
    """Up to five published solutions, named in the address, so that it can be shared."""

    template_name = "shortlists/compare.html"

    def _chosen(self) -> list[Solution]:
        slugs = list(dict.fromkeys(self.request.GET.getlist("s")))[:MOST]
        found = {row.slug: row for row in Solution.objects.published().with_details().filter(slug__in=slugs)}
        return [found[slug] for slug in slugs if slug in found]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        save = FORMATS.get(request.GET.get("format", ""))
        if save is None:
            return super().get(request, *args, **kwargs)
        chosen = self._chosen()
        head = ["", *(solution.name for solution in chosen)]
        return save([head, *([str(row.label), *row.values] for row in compare(chosen))], "comparison")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self._chosen()
        query = self.request.GET.copy()
        query.pop("format", None)
        too_many = len(set(self.request.GET.getlist("s"))) > MOST
        return super().get_context_data(
            solutions=chosen, rows=compare(chosen), query=query.urlencode(), too_many=too_many, most=MOST, **kwargs
        )
