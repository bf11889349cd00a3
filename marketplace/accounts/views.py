"""Signing in. The demonstration offers its accounts; an installation never does."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView

from .models import User

DEMONSTRATION_DOMAIN = "demo.example"
DEMONSTRATION_PASSWORD = "demonstration"


class SignIn(LoginView):
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if settings.DEMONSTRATION:
            kwargs["demonstration_accounts"] = User.objects.filter(email__endswith=f"@{DEMONSTRATION_DOMAIN}").order_by("pk")
            kwargs["demonstration_password"] = DEMONSTRATION_PASSWORD
        return super().get_context_data(**kwargs)
