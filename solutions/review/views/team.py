"""A team's own submissions: where they stand, what is asked, what was decided."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView

from marketplace.access import can, members

from ..actions import answer_clarification, save_answers, submit, withdraw
from ..forms import AnswerForm, AnswersForm
from ..lifecycle import TEAM_SEES, Status, allowed
from ..models import Submission
from .asked import posted_id


def _own(user: Any) -> QuerySet[Submission]:
    """Of the teams that the person belongs to; what managers see more of is not here."""
    return Submission.objects.filter(solution__team__memberships__user=user).select_related("solution__team", "call").distinct()


@members
class SubmissionList(ListView[Submission]):
    template_name = "review/submission_list.html"
    context_object_name = "submissions"
    paginate_by = 30

    def get_queryset(self) -> QuerySet[Submission]:
        return _own(self.request.user).order_by("-created_at", "-pk")


@members
class SubmissionDetail(View):
    """POST answers a clarification (`clarification`) or withdraws (`withdraw`)."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.submission = get_object_or_404(_own(request.user), public_id=kwargs["public_id"])
        self.may_edit = can(request.user, "submission.edit", self.submission.solution.team)
        return super().dispatch(request, *args, **kwargs)

    def page(self, bound: AnswerForm | None = None, about: Any = None) -> HttpResponse:
        submission = self.submission
        asked = list(submission.clarifications.all())
        for each in asked:
            waiting = each.answered_at is None and self.may_edit and submission.under_review
            each.form = (bound if about == each else AnswerForm(prefix=str(each.pk))) if waiting else None  # type: ignore[attr-defined]
        context = {
            "submission": submission,
            "may_edit": self.may_edit,
            "may_withdraw": self.may_edit and allowed(submission, "withdraw"),
            "clarifications": asked,
            "answers": submission.answers.select_related("question"),
            "events": submission.events.filter(act__in=TEAM_SEES),
        }
        return render(self.request, "review/submission_detail.html", context)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.may_edit:
            raise PermissionDenied
        try:
            if "withdraw" in request.POST:
                withdraw(self.submission.pk, request.user)
                messages.success(request, _("Your submission was withdrawn."))
                return redirect(self.submission)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect(self.submission)
        about = get_object_or_404(self.submission.clarifications, public_id=posted_id(request, "clarification"))
        form = AnswerForm(request.POST, prefix=str(about.pk))
        if form.is_valid():
            try:
                answer_clarification(about.pk, request.user, form.cleaned_data["answer"])
            except ValidationError as error:
                form.add_error("answer", error)
            else:
                messages.success(request, _("Your answer was sent."))
                return redirect(self.submission)
        return self.page(form, about)


@members
class AnswersEdit(View):
    """What is typed is stored first, whatever the button; submitting comes after, so that a refusal loses nothing."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.submission = get_object_or_404(_own(request.user).filter(call__isnull=False), public_id=kwargs["public_id"])
        if not can(request.user, "submission.edit", self.submission.solution.team):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def page(self, form: AnswersForm) -> HttpResponse:
        return render(self.request, "review/answers_form.html", {"form": form, "submission": self.submission})

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.submission.status != Status.DRAFT:
            return redirect(self.submission)
        return self.page(AnswersForm(submission=self.submission))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = AnswersForm(request.POST, submission=self.submission)
        if not form.is_valid():
            return self.page(form)
        try:
            save_answers(self.submission.pk, request.user, form.answers())
            if "submit" not in request.POST:
                messages.success(request, _("Your draft was saved."))
                return redirect("review:answers", self.submission.public_id)
            submit(self.submission.pk, request.user)
        except ValidationError as error:
            if getattr(error, "code", "") == "missing":
                form.mark_missing()
            else:
                form.add_error(None, error)
            return self.page(form)
        messages.success(request, _("Your submission was received."))
        return redirect(self.submission)
