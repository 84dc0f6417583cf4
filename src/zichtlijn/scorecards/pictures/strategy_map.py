"""The strategy map: a lane for each perspective, a box for each objective, and arrows that go round the boxes.

An arrow leaves at the top of its cause and arrives under its effect; one against the grain runs down. Where it passes a
row of boxes it takes the nearest room between two of them. Within a row it makes an arc over the boxes.
"""

import textwrap
from dataclasses import dataclass, field
from itertools import pairwise

from zichtlijn.objectives.models import Objective
from zichtlijn.scorecards.pictures.course import style_of
from zichtlijn.scorecards.queries import ArrowOn, MapPage

WIDTH = 1140
BOX, HIGH, ACROSS = 196, 82, 26
#: Boxes beside each other; more go into a second row of the lane.
IN_A_ROW = 5
#: Room above the boxes of a lane for its name, under them, and between two lanes for the arrows.
HEAD, FOOT, BETWEEN = 30, 12, 34
#: What fits in a box: letters on a line, and lines.
LETTERS, LINES = 25, 3
SWEEPS = 4

Point = tuple[float, float]


@dataclass
class Box:
    """One objective on the map."""

    objective: Objective
    row: int
    x: float = 0
    y: float = 0

    @property
    def lines(self) -> list[tuple[float, str]]:
        """The title in lines, each with its height."""
        lines = textwrap.wrap(self.objective.title, LETTERS, max_lines=LINES, placeholder=" …") or [""]
        return [(self.y + 20 + place * 16, line) for place, line in enumerate(lines)]

    @property
    def middle(self) -> float:
        return self.x + BOX / 2

    @property
    def base(self) -> float:
        """Where the mark of the status and the percentage stand."""
        return self.y + HIGH - 12


@dataclass
class DrawnLane:
    label: str
    style: str
    axis: str
    y: float
    height: float
    boxes: list[Box]


@dataclass
class DrawnArrow:
    arrow: ArrowOn
    path: str
    #: Where its number stands.
    x: float
    y: float


@dataclass
class MapPicture:
    lanes: list[DrawnLane]
    arrows: list[DrawnArrow]
    height: float
    width: int = WIDTH
    box: int = BOX
    high: int = HIGH
    rows: list[list[Box]] = field(default_factory=list)


