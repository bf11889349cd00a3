"""What a person was told, once."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from . import kinds


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """One event as one person hears of it. `key` names the event: the same one is never told twice."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=150)
    params: Any = models.JSONField(default=dict, blank=True)
    # A path without a language, as /needs/x/; the reader's language goes before it.
    url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [models.UniqueConstraint(fields=["user", "kind", "key"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def subject(self) -> str:
        return kinds.render(self.kind, self.params)[0]

    @property
    def text(self) -> str:
        return kinds.render(self.kind, self.params)[1]
