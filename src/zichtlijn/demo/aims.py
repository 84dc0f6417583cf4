"""Aims as the tables write them (`up 62>85`, `band 95..102 (85..115)`) and the course that readings take."""

import math
import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from zichtlijn.calculations import objectives as core
from zichtlijn.calculations.calendar import Frequency, chunk_of

#: How much of the expected progress is reached, by how it goes.
REACHED = {"ahead": (1.12, 1.3), "on": (0.96, 1.08), "behind": (0.74, 0.86), "off": (0.35, 0.6), "falling": (0.3, 0.45)}
#: How far inside (above 0) or outside (below 0) its band a measure is, in parts of the room on that side.
IN_BAND = {"ahead": 0.5, "on": 0.4, "behind": -0.2, "off": -0.5, "falling": -0.6}
_NUMBER = r"(-?[\d.]*\d)"


@dataclass
class Aim:
    """What a line of a table says about a measure."""

    kind: str
    baseline: Decimal | None = None
    target: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    lower_limit: Decimal | None = None
    upper_limit: Decimal | None = None
    decimals: int = 0
    mood: str = "on"
    flags: frozenset[str] = field(default_factory=frozenset)

    @property
    def counts_up(self) -> bool:
        """Begins at nothing every year: kilometres mown, visits made."""
        return self.kind == "up" and self.baseline == 0


def read_aim(cell: str, unit: str, going: str = "") -> Aim:
    """The aim in a cell, with how it goes (`behind season`) from another."""
    kind, _space, numbers = cell.partition(" ")
    words = going.split()
    mood = next((word for word in words if word in REACHED or word == "none"), "on")
    aim = Aim(kind, mood=mood, flags=frozenset(words) - {mood})
    if kind in {"up", "down"}:
        found = re.fullmatch(rf"{_NUMBER}>{_NUMBER}", numbers)
        aim.baseline, aim.target = (Decimal(number) for number in found.groups())  # type: ignore[union-attr]
    elif kind == "band":
        found = re.fullmatch(rf"{_NUMBER}\.\.{_NUMBER} \({_NUMBER}\.\.{_NUMBER}\)", numbers)
        aim.lower, aim.upper, aim.lower_limit, aim.upper_limit = (Decimal(n) for n in found.groups())  # type: ignore[union-attr]
    elif kind not in {"milestones", "yes"}:
        raise ValueError(f"no aim: {cell}")
    written = [n for n in (aim.baseline, aim.target, aim.lower, aim.upper) if n is not None]
    aim.decimals = max((max(0, -int(n.as_tuple().exponent)) for n in written), default=0)
    if unit == "%" and kind != "yes":
        aim.decimals = max(aim.decimals, 1)
    return aim


def reading_days(frequency: str, since: date, today: date) -> list[date]:
    """The last day of every week, month, quarter … from `since`, as far as it has come."""
    days, day = [], since
    while day <= today:
        last = chunk_of(Frequency(frequency), day)[1]
        if last > today:
            break
        days.append(last)
        day = last + timedelta(days=1)
    return days


def interim_targets(aim: Aim, starts_on: date, ends_on: date) -> list[tuple[date, Decimal]]:
    """Two targets on the way, at the ends of the first and the second tertial: slow at first, faster later."""
    assert aim.baseline is not None
    assert aim.target is not None
    made = []
    for month, share in ((4, Decimal("0.15")), (8, Decimal("0.4"))):
        on = date(ends_on.year, month, monthrange(ends_on.year, month)[1])
        if starts_on < on < ends_on:
            made.append((on, _fit(aim, aim.baseline + (aim.target - aim.baseline) * share, "")))
    return made


