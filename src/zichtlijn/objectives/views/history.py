"""The history of an objective: what its text said before, and what happened."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from zichtlijn.audit.models import AuditEvent
from zichtlijn.objectives import actions
from zichtlijn.objectives.mentions import Happened, happened_to
from zichtlijn.objectives.permissions import get_objective
from zichtlijn.objectives.queries.history import changes_between, events_of, versions_of


def _happened(event: AuditEvent) -> Happened:
    """A line of the log as the history of an objective tells it."""
    what = event.what + (f": {event.on_name}" if event.on_type == "measure" else "")
    detail = event.detail
    told = f"{detail.get('from', '')} → {detail['to']}" if detail.get("to") else str(detail.get("value") or "")
    return Happened(event.at, what, told, event.by_name)


@require_GET
def show_history(request, pk):
    """Who changed what, when; readings and their corrections among it."""
    actor, objective = request.actor, get_objective(request.actor, pk)
    actions.look_at_objective(objective, by=actor)
    happened = [*map(_happened, events_of(actor, objective)), *happened_to(actor, objective)]
    context = {
        "objective": objective,
        "happened": sorted(happened, key=lambda each: each.at, reverse=True),
        "texts": changes_between(versions_of(actor, objective)),
    }
    return render(request, "objectives/history.html", context)
