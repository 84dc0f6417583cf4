"""The course of a scorecard over the periods: columns of shares, and a line of scores for each perspective.

Across, everything stands in percents of the width, so that a phone and a wall screen read the same letters.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from django.utils.safestring import SafeString, mark_safe

from zichtlijn.calculations.balance import BalanceLevel
from zichtlijn.scorecards.queries import Course, InPeriod
from zichtlijn.ui.templatetags.ui import perspective_style
from zichtlijn.ui.wording import write_percent

#: Down: the field in which columns and lines are drawn.
TOP, FIELD = 26, 150
#: Across, in percents: room for the words on the left.
LEFT, RIGHT = 9.0, 99.0
#: More names of periods than this run into each other on a phone.
MOST_NAMES = 5


@dataclass(frozen=True)
class Bar:
    """One perspective in one column."""

    y: float
    height: float
    style: str


@dataclass(frozen=True)
class Column:
    """One period."""

    x: float
    middle: float
    width: float
    bars: list[Bar]
    level: BalanceLevel
    name: str


@dataclass(frozen=True)
class Line:
    """The scores of one perspective: its points, and the lines between those that follow each other."""

    label: str
    style: str
    last: str
    points: list[tuple[float, float]]
    parts: list[tuple[float, float, float, float]]


_SHAPES = {
    BalanceLevel.ONE_SIDED: '<rect x="-5" width="10" height="10"/>',
    BalanceLevel.ATTENTION: '<path d="M0 0 L6 11 L-6 11 Z"/>',
    BalanceLevel.FINE: '<circle cy="5" r="5"/>',
    BalanceLevel.UNKNOWN: "",
}


@dataclass(frozen=True)
class CoursePicture:
    columns: list[Column]
    lines: list[Line]
    #: Height and word of each line across.
    grid: list[tuple[float, str]]
    top: int = TOP
    bottom: int = TOP + FIELD
    height: int = TOP + FIELD + 26
    left: float = LEFT
    right: float = RIGHT

    @property
    def drawn_columns(self) -> SafeString:
        """The columns with the shape of their balance above them: numbers and names of styles, no word of anybody."""
        return mark_safe("".join(map(_draw_column, self.columns)))

    @property
    def drawn_lines(self) -> SafeString:
        """The lines of the scores: numbers and names of styles, no word of anybody."""
        return mark_safe("".join(map(_draw_line, self.lines)))


def _draw_column(column: Column) -> str:
    bars = "".join(
        f'<rect class="{bar.style}" x="{column.x}%" y="{bar.y}" width="{column.width}%" height="{bar.height}"/>'
        for bar in column.bars
    )
    shape = (
        f'<svg class="level {column.level}" x="{column.middle}%" y="6" overflow="visible">{_SHAPES[column.level]}</svg>'
    )
    return bars + shape


def _draw_line(line: Line) -> str:
    ways = "".join(f'<line class="way" x1="{x1}%" y1="{y1}" x2="{x2}%" y2="{y2}"/>' for x1, y1, x2, y2 in line.parts)
    points = "".join(f'<circle cx="{x}%" cy="{y}" r="3.5"/>' for x, y in line.points)
    return f'<g class="{line.style}">{ways}{points}</g>'


def draw_course(course: Course) -> CoursePicture | None:
    """The picture; None when fewer than two periods had a scorecard."""
    told = course.with_something
    if len(told) < 2:
        return None
    step = (RIGHT - LEFT) / len(told)
    every = ceil(len(told) / MOST_NAMES)
    columns = [
        _column(course, each, LEFT + place * step, step, named=(len(told) - 1 - place) % every == 0)
        for place, each in enumerate(told)
    ]
    lines = [_line(each, told, columns) for each in course.perspectives]
    grid = [(_height(share), write_percent(share)) for share in (0, 0.5, 1)]
    return CoursePicture(columns, [line for line in lines if line.points], grid)


def style_of(perspective) -> str:
    """The class of the colour of a perspective."""
    return perspective_style(perspective.key) or perspective.style


def _height(share: float) -> float:
    return round(TOP + (1 - share) * FIELD, 2)


def _column(course: Course, each: InPeriod, x: float, step: float, *, named: bool) -> Column:
    part, bars, above = each.shares or {}, [], float(TOP)
    for perspective in course.perspectives:
        height = part.get(perspective.key, 0.0) * FIELD
        if height:
            bars.append(Bar(round(above, 2), round(height, 2), style_of(perspective)))
        above += height
    width = min(step * 0.72, 9.0)
    middle = x + step / 2
    name = each.period.name if named else ""
    return Column(round(middle - width / 2, 3), round(middle, 3), round(width, 3), bars, each.level, name)


def _line(perspective, told: list[InPeriod], columns: list[Column]) -> Line:
    scores = [each.scores.get(perspective.key) for each in told]
    at = [
        None if score is None else (column.middle, _height(score))
        for score, column in zip(scores, columns, strict=True)
    ]
    parts = [(*one, *next_one) for one, next_one in pairwise(at) if one and next_one]
    return Line(
        perspective.label, style_of(perspective), write_percent(scores[-1]), [point for point in at if point], parts
    )
