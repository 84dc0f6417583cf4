"""How far an organisation has come in setting up: the steps from an empty organisation to a first line."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from zichtlijn.access.permissions import Permission as P
from zichtlijn.objectives.models import Measure, Objective
from zichtlijn.organisation.models import Period, Person, Unit
from zichtlijn.strategy.models import Direction


@dataclass(frozen=True)
class Step:
    """One step: what to do, where, why, and whether it is done."""

    title: str
    why: str
    url_name: str
    done: bool


def steps(actor) -> list[Step]:
    """The steps, for who can take them; empty for others and once all are done."""
    if not (actor.may(P.MANAGE_ORGANISATION) or actor.may(P.MANAGE_DIRECTION)):
        return []
    if Measure.objects.exists() and Direction.objects.exists():
        return []
    made = [
        Step(
            _("Create the year"), _("Objectives belong to a period."), "organisation:periods", Period.objects.exists()
        ),
        Step(
            _("Set the direction"),
            _("The line starts with the mission."),
            "strategy:direction",
            Direction.objects.exists(),
        ),
        Step(_("Import units and people"), _("From a file, or by hand."), "exchange:imports", Person.objects.exists()),
        Step(_("Check the units"), _("Who heads which unit."), "organisation:units", Unit.objects.exists()),
        Step(
            _("Write objectives"),
            _("Level by level, or import a plan."),
            "objectives:alignment",
            Objective.objects.exists(),
        ),
        Step(
            _("Decide how to measure them"),
            _("Then everyone can see how it is going."),
            "objectives:alignment",
            Measure.objects.exists(),
        ),
    ]
    return [] if all(step.done for step in made) else made
