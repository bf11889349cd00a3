"""How allauth makes and greets our people."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.utils.translation import get_language

from .models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """A person's language is that of the page they signed up on, until they say otherwise."""
        user.language = get_language() or "en"
        saved: User = super().save_user(request, user, form, commit=commit)
        return saved


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        """The provider's whole name where it gives no first one."""
        user: User = super().populate_user(request, sociallogin, data)
        user.language = get_language() or "en"
        user.first_name = user.first_name or str(data.get("name") or "")[:150]
        return user
