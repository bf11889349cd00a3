"""The demonstration's accounts on the sign-in page; an installation has none."""

from collections.abc import Iterable

from django import template
from django.conf import settings

from ..demonstration import DOMAIN, PASSWORD
from ..models import User

register = template.Library()


@register.simple_tag
def demonstration_accounts() -> Iterable[User]:
    if not settings.DEMONSTRATION:
        return User.objects.none()
    return User.objects.filter(email__endswith=f"@{DOMAIN}", is_active=True).order_by("pk")


@register.simple_tag
def demonstration_password() -> str:
    return PASSWORD if settings.DEMONSTRATION else ""
