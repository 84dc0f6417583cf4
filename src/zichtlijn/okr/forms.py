"""What one fills in about OKR: whose OKRs one looks at, grades with a reflection, and what goes on in a later cycle."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.states import Commitment, Kind
from zichtlijn.okr.queries.key_results import KeyResult
from zichtlijn.okr.wording import tell_stand
from zichtlijn.organisation.forms import PickForm, UnitField
from zichtlijn.organisation.models import Period
from zichtlijn.ui.versions import VersionField

#: What stands in the field of a key result that is graded by hand, before its number.
HAND = "hand-"
TEXT = 4000


class WhichForm(PickForm):
    """Which OKRs of a cycle: of one unit, and of which firmness."""

    unit = UnitField(label=_("Unit"), required=False, blank=_("All units"))
    commitment = forms.ChoiceField(label=_("Commitment"), required=False, choices=[("", _("all")), *Commitment.choices])


class TakeForm(WhichForm):
    """Which OKRs go along on paper, and in which form."""

    form = forms.ChoiceField(choices=[("pdf", "pdf")])
    whose = forms.ChoiceField(required=False, choices=[("", ""), ("unit", ""), ("own", "")])


class GradeField(forms.DecimalField):
    """A grade from 0.0 to 1.0, in tenths."""

    def __init__(self, **kwargs):
        super().__init__(min_value=0, max_value=1, max_digits=3, decimal_places=2, localize=True, **kwargs)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}


class GradeForm(forms.Form):
    """How an OKR ended, for what no reading tells, and what was learned of it."""

    went_well = forms.CharField(
        label=_("What went well?"), required=False, max_length=TEXT, widget=forms.Textarea(attrs={"rows": 4})
    )
    learned = forms.CharField(
        label=_("What did we learn?"),
        required=False,
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What would we do otherwise next time? A low score that teaches something is worth more than 1.0."),
    )
    close = forms.BooleanField(
        label=_("Close the objective as well"),
        required=False,
        help_text=_("It keeps counting with its final result; nobody is asked for readings any more."),
    )
    version = VersionField()

    def __init__(self, *args, key_results: list[KeyResult], may_close: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.key_results = key_results
        fields: dict[str, Any] = self.fields
        if not may_close:
            del fields["close"]
        for one in key_results:
            if one.grade is None:
                fields[f"{HAND}{one.measure.pk}"] = GradeField(label=one.measure.name, required=False)

    @property
    def rows(self):
        """Each key result with the field in which it is graded by hand, or None when its readings tell."""
        return [
            (one, self[name] if (name := f"{HAND}{one.measure.pk}") in self.fields else None)
            for one in self.key_results
        ]

    def by_hand(self) -> dict[int, float]:
        """Measure → the grade that was given by hand; what was left blank is not there."""
        return {
            int(name.removeprefix(HAND)): float(value)
            for name, value in self.cleaned_data.items()
            if name.startswith(HAND) and value is not None
        }


class CarryOverForm(forms.Form):
    """In which cycle an OKR goes on, under which title, and with which key results."""

    title = forms.CharField(label=_("Objective"), max_length=300)
    period: forms.Field = forms.ModelChoiceField(label=_("Cycle"), queryset=None, empty_label=None)
    measures = forms.TypedMultipleChoiceField(
        label=_("Key results that go along"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each starts where it stands now. What is reached already is not ticked."),
    )

    def __init__(self, *args, objective: Objective, key_results: list[KeyResult], **kwargs):
        later = later_cycles(objective)
        alike = next((period for period in later if period.kind == objective.period.kind), None)
        first = alike or next(iter(later), None)
        initial = {
            "title": objective.title,
            "period": first and first.pk,
            "measures": [one.measure.pk for one in key_results if one.is_open],
        }
        super().__init__(*args, **{**kwargs, "initial": initial})
        fields: dict[str, Any] = self.fields
        fields["period"].queryset = later
        fields["measures"].choices = [(one.measure.pk, _label(one)) for one in key_results]


def later_cycles(objective: Objective):
    """Periods in which this objective can go on."""
    now = objective.period
    later = Period.objects.filter(ends_on__gt=now.ends_on, starts_on__gt=now.starts_on)
    return later.order_by("starts_on", "-ends_on", "pk")


def _label(one: KeyResult) -> str:
    return f"{one.measure.name} ({tell_stand(one)})" if one.measure.kind != Kind.MILESTONES else one.measure.name
