"""Who belongs to a team or an office, and invitations to it."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from marketplace.access import can, members

from .. import actions, groups
from ..models import Invitation, User


class InvitationForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=gettext_lazy("Role"))

    def __init__(self, kind: groups.GroupKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["role"]).choices = kind.roles
        self.fields["role"].initial = next(role for role, _label in kind.roles if role != kind.head)


@members
class People(FormView[InvitationForm]):
    """Seen by those who belong to the group; changed by its heads."""

    template_name = "accounts/people.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.kind = groups.kind(kwargs["kind"])
        except KeyError as error:
            raise Http404 from error
        self.group: Any = get_object_or_404(self.kind.group, slug=kwargs["slug"])
        self.person = cast(User, request.user)
        if not self.person.is_superuser and not self.kind.memberships(self.group).filter(user=self.person).exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> InvitationForm:
        return InvitationForm(self.kind, **self.get_form_kwargs())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        manages = can(self.person, f"{self.kind.code}.people", self.group)
        return super().get_context_data(
            kind=self.kind,
            group=self.group,
            manages=manages,
            memberships=self.kind.memberships(self.group).select_related("user").order_by("pk"),
            invitations=Invitation.objects.open().filter(kind=self.kind.code, group=self.group.pk) if manages else (),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        deeds: dict[str, Callable[[], object]] = {
            "role": lambda: actions.change_role(self.kind, self.group.pk, self._number(), self.person, request.POST.get("role", "")),
            "remove": lambda: actions.remove_member(self.kind, self.group.pk, self._number(), self.person),
            "hand_over": lambda: actions.hand_over(self.kind, self.group.pk, self._number(), self.person),
            "revoke": lambda: actions.revoke(request.POST.get("invitation"), self.person),
        }
        deed = deeds.get(request.POST.get("deed", ""))
        if deed is None:
            return super().post(request, *args, **kwargs)
        try:
            deed()
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        except (self.kind.membership.DoesNotExist, Invitation.DoesNotExist) as error:  # type: ignore[attr-defined]
            raise Http404 from error
        if not self.person.is_superuser and not self.kind.memberships(self.group).filter(user=self.person).exists():
            return redirect("matching:home")
        return redirect(request.path)

    def _number(self) -> int:
        value = self.request.POST.get("membership", "")
        if not value.isdecimal():
            raise Http404
        return int(value)

    def form_valid(self, form: InvitationForm) -> HttpResponse:
        try:
            actions.invite(self.kind, self.group.pk, self.person, form.cleaned_data["email"], form.cleaned_data["role"])
        except ValidationError as error:
            form.add_error("email", error)
            return self.form_invalid(form)
        messages.success(self.request, _("The invitation is on its way to %(email)s.") % {"email": form.cleaned_data["email"]})
        return redirect(self.request.path)


@members
class InvitationPage(TemplateView):
    template_name = "accounts/invitation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        invitation = Invitation.objects.for_person(cast(User, self.request.user)).filter(public_id=self.kwargs["public_id"]).first()
        if invitation is None:
            raise PermissionDenied(_("This invitation was for another address, was taken back, or is too old."))
        kind = groups.kind(invitation.kind)
        group = get_object_or_404(kind.group, pk=invitation.group)
        role = dict(kind.roles).get(invitation.role, invitation.role)
        return super().get_context_data(invitation=invitation, group=group, role=role, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        accept = request.POST.get("answer") == "accept"
        group = actions.answer(kwargs["public_id"], cast(User, request.user), accept)
        return redirect(group) if accept else redirect("matching:home")
