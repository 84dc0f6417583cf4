"""The kinds of things that an import makes, what goes with each of them, and what else can hang on them."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import ForeignKey, OneToOneField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zichtlijn.competencies.models import Behaviour, Competency, Framework, Profile, Requirement
from zichtlijn.exchange.lists import LISTS
from zichtlijn.exchange.plans.plan import kind_of_model
from zichtlijn.objectives.models import (
    InterimTarget,
    Measure,
    Milestone,
    Objective,
    ObjectiveLink,
    Reading,
    Stakeholder,
)
from zichtlijn.organisation.models import Person, Placement, Position, Project, SearchWord, Unit
from zichtlijn.rewards.models import Salary
from zichtlijn.strategy.models import CoreValue, Direction

#: Kind → its table, what hangs on others first: the order in which they go.
THINGS: dict[str, Any] = {
    kind_of_model(model): model
    for model in (
        Salary, Reading, Measure, Objective, Direction, Profile, Competency, Framework, Placement, Project, Person,
        Position, Unit,
    )
}  # fmt: skip
KINDS = {model: kind for kind, model in THINGS.items()}
#: The order in which they are shown.
SHOWN = (
    "directions", "units", "positions", "people", "placements", "projects", "objectives", "measures", "readings",
    "levels", "competencies", "profiles",
    "salaries",
)  # fmt: skip
#: What belongs to one of them and goes with it: rows that have no page and no history of their own.
PARTS: dict[type[models.Model], tuple[tuple[type[models.Model], str], ...]] = {
    Measure: ((InterimTarget, "measure"), (Milestone, "measure")),
    Objective: ((ObjectiveLink, "child"), (Stakeholder, "objective")),
    Direction: ((CoreValue, "direction"), (Stakeholder, "direction")),
    Competency: ((Behaviour, "competency"),),
    Profile: ((Requirement, "profile"),),
}
#: Under which words they are found.
WORDS = {
    "units": (SearchWord.Kind.UNIT,),
    "people": (SearchWord.Kind.PERSON,),
    "objectives": (SearchWord.Kind.OBJECTIVE, SearchWord.Kind.PERSONAL),
}


def label_of(kind: str) -> str | Promise:
    """What things of this kind are called on a page."""
    own = {"directions": _("Direction"), "salaries": _("Salaries")}
    return own[kind] if kind in own else LISTS[kind].label


def pointing_at(kind: str) -> Iterator[tuple[type[models.Model], str]]:
    """Every table with a field that points at this kind, except for what goes with it.

    Taken from the tables themselves, so that what is added to the house later is not forgotten here.
    """
    model = THINGS[kind]
    for field in model._meta.get_fields(include_hidden=True):
        pointing = getattr(field, "field", None)
        if not field.auto_created or not isinstance(pointing, ForeignKey | OneToOneField):
            continue
        table = pointing.model
        if not pointing.concrete or hasattr(table, "history_object") or (table, pointing.name) in PARTS.get(model, ()):
            continue
        yield table, pointing.name
