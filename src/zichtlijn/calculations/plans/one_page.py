"""Whether an OGSM fits on one sheet of A4, from the lengths of its texts: no pixels, the same answer everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Column(StrEnum):
    """The parts of the sheet, from the ambition at the top to the actions at the right."""

    OBJECTIVE = "objective"
    GOALS = "goals"
    STRATEGIES = "strategies"
    MEASURES = "measures"
    ACTIONS = "actions"


#: How many characters stand on one line of each part, on A4 across, in the letter of the print stylesheet.
WIDTHS: dict[Column, int] = {
    Column.OBJECTIVE: 92,
    Column.GOALS: 30,
    Column.STRATEGIES: 35,
    Column.MEASURES: 42,
    Column.ACTIONS: 52,
}
#: Lines of the table that fit under an ambition of one line.
ROOM = 42
#: The space around a row, and between two goals, in lines.
ROW_SPACE = 1
GOAL_SPACE = 1
#: A line of the ambition is so many lines of the table high.
OBJECTIVE_LINE = 2


@dataclass(frozen=True, slots=True)
class PageRow:
    """A strategy as it is printed, with the texts of its measures and actions; `key` says which one."""

    key: str
    strategy: tuple[str, ...]
    measures: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sharpen:
    """A part in which words can go: how many lines it takes, and how many the page gains when it is made sharper."""

    column: Column
    key: str
    lines: int
    gains: int


@dataclass(frozen=True, slots=True)
class Fit:
    """How many lines the sheet takes, how many there are, and where to choose sharper when it takes too many."""

    lines: int
    room: int
    sharpen: tuple[Sharpen, ...] = ()

    @property
    def over(self) -> int:
        """How many lines too many."""
        return max(0, self.lines - self.room)


def fit_on_page(objective: str, goals: Sequence[str], rows: Sequence[PageRow]) -> Fit:
    """Return whether an OGSM fits on one page, and where to choose sharper when it does not.

    Definition
        The sheet is A4 across: the ambition at the top, the goals in one column, a row for each strategy beside them.
        A text takes the lines that its words fill in its column. What is too high is made sharper first where that
        gains most: a cell that stands higher than the others of its row, down to its fair share of the page.
    Formula
        row = highest of its three cells + 1; table = max(sum of the rows, lines of the goals + 1 for each);
        lines = table + 2 for each line of the ambition after the first; room = 42
        fair share = (room - what the ambition takes) / strategies - 1; gain of a cell =
        its lines - max(fair share, the next highest cell of its row); parts that gain, the most first, until the gains
        together are what is too much
    Units
        Lines of the table; widths in characters: 92 ambition, 30 goals, 35 strategies, 42 measures, 52 actions.
    Errors
        None.
    Source
        Own rule, fitted to the print stylesheet. "Businessplan op 1 A4" (Van Eck & Leenhouts): what does not fit on one
        page was not chosen.
    Example
        >>> rows = [PageRow("s1", ("Minder wachten door afspraken",), actions=("Afspraak maken op de site",) * 50)]
        >>> fit = fit_on_page("Iedereen in één keer geholpen", ["Wachttijd van 12 naar 5 minuten"], rows)
        >>> fit.lines, fit.room, fit.over
        (51, 42, 9)
        >>> [(part.column.value, part.key, part.gains) for part in fit.sharpen]
        [('actions', 's1', 9)]
    """
    extra = OBJECTIVE_LINE * (_lines([objective], Column.OBJECTIVE) - 1)
    room = ROOM - extra
    heights = {row.key: _cells(row) for row in rows}
    in_rows = sum(max(cells.values()) + ROW_SPACE for cells in heights.values())
    in_goals = _lines(goals, Column.GOALS) + GOAL_SPACE * len(goals)
    lines = max(in_rows, in_goals) + extra
    if lines <= ROOM:
        return Fit(lines, ROOM)
    parts = sorted(_parts(heights, in_rows, in_goals, room, extra), key=lambda part: (-part.gains, part.key))
    chosen: list[Sharpen] = []
    for part in parts:
        if sum(each.gains for each in chosen) >= lines - ROOM:
            break
        chosen.append(part)
    return Fit(lines, ROOM, tuple(chosen))


def _parts(
    heights: dict[str, dict[Column, int]], in_rows: int, in_goals: int, room: int, extra: int
) -> Iterator[Sharpen]:
    fair = max(1, room // max(1, len(heights)) - ROW_SPACE)
    if in_rows > room:
        for key, cells in heights.items():
            column = max(cells, key=lambda each: cells[each])
            others = max(lines for each, lines in cells.items() if each != column)
            gains = cells[column] - max(fair, others)
            if gains > 0:
                yield Sharpen(column, key, cells[column], gains)
    if in_goals > max(room, in_rows):
        yield Sharpen(Column.GOALS, "", in_goals, in_goals - max(room, in_rows))
    if extra:
        yield Sharpen(Column.OBJECTIVE, "", extra // OBJECTIVE_LINE + 1, extra)


def _cells(row: PageRow) -> dict[Column, int]:
    return {
        Column.STRATEGIES: _lines(row.strategy, Column.STRATEGIES),
        Column.MEASURES: _lines(row.measures, Column.MEASURES),
        Column.ACTIONS: _lines(row.actions, Column.ACTIONS),
    }


def _lines(texts: Sequence[str], column: Column) -> int:
    return sum(_lines_of(text, WIDTHS[column]) for text in texts)


def _lines_of(text: str, width: int) -> int:
    """Lines that the words of a text fill, at least one; a word that is longer than a line goes on on the next."""
    lines, used = 1, 0
    for word in text.split():
        if used and used + 1 + len(word) > width:
            lines, used = lines + 1, 0
        used += len(word) + bool(used)
        lines, used = lines + (used - 1) // width, (used - 1) % width + 1
    return lines
