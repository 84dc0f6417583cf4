"""The line of sight of a person: own objectives, and along which objectives they reach the mission."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

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


def personal_objectives(actor, person, period):
    """The personal objectives of a person in a period that this actor may see, with their measures."""
    measures = Measure.objects.living().order_by("position", "id")
    objectives = Objective.objects.filter(owner=person, level=Level.PERSONAL).exclude(state=State.DROPPED)
    if person.pk != actor.person_id:  # one's own are always seen
        objectives = objectives.visible_to(actor, levels=[Level.PERSONAL])
    if period:
        objectives = objectives.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)
    return objectives.order_by("pk").prefetch_related(
        Prefetch("measures", queryset=measures, to_attr="living_measures")
    )


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
