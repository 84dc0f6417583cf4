"""Forms for measures, readings and milestones."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zichtlijn.calculations import objectives as core
from zichtlijn.objectives.forms.fields import AmountField, read_interim, read_milestones
from zichtlijn.objectives.models import Measure, Objective
from zichtlijn.objectives.queries.asked import may_be_asked
from zichtlijn.objectives.queries.plausible import question_about
from zichtlijn.objectives.queries.wording import problem_sentence
from zichtlijn.objectives.states import Frequency, Kind, Shape, Tempo
from zichtlijn.organisation.forms import PersonField, PickForm
from zichtlijn.ui.days import DayField
from zichtlijn.ui.percentages import WeightField
from zichtlijn.ui.versions import VersionField


class LimitField(WeightField):
    """A limit of a status, typed in percent and kept as a share."""

    def clean(self, value):
        percent = super().clean(value)
        return None if percent is None else round(percent / 100, 6)

    def prepare_value(self, value):
        """A share as percent; what was typed stays as it was typed."""
        return super().prepare_value(round(value * 100, 4) if isinstance(value, float) else value)


class MeasureForm(PickForm):
    """Everything one writes down of a measure. Which questions count depends on the kind; the others are left alone."""

    name = forms.CharField(label=_("Measure"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    unit = forms.CharField(
        label=pgettext_lazy("of a measure", "Unit"),
        max_length=50,
        required=False,
        help_text=_("For example: %, days, €"),
    )
    baseline = AmountField(label=_("Baseline"), required=False, help_text=_("Where it stood at the start."))
    target = AmountField(label=_("Target"), required=False, help_text=_("Where it should be at the end."))
    lower = AmountField(label=_("Band from"), required=False)
    upper = AmountField(label=_("Band to"), required=False)
    lower_limit = AmountField(label=_("Lower limit"), required=False, help_text=_("Where nothing of the band is left."))
    upper_limit = AmountField(label=_("Upper limit"), required=False, help_text=_("Where nothing of the band is left."))
    milestones = forms.CharField(
        label=_("Milestones"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One per line, with its date: Design approved = 30-06-2026. You can add a weight: = 2"),
    )
    shape = forms.ChoiceField(label=_("Expected course"), choices=Shape.choices)
    interim = forms.CharField(
        label=_("Interim targets"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One per line: 30-06-2026 = 12.5. The expected course then runs through these values."),
    )
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until"))
    frequency = forms.ChoiceField(label=_("Frequency"), choices=Frequency.choices)
    tempo = forms.ChoiceField(
        label=_("Lead or lag"),
        choices=Tempo.choices,
        help_text=_("A lead measure runs ahead of the result, a lag measure shows it afterwards."),
    )
    source = forms.CharField(
        label=_("Source"), max_length=200, required=False, help_text=_("Where the value comes from.")
    )
    responsible = PersonField(label=_("Responsible"), required=False, help_text=_("Who records the readings."))
    weight = WeightField(
        label=_("Weight (%)"), help_text=_("Leave blank for an equal share of what the others leave of 100.")
    )
    on_course_from = LimitField(
        label=_("On course from (%)"),
        help_text=_(
            "How much of what is expected by now is enough. Leave both blank for the limits of the organisation."
        ),
    )
    behind_from = LimitField(label=_("Behind from (%)"), help_text=_("Below this it is off course."))
    version = VersionField()

    def __init__(
        self, *args, actor, objective: Objective, measure: Measure | None = None, is_key_result: bool = False, **kwargs
    ):
        super().__init__(*args, actor=actor, **kwargs)
        self.measure, self.is_key_result = measure, is_key_result
        self.objective = objective
        if measure is None:
            del self.fields["version"]

    def clean_interim(self):
        try:
            found = read_interim(self.cleaned_data["interim"])
        except ValueError as error:
            raise ValidationError(
                _("This line cannot be read: %(line)s. Write a day, = and a number: 30-06-2026 = 12.5")
                % {"line": error}
            ) from None
        if len({on for on, _value in found}) < len(found):
            raise ValidationError(_("There are two interim targets on the same day."))
        return found

    def clean_milestones(self):
        try:
            found = read_milestones(self.cleaned_data["milestones"])
        except ValueError as error:
            raise ValidationError(
                _("This line cannot be read: %(line)s. Write a name, = and a day: Design approved = 30-06-2026")
                % {"line": error}
            ) from None
        self._recognise(found)
        return found

    def _recognise(self, found: list[dict]) -> None:
        """Give each line the milestone it was: by name and day, else by name, else by day. What is done stays done."""
        left = list(self.measure.milestones.all()) if self.measure else []
        for names in (("name", "due_on"), ("name",), ("due_on",)):
            for given in found:
                same = (m for m in left if all(getattr(m, name) == given[name] for name in names))
                if "id" not in given and (before := next(same, None)):
                    given["id"] = before.pk
                    left.remove(before)

    def clean_responsible(self):
        person = self.cleaned_data["responsible"]
        before = self.measure.responsible_id if self.measure else None
        if person and person.pk != before and not may_be_asked(person, self.objective):
            raise ValidationError(
                _("%(person)s may not see this personal objective. Choose its owner or somebody who leads them.")
                % {"person": person.name}
            )
        return person

    def clean_weight(self):
        weight = self.cleaned_data["weight"]
        others = Measure.objects.living().filter(objective=self.objective).exclude(weight=None)
        if self.measure:
            others = others.exclude(pk=self.measure.pk)
        together = sum(others.values_list("weight", flat=True)) + (weight or 0)
        if weight and together > core.MOST_WHOLE:
            raise ValidationError(
                _("The weights add up to %(sum)s, which is more than 100.") % {"sum": f"{together:g}"}
            )
        return weight

    def clean(self):
        given = super().clean()
        if self.errors:
            return given
        self._check_limits(given["on_course_from"], given["behind_from"])
        if given["kind"] != Kind.MILESTONES:
            given["milestones"] = None
        if given["interim"] and given["shape"] == Shape.STRAIGHT:
            given["shape"] = Shape.OWN  # who writes targets on the way means the line to run through them
        refused = {core.Severity.WRONG} if self.measure else {core.Severity.WRONG, core.Severity.INCOMPLETE}
        for problem in core.validate_aim(self.aim(given)):
            if self.is_key_result and problem.code == core.ProblemCode.TARGET_EQUALS_BASELINE:
                self.add_error(
                    "target",
                    _("A key result goes from its baseline to another target, else it has no score. "
                      "Choose another target, or “yes or no”."),
                )  # fmt: skip
            elif problem.severity in refused:
                self.add_error(problem.field if problem.field in self.fields else None, problem_sentence(problem))
        return given

    def _check_limits(self, on_course: float | None, behind: float | None) -> None:
        if (on_course is None) != (behind is None):
            name = "on_course_from" if on_course is None else "behind_from"
            self.add_error(name, _("Fill in both limits, or leave both blank."))
        elif on_course is not None and behind is not None and behind > on_course:
            self.add_error("behind_from", _("“Behind” begins below “on course”: choose a lower limit."))

    def aim(self, given) -> core.Aim:
        """What is aimed for, as the core takes it."""
        return core.Aim(
            kind=core.MeasureKind(given["kind"]),
            baseline=given["baseline"],
            target=given["target"],
            lower=given["lower"],
            upper=given["upper"],
            lower_limit=given["lower_limit"],
            upper_limit=given["upper_limit"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            shape=core.Shape(given["shape"]),
            interim=tuple(core.Target(on, value) for on, value in given["interim"]),
            milestones=tuple(core.Milestone(m["weight"], m["due_on"], None) for m in given["milestones"] or ()),
        )

    def changes(self) -> dict:
        """Field → value, for the action."""
        return {n: v for n, v in self.cleaned_data.items() if n not in {"version", "interim", "milestones"}}


class ReadingForm(forms.Form):
    """One value on one day. A value that lies far outside is asked about once: `sure` holds the text that was meant."""

    value = AmountField(label=_("Value"))
    measured_on = DayField(label=_("Measured on"))
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    sure = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, measure: Measure, fixed_day=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.measure = measure
        if measure.kind == Kind.YES_NO:
            self.fields["value"] = forms.TypedChoiceField(
                label=_("Value"), choices=[("1", _("yes")), ("0", _("no"))], widget=forms.RadioSelect, coerce=Decimal
            )
        elif measure.unit:
            self.fields["value"].label = _("Value (%(unit)s)") % {"unit": measure.unit}
        if fixed_day:
            del self.fields["measured_on"]

        if measure.kind == Kind.YES_NO and "value" in self.initial:
            self.initial["value"] = f"{self.initial['value']:.0f}"

    def clean_measured_on(self):
        day = self.cleaned_data["measured_on"]
        if day > timezone.localdate():
            raise ValidationError(_("A reading cannot be dated in the future."))
        return day

    def clean(self):
        given = super().clean()
        sure, typed = given.pop("sure", ""), self.data.get("value", "").strip()
        if not self.errors and sure != typed and (question := question_about(self.measure, given["value"])):
            self.add_error("value", question)
            self.data = self.data.copy()
            self.data["sure"] = typed
        return given


class MilestoneForm(forms.Form):
    """Done on a day, or not done."""

    done_on = DayField(label=_("Done on"), required=False)
