"""Where the line breaks: counted, listed, and the act that mends it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zichtlijn.access.permissions import Permission, require
from zichtlijn.objectives.permissions import can_see_breaks, can_see_coverage
from zichtlijn.objectives.queries import breaks as queries
from zichtlijn.objectives.queries.break_kinds import KINDS, break_page, kinds_for, narrows, rows_of
from zichtlijn.organisation.models import Unit
from zichtlijn.organisation.queries import chosen_period

PAGE = "objectives/breaks.html"


@require_GET
def show_breaks(request):
    """Each way in which the line can break, with how often it does.

    The counts go over the whole graph, so the page asks for each of them after it stands (`count`); a reader without
    scripts asks for all of them at once (`count=all`).
    """
    actor, period, asked = request.actor, chosen_period(request), request.GET.get("count", "")
    require(can_see_coverage(actor), _("You do not have permission to see where the line breaks."))
    if period is None:
        return render(request, PAGE, {"period": None})
    kinds = kinds_for(actor)
    context = {
        "kinds": [{"kind": kind} for kind in kinds],
        "lists": can_see_breaks(actor),
        "mine": narrows(actor) and request.GET.get("of") != "all",
        "narrows": narrows(actor),
        "most": queries.MOST,
        "hides": not actor.may(Permission.SEE_PERSONAL_OBJECTIVES),
        "opened": request.GET.get("unit", ""),
        "chosen": period,
    }
    if asked == "coverage" or asked == "all":
        context |= _coverage(request, period, context["hides"])
    for entry in context["kinds"]:
        if asked in {"all", entry["kind"].name}:
            _count(actor, period, entry, mine=context["mine"] and context["lists"])
    if request.htmx and asked == "coverage":
        return render(request, f"{PAGE}#coverage", context)
    if request.htmx and asked:
        entry = next((entry for entry in context["kinds"] if entry["kind"].name == asked), None)
        if entry is None:
            raise Http404
        return render(request, f"{PAGE}#count", context | {"entry": entry})
    return render(request, PAGE, context)


def _count(actor, period, entry, *, mine) -> None:
    rows = rows_of(entry["kind"], actor, period, today=timezone.localdate(), mine=mine)
    entry["count"] = queries.count_up_to(rows)


def _coverage(request, period, hide) -> dict:
    """The whole, and the chosen unit (else the top) with the units right below it."""
    rows = queries.coverage_per_unit(period, timezone.localdate(), hide=hide)
    wanted, units = request.GET.get("unit", ""), {row.unit.pk: row for row in rows if row.unit}
    if wanted:
        if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
            raise Http404
        unit = get_object_or_404(Unit.objects.living(), pk=int(wanted))
    else:
        tops = [row.unit for row in rows if row.unit and row.unit.depth == 0]
        unit = tops[0] if len(tops) == 1 else None
    below = [row for row in rows if row.unit and row.unit.parent_id == (unit.pk if unit else None)]
    parents = {row.unit.parent_id for row in rows if row.unit}
    above = [row.unit for row in rows if unit and row.unit and unit.path.startswith(row.unit.path)]
    return {
        "coverage": {
            "whole": rows[0],
            "unit": units.get(unit.pk) if unit else None,
            "below": below,
            "above": above[:-1],
        },
        "parents": parents,
        "any_hidden": any(row.is_hidden for row in [rows[0], *below]),
    }


@require_GET
def show_break_list(request, name):
    """Every place where the line breaks in one way, with the act that mends it."""
    actor, period = request.actor, chosen_period(request)
    require(can_see_breaks(actor), _("You do not have permission to see where the line breaks."))
    kind = KINDS.get(name)
    if kind is None:
        raise Http404
    require(kind in kinds_for(actor), _("You do not have permission to see this for individual people."))
    mine = narrows(actor) and request.GET.get("of") != "all" and not kind.personal
    context = {"kind": kind, "mine": mine, "narrows": narrows(actor) and not kind.personal, "most": queries.MOST}
    if period:
        context["page"] = break_page(kind, actor, period, request.GET, today=timezone.localdate(), mine=mine)
        context["sort"] = context["page"].sort
    return render(request, "objectives/break_list.html", context | {"chosen": period})
