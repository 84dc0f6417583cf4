"""Where the line breaks: counted, listed, and the act that mends it."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zichtlijn.access.permissions import require
from zichtlijn.objectives.permissions import can_see_breaks, can_see_coverage
from zichtlijn.objectives.queries import breaks as queries
from zichtlijn.organisation.queries import chosen_period

LISTS = {
    "without-parent": queries.objectives_without_parent,
    "without-support": queries.objectives_without_support,
    "without-measure": queries.objectives_without_measure,
}


@require_GET
def show_breaks(request):
    """Each way in which the line can break, with how often it does."""
    require(can_see_coverage(request.actor), _("You do not have the right to see where the line breaks."))
    return render(request, "objectives/breaks.html", {"names": list(LISTS)})


@require_GET
def show_break_list(request, name):
    """Every place where the line breaks in one way."""
    require(can_see_breaks(request.actor), _("You do not have the right to see where the line breaks."))
    if name not in LISTS:
        raise Http404
    period = chosen_period(request)
    found = LISTS[name](request.actor, period)[:50] if period else []
    return render(request, "objectives/break_list.html", {"name": name, "objectives": found})
