"""What one fills in about a scorecard: of which unit, and how heavily each objective weighs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zichtlijn.organisation.forms import DayField, PickForm, UnitField
from zichtlijn.ui.percentages import PercentagesForm


class WhoseForm(PickForm):
    """Of which unit the scorecard is; blank: of the whole organisation."""

    unit = UnitField(label=_("Unit"), required=False)


class WeightsForm(PercentagesForm):
    """The weights of the objectives of a scorecard, and from which day on they hold."""

    from_on = DayField(label=_("From"), help_text=_("What held before this day stays as it was."))

    def __init__(self, *args, starts_on, ends_on, **kwargs):
        super().__init__(*args, **kwargs)
        self.starts_on, self.ends_on = starts_on, ends_on

    def clean_from_on(self):
        day = self.cleaned_data["from_on"]
        if self.starts_on and not self.starts_on <= day <= self.ends_on:
            raise forms.ValidationError(_("Choose a day within the period."))
        return day
