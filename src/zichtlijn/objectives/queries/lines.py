"""The line of sight of a person: own objectives, and along which objectives they reach the mission."""

from dataclasses import dataclass, field
from datetime import date

from zichtlijn.access.actor import Actor
from zichtlijn.access.prepared import prepared
from zichtlijn.objectives.models import Measure, Objective
from zichtlijn.objectives.queries.upward import upward_from
from zichtlijn.objectives.states import COUNTING, Level, State


@dataclass
class Line:
    """Objectives from strategic down, and at its end the person's objectives that follow from them."""

    up: list[Objective]
    own: list[Objective] = field(default_factory=list)

    @property
    def counting(self) -> int:
        """How many of the person's objectives here were agreed: a draft never comes before what was agreed."""
        return sum(objective.state in COUNTING for objective in self.own)

    @property
    def is_complete(self) -> bool:
        return bool(self.up) and self.up[0].level == Level.STRATEGIC


def personal_objectives(actor, person, period) -> list[Objective]:
    """The personal objectives of a person in a period that this actor may see, with their measures."""
    asked = {"person": person.pk, "from_day": period.starts_on if period else date.min}
    asked["until_day"] = period.ends_on if period else date.max
    # one's own are always seen
    own = person.pk == actor.person_id
    objectives = _owned(**asked) if own else _owned_in_view(actor=actor, **asked)
    if objectives:
        measures: dict[int, list[Measure]] = {objective.pk: [] for objective in objectives}
        for measure in _living_measures(objectives=list(measures)):
            measures[measure.objective_id].append(measure)
        for objective in objectives:
            objective.living_measures = measures[objective.pk]
    return objectives


@prepared
def _owned(*, person: int, from_day: date, until_day: date):
    """Personal objectives of this person that hold somewhere between these days."""
    objectives = Objective.objects.filter(owner_id=person, level=Level.PERSONAL).exclude(state=State.DROPPED)
    return objectives.filter(starts_on__lte=until_day, ends_on__gte=from_day).order_by("pk")


@prepared
def _owned_in_view(*, actor: Actor, person: int, from_day: date, until_day: date):
    objectives = _owned.queryset(person=person, from_day=from_day, until_day=until_day)
    return objectives.visible_to(actor, levels=[Level.PERSONAL])


@prepared
def _living_measures(*, objectives: list[int]):
    return Measure.objects.living().filter(objective__among=objectives).order_by("position", "id")


def lines_of(actor, objectives: list[Objective]) -> list[Line]:
    """The lines of these objectives up the cascade, grouped by what they follow from; one query for 1 and for 100."""
    if not objectives:
        return []
    upward = upward_from(actor, [o.pk for o in objectives])
    lines: dict[tuple[int, ...], Line] = {}
    for objective in objectives:
        path = upward.above(objective)
        lines.setdefault(tuple(o.pk for o in path), Line(path)).own.append(objective)
    for line in lines.values():
        line.own.sort(key=lambda objective: objective.state not in COUNTING)
    return sorted(
        lines.values(), key=lambda line: (not line.counting, not line.is_complete, -line.counting, -len(line.own))
    )
