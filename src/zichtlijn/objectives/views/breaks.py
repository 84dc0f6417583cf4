"""Where the line breaks: counted, listed, and the act that mends it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zichtlijn.access.permissions import Permission, require
from zichtlijn.objectives.actions import look_at_objectives
from zichtlijn.objectives.permissions import can_create_at, can_see_breaks, can_see_coverage
from zichtlijn.objectives.queries import breaks as queries
from zichtlijn.objectives.queries.break_kinds import KINDS, kinds_for, narrows
from zichtlijn.objectives.queries.break_pages import MOST, break_page, count_of
from zichtlijn.objectives.states import Level
from zichtlijn.organisation.actions import look_at_many
from zichtlijn.organisation.models import Unit
from zichtlijn.organisation.queries import chosen_period
from zichtlijn.organisation.queries.units import units_above

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
    if not asked and not queries.counts_anything(period):
        return render(request, PAGE, {"is_empty": True, "may_set_strategic": can_create_at(actor, Level.STRATEGIC)})
    kinds = kinds_for(actor)
    context = {
        "kinds": [{"kind": kind} for kind in kinds],
        "lists": can_see_breaks(actor),
        "mine": narrows(actor) and request.GET.get("of") != "all",
        "narrows": narrows(actor),
        "most": MOST,
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
    entry["count"] = count_of(entry["kind"], actor, period, today=timezone.localdate(), mine=mine)


def _coverage(request, period, hide) -> dict:
    """The whole, and the chosen unit (else the top) with the units right below it."""
    cells = queries.coverage_per_path(period, timezone.localdate(), hide=hide)
    wanted, units = request.GET.get("unit", ""), Unit.objects.living()
    if wanted:
        if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
            raise Http404
        unit = get_object_or_404(units, pk=int(wanted))
    else:
        tops = list(units.filter(parent=None)[:2])
        unit = tops[0] if len(tops) == 1 else None
    below = [queries.coverage_of(row, cells) for row in units.filter(parent=unit).order_by("path")]
    whole = queries.coverage_of(None, cells)
    return {
        "coverage": {
            "whole": whole,
            "unit": queries.coverage_of(unit, cells) if unit else None,
            "below": below,
            "above": units_above(unit) if unit else [],
        },
        "parents": set(units.filter(parent__in=[row.unit for row in below]).values_list("parent_id", flat=True)),
        "any_hidden": any(row.is_hidden for row in [whole, *below]),
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
    context = {"kind": kind, "mine": mine, "narrows": narrows(actor) and not kind.personal, "most": MOST}
    context["mends"] = urlencode({"mends": kind.name} | ({"of": "all"} if request.GET.get("of") == "all" else {}))
    if period:
        context["page"] = break_page(kind, actor, period, request.GET, today=timezone.localdate(), mine=mine)
        context["sort"] = context["page"].sort
        look_at_objectives([row.objective for row in context["page"].rows if row.objective], by=actor)
        look_at_many([row.person for row in context["page"].rows if row.person], what="line", by=actor)
    return render(request, "objectives/break_list.html", context | {"chosen": period})
