"""What some objectives follow from, up to the top: everything above them that the reader may know of, in one query."""

from dataclasses import dataclass, field

from django.db.models import F, Q

from zichtlijn.access.actor import Actor
from zichtlijn.access.prepared import prepared
from zichtlijn.objectives.models import Objective, ObjectiveLink
from zichtlijn.objectives.queries.graph import ancestors_and_self
from zichtlijn.objectives.states import State


@dataclass
class Upward:
    """Some objectives with all that they follow from, and the links between these, the first parent first."""

    objectives: dict[int, Objective] = field(default_factory=dict)
    links: dict[int, list[ObjectiveLink]] = field(default_factory=dict)

    def parent_links(self, objective: Objective) -> list[ObjectiveLink]:
        """The links to what this objective follows from, each with its parent."""
        return self.links.get(objective.pk, [])

    def above(self, objective: Objective) -> list[Objective]:
        """What this objective follows from along the first parent at each level; top first, itself left out."""
        line: list[Objective] = []
        below = objective
        while links := self.parent_links(below):
            below = links[0].parent
            line.insert(0, below)
        return line


@prepared
def _with_links(*, actor: Actor, ids: list[int]):
    """These objectives and all above them, once for each of their links to a parent."""
    return (
        Objective.objects.visible_to(actor)
        .filter(~Q(state=State.DROPPED) | Q(pk__among=ids), pk__in=ancestors_and_self(ids))
        .for_cards()
        .annotate(
            link_id=F("parent_links__id"), link_weight=F("parent_links__weight"), parent_id=F("parent_links__parent")
        )
        .order_by("link_id")
    )


def upward_from(actor, objective_ids) -> Upward:
    """These objectives and everything above them that this actor may know of and that was not dropped; one query."""
    rows = _with_links(actor=actor, ids=list(objective_ids))
    found = Upward()
    linked = []
    for row in rows:  # an objective stands here once for each of its parents
        objective = found.objectives.setdefault(row.pk, row)
        if row.link_id is not None:
            linked.append((row.link_id, row.link_weight, objective, row.parent_id))
    of = actor.organisation.pk
    for pk, weight, child, parent_id in linked:
        if parent := found.objectives.get(parent_id):
            link = ObjectiveLink(pk=pk, organisation_id=of, child=child, parent=parent, weight=weight)
            found.links.setdefault(child.pk, []).append(link)
    return found
