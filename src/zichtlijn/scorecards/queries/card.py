"""The scorecard of the organisation or of a unit in a period: a view on its objectives, with what is out of balance."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from zichtlijn.calculations.balance import Finding, Load, balance
from zichtlijn.calculations.objectives import Part
from zichtlijn.calculations.scorecards import Scored, scorecard
from zichtlijn.objectives.actions.standing import limits_of
from zichtlijn.objectives.models import Action, Measure, NamedPerspective, Objective, perspectives_of
from zichtlijn.objectives.queries.lists import SORTS
from zichtlijn.objectives.states import COUNTING, Horizon, Level, Tempo
from zichtlijn.organisation.models import Period, Unit
from zichtlijn.scorecards.models import Arrow
from zichtlijn.scorecards.queries.weights import (
    Division,
    Weighed,
    all_weights,
    divisions_of,
    under,
    weigh,
    weights_on,
)
from zichtlijn.ui.templatetags.ui import perspective_style

#: More objectives than this are no scorecard; the page says so.
MOST = 60
#: Levels of which a unit has a scorecard, the highest one that it has first.
OF_A_UNIT = (Level.DEPARTMENT, Level.OPERATIONAL)


@dataclass
class Row:
    """An objective on the scorecard, with its measures and initiatives, and its weight in percent.

    The weight is None when nothing was weighed.
    """

    objective: Objective
    weight: float | None = None
    #: Its living measures, what runs ahead first; each with its stored value and status.
    measured_by: list[Measure] = field(default_factory=list)
    initiatives: list[Action] = field(default_factory=list)

    @property
    def measures(self) -> int:
        return len(self.measured_by)

    @property
    def lead(self) -> list[Measure]:
        """What runs ahead of the result."""
        return [measure for measure in self.measured_by if measure.tempo == Tempo.LEAD]

    @property
    def lag(self) -> list[Measure]:
        """What is measured of the result itself."""
        return [measure for measure in self.measured_by if measure.tempo != Tempo.LEAD]

    @property
    def by_tempo(self) -> list[tuple[str, list[Measure]]]:
        """Lead and lag apart, each under its heading."""
        return [(_("Runs ahead of the result (lead)"), self.lead), (_("Measures the result (lag)"), self.lag)]

    @property
    def budget(self) -> Decimal | None:
        """What is set aside for its initiatives, as far as it is known; None when of none of them it is."""
        known = [each.budget for each in self.initiatives if each.budget is not None]
        return sum(known, Decimal(0)) if known else None


@dataclass
class Side:
    """One perspective: its rows, how they stand together, and what it carries of the whole."""

    perspective: NamedPerspective
    rows: list[Row] = field(default_factory=list)
    scored: Scored | None = None
    weight: float | None = None
    #: What is set aside for its initiatives; None when of some initiative, or in which money, it is not known.
    budget: Decimal | None = None

    @property
    def code(self) -> str:
        return self.perspective.key

    @property
    def label(self) -> str:
        return self.perspective.label

    @property
    def style(self) -> str:
        """The class of its colour."""
        return perspective_style(self.code) or self.perspective.style

    @property
    def is_partly_measured(self) -> bool:
        """True when some of its weight was not measured, as far as whole percents show."""
        return bool(self.rows) and self.scored is not None and round(self.scored.coverage * 100) < 100

    @property
    def measures(self) -> int:
        return sum(row.measures for row in self.rows)

    @property
    def initiatives(self) -> list[Action]:
        return [each for row in self.rows for each in row.initiatives]

    @property
    def without_budget(self) -> int:
        """How many of its initiatives have no budget yet."""
        return sum(each.budget is None for each in self.initiatives)

    def load(self) -> Load:
        """What the tests of balance ask of this perspective."""
        lead, lag = sum(len(row.lead) for row in self.rows), sum(len(row.lag) for row in self.rows)
        return Load(len(self.rows), weight=self.weight, budget=self.budget, lead=lead, lag=lag)


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
    #: The money of the budgets; empty when there are none, or when they are not all in one money.
    currency: str = ""
    #: True when budgets stand in more than one money, which cannot be added up.
    has_several_currencies: bool = False
    #: Arrows of the strategy map between these objectives: (cause, effect).
    arrows: list[tuple[int, int]] = field(default_factory=list)
    is_cut: bool = False
    #: What its objectives weigh, and from when which weights hold.
    weighed: Weighed = field(default_factory=lambda: Weighed({}))
    divisions: list[Division] = field(default_factory=list)

    @property
    def planned(self) -> list[Division]:
        """The weights that are to hold later."""
        return [each for each in self.divisions if each.is_planned and not each.holds]

    @property
    def without_rest(self) -> list[Row]:
        """What weighs nothing because its weight was left open and the others leave nothing."""
        return [row for side in self.sides for row in side.rows if row.objective.pk in self.weighed.without_rest]

    @property
    def is_empty(self) -> bool:
        return not self.outside and not any(side.rows for side in self.sides)

    @property
    def count(self) -> int:
        return sum(len(side.rows) for side in self.sides)

    @property
    def is_budgeted(self) -> bool:
        """True when how the budget is divided over the perspectives is known."""
        return any(side.budget for side in self.sides) and all(side.budget is not None for side in self.sides)


def levels_of(unit: Unit | None) -> list[str]:
    """The levels of which the scorecard of the organisation (no unit), or of a unit, can be."""
    return [Level.STRATEGIC] if unit is None else list(OF_A_UNIT)


def objectives_on(actor, unit: Unit | None, period: Period | None) -> list[Objective]:
    """What stands on the scorecard: of the organisation its strategic objectives, of a unit those of its highest level.

    Only what counts: agreed or closed. In the order of the perspectives; those without one come last. So many as a
    scorecard has at most: what is drawn, weighed and advised is of the same.
    """
    return first_objectives(actor, unit, period)[0]


def first_objectives(actor, unit: Unit | None, period: Period | None) -> tuple[list[Objective], bool]:
    """The objectives on the scorecard, and whether there are more than it holds."""
    levels = levels_of(unit)
    found = Objective.objects.visible_to(actor, levels=levels).filter(state__in=COUNTING)
    if unit is not None:
        found = found.filter(unit=unit)
    if period is not None:
        found = found.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)
    # the highest level first: what is below it takes no place when the list is cut
    found = found.select_related("owner", "unit").order_by(SORTS["level"], "pk")
    on_it = of_the_highest(list(found[: MOST + 1]), levels)
    order = {each.key: place for place, each in enumerate(perspectives_of(actor.organisation))}
    shown = sorted(on_it[:MOST], key=lambda objective: order.get(objective.perspective, len(order)))
    return shown, len(on_it) > MOST


def of_the_highest(objectives: list[Objective], levels: list[str]) -> list[Objective]:
    """Only those of the first of these levels that there are any of."""
    highest = next((level for level in levels if any(o.level == level for o in objectives)), None)
    return [objective for objective in objectives if objective.level == highest]


def day_of(period: Period | None, today: date) -> date:
    """The day on which a period is looked at: today; its last day when it is over, its first when it is to come."""
    if period is None:
        return today
    return min(max(today, period.starts_on), period.ends_on)


def scorecard_page(actor, unit: Unit | None, period: Period | None, *, today: date) -> ScorecardPage:
    """The perspectives with their objectives, the score of each and of the whole, and what is out of balance."""
    objectives, is_cut = first_objectives(actor, unit, period)
    rows = {o.pk: Row(o) for o in objectives}
    _take_measures(rows)
    currencies = _take_initiatives(rows)
    perspectives = perspectives_of(actor.organisation)
    on_a_side = under(perspectives, objectives)
    day, dated = day_of(period, today), all_weights(on_a_side)
    weighed = weigh(weights_on(dated, day))
    is_weighed = bool(weighed.counting)
    for objective in on_a_side:
        rows[objective.pk].weight = weighed.counting.get(objective.pk)
    sides = [Side(each, [rows[o.pk] for o in on_a_side if o.perspective == each.key]) for each in perspectives]
    for side in sides:
        side.weight = sum(row.weight or 0 for row in side.rows) if is_weighed else None
        side.budget = _budget(side) if len(currencies) <= 1 else None
    parts = {side.code: [_part(row) for row in side.rows] for side in sides}
    card = scorecard(parts, weights=weights_of_sides(sides), limits=limits_of(actor.organisation))
    for side, scored in zip(sides, card.perspectives, strict=True):
        side.scored = scored.scored
    arrows = _arrows(rows)
    return ScorecardPage(
        sides=sides,
        whole=card.whole,
        findings=balance(
            {side.code: side.load() for side in sides},
            perspectives={o.pk: o.perspective for o in on_a_side} if arrows else None,
            arrows=arrows,
            order=[each.key for each in reversed(perspectives)],
            scores=[{side.code: side.scored.score for side in sides if side.scored}],
        ),
        outside=[rows[o.pk] for o in objectives if o not in on_a_side],
        is_weighed=is_weighed,
        weighed=weighed,
        divisions=divisions_of(on_a_side, dated, perspectives, period=period, day=day, today=today),
        looks_ahead=any(o.horizon == Horizon.LONG for o in objectives),
        currency=next(iter(currencies)) if len(currencies) == 1 else "",
        has_several_currencies=len(currencies) > 1,
        arrows=arrows,
        is_cut=is_cut,
    )


def weights_of_sides(sides: list[Side]) -> dict[str, float | None]:
    """What each perspective weighs: what its objectives weigh, or, when nothing was weighed, how many it has."""
    number = sum(len(side.rows) for side in sides)
    if not number:
        return {}
    return {side.code: side.weight if side.weight is not None else 100 * len(side.rows) / number for side in sides}


def _part(row: Row) -> Part:
    objective = row.objective
    weight = row.weight if row.weight is not None else 1.0
    return Part(weight, objective.progress, None, objective.coverage, objective.title)


def _take_measures(rows: dict[int, Row]) -> None:
    """Put the living measures with their objectives, what runs ahead first."""
    found = Measure.objects.living().filter(objective__in=list(rows)).order_by("position", "pk")
    shown = ("objective_id", "name", "kind", "unit", "target", "lower", "upper", "tempo", "status", "progress")
    for measure in found.only(*shown, "expected", "coverage", "current_value", "current_on", "weight"):
        rows[measure.objective_id].measured_by.append(measure)
    for row in rows.values():
        row.measured_by.sort(key=lambda measure: measure.tempo != Tempo.LEAD)


def _take_initiatives(rows: dict[int, Row]) -> set[str]:
    """Put the actions with their objectives; the money in which there are budgets."""
    found = Action.objects.filter(objective__in=list(rows)).select_related("owner").order_by("due_on", "pk")
    currencies = set()
    for action in found:
        rows[action.objective_id].initiatives.append(action)
        if action.budget is not None:
            currencies.add(action.currency)
    return currencies


def _budget(side: Side) -> Decimal | None:
    """What is set aside on a side: nothing where nothing is undertaken, not known while an initiative has no budget."""
    known = [each.budget for each in side.initiatives if each.budget is not None]
    return None if side.without_budget else sum(known, Decimal(0))


def _arrows(rows: dict[int, Row]) -> list[tuple[int, int]]:
    found = Arrow.objects.filter(Q(cause__in=list(rows)) & Q(effect__in=list(rows)))
    return list(found.values_list("cause_id", "effect_id"))


def measures_on(page: ScorecardPage) -> dict[int, list[Measure]]:
    """The living measures, whole, of every objective on the scorecard and of those beside it."""
    rows = [*page.outside, *(row for side in page.sides for row in side.rows)]
    found: dict[int, list[Measure]] = {row.objective.pk: [] for row in rows}
    for measure in (
        Measure.objects.living().filter(objective__in=list(found)).order_by("objective_id", "position", "pk")
    ):
        found[measure.objective_id].append(measure)
    return found
