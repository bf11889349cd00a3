"""One submission as its manager sees it, and comparisons."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from marketplace.access import members

from .. import actions
from ..actions.assigning import candidates
from ..forms import AskForm, AssignForm, DecideForm, DueForm, FlagForm, ResolveForm
from ..models import Clarification, Flag, Review, Submission
from ..profile import differences, evidence, facts
from ..roles import is_manager, is_of_team
from ..scoring import mean, total_of
from ..similar import similar_decided
from .asked import posted_id


class ManagerView(View):
    """404 for what one may not see, 403 for whoever is no manager or belongs to the submission's team."""

    def submission(self, public_id: Any) -> Submission:
        user = self.request.user
        if not is_manager(user):
            raise PermissionDenied
        found = get_object_or_404(Submission.objects.visible_to(user).received().with_details(), public_id=public_id)
        if is_of_team(user, found.solution.team_id):
            raise PermissionDenied
        return found


@members
class Case(ManagerView):
    """Each form posts its own `act`; one that is refused comes back with what was typed."""

    def get(self, request: HttpRequest, public_id: Any) -> HttpResponse:
        return self.page(self.submission(public_id))

    def page(self, submission: Submission, act: str = "", bound: Any = None, about: Any = None) -> HttpResponse:
        user = self.request.user
        may_flag = user.has_perm("review.view_flag")
        reviews = list(submission.reviews.all())
        for review in reviews:
            review.total = total_of(review) if review.state == Review.State.SUBMITTED else None  # type: ignore[attr-defined]
            review.open_now = review.state == Review.State.ASSIGNED and submission.under_review  # type: ignore[attr-defined]
            mine = act == "due" and about == review.public_id
            review.due_form = bound if mine else DueForm(prefix=f"due-{review.pk}")  # type: ignore[attr-defined]
        flags = list(Flag.objects.filter(solution=submission.solution_id).select_related("raised_by", "resolved_by")) if may_flag else []
        for flag in flags:
            mine = act == "resolve" and about == flag.public_id
            flag.form = bound if mine else ResolveForm(prefix=f"flag-{flag.pk}")  # type: ignore[attr-defined]
        shown = submission.as_submitted()
        context = {
            "submission": submission,
            "facts": [fact for fact in [*facts(shown), *evidence(submission.solution)] if fact.text],
            "answers": submission.answers.select_related("question"),
            "clarifications": submission.clarifications.select_related("asked_by", "answered_by"),
            "reviews": reviews,
            "mean": mean(review.total for review in reviews),  # type: ignore[attr-defined]
            "terms": submission.terms,
            "similar": similar_decided(submission),
            "events": submission.events.select_related("actor", "subject"),
            "revisions": submission.solution.revisions.order_by("-created_at").defer("content")[:20],
            "may_flag": may_flag,
            "flags": flags,
            "assign_form": bound if act == "assign" else AssignForm(candidates=candidates(submission)),
            "ask_form": bound if act == "ask" else AskForm(),
            "decide_form": bound if act == "decide" else DecideForm(),
            "flag_form": bound if act == "flag" else FlagForm(),
        }
        return render(self.request, "review/case.html", context)

    def post(self, request: HttpRequest, public_id: Any) -> HttpResponse:
        submission = self.submission(public_id)
        act = request.POST.get("act", "")
        handler = getattr(self, f"do_{act}", None) if act in self.ACTS else None
        if handler is None:
            raise Http404
        result: HttpResponse = handler(submission)
        return result

    ACTS = frozenset({"assign", "balance", "unassign", "due", "ask", "publish", "decide", "flag", "resolve"})

    def _try(self, submission: Submission, act: str, form: forms.Form, do: Any, said: str, about: Any = None) -> HttpResponse:
        if form.is_valid():
            try:
                do(form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(self.request, said)
                return redirect("review:case", submission.public_id)
        return self.page(submission, act, form, about)

    def do_assign(self, submission: Submission) -> HttpResponse:
        form = AssignForm(self.request.POST, candidates=candidates(submission))
        return self._try(
            submission, "assign", form, lambda data: actions.assign(submission.pk, data["reviewer"].pk, self.request.user), _("Assigned.")
        )

    def do_ask(self, submission: Submission) -> HttpResponse:
        form = AskForm(self.request.POST)
        return self._try(
            submission,
            "ask",
            form,
            lambda data: actions.ask_clarification(submission.pk, self.request.user, data["question"]),
            _("The team was asked."),
        )

    def do_decide(self, submission: Submission) -> HttpResponse:
        form = DecideForm(self.request.POST)
        return self._try(
            submission, "decide", form, lambda data: actions.decide(submission.pk, self.request.user, **data), _("The team was told.")
        )

    def do_flag(self, submission: Submission) -> HttpResponse:
        form = FlagForm(self.request.POST)
        return self._try(
            submission,
            "flag",
            form,
            lambda data: actions.raise_flag(submission.solution_id, self.request.user, **data),
            _("The flag was raised."),
        )

    def do_resolve(self, submission: Submission) -> HttpResponse:
        if not self.request.user.has_perm("review.view_flag"):
            raise Http404
        flag = get_object_or_404(Flag, solution=submission.solution_id, public_id=posted_id(self.request, "flag"))
        form = ResolveForm(self.request.POST, prefix=f"flag-{flag.pk}")
        return self._try(
            submission,
            "resolve",
            form,
            lambda data: actions.resolve_flag(flag.pk, self.request.user, data["resolution"]),
            _("The flag was resolved."),
            flag.public_id,
        )

    def _review(self, submission: Submission) -> Review:
        return get_object_or_404(submission.reviews, public_id=posted_id(self.request, "review"))

    def do_due(self, submission: Submission) -> HttpResponse:
        review = self._review(submission)
        form = DueForm(self.request.POST, prefix=f"due-{review.pk}")
        return self._try(
            submission,
            "due",
            form,
            lambda data: actions.change_due(review.pk, self.request.user, data["due"]),
            _("The due date was changed."),
            review.public_id,
        )

    def do_unassign(self, submission: Submission) -> HttpResponse:
        return self._plain(submission, lambda: actions.unassign(self._review(submission).pk, self.request.user), _("Taken off."))

    def do_balance(self, submission: Submission) -> HttpResponse:
        def balance() -> None:
            missing = actions.assign_balanced(submission.pk, self.request.user).missing
            if missing:
                said = ngettext("%(count)s reviewer is still missing.", "%(count)s reviewers are still missing.", missing)
                messages.warning(self.request, said % {"count": missing})

        return self._plain(submission, balance, _("Assigned."))

    def do_publish(self, submission: Submission) -> HttpResponse:
        asked = get_object_or_404(Clarification, submission=submission, public_id=posted_id(self.request, "clarification"))
        show = self.request.POST.get("published") == "yes"
        return self._plain(submission, lambda: actions.publish_clarification(asked.pk, self.request.user, show), _("Saved."))

    def _plain(self, submission: Submission, do: Any, said: str) -> HttpResponse:
        try:
            do()
        except ValidationError as error:
            messages.error(self.request, error.messages[0])
        else:
            messages.success(self.request, said)
        return redirect("review:case", submission.public_id)


@members
class Revisions(ManagerView):
    """Two revisions of a profile side by side; unless others are chosen, what was submitted and the one before it."""

    def get(self, request: HttpRequest, public_id: Any) -> HttpResponse:
        submission = self.submission(public_id)
        revisions = list(submission.solution.revisions.select_related("user").order_by("-created_at", "-pk")[:50])
        by_pk = {str(revision.pk): revision for revision in revisions}
        after = by_pk.get(request.GET.get("b", "")) or submission.revision or (revisions[0] if revisions else None)
        before = by_pk.get(request.GET.get("a", ""))
        if before is None and after is not None:
            before = next((each for each in revisions if each.pk < after.pk), after)
        rows = differences(before.as_object(), after.as_object()) if before and after else []
        context = {"submission": submission, "revisions": revisions, "before": before, "after": after, "rows": rows}
        return render(request, "review/revisions.html", context)


@members
class SideBySide(ManagerView):
    """Two submissions: profile, answers and scores."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not is_manager(request.user):
            raise PermissionDenied
        form = PairForm(request.GET)
        if not form.is_valid():
            raise Http404
        pair = [self.submission(form.cleaned_data[name]) for name in ("a", "b")]
        columns = [facts(each.as_submitted()) + evidence(each.solution) for each in pair]
        rows = [(one.label, one.text, other.text) for one, other in zip(*columns, strict=True)]
        answers = [{answer.question.text: answer.text for answer in each.answers.select_related("question")} for each in pair]
        rows += [
            (question, answers[0].get(question, ""), answers[1].get(question, "")) for question in dict.fromkeys([*answers[0], *answers[1]])
        ]
        totals = [mean(total_of(r) for r in each.reviews.all() if r.state == Review.State.SUBMITTED) for each in pair]
        return render(request, "review/side_by_side.html", {"pair": pair, "rows": rows, "totals": totals})


class PairForm(forms.Form):
    a = forms.UUIDField()
    b = forms.UUIDField()
