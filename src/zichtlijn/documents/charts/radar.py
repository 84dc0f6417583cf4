"""A radar: for each name an axis from the middle outwards, and for each series a line around it.

Drawn here and not by ECharts, which puts what is missing in the middle: as if it were zero. Here a missing value is a
gap in the line; a value between two gaps is a point.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from zichtlijn.documents.charts.bars import Series, describe_bars
from zichtlijn.documents.charts.look import FONT, TOKENS
from zichtlijn.documents.charts.scale import Number, plain
from zichtlijn.ui import wording

#: With fewer names there is no area to see: bars or a table tell more.
FEWEST_AXES = 3
#: With more their names run into each other.
MOST_AXES = 12
#: The width of a letter is that of a wide word: “Samenwerken” has no narrow ones.
LETTER, LINE = 7.8, 15
#: Each series has a colour, a pattern and a sign of its own.
_STROKES = (("ink", "", "circle"), ("sight", "7 5", "square"), ("cus", "2 4", "diamond"))
#: How many letters of a name stand on a line, and on a narrow drawing.
_LONGEST, _LONGEST_NARROW, _NARROW = 18, 13, 400
#: Between the end of an axis and its name.
_GAP = 10


@dataclass(frozen=True)
class Radar:
    """A radar with its table and a sentence for who cannot see it; stands wherever a `Chart` does."""

    names: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    most: int
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    label: str
    #: A drawing only: the browser has nothing to bring to life.
    option: None = None
    #: How high it is at the most on a phone.
    low: int = 380

    def svg(self, width: int = 760, height: int = 420) -> str:
        return _draw(self, width, height)


def radar_chart(names: Sequence[str], series: Sequence[Series], *, name: str, most: int) -> Radar:
    """Return values around a middle: one axis for each name, from 0 to `most`, and one line for each series.

    ValueError with fewer than three names, or when a series has another number of values.
    """
    if len(names) < FEWEST_AXES:
        raise ValueError(f"a radar has at least {FEWEST_AXES} axes")
    for title, values in series:
        if len(values) != len(names):
            raise ValueError(f"{title!r} has {len(values)} values for {len(names)} names")
    return Radar(
        names=tuple(map(str, names)),
        series=tuple((str(title), tuple(map(plain, values))) for title, values in series),
        most=most,
        head=("", *(str(title) for title, _values in series)),
        rows=tuple(
            (str(item), *(wording.write_measured(values[index], "") for _title, values in series))
            for index, item in enumerate(names)
        ),
        label=describe_bars(names, series, name=name),
    )


def runs_of(values: Sequence[Number | None]) -> list[list[int]]:
    """The places of values that follow each other around a circle, cut where one is missing.

    >>> runs_of([1, 2, None, 4]), runs_of([1, 2]), runs_of([None, None]), runs_of([None, 5, None])
    ([[3, 0, 1]], [[0, 1]], [], [[1]])
    """
    size = len(values)
    missing = [place for place, value in enumerate(values) if value is None]
    if not missing:
        return [list(range(size))] if size else []
    runs: list[list[int]] = []
    for step in range(1, size + 1):
        place = (missing[0] + step) % size
        if values[place] is None:
            continue
        if values[place - 1] is None or not runs:
            runs.append([])
        runs[-1].append(place)
    return runs


class _Paper:
    """The elements of a drawing, one after the other; all are attributes, never inline style."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def add(self, element: str, text: str = "", /, **attributes: Any) -> None:
        told = " ".join(f'{key.replace("_", "-")}="{escape(_short(value))}"' for key, value in attributes.items())
        self.parts.append(f"<{element} {told}>{escape(text)}</{element}>" if text else f"<{element} {told}/>")

    def write(self, x: float, y: float, text: str, anchor: str, colour: str = "ink-2") -> None:
        self.add("text", text, x=x, y=y, text_anchor=anchor, font_family=FONT, font_size=12, fill=TOKENS[colour])


