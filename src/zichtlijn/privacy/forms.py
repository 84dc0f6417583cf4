"""What one fills in about terms, holds, statements and corrections."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zichtlijn.organisation.forms import DayField
from zichtlijn.privacy.policy import Rule
from zichtlijn.privacy.states import DECISIONS
from zichtlijn.ui.fields import text_field
from zichtlijn.ui.versions import VersionField


class TermForm(forms.Form):
    """How many years; within the limits of the policy."""

    years = forms.IntegerField(label=_("Years after somebody left"))
    version = VersionField()

    def __init__(self, *args, rule: Rule, by_event: bool, **kwargs):
        super().__init__(*args, **kwargs)
        years = forms.IntegerField(
            label=_("Years after the event") if by_event else _("Years after somebody left"),
            min_value=rule.least,
            max_value=rule.most,
            help_text=_("From %(least)s to %(most)s; %(years)s unless you choose otherwise.")
            % {"least": rule.least, "most": rule.most, "years": rule.years},
        )
        self.fields["years"] = years


class HoldEndForm(forms.Form):
    """Until when."""

    until = DayField(label=_("Until"))
    was = DayField(widget=forms.HiddenInput)

    def clean_until(self):
        return _near(self.cleaned_data["until"])


def _near(until):
    if until and until > timezone.localdate() + timedelta(days=5 * 366):
        raise forms.ValidationError(_("At most five years ahead; you can move the end again later."), code="far")
    return until


class HoldForm(forms.Form):
    """Why, and until when."""

    reason = text_field(
        _("Why"),
        _("For example a dispute that still runs. Write nothing about somebody’s health."),
        rows=3,
    )
    until = DayField(label=_("Until"))

    def clean_until(self):
        return _near(self.cleaned_data["until"])


class StatementForm(forms.Form):
    """What one wants to have said."""

    text = text_field(
        _("Your statement"),
        _("It stays with this, on every page, paper and file. You cannot change it; you can withdraw it."),
        rows=8,
    )


class CorrectionForm(forms.Form):
    """What is not right, and what it should be."""

    wrong = text_field(_("What is not right?"), _("Say where it stands, and what is wrong with it."))
    right = text_field(_("What should it be?"), required=False)


class DecisionForm(forms.Form):
    """Whether it was corrected, and why."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[(state.value, state.label) for state in DECISIONS],
        widget=forms.RadioSelect,
        help_text=_("Correct it first, where it stands. What is an opinion is not erased; a statement can go with it."),
    )
    reason = text_field(_("Reason"), _("The person reads this."))
