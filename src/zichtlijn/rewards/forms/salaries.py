"""What one fills in about salaries, and the gender for the check of equal pay."""

from collections.abc import Callable
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zichtlijn.organisation.forms import DayField
from zichtlijn.rewards.forms.fields import PercentField
from zichtlijn.rewards.states import Gender
from zichtlijn.ui.money import MoneyField
from zichtlijn.ui.versions import VersionedForm


class SalaryForm(VersionedForm):
    """What somebody earns from a day on."""

    from_on = DayField(label=_("Holds from"))
    scale = forms.ChoiceField(label=_("Scale"))
    amount = MoneyField(label=_("Salary for full-time work"), help_text=_("Per period of pay, before tax."))
    part_time = PercentField(label=_("Part of full-time work (%)"), most=150, initial=Decimal(1))

    #: Asked only when something looks like a mistake.
    sure = forms.BooleanField(label=_("Yes, this is right"), required=False, widget=forms.HiddenInput())

    def __init__(self, *args, scales: list[str], doubts: Callable[[dict], list[str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.doubts = doubts
        self.fields["scale"].choices = [(name, name) for name in scales]  # type: ignore[attr-defined]

    def clean(self):
        given = super().clean()
        doubts = [] if self.errors else self.doubts(given)
        if doubts:
            self.fields["sure"].widget = forms.CheckboxInput()
        if doubts and not given.pop("sure"):
            for doubt in doubts:
                self.add_error("sure", doubt)
        given.pop("sure", None)
        return given

    def clean_part_time(self):
        part = self.cleaned_data["part_time"]
        if not part:
            raise ValidationError(_("Enter a percentage above 0."))
        return part


class GenderForm(forms.Form):
    """Kept for the check of equal pay, and for nothing else."""

    gender = forms.ChoiceField(
        label=_("Gender"),
        required=False,
        choices=[("", _("not recorded")), *Gender.choices],
        help_text=_("Only for the check of equal pay. It is shown nowhere else."),
    )


class PeopleForm(forms.Form):
    """Whom one looks for in the list of salaries."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
