"""What changed in a need becomes an outbox row, in the transaction of the change; nothing else happens here."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from marketplace.outbox.delivery import put

from .models import Constraint, Need

TOPIC = "need.changed"


@receiver(pre_save, sender=Need)
def count_version(instance: Need, **kwargs: Any) -> None:
    if instance.pk and not kwargs.get("raw") and kwargs.get("update_fields") is None:
        instance.version += 1


@receiver([post_save, post_delete], sender=Need)
def need_changed(instance: Need, **kwargs: Any) -> None:
    with transaction.atomic():
        put(TOPIC, instance.public_id)


@receiver([post_save, post_delete], sender=Constraint)
def constraint_changed(instance: Constraint, **kwargs: Any) -> None:
    with transaction.atomic():
        Need.objects.filter(pk=instance.need_id).update(version=F("version") + 1)
        if public_id := Need.objects.filter(pk=instance.need_id).values_list("public_id", flat=True).first():
            put(TOPIC, public_id)
