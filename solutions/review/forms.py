"""Forms of teams, reviewers and managers."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User

from .actions.scores import Given
from .models import Flag, Review, Submission

LONG = 10_000


def text(label: Any, required: bool = True, rows: int = 3, **kwargs: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, required=required, max_length=LONG, widget=widget, **kwargs)


class AnswersForm(forms.Form):
    """One field a question. A draft may leave required ones empty; `submit` is what asks for them."""

    def __init__(self, *args: Any, submission: Submission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = dict(submission.answers.values_list("question_id", "text"))
        self.questions = list(submission.call.questions.all()) if submission.call else []
        for question in self.questions:
            label = question.text if question.required else _("%(question)s (may stay empty)") % {"question": question.text}
            field = text(label, required=False, rows=6, help_text=question.help_text, initial=given.get(question.pk, ""))
            if not question.long:
                field.widget = forms.TextInput(attrs={"dir": "auto"})
            self.fields[f"question-{question.pk}"] = field

    def answers(self) -> dict[int, str]:
        return {question.pk: self.cleaned_data[f"question-{question.pk}"] for question in self.questions}

    def mark_missing(self) -> None:
        for question in self.questions:
            name = f"question-{question.pk}"
            if question.required and not self.cleaned_data.get(name, "").strip():
                self.add_error(name, _("This question needs an answer before you submit."))


class ScoresForm(forms.Form):
    """A score and a comment for each criterion, then the whole."""

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = {score.criterion_id: score for score in review.scores.all()}
        self.criteria = list(review.submission.rubric.criteria.all())
        for criterion in self.criteria:
            score = given.get(criterion.pk)
            self.fields[f"score-{criterion.pk}"] = forms.TypedChoiceField(
                label=_("%(criterion)s (weight %(weight)s)") % {"criterion": criterion.title, "weight": criterion.weight},
                help_text=criterion.guidance,
                choices=[("", "—"), *((n, str(n)) for n in range(6))],
                coerce=int,
                empty_value=None,
                required=False,
                initial=score.value if score else None,
            )
            self.fields[f"comment-{criterion.pk}"] = text(
                _("Comment on: %(criterion)s") % {"criterion": criterion.title}, False, 2, initial=score.comment if score else ""
            )
        self.fields["advice"] = forms.ChoiceField(
            label=_("Your advice"), choices=[("", "—"), *Review.Advice.choices], required=False, initial=review.advice
        )
        self.fields["comment"] = text(_("Overall comment"), False, initial=review.comment)

    def scores(self) -> dict[int, Given]:
        data = self.cleaned_data
        return {c.pk: Given(data[f"score-{c.pk}"], data[f"comment-{c.pk}"]) for c in self.criteria}

    def mark_missing(self) -> None:
        for name in [f"score-{criterion.pk}" for criterion in self.criteria]:
            if self.cleaned_data.get(name) is None and name not in self.errors:
                self.add_error(name, _("Give a score before you submit."))
        if not self.cleaned_data.get("advice"):
            self.add_error("advice", _("Say what you advise before you submit."))


class ConflictForm(forms.Form):
    reason = text(_("What is the conflict?"))


class AskForm(forms.Form):
    question = text(_("Question to the team"))


class AnswerForm(forms.Form):
    answer = text(_("Your answer"))


class ReviewerField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(_("%(name)s (%(count)s open)") % {"name": obj, "count": obj.open_reviews})


class AssignForm(forms.Form):
    reviewer = ReviewerField(User.objects.none(), label=_("Reviewer"))

    def __init__(self, *args: Any, candidates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = candidates  # type: ignore[attr-defined]


def end_of_day(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(23, 59)))


class DueForm(forms.Form):
    due = forms.DateField(label=_("Due"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean_due(self) -> datetime:
        return end_of_day(self.cleaned_data["due"])


class DecideForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Decision"), choices=[("", "—"), ("accept", _("Accept")), ("decline", _("Decline"))])
    reason = text(_("Reason, which the team receives"))
    early = forms.BooleanField(label=_("Decide without the reviews that are still to be done"), required=False)


class FlagForm(forms.Form):
    level = forms.ChoiceField(label=_("Level"), choices=Flag.Level.choices)
    category = forms.ChoiceField(label=_("Category"), choices=Flag.Category.choices)
    note = text(_("Note"))


class ResolveForm(forms.Form):
    resolution = text(_("How was it resolved?"))


class BulkForm(forms.Form):
    """One act for many submissions."""

    ACTS = [
        ("assign", _("Assign reviewers, balanced")),
        ("due", _("Set the due date")),
        ("compare", _("Show two side by side")),
        ("accept", _("Accept")),
        ("decline", _("Decline")),
    ]
    rows = forms.ModelMultipleChoiceField(
        Submission.objects.received(), to_field_name="public_id", error_messages={"required": _("Choose at least one submission.")}
    )
    act = forms.ChoiceField(label=_("What to do"), choices=ACTS)
    due = forms.DateField(label=_("Due"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reason = text(_("Reason, which the teams receive"), False, 2)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("act") == "due" and not data.get("due") and "due" not in self.errors:
            self.add_error("due", _("Say which date."))
        if data.get("act") in ("accept", "decline") and not data.get("reason", "").strip():
            self.add_error("reason", _("Say why: the team receives it."))
        if data.get("act") == "compare" and "rows" in data and len(data["rows"]) != 2:
            self.add_error("rows", _("Choose two submissions."))
        return data
