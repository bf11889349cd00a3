"""My own account: who I am to others, my data, and leaving."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView, UpdateView

from marketplace.access import members, public

from .. import privacy
from ..forms import ProfileForm
from ..models import User


@members
class Profile(UpdateView[User, ProfileForm]):
    template_name = "accounts/profile.html"
    form_class = ProfileForm
    success_url = reverse_lazy("accounts:profile")

    def get_object(self, queryset: Any = None) -> User:
        return cast(User, self.request.user)

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        messages.success(self.request, _("Saved."))
        return super().form_valid(form)


@members
def my_data(request: HttpRequest) -> HttpResponse:
    """All that is kept of me, as a file."""
    response = JsonResponse(privacy.export(cast(User, request.user)), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@members
@require_POST
def delete_me(request: HttpRequest) -> HttpResponse:
    """Asked with the password or, without one, with the address typed once more."""
    user = cast(User, request.user)
    typed = request.POST.get("confirmation", "")
    if not (user.check_password(typed) if user.has_usable_password() else typed.strip().lower() == user.email.lower()):
        return render(
            request, "accounts/profile.html", {"form": ProfileForm(instance=user), "refused": _("That does not match.")}, status=400
        )
    try:
        privacy.erase(user.pk)
    except ValidationError as error:
        message = " ".join(error.messages)
        return render(request, "accounts/profile.html", {"form": ProfileForm(instance=user), "refused": message}, status=400)
    logout(request)
    messages.success(request, _("Your account is deleted."))
    return redirect("home")


@public
class Retention(TemplateView):
    """How long what is kept."""

    template_name = "accounts/retention.html"