def draw_map(page: MapPage, axis_of) -> MapPicture:
    """The picture of this map; `axis_of` gives the end of an axis of a perspective."""
    rows: list[list[Box]] = []
    lanes, down = [], 0.0
    for lane in page.lanes:
        boxes: list[Box] = []
        for place, objective in enumerate(_ordered(lane.objectives, page)):
            if place % IN_A_ROW == 0:
                rows.append([])
            rows[-1].append(Box(objective, len(rows) - 1))
            boxes.append(rows[-1][-1])
        count = max(1, -(-len(boxes) // IN_A_ROW))
        height = HEAD + count * HIGH + (count - 1) * BETWEEN + FOOT
        for place, box in enumerate(boxes):
            box.y = down + HEAD + place // IN_A_ROW * (HIGH + BETWEEN)
        named = lane.perspective
        lanes.append(DrawnLane(named.label, style_of(named), axis_of(named.key), down, height, boxes))
        down += height + BETWEEN
    _untangle(rows, page)
    boxes_of = {box.objective.pk: box for row in rows for box in row}
    return MapPicture(lanes, _arrows(page, boxes_of, rows), down - BETWEEN, rows=rows)


def _ordered(objectives: list[Objective], page: MapPage) -> list[Objective]:
    """Those that have arrows first: what stands loose goes to the end."""
    linked = {pk for each in page.arrows for pk in (each.cause.pk, each.effect.pk)}
    return sorted(objectives, key=lambda objective: objective.pk not in linked)


def _untangle(rows: list[list[Box]], page: MapPage) -> None:
    """Put the boxes of each row in the order of what they are linked to, so that fewer arrows cross."""
    near: dict[int, list[int]] = {}
    for each in page.arrows:
        near.setdefault(each.cause.pk, []).append(each.effect.pk)
        near.setdefault(each.effect.pk, []).append(each.cause.pk)
    for row in rows:
        _spread(row)
    at = {box.objective.pk: box for row in rows for box in row}
    for sweep in range(SWEEPS):
        for row in rows if sweep % 2 else reversed(rows):
            here = {box.objective.pk for box in row}
            wanted = {}
            for box in row:
                others = [at[pk].middle for pk in near.get(box.objective.pk, ()) if pk in at and pk not in here]
                wanted[box.objective.pk] = sum(others) / len(others) if others else box.middle
            row.sort(key=lambda box: (wanted[box.objective.pk], box.x))
            _spread(row)


def _spread(row: list[Box]) -> None:
    """Stand in the middle of the row, at equal distances."""
    step = BOX + ACROSS
    left = (WIDTH - (len(row) * step - ACROSS)) / 2
    for place, box in enumerate(row):
        box.x = left + place * step


def _arrows(page: MapPage, boxes: dict[int, Box], rows: list[list[Box]]) -> list[DrawnArrow]:
    starts, ends = _ports(page, boxes)
    used: dict[tuple[int, float], int] = {}
    drawn = []
    for each in page.arrows:
        cause, effect = boxes[each.cause.pk], boxes[each.effect.pk]
        if cause.row == effect.row:
            drawn.append(_arc(each, starts[each.number], ends[each.number]))
            continue
        points = [starts[each.number], *_round(cause, effect, rows, starts, ends, each, used), ends[each.number]]
        drawn.append(_way(each, points))
    return drawn


def _ports(page: MapPage, boxes: dict[int, Box]) -> tuple[dict[int, Point], dict[int, Point]]:
    """Where each arrow leaves and arrives: next to each other along an edge, in the order of where they go."""
    edges: dict[tuple[int, bool], list[tuple[float, int, bool]]] = {}
    for each in page.arrows:
        cause, effect = boxes[each.cause.pk], boxes[each.effect.pk]
        goes_up, same = cause.row > effect.row, cause.row == effect.row
        edges.setdefault((each.cause.pk, goes_up or same), []).append((effect.middle, each.number, True))
        edges.setdefault((each.effect.pk, not goes_up), []).append((cause.middle, each.number, False))
    starts: dict[int, Point] = {}
    ends: dict[int, Point] = {}
    for (pk, is_top), some in edges.items():
        box = boxes[pk]
        for place, (_other, number, leaves) in enumerate(sorted(some), 1):
            x = box.x + BOX * place / (len(some) + 1)
            (starts if leaves else ends)[number] = (round(x, 1), box.y if is_top else box.y + HIGH)
    return starts, ends


def _round(cause: Box, effect: Box, rows, starts, ends, each: ArrowOn, used) -> list[Point]:
    """The points by which an arrow passes the rows between its ends: into the room and out of it again."""
    (x0, _), (x1, _) = starts[each.number], ends[each.number]
    step = -1 if effect.row < cause.row else 1
    passed = range(cause.row + step, effect.row, step)
    points: list[Point] = []
    for place, number in enumerate(passed, 1):
        row = rows[number]
        wanted = x0 + (x1 - x0) * place / (len(passed) + 1)
        rooms = [
            row[0].x - ACROSS / 2,
            *((a.x + BOX + b.x) / 2 for a, b in pairwise(row)),
            row[-1].x + BOX + ACROSS / 2,
        ]
        room = min(rooms, key=lambda x: abs(x - wanted))
        nth = used[(number, room)] = used.get((number, room), 0) + 1
        x = room + (nth // 2) * (6 if nth % 2 else -6)
        top, bottom = row[0].y, row[0].y + HIGH
        points += [(x, bottom), (x, top)] if step < 0 else [(x, top), (x, bottom)]
    return points


def _way(each: ArrowOn, points: list[Point]) -> DrawnArrow:
    """Curves between the rows, straight on where a row is passed."""
    parts = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for place, ((x0, y0), (x1, y1)) in enumerate(pairwise(points)):
        if place % 2:
            parts.append(f"L{x1:g} {y1:g}")
        else:
            half = (y1 - y0) / 2
            parts.append(f"C{x0:g} {y0 + half:g} {x1:g} {y1 - half:g} {x1:g} {y1:g}")
    (x0, y0), (x1, y1) = points[0], points[1]
    return DrawnArrow(each, "".join(parts), round((x0 + x1) / 2, 1), round((y0 + y1) / 2, 1))


def _arc(each: ArrowOn, start: Point, end: Point) -> DrawnArrow:
    (x0, y), (x1, _y) = start, end
    high = y - 22
    path = f"M{x0:g} {y:g}C{x0:g} {high:g} {x1:g} {high:g} {x1:g} {y:g}"
    return DrawnArrow(each, path, round((x0 + x1) / 2, 1), y - 16)
