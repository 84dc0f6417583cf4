"""How the matrix is scored, and what one rater gives."""

import re
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zichtlijn.analysis.models import Factor
from zichtlijn.analysis.queries.matrix import points_for
from zichtlijn.analysis.queries.swot import code_of
from zichtlijn.analysis.states import LIKERT_CHOICES, SIGNS, Mode
from zichtlijn.analysis.wording import describe_mode, say_points, tell_column
from zichtlijn.ui.versions import VersionField

#: The names of what is asked: in a column for each of its points, or in each cell.
_ASKED = re.compile(r"(?:points-(?P<of>\d+)-(?P<points>\d)|cell-(?P<row>\d+)-(?P<column>\d+))\Z")


class ModeForm(forms.Form):
    """In which way the matrix is scored."""

    mode = forms.ChoiceField(label=_("How do people score?"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mode"].choices = [(mode.value, describe_mode(mode)) for mode in Mode]


@dataclass(frozen=True)
class GridColumn:
    """A column of the grid in which one rater scores, row by row with what can be chosen there."""

    factor: Factor
    code: str
    #: Row, its code and its choices: with points for each of them the choice that gives it to this row, as
    #: (points, choice); with signs the choices of this cell, the open one first.
    cells: list[tuple[Factor, str, list]]
    #: What is wrong, each with the name under which the summary of errors links to it.
    errors: list[tuple[str, str]]
    is_first_threat: bool
    #: With points: for each of them the choice that gives it to no row.
    none: list = field(default_factory=list)
    #: With points: what is still to give here, in words.
    told: str = ""


class ScoresForm(forms.Form):
    """All that one rater gives: with points three choices in each column, with scores one choice in each cell."""

    version = VersionField()

    def __init__(self, *args, rows, columns, mode, stored, **kwargs):
        super().__init__(*args, **kwargs)
        self.mode, self.rows, self.columns = mode, rows, columns
        self.points = points_for(rows)
        for column in columns:
            if self.by_points:
                self._ask_points(column, stored)
            else:
                self._ask_scores(column, stored)
        #: What was filled in for the matrix as it was before, in words: it does not fit in this one.
        self.misfits = self._set_apart() if self.is_bound else []

    def _set_apart(self) -> list[str]:
        """Take out of what was sent what does not fit, and tell it; the rest stays filled in."""
        sent: Any = self.data
        told, data = [], sent.copy()
        for name, value in sent.items():
            asked = _ASKED.match(name)
            if asked and value and not self._fits(name, value):
                told.append(self._tell(asked, value))
                data[name] = ""
        if told:
            data["version"] = self.get_initial_for_field(self.fields["version"], "version")
            self.data = data
        return told

    def _fits(self, name: str, value: str) -> bool:
        asked: Any = self.fields.get(name)
        return asked is not None and asked.valid_value(value)

    def _tell(self, asked: re.Match, value: str) -> str:
        """One thing that was given: `O1 Warmte: 3 points to S1 Ons lab`, or `S1 Ons lab × O1 Warmte: ++`."""
        names = {str(factor.pk): f"{code_of(factor)} {factor.text}" for factor in [*self.rows, *self.columns]}
        gone = str(_("a factor that is no longer there"))
        if asked["of"]:
            given = say_points(int(asked["points"]))
            return f"{names.get(asked['of'], gone)}: {given} {names.get(value, gone)}"
        signs = {str(score): sign for score, sign in SIGNS.items()}
        return f"{names.get(asked['row'], gone)} × {names.get(asked['column'], gone)}: {signs.get(value, value)}"

    def _ask_points(self, column, stored) -> None:
        rows = [("", _("nothing")), *((row.pk, f"{code_of(row)} {row.text}") for row in self.rows)]
        for points in self.points:
            given = next((row.pk for row in self.rows if stored.get((row.pk, column.pk)) == points), None)
            self.fields[f"points-{column.pk}-{points}"] = forms.TypedChoiceField(
                label=f"{code_of(column)}: {say_points(points)}",
                choices=rows,
                coerce=int,
                empty_value=None,
                required=False,
                initial=given,
                widget=forms.RadioSelect,
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

    @property
    def by_points(self) -> bool:
        return self.mode == Mode.POINTS

    def grid(self) -> list[GridColumn]:
        """The grid, column by column: as it was sent, or as it is stored."""
        kinds = [column.kind for column in self.columns]
        drawn = []
        for place, column in enumerate(self.columns):
            fields = [self[name] for name in self._asked_in(column)]
            choices: list[list]
            shown = {
                "factor": column,
                "code": code_of(column),
                "errors": [(field.auto_id, str(error)) for field in fields for error in field.errors],
                "is_first_threat": place > 0 and kinds[place] != kinds[place - 1],
            }
            if self.by_points:
                given = [points for points, field in zip(self.points, fields, strict=True) if field.value()]
                none, *choices = [list(zip(self.points, each, strict=True)) for each in zip(*fields, strict=True)]
                shown |= {"none": none, "told": tell_column(self.points, given)}
            else:
                choices = [list(field) for field in fields]
            cells = [(row, code_of(row), each) for row, each in zip(self.rows, choices, strict=True)]
            drawn.append(GridColumn(cells=cells, **shown))
        return drawn

    def _asked_in(self, column) -> list[str]:
        """The names of what is asked in this column."""
        if self.by_points:
            return [f"points-{column.pk}-{points}" for points in self.points]
        return [f"cell-{row.pk}-{column.pk}" for row in self.rows]

    def clean(self):
        given = super().clean()
        if self.misfits:
            raise forms.ValidationError(
                _(
                    "Nothing was saved yet: the factors or the way of scoring changed while you filled it in. What no "
                    "longer fits stands below. Give your scores again, and save."
                )
            )
        if self.by_points:
            for column in self.columns:
                chosen: dict[int, int] = {}
                for points in self.points:
                    row = given.get(f"points-{column.pk}-{points}")
                    if row in chosen:
                        self.add_error(f"points-{column.pk}-{points}", self._twice(row, chosen[row], points))
                    if row is not None:
                        chosen[row] = points
        return given

    def _twice(self, row: int, first: int, second: int) -> str:
        """One row of a column has two of its points."""
        code = next(code_of(each) for each in self.rows if each.pk == row)
        return _("%(row)s has both %(first)s and %(second)s here. Give one of them to another row.") % {
            "row": code,
            "first": first,
            "second": second,
        }

    def scores(self) -> dict[tuple[int, int], int | None]:
        """(row, column) → what was given."""
        found: dict[tuple[int, int], int | None] = {}
        for column in self.columns:
            for row in self.rows:
                found[row.pk, column.pk] = (
                    self.cleaned_data.get(f"cell-{row.pk}-{column.pk}") if not self.by_points else None
                )
            for points in self.points if self.by_points else ():
                chosen = self.cleaned_data.get(f"points-{column.pk}-{points}")
                if chosen is not None:
                    found[chosen, column.pk] = points
        return found

    @property
    def open(self) -> int:
        """How many columns or cells are not filled in; a column is as soon as all its points are given."""
        scores = self.scores()
        if not self.by_points:
            return sum(score is None for score in scores.values())
        return sum(
            sum(bool(scores[row.pk, column.pk]) for row in self.rows) < len(self.points) for column in self.columns
        )
