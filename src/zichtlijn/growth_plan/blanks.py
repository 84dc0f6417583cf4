"""What a block of the plan says while nothing stands in it, and the way to what fills it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import Permission
from zichtlijn.growth_plan.queries import PlanPage, Row
from zichtlijn.growth_plan.states import TEXTS
from zichtlijn.growth_plan.steps import address_of, analysis_start, new_objective
from zichtlijn.objectives.permissions import can_create_at
from zichtlijn.objectives.states import Level


@dataclass(frozen=True)
class Blank:
    """A sentence, and for whoever writes the plan an act with its address."""

    said: str
    act: str = ""
    url: str = ""


def blanks_of(page: PlanPage, actor, *, may_keep: bool) -> Mapping[str, Blank]:
    """Block → what it says as long as it is empty. Who only reads is told that, and led nowhere."""
    if not may_keep:
        blocks = ("strategic", "tactical", "operational", "actions")
        texts = {name: Blank(_("Not written yet.")) for name in TEXTS}
        return texts | {name: Blank(_("None yet.")) for name in blocks} | {"direction": Blank(_no_direction())}
    return {
        "direction": _direction(actor),
        "analysis": _analysis(page),
        "strategic": _strategic(page, actor),
        "choices": _text(
            page, "choices", _("Not written yet: what will you do this year, and what will you no longer do?")
        ),
        "tactical": _tactical(page, actor),
        "budget": _text(page, "budget", _("Not written yet: what may it cost, and what does it bring in?")),
        "operational": _operational(page, actor),
        "actions": _actions(page),
        "agreements": _text(
            page, "agreements", _("Not written yet: how do you work together, and when do you look at the figures?")
        ),
    }


def _no_direction() -> str:
    return _("There is no direction yet.")


def _direction(actor) -> Blank:
    act = _("Set the direction") if actor.may(Permission.MANAGE_DIRECTION) else _("See the direction")
    return Blank(_no_direction(), act, reverse("strategy:direction"))


def _text(page: PlanPage, name: str, said: str) -> Blank:
    return Blank(said, _("Write it"), f"{reverse('growth_plan:write', args=[page.plan.pk])}#id_{name}")


def _analysis(page: PlanPage) -> Blank:
    if page.analysis is None:
        said = _("Nothing yet: an analysis shows where the unit stands. What it finds appears here by itself.")
        return Blank(said, _("Start the analysis"), analysis_start(page.plan))
    said = _("The analysis has been started, but nothing in it counts yet.")
    return Blank(said, _("Fill in the SWOT"), reverse("analysis:swot", args=[page.analysis.pk]))


def _strategic(page: PlanPage, actor) -> Blank:
    if page.plan.unit.parent_id is None:
        if actor.may(Permission.MANAGE_OBJECTIVES) and can_create_at(actor, Level.STRATEGIC):
            return Blank(_("None yet."), _("Add a strategic objective"), new_objective(Level.STRATEGIC, page))
        return Blank(_("None yet."))
    said = _("None yet: one appears here once a department objective of this unit follows from it.")
    loose = next((row for row in page.tactical if not row.is_held), None)
    return Blank(said, _("Link a department objective"), _at("objectives:parents", loose)) if loose else Blank(said)


def _tactical(page: PlanPage, actor) -> Blank:
    said = _("None yet: what will this unit contribute to the strategic objectives this year?")
    if can_create_at(actor, Level.DEPARTMENT):
        return Blank(said, _("Add a department objective"), new_objective(Level.DEPARTMENT, page))
    return Blank(said)


def _operational(page: PlanPage, actor) -> Blank:
    if page.tactical:
        said = _("None yet: the strategies on the OGSM of a department objective appear here.")
        return Blank(said, _("Open the OGSM"), _at("ogsm:sheet", page.tactical[0]))
    return Blank(_("None yet: these follow from a department objective, so add that first."))


def _actions(page: PlanPage) -> Blank:
    rows = page.operational or page.tactical
    if not rows:
        return Blank(_("None yet: an action belongs to an objective."))
    if any(row.actions for row in rows):
        return Blank(_("None open: what stands in the OGSM is done."))
    return Blank(_("None yet: who does what, by when?"), _("Add an action"), _at("objectives:new_action", rows[0]))


def _at(address: str, row: Row) -> str:
    return address_of(address, row.objective.pk)
