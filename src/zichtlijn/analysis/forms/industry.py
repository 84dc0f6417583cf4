"""The five forces, the value chain and the generic strategy."""

from collections.abc import Iterable
from dataclasses import asdict

from django import forms
from django.utils.translation import gettext_lazy as _

from zichtlijn.analysis.actions.industry import ActivityRow, DriverRow
from zichtlijn.analysis.forms.swot import HeavierField, evidence_field, length_of
from zichtlijn.analysis.models import ChainActivity, ForceDriver
from zichtlijn.analysis.states import FEWEST_DRIVERS, MOST_DRIVERS, Activity, GenericStrategy
from zichtlijn.calculations.confrontation import HIGHEST, LOWEST
from zichtlijn.ui.versions import VersionField


def score_field(**kwargs) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        choices=[("", "–"), *((n, str(n)) for n in range(LOWEST, HIGHEST + 1))],
        coerce=int,
        empty_value=None,
        required=False,
        **kwargs,
    )


class DriverForm(forms.Form):
    """What drives a force. An emptied text takes it away."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label=_("Driver"), max_length=length_of(ForceDriver, "text"), required=False)
    score = score_field(label=_("Score"), help_text=_("1 weak, 5 strong"))
    weight = HeavierField(label=_("Weight"), initial=1)
    evidence = evidence_field(help_text="")

    def clean(self):
        given = super().clean()
        was_there = bool(self.initial.get("text"))
        if not given.get("text") and not was_there and (given.get("score") or given.get("evidence")):
            self.add_error("text", _("Say what drives the force."))
        return given


class BaseDrivers(forms.BaseFormSet):
    def rows(self) -> list[DriverRow]:
        """The drivers that say something, in the order of the form."""
        return [
            DriverRow(given.get("pk"), given["text"], given.get("score"), given.get("weight") or 1.0, given["evidence"])
            for form in self.forms
            if (given := form.cleaned_data) and given.get("text")
        ]


DriversForm = forms.formset_factory(
    DriverForm, formset=BaseDrivers, extra=2, min_num=FEWEST_DRIVERS, max_num=MOST_DRIVERS, absolute_max=20
)


def initial_of(rows: Iterable[DriverRow]) -> list[dict]:
    return [asdict(row) for row in rows]


class ChainForm(forms.Form):
    """For each activity of the value chain a score, what is seen, and what shows it."""

    version = VersionField()

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        for activity in Activity:
            row = rows[activity.value]
            self.fields[f"score-{activity.value}"] = score_field(label=_("Score"), initial=row.score or "")
            self.fields[f"text-{activity.value}"] = forms.CharField(
                label=_("What do we see?"),
                max_length=length_of(ChainActivity, "text"),
                required=False,
                initial=row.text,
            )
            self.fields[f"evidence-{activity.value}"] = evidence_field(help_text="", initial=row.evidence)

    def groups(self):
        """Activity by activity: its name and its fields."""
        for activity in Activity:
            yield activity, [self[f"{name}-{activity.value}"] for name in ("score", "text", "evidence")]

    def rows(self) -> dict[str, ActivityRow]:
        """Activity → what was filled in."""
        return {
            activity.value: ActivityRow(
                *(self.cleaned_data[f"{name}-{activity.value}"] for name in ("score", "text", "evidence"))
            )
            for activity in Activity
        }


class StrategyForm(forms.Form):
    """The generic strategy. More than one may be ticked; the page tells what that risks."""

    generic_strategies = forms.MultipleChoiceField(
        label=_("How do we mean to be better?"),
        choices=GenericStrategy.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One main choice. Who chooses more risks being stuck in the middle."),
    )
    generic_why = forms.CharField(
        label=_("Why"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    version = VersionField()
