"""The amounts in a performance indicator: which of its results are targets, readings, a baseline, a band or milestones.

Everything that becomes a row is remembered with its place (instance, result), so that what nobody changed is written
back exactly as it was published.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from zichtlijn.exchange.stratml.elements import Element
from zichtlijn.exchange.stratml.values import day_of, is_amount, read_amount

STEP = Decimal("0.0001")
LARGEST = Decimal(10) ** 11
BASELINE = "Baseline"
MINIMUM, MAXIMUM, MILESTONE = "Minimum", "Maximum", "Milestone"
_BASELINE = re.compile(r"(?:base ?line|nulmeting|uitgangswaarde|beginwaarde)\b", re.IGNORECASE)
_MINIMUM = re.compile(r"(?:minimum|lower (?:edge|bound|limit)|ondergrens)$", re.IGNORECASE)
_MAXIMUM = re.compile(r"(?:maximum|upper (?:edge|bound|limit)|bovengrens)$", re.IGNORECASE)
_YES_NO = re.compile(r"(?:yes ?(?:/|or) ?no|ja ?(?:/|of) ?nee)$", re.IGNORECASE)


class Remark(StrEnum):
    """Why an amount of a plan did not become a row; it stays in the plan, and goes out again."""

    NO_DAY = "no_day"
    SAME_DAY = "same_day"
    TOO_LARGE = "too_large"


@dataclass(frozen=True)
class Place:
    """One amount of an indicator, and where it stands."""

    instance: int
    result: Element = field(compare=False)
    on: date | None
    value: Decimal
    note: str = ""

    @property
    def day(self) -> date:
        """The day, of those that have one: targets that are not undated, and readings."""
        if self.on is None:
            raise ValueError("this amount has no day")
        return self.on


@dataclass(frozen=True)
class Step:
    """A milestone, with the results that say it."""

    instance: int
    target: Element = field(compare=False)
    actual: Element | None = field(compare=False)
    name: str
    due_on: date
    weight: float
    done_on: date | None


@dataclass
class Amounts:
    """Everything in an indicator that can be counted or ticked off."""

    targets: list[Place] = field(default_factory=list)  # with a day, one a day, in the order of the days
    undated_target: Place | None = None
    readings: list[Place] = field(default_factory=list)  # one a day, in the order of the days
    baseline: Place | None = None
    lower: Place | None = None
    upper: Place | None = None
    milestones: list[Step] = field(default_factory=list)
    remarks: list[tuple[Remark, str]] = field(default_factory=list)

    @property
    def final(self) -> Place | None:
        """The target that counts: the last one with a day, else the one without."""
        return self.targets[-1] if self.targets else self.undated_target

    @property
    def interim(self) -> list[Place]:
        """The targets on the way."""
        return self.targets[:-1]

    @property
    def days(self) -> list[date]:
        """Every day that something is said of."""
        places = [*self.targets, *self.readings, *(p for p in (self.baseline, self.lower, self.upper) if p)]
        days = [place.on for place in places if place.on]
        days += [day for step in self.milestones for day in (step.due_on, step.done_on) if day]
        return days


def amounts_of(indicator: Element) -> Amounts:
    """Find the amounts in an indicator. Nothing else plays a part, so it can be done again on the way out."""
    found = Amounts()
    targets: dict[date, Place] = {}
    readings: dict[date, Place] = {}
    edges: dict[tuple[int, str], Place] = {}
    for number, instance in enumerate(indicator.all("MeasurementInstance")):
        if step := _milestone(number, instance):
            found.milestones.append(step)
            continue
        for result in instance.children:
            place = _place(number, instance, result, found)
            if place is None:
                continue
            if _is_baseline(result) and found.baseline is None:
                found.baseline = place
            elif result.name == "ActualResult":
                _sort_by_day(place, readings, found)
            elif edge := _edge(result):
                edges[number, edge] = place
            elif place.on is None and found.undated_target is None:
                found.undated_target = place
            else:
                _sort_by_day(place, targets, found)
    for number, edge in sorted(edges):
        if edge == MINIMUM and (number, MAXIMUM) in edges:
            found.lower, found.upper = edges[number, MINIMUM], edges[number, MAXIMUM]
    found.targets = [targets[day] for day in sorted(targets)]
    found.readings = [readings[day] for day in sorted(readings)]
    if found.targets and found.undated_target:
        found.remarks.append((Remark.NO_DAY, str(found.undated_target.value)))
        found.undated_target = None
    return found


def is_yes_no(unit: str) -> bool:
    """True when the unit says that the measure is answered with yes or no."""
    return bool(_YES_NO.match(unit.strip()))


def value_of(result: Element) -> Decimal | None:
    """The amount of a result: its number of units, else a description that is nothing but an amount."""
    text = result.text_of("NumberOfUnits")
    if text and is_amount(text):
        return Decimal(text)
    if text:
        return None
    read = read_amount(result.text_of("Description"))
    return read.value if read else None


def fits(value: Decimal) -> bool:
    """True when the database can keep this amount."""
    return value.is_finite() and abs(value) < LARGEST


def day_of_result(result: Element) -> date | None:
    """The day that a result is for: its last day, else its first."""
    return day_of(result.text_of("EndDate")) or day_of(result.text_of("StartDate"))


def _place(number: int, instance: Element, result: Element, found: Amounts) -> Place | None:
    value = value_of(result)
    if value is None:
        return None
    if not fits(value):
        found.remarks.append((Remark.TOO_LARGE, str(value)[:60]))
        return None
    on = day_of_result(result)
    if on is None:
        # An instance is one measurement at one time: the day of the other result counts for this one too.
        days = {day for other in instance.children if (day := day_of_result(other))}
        on = days.pop() if len(days) == 1 else None
    said_in_units = bool(result.text_of("NumberOfUnits"))
    note = result.text_of("Description")[:500] if said_in_units else ""
    return Place(number, result, on, value.quantize(STEP), note)


def _sort_by_day(place: Place, places: dict[date, Place], found: Amounts) -> None:
    if place.on is None:
        found.remarks.append((Remark.NO_DAY, str(place.value.normalize())))
    elif place.on in places:
        found.remarks.append((Remark.SAME_DAY, f"{place.on}: {place.value.normalize():f}"))
    else:
        places[place.on] = place


def _said(result: Element) -> list[str]:
    return [
        text
        for text in (
            result.text_of("Descriptor", "DescriptorName"),
            result.text_of("Descriptor", "DescriptorValue"),
        )
        if text
    ]


def _is_baseline(result: Element) -> bool:
    return any(_BASELINE.match(text) for text in (*_said(result), result.text_of("Description")))


def _edge(result: Element) -> str | None:
    for text in _said(result):
        if _MINIMUM.match(text):
            return MINIMUM
        if _MAXIMUM.match(text):
            return MAXIMUM
    return None


def _milestone(number: int, instance: Element) -> Step | None:
    """A step that is planned for a day and perhaps done: one target that calls itself a milestone."""
    targets, actuals = instance.all("TargetResult"), instance.all("ActualResult")
    if len(targets) != 1 or len(actuals) > 1 or targets[0].text_of("Descriptor", "DescriptorName") != MILESTONE:
        return None
    due_on, name = day_of_result(targets[0]), targets[0].text_of("Description")
    if due_on is None or not name or len(name) > 200:
        return None
    said = read_amount(targets[0].text_of("Descriptor", "DescriptorValue"))
    weight = float(said.value) if said and 0 <= said.value < LARGEST else 1.0
    actual = actuals[0] if actuals else None
    return Step(number, targets[0], actual, name, due_on, weight, day_of_result(actual) if actual else None)
