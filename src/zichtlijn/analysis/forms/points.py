"""Attention points, how they weigh, and the objective that comes out of one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zichtlijn.analysis.forms.swot import length_of
from zichtlijn.analysis.models import AttentionPoint
from zichtlijn.analysis.states import CHILD_OF, Becomes, Criterion, level_alone
from zichtlijn.analysis.wording import describe_becoming, question_of_criterion
from zichtlijn.calculations.confrontation import HIGHEST, LOWEST
from zichtlijn.objectives.forms.fields import ObjectiveField
from zichtlijn.objectives.models.perspectives import perspective_or_none
from zichtlijn.objectives.permissions import can_create_objective
from zichtlijn.objectives.states import Level
from zichtlijn.organisation.forms import PersonField, PickForm, UnitField
from zichtlijn.ui.versions import VersionField


class PointForm(forms.Form):
    """An attention point, as a question from the inside to the outside."""

    text = forms.CharField(
        label=_("Attention point"),
        max_length=length_of(AttentionPoint, "text"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In the form: How can we use … to …?"),
    )


class ChangePointForm(PointForm):
    version = VersionField()


class WeighForm(forms.Form):
    """What one rater gives each attention point, from 1 to 5 on each criterion."""

    version = VersionField()

    def __init__(self, *args, points, stored, **kwargs):
        super().__init__(*args, **kwargs)
        self.points = points
        for point in points:
            for criterion in Criterion:
                self.fields[f"mark-{point.pk}-{criterion.value}"] = forms.TypedChoiceField(
                    label=criterion.label,
                    choices=[("", "–"), *((n, str(n)) for n in range(LOWEST, HIGHEST + 1))],
                    coerce=int,
                    empty_value=None,
                    required=False,
                    initial=stored.get((point.pk, criterion.value), ""),
                    widget=forms.RadioSelect,
                )

    def groups(self):
        """Point by point: the point and what is asked about it, with the question that goes with it."""
        for point in self.points:
            yield point, [(self[f"mark-{point.pk}-{c.value}"], question_of_criterion(c)) for c in Criterion]

    def marks(self) -> dict[tuple[int, str], int | None]:
        """(point, criterion) → score."""
        return {
            (point.pk, c.value): self.cleaned_data.get(f"mark-{point.pk}-{c.value}")
            for point in self.points
            for c in Criterion
        }


class TurnForm(PickForm):
    """What an objective needs that comes from an attention point; the rest can be filled in on its own page."""

    title = forms.CharField(
        label=_("In one sentence"),
        max_length=300,
        help_text=_(
            "An objective says what will be reached, for whom, by when. A strategy says what you reach, by doing what."
        ),
    )
    description = forms.CharField(label=_("Explanation"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    becomes = forms.ChoiceField(
        label=_("What does it become?"),
        widget=forms.RadioSelect,
    )
    parent = ObjectiveField(
        label=_("In the OGSM of"),
        required=False,
        guesses=False,
        help_text=_("The strategic or department objective whose plan it stands in."),
    )
    unit = UnitField(label=_("Unit"), required=False)
    owner = PersonField(label=_("Owner"), required=False)
    perspective = forms.ChoiceField(
        label=_("Perspective"),
        required=False,
        choices=perspective_or_none,
        help_text=_("Without one, it stands under “Without a perspective” on the scorecard."),
    )

    def __init__(self, *args, actor, analysis, **kwargs):
        super().__init__(*args, actor=actor, **kwargs)
        self.alone = level_alone(analysis.unit)
        self.fields["parent"].bind(actor, list(CHILD_OF))
        self.fields["becomes"].choices = [(each.value, describe_becoming(each, self.alone)) for each in Becomes]

    def clean(self):
        given = super().clean()
        parent, unit = given.get("parent"), given.get("unit")
        becomes = given.pop("becomes", None)
        if becomes == Becomes.STRATEGY and not parent and "parent" not in self.errors:
            self.add_error("parent", _("Choose the objective in whose OGSM the strategy comes to stand."))
        if becomes == Becomes.OBJECTIVE and parent:
            self.add_error(
                "parent",
                _("Only a strategy stands under another objective. Choose “strategy”, or leave this blank."),
            )
        if parent and becomes == Becomes.STRATEGY and not unit:
            self.add_error("unit", _("A strategy belongs to a unit. Choose which."))
        if becomes == Becomes.OBJECTIVE and self.alone != Level.STRATEGIC and not unit and not self.errors:
            self.add_error("unit", _("Choose the unit that it is of."))
        level = CHILD_OF[parent.level] if parent else self.alone
        if not self.errors and not can_create_objective(self.actor, level, owner=given.get("owner"), unit=unit):
            raise forms.ValidationError(_("You can only add objectives for units you head."))
        return given

    def fields_of_objective(self) -> dict:
        """Field → value, for the action."""
        return {**self.cleaned_data, "horizon": ""}
