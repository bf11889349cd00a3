from typing import Any

from django import template

from ..models import Notice

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_notices(context: dict[str, Any]) -> int:
    """How many the reader has not read; asked only for people who signed in."""
    user = context.get("user")
    return Notice.objects.filter(user=user).unread().count() if user is not None and user.is_authenticated else 0
