"""Forms for objective templates and for handing one out."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zichtlijn.calculations import objectives as core
from zichtlijn.objectives.forms.fields import AmountField, ObjectiveField
from zichtlijn.objectives.forms.objectives import periods_to_choose
from zichtlijn.objectives.models.perspectives import perspective_or_none
from zichtlijn.objectives.queries.wording import problem_sentence
from zichtlijn.objectives.states import Commitment, Frequency, Horizon, Kind, Level
from zichtlijn.organisation.forms import PickForm, PositionField, TickedField, UnitField
from zichtlijn.organisation.models import Person
from zichtlijn.ui.percentages import WeightField
from zichtlijn.ui.versions import VersionField

MEASURES = 3
PARTS = ("name", "kind", "unit", "baseline", "target", "frequency")


class TemplateForm(forms.Form):
    """An objective with at most three measures."""

    name = forms.CharField(label=_("Name of the template"), max_length=200)
    title = forms.CharField(label=_("Objective"), max_length=300)
    description = forms.CharField(label=_("Explanation"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    perspective = forms.ChoiceField(label=_("Perspective"), required=False, choices=perspective_or_none)
    horizon = forms.ChoiceField(label=_("Horizon"), required=False, choices=[("", "–"), *Horizon.choices])
    commitment = forms.ChoiceField(label=_("Commitment"), choices=Commitment.choices)
    weight = WeightField(label=_("Weight in the personal plan (%)"))
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    version = VersionField()

    def __init__(self, *args, is_new=False, **kwargs):
        super().__init__(*args, **kwargs)
        if is_new:
            del self.fields["version"]
        for n in range(1, MEASURES + 1):
            self.fields[f"measure_name_{n}"] = forms.CharField(label=_("Measure"), max_length=300, required=False)
            self.fields[f"measure_kind_{n}"] = forms.ChoiceField(
                label=_("Kind"),
                choices=[(k, label) for k, label in Kind.choices if k in {Kind.UP, Kind.DOWN, Kind.YES_NO}],
            )
            self.fields[f"measure_unit_{n}"] = forms.CharField(
                label=pgettext_lazy("of a measure", "Unit"), max_length=50, required=False
            )
            self.fields[f"measure_baseline_{n}"] = AmountField(label=_("Baseline"), required=False)
            self.fields[f"measure_target_{n}"] = AmountField(label=_("Target"), required=False)
            self.fields[f"measure_frequency_{n}"] = forms.ChoiceField(
                label=_("Frequency"), choices=Frequency.choices, initial=Frequency.MONTHLY
            )

    def measure_fields(self):
        """The fields of each measure, in rows, for the page."""
        return [[self[f"measure_{part}_{n}"] for part in PARTS] for n in range(1, MEASURES + 1)]

    def clean(self):
        given = super().clean()
        measures = []
        for n in range(1, MEASURES + 1):
            name, kind = given.get(f"measure_name_{n}"), given.get(f"measure_kind_{n}")
            baseline, target = given.get(f"measure_baseline_{n}"), given.get(f"measure_target_{n}")
            if not name:
                if baseline is not None or target is not None:
                    self.add_error(f"measure_name_{n}", _("Give the measure a name, or leave all of it empty."))
                continue
            if any(f"measure_{part}_{n}" in self.errors for part in PARTS):
                continue
            if kind != Kind.YES_NO and (baseline is None or target is None):
                self.add_error(f"measure_target_{n}", _("Enter a baseline and a target."))
                continue
            for problem in core.validate_aim(_aim(kind, baseline, target)):
                if problem.severity == core.Severity.WRONG:
                    self.add_error(f"measure_{problem.field}_{n}", problem_sentence(problem))
            measures.append(
                {
                    "name": name,
                    "kind": kind,
                    "unit": given.get(f"measure_unit_{n}") or "",
                    "baseline": None if baseline is None else str(baseline),
                    "target": None if target is None else str(target),
                    "frequency": given.get(f"measure_frequency_{n}"),
                }
            )
        given["measures"] = measures
        return given

    def changes(self) -> dict:
        """Field → value, for the action."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "version" and (name == "measures" or not name.startswith("measure_"))
        }


def _aim(kind, baseline, target) -> core.Aim:
    """What a measure of a template aims for, over days that do not matter here."""
    day = timezone.localdate()
    return core.Aim(kind=core.MeasureKind(kind), baseline=baseline, target=target, starts_on=day, ends_on=day)


class WhomForm(PickForm):
    """Whose names stand in the list: of a unit, of a position in it; left empty, the direct reports."""

    unit = UnitField(label=_("Unit"), required=False, help_text=_("Including all units below it."))
    position = PositionField(label=_("Only in this position"), required=False)

    def clean(self):
        given = super().clean()
        if given.get("position") and not given.get("unit") and not self.errors:
            self.add_error("unit", _("Choose the unit as well."))
        return given


class HandOutForm(PickForm):
    """To whom, under which objective, for which period. `listed`: the people among whom one chooses.

    A group that is too large to list is chosen as a whole, or not (`whole`).
    """

    people: forms.Field = TickedField(label=_("People"), queryset=None, required=False)
    everybody = forms.BooleanField(label=_("Everybody in this group"), required=False)
    parent = ObjectiveField(label=_("Follows from"))
    period: forms.Field = forms.ModelChoiceField(label=_("Period"), queryset=None, empty_label=None)

    def __init__(self, *args, actor, listed, whole: bool = False, **kwargs):
        super().__init__(*args, actor=actor, **kwargs)
        self.listed, fields = listed, cast("dict[str, Any]", self.fields)
        fields["people"].queryset = Person.objects.filter(pk__in=[] if whole else [person.pk for person in listed])
        del self.fields["people" if whole else "everybody"]
        fields["period"].queryset = periods_to_choose()
        fields["parent"].bind(actor, (Level.ROLE, Level.PROJECT))

    def clean(self):
        given = super().clean()
        given["group"] = self.listed if given.get("everybody") else list(given.get("people") or ())
        if not self.errors and not given["group"]:
            raise ValidationError(_("Choose at least one person."))
        return given
