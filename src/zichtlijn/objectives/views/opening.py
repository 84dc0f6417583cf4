"""That somebody opened a form on the objective of another, once it is sure that they may."""

from zichtlijn.objectives import actions
from zichtlijn.objectives.models import Objective


def note_look(request, objective: Objective) -> None:
    """Write it down, unless the page of the objective was looked at that day: there the form begins."""
    if request.method != "POST":
        actions.look_at_objective(objective, by=request.actor, again=False)
