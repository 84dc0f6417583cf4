"""The words of balance, the limits, and what a test returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from zichtlijn.calculations.objectives import TINY


class End(StrEnum):
    """The four ends of the two axes."""

    SHORT = "short"
    LONG = "long"
    INTERNAL = "internal"
    EXTERNAL = "external"


class BalanceTest(StrEnum):
    """What is asked; the two axes are one test, asked twice."""

    EMPTY = "empty"
    DOMINANCE = "dominance"
    TIME = "time"
    FOCUS = "focus"
    EVENNESS = "evenness"
    LEAD_LAG = "lead_lag"
    PATH = "path"
    SPREAD = "spread"


class Basis(StrEnum):
    """What the shares of the perspectives are taken of."""

    NUMBER = "number"  # of objectives
    WEIGHT = "weight"
    BUDGET = "budget"  # of what is undertaken for them


class BalanceLevel(StrEnum):
    """The outcome of a test."""

    FINE = "fine"
    ATTENTION = "attention"
    ONE_SIDED = "one_sided"
    UNKNOWN = "unknown"  # nothing there yet, or amounts that are not known

    @classmethod
    def above(cls, value: float, attention: float, one_sided: float) -> BalanceLevel:
        """The level of a value that is graver the higher it is; a hair above a limit is not above it."""
        if value > one_sided + TINY:
            return cls.ONE_SIDED
        return cls.ATTENTION if value > attention + TINY else cls.FINE


class MendCode(StrEnum):
    """What would mend it."""

    ADD = "add"  # so many objectives in (one of) these perspectives
    MOVE = "move"  # so much weight or budget from these perspectives to those
    FILL_IN = "fill_in"  # the amounts of these perspectives, which are not known
    ADD_LEAD = "add_lead"  # so many lead measures
    ADD_LAG = "add_lag"  # so many lag measures
    DRAW_PATH = "draw_path"  # arrows from an objective here to one there
    LIFT = "lift"  # the score of these perspectives by so much


class Trend(StrEnum):
    """Whether a difference grows."""

    WIDENING = "widening"
    STEADY = "steady"
    NARROWING = "narrowing"


#: Where the perspectives of the method stand.
USUAL_ENDS: Mapping[str, End] = {
    "financial": End.SHORT,
    "customers": End.EXTERNAL,
    "processes": End.INTERNAL,
    "learning": End.LONG,
}
#: The end towards which the index of an axis is positive, and the other one.
AXES: Mapping[BalanceTest, tuple[End, End]] = {
    BalanceTest.TIME: (End.SHORT, End.LONG),
    BalanceTest.FOCUS: (End.INTERNAL, End.EXTERNAL),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceLimits:
    """Beyond which value a test asks for attention, and beyond which it is called one-sided. All are ratios.

    ValueError when they are not in order.
    """

    dominance_attention: float = 0.4
    dominance_one_sided: float = 0.5
    axis_attention: float = 0.5
    axis_one_sided: float = 0.8
    evenness_attention: float = 0.75
    evenness_one_sided: float = 0.55
    least_lead: float = 0.25
    most_lead: float = 0.75
    spread_attention: float = 0.4

    def __post_init__(self):
        if not (
            0 < self.dominance_attention <= self.dominance_one_sided <= 1
            and 0 <= self.axis_attention <= self.axis_one_sided <= 1
            and 0 <= self.evenness_one_sided <= self.evenness_attention < 1
            and 0 <= self.least_lead < 1
            and 0 < self.most_lead <= 1
            and self.least_lead <= self.most_lead
            and 0 <= self.spread_attention <= 1
        ):
            raise ValueError(f"limits of balance must be ratios in order: {self}")


USUAL_BALANCE = BalanceLimits()


@dataclass(frozen=True, slots=True)
class Load:
    """What one perspective carries. A weight or budget that is not known is empty; without objectives it is 0."""

    objectives: int
    weight: float | None = None
    budget: Decimal | float | None = None
    lead: int = 0
    lag: int = 0


@dataclass(frozen=True, slots=True)
class Mend:
    """One thing that would mend a finding; `amount` is in the unit of its basis, or a score, or a number."""

    code: MendCode
    to: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    end: End | None = None
    amount: float | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one test.

    `concerns` are the perspectives that it is about, `leans` is the heavy end of an axis. `course` has the value of
    each period, oldest first, and `slope` how much it changes per period, for the one test that follows time.
    """

    test: BalanceTest
    level: BalanceLevel
    value: float | None
    basis: Basis | None = None
    concerns: tuple[str, ...] = ()
    leans: End | None = None
    mends: tuple[Mend, ...] = ()
    course: tuple[float | None, ...] = ()
    slope: float | None = None

    @property
    def trend(self) -> Trend | None:
        """Whether the difference grows; empty when there is no course."""
        if self.slope is None:
            return None
        if abs(self.slope) <= TINY:
            return Trend.STEADY
        return Trend.WIDENING if self.slope > 0 else Trend.NARROWING
