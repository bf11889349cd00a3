"""What due diligence found. Managers read it, and nobody else."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from solutions.models import Solution


class Flag(models.Model):
    class Level(models.TextChoices):
        OBSERVATION = "observation", _("Observation")
        YELLOW = "yellow", _("Yellow")
        ESCALATED = "escalated", _("Escalated")
        RED = "red", _("Red")

    class Category(models.TextChoices):
        REPUTATIONAL = "reputational", _("Reputational")
        FINANCIAL = "financial", _("Financial")
        OPERATIONAL = "operational", _("Operational")
        COMPLIANCE = "compliance", _("Compliance")
        EXPLOITATION = "exploitation", _("Exploitation and abuse")
        SAFEGUARDING = "safeguarding", _("Safeguarding")
        SANCTIONS = "sanctions", _("Sanctions")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="+")
    level = models.CharField(_("level"), max_length=12, choices=Level)
    category = models.CharField(_("category"), max_length=14, choices=Category)
    note = models.TextField(_("note"))
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    raised_at = models.DateTimeField(auto_now_add=True)
    resolution = models.TextField(_("how it was resolved"), blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["resolved_at", "-raised_at"]
        verbose_name = _("due diligence flag")
        verbose_name_plural = _("due diligence flags")
        constraints = [
            models.CheckConstraint(condition=models.Q(level__in=["observation", "yellow", "escalated", "red"]), name="flag_level_known")
        ]

    def __str__(self) -> str:
        # Wagtail and Django write this into logs and messages: it says nothing.
        return f"#{self.pk}"
