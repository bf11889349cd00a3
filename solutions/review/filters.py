"""What a manager narrows the queue by."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.vocabularies import lists

from .lifecycle import Status
from .models import Call, Review, Submission
from .roles import reviewers


class SubmissionFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="named", label=_("Solution or team"))
    status = django_filters.MultipleChoiceFilter(
        choices=[(value, label) for value, label in Status.choices if value != Status.DRAFT],
        label=_("Status"),
        widget=forms.CheckboxSelectMultiple,
    )
    call = django_filters.ModelChoiceFilter(queryset=Call.objects.all(), label=_("Call"), null_label=_("Outside any call"))
    sector = django_filters.ChoiceFilter(method="about", choices=list(lists.SECTORS.items()), label=_("Sector"))
    reviewer = django_filters.ModelChoiceFilter(queryset=lambda request: reviewers(), method="reviewed_by", label=_("Reviewer"))
    waiting = django_filters.ChoiceFilter(
        method="waits", choices=[("nobody", _("Without a reviewer")), ("late", _("A review is late")), ("ready", _("Ready to decide"))],
        label=_("Waiting"),
    )  # fmt: skip

    class Meta:
        model = Submission
        fields: list[str] = []

    def named(self, rows: QuerySet[Submission], name: str, value: str) -> QuerySet[Submission]:
        return rows.filter(solution__name__icontains=value) | rows.filter(solution__team__name__icontains=value)

    def about(self, rows: QuerySet[Submission], name: str, value: str) -> QuerySet[Submission]:
        return rows.filter(solution__sectors__holds=value)

    def reviewed_by(self, rows: QuerySet[Submission], name: str, value: Any) -> QuerySet[Submission]:
        return rows.filter(Exists(Review.objects.of(value).filter(submission=OuterRef("pk"))))

    def waits(self, rows: QuerySet[Submission], name: str, value: str) -> QuerySet[Submission]:
        active = Review.objects.active().filter(submission=OuterRef("pk"))
        rows = rows.filter(status__in=[Status.SUBMITTED, Status.IN_REVIEW, Status.CLARIFICATION])
        to_do = active.filter(state=Review.State.ASSIGNED)
        if value == "nobody":
            return rows.filter(~Exists(active))
        if value == "late":
            return rows.filter(Exists(to_do.filter(due_at__lt=timezone.now())))
        return rows.filter(Exists(active), ~Exists(to_do))
