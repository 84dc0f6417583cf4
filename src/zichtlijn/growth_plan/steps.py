"""The road from an empty unit to an adopted plan: what is done, what is missing, and the act that mends it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.access.permissions import Permission
from zichtlijn.analysis.states import Kind, Scoring
from zichtlijn.growth_plan.models import Edition, GrowthPlan
from zichtlijn.growth_plan.queries import PlanPage, Row
from zichtlijn.growth_plan.states import PlanState
from zichtlijn.objectives.permissions import can_create_at
from zichtlijn.objectives.states import Level, StandardPerspective


@dataclass(frozen=True)
class Step:
    """One step: what is to be there, whether it is, and the way to it.

    Without a needed one the plan is not adopted; an extra one may be passed over.
    """

    label: str
    is_done: bool
    is_needed: bool = False
    act: str = ""
    url: str = ""
    is_extra: bool = False
    is_next: bool = False


@dataclass(frozen=True)
class Stage:
    """A stretch of the road."""

    title: str
    steps: list[Step]

    @property
    def is_done(self) -> bool:
        """True when nothing of it is left but what may be passed over."""
        return all(step.is_done or step.is_extra for step in self.steps)


def road_of(page: PlanPage, actor, last: Sequence[Step] = ()) -> list[Stage]:
    """The stages in their order, with the one step that comes next; `last` are the steps after the plan is written."""
    stages = [
        Stage(_("Analyse"), _analysis(page, actor)),
        Stage(_("Choose"), _choices(page, actor)),
        Stage(_("Objectives"), _objectives(page, actor)),
        Stage(_("Work"), _work(page)),
        Stage(_("The plan"), [*_texts(page), *last]),
    ]
    return _with_next(stages)


def steps_of(page: PlanPage, actor) -> list[Step]:
    """All steps up to proposing the plan."""
    return [step for stage in road_of(page, actor) for step in stage.steps]


def next_step(stages: list[Stage]) -> Step | None:
    """The step that comes next; None when nothing is left."""
    return next((step for stage in stages for step in stage.steps if step.is_next), None)


def closing_steps(
    plan: GrowthPlan, editions: Sequence[Edition], reviews: Sequence, *, may_adopt: bool, has_quarter: bool
) -> list[Step]:
    """What comes after writing: proposed, or adopted by who decides, and looked back on.

    `has_quarter`: there is a quarter that can be looked back on today.
    """
    is_out = plan.state != PlanState.DRAFT or bool(editions)
    review = address_of("growth_plan:review_now", plan.pk)
    if may_adopt:
        deciding = [Step(_("adopted"), bool(editions), act=_("Adopt"), url=address_of("growth_plan:adopt", plan.pk))]
    else:
        propose = address_of("growth_plan:propose", plan.pk)
        deciding = [
            Step(_("proposed to the level above"), is_out, act=_("Propose"), url=propose),
            Step(_("adopted by the level above"), bool(editions)),
        ]
    return [
        *deciding,
        Step(
            _("reviewed after a quarter"),
            bool(reviews),
            act=_("Review a quarter"),
            url=review if editions and has_quarter else "",
            is_extra=True,
        ),
    ]


def missing(steps: list[Step]) -> list[str]:
    """What must still be there before the plan can be adopted, each as a sentence."""
    return [_("Missing: %(step)s.") % {"step": step.label} for step in steps if step.is_needed and not step.is_done]


def _with_next(stages: list[Stage]) -> list[Stage]:
    """Mark the first step that is open and leads somewhere."""
    steps = [step for stage in stages for step in stage.steps]
    first = next((step for step in steps if not step.is_done and not step.is_extra and step.url), None)
    return [
        Stage(stage.title, [replace(step, is_next=True) if step is first else step for step in stage.steps])
        for stage in stages
    ]


def _analysis(page: PlanPage, actor) -> list[Step]:
    """Direction, SWOT, confrontation and attention points; the analysis in words does for who did it elsewhere."""
    plan, analysis, ground = page.plan, page.analysis, page.ground
    direction = _("Set the direction") if actor.may(Permission.MANAGE_DIRECTION) else _("See the direction")
    steps = [
        Step(
            _("a direction: mission and strategy"),
            page.direction is not None,
            True,
            direction,
            reverse("strategy:direction"),
        )
    ]
    if analysis is None or ground is None:
        is_written = bool(plan.analysis.strip())
        return [
            *steps,
            Step(
                _("the analysis: where the unit stands, step by step or in words"),
                is_written,
                True,
                _("Start the analysis"),
                analysis_start(plan),
            ),
        ]
    counting = {factor["kind"] for factor in ground["factors"]}
    lacking = next((kind for kind in Kind.values if kind not in counting), Kind.STRENGTH)
    swot = reverse("analysis:swot", args=[analysis.pk])
    if page.has_contributions:
        swot = reverse("analysis:rank", args=[analysis.pk, lacking])
    is_closed = analysis.scoring == Scoring.CLOSED and bool(ground["issues"])
    points = reverse("analysis:points", args=[analysis.pk])
    return [
        *steps,
        Step(
            _("a SWOT with something in each of its four lists, or the analysis in words"),
            len(counting) == len(Kind.values) or bool(plan.analysis.strip()),
            True,
            _("Merge and rank") if page.has_contributions else _("Fill in the SWOT"),
            swot,
        ),
        Step(
            _("the forces around the unit"),
            bool(ground["forces"]),
            act=_("Look at the forces"),
            url=reverse("analysis:industry", args=[analysis.pk]),
            is_extra=True,
        ),
        Step(
            _("the confrontation, scored and closed"),
            is_closed,
            act=_("Set them against each other"),
            url=reverse("analysis:matrix", args=[analysis.pk]),
        ),
        Step(_("attention points: what calls for an answer"), bool(ground["points"]), act=_("Choose them"), url=points),
    ]


def _choices(page: PlanPage, actor) -> list[Step]:
    write = reverse("growth_plan:write", args=[page.plan.pk])
    steps = []
    if page.analysis is not None and page.ground and page.ground["points"]:
        became = sum(point["became"] for point in page.ground["points"])
        steps.append(
            Step(
                _("an attention point turned into an objective"),
                became > 0,
                act=_("Turn one into an objective"),
                url=reverse("analysis:points", args=[page.analysis.pk]),
            )
        )
    if not page.has_strategic and can_create_at(actor, Level.STRATEGIC) and actor.may(Permission.MANAGE_OBJECTIVES):
        steps.append(
            Step(
                _("strategic objectives"),
                False,
                False,
                _("Add a strategic objective"),
                new_objective(Level.STRATEGIC, page),
            )
        )
    return [
        *steps,
        Step(
            _("the choices, and what you will not do"),
            bool(page.plan.choices.strip()),
            True,
            _("Write it"),
            f"{write}#id_choices",
        ),
    ]


def own_objectives(page: PlanPage) -> list[Row]:
    """The department objectives of the unit; of a team without them its operational ones, as on its scorecard."""
    return page.tactical or [row for row in page.operational if row.objective.level == Level.OPERATIONAL]


def _objectives(page: PlanPage, actor) -> list[Step]:
    rows = own_objectives(page)
    is_team = bool(rows) and not page.tactical
    add = (
        new_objective(Level.DEPARTMENT, page) if can_create_at(actor, Level.DEPARTMENT) else reverse("objectives:list")
    )
    loose = [row for row in rows if not row.is_held]
    ownerless = [row for row in rows if row.objective.owner_id is None]
    bare = [row for row in rows if not row.measures]
    steps = []
    if page.drafts:
        n = len(page.drafts)
        waiting = _("every draft has been agreed or dropped (%(n)d not yet)") % {"n": n}
        first = page.drafts[0]
        act, where = (_("Open the first"), "objectives:objective")
        if first.owner_id is None:
            act, where = (_("Choose its owner"), "objectives:edit")  # nobody agrees to what nobody answers for
        steps.append(Step(waiting, False, act=act, url=address_of(where, first.pk)))
    used = {row.objective.perspective for row in page.all_rows}
    scorecard = f"{reverse('scorecards:balance')}?{urlencode({'unit': page.plan.unit.key})}"
    owned, measured = _("every department objective has an owner"), _("every department objective has a measure")
    if is_team:
        owned, measured = _("every operational objective has an owner"), _("every operational objective has a measure")
    else:
        linked = _("every department objective follows from a strategic one")
        steps.append(_for_rows(rows, loose, linked, "objectives:parents", _("Link it")))
    agreed = _("agreed department objectives of this unit, or operational ones where it has no others")
    return [
        Step(agreed, bool(rows), True, _("Add one"), add),
        *steps,
        _for_rows(rows, ownerless, owned, "objectives:edit", _("Name one")),
        _for_rows(rows, bare, measured, "objectives:new_measure", _("Add a measure")),
        Step(
            _("the balance: something under every perspective"),
            used >= set(StandardPerspective.values),
            act=_("Look at the balance"),
            url=scorecard,
            is_extra=True,
        ),
        Step(
            _("the strategy map: what leads to what"),
            page.has_arrows,
            act=_("Draw the map"),
            url=f"{reverse('scorecards:map')}?{urlencode({'unit': page.plan.unit.key})}",
            is_extra=True,
        ),
    ]


def _work(page: PlanPage) -> list[Step]:
    tactical, rows = page.tactical, page.operational
    alone = [row for row in tactical if row.objective.pk not in page.has_strategies]
    loose = [row for row in rows if not row.is_held]
    idle = [row for row in rows if row.objective.level == Level.OPERATIONAL and not row.actions]
    vague = [row for row in rows if any(not a.done_on and not (a.owner_id and a.due_on) for a in row.actions)]
    strategies = _("every department objective has strategies on its OGSM")
    above = [_for_rows(tactical, alone, strategies, "ogsm:sheet", _("Open the OGSM"))]
    return [
        *(above if tactical or not own_objectives(page) else []),
        _for_rows(
            rows,
            loose,
            _("every operational objective follows from the layer above"),
            "objectives:parents",
            _("Link it"),
        ),
        _for_rows(
            rows, idle, _("every operational objective has an action"), "objectives:new_action", _("Add an action")
        ),
        _for_rows(
            rows, vague, _("every action has an owner and a deadline"), "objectives:objective", _("Open the objective")
        ),
    ]


def _for_rows(rows: list[Row], lacking: list[Row], label: str, address: str, act: str) -> Step:
    """A step that is done when no row lacks it; the act mends the first one."""
    if not lacking:
        return Step(label, bool(rows))
    n = len(lacking)
    more = ngettext("%(label)s (%(n)d does not yet)", "%(label)s (%(n)d do not yet)", n) % {"label": label, "n": n}
    return Step(more, False, False, act, address_of(address, lacking[0].objective.pk))


def _texts(page: PlanPage) -> list[Step]:
    plan = page.plan
    write = reverse("growth_plan:write", args=[plan.pk])
    wanted = [
        ("budget", _("the budget, in words or with the actions"), False),
        ("agreements", _("the agreements of the team"), True),
    ]
    if page.analysis is not None:
        wanted.insert(0, ("analysis", _("what the analysis means, in words"), False))
    return [
        Step(
            label,
            bool(getattr(plan, name).strip()) or (name == "budget" and bool(page.action_budgets)),
            needed,
            _("Write it"),
            f"{write}#id_{name}",
            not needed,
        )
        for name, label, needed in wanted
    ]


def address_of(address: str, pk: int) -> str:
    """The page of this one thing."""
    return reverse(address, args=[pk])


def analysis_start(plan: GrowthPlan) -> str:
    """Where the analysis of the unit, or of the whole organisation, is started in the year of the plan."""
    whole = plan.unit.parent_id is None
    where = {"period": plan.period_id} | ({} if whole else {"unit": plan.unit_id})
    return f"{reverse('analysis:start')}?{urlencode(where)}"


def new_objective(level: str, page: PlanPage) -> str:
    """Where an objective of this level and of the unit of the plan is made."""
    return f"{reverse('objectives:new')}?{urlencode({'level': level, 'unit': str(page.plan.unit_id)})}"
