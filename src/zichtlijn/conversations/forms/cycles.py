"""Making a cycle and its steps."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zichtlijn.conversations.forms.consent import ConsentForm
from zichtlijn.conversations.models import Step
from zichtlijn.conversations.states import Kind
from zichtlijn.organisation.forms import DayField, PickForm, UnitField
from zichtlijn.organisation.models import Period
from zichtlijn.ui.versions import VersionedForm, VersionField


class CycleForm(PickForm, ConsentForm):
    """For whom and when, and what the works council said."""

    name = forms.CharField(label=_("Name"), max_length=200)
    period = forms.ChoiceField(
        label=_("Period"),
        help_text=_("Is the year not there? An organisation administrator adds it under Periods."),
    )
    unit = UnitField(
        label=_("For whom"),
        required=False,
        blank=_("The whole organisation"),
        help_text=_("Everybody in this unit and below it. Leave empty for the whole organisation."),
    )
    version = VersionField(initial=1)
    field_order = ("name", "period", "unit")

    def __init__(self, *args, periods: list[Period], cycle=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["consent"].help_text = _(
            "A cycle with an appraisal can only start with the consent of the works council, if there is one."
        )
        self.periods = {str(period.pk): period for period in periods}
        choices = [(pk, period.name) for pk, period in self.periods.items()]
        self.fields["period"].choices = choices  # type: ignore[attr-defined]
        if cycle is not None and cycle.state != "draft":
            del self.fields["period"], self.fields["unit"]

    def clean_period(self):
        return self.periods[self.cleaned_data["period"]]


class StepForm(VersionedForm):
    """One conversation of the cycle."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    title = forms.CharField(label=_("Title"), max_length=200)
    opens_on = DayField(label=_("Opens on"))
    closes_on = DayField(label=_("Closes on"))
    response_days = forms.IntegerField(
        label=_("Days to answer the report"),
        min_value=1,
        max_value=90,
        initial=14,
        help_text=_("So long somebody has to sign the report and to write remarks."),
    )

    def __init__(self, *args, step: Step | None = None, is_running=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.step = step
        if is_running:
            del self.fields["kind"], self.fields["opens_on"]
            self.fields["closes_on"].help_text = _("The cycle is running: a step can be given more time, not less.")

    def clean(self):
        given = super().clean()
        opens_on = given.get("opens_on") or (self.step.opens_on if self.step else None)
        if opens_on and given.get("closes_on") and given["closes_on"] < opens_on:
            self.add_error("closes_on", _("The last day is before the first day."))
        return given
