"""How the matrix is scored, and what one rater gives."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zichtlijn.analysis.queries.matrix import points_for
from zichtlijn.analysis.queries.swot import code_of
from zichtlijn.analysis.states import LIKERT_CHOICES, Mode
from zichtlijn.analysis.wording import describe_mode, say_points


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
