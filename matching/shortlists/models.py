"""What an office keeps in view: solutions with the notes of its people."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from offices.models import Office
from solutions.models import Solution

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from marketplace.accounts.models import User


class ShortlistQuerySet(models.QuerySet["Shortlist"]):
    def visible_to(self, user: "User | AnonymousUser") -> "ShortlistQuerySet":
        """Those of one's own offices."""
        return self.filter(office__memberships__user=user.pk) if user.is_authenticated else self.none()


class Shortlist(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="shortlists")
    name = models.CharField(_("name"), max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ShortlistQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("shortlist")
        verbose_name_plural = _("shortlists")
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="one_shortlist_a_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("shortlists:detail", args=[self.public_id])


class Entry(models.Model):
    shortlist = models.ForeignKey(Shortlist, on_delete=models.CASCADE, related_name="entries")
    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="+")
    note = models.TextField(_("note"), max_length=2000, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name_plural = "entries"
        constraints = [models.UniqueConstraint(fields=["shortlist", "solution"], name="once_on_a_shortlist")]

    def __str__(self) -> str:
        return f"{self.solution} ({self.shortlist})"
