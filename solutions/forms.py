"""What people tell about their team and their solutions."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from marketplace.vocabularies import lists
from marketplace.vocabularies.geography import country_codes, country_name, language_name

from .models import Solution, Team


class TeamForm(forms.ModelForm[Team]):
    country = forms.ChoiceField(label=_("Country"), required=False)
    languages = forms.MultipleChoiceField(label=_("Working languages"), required=False)

    class Meta:
        model = Team
        fields = ("name", "country", "website", "about", "size", "languages")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = _countries()  # type: ignore[attr-defined]
        self.fields["languages"].choices = _languages()  # type: ignore[attr-defined]


Choices = list[tuple[str, Any]]


def _countries() -> Choices:
    return [("", "—"), *sorted(((code, country_name(code)) for code in country_codes()), key=lambda pair: pair[1])]


def _languages() -> Choices:
    return sorted(((code, language_name(code)) for code in lists.LANGUAGES), key=lambda pair: pair[1])


def _known() -> Choices:
    return [("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))]


MIN_GOALS, MIN_PLACES = 3, 4
KNOWN = {"yes": True, "no": False, "": None}


class ProfileForm(forms.Form):
    """A whole profile. `fields_of_profile()` is what the actions take; empty rows of goals and places are left out."""

    name = forms.CharField(label=_("Name"), max_length=255)
    summary = forms.CharField(label=_("In one sentence"), max_length=300, required=False)
    language = forms.ChoiceField(label=_("You write in"), choices=settings.LANGUAGES)
    description = forms.CharField(
        label=_("What it does"),
        help_text=_("For whom, in which situation, and what changes. Offices are matched by these words."),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    problem = forms.CharField(
        label=_("The problem it answers"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )
    types = forms.MultipleChoiceField(
        label=_("Type"), required=False, choices=list(lists.TYPES.items()), widget=forms.CheckboxSelectMultiple
    )
    sectors = forms.MultipleChoiceField(
        label=_("Sectors"), required=False, choices=list(lists.SECTORS.items()), widget=forms.CheckboxSelectMultiple
    )
    website = forms.URLField(label=_("Website"), max_length=500, required=False, assume_scheme="https")
    repository = forms.URLField(label=_("Source code"), max_length=500, required=False, assume_scheme="https")
    licences = forms.CharField(
        label=_("Licences (SPDX)"), help_text=_("For example MIT or AGPL-3.0, with commas between several."), required=False, max_length=200
    )
    scale_stage = forms.TypedChoiceField(
        label=_("Scale stage"), required=False, choices=[("", "—"), *lists.SCALE_STAGES.items()], coerce=int, empty_value=None
    )
    works_offline = forms.ChoiceField(label=_("Works offline"), required=False)
    basic_phones = forms.ChoiceField(label=_("Works on basic phones"), required=False)
    self_hosted = forms.ChoiceField(label=_("Can be hosted in the country"), required=False)
    languages = forms.MultipleChoiceField(label=_("Interface languages"), required=False)

    def __init__(self, *args: Any, profile: Solution | None = None, **kwargs: Any) -> None:
        parts = profile.parts if profile else {}
        self.goal_rows = max(MIN_GOALS, len(parts.get("goals", ())) + 1)
        self.place_rows = max(MIN_PLACES, len(parts.get("places", ())) + 1)
        if profile is not None:
            kwargs["initial"] = _initial(profile) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = _languages()  # type: ignore[attr-defined]
        for name in ("works_offline", "basic_phones", "self_hosted"):
            self.fields[name].choices = _known()  # type: ignore[attr-defined]
        countries, goals = _countries(), [("", "—"), *((str(n), f"{n}. {label}") for n, label in lists.SDGS.items())]
        for row in range(self.goal_rows):
            self.fields[f"goal_{row}"] = forms.ChoiceField(label=_("Goal"), required=False, choices=goals)
            evidence = forms.CharField(label=_("How it serves this goal"), required=False, max_length=3000)
            evidence.widget = forms.Textarea(attrs={"rows": 2, "dir": "auto"})
            self.fields[f"evidence_{row}"] = evidence
        for row in range(self.place_rows):
            self.fields[f"country_{row}"] = forms.ChoiceField(label=_("Country"), required=False, choices=countries)
            self.fields[f"since_{row}"] = forms.IntegerField(label=_("Since"), required=False, min_value=1980, max_value=2100)
            self.fields[f"scale_{row}"] = forms.CharField(label=_("Scale"), required=False, max_length=255)
            self.fields[f"source_{row}"] = forms.CharField(label=_("Source"), required=False, max_length=500)

    def goal_fields(self) -> list[list[forms.BoundField]]:
        return [[self[f"goal_{row}"], self[f"evidence_{row}"]] for row in range(self.goal_rows)]

    def place_fields(self) -> list[list[forms.BoundField]]:
        return [[self[f"{name}_{row}"] for name in ("country", "since", "scale", "source")] for row in range(self.place_rows)]

    def plain_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name in self.base_fields]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for kind, rows in (("goal", self.goal_rows), ("country", self.place_rows)):
            seen: set[str] = set()
            for row in range(rows):
                value = data.get(f"{kind}_{row}", "")
                if value and value in seen:
                    self.add_error(f"{kind}_{row}", ValidationError(_("This is above already.")))
                seen.add(value)
        return data

    def fields_of_profile(self) -> dict[str, Any]:
        data = self.cleaned_data
        plain = {name: data[name] for name in ("name", "summary", "language", "description", "problem", "types", "sectors", "website")}
        goals = [{"number": int(data[f"goal_{n}"]), "evidence": data[f"evidence_{n}"]} for n in range(self.goal_rows) if data[f"goal_{n}"]]
        places = [
            {name: data[f"{name}_{n}"] for name in ("country", "since", "scale", "source")}
            for n in range(self.place_rows)
            if data[f"country_{n}"]
        ]
        return plain | {
            "licences": [part.strip() for part in data["licences"].split(",") if part.strip()],
            "scale_stage": data["scale_stage"],
            "languages": data["languages"],
            **{name: KNOWN[data[name]] for name in ("works_offline", "basic_phones", "self_hosted")},
            "parts": {"goals": goals, "places": places, "repository": data["repository"]},
        }


def _initial(profile: Solution) -> dict[str, Any]:
    same = ("name", "summary", "language", "description", "problem", "types", "sectors", "website", "scale_stage", "languages")
    initial: dict[str, Any] = {name: getattr(profile, name) for name in same}
    initial["licences"] = ", ".join(profile.licences)
    initial["repository"] = profile.parts.get("repository", "")
    words = {value: word for word, value in KNOWN.items()}
    initial |= {name: words[getattr(profile, name)] for name in ("works_offline", "basic_phones", "self_hosted")}
    for row, goal in enumerate(profile.parts.get("goals", ())):
        initial |= {f"goal_{row}": str(goal["number"]), f"evidence_{row}": goal["evidence"]}
    for row, place in enumerate(profile.parts.get("places", ())):
        initial |= {f"{name}_{row}": place[name] for name in ("country", "since", "scale", "source")}
    return initial
