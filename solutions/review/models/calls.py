"""A call: when it is open, in whose time zone, what it asks, and how it is judged."""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, RevisionMixin

from marketplace.vocabularies.fields import CodesField

from ..call_forms import CallForm
from .rubrics import Rubric


class CallQuerySet(models.QuerySet["Call"]):
    def published(self) -> "CallQuerySet":
        return self.filter(published=True)

    def open(self) -> "CallQuerySet":
        now = timezone.now()
        return self.published().filter(opens_at__lte=now, closes_at__gt=now)


class Call(RevisionMixin, ClusterableModel):
    """Opening and closing are instants; `time_zone` is the one they were entered in and are shown in."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    published = models.BooleanField(_("shown to everybody"), default=False)
    text = models.TextField(_("what it is about"))
    eligibility = models.TextField(_("who may apply"), blank=True)
    themes = CodesField(_("themes"))
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    cohort = models.CharField(_("name of the cohort"), max_length=200, blank=True)
    rubric = models.ForeignKey(Rubric, verbose_name=_("rubric"), on_delete=models.PROTECT, related_name="calls")
    reviewers_wanted = models.PositiveSmallIntegerField(
        _("reviewers for each submission"), default=2, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    review_days = models.PositiveSmallIntegerField(
        _("days for a review"), default=14, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    blind = models.BooleanField(
        _("blind"), default=False, help_text=_("Reviewers see neither who submits nor each other's scores until all of them have scored.")
    )

    objects = CallQuerySet.as_manager()

    panels = [
        MultiFieldPanel([FieldPanel(name) for name in ("title", "slug", "published", "text", "eligibility", "themes")], _("The call")),
        MultiFieldPanel([FieldPanel(name) for name in ("time_zone", "opens_at", "closes_at")], _("When")),
        MultiFieldPanel([FieldPanel(name) for name in ("rubric", "reviewers_wanted", "review_days", "blind", "cohort")], _("Review")),
        InlinePanel("questions", heading=_("Questions"), label=_("Question")),
    ]
    base_form_class = CallForm

    class Meta:
        ordering = ["-closes_at"]
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        constraints = [
            models.CheckConstraint(condition=models.Q(closes_at__gt=models.F("opens_at")), name="call_opens_before_it_closes"),
            models.CheckConstraint(condition=models.Q(reviewers_wanted__range=(1, 9)), name="call_has_reviewers"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("review:call", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("A call closes after it opens.")})

    def is_open(self, at: datetime | None = None) -> bool:
        return self.published and self.opens_at <= (at or timezone.now()) < self.closes_at

    @property
    def state(self) -> str:
        now = timezone.now()
        return "coming" if now < self.opens_at else "open" if now < self.closes_at else "closed"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class Question(Orderable):
    class Prefill(models.TextChoices):
        """Where an answer starts from, so that nothing is typed twice."""

        NOTHING = "", _("Nothing")
        SUMMARY = "solution.summary", _("The solution in one sentence")
        DESCRIPTION = "solution.description", _("What the solution does")
        PROBLEM = "solution.problem", _("The problem it answers")
        WEBSITE = "solution.website", _("The solution's website")
        TEAM = "team.name", _("The team's name")
        ABOUT = "team.about", _("About the team")

    call = ParentalKey(Call, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(_("question"), max_length=500)
    help_text = models.TextField(_("help"), blank=True)
    required = models.BooleanField(_("required"), default=True)
    long = models.BooleanField(_("a long answer"), default=True)
    prefill = models.CharField(_("starts filled in with"), max_length=30, blank=True, choices=Prefill, default=Prefill.NOTHING)

    panels = [FieldPanel(name) for name in ("text", "help_text", "required", "long", "prefill")]

    class Meta(Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.text
