"""A reviewer's page: what is mine to score."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView

from marketplace.access import members

from ..actions import declare_conflict, save_review, submit_review
from ..forms import ConflictForm, ScoresForm
from ..models import Review
from ..reading import reading_for
from ..roles import is_reviewer


def _mine(user: Any) -> QuerySet[Review]:
    return Review.objects.of(user).select_related("submission__solution__team", "submission__call__rubric", "submission__task_state__task")


@members
class MyReviews(ListView[Review]):
    template_name = "review/my_reviews.html"
    context_object_name = "reviews"
    paginate_by = 30

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not is_reviewer(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Review]:
        return _mine(self.request.user).order_by("state", "due_at", "pk")


@members
class ReviewPage(View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not is_reviewer(request.user):
            raise PermissionDenied
        self.review = get_object_or_404(_mine(request.user), public_id=kwargs["public_id"])
        return super().dispatch(request, *args, **kwargs)

    def page(self, form: ScoresForm | None = None, conflict: ConflictForm | None = None) -> HttpResponse:
        review = self.review
        if review.is_open:
            form, conflict = form or ScoresForm(review=review), conflict or ConflictForm(prefix="conflict")
        context = {"review": review, "reading": reading_for(review), "form": form, "conflict": conflict}
        return render(self.request, "review/review.html", context)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "conflict" in request.POST:
            return self._conflict(request)
        form = ScoresForm(request.POST, review=self.review)
        if not form.is_valid():
            return self.page(form)
        given = (form.scores(), form.cleaned_data["comment"], form.cleaned_data["advice"])
        try:
            save_review(self.review.pk, request.user, *given)
            if "submit" not in request.POST:
                messages.success(request, _("Your draft was saved."))
                return redirect(self.review)
            submit_review(self.review.pk, request.user, *given)
        except ValidationError as error:
            if getattr(error, "code", "") == "missing":
                form.mark_missing()
            else:
                form.add_error(None, error)
            return self.page(form)
        messages.success(request, _("Your review was submitted."))
        return redirect("review:mine")

    def _conflict(self, request: HttpRequest) -> HttpResponse:
        form = ConflictForm(request.POST, prefix="conflict")
        if form.is_valid():
            try:
                declare_conflict(self.review.pk, request.user, form.cleaned_data["reason"])
            except ValidationError as error:
                form.add_error("reason", error)
            else:
                messages.success(request, _("You were taken off this submission and will not be asked about it again."))
                return redirect("review:mine")
        return self.page(conflict=form)
