"""The form of a rubric in Wagtail: weights that sum to 100, and no change after the first score."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm


class RubricForm(WagtailAdminModelForm):
    def is_valid(self) -> bool:
        valid = super().is_valid()
        criteria = self.formsets.get("criteria")
        if criteria is None or not criteria.is_valid():
            return valid
        kept = [form for form in criteria.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        try:
            self.instance.check_weights(form.cleaned_data["weight"] for form in kept)
        except ValidationError as error:
            self.add_error(None, error)
        if criteria.has_changed() and self.instance.is_used():
            self.add_error(None, _("Scores were given by this rubric: make a new one instead of changing it."))
        return valid and not self.errors
