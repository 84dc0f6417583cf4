"""Values as a chart holds them, and the ends and steps of the axis they stand on."""

import math
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

Number = Decimal | float | int
Point = tuple[date, Number | None]
Band = tuple[Number | None, Number | None]


def plain(value: Number | None) -> float | None:
    """A value as JSON can hold it; what is missing or not finite is null."""
    if value is None:
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def decimals_of(values: Iterable[Number | None]) -> int:
    """How many decimals the values have at most, so that a value worked out between them is not written finer."""
    most = 0
    for value in values:
        if value is not None and math.isfinite(value):
            exponent = Decimal(str(value)).normalize().as_tuple().exponent
            most = max(most, -exponent if isinstance(exponent, int) else 0)
    return min(most, 4)


def limits(points: Iterable[Point], target: Number | None, band: Band | None) -> dict[str, float]:
    """Ends and step of the value axis: ECharts does not look at marks outside the data by itself."""
    values = [number for _, value in points if (number := plain(value)) is not None]
    marks = [number for mark in (target, *(band or ())) if (number := plain(mark)) is not None]
    everything = values + marks
    if not everything:
        return {}
    low, high = min(everything), max(everything)
    if low == high:
        room = abs(low) * 0.1 or 1
        low, high = low - room, high + room
    step = _step((high - low) / 5)
    lowest, highest = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return {"min": _tidy(lowest), "max": _tidy(highest), "interval": _tidy(step)}


def _step(rough: float) -> float:
    """The round step (1, 2, 2.5 or 5 times a power of ten) just above a rough one."""
    power = 10 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)


def _tidy(value: float) -> float:
    return float(f"{value:.12g}")
