"""When a team last said that its profile is still right."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from solutions.models import Solution


class ProfileConfirmation(models.Model):
    """Asked, marked, unlisted: each step waits for the one before it, whenever the command runs."""

    solution = models.OneToOneField(Solution, on_delete=models.CASCADE, related_name="confirmation")
    confirmed_at = models.DateTimeField(_("confirmed"))
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    marked_at = models.DateTimeField(null=True, blank=True)
    unlisted_at = models.DateTimeField(null=True, blank=True)
    # What was up when it was unlisted; "still right" puts the same up again.
    unlisted_revision = models.ForeignKey(Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(marked_at__isnull=True) | models.Q(asked_at__isnull=False), name="marked_after_it_was_asked"
            ),
            models.CheckConstraint(
                condition=models.Q(unlisted_at__isnull=True) | models.Q(marked_at__isnull=False), name="unlisted_after_it_was_marked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.solution} {self.confirmed_at:%Y-%m-%d}"
