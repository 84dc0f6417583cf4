"""Each way in which the line can break: what it means, what mends it, and how its places are found."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.permissions import Permission
from zichtlijn.objectives.queries import breaks


@dataclass(frozen=True)
class BreakKind:
    """One way in which the line can break. `of`: objective, measure, person, or weights (people with their sum)."""

    name: str
    title: str | Promise
    meaning: str | Promise
    mending: str | Promise
    act: str | Promise
    of: str
    rows: Callable
    #: Tells of single people: only for those who may know it of them.
    personal: bool = False
    #: Of a whole organisation it is found only by looking at everybody's objectives.
    wide: bool = False


KINDS: dict[str, BreakKind] = {
    kind.name: kind
    for kind in (
        BreakKind(
            "without-support",
            _("Strategic objectives without support"),
            _("It is part of the direction, but nobody in the organisation is working on it."),
            _("Add an objective under it, or drop it."),
            _("Add an objective under it"),
            "objective",
            lambda actor, period, today: breaks.objectives_without_support(actor, period),
        ),
        BreakKind(
            "without-parent",
            _("Objectives without a parent"),
            _("There is work, but nobody can see what it contributes to."),
            _("Choose the objective one level up that it follows from, or say that it stands on its own on purpose."),
            _("Choose a parent"),
            "objective",
            lambda actor, period, today: breaks.objectives_without_parent(actor, period),
            wide=True,
        ),
        BreakKind(
            "without-line",
            _("People without a line"),
            _("None of their agreed objectives leads to the mission."),
            _("Agree an objective with them, or link theirs to one that counts."),
            _("Propose an objective"),
            "person",
            lambda actor, period, today: breaks.people_without_line(period, today, actor),
            personal=True,
            wide=True,
        ),
        BreakKind(
            "without-measure",
            _("Objectives without a measure"),
            _("Without a measure or supporting objectives, whether it is reached remains an opinion."),
            _("Add a measure, or an objective that supports it."),
            _("Add a measure"),
            "objective",
            lambda actor, period, today: breaks.objectives_without_measure(actor, period),
        ),
        BreakKind(
            "without-readings",
            _("Measures without readings"),
            _("There is a measure, but no reading yet."),
            _("Record the first reading, or end the measure."),
            _("Add a reading"),
            "measure",
            lambda actor, period, today: breaks.measures_without_readings(actor, period),
        ),
        BreakKind(
            "support-weights",
            _("Weights that do not add up"),
            _("The weights of the supporting objectives do not add up to 100."),
            _("Divide 100 among them, or leave one blank."),
            _("Divide the weights"),
            "objective",
            lambda actor, period, today: breaks.support_weights_off(actor, period),
        ),
        BreakKind(
            "personal-weights",
            _("Personal plans that do not add up to 100"),
            _("The weights of somebody's objectives do not add up to 100."),
            _("Fill in the weights of the personal objectives."),
            _("Open the plan"),
            "weights",
            lambda actor, period, today: breaks.personal_weights_off(actor, period),
            personal=True,
            wide=True,
        ),
    )
}


def kinds_for(actor) -> list[BreakKind]:
    """The kinds that this actor may have counted: figures about single people only for who may know them."""
    knows_people = actor.may(Permission.SEE_PERSONAL_OBJECTIVES) or bool(
        actor.may(Permission.LEAD_PEOPLE) and actor.reporting_path
    )
    return [kind for kind in KINDS.values() if knows_people or not kind.personal]


def narrows(actor) -> bool:
    """True when the lists begin with what is the actor's to mend: who does not keep the objectives of all."""
    return not (actor.may(Permission.MANAGE_OBJECTIVES) or actor.may(Permission.SEE_PERSONAL_OBJECTIVES))


def ways_to(kind: BreakKind, actor, period, *, today: date, mine: bool = False) -> list[QuerySet]:
    """Every place where the line breaks in this way, or those that are the actor's to mend: together in these rows."""
    if kind.of not in {"objective", "measure"}:
        return [kind.rows(actor, period, today)]
    parts = breaks.parts_of_mine(actor) if mine else breaks.parts_in_view(actor)
    if kind.name == "without-readings":
        return [breaks.measures_without_readings(actor, period, part) for part in parts]
    if kind.name == "without-parent":
        return [breaks.objectives_without_parent(actor, period, part) for part in parts]
    return [kind.rows(actor, period, today).filter(part) for part in parts]
