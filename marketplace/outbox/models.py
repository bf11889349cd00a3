"""News that must not be lost: written in the transaction of the change it tells of."""

from django.db import models
from django.utils import timezone


class EntryQuerySet(models.QuerySet["Entry"]):
    def due(self) -> "EntryQuerySet":
        return self.filter(state=Entry.State.WAITING, next_at__lte=timezone.now())


class Entry(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        DEAD = "dead"

    topic = models.CharField(max_length=60)
    key = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(auto_now_add=True)
    error = models.TextField(blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["state", "next_at"], name="outbox_due"),
            models.Index(fields=["topic", "id"], name="outbox_topic"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"
