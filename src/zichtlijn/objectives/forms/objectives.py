"""Forms for objectives, their parents, weights, check-ins and actions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zichtlijn.objectives.forms.fields import BudgetField, ObjectiveField
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.models.perspectives import perspective_or_none
from zichtlijn.objectives.permissions import can_create_objective
from zichtlijn.objectives.states import (
    COUNTING,
    MAY_STAND_ALONE,
    PARENT_LEVELS,
    Commitment,
    Currency,
    Horizon,
    Level,
    State,
    one_of_levels,
)
from zichtlijn.organisation.forms import PersonField, PickForm, PositionField, ProjectField, UnitField
from zichtlijn.organisation.models import Period
from zichtlijn.strategy.models import Direction
from zichtlijn.ui.days import DayField
from zichtlijn.ui.percentages import PercentagesForm, WeightField
from zichtlijn.ui.versions import VersionField
from zichtlijn.ui.wording import write_full_date


class ObjectiveForm(PickForm):
    """Everything one writes down of an objective. The level is chosen before and decides which questions are asked."""

    title = forms.CharField(
        label=_("Objective"), max_length=300, help_text=_("One sentence: what will be reached, for whom, by when.")
    )
    description = forms.CharField(label=_("Explanation"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    parent = ObjectiveField(label=_("Follows from"), required=False)
    direction: forms.Field = forms.ModelChoiceField(label=_("Direction"), queryset=None, required=False)
    owner = PersonField(label=_("Owner"), required=False)
    unit = UnitField(label=_("Unit"), required=False)
    position = PositionField(label=_("Position"), required=False)
    project = ProjectField(label=_("Project"), required=False)
    period: forms.Field = forms.ModelChoiceField(label=_("Period"), queryset=None, empty_label=None)
    starts_on = DayField(label=_("From"), required=False, help_text=_("Leave blank to follow the period."))
    ends_on = DayField(label=_("Until"), required=False)
    from_today = forms.BooleanField(label=_("Counts from today"), required=False)
    perspective = forms.ChoiceField(label=_("Perspective"), required=False, choices=perspective_or_none)
    horizon = forms.ChoiceField(label=_("Horizon"), required=False, choices=[("", "–"), *Horizon.choices])
    commitment = forms.ChoiceField(
        label=_("Commitment"),
        choices=Commitment.choices,
        help_text=_(
            "Committed: this will be reached. Aspirational: about seventy percent of it would be a good result."
        ),
    )
    weight = WeightField(
        label=_("Weight in the personal plan (%)"), help_text=_("The weights of one person’s objectives add up to 100.")
    )
    own_share = forms.IntegerField(
        label=_("Share of its own measures (%)"),
        min_value=0,
        max_value=100,
        help_text=_(
            "The rest of the progress comes from the objectives that support it. "
            "Where one of the two is not measured, the other counts whole."
        ),
    )
    stands_alone = forms.BooleanField(
        label=_("Stands on its own on purpose"),
        required=False,
        help_text=_("It need not follow from another objective, as an OKR may: then it is no break in the line."),
    )
    version = VersionField()

    def __init__(self, *args, actor, level: str, objective: Objective | None = None, **kwargs):
        super().__init__(*args, actor=actor, **kwargs)
        self.level, self.objective = level, objective
        fields: dict[str, Any] = self.fields
        fields["direction"].queryset = Direction.objects.order_by("-starts_on", "-pk")
        fields["period"].queryset = periods_to_choose(objective)
        fields["from_today"].help_text = _(
            "Ticked, nothing is expected yet today (%(today)s). Not ticked, the expected progress counts from the start"
            " of the period, also when that is long ago."
        ) % {"today": write_full_date(timezone.localdate())}
        for name in self._left_out():
            del self.fields[name]
        if "parent" in self.fields:
            fields["parent"].bind(actor, PARENT_LEVELS[level]).help_text = _(
                "The objective one level up that this one contributes to (%(levels)s). Without it the line breaks here."
            ) % {"levels": one_of_levels(PARENT_LEVELS[level])}
        if level == Level.PERSONAL and "owner" in self.fields:
            self.fields["owner"].required = True
        if level == Level.ROLE:
            self.fields["position"].required = True
        if level == Level.PROJECT:
            self.fields["project"].required = True
        if level in {Level.DEPARTMENT, Level.OPERATIONAL}:
            self.fields["unit"].required = True

    def _left_out(self) -> list[str]:
        """Questions that this level does not ask."""
        level, out = self.level, []
        if level != Level.STRATEGIC:
            out += ["direction"]
        if level == Level.STRATEGIC or self.objective is not None:
            out += ["parent"]
        out += ["version"] if self.objective is None else ["from_today"]
        if level != Level.ROLE:
            out += ["position"]
        if level != Level.PROJECT:
            out += ["project"]
        if level not in MAY_STAND_ALONE:
            out += ["stands_alone"]
        if level == Level.PERSONAL:
            out += ["unit", "own_share"] + (["owner"] if self.objective else [])
        else:
            out += ["weight"]
        return out

    def clean(self):
        given = super().clean()
        if "owner" in given and given["owner"] is None and self._keeps_an_owner():
            self.add_error("owner", _("An agreed objective keeps an owner. Choose somebody else."))
        if self.level == Level.PERSONAL and given.get("owner") and not self._is_for_own_line(given["owner"]):
            self.add_error(
                "owner",
                _("You can only write an objective for yourself, and for people who report to you, directly or "
                  "indirectly."),
            )  # fmt: skip
        starts, ends, period = given.get("starts_on"), given.get("ends_on"), given.get("period")
        if period:
            if self._ran_as_its_period(starts, ends):
                starts = ends = None
            if given.get("from_today") and starts is None:
                starts = max(period.starts_on, timezone.localdate())
            starts, ends = starts or period.starts_on, ends or period.ends_on
            if ends < starts:
                self.add_error("ends_on", _("The end date is before the start date."))
            elif starts > period.ends_on or ends < period.starts_on:
                self.add_error("starts_on", _("These dates are outside the period."))
            given["starts_on"], given["ends_on"] = starts, ends
        if not self.errors and self.level != Level.PERSONAL and self._is_put_elsewhere(given):
            place = {name: given.get(name) for name in ("owner", "unit", "project")}
            if not can_create_objective(self.actor, self.level, **place):
                raise ValidationError(_("You can only add objectives for units you head and projects you lead."))
        if not self.errors and self.objective is None and self._is_there_already(given):
            raise ValidationError(
                _("This objective is there already, in the same words. Write what is different in this one.")
            )
        return given

    def _is_for_own_line(self, owner) -> bool:
        return can_create_objective(self.actor, self.level, owner=owner)

    def _is_there_already(self, given) -> bool:
        """True for a form that was sent once more: the same words for the same people in the same period."""
        place = {name: given[name] for name in ("owner", "unit", "position", "project") if name in given}
        same = Objective.objects.visible_to(self.actor).filter(level=self.level, period=given["period"], **place)
        return same.filter(title__iexact=given["title"]).exclude(state=State.DROPPED).exists()

    def _keeps_an_owner(self) -> bool:
        """True for an agreed objective that somebody answers for."""
        before = self.objective
        return before is not None and before.state == State.AGREED and before.owner_id is not None

    def _ran_as_its_period(self, starts, ends) -> bool:
        """True when the days are still those of the period it had: then they go with the period that is chosen now."""
        before = self.objective.period if self.objective else None
        return before is not None and (starts, ends) == (before.starts_on, before.ends_on)

    def _is_put_elsewhere(self, given) -> bool:
        """True for a new objective, and for one that goes to another unit or project."""
        return self.objective is None or any(
            name in given and given[name] != getattr(self.objective, name) for name in ("unit", "project")
        )

    def changes(self) -> dict:
        """Field → value, for the action."""
        return {
            name: value for name, value in self.cleaned_data.items() if name not in {"version", "parent", "from_today"}
        }


def periods_to_choose(objective: Objective | None = None):
    """Periods that are not over, the latest first; the one that the objective stands in stays among them."""
    still = Q(ends_on__gte=timezone.localdate())
    if objective:
        still |= Q(pk=objective.period_id)
    return Period.objects.filter(still).order_by("-starts_on", "ends_on", "pk")


class ParentForm(forms.Form):
    """One more objective from which this one follows."""

    parent = ObjectiveField(label=_("Follows from"), guesses=False)
    weight = WeightField(
        label=_("Weight in the objective above (%)"),
        help_text=_("Leave blank for an equal share of what the others leave of 100."),
    )

    def __init__(self, *args, actor, child: Objective, **kwargs):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["parent"]
        levels = PARENT_LEVELS[child.level]
        field.bind(actor, levels).help_text = _("What you can choose: %(levels)s.") % {"levels": one_of_levels(levels)}


class WeightsForm(PercentagesForm):
    """The weights of what supports an objective, all in one form.

    `beside` is what supporters that do not stand in the form weigh: a number for each, None for what was left open.
    What is not agreed yet stands apart: its weight is kept for the day on which it is.
    """

    def __init__(self, *args, links, **kwargs):
        rows = [(link.pk, link.child.title, link.weight) for link in links]
        apart = [link.pk for link in links if link.child.state not in COUNTING]
        super().__init__(*args, rows=rows, apart=apart, **kwargs)


class MoveForm(forms.Form):
    """A step in the states, with a word to the other side."""

    comment = forms.CharField(
        label=_("Comment"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class CheckInForm(forms.Form):
    """How confident, and what there is to say."""

    confidence = forms.TypedChoiceField(
        label=_("Confidence that it will be reached"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("not given")), *[(n, str(n)) for n in range(1, 11)]],
        help_text=_("1: no confidence, 10: certain."),
    )
    comment = forms.CharField(
        label=_("Comment"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self):
        given = super().clean()
        if given.get("confidence") is None and not given.get("comment"):
            raise ValidationError(_("Choose a confidence or write a comment."))
        return given


class ActionForm(PickForm):
    """Something that somebody will do."""

    title = forms.CharField(label=_("Action"), max_length=300)
    owner = PersonField(label=_("Who"), required=False)
    due_on = DayField(label=_("Due on"), required=False)
    done_on = DayField(label=_("Done on"), required=False)
    budget = BudgetField(
        label=_("Budget"), required=False, help_text=_("What is set aside for it; 0 when it costs nothing.")
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency.choices, initial=Currency.EUR, required=False)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    version = VersionField()

    def __init__(self, *args, actor, is_new=False, **kwargs):
        super().__init__(*args, actor=actor, **kwargs)
        if is_new:
            del self.fields["done_on"], self.fields["version"]

    def clean_currency(self):
        return self.cleaned_data["currency"] or Currency.EUR
