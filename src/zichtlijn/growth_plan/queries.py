"""A growth plan in three layers, from the objectives as they are; what breaks between the layers; what is missing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from zichtlijn.access.scoping import below
from zichtlijn.analysis.models import Analysis, Contribution
from zichtlijn.calculations.calendar import Frequency, chunk_of
from zichtlijn.growth_plan.ground import Ground, analyses_for, ground_of
from zichtlijn.growth_plan.models import GrowthPlan
from zichtlijn.growth_plan.states import LAYER_OF, LEVELS, TEXTS, Layer
from zichtlijn.objectives.models import Action, Measure, Objective, ObjectiveLink
from zichtlijn.objectives.states import COUNTING, PARENT_LEVELS, Currency, Level, State
from zichtlijn.organisation.models import Person
from zichtlijn.scorecards.models import Arrow, ScorecardWeight
from zichtlijn.strategy.models import Direction
from zichtlijn.strategy.queries import direction_at

#: Objectives of one layer, at most.
MOST = 150
#: Measures and actions of the whole plan, each at most: far more than so many objectives have. With more it is short,
#: which the page says, and it is not adopted: what is kept is kept whole.
READ = 5_000
#: Of what breaks, so many are named.
NAMED = 10
#: The perspective that stands beside the budget.
FINANCIAL = "financial"


@dataclass
class Row:
    """An objective of the plan, with what it follows from (ids) and its measures and actions."""

    objective: Objective
    parents: dict[int, float | None] = field(default_factory=dict)
    #: True when one of its parents counts and stands one layer higher.
    is_held: bool = False
    measures: list[Measure] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)

    @property
    def layer(self) -> Layer:
        return LAYER_OF[self.objective.level]


@dataclass
class PlanPage:
    """The plan as it stands now."""

    plan: GrowthPlan
    direction: Direction | None
    rows: dict[Layer, list[Row]]
    #: Strategic objectives of the unit, or of what is below it, that nobody in the organisation supports.
    unsupported: list[Objective]
    #: True when there are more objectives than are here.
    is_cut: bool = False
    #: True when the objectives that are here have more measures or actions than are here.
    is_short: bool = False
    #: True when more of them lack support than are named.
    more_unsupported: bool = False
    #: The analysis of the unit in this year with what it found, and that of the whole organisation beside it.
    analysis: Analysis | None = None
    whole_analysis: Analysis | None = None
    ground: Ground | None = None
    #: What is only asked for whoever writes the plan.
    has_strategic: bool = False
    has_contributions: bool = False
    has_arrows: bool = False
    drafts: list[Objective] = field(default_factory=list)

    @property
    def all_rows(self) -> list[Row]:
        return [row for rows in self.rows.values() for row in rows]

    @property
    def strategic(self) -> list[Row]:
        return self.rows[Layer.STRATEGIC]

    @property
    def tactical(self) -> list[Row]:
        return self.rows[Layer.TACTICAL]

    @property
    def operational(self) -> list[Row]:
        return self.rows[Layer.OPERATIONAL]

    @property
    def names(self) -> dict[int, str]:
        """Number → name of the people who stand in it."""
        objectives = [row.objective for row in self.all_rows]
        owned: list[Any] = [*objectives, *(action for row in self.all_rows for action in row.actions)]
        return {thing.owner_id: thing.owner.name for thing in owned if thing.owner}

    @property
    def orphans(self) -> list[Row]:
        """What follows from nothing in the layer above it."""
        return [row for row in self.all_rows if row.layer != Layer.STRATEGIC and not row.is_held]

    @property
    def loose_actions(self) -> list[Action]:
        """Actions whose objective does not reach a strategic objective."""
        return [action for row in self.own_rows if not row.objective.in_line for action in row.actions]

    @property
    def own_rows(self) -> list[Row]:
        """Objectives of the unit itself: not the strategic ones that it only carries."""
        is_whole = self.plan.unit.parent_id is None
        return self.all_rows if is_whole else [*self.tactical, *self.operational]

    @property
    def financial(self) -> list[Row]:
        """Tactical objectives about money: they stand beside the budget."""
        return [row for row in self.tactical if row.objective.perspective == FINANCIAL]

    @property
    def action_budgets(self) -> list[tuple[str, Decimal]]:
        """What the unit's own actions may cost together in each money, euros first; none when none of them says."""
        return added_up(
            (action.currency, action.budget)
            for row in self.own_rows
            for action in row.actions
            if action.budget is not None
        )

    @property
    def open_actions(self) -> list[Action]:
        """What the unit itself still has to do, the first due first."""
        found = [action for row in self.own_rows for action in row.actions if not action.done_on]
        return sorted(found, key=lambda action: (action.due_on or date.max, action.pk))

    @property
    def has_strategies(self) -> set[int]:
        """Tactical objectives that an operational one follows from."""
        return {pk for row in self.operational for pk in row.parents}

    def below(self, row: Row) -> list[Row]:
        """Rows of the layer below that follow from this one."""
        return [each for each in self.operational if row.objective.pk in each.parents]


