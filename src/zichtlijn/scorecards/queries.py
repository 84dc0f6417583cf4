"""The scorecard of the organisation or of a unit in a period: a view on its objectives, with what is out of balance."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from zichtlijn.calculations.balance import Finding, Load, balance
from zichtlijn.calculations.objectives import Part, filled_weights
from zichtlijn.calculations.scorecards import DatedWeight, Scored, scorecard, weight_on
from zichtlijn.objectives.actions.standing import limits_of
from zichtlijn.objectives.models import Measure, Objective
from zichtlijn.objectives.states import COUNTING, Horizon, Level, Perspective, Tempo
from zichtlijn.organisation.models import Period, Unit
from zichtlijn.scorecards.models import ScorecardWeight

#: More objectives than this are no scorecard; the page says so.
MOST = 60
#: Levels of which a unit has a scorecard, the highest one that it has first.
OF_A_UNIT = (Level.DEPARTMENT, Level.OPERATIONAL)


@dataclass
class Row:
    """An objective on the scorecard, with its measures and its weight in percent (None when nothing was weighed)."""

    objective: Objective
    measures: int = 0
    lead: int = 0
    lag: int = 0
    weight: float | None = None


@dataclass
class Side:
    """One perspective: its rows, how they stand together, and what it carries of the whole."""

    code: str
    rows: list[Row] = field(default_factory=list)
    scored: Scored | None = None
    weight: float | None = None

    @property
    def label(self) -> str:
        return str(Perspective(self.code).label)

    @property
    def is_partly_measured(self) -> bool:
        """True when some of its weight was not measured, as far as whole percents show."""
        return bool(self.rows) and self.scored is not None and round(self.scored.coverage * 100) < 100

    @property
    def measures(self) -> int:
        return sum(row.measures for row in self.rows)

    def load(self) -> Load:
        """What the tests of balance ask of this perspective."""
        lead, lag = sum(row.lead for row in self.rows), sum(row.lag for row in self.rows)
        return Load(len(self.rows), weight=self.weight, lead=lead, lag=lag)


@dataclass
class ScorecardPage:
    """Everything that the page of a scorecard shows."""

    sides: list[Side]
    whole: Scored
    findings: list[Finding]
    #: Objectives without a perspective: they stand on no side.
    outside: list[Row]
    is_weighed: bool
    #: True when one of the objectives looks further than the short term.
    looks_ahead: bool
    is_cut: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.outside and not any(side.rows for side in self.sides)

    @property
    def count(self) -> int:
        return sum(len(side.rows) for side in self.sides)


def objectives_on(actor, unit: Unit | None, period: Period | None) -> list[Objective]:
    """What stands on the scorecard: of the organisation its strategic objectives, of a unit those of its highest level.

    Only what counts: agreed or closed. In the order of the perspectives; those without one come last.
    """
    levels = [Level.STRATEGIC] if unit is None else list(OF_A_UNIT)
    found = Objective.objects.visible_to(actor, levels=levels).filter(state__in=COUNTING)
    if unit is not None:
        found = found.filter(unit=unit)
    if period is not None:
        found = found.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)
    objectives = list(found.select_related("owner", "unit").order_by("pk")[: MOST + 1])
    highest = next((level for level in levels if any(o.level == level for o in objectives)), None)
    order = {code: place for place, code in enumerate(Perspective.values)}
    on_it = [objective for objective in objectives if objective.level == highest]
    return sorted(on_it, key=lambda objective: order.get(objective.perspective, len(order)))


def day_of(period: Period | None, today: date) -> date:
    """The day on which a period is looked at: today; its last day when it is over, its first when it is to come."""
    if period is None:
        return today
    return min(max(today, period.starts_on), period.ends_on)


def weights_of(objectives: Iterable[Objective], day: date) -> dict[int, float | None]:
    """The weight of each objective that holds on this day; None where there is none or it was left blank."""
    ids = [objective.pk for objective in objectives]
    dated: dict[int, list[DatedWeight]] = {pk: [] for pk in ids}
    blank: dict[int, list[date]] = {pk: [] for pk in ids}
    for row in ScorecardWeight.objects.filter(objective__in=ids, from_on__lte=day):
        if row.weight is None:
            blank[row.objective_id].append(row.from_on)
        else:
            dated[row.objective_id].append(DatedWeight(row.from_on, row.weight))
    found: dict[int, float | None] = {}
    for pk in ids:
        since = max(blank[pk], default=date.min)
        found[pk] = weight_on([weight for weight in dated[pk] if weight.from_on > since], day)
    return found


def scorecard_page(actor, unit: Unit | None, period: Period | None, *, today: date) -> ScorecardPage:
    """The four perspectives with their objectives, the score of each and of the whole, and what is out of balance."""
    objectives = objectives_on(actor, unit, period)
    is_cut, objectives = len(objectives) > MOST, objectives[:MOST]
    rows = {o.pk: Row(o) for o in objectives}
    _count_measures(rows)
    weights = weights_of(objectives, day_of(period, today))
    is_weighed = any(weight is not None for weight in weights.values())
    on_a_side = [o for o in objectives if o.perspective]
    filled = filled_weights([weights[o.pk] for o in on_a_side])
    for objective, weight in zip(on_a_side, filled, strict=True):
        rows[objective.pk].weight = weight if is_weighed else None
    sides = [Side(code, [rows[o.pk] for o in on_a_side if o.perspective == code]) for code in Perspective.values]
    limits = limits_of(actor.organisation)
    parts = {side.code: [_part(row) for row in side.rows] for side in sides}
    for side in sides:
        side.weight = sum(row.weight or 0 for row in side.rows) if is_weighed else None
    card = scorecard(parts, weights=_weights_of_sides(sides), limits=limits)
    for side, scored in zip(sides, card.perspectives, strict=True):
        side.scored = scored.scored
    scores = [{side.code: side.scored.score for side in sides if side.scored}]
    return ScorecardPage(
        sides=sides,
        whole=card.whole,
        findings=balance({side.code: side.load() for side in sides}, scores=scores),
        outside=[row for row in rows.values() if not row.objective.perspective],
        is_weighed=is_weighed,
        looks_ahead=any(o.horizon == Horizon.LONG for o in objectives),
        is_cut=is_cut,
    )


def _weights_of_sides(sides: list[Side]) -> dict[str, float | None]:
    """What each perspective weighs: what its objectives weigh, or, when nothing was weighed, how many it has."""
    number = sum(len(side.rows) for side in sides)
    if not number:
        return {}
    return {side.code: side.weight if side.weight is not None else 100 * len(side.rows) / number for side in sides}


def _part(row: Row) -> Part:
    objective = row.objective
    weight = row.weight if row.weight is not None else 1.0
    return Part(weight, objective.progress, None, objective.coverage, objective.title)


def _count_measures(rows: dict[int, Row]) -> None:
    counts = (
        Measure.objects.living()
        .filter(objective__in=rows)
        .order_by()
        .values_list("objective_id")
        .annotate(
            n=Count("pk"), lead=Count("pk", filter=Q(tempo=Tempo.LEAD)), lag=Count("pk", filter=Q(tempo=Tempo.LAG))
        )
    )
    for pk, n, lead, lag in counts:
        rows[pk].measures, rows[pk].lead, rows[pk].lag = n, lead, lag


def measures_on(page: ScorecardPage) -> dict[int, list[Measure]]:
    """The living measures of every objective on the scorecard, and of those beside it."""
    rows = [*page.outside, *(row for side in page.sides for row in side.rows)]
    found: dict[int, list[Measure]] = {row.objective.pk: [] for row in rows}
    for measure in Measure.objects.living().filter(objective__in=found).order_by("objective_id", "position", "id"):
        found[measure.objective_id].append(measure)
    return found
