"""What submissions are scored by."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from ..rubric_forms import RubricForm

WHOLE = 100


class Rubric(ClusterableModel):
    """Criteria whose weights sum to 100; frozen from the first score given by it."""

    name = models.CharField(_("name"), max_length=200, unique=True)

    panels = [FieldPanel("name"), InlinePanel("criteria", heading=_("Criteria"), label=_("Criterion"), min_num=1)]
    base_form_class = RubricForm

    class Meta:
        ordering = ["name"]
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")

    def __str__(self) -> str:
        return self.name

    def is_used(self) -> bool:
        return bool(self.pk) and self.criteria.filter(scores__isnull=False).exists()

    @staticmethod
    def check_weights(weights: Iterable[int]) -> None:
        total = sum(weights)
        if total != WHOLE:
            raise ValidationError(_("The weights sum to %(total)s; they must sum to 100."), params={"total": total}, code="weights")

    def check_whole(self) -> None:
        """Raises ValidationError unless the stored weights sum to 100."""
        self.check_weights(self.criteria.values_list("weight", flat=True))


class Criterion(Orderable):
    rubric = ParentalKey(Rubric, on_delete=models.CASCADE, related_name="criteria")
    title = models.CharField(_("criterion"), max_length=200)
    guidance = models.TextField(_("what the scores 0 to 5 mean"), blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), validators=[MinValueValidator(1), MaxValueValidator(WHOLE)])

    panels = [FieldPanel("title"), FieldPanel("guidance"), FieldPanel("weight")]

    class Meta(Orderable.Meta):
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [models.CheckConstraint(condition=models.Q(weight__range=(1, WHOLE)), name="weight_of_a_hundred")]

    def __str__(self) -> str:
        return self.title
