"""What one fills in about a version of the reward system."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zichtlijn.conversations.forms import consent
from zichtlijn.organisation.forms import DayField
from zichtlijn.rewards.actions.systems import TableRow
from zichtlijn.rewards.forms.fields import PercentField, read_number
from zichtlijn.rewards.models import Level, PositionBand
from zichtlijn.rewards.states import By, Of, Order
from zichtlijn.ui.fields import text_field
from zichtlijn.ui.money import MoneyField
from zichtlijn.ui.versions import VersionedForm

#: So many levels and places a matrix may have.
MOST_ROWS = 10


class NewSystemForm(forms.Form):
    """A new version, which begins as the last one."""

    name = forms.CharField(label=_("Name"), max_length=200)
    from_on = DayField(label=_("Holds from"))
    raised = PercentField(
        label=_("Raise all scales by (%)"),
        required=False,
        help_text=_("For a collective raise: every amount of the scales goes up, and is rounded to cents."),
    )

    def __init__(self, *args, has_last: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_last:
            del self.fields["raised"]


class SystemForm(VersionedForm):
    """The texts and the settings of a version."""

    name = forms.CharField(label=_("Name"), max_length=200)
    from_on = DayField(label=_("Holds from"))
    principles = text_field(
        _("Principles and rules"),
        _("In words that everybody understands: what is rewarded, who decides, and what to do when one disagrees."),
        rows=8,
        required=False,
    )
    one_offs = text_field(_("One-off rewards"), _("When something is given once, and what it may be."), required=False)
    other_rewards = text_field(
        _("Rewards other than money"), _("Time, development, working conditions, appreciation."), required=False
    )
    percentage_of = forms.ChoiceField(label=_("Percentages are taken"), choices=Of.choices)
    position_by = forms.ChoiceField(label=_("The place in the scale is told"), choices=By.choices)
    collective_order = forms.ChoiceField(label=_("A collective raise goes"), choices=Order.choices)
    collective_above = forms.BooleanField(
        label=_("Who is above the maximum gets the collective raise too"), required=False
    )
    periods = forms.DecimalField(
        label=_("Periods of pay in a year"),
        min_value=1,
        max_value=60,
        max_digits=4,
        decimal_places=2,
        localize=True,
        help_text=_("12 months, or 12.96 with 8% holiday allowance."),
    )
    most_deviation = PercentField(
        label=_("A manager may deviate by at most (% of the salary)"),
        help_text=_("From what was computed, with a reason; never below the salary, never above the maximum."),
    )
    promotion = PercentField(
        label=_("Raise at a promotion (%)"),
        required=False,
        help_text=_("Of the salary; at least to the minimum of the new scale, at most to its maximum, and never less."),
    )
    objection_days = forms.IntegerField(
        label=_("Days to object"),
        min_value=1,
        max_value=90,
        initial=14,
        help_text=_("From the day on which a reward becomes final."),
    )

    def clean_promotion(self):
        return self.cleaned_data["promotion"] or Decimal(0)


class ScaleForm(VersionedForm):
    """A salary scale."""

    name = forms.CharField(label=_("Scale"), max_length=40)
    minimum = MoneyField(label=_("Minimum"))
    maximum = MoneyField(label=_("Maximum"))
    steps = forms.CharField(
        label=_("Salary steps"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One amount a line, from the minimum to the maximum. Leave empty for an open range."),
    )

    def clean_steps(self):
        return "\n".join(f"{read_number(line):.2f}" for line in self.cleaned_data["steps"].splitlines() if line.strip())


class AxesForm(VersionedForm):
    """The rows and the columns of the matrix."""

    levels = forms.CharField(
        label=_("Levels of appraisal"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The lowest first, one a line: the name; and how many steps it gives in a scale with steps."),
    )
    bands = forms.CharField(
        label=_("Places in the scale"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The lowest first, one a line: the name; and from how many percent it holds, beginning with 0."),
    )

    def clean_levels(self):
        rows = _rows(self.cleaned_data["levels"])
        if any(row.number != int(row.number) or row.number > 20 for row in rows):
            raise ValidationError(_("A number of steps is a whole number, 20 at most."))
        return rows

    def clean_bands(self):
        rows = [TableRow(row.name, row.number / 100) for row in _rows(self.cleaned_data["bands"])]
        if any(row.number >= 10 or row.number != round(row.number, 4) for row in rows):
            raise ValidationError(_("A percentage has two decimals at most."))
        return rows


def _rows(text: str) -> list[TableRow]:
    found = []
    for line in text.splitlines():
        if not line.strip():
            continue
        name, _mark, number = line.rpartition(";")
        if not name.strip():
            raise ValidationError(
                _("Write a name, a semicolon and a number: “%(line)s”.") % {"line": line.strip()[:60]}
            )
        found.append(TableRow(name.strip()[:80], read_number(number)))
    if not 1 <= len(found) <= MOST_ROWS:
        raise ValidationError(_("Give between 1 and %(most)s rows.") % {"most": MOST_ROWS})
    return found


class CellsForm(VersionedForm):
    """The matrix: for each level and place the raise, and what may be given once."""

    def __init__(self, *args, levels: list[Level], bands: list[PositionBand], cells: dict, **kwargs):
        super().__init__(*args, **kwargs)
        self.levels, self.bands = levels, bands
        for level in levels:
            for band in bands:
                cell = cells.get((level.pk, band.pk))
                words = {"level": level.name, "band": band.name}
                self.fields[f"raise_{level.pk}_{band.pk}"] = PercentField(
                    label=_("Raise (%%), %(level)s, %(band)s") % words, initial=cell.ratio if cell else None
                )
                self.fields[f"once_{level.pk}_{band.pk}"] = PercentField(
                    label=_("At most once (%%), %(level)s, %(band)s") % words,
                    required=False,
                    initial=cell.most_one_off if cell and cell.most_one_off else None,
                )

    @property
    def rows(self):
        """Each level with, for each place, its name and both fields."""
        return [
            (
                level,
                [
                    (band, self[f"raise_{level.pk}_{band.pk}"], self[f"once_{level.pk}_{band.pk}"])
                    for band in self.bands
                ],
            )
            for level in self.levels
        ]

    @property
    def cells(self) -> dict[tuple[int, int], tuple[Decimal, Decimal]]:
        """Level and band → the raise, and what may be given once."""
        given = self.cleaned_data
        return {
            (level.pk, band.pk): (
                given[f"raise_{level.pk}_{band.pk}"],
                given[f"once_{level.pk}_{band.pk}"] or Decimal(0),
            )
            for level in self.levels
            for band in self.bands
        }


class ConsentForm(consent.ConsentForm, VersionedForm):
    """What the works council said of this version."""
