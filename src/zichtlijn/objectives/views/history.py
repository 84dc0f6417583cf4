"""The history of an objective: what its text said before, and what happened."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from zichtlijn.audit.actions import Event
from zichtlijn.audit.models import AuditEvent
from zichtlijn.objectives import actions
from zichtlijn.objectives.mentions import Happened, happened_to
from zichtlijn.objectives.permissions import get_objective
from zichtlijn.objectives.queries import lists


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
    measure_ids = list(objective.measures.values_list("pk", flat=True))
    on_objective = AuditEvent.objects.filter(on_type="objective", on_id=objective.pk)
    on_measures = AuditEvent.objects.filter(on_type="measure", on_id__in=measure_ids)
    events = (on_objective | on_measures).exclude(event=Event.OBJECTIVE_SEEN).order_by("-sequence")[:200]
    happened = [*map(_happened, events), *happened_to(actor, objective)]
    texts = list(objective.history.select_related("history_user")[:50])
    context = {
        "objective": objective,
        "happened": sorted(happened, key=lambda each: each.at, reverse=True),
        "texts": lists.changes_between(texts),
    }
    return render(request, "objectives/history.html", context)
