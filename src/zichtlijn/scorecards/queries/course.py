"""How the balance of a scorecard went over the periods.

Nothing is stored per period. What stood on the scorecard in each is known, and so are the weights that held; how far
an objective was follows from the readings of its own measures up to the last day of the period. What supported it from
below is left out here: where that stood then is not kept.
"""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from zichtlijn.audit.figures import LOOKS, kept
from zichtlijn.calculations import objectives as core
from zichtlijn.calculations.balance import (
    BalanceLevel,
    BalanceTest,
    Basis,
    Finding,
    axis_test,
    dominance_test,
    empty_test,
    evenness_test,
    shares,
    spread_test,
    worst_level,
)
from zichtlijn.calculations.means import CoveredMean, covered_mean
from zichtlijn.calculations.scorecards import score_together
from zichtlijn.objectives.actions.standing import limits_of
from zichtlijn.objectives.models import Measure, Milestone, NamedPerspective, Objective, Reading, perspectives_of
from zichtlijn.objectives.queries.lists import SORTS
from zichtlijn.objectives.states import COUNTING, Kind
from zichtlijn.organisation.models import Period, Unit
from zichtlijn.scorecards.queries.card import MOST, day_of, levels_of, of_the_highest
from zichtlijn.scorecards.queries.weights import all_weights, under, weigh, weights_on

#: So many periods are told, the last ones.
MOST_PERIODS = 36


@dataclass(frozen=True)
class InPeriod:
    """The scorecard in one period: how it was divided, how its perspectives stood, and whether it was in balance."""

    period: Period
    #: Per perspective what it carried: the weight, or the number of objectives when nothing was weighed.
    carried: dict[str, float]
    is_weighed: bool
    #: Per perspective its score on the last day; None without readings.
    scores: dict[str, float | None]
    level: BalanceLevel

    @property
    def shares(self) -> dict[str, float] | None:
        """How the whole was divided; None when there was nothing."""
        return shares(self.carried)


@dataclass(frozen=True)
class Course:
    """The periods, oldest first, and how far the perspectives stand apart: does that grow?"""

    perspectives: list[NamedPerspective]
    periods: list[InPeriod] = field(default_factory=list)
    spread: Finding | None = None

    @property
    def with_something(self) -> list[InPeriod]:
        """The periods in which there was a scorecard at all."""
        return [each for each in self.periods if each.shares]


def course_of(actor, unit: Unit | None, period: Period | None, *, today: date) -> Course:
    """The course up to and including this period, over the periods of its kind; seven questions for any number.

    The same for all readers, because what counts above the personal objectives is seen by all: kept until the log says
    that something was done.
    """
    if period is None:
        return Course(perspectives_of(actor.organisation))
    name = ("course of the balance", unit and unit.pk, period.pk, today)
    return kept(name, lambda: _course(actor, unit, period, today), unmoved_by=LOOKS)


def _course(actor, unit: Unit | None, period: Period, today: date) -> Course:
    perspectives = perspectives_of(actor.organisation)
    earlier = Period.objects.filter(kind=period.kind, starts_on__lte=period.starts_on).order_by("-starts_on", "-pk")
    periods = list(earlier[:MOST_PERIODS])[::-1]
    levels = levels_of(unit)
    found = Objective.objects.visible_to(actor, levels=levels).filter(
        state__in=COUNTING, starts_on__lte=periods[-1].ends_on, ends_on__gte=periods[0].starts_on
    )
    if unit is not None:
        found = found.filter(unit=unit)
    columns = ("organisation_id", "level", "perspective", "starts_on", "ends_on")
    objectives = list(found.only(*columns).order_by(SORTS["level"], "pk")[: MOST * len(periods)])
    weights, read = all_weights(objectives), _Readings(objectives)
    limits = limits_of(actor.organisation)
    told = []
    for each in periods:
        there = [o for o in objectives if o.starts_on <= each.ends_on and o.ends_on >= each.starts_on]
        on_it = of_the_highest(there, levels)[:MOST]
        told.append(_in_period(each, on_it, weights, read, perspectives, limits, day_of(each, today)))
    scores = [each.scores for each in told if each.shares]
    return Course(perspectives, told, spread_test(scores) if scores else None)


