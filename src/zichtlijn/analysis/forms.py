"""What one fills in about an analysis: of what it is, what one brings in, and what it comes down to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zichtlijn.analysis.models import AttentionPoint, Contribution, Factor
from zichtlijn.analysis.queries.matrix import points_for
from zichtlijn.analysis.queries.swot import code_of
from zichtlijn.analysis.states import CHILD_OF, EXTERNAL, LIKERT_CHOICES, Criterion, Kind, Mode
from zichtlijn.analysis.wording import describe_mode, name_of, question_of_criterion, say_points
from zichtlijn.calculations.confrontation import HIGHEST, LOWEST
from zichtlijn.objectives.forms.fields import ObjectiveField
from zichtlijn.objectives.forms.objectives import periods_to_choose
from zichtlijn.objectives.models.perspectives import perspective_or_none
from zichtlijn.objectives.permissions import can_create_objective
from zichtlijn.objectives.states import Level
from zichtlijn.organisation.forms import PersonField, PickForm, UnitField

MOST_EVIDENCE = 1000


def length_of(model, name: str) -> int:
    """How long a text of this field may be."""
    return model._meta.get_field(name).max_length


def evidence_field(**kwargs) -> forms.CharField:
    kwargs.setdefault("label", _("What shows it"))
    kwargs.setdefault("help_text", _("A figure, a report or an example that shows it."))
    return forms.CharField(required=False, max_length=MOST_EVIDENCE, widget=forms.Textarea(attrs={"rows": 2}), **kwargs)


class HeavierField(forms.FloatField):
    """How heavily something weighs beside others: more than nothing."""

    default_error_messages = {
        "min_value": _("A weight is more than 0. Leave out what does not count at all."),
        "max_value": _("A weight is at most 100."),
    }

    def __init__(self, **kwargs):
        super().__init__(min_value=0.01, max_value=100, localize=True, **kwargs)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short"})
        self.widget.is_localized = True

    def prepare_value(self, value):
        return int(value) if isinstance(value, float) and value.is_integer() else value


class StartForm(PickForm):
    """Of which unit, or blank of the whole organisation, and in which year."""

    unit = UnitField(label=_("Unit"), required=False, help_text=_("Leave blank for the whole organisation."))
    period: forms.Field = forms.ModelChoiceField(label=_("Period"), queryset=None, empty_label=None)

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["period"].queryset = periods_to_choose().filter(parent=None)


class ContributionForm(forms.Form):
    """One contribution: quick to write, the evidence may come later."""

    kind = forms.ChoiceField(choices=Kind.choices, widget=forms.HiddenInput)
    text = forms.CharField(label=_("Contribution"), max_length=length_of(Contribution, "text"))
    evidence = evidence_field()


class ChangeContributionForm(ContributionForm):
    kind = forms.ChoiceField(label=_("List"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    field_order = ("text", "evidence", "kind", "version")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, name_of(kind)) for kind in Kind.values]


class MergeForm(forms.Form):
    """Contributions of one list that become one factor."""

    chosen = forms.TypedMultipleChoiceField(coerce=int, required=False)
    into = forms.TypedChoiceField(label=_("Into"), coerce=int, empty_value=None, required=False)
    text = forms.CharField(
        label=_("In words"),
        max_length=length_of(Factor, "text"),
        required=False,
        help_text=_("Leave blank to take the words of the first one you ticked."),
    )
    evidence = evidence_field(help_text=_("Leave blank to take the evidence of the contributions."))

    def __init__(self, *args, quadrant, **kwargs):
        super().__init__(*args, **kwargs)
        choices: dict = self.fields
        choices["chosen"].choices = [(one.pk, one.text) for one in quadrant.loose]
        choices["into"].choices = [
            ("", _("a new factor")),
            *((ranked.factor.pk, f"{ranked.code} {ranked.factor.text}") for ranked in quadrant.ranked),
        ]

    def clean(self):
        given = super().clean()
        if given.get("into") and not given.get("chosen") and not self.errors:
            self.add_error(None, _("Tick what you want to merge into that factor."))
        if given.get("into") and given.get("text"):
            self.add_error(
                "text",
                _("These words are for a new factor. Empty this field, or change the words of the factor itself."),
            )
        return given


class FactorForm(forms.Form):
    """The words and the evidence of a factor; how heavily it weighs, when it stands outside."""

    text = forms.CharField(label=_("Factor"), max_length=length_of(Factor, "text"))
    evidence = evidence_field()
    weight = HeavierField(
        label=_("Weight in the matrix"), help_text=_("1 is ordinary; 2 counts twice as heavily as the others.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        if kind not in EXTERNAL:
            del self.fields["weight"]


class ModeForm(forms.Form):
    """In which way the matrix is scored."""

    mode = forms.ChoiceField(label=_("How do people score?"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mode"].choices = [(mode.value, describe_mode(mode)) for mode in Mode]


class ScoresForm(forms.Form):
    """All that one rater gives: with points three choices in each column, with scores one choice in each cell."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, rows, columns, mode, stored, **kwargs):
        super().__init__(*args, **kwargs)
        self.mode, self.rows, self.columns = mode, rows, columns
        self.points = points_for(rows)
        for column in columns:
            if mode == Mode.POINTS:
                self._ask_points(column, stored)
            else:
                self._ask_scores(column, stored)

    def _ask_points(self, column, stored) -> None:
        rows = [("", "–"), *((row.pk, f"{code_of(row)} {row.text}") for row in self.rows)]
        for points in self.points:
            given = next((row.pk for row in self.rows if stored.get((row.pk, column.pk)) == points), None)
            self.fields[f"points-{column.pk}-{points}"] = forms.TypedChoiceField(
                label=say_points(points), choices=rows, coerce=int, empty_value=None, required=False, initial=given
            )

    def _ask_scores(self, column, stored) -> None:
        for row in self.rows:
            self.fields[f"cell-{row.pk}-{column.pk}"] = forms.TypedChoiceField(
                label=f"{code_of(row)} {row.text}",
                choices=[("", _("open")), *LIKERT_CHOICES],
                coerce=int,
                empty_value=None,
                required=False,
                initial=stored.get((row.pk, column.pk), ""),
                widget=forms.RadioSelect,
            )

    def groups(self):
        """Column by column: the factor, its code and what is asked there."""
        for column in self.columns:
            names = (
                [f"points-{column.pk}-{points}" for points in self.points]
                if self.mode == Mode.POINTS
                else [f"cell-{row.pk}-{column.pk}" for row in self.rows]
            )
            yield column, code_of(column), [self[name] for name in names]

    def clean(self):
        given = super().clean()
        if self.mode == Mode.POINTS:
            for column in self.columns:
                chosen: dict[int, int] = {}
                for points in self.points:
                    row = given.get(f"points-{column.pk}-{points}")
                    if row in chosen:
                        self.add_error(
                            f"points-{column.pk}-{points}",
                            _("This one has %(points)s points already here. Choose another.") % {"points": chosen[row]},
                        )
                    if row is not None:
                        chosen[row] = points
        return given

    def scores(self) -> dict[tuple[int, int], int | None]:
        """(row, column) → what was given."""
        found: dict[tuple[int, int], int | None] = {}
        for column in self.columns:
            for row in self.rows:
                found[row.pk, column.pk] = (
                    self.cleaned_data.get(f"cell-{row.pk}-{column.pk}") if self.mode == Mode.LIKERT else None
                )
            for points in self.points if self.mode == Mode.POINTS else ():
                chosen = self.cleaned_data.get(f"points-{column.pk}-{points}")
                if chosen is not None:
                    found[chosen, column.pk] = points
        return found

    @property
    def open(self) -> int:
        """How many columns or cells are not filled in."""
        scores = self.scores()
        if self.mode == Mode.LIKERT:
            return sum(score is None for score in scores.values())
        return sum(not any(scores[row.pk, column.pk] for row in self.rows) for column in self.columns)


