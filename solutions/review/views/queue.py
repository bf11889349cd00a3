"""The manager's queue."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from marketplace.access import members

from ..actions import assign_balanced, change_due, decide
from ..filters import SubmissionFilter
from ..forms import BulkForm, end_of_day
from ..models import Review, Submission
from ..roles import is_manager
from ..scoring import mean, total_of


def progress(submission: Submission) -> dict[str, Any]:
    """Of prefetched reviews: how many are done, when the next is due, what they gave."""
    active = [review for review in submission.reviews.all() if review.state in (Review.State.ASSIGNED, Review.State.SUBMITTED)]
    done = [review for review in active if review.state == Review.State.SUBMITTED]
    to_do = [review for review in active if review.state == Review.State.ASSIGNED] if submission.under_review else []
    return {
        "active": len(active),
        "done": len(done),
        "next": min(to_do, key=lambda review: review.due_at) if to_do else None,
        "mean": mean(total_of(review) for review in done),
    }


@members
class Queue(View):
    """POST does one thing with many submissions; what cannot be done to one of them is said and leaves the others alone."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not is_manager(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def page(self, bulk: BulkForm) -> HttpResponse:
        rows = (
            Submission.objects.received()
            .exclude(solution__team__memberships__user=self.request.user.pk)
            .with_details()
            .order_by("-submitted_at", "-pk")
        )
        filters = SubmissionFilter(self.request.GET, queryset=rows, request=self.request)
        page = Paginator(filters.qs, 30).get_page(self.request.GET.get("page"))
        chosen = set(bulk.data.getlist("rows")) if bulk.is_bound else set()  # type: ignore[attr-defined]
        listed = [{"submission": row, "chosen": str(row.public_id) in chosen, **progress(row)} for row in page]
        query = self.request.GET.copy()
        query.pop("page", None)
        context = {"filters": filters, "page": page, "rows": listed, "bulk": bulk, "query": query.urlencode()}
        return render(self.request, "review/queue.html", context)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(BulkForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = BulkForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        if form.cleaned_data["act"] == "compare":
            one, other = form.cleaned_data["rows"].order_by("pk")
            return redirect(f"{reverse('review:compare')}?a={one.public_id}&b={other.public_id}")
        done = 0
        for submission in form.cleaned_data["rows"].order_by("pk"):
            try:
                self._do(form.cleaned_data, submission)
                done += 1
            except ValidationError as error:
                said = _("%(solution)s: %(problem)s") % {"solution": submission.solution.name, "problem": error.messages[0]}
                messages.error(request, said)
            except PermissionDenied:
                messages.error(request, _("%(solution)s: you belong to its team.") % {"solution": submission.solution.name})
        messages.success(request, ngettext("Done for %(count)s submission.", "Done for %(count)s submissions.", done) % {"count": done})
        return redirect(request.get_full_path())

    def _do(self, data: dict[str, Any], submission: Submission) -> None:
        actor = self.request.user
        if data["act"] == "assign":
            missing = assign_balanced(submission.pk, actor).missing
            if missing:
                raise ValidationError(
                    ngettext("%(count)s reviewer is still missing.", "%(count)s reviewers are still missing.", missing) % {"count": missing}
                )
        elif data["act"] == "due":
            for review in submission.reviews.open():
                change_due(review.pk, actor, end_of_day(data["due"]))
        else:
            decide(submission.pk, actor, data["act"], data["reason"])
