"""What a team submits, where it stands, and everything that happened to it."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, TaskState

from marketplace.accounts.models import User
from solutions.models import Solution

from .. import lifecycle
from ..lifecycle import Status
from ..roles import is_manager
from .calls import Call, Question
from .rubrics import Rubric
from .tasks import ScoredReviewTask


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: Any) -> "SubmissionQuerySet":
        """A team's own for its members; all but drafts for managers. Reviewers see theirs through `Review`."""
        if user is None or not user.is_authenticated:
            return self.none()
        own = models.Q(solution__team__memberships__user=user)
        if is_manager(user):
            return self.filter(own | ~models.Q(status=Status.DRAFT)).distinct()
        return self.filter(own).distinct()

    def received(self) -> "SubmissionQuerySet":
        return self.filter(submitted_at__isnull=False)

    def undecided(self) -> "SubmissionQuerySet":
        return self.filter(status__in=lifecycle.UNDER_REVIEW)

    def with_details(self) -> "SubmissionQuerySet":
        return self.select_related("solution__team", "call__rubric", "task_state__task", "decided_by").prefetch_related(
            "reviews__scores__criterion", "reviews__reviewer"
        )


class Submission(models.Model):
    """To a call, or (call null) of the profile itself, which Wagtail's workflow of Solution opens and ends."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="submissions")
    call = models.ForeignKey(Call, null=True, blank=True, on_delete=models.PROTECT, related_name="submissions")
    # Written by lifecycle.apply() alone.
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT, editable=False)
    # What was submitted, as it was then.
    revision = models.ForeignKey(Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    task_state = models.OneToOneField(TaskState, null=True, blank=True, on_delete=models.SET_NULL, related_name="submission")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.TextField(_("reason of the decision"), blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.UniqueConstraint(
                fields=["solution", "call"],
                condition=models.Q(call__isnull=False) & ~models.Q(status__in=["declined", "withdrawn"]),
                name="one_live_submission_a_call",
            ),
            models.UniqueConstraint(
                fields=["solution"],
                condition=models.Q(call__isnull=True, status__in=["draft", "submitted", "in_review", "clarification"]),
                name="one_live_submission_of_a_profile",
            ),
            models.CheckConstraint(condition=models.Q(status__in=Status.values), name="submission_status_known"),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "withdrawn"]) | models.Q(submitted_at__isnull=False), name="submitted_has_its_time"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["accepted", "declined"], decided_at__isnull=False)
                | (~models.Q(status__in=["accepted", "declined"]) & models.Q(decided_at__isnull=True)),
                name="decided_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=["status", "submitted_at"], name="submission_queue")]

    def __str__(self) -> str:
        return f"{self.solution} ({self.call or '—'})"

    def get_absolute_url(self) -> str:
        return reverse("review:submission", args=[self.public_id])

    @property
    def number(self) -> str:
        """How a submission is spoken of where its team is hidden."""
        return str(self.public_id)[:8].upper()

    @property
    def under_review(self) -> bool:
        return self.status in lifecycle.UNDER_REVIEW

    @property
    def task(self) -> ScoredReviewTask:
        """The workflow's task, which says how a profile outside any call is reviewed."""
        given = self.task_state.task.specific if self.task_state else None
        return given if isinstance(given, ScoredReviewTask) else ScoredReviewTask.objects.select_related("rubric").order_by("pk")[0]

    @property
    def terms(self) -> "Call | ScoredReviewTask":
        """What says how this is reviewed: `rubric`, `reviewers_wanted`, `review_days`, `blind`."""
        return self.call or self.task

    @property
    def rubric(self) -> Rubric:
        return self.terms.rubric

    def as_submitted(self) -> Solution:
        """The profile as it was submitted."""
        return self.revision.as_object() if self.revision else self.solution


class Answer(models.Model):
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["question__sort_order"]
        constraints = [models.UniqueConstraint(fields=["submission", "question"], name="one_answer_a_question")]

    def __str__(self) -> str:
        return self.text[:80]


class Clarification(models.Model):
    """A manager's question to the team. With its answer it can be published on the call's page, without names."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="clarifications")
    question = models.TextField(_("question"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    published = models.BooleanField(default=False)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(published=False) | models.Q(answered_at__isnull=False), name="only_answers_are_published"
            )
        ]

    def __str__(self) -> str:
        return self.question[:80]


class Event(models.Model):
    """One thing that happened to a submission. Rows are only ever added."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="events")
    act = models.CharField(max_length=40)
    source = models.CharField(max_length=20, blank=True, choices=Status)
    target = models.CharField(max_length=20, blank=True, choices=Status)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # The person it was done to, as the reviewer of an assignment.
    subject = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.act}"

    @property
    def label(self) -> str:
        return str(lifecycle.ACTS[self.act])


def team_people(submission: Submission, roles: tuple[str, ...] = ("owner", "editor")) -> models.QuerySet[User]:
    """Who is told what happens to a submission."""
    team = submission.solution.team_id
    return User.objects.filter(team_memberships__team_id=team, team_memberships__role__in=roles) if team else User.objects.none()