class PointForm(forms.Form):
    """An attention point, as a question from the inside to the outside."""

    text = forms.CharField(
        label=_("Attention point"),
        max_length=length_of(AttentionPoint, "text"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In the form: How can we use … to …?"),
    )


class ChangePointForm(PointForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class WeighForm(forms.Form):
    """What one rater gives each attention point, from 1 to 5 on each criterion."""

    version = forms.IntegerField(widget=forms.HiddenInput)

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
        label=_("Objective"), max_length=300, help_text=_("One sentence: what will be reached, for whom, by when.")
    )
    description = forms.CharField(label=_("Explanation"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    parent = ObjectiveField(
        label=_("Under the objective"),
        required=False,
        guesses=False,
        help_text=_("Leave blank for a new strategic objective. Under another one it becomes a strategy for that one."),
    )
    unit = UnitField(label=_("Unit"), required=False)
    owner = PersonField(label=_("Owner"), required=False)
    perspective = forms.ChoiceField(label=_("Perspective"), required=False, choices=perspective_or_none)

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["parent"].bind(actor, list(CHILD_OF))

    def clean(self):
        given = super().clean()
        parent, unit = given.get("parent"), given.get("unit")
        if parent and not unit:
            self.add_error("unit", _("An objective under another one belongs to a unit. Choose which."))
        level = CHILD_OF[parent.level] if parent else Level.STRATEGIC
        if not self.errors and not can_create_objective(self.actor, level, owner=given.get("owner"), unit=unit):
            raise forms.ValidationError(_("You can only add objectives for units you head."))
        return given

    def fields_of_objective(self) -> dict:
        """Field → value, for the action."""
        return {**self.cleaned_data, "horizon": ""}
