"""What one fills in about rounds, proposals and objections."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from zichtlijn.organisation.forms import DayField, PersonField, PickForm, UnitField
from zichtlijn.rewards.forms.fields import PercentField
from zichtlijn.ui.fields import text_field
from zichtlijn.ui.money import MoneyField
from zichtlijn.ui.versions import VersionedForm, VersionField


class RoundForm(PickForm):
    """For whom, from when, within which budget, after which appraisals and by which rules."""

    name = forms.CharField(label=_("Name"), max_length=200)
    period = forms.ChoiceField(label=_("Period"))
    unit = UnitField(
        label=_("For whom"),
        required=False,
        blank=_("The whole organisation"),
        help_text=_("Everybody in this unit and below it. Leave empty for the whole organisation."),
    )
    cycle = forms.ChoiceField(label=_("Appraisals of"), help_text=_("The conversation cycle whose appraisals count."))
    system = forms.ChoiceField(label=_("Reward system"))
    effective_on = DayField(label=_("New salaries from"))
    budget = MoneyField(label=_("Budget for a year"))
    collective = PercentField(label=_("Collective raise (%)"), required=False)
    scales_rise = forms.BooleanField(
        label=_("The scales rise along"),
        required=False,
        help_text=_("Leave it off when the version of the reward system holds the raised scales already."),
    )
    version = VersionField(initial=1)

    def __init__(self, *args, periods, cycles, systems, is_running=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {
            "period": {str(row.pk): row for row in periods},
            "cycle": {str(row.pk): row for row in cycles},
            "system": {str(row.pk): row for row in systems},
        }
        for name, rows in self.rows.items():
            self.fields[name].choices = [(pk, str(row)) for pk, row in rows.items()]
        if is_running:
            for name in set(self.fields) - {"name", "budget", "version"}:
                del self.fields[name]

    def clean(self):
        given = super().clean()
        for name, rows in self.rows.items():
            if name in given:
                given[name] = rows[given[name]]
        if "collective" in self.fields:
            given["collective"] = given.get("collective") or Decimal(0)
        return given


class ProposeForm(VersionedForm):
    """The manager's proposal."""

    amount = MoneyField(label=_("New salary for full-time work"))
    one_off = PercentField(label=_("One-off reward (% of a year’s pay)"), required=False)
    other_reward = text_field(
        _("Reward other than money"),
        _("Time, development, working conditions, appreciation: as the reward system says. It stands in the letter."),
        rows=2,
        required=False,
    )
    reason = text_field(
        _("Reason"), _("Needed when it is not what was computed, and for a one-off reward."), rows=4, required=False
    )

    def __init__(self, *args, most_one_off: Decimal, **kwargs):
        super().__init__(*args, **kwargs)
        if not most_one_off:
            del self.fields["one_off"]


class ReturnForm(forms.Form):
    """Why a proposal goes back."""

    reason = text_field(_("What should be looked at again?"), rows=3)


class ObjectForm(forms.Form):
    """Why one objects to one's reward."""

    reasons = text_field(_("Why do you object?"), _("Who decides reads this, and so do your manager and HR."), rows=6)


class DecideForm(VersionedForm):
    """The decision on an objection."""

    amount = MoneyField(
        label=_("New salary for full-time work"), help_text=_("Leave it as it is when the reward stays.")
    )
    one_off_ratio = PercentField(label=_("One-off reward (% of a year’s pay)"), required=False)
    reasons = text_field(_("Reasons of the decision"), _("The person who objected reads them."), rows=6)

    def __init__(self, *args, most_one_off: Decimal, **kwargs):
        super().__init__(*args, **kwargs)
        if not most_one_off:
            del self.fields["one_off_ratio"]

    def clean(self):
        given = super().clean()
        given.setdefault("one_off_ratio", None)
        return given


class DeciderForm(PickForm):
    """Who decides on an objection."""

    decider = PersonField(
        label=_("Who decides"),
        required=False,
        help_text=_("Somebody who did not decide on this reward. Leave it empty: HR decides."),
    )
    version = VersionField()


class PayrollForm(forms.Form):
    """In which form, and what for."""

    form = forms.ChoiceField(label=_("File"), choices=[("xlsx", "Excel"), ("csv", "CSV")])
    purpose = forms.CharField(
        label=_("What do you need it for?"), max_length=200, help_text=_("It is written down in the log.")
    )


class PromotionsPayrollForm(PayrollForm):
    """The same, and from which day on the promotions were agreed."""

    since = DayField(label=_("Agreed since"))