def _in_period(period, objectives, weights, read, perspectives, limits, day) -> InPeriod:
    on_a_side = under(perspectives, objectives)
    counting = weigh(weights_on({o.pk: weights[o.pk] for o in on_a_side}, day)).counting
    is_weighed = bool(counting)
    keys = [each.key for each in perspectives]
    carried = dict.fromkeys(keys, 0.0)
    parts: dict[str, list[core.Part]] = {key: [] for key in keys}
    for objective in on_a_side:
        weight = counting.get(objective.pk, 1.0)
        carried[objective.perspective] += weight
        reached = read.reached(objective.pk, day)
        parts[objective.perspective].append(core.Part(weight, reached.value, None, min(1.0, reached.coverage)))
    scores = {key: score_together(some, limits=limits).score if some else None for key, some in parts.items()}
    return InPeriod(period, carried, is_weighed, scores, _level(carried, is_weighed))


def _level(carried: dict[str, float], is_weighed: bool) -> BalanceLevel:
    """How the whole is divided over the perspectives, by the tests of shares."""
    basis = Basis.WEIGHT if is_weighed else Basis.NUMBER
    return worst_level(
        [
            empty_test(carried, basis),
            dominance_test(carried, basis),
            axis_test(BalanceTest.TIME, carried, basis),
            axis_test(BalanceTest.FOCUS, carried, basis),
            evenness_test(carried, basis),
        ]
    )


@dataclass(frozen=True, slots=True)
class _Measured:
    """What the course needs of a measure: how it is read, how heavily it weighs, and until when."""

    aim: core.Aim
    weight: float | None
    ended_on: date | None
    days: list[date]
    values: list[Decimal]

    def progress(self, day: date) -> float | None:
        """How far it was on a day, by what had been read until then."""
        place = bisect_right(self.days, day)
        return core.progress(self.aim, self.values[place - 1] if place else None, on=day)


#: What is read from and towards: progress asks no more of an aim, except the milestones.
_AIM = ("baseline", "target", "lower", "upper", "lower_limit", "upper_limit", "starts_on", "ends_on")


class _Readings:
    """The measures of these objectives with all that was read of them, to ask where an objective stood on a day."""

    def __init__(self, objectives: list[Objective]):
        found = Measure.objects.filter(objective__in=objectives).order_by("position", "pk")
        rows = list(found.values("pk", "objective_id", "kind", "weight", "ended_on", *_AIM))
        days: dict[int, list[date]] = defaultdict(list)
        values: dict[int, list[Decimal]] = defaultdict(list)
        readings = Reading.objects.current().filter(measure__in=[row["pk"] for row in rows])
        ordered = readings.order_by("measured_on", "pk").values_list("measure_id", "measured_on", "value")
        for pk, day, value in ordered:
            days[pk].append(day)
            values[pk].append(value)
        steps: dict[int, list[core.Milestone]] = defaultdict(list)
        by_steps = [row["pk"] for row in rows if row["kind"] == Kind.MILESTONES]
        for step in Milestone.objects.filter(measure__in=by_steps):
            steps[step.measure_id].append(core.Milestone(step.weight, step.due_on, step.done_on))
        self.measures: dict[int, list[_Measured]] = defaultdict(list)
        for row in rows:
            pk, aimed = row["pk"], {name: row[name] for name in _AIM}
            aim = core.Aim(kind=core.MeasureKind(row["kind"]), milestones=tuple(steps[pk]), **aimed)
            measured = _Measured(aim, row["weight"], row["ended_on"], days[pk], values[pk])
            self.measures[row["objective_id"]].append(measured)

    def reached(self, objective_id: int, day: date) -> CoveredMean:
        """How far an objective was by its own measures, as read up to this day, and how much of it is known."""
        there = [each for each in self.measures[objective_id] if each.ended_on is None or each.ended_on > day]
        filled = core.filled_weights([each.weight for each in there])
        return covered_mean([(weight, each.progress(day)) for each, weight in zip(there, filled, strict=True)])
