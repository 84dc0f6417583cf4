"""Afstemming: the cascade in columns, from the mission to people."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zichtlijn.access.permissions import Permission
from zichtlijn.objectives.actions import look_at_objectives
from zichtlijn.objectives.permissions import can_create_any_objective, can_create_at, can_see_breaks, get_objective
from zichtlijn.objectives.queries import alignment as queries
from zichtlijn.objectives.queries.breaks import loose_ends
from zichtlijn.objectives.queries.finding import sees_all_personal
from zichtlijn.objectives.queries.lists import as_number
from zichtlijn.objectives.states import CHILD_LEVELS, Level
from zichtlijn.organisation.queries import chosen_period


@require_GET
def show_alignment(request):
    """All columns with one line open (`open`), each from where the reader left it (`from0` … `from4`).

    `open=top` opens nothing: only the strategic objectives, to begin again at the mission.
    """
    actor, period = request.actor, chosen_period(request)
    if wanted := as_number(request.GET.get("open")):
        line = queries.primary_line(actor, get_objective(actor, wanted))
    elif request.GET.get("open") == "top":
        line = []
    else:
        line = queries.opened_line(actor, period)
    after = {number: value for number in range(5) if (value := request.GET.get(f"from{number}", ""))}
    columns = queries.columns(actor, period, line, after=after)
    look_at_objectives([*line, *(o for column in columns for o in column.objectives)], by=actor)
    context = {
        "columns": columns,
        "line": line,
        "opened": line[-1] if line else None,
        "add_under": next((o for o in reversed(line) if CHILD_LEVELS[o.level]), None),
        "hides_personal": not sees_all_personal(actor),
        "direction": queries.direction_at(period.ends_on if period else timezone.localdate()),
        "can_create": can_create_any_objective(actor),
        "can_state": actor.may(Permission.MANAGE_DIRECTION),
        "may_set_strategic": can_create_at(actor, Level.STRATEGIC),
    }
    if period and can_see_breaks(actor):
        context["orphans"], context["unsupported"] = loose_ends(actor, period)
    # without strategic objectives the columns show nothing, unless something stands loose below them
    context["is_empty"] = not (line or columns[0].objectives or context.get("orphans"))
    return render(request, "objectives/alignment.html", context)
