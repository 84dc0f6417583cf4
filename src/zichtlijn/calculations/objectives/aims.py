"""What a measure aims at: the words and the data every calculation on objectives starts from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class MeasureKind(StrEnum):
    """Which way is better."""

    UP = "up"  # more is better
    DOWN = "down"  # less is better
    BAND = "band"  # inside two edges is good
    MILESTONES = "milestones"  # weighted steps, each done or not
    YES_NO = "yes_no"  # one fact: 1 is yes, 0 is no


class Shape(StrEnum):
    """How the expected value runs from baseline to target."""

    STRAIGHT = "straight"  # evenly, day by day
    STEPPED = "stepped"  # stays until the next dated target, then jumps
    OWN = "own"  # straight from one dated target to the next


@dataclass(frozen=True, slots=True)
class Target:
    """A dated interim target: `value`, in the unit of the measure, is to be reached on the day `on`."""

    on: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Milestone:
    """One weighted step. `done_on` is empty as long as it is not done; the weights are in any unit."""

    weight: float
    due_on: date
    done_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """All a measure promises: direction, where it starts, where it must end and when.

    Amounts are `Decimal` in the unit of the measure. An empty baseline or target means "not known yet", not zero.
    `lower` and `upper` are the edges of the band (full score between and on them), `lower_limit` and `upper_limit`
    the values at which the score of a band has fallen to 0. The period holds its first and its last day.
    """

    kind: MeasureKind
    baseline: Decimal | None = None
    target: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    lower_limit: Decimal | None = None
    upper_limit: Decimal | None = None
    starts_on: date
    ends_on: date
    shape: Shape = Shape.STRAIGHT
    interim: tuple[Target, ...] = ()
    milestones: tuple[Milestone, ...] = ()
