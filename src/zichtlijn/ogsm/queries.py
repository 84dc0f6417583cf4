"""An OGSM: a view on an objective, its measures, what follows from it, and the measures and actions of that."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from zichtlijn.calculations.plans import (
    Fit,
    Goal,
    Indicator,
    PageRow,
    PlannedAction,
    Sheet,
    Strategy,
    fit_on_page,
    ogsm_remarks,
)
from zichtlijn.objectives.mentions import Mention, origins_of
from zichtlijn.objectives.models import Action, InterimTarget, Measure, Objective, ObjectiveLink
from zichtlijn.objectives.permissions import can_edit_action, can_edit_objective
from zichtlijn.objectives.queries.lists import SORTS
from zichtlijn.objectives.queries.sharper import Told, language_of, tell_remarks
from zichtlijn.objectives.states import OPEN, Kind, Level, State
from zichtlijn.ogsm.models import Choice
from zichtlijn.ogsm.wording import say_more_actions, write_action, write_goal, write_measure

#: Objectives of these levels have a page: what follows from the lower ones belongs to persons.
OF_LEVELS = (Level.STRATEGIC, Level.DEPARTMENT, Level.OPERATIONAL)
#: Strategies stand at these levels.
STRATEGY_LEVELS = (Level.DEPARTMENT, Level.OPERATIONAL, Level.ROLE, Level.PROJECT)
#: More strategies than this are no choice; the page says so.
MOST = 12
#: Actions of one strategy on the page.
MOST_ACTIONS = 12
#: Measures and actions of the whole page that are read.
READ = 400
#: The same for a workbook, which holds what the page has no room for.
WHOLE, WHOLE_READ = 500, 20_000


@dataclass
class StrategyRow:
    """A strategy with its dashboard and its action plan."""

    strategy: Objective
    choice: Choice | None = None
    #: Ids of the goals that it serves.
    serves: tuple[int, ...] = ()
    measures: list[Measure] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    more_actions: int = 0
    can_edit: bool = False
    can_choose: bool = False
    #: Where it comes from: the attention point of an analysis.
    origins: list[Mention] = field(default_factory=list)
    #: The goals that it serves as the page counts them: 1, 3. Nothing where there is one: that goes without saying.
    goal_numbers: list[int] = field(default_factory=list)


@dataclass
class OgsmPage:
    """Everything that the page of an OGSM shows."""

    objective: Objective
    goals: list[Measure]
    rows: list[StrategyRow]
    #: Actions for the objective itself, which belong to no single strategy.
    actions: list[Action]
    can_edit: bool
    #: Measures that the reader may change.
    editable: set[int] = field(default_factory=set)
    #: Actions that the reader may change.
    doable: set[int] = field(default_factory=set)
    #: Actions for the objective itself that the page has no room for.
    more_actions: int = 0
    more: bool = False
    #: Strategies that are over while the objective runs on: an OKR of an earlier quarter.
    finished: int = 0
    remarks: list[Told] = field(default_factory=list)
    fit: Fit = field(default_factory=lambda: Fit(0, 0))

    @property
    def groups(self) -> list[tuple[str, list[Told]]]:
        """What could be sharper, per part of the page: its name, and what is said of it."""
        found: dict[str, tuple[str, list[Told]]] = {}
        explained: set[str] = set()
        for told in self.remarks:
            # why it matters, and an example, once
            again = told.why in explained
            explained.add(told.why)
            each = replace(told, about="", why="" if again else told.why, example="" if again else told.example)
            found.setdefault(told.key, (told.about, []))[1].append(each)
        return list(found.values())

    @property
    def needing(self) -> int:
        """How many strategies could be sharper."""
        keys = {remark.key for remark in self.remarks}
        return sum(any(key in keys for key in _keys_of(row)) for row in self.rows)

    def row(self, strategy_id: int) -> StrategyRow | None:
        return next((row for row in self.rows if row.strategy.pk == strategy_id), None)

    def measure(self, measure_id: int) -> Measure | None:
        all_of_them = [*self.goals, *(measure for row in self.rows for measure in row.measures)]
        return next((measure for measure in all_of_them if measure.pk == measure_id), None)

    def action(self, action_id: int) -> Action | None:
        all_of_them = [*self.actions, *(action for row in self.rows for action in row.actions)]
        return next((action for action in all_of_them if action.pk == action_id), None)

    @property
    def is_empty(self) -> bool:
        return not self.rows and not self.goals


def ogsm_page(actor, objective: Objective, *, whole: bool = False) -> OgsmPage:
    """The page of an objective, in a number of queries that does not grow; `whole` with what no page has room for."""
    most, most_actions, read = (WHOLE, WHOLE_READ, WHOLE_READ) if whole else (MOST, MOST_ACTIONS, READ)
    under = (
        Objective.objects.visible_to(actor, levels=STRATEGY_LEVELS)
        .filter(parent_links__parent=objective)
        .exclude(state=State.DROPPED)
    )
    over = _over()
    runs_on = objective.ends_on >= timezone.localdate()
    strategies = list(
        (under.exclude(over) if runs_on else under)
        .select_related("owner", "unit", "project", "position")
        .annotate(place=F("parent_links__position"), link=F("parent_links__id"))
        .order_by("place", "link")[: most + 1]
    )
    more, strategies = len(strategies) > most, strategies[:most]
    by_id = {each.pk: each for each in (objective, *strategies)}
    measures, actions = _measures_of(by_id, read), _actions_of(by_id, read)
    page = OgsmPage(
        objective,
        goals=measures[objective.pk],
        rows=[],
        actions=actions[objective.pk][:most_actions],
        more_actions=max(0, len(actions[objective.pk]) - most_actions),
        can_edit=can_edit_objective(actor, objective),
        more=more,
        finished=under.filter(over).count() if runs_on else 0,
    )
    choices, origins = _choices(objective), origins_of(actor, strategies)
    for strategy in strategies:
        can_edit, done = can_edit_objective(actor, strategy), actions[strategy.pk]
        page.rows.append(
            StrategyRow(
                strategy,
                choice=choices.get(strategy.pk),
                measures=measures[strategy.pk],
                actions=done[:most_actions],
                more_actions=max(0, len(done) - most_actions),
                can_edit=can_edit,
                can_choose=can_edit or page.can_edit,
                origins=origins.get(strategy.pk, []),
            )
        )
    able = {row.strategy.pk for row in page.rows if row.can_edit} | ({objective.pk} if page.can_edit else set())
    page.editable = {m.pk for pk in able for m in measures[pk]}
    page.doable = {
        action.pk
        for shown in (page.actions, *(row.actions for row in page.rows))
        for action in shown
        if action.objective.state in OPEN and can_edit_action(actor, action)
    }
    _say_what_they_serve(page)
    page.remarks = remarks_on(page, actor.organisation)
    page.fit = fit_on_page(
        objective.title,
        [write_goal(goal) for goal in page.goals],
        [_as_printed(row) for row in page.rows]
        + ([PageRow("", ("",), (), _actions_as_printed(page))] if page.actions else []),
    )
    return page


def _over() -> Q:
    """Strategies that are over: closed, and their last day is past."""
    return Q(state=State.CLOSED, ends_on__lt=timezone.localdate())


def _measures_of(objectives: dict[int, Objective], read: int) -> dict[int, list[Measure]]:
    found: dict[int, list[Measure]] = defaultdict(list)
    rows = Measure.objects.living().filter(objective__in=objectives).order_by("position", "id")
    for measure in rows.prefetch_related(Prefetch("interim_targets", InterimTarget.objects.order_by("on")))[:read]:
        measure.objective = objectives[measure.objective_id]
        found[measure.objective_id].append(measure)
    return found


def _actions_of(objectives: dict[int, Objective], read: int) -> dict[int, list[Action]]:
    """Actions per objective: what is open first, the first due before the others."""
    found: dict[int, list[Action]] = defaultdict(list)
    rows = Action.objects.filter(objective__in=objectives).select_related("owner")
    for action in rows.order_by(F("done_on").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "id")[:read]:
        action.objective = objectives[action.objective_id]
        found[action.objective_id].append(action)
    return found


def _choices(objective: Objective) -> dict[int, Choice]:
    rows = Choice.objects.filter(objective=objective).prefetch_related("goals_served")
    return {choice.strategy_id: choice for choice in rows}


def goals_said(page: OgsmPage, row: StrategyRow) -> set[int]:
    """The goals of this page of which was said that a strategy serves them."""
    said = {served.goal_id for served in row.choice.goals_served.all()} if row.choice else set()
    return said & {goal.pk for goal in page.goals}


def _say_what_they_serve(page: OgsmPage) -> None:
    """Fill in which goals each strategy serves; where there is one goal, every strategy but an enabling one does."""
    numbers = {goal.pk: number for number, goal in enumerate(page.goals, start=1)}
    for row in page.rows:
        said = goals_said(page, row)
        if len(numbers) == 1 and not (row.choice and row.choice.is_enabling):
            said = set(numbers)
        row.serves = tuple(pk for pk in numbers if pk in said)
        row.goal_numbers = [numbers[pk] for pk in row.serves] if len(numbers) > 1 else []


# what could be sharper --------------------------------------------------------------------------------------------


def remarks_on(page: OgsmPage, organisation) -> list[Told]:
    """What could be sharper on the page, in sentences."""
    names = {"": ""}
    for row in page.rows:
        names[f"o{row.strategy.pk}"] = row.strategy.title
        names |= {f"m{measure.pk}": measure.name for measure in row.measures}
        names |= {f"a{action.pk}": action.title for action in row.actions}
    names |= {f"m{goal.pk}": goal.name for goal in page.goals}
    return tell_remarks(ogsm_remarks(sheet_of(page), language_of(organisation)), names)


def sheet_of(page: OgsmPage) -> Sheet:
    """The page as the checks take it."""
    return Sheet(
        objective=page.objective.title,
        goals=tuple(goal_of(goal) for goal in page.goals),
        strategies=tuple(_strategy_of(row) for row in page.rows),
    )


def goal_of(measure: Measure) -> Goal:
    """A measure of the objective as the checks take it; steps and yes or no have no amount to fill in."""
    amount, unit = _amount_of(measure), measure.unit
    if measure.kind in {Kind.MILESTONES, Kind.YES_NO}:
        amount, unit = Decimal(1), Kind(measure.kind).value
    return Goal(
        f"m{measure.pk}",
        measure.name,
        value=amount,
        unit=_unit_or_score(unit, amount),
        due_on=measure.ends_on,
        baseline=measure.baseline if measure.kind in {Kind.UP, Kind.DOWN} else None,
    )


def _amount_of(measure: Measure) -> Decimal | None:
    return measure.upper if measure.kind == Kind.BAND else measure.target


def _unit_or_score(unit: str, amount: Decimal | None) -> str:
    """A score from 0 to 10 is a unit of its own: nobody writes one behind a mark."""
    return unit or ("score" if amount is not None and 0 < amount <= 10 else "")


def indicator_of(measure: Measure) -> Indicator:
    """A measure of a strategy as the checks take it."""
    goal = goal_of(measure)
    return Indicator(goal.key, unit=goal.unit, target=goal.value, baseline=goal.baseline)


def _strategy_of(row: StrategyRow) -> Strategy:
    choice = row.choice
    return Strategy(
        key=f"o{row.strategy.pk}",
        text=row.strategy.title,
        goals=tuple(f"m{pk}" for pk in row.serves),
        is_enabling=bool(choice and choice.is_enabling),
        has_owner=row.strategy.owner_id is not None or row.strategy.level == Level.ROLE,
        indicators=tuple(indicator_of(measure) for measure in row.measures),
        actions=tuple(
            PlannedAction(f"a{action.pk}", action.owner_id is not None, action.due_on or action.done_on)
            for action in row.actions
        ),
        left_out=choice.left_out if choice else "",
    )


def _keys_of(row: StrategyRow) -> list[str]:
    return [
        f"o{row.strategy.pk}",
        *(f"m{measure.pk}" for measure in row.measures),
        *(f"a{action.pk}" for action in row.actions),
    ]


def _as_printed(row: StrategyRow) -> PageRow:
    beside = [row.choice.left_out] if row.choice and row.choice.left_out else []
    return PageRow(
        f"o{row.strategy.pk}",
        (row.strategy.title, str(row.strategy.owner or ""), *beside),
        tuple(write_measure(measure) for measure in row.measures),
        _actions_as_printed(row),
    )


def _actions_as_printed(part: OgsmPage | StrategyRow) -> tuple[str, ...]:
    """The actions of a strategy or of the whole, and how many more there are."""
    more = say_more_actions(part.more_actions)
    return (*(write_action(action) for action in part.actions), *([more] if more else []))


# the list ---------------------------------------------------------------------------------------------------------


def plans(actor, unit, period):
    """Objectives from which others follow that this reader sees: each of them is an OGSM. In the order of the units."""
    under = Objective.objects.visible_to(actor, levels=STRATEGY_LEVELS).exclude(state=State.DROPPED)
    below = ObjectiveLink.objects.filter(parent=OuterRef("pk"), child__in=under.values("pk"))
    # as on the page: what is over counts no more while the objective itself runs on
    over = under.filter(_over()).values("pk")
    counted = below.exclude(Q(child__in=over), parent__ends_on__gte=timezone.localdate())
    number = counted.order_by().values("parent").annotate(number=Count("pk")).values("number")
    found = (
        Objective.objects.visible_to(actor, levels=OF_LEVELS)
        .exclude(state=State.DROPPED)
        .filter(Exists(below))
        .annotate(strategy_count=Coalesce(Subquery(number), 0))
        .select_related("owner", "unit")
        .order_by("unit__path", SORTS["level"], "pk")
    )
    if period is not None:
        found = found.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)
    return found.filter(unit=unit) if unit is not None else found
