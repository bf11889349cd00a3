"""What a person tells about themselves, once."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import User


class NameForm(forms.Form):
    """Asked beside the e-mail address at sign-up."""

    name = forms.CharField(label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ("name", "email", "password1", "password2")

    def signup(self, request: HttpRequest, user: User) -> None:
        user.first_name = self.cleaned_data["name"]
        user.save(update_fields=["first_name"])


class ProfileForm(forms.ModelForm[User]):
    language = forms.ChoiceField(label=_("Language of e-mails and of this site"), choices=settings.LANGUAGES)

    class Meta:
        model = User
        fields = ("first_name", "last_name", "language", "by_mail")
        labels = {"first_name": _("Your name"), "last_name": _("Family name, if it stands apart")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_name"].required = True
