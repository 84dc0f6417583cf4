"""What one fills in on an OGSM: one part at a time, with the questions that fit on the page."""

from dataclasses import replace
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zichtlijn.calculations import objectives as core
from zichtlijn.objectives.forms.fields import AmountField, BudgetField
from zichtlijn.objectives.models import Measure, Objective
from zichtlijn.objectives.permissions import can_create_objective
from zichtlijn.objectives.queries.wording import problem_sentence
from zichtlijn.objectives.states import CHILD_LEVELS, Currency, Kind, Level
from zichtlijn.organisation.forms import PersonField, PickForm, PositionField, ProjectField, UnitField
from zichtlijn.ui.days import DayField
from zichtlijn.ui.versions import VersionField


class WhoseForm(PickForm):
    """Of which unit the plans are; blank: of all."""

    unit = UnitField(label=_("Unit"), required=False, blank=_("All units"))


class TextForm(PickForm):
    """The words of the ambition or of a strategy, and who owns it."""

    layout = (("title",), ("owner",))
    title = forms.CharField(label=_("What by how"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    owner = PersonField(label=_("Owner"), required=False)
    version = VersionField()

    def changes(self) -> dict:
        """Field → value, for the action."""
        return {"title": " ".join(self.cleaned_data["title"].split()), "owner": self.cleaned_data["owner"]}


class BelowForm(PickForm):
    """A strategy for an objective: an objective of the level below it, with the place that this level asks for."""

    title = forms.CharField(label=_("What by how"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    unit = UnitField(label=_("Unit"), required=False)
    owner = PersonField(label=_("Owner"), required=False)
    position = PositionField(
        label=_("Position"), required=False, help_text=_("For a role objective: who works in this position.")
    )
    project = ProjectField(label=_("Project"), required=False, help_text=_("Or for a project objective: the project."))

    def __init__(self, *args, parent: Objective, **kwargs):
        super().__init__(*args, **kwargs)
        self.parent = parent
        if Level.ROLE not in CHILD_LEVELS[Level(parent.level)]:
            del self.fields["position"], self.fields["project"]
            self.fields["unit"].required = True

    def level(self) -> str:
        """At which level it comes to stand."""
        if "position" not in self.fields:
            return CHILD_LEVELS[Level(self.parent.level)][0]
        return Level.PROJECT if self.cleaned_data.get("project") else Level.ROLE

    def clean(self):
        given = super().clean()
        if "position" in self.fields and not self.errors:
            if bool(given.get("position")) == bool(given.get("project")):
                raise ValidationError(_("Choose a position, or a project."))
            if given["project"] and not given["unit"]:
                given["unit"] = given["project"].unit
        if not self.errors:
            place = {name: given.get(name) for name in ("owner", "unit", "project")}
            if not can_create_objective(self.actor, self.level(), **place):
                raise ValidationError(_("You can only add objectives for units you head and projects you lead."))
        return given

    def fields_of_objective(self) -> dict:
        """Field → value, for the action."""
        return {**self.cleaned_data, "title": " ".join(self.cleaned_data["title"].split()), "level": self.level()}


class MeasureForm(PickForm):
    """A goal, or a measure of a strategy: from how much to how much, by when. Incomplete is fine while writing."""

    layout = (("name",), ("baseline", "target"), ("unit", "ends_on"))
    name = forms.CharField(label=_("Measure"), max_length=300)
    baseline = AmountField(label=_("Baseline"), required=False)
    target = AmountField(label=_("Target"), required=False)
    unit = forms.CharField(
        label=pgettext_lazy("of a measure", "Unit"),
        max_length=50,
        required=False,
        help_text=_("For example: %, days, €"),
    )
    ends_on = DayField(label=pgettext_lazy("a day", "By"))
    version = VersionField()

    def __init__(self, *args, objective: Objective, measure: Measure | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.objective, self.measure = objective, measure
        if measure is None:
            del self.fields["version"]
        elif measure.kind not in {Kind.UP, Kind.DOWN}:
            for name in ("baseline", "target", "unit"):
                del self.fields[name]

    def clean(self):
        given = super().clean()
        if self.errors:
            return given
        for problem in core.validate_aim(self._aim()):
            if problem.severity == core.Severity.WRONG:
                self.add_error(problem.field if problem.field in self.fields else None, problem_sentence(problem))
        return given

    def _aim(self) -> core.Aim:
        given = self.cleaned_data
        days = {"starts_on": (self.measure or self.objective).starts_on, "ends_on": given["ends_on"]}
        if "target" not in self.fields:
            assert self.measure is not None
            return replace(self.measure.aim(), **days)
        numbers = {"baseline": given["baseline"], "target": given["target"]}
        kind = core.MeasureKind(self._kind())
        return (
            replace(self.measure.aim(), kind=kind, **numbers, **days)
            if self.measure
            else core.Aim(kind=kind, **numbers, **days)
        )

    def _kind(self) -> str:
        """Down when the target lies below the baseline, up when above it; else what it was.

        Once there is a way from baseline to target only another target turns it round, and nothing does after the
        first reading: that would tell the opposite.
        """
        baseline, target, was = self.cleaned_data.get("baseline"), self.cleaned_data.get("target"), self.measure
        has_way = was is not None and was.baseline is not None and was.target is not None
        if was and has_way and (was.current_value is not None or target == was.target):
            return was.kind
        if isinstance(baseline, Decimal) and isinstance(target, Decimal) and baseline != target:
            return Kind.DOWN if target < baseline else Kind.UP
        return was.kind if was else Kind.UP

    def changes(self) -> dict:
        """Field → value, for the action."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return given | {"kind": self._kind()} if "target" in self.fields else given


class StepForm(PickForm):
    """An action: what, who, by when, what is set aside for it, and whether it is done."""

    layout = (("title",), ("owner",), ("due_on", "done_on"), ("budget",))
    title = forms.CharField(label=_("Action"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    owner = PersonField(label=_("Who"), required=False)
    due_on = DayField(label=_("Due on"), required=False)
    done_on = DayField(label=_("Done on"), required=False)
    budget = BudgetField(label=_("Budget"), required=False, help_text=_("0 when it costs nothing."))
    version = VersionField()

    def __init__(self, *args, is_new=False, currency=Currency.EUR, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["budget"].label = _("Budget (%(currency)s)") % {"currency": currency}
        if is_new:
            del self.fields["done_on"], self.fields["version"]

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())


class ChoiceForm(forms.Form):
    """For which goals a strategy is, and what is no longer done because of it; one goal is served by all of them."""

    goals: forms.Field = forms.TypedMultipleChoiceField(
        label=_("Serves these goals"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    left_out = forms.CharField(
        label=_("What is no longer done"),
        max_length=300,
        required=False,
        help_text=_("It is a choice only when something else stops. For example: steering on the length of calls."),
    )
    is_enabling = forms.BooleanField(
        label=_("Enabling: it makes the other strategies possible (people, systems, money)"), required=False
    )
    version = VersionField()

    def __init__(self, *args, goals: list[Measure], **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["goals"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(goal.pk, f"{number} {goal.name}") for number, goal in enumerate(goals, start=1)]
        if len(goals) < 2:
            del self.fields["goals"]
