"""Who scores what, by when, and how."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from solutions.models import Solution, Team

from .rubrics import Criterion
from .submissions import Submission


class ReviewQuerySet(models.QuerySet["Review"]):
    def active(self) -> "ReviewQuerySet":
        """Assigned and not taken off; submitted or not."""
        return self.filter(state__in=[Review.State.ASSIGNED, Review.State.SUBMITTED])

    def open(self) -> "ReviewQuerySet":
        """Still to be done."""
        return self.filter(state=Review.State.ASSIGNED, submission__in=Submission.objects.undecided())

    def of(self, user: Any) -> "ReviewQuerySet":
        """A reviewer's own; not those of a team that they joined since."""
        return self.active().filter(reviewer=user.pk).exclude(submission__solution__team__memberships__user=user.pk)


class Review(models.Model):
    class State(models.TextChoices):
        ASSIGNED = "assigned", _("To do")
        SUBMITTED = "submitted", _("Done")
        REMOVED = "removed", _("Taken off")
        CONFLICT = "conflict", _("Conflict of interest")

    class Advice(models.TextChoices):
        ACCEPT = "accept", _("Accept")
        UNSURE = "unsure", _("Unsure")
        DECLINE = "decline", _("Decline")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews")
    state = models.CharField(max_length=10, choices=State, default=State.ASSIGNED)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    assigned_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(_("due"))
    # How many steps of the escalation were taken for this due date.
    escalated = models.PositiveSmallIntegerField(default=0)
    advice = models.CharField(_("advice"), max_length=10, blank=True, choices=Advice)
    comment = models.TextField(_("comment"), blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.UniqueConstraint(fields=["submission", "reviewer"], name="one_review_a_reviewer"),
            models.CheckConstraint(
                condition=models.Q(state="submitted", submitted_at__isnull=False)
                | (~models.Q(state="submitted") & models.Q(submitted_at__isnull=True)),
                name="submitted_review_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="review_clock")]

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.reviewer}"

    def get_absolute_url(self) -> str:
        return reverse("review:review", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.ASSIGNED and self.submission.under_review

    @property
    def days_left(self) -> int:
        """Below nought when it is late."""
        return (self.due_at - timezone.now()).days


class Score(models.Model):
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    value = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        ordering = ["criterion__sort_order"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_score_a_criterion"),
            models.CheckConstraint(condition=models.Q(value__isnull=True) | models.Q(value__range=(0, 5)), name="scores_run_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"


class Conflict(models.Model):
    """A reviewer's declared conflict of interest: never again with that solution or anything else of its team."""

    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="conflicts")
    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(_("reason"))
    declared_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reviewer", "solution"], name="one_conflict_a_solution")]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.solution}"
