"""The form in which an office describes a need."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.vocabularies import lists
from marketplace.vocabularies.geography import BUREAUX, country_codes, country_name, language_name

from .actions import ConstraintValue
from .models import Constraint, Membership, Need, Office

LEVELS = [("", _("Not needed")), ("nice", _("Nice to have")), ("must", _("Must"))]
SIMPLE = ("open_licence", "works_offline", "basic_phones", "data_in_country")


def _countries() -> list[tuple[str, str]]:
    return sorted(((code, country_name(code)) for code in country_codes()), key=lambda pair: pair[1])


def _languages() -> list[tuple[str, str]]:
    return sorted(((code, language_name(code)) for code in lists.LANGUAGES), key=lambda pair: pair[1])


class OfficeForm(forms.ModelForm[Office]):
    countries = forms.MultipleChoiceField(label=_("Countries"), required=False)
    languages = forms.MultipleChoiceField(label=_("Languages"), required=False)
    priorities = forms.MultipleChoiceField(label=_("Priorities"), required=False, choices=list(lists.SECTORS.items()))
    focal_point = forms.EmailField(label=_("E-mail address of the focal point"), help_text=_("An invitation goes there."))

    class Meta:
        model = Office
        fields = ("name", "unit", "bureau", "countries", "languages", "priorities", "about", "approval_required")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bureau"] = forms.ChoiceField(
            label=_("Bureau"),
            required=False,
            choices=[("", "—"), *((code, f"{code} · {name}") for code, (name, _regions) in BUREAUX.items())],
        )
        self.fields["countries"].choices = _countries()  # type: ignore[attr-defined]
        self.fields["languages"].choices = _languages()  # type: ignore[attr-defined]


class NeedForm(forms.Form):
    """`fields_of_need()` and `constraint_values()` give what the actions take."""

    office = forms.ModelChoiceField(Office.objects.none(), label=_("Office"), empty_label=None)
    language = forms.ChoiceField(label=_("You write in"), choices=settings.LANGUAGES)
    title = forms.CharField(
        label=_("What do you need, in one line?"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"})
    )
    description = forms.CharField(
        label=_("Tell us about the problem, in plain words"),
        help_text=_("Who has the problem, what happens today, and what you would like to happen instead. Any length will do."),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    countries = forms.MultipleChoiceField(label=_("Countries"), choices=_countries, required=False)
    sdgs = forms.MultipleChoiceField(
        label=_("Goals"),
        choices=[(str(n), name) for n, name in lists.SDGS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sectors = forms.MultipleChoiceField(
        label=_("Sectors"), choices=list(lists.SECTORS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    urgency = forms.ChoiceField(label=_("When is it needed?"), choices=Need.Urgency.choices, initial=Need.Urgency.MEDIUM)
    visibility = forms.ChoiceField(label=_("Who may see it?"), choices=Need.Visibility.choices, initial=Need.Visibility.PUBLIC)
    open_licence = forms.ChoiceField(label=_("Open licence, no fee for each user"), choices=LEVELS, required=False)
    works_offline = forms.ChoiceField(label=_("Works without a connection"), choices=LEVELS, required=False)
    basic_phones = forms.ChoiceField(label=_("Works on basic phones (SMS, USSD, calls)"), choices=LEVELS, required=False)
    data_in_country = forms.ChoiceField(label=_("Data hosted in the country"), choices=LEVELS, required=False)
    language_level = forms.ChoiceField(label=_("In certain languages"), choices=LEVELS, required=False)
    language_values = forms.MultipleChoiceField(label=_("Which languages"), choices=_languages, required=False)
    ready_by_level = forms.ChoiceField(label=_("Ready by a date"), choices=LEVELS, required=False)
    ready_by_value = forms.DateField(
        label=_("Which date"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    budget_level = forms.ChoiceField(label=_("Within a budget"), choices=LEVELS, required=False)
    budget_value = forms.ChoiceField(label=_("Which budget"), choices=[("", "—"), *lists.PRICE_BANDS.items()], required=False)

    def __init__(self, *args: Any, user: User, need: Need | None = None, **kwargs: Any) -> None:
        if need is not None:
            kwargs["initial"] = self._initial(need) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        posting = [role for role in Membership.Role.values if role != Membership.Role.VIEWER]
        offices = (
            Office.objects.all() if user.is_superuser else Office.objects.filter(memberships__user=user, memberships__role__in=posting)
        )
        self.fields["office"].queryset = offices.distinct()  # type: ignore[attr-defined]
        if need is not None:
            del self.fields["office"]

    @staticmethod
    def _initial(need: Need) -> dict[str, Any]:
        names = ("language", "title", "description", "countries", "sdgs", "sectors", "urgency", "visibility")
        initial: dict[str, Any] = {name: getattr(need, name) for name in names}
        for row in need.constraints.all():
            if row.kind in SIMPLE:
                initial[row.kind] = row.level
            elif row.kind == Constraint.Kind.LANGUAGE:
                initial["language_level"] = row.level
                initial.setdefault("language_values", []).append(row.value)
            else:
                initial[f"{row.kind}_level"], initial[f"{row.kind}_value"] = row.level, row.value
        return initial

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        missing = {
            "language": _("Say which languages."),
            "ready_by": _("Say which date."),
            "budget": _("Say which budget."),
        }
        for kind, message in missing.items():
            field = "language_values" if kind == "language" else f"{kind}_value"
            if data.get(f"{kind}_level") and not data.get(field) and field not in self.errors:
                self.add_error(field, message)
        return data

    def fields_of_need(self) -> dict[str, Any]:
        names = ("language", "title", "description", "countries", "sdgs", "sectors", "urgency", "visibility")
        return {name: self.cleaned_data[name] for name in names}

    def constraint_values(self) -> list[ConstraintValue]:
        data = self.cleaned_data
        found = [ConstraintValue(kind, data[kind]) for kind in SIMPLE if data.get(kind)]
        if level := data.get("language_level"):
            found += [ConstraintValue("language", level, code) for code in data["language_values"]]
        if level := data.get("ready_by_level"):
            found.append(ConstraintValue("ready_by", level, data["ready_by_value"].isoformat()))
        if level := data.get("budget_level"):
            found.append(ConstraintValue("budget", level, data["budget_value"]))
        return found
