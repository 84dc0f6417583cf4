"""From an empty unit to an adopted plan: what is done, what is missing, and the act that mends it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.growth_plan.queries import PlanPage, Row
from zichtlijn.objectives.permissions import can_create_at
from zichtlijn.objectives.states import Level


@dataclass(frozen=True)
class Step:
    """One step: what is to be there, whether it is, and the way to it. Without a needed one the plan is not adopted."""

    label: str
    is_done: bool
    is_needed: bool = False
    act: str = ""
    url: str = ""


def steps_of(page: PlanPage, actor) -> list[Step]:
    """The steps in their order, those of the strategic layer first."""
    return [*_strategic(page, actor), *_tactical(page, actor), *_operational(page), *_texts(page)]


def missing(steps: list[Step]) -> list[str]:
    """What must still be there before the plan can be adopted, each as a sentence."""
    return [_("Missing: %(step)s.") % {"step": step.label} for step in steps if step.is_needed and not step.is_done]


def _strategic(page: PlanPage, actor) -> list[Step]:
    has_some = bool(page.strategic) or bool(page.unsupported)
    add = _new(Level.STRATEGIC) if can_create_at(actor, Level.STRATEGIC) else reverse("objectives:list")
    return [
        Step(
            _("a direction: mission and strategy"),
            page.direction is not None,
            True,
            _("Set the direction"),
            reverse("strategy:direction"),
        ),
        Step(_("strategic objectives"), has_some, False, _("Add a strategic objective"), add),
    ]


def _tactical(page: PlanPage, actor) -> list[Step]:
    rows = page.tactical
    add = _new(Level.DEPARTMENT) if can_create_at(actor, Level.DEPARTMENT) else reverse("objectives:list")
    loose = [row for row in rows if not row.is_held]
    bare = [row for row in rows if not row.measures or row.objective.owner_id is None]
    alone = [row for row in rows if row.objective.pk not in page.has_strategies]
    return [
        Step(_("department objectives of this unit that were agreed"), bool(rows), True, _("Add one"), add),
        _for_rows(
            rows,
            loose,
            _("every department objective follows from a strategic one"),
            "objectives:parents",
            _("Link it"),
        ),
        _for_rows(rows, bare, _("each has an owner and a measure"), "objectives:objective", _("Open it")),
        _for_rows(rows, alone, _("each has strategies on its OGSM"), "ogsm:sheet", _("Open the OGSM")),
    ]


def _operational(page: PlanPage) -> list[Step]:
    rows = page.operational
    loose = [row for row in rows if not row.is_held]
    idle = [row for row in rows if row.objective.level == Level.OPERATIONAL and not row.actions]
    vague = [row for row in rows if any(not a.done_on and not (a.owner_id and a.due_on) for a in row.actions)]
    return [
        _for_rows(
            rows,
            loose,
            _("every operational objective follows from the layer above"),
            "objectives:parents",
            _("Link it"),
        ),
        _for_rows(
            rows, idle, _("each operational objective has an action"), "objectives:new_action", _("Add an action")
        ),
        _for_rows(rows, vague, _("each action has somebody and a date"), "objectives:objective", _("Open it")),
    ]


def _for_rows(rows: list[Row], lacking: list[Row], label: str, address: str, act: str) -> Step:
    """A step that is done when no row lacks it; the act mends the first one."""
    if not lacking:
        return Step(label, bool(rows))
    n = len(lacking)
    more = ngettext("%(label)s (%(n)d does not yet)", "%(label)s (%(n)d do not yet)", n) % {"label": label, "n": n}
    return Step(more, False, False, act, reverse(address, args=[lacking[0].objective.pk]))


def _texts(page: PlanPage) -> list[Step]:
    plan = page.plan
    write = reverse("growth_plan:write", args=[plan.pk])
    wanted = (
        ("analysis", _("the analysis: where the unit stands"), True),
        ("choices", _("the choices, and what is left out"), True),
        ("budget", _("the budget in words"), False),
        ("agreements", _("the agreements of the team"), True),
    )
    return [
        Step(label, bool(getattr(plan, name).strip()), needed, _("Write it"), f"{write}#id_{name}")
        for name, label, needed in wanted
    ]


def _new(level: str) -> str:
    return f"{reverse('objectives:new')}?level={level}"
