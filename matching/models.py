"""What matching keeps: vectors by text, and the suggestions that join a need with a solution."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from offices.models import Need
from solutions.models import Solution

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from marketplace.accounts.models import User


class Embedding(models.Model):
    """A text's vector, kept by the model that made it and the SHA-256 of the text; 16-bit floats."""

    model = models.CharField(max_length=60)
    text_hash = models.CharField(max_length=64)
    vector = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "text_hash"], name="one_vector_a_text")]

    def __str__(self) -> str:
        return f"{self.model} {self.text_hash[:12]}"


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def visible_to(self, user: "User | AnonymousUser | None") -> "SuggestionQuerySet":
        """Only where both ends may be seen."""
        return self.filter(need__in=Need.objects.visible_to(user).values("pk"), solution__in=Solution.objects.visible_to(user).values("pk"))


class Suggestion(models.Model):
    """The machine's proposal, with its reasons as they were when it was computed."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="suggestions")
    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="suggestions")
    rank = models.PositiveIntegerField(_("rank"))
    score = models.FloatField(_("score"), help_text=_("0 to 100"))
    reasons = models.JSONField(default=list)
    ranking_version = models.CharField(max_length=40)
    computed_at = models.DateTimeField(auto_now=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["need", "rank"]
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        constraints = [models.UniqueConstraint(fields=["need", "solution"], name="one_suggestion_a_pair")]

    def __str__(self) -> str:
        return f"{self.need} ~ {self.solution}"


class StoredRecord(models.Model):
    """A solution or a need as it is indexed: made once after a change, read by every engine and process that (re)builds its index."""

    kind = models.CharField(max_length=10)
    reference = models.UUIDField(unique=True)
    version = models.PositiveBigIntegerField()
    removed = models.BooleanField(default=False)
    payload = models.JSONField(default=dict)
    vectors = models.BinaryField(default=bytes)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.reference} v{self.version}"
