"""The step of Wagtail's workflow in which a profile is scored and decided."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from ..roles import is_manager
from .rubrics import Rubric


class ScoredReviewTask(Task):
    """Reviewers score by the rubric; a manager decides. Approving and rejecting go through `actions.decide` (see signals.py)."""

    rubric = models.ForeignKey(Rubric, verbose_name=_("rubric"), on_delete=models.PROTECT, related_name="tasks")
    reviewers_wanted = models.PositiveSmallIntegerField(
        _("reviewers for each submission"), default=2, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    review_days = models.PositiveSmallIntegerField(
        _("days for a review"), default=14, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    blind = models.BooleanField(_("blind"), default=False)

    admin_form_fields = [*Task.admin_form_fields, "rubric", "reviewers_wanted", "review_days", "blind"]

    class Meta:
        verbose_name = _("scored review")
        verbose_name_plural = _("scored reviews")

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return is_manager(user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Both ask for a comment: it is the reason that the team receives."""
        if not is_manager(user):
            return []
        return [("reject", _("Request changes"), True), ("approve", _("Approve with comment"), True)]

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        states = TaskState.objects.filter(task=self, status=TaskState.STATUS_IN_PROGRESS)
        return states if is_manager(user) else states.none()

    @classmethod
    def get_description(cls) -> Any:
        return _("Reviewers score by a rubric, and a manager decides with a reason")
