"""What people tell about their team."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.vocabularies.geography import country_codes, country_name, language_name
from marketplace.vocabularies.lists import LANGUAGES

from .models import Team


class TeamForm(forms.ModelForm[Team]):
    country = forms.ChoiceField(label=_("Country"), required=False)
    languages = forms.MultipleChoiceField(label=_("Working languages"), required=False)

    class Meta:
        model = Team
        fields = ("name", "country", "website", "about", "size", "languages")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = sorted(((code, country_name(code)) for code in country_codes()), key=lambda pair: pair[1])
        self.fields["country"].choices = [("", "—"), *countries]  # type: ignore[attr-defined]
        names = sorted(((code, language_name(code)) for code in LANGUAGES), key=lambda pair: pair[1])
        self.fields["languages"].choices = names  # type: ignore[attr-defined]