def _short(value: Any) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _draw(radar: Radar, width: int, height: int) -> str:
    paper = _Paper()
    top = _legend(paper, radar, width)
    longest = _LONGEST if width >= _NARROW else _LONGEST_NARROW
    labels = [_lines(name, longest) for name in radar.names]
    radius = max(40.0, min(_room(labels, place, width, height - top) for place in range(len(labels))))
    middle = (width / 2, top + (height - top) / 2)

    def at(place: int, value: float, beyond: float = 0) -> tuple[float, float]:
        turn = _turn(place, len(labels))
        far = radius * min(max(value, 0), radar.most) / radar.most + beyond
        return middle[0] + far * math.sin(turn), middle[1] - far * math.cos(turn)

    places = range(len(labels))
    for ring in range(1, radar.most + 1):
        outer = TOKENS["rule-2" if ring == radar.most else "rule"]
        paper.add("polygon", points=_points(at(place, ring) for place in places), fill="none", stroke=outer)
    for place in places:
        (x, y), (right, down) = middle, at(place, radar.most)
        paper.add("line", x1=x, y1=y, x2=right, y2=down, stroke=TOKENS["rule"])
        _name_axis(paper, labels[place], at(place, radar.most, _GAP), middle)
    for ring in range(1, radar.most + 1):
        paper.write(middle[0] - 5, at(0, ring)[1] + 4, str(ring), "end", "ink-3")
    for number, (_title, values) in enumerate(radar.series):
        _line(paper, values, at, *_STROKES[number % len(_STROKES)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-label="{escape(radar.label)}" focusable="false">{"".join(paper.parts)}</svg>'
    )


def _turn(place: int, size: int) -> float:
    return 2 * math.pi * place / size


def _room(labels: list[list[str]], place: int, width: float, height: float) -> float:
    """How long the axes can be for the name of this one to stay on the paper."""
    turn, lines = _turn(place, len(labels)), labels[place]
    sideways, upwards = abs(math.sin(turn)), abs(math.cos(turn))
    wide, tall = max(map(len, lines)) * LETTER, len(lines) * LINE
    if sideways < 0.01:
        return height / 2 - tall - _GAP
    across = (width / 2 - wide) / sideways - _GAP
    return min(across, (height / 2 - tall / 2) / upwards - _GAP) if upwards > 0.01 else across


def _line(paper: _Paper, values: Sequence[float | None], at, colour: str, dashes: str, sign: str) -> None:
    """The line of one series with its points; closed only when nothing is missing."""
    told = {"fill": "none", "stroke": TOKENS[colour], "stroke_width": 2.5 if not dashes else 2}
    if dashes:
        told["stroke_dasharray"] = dashes
    for run in runs_of(values):
        points = [at(place, values[place] or 0.0) for place in run]
        if len(points) == len(values):
            paper.add("polygon", points=_points(points), stroke_linejoin="round", **told)
        elif len(points) > 1:
            paper.add("polyline", points=_points(points), stroke_linejoin="round", **told)
        for x, y in points:
            _sign(paper, sign, x, y, TOKENS[colour])


def _sign(paper: _Paper, sign: str, x: float, y: float, colour: str) -> None:
    edge = {"fill": colour, "stroke": TOKENS["surface"], "stroke_width": 1}
    if sign == "circle":
        paper.add("circle", cx=x, cy=y, r=4, **edge)
    elif sign == "square":
        paper.add("rect", x=x - 3.5, y=y - 3.5, width=7, height=7, **edge)
    else:
        paper.add("polygon", points=_points([(x, y - 5), (x + 5, y), (x, y + 5), (x - 5, y)]), **edge)


def _legend(paper: _Paper, radar: Radar, width: int) -> float:
    """What each line is, above the drawing; returns how much room it took."""
    x, y = 0.0, 14.0
    for number, (title, _values) in enumerate(radar.series):
        colour, dashes, sign = _STROKES[number % len(_STROKES)]
        room = 34 + len(title) * LETTER
        if x and x + room > width:
            x, y = 0.0, y + 20
        told = {"stroke_dasharray": dashes} if dashes else {}
        paper.add("line", x1=x, y1=y - 4, x2=x + 26, y2=y - 4, stroke=TOKENS[colour], stroke_width=2, **told)
        _sign(paper, sign, x + 13, y - 4, TOKENS[colour])
        paper.write(x + 32, y, title, "start")
        x += room + 20
    return y + 8


def _name_axis(paper: _Paper, lines: list[str], at: tuple[float, float], middle: tuple[float, float]) -> None:
    """The name at the end of an axis, away from the middle."""
    (x, y), sideways = at, at[0] - middle[0]
    anchor = "middle" if abs(sideways) < 1 else "start" if sideways > 0 else "end"
    first = y + 4 - (len(lines) - 1) * LINE / 2
    if anchor == "middle":
        first = y - (len(lines) - 1) * LINE if y < middle[1] else y + 10
    for number, line in enumerate(lines):
        paper.write(x, first + number * LINE, line, anchor, "ink")


def _points(points) -> str:
    return " ".join(f"{_short(float(x))},{_short(float(y))}" for x, y in points)


def _lines(name: str, longest: int) -> list[str]:
    """A name over at most three lines; what does not fit ends in an ellipsis."""
    lines = [""]
    for word in name.split():
        word = word if len(word) <= longest else word[: longest - 1] + "…"
        if lines[-1] and len(lines[-1]) + 1 + len(word) > longest:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines if len(lines) <= 3 else [*lines[:2], lines[2][: longest - 1] + "…"]