def added_up(amounts: Iterable[tuple[str, Decimal]]) -> list[tuple[str, Decimal]]:
    """The sum in each money, euros first."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for currency, amount in amounts:
        found[currency] += amount
    return sorted(found.items(), key=lambda each: (each[0] != Currency.EUR, each[0]))


def plan_page(plan: GrowthPlan, *, on: date | None = None) -> PlanPage:
    """Everything in the plan, in a number of queries that does not grow. Only what was agreed: nothing of a draft.

    With the weights on the scorecard that hold on a day: today, unless another one is asked for.
    """
    on = on or timezone.localdate()
    tactical = list(_weighed(_objectives(plan, Layer.TACTICAL), on))
    operational = list(_objectives(plan, Layer.OPERATIONAL))
    parents = _parents([*tactical, *operational])
    strategic = list(_weighed(_strategic(plan, {pk for row in tactical for pk in parents.get(row.pk, {})}), on))
    found = {Layer.STRATEGIC: strategic, Layer.TACTICAL: tactical, Layer.OPERATIONAL: operational}
    is_cut = any(len(objectives) > MOST for objectives in found.values())
    rows = {layer: [Row(objective) for objective in objectives[:MOST]] for layer, objectives in found.items()}
    by_id = {row.objective.pk: row for layer in rows.values() for row in layer}
    for pk, row in by_id.items():
        row.parents = {parent: weight for parent, (weight, _level) in parents.get(pk, {}).items()}
        above = PARENT_LEVELS[row.objective.level]
        row.is_held = any(level in above for _weight, level in parents.get(pk, {}).values())
    is_short = _measures_and_actions(by_id)
    direction = direction_at(plan.period.ends_on)
    unsupported = Objective.objects.counting().filter(level=Level.STRATEGIC, supporter_count=0)
    unsupported = unsupported.filter(_runs(plan)) if plan.unit.parent_id is None else _of_unit(unsupported, plan)
    own, whole = analyses_for(plan)
    ground = ground_of(own) if own else None
    lonely = list(unsupported.order_by("pk")[: NAMED + 1])
    return PlanPage(
        plan,
        direction,
        rows,
        lonely[:NAMED],
        is_cut=is_cut,
        is_short=is_short,
        more_unsupported=len(lonely) > NAMED,
        analysis=own,
        whole_analysis=whole,
        ground=ground,
    )


def writing_page(plan: GrowthPlan) -> PlanPage:
    """The same for whoever writes it, with what still waits beside the plan: drafts, contributions, the map."""
    page = plan_page(plan)
    strategic = Objective.objects.counting().filter(_runs(plan), level=Level.STRATEGIC)
    page.has_strategic = bool(page.strategic) or strategic.exists()
    if page.analysis is not None and page.ground and not page.ground["issues"]:
        page.has_contributions = Contribution.objects.filter(analysis=page.analysis).exists()
    tactical = [row.objective.pk for row in page.tactical]
    page.has_arrows = bool(tactical) and Arrow.objects.filter(Q(cause__in=tactical) | Q(effect__in=tactical)).exists()
    drafts = _of_unit(Objective.objects.filter(state__in=[State.DRAFT, State.PROPOSED]), plan)
    levels = (*LEVELS[Layer.TACTICAL], *LEVELS[Layer.OPERATIONAL])
    page.drafts = list(drafts.filter(level__in=levels).order_by("unit__path", "pk")[:NAMED])
    return page


def size_of(plan: GrowthPlan) -> tuple[int, int]:
    """How many objectives, measures and actions of the unit stand in the plan, and how many letters its texts have."""
    low, high = below(plan.unit.path)
    levels = (*LEVELS[Layer.TACTICAL], *LEVELS[Layer.OPERATIONAL])
    own = Objective.objects.counting().filter(_runs(plan), level__in=levels)
    own = own.filter(unit__path__gte=low, unit__path__lt=high)[:MOST].values("pk")
    rows = (own, Measure.objects.living().filter(objective__in=own), Action.objects.filter(objective__in=own))
    return sum(each.count() for each in rows), sum(len(getattr(plan, name)) for name in TEXTS)


def _runs(plan: GrowthPlan) -> Q:
    return Q(starts_on__lte=plan.period.ends_on, ends_on__gte=plan.period.starts_on)


def _of_unit(objectives, plan: GrowthPlan):
    """Those of the unit and everything below it, in the year."""
    low, high = below(plan.unit.path)
    return objectives.filter(_runs(plan), unit__path__gte=low, unit__path__lt=high)


def _weighed(objectives, on: date):
    """With `card_weight`, their weight on the scorecard on a day; None where there is none or it was left blank."""
    held = ScorecardWeight.objects.filter(objective=OuterRef("pk"), from_on__lte=on).order_by("-from_on")
    return objectives.annotate(card_weight=Subquery(held.values("weight")[:1]))


def _objectives(plan: GrowthPlan, layer: Layer):
    found = _of_unit(Objective.objects.counting().filter(level__in=LEVELS[layer]), plan)
    found = found.select_related("owner", "unit", "project")
    return found.order_by("unit__path", "pk")[: MOST + 1]


def _strategic(plan: GrowthPlan, carried: set[int]):
    """What the unit carries; of the whole organisation all of them."""
    found = Objective.objects.counting().filter(_runs(plan), level=Level.STRATEGIC).select_related("owner", "unit")
    if plan.unit.parent_id is not None:
        found = found.filter(pk__in=carried)
    return found.order_by("pk")[: MOST + 1]


def _parents(objectives: list[Objective]) -> dict[int, dict[int, tuple[float | None, str]]]:
    """Objective → parent that counts → weight and level."""
    found: dict[int, dict[int, tuple[float | None, str]]] = defaultdict(dict)
    links = ObjectiveLink.objects.filter(child__in=[o.pk for o in objectives], parent__state__in=COUNTING)
    for child, parent, weight, level in links.order_by("pk").values_list(
        "child_id", "parent_id", "weight", "parent__level"
    ):
        found[child][parent] = (weight, level)
    return found


def _measures_and_actions(rows: dict[int, Row]) -> bool:
    """Put them with their objectives; True when there are more than are read."""
    measures = list(Measure.objects.living().filter(objective__in=rows).order_by("position", "pk")[: READ + 1])
    for measure in measures[:READ]:
        rows[measure.objective_id].measures.append(measure)
    found = Action.objects.filter(objective__in=rows).select_related("owner")
    found = found.order_by(F("done_on").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")
    actions = list(found[: READ + 1])
    for action in actions[:READ]:
        action.objective = rows[action.objective_id].objective
        rows[action.objective_id].actions.append(action)
    return len(measures) > READ or len(actions) > READ


# as data that can be kept -----------------------------------------------------------------------------------------


def content_of(page: PlanPage) -> dict[str, Any]:
    """The plan as it stands now, ready to be kept (see `snapshots.py`)."""
    plan, direction = page.plan, page.direction
    return {
        "texts": {name: getattr(plan, name) for name in TEXTS},
        "texts_version": plan.version,
        "direction": {name: getattr(direction, name) for name in ("name", "mission", "strategy")}
        if direction
        else None,
        "ground": page.ground,
        "objectives": [_objective_content(row) for row in page.all_rows],
        "measures": [_measure_content(measure) for row in page.all_rows for measure in row.measures],
        "actions": [_action_content(action) for row in page.all_rows for action in row.actions],
    }


def _objective_content(row: Row) -> dict[str, Any]:
    objective = row.objective
    return {
        "id": objective.pk,
        "title": objective.title,
        "level": objective.level,
        "layer": row.layer.value,
        "owner": objective.owner_id,
        "unit": objective.unit.name if objective.unit else "",
        "ends_on": objective.ends_on.isoformat(),
        "parents": sorted(row.parents),
        "weight": next(iter(row.parents.values()), None),
        "card_weight": getattr(objective, "card_weight", None),
        "progress": objective.progress,
        "expected": objective.expected,
        "status": objective.status,
    }


def _measure_content(measure: Measure) -> dict[str, Any]:
    amounts = {
        name: None if (value := getattr(measure, name)) is None else str(value.normalize())
        for name in ("baseline", "target", "lower", "upper", "current_value")
    }
    return {
        "id": measure.pk,
        "objective": measure.objective_id,
        "name": measure.name,
        "kind": measure.kind,
        "unit": measure.unit,
        "ends_on": measure.ends_on.isoformat(),
        "status": measure.status,
        **amounts,
    }


def _action_content(action: Action) -> dict[str, Any]:
    return {
        "id": action.pk,
        "objective": action.objective_id,
        "title": action.title,
        "owner": action.owner_id,
        "due_on": action.due_on and action.due_on.isoformat(),
        "done_on": action.done_on and action.done_on.isoformat(),
        "budget": None if action.budget is None else str(action.budget.normalize()),
        "currency": action.currency,
    }


def names_of(people: set[int], known: Mapping[int, str] | None = None) -> dict[int, str]:
    """Number → name, of those who are still known; nobody is asked for who is `known` already."""
    names = dict(known or {})
    if unknown := people - names.keys():
        names |= {person.pk: person.name for person in Person.objects.filter(pk__in=unknown)}
    return names


# quarters ---------------------------------------------------------------------------------------------------------


def quarter_of(organisation, day: date) -> tuple[date, date]:
    """The first and the last day of the quarter in which this day lies."""
    return chunk_of(Frequency.QUARTERLY, day, first_month=organisation.fiscal_first_month)


def number_of_quarter(organisation, quarter_on: date) -> int:
    """Which quarter of the year it is: 1 to 4."""
    return (quarter_on.month - organisation.fiscal_first_month) % 12 // 3 + 1


# the list ---------------------------------------------------------------------------------------------------------


def plans(actor, year):
    """Plans of a year that this actor may know of, in the order of the units."""
    found = GrowthPlan.objects.visible_to(actor).select_related("unit", "period")
    if year is not None:
        found = found.filter(period=year)
    return found.prefetch_related("editions", "reviews").order_by("unit__path", "pk")
