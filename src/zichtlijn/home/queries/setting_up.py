"""How far an organisation has come in setting up: the steps from an empty organisation to a first line."""

from dataclasses import dataclass
from functools import partial

from django.db.models import Exists
from django.utils.translation import gettext as _

from zichtlijn.access.models import Organisation
from zichtlijn.access.permissions import Permission as P
from zichtlijn.audit.figures import READINGS, kept
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


#: What there has to be.
COUNTED = (Period, Direction, Person, Unit, Objective, Measure)


def _done(organisation) -> dict[type, bool]:
    """Of each whether there is one."""
    here = Organisation.objects.filter(pk=organisation.pk)
    answers = here.values_list(*(Exists(model.objects.all()) for model in COUNTED))[0]
    return dict(zip(COUNTED, answers, strict=True))


def steps(actor) -> list[Step]:
    """The steps, for who can take them; empty for others and once all are done."""
    if not (actor.may(P.MANAGE_ORGANISATION) or actor.may(P.MANAGE_DIRECTION)):
        return []
    done = kept(("set up",), partial(_done, actor.organisation), unmoved_by=READINGS)
    made = [
        Step(_("Create the year"), _("Objectives belong to a period."), "organisation:periods", done[Period]),
        Step(
            _("Set the direction"),
            _("The line starts with the mission."),
            "strategy:direction",
            done[Direction],
        ),
        Step(_("Import units and people"), _("From a file, or by hand."), "exchange:imports", done[Person]),
        Step(_("Check the units"), _("Who heads which unit."), "organisation:units", done[Unit]),
        Step(
            _("Write objectives"),
            _("Level by level, or import a plan."),
            "objectives:alignment",
            done[Objective],
        ),
        Step(
            _("Decide how to measure them"),
            _("Then everyone can see how it is going."),
            "objectives:alignment",
            done[Measure],
        ),
    ]
    return [] if all(step.done for step in made) else made