def course_of(
    aim: Aim, promised: core.Aim, unit: str, days: list[date], today: date, rng: Random
) -> list[tuple[date, Decimal]]:
    """Readings on these days: a trend with a season, noise and now and then a shock, that ends where the mood says."""
    if not days:
        return []
    if aim.kind == "yes":
        return [(days[-1], Decimal(1))]
    reached = rng.uniform(*REACHED[aim.mood])
    season = rng.uniform(0.05, 0.09) if "season" in aim.flags else rng.uniform(0.0, 0.02)
    shock_on = rng.choice(days[: max(1, len(days) - 4)]) if "shock" in aim.flags else None
    noise = rng.uniform(0.012, 0.03)
    years_back = rng.uniform(0.15, 0.5)
    readings = []
    before = None
    for number, day in enumerate(days):
        is_last = number == len(days) - 1
        wave = season * math.sin(2 * math.pi * (day.timetuple().tm_yday + 80) / 365.25) + rng.gauss(0, noise)
        if shock_on and 0 <= (day - shock_on).days < 120:
            wave -= 0.3 * math.exp(-(day - shock_on).days / 50)
        if aim.kind == "band":
            value = _in_band(aim, wave, number / len(days), is_last)
        else:
            # The last reading tells how it goes now, so the readings of this year run as far ahead as it does.
            ahead = 0.0
            if day > promised.starts_on and days[-1] > promised.starts_on:
                ahead = (today - days[-1]).days * (day - promised.starts_on).days / (days[-1] - promised.starts_on).days
            moment = day + timedelta(days=round(ahead))
            value = _on_road(aim, promised, moment, reached, 0.0 if is_last else wave, years_back, len(days) - number)
        value = _fit(aim, value, unit)
        if aim.counts_up and before is not None and before[0].year == day.year:
            value = max(value, before[1])
        readings.append((day, value))
        before = (day, value)
    return readings


def _on_road(aim, promised, moment, reached, wave, years_back, left) -> Decimal:
    """Where a rising or falling measure stands: on its way this year, and on the way there in the years before."""
    road = aim.target - aim.baseline
    if moment >= promised.starts_on:
        wanted = core.expected_progress(promised, moment) or 0.0
        gone = (moment - promised.starts_on).days / max(1, (promised.ends_on - promised.starts_on).days)
        share = wanted * (1 + (reached - 1) * min(1.0, gone * 1.6)) + wave * (1.0 if not aim.counts_up else 0.3)
        if aim.mood == "falling" and left <= 3:
            share = wanted * reached + 0.16 * (left - 1)
    elif aim.counts_up:
        share = moment.timetuple().tm_yday / 366 * (0.82 + 0.05 * (moment.year % 3)) + wave * 0.3
    else:
        years = (promised.starts_on - moment).days / 365.25
        share = -years_back * (1 - math.exp(-years / 1.2)) + wave * 1.6
    return aim.baseline + road * Decimal(str(round(share, 5)))


def _in_band(aim, wave, along, is_last) -> Decimal:
    room = IN_BAND[aim.mood]
    if not is_last:
        room = room * (0.4 + 0.6 * along) + wave * 4
    room = max(-0.9, min(1.0, room))
    if room >= 0:
        return aim.lower + (aim.upper - aim.lower) * Decimal(str(round(room, 5)))
    return aim.lower + (aim.lower - aim.lower_limit) * Decimal(str(round(room, 5)))


def _fit(aim: Aim, value: Decimal, unit: str) -> Decimal:
    """As people write it down: whole where things are counted, and never an amount that cannot be."""
    lowest = min((n for n in (aim.baseline, aim.target, aim.lower_limit) if n is not None), default=Decimal(0))
    if lowest >= 0:
        value = max(value, Decimal(0))
    if unit == "%" and (aim.upper_limit is None or aim.upper_limit <= 100):
        value = min(value, Decimal(100))
    if unit == "" and aim.target is not None and aim.target <= 10:
        value = min(value, Decimal(10))
    return value.quantize(Decimal(1).scaleb(-aim.decimals))


def milestone_days(aim: Aim, count: int, starts_on: date, ends_on: date, today: date, rng: Random):
    """For each milestone the day it is due and the day it was done, if it was."""
    span = (ends_on - starts_on).days
    due = [starts_on + timedelta(days=round(span * (number + 1) / count) - 12) for number in range(count)]
    passed = [day for day in due if day <= today]
    missed = {"behind": 1, "off": (len(passed) + 1) // 2, "none": len(passed), "falling": 1}.get(aim.mood, 0)
    done = len(passed) - missed
    made = []
    for number, day in enumerate(due):
        on = min(today, day + timedelta(days=rng.randint(-14, 9))) if number < done else None
        made.append((day, max(on, starts_on) if on else None))
    return made
