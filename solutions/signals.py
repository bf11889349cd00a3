"""What changed in a profile becomes an outbox row, in the transaction of the change; a published draft brings its parts along."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.signals import published

from marketplace.outbox.delivery import put

from .models import Deployment, Goal, Offering, OrganisationRole, Solution
from .profiles import apply_parts

TOPIC = "solution.changed"


@receiver(pre_save, sender=Solution)
def count_version(instance: Solution, **kwargs: Any) -> None:
    if instance.pk and not kwargs.get("raw") and kwargs.get("update_fields") is None:
        # A published revision brings the version it was saved with; the index must never be sent back to that.
        stored = Solution.objects.filter(pk=instance.pk).values_list("version", flat=True).first() or 0
        instance.version = max(instance.version, stored) + 1


@receiver([post_save, post_delete], sender=Solution)
def solution_changed(instance: Solution, **kwargs: Any) -> None:
    with transaction.atomic():
        put(TOPIC, instance.public_id)


@receiver([post_save, post_delete], sender=Deployment)
@receiver([post_save, post_delete], sender=Goal)
@receiver([post_save, post_delete], sender=OrganisationRole)
@receiver([post_save, post_delete], sender=Offering)
def part_changed(instance: Deployment | Goal | OrganisationRole | Offering, **kwargs: Any) -> None:
    """A part of a profile changed: the profile's version moves, so that its index entry follows."""
    if instance.solution_id is None:
        return
    with transaction.atomic():
        Solution.objects.filter(pk=instance.solution_id).update(version=F("version") + 1)
        if public_id := Solution.objects.filter(pk=instance.solution_id).values_list("public_id", flat=True).first():
            put(TOPIC, public_id)


@receiver(published, sender=Solution)
def draft_published(instance: Solution, **kwargs: Any) -> None:
    apply_parts(instance)
