"""The distribution of labels, for who only counts."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zichtlijn.access.permissions import require
from zichtlijn.appraisals.charts import distribution_chart
from zichtlijn.appraisals.permissions import can_see_distribution, get_appraised_cycle, scheme_of
from zichtlijn.appraisals.queries.course import kept_distribution
from zichtlijn.conversations.states import CycleState


@require_safe
def show_distribution(request, pk):
    """How final labels are distributed, once the cycle is closed; small groups are not shown."""
    actor, cycle = request.actor, get_appraised_cycle(request.actor, pk)
    require(can_see_distribution(actor), _("This page is for HR, the director and the works council."))
    scheme = scheme_of(cycle)
    context = {"cycle": cycle, "is_closed": cycle.state == CycleState.CLOSED, "scheme": scheme}
    if scheme and context["is_closed"]:
        found = kept_distribution(cycle, scheme)
        context |= {
            "found": found,
            "chart": distribution_chart(found) if found.people else None,
            "unit_rows": [(row, list(zip(found.levels, row.cells, strict=True))) for row in found.rows],
            "labels": list(zip(found.levels, found.totals, found.shares, strict=True)),
        }
    return render(request, "appraisals/distribution.html", context)
