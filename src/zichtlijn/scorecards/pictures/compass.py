"""The compass: how much each perspective carries, and to where the whole leans.

The compass has the axes of the method: the short term above and the long term below, the external perspective on the
left and the internal one on the right. A mark in the middle leans to where the weight is; outside the ring it leans
further than the test of that axis allows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot, sqrt

from zichtlijn.calculations.balance import (
    AXES,
    USUAL_BALANCE,
    USUAL_ENDS,
    Basis,
    End,
    Finding,
    shares,
)
from zichtlijn.scorecards.queries import Side
from zichtlijn.ui.wording import write_percent

#: The picture begins 20 above 0, for a perspective that carries everything.
WIDTH, HEIGHT = 340, 352
MIDDLE = (170, 170)
#: How far the perspectives stand from the middle, and how large one is that carries everything.
ARM, WHOLE = 92, 56
#: How far the mark goes when all lies on one end.
LEAN = 64
_ENDS = {End.SHORT: (0, -1), End.LONG: (0, 1), End.EXTERNAL: (-1, 0), End.INTERNAL: (1, 0)}
#: Where perspectives stand that are on neither axis.
_CORNERS = ((1, -1), (-1, -1), (1, 1), (-1, 1))
#: A circle that is smaller has its number under it.
READABLE = 15


@dataclass(frozen=True)
class Blob:
    """One perspective in the compass: a circle whose area is its share."""

    x: float
    y: float
    radius: float
    style: str
    label: str
    end: str
    percent: str
    even: float
    above: bool = False

    @property
    def is_empty(self) -> bool:
        return self.radius == 0

    @property
    def is_small(self) -> bool:
        return self.radius < READABLE

    @property
    def outside(self) -> float:
        """Where the number stands when it does not fit inside: next to the circle."""
        return self.x + max(self.radius, 9) + 5

    @property
    def name_y(self) -> float:
        """Under the circle, or above it for the one on top."""
        away = max(self.radius, self.even)
        return self.y - away - (24 if self.end else 8) if self.above else self.y + away + 18

    @property
    def end_y(self) -> float:
        return self.name_y + 16

    @property
    def middle(self) -> float:
        return self.y + 5


@dataclass(frozen=True)
class Compass:
    """The shares of the perspectives by one basis, and to where they lean."""

    blobs: list[Blob]
    mark: tuple[float, float]
    is_off: bool
    ring: float
    even: float
    middle: tuple[float, float] = MIDDLE
    width: int = WIDTH
    height: int = HEIGHT


def compass(sides: list[Side], findings: list[Finding], basis: Basis, ends: Mapping[str, str]) -> Compass | None:
    """The compass by this basis, with the words for the four ends; None when the shares are not known."""
    part = shares({side.code: carried(side, basis) for side in sides})
    if part is None:
        return None
    corners = iter(_CORNERS)
    even = WHOLE * sqrt(1 / len(sides))
    blobs = [_blob(side, part[side.code], corners, ends, even) for side in sides]
    lean = _lean(findings, basis)
    ring = USUAL_BALANCE.axis_attention * LEAN
    mark = (MIDDLE[0] + lean[0] * LEAN, MIDDLE[1] + lean[1] * LEAN)
    is_off = max(map(abs, lean)) > USUAL_BALANCE.axis_attention or hypot(*lean) > 1
    return Compass([blob for blob in blobs if blob], mark, is_off, ring, even)


def carried(side: Side, basis: Basis):
    """What a perspective carries by this basis; where there is no objective there is nothing to weigh or to pay."""
    if basis == Basis.NUMBER:
        return len(side.rows)
    amount = side.weight if basis == Basis.WEIGHT else side.budget
    return 0 if amount is None and not side.rows else amount


def _blob(side: Side, share: float, corners, ends: Mapping[str, str], even: float) -> Blob | None:
    end = USUAL_ENDS.get(side.code)
    across, along = _ENDS[end] if end else next(corners, (0, 0))
    if (across, along) == (0, 0):
        return None  # more than four of one's own: the table has them all
    x, y = MIDDLE[0] + across * ARM, MIDDLE[1] + along * (ARM if end else ARM + 6)
    radius = round(WHOLE * sqrt(share), 1)
    words = ends[end] if end else ""
    return Blob(x, y, radius, side.style, side.label, words, write_percent(share), even, end == End.SHORT)


def _lean(findings: list[Finding], basis: Basis) -> tuple[float, float]:
    """To the right and down, from -1 to 1: the two indices, drawn in the directions of their ends."""
    across = along = 0.0
    for axis, (plus, _minus) in AXES.items():
        value = next((f.value for f in findings if f.test == axis and f.basis == basis), None) or 0.0
        across += value * _ENDS[plus][0]
        along += value * _ENDS[plus][1]
    return across, along
