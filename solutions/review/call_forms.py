"""The form of a call in Wagtail. Opening and closing are typed as the clock on the wall shows them in the call's time zone."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from marketplace.vocabularies import lists


def _zones() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name or name == "UTC"]


class WallClockField(forms.DateTimeField):
    """A date and time without a zone, left as it was typed."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def prepare_value(self, value: Any) -> Any:
        return value

    def to_python(self, value: Any) -> datetime | None:
        if not value:
            return None
        found: datetime | None = super().to_python(value)
        # DateTimeField put the reader's zone on what was typed; the call's own comes instead.
        return found.replace(tzinfo=None) if found else None


def to_instant(wall: datetime, zone: ZoneInfo) -> datetime | None:
    """None for a time that the zone's clocks skip; of two equal times in autumn, the earlier."""
    instant = wall.replace(tzinfo=zone).astimezone(UTC)
    return instant if instant.astimezone(zone).replace(tzinfo=None) == wall else None


class CallForm(WagtailAdminModelForm):
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=_zones, initial="UTC")
    opens_at = WallClockField(label=_("Opens"))
    closes_at = WallClockField(label=_("Closes"), help_text=_("The instant itself is already too late."))
    themes = forms.MultipleChoiceField(
        label=_("Themes"), choices=list(lists.SECTORS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("opens_at", "closes_at"):
                self.initial[name] = getattr(self.instance, name).astimezone(self.instance.zone).replace(tzinfo=None)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if "time_zone" in data:
            zone = ZoneInfo(data["time_zone"])
            for name in ("opens_at", "closes_at"):
                if wall := data.get(name):
                    data[name] = to_instant(wall, zone)
                    if data[name] is None:
                        self.add_error(name, _("The clocks of this time zone skip that time."))
        if data.get("published") and (rubric := data.get("rubric")):
            try:
                rubric.check_whole()
            except forms.ValidationError as error:
                self.add_error("rubric", error)
        return data

    def is_valid(self) -> bool:
        valid = super().is_valid()
        questions = self.formsets.get("questions")
        if questions is not None and questions.is_valid():
            gone = [form.instance.pk for form in questions.deleted_forms if form.instance.pk]
            if gone and self.instance.questions.model.objects.filter(pk__in=gone, answers__isnull=False).exists():
                self.add_error(None, _("A question that teams have begun to answer cannot be deleted."))
        return valid and not self.errors
