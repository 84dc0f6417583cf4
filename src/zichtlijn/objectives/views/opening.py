"""That somebody opened a form on the objective of another, or read what supports one, once it is sure that they may."""

from zichtlijn.objectives import actions
from zichtlijn.objectives.models import Objective, ObjectiveLink
from zichtlijn.objectives.queries.objective_page import support_links


def note_look(request, objective: Objective) -> None:
    """Write it down, unless the page of the objective was looked at that day: there the form begins."""
    if request.method != "POST":
        actions.look_at_objective(objective, by=request.actor, again=False)


def supporters_looked_at(actor, objective: Objective, **which) -> tuple[list[ObjectiveLink], str | None]:
    """A page of what supports the objective, as `support_links` gives it; with whose personal ones are among them it is
    written down that somebody looked."""
    links, following = support_links(actor, objective, **which)
    actions.look_at_objectives([link.child for link in links], by=actor)
    return links, following
