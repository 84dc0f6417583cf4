"""The strategy map, drawn by hand or by a form; and the page of one arrow."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zichtlijn.access.acting import acted
from zichtlijn.access.permissions import require
from zichtlijn.documents.files import as_download
from zichtlijn.organisation.queries import chosen_period
from zichtlijn.scorecards import actions, forms, queries
from zichtlijn.scorecards.permissions import can_draw_map, can_take_scorecard, get_arrow, unit_of_arrow
from zichtlijn.scorecards.pictures import draw_map, style_of
from zichtlijn.scorecards.views.asked import unit_of, url_of
from zichtlijn.scorecards.wording import axis_of, tell_cut, tell_no_way, tell_together, tell_way


@require_http_methods(["GET", "HEAD", "POST"])
def show_map(request):
    """Which objective leads to which, over the perspectives; who may, draws one more arrow."""
    actor, period, unit = request.actor, chosen_period(request), unit_of(request)
    may_draw = can_draw_map(actor, unit)
    page = queries.map_page(actor, unit, period)
    form = forms.DrawForm(request.POST or None, lanes=page.lanes)
    if request.method == "POST":
        require(may_draw, _("You may not draw on this strategy map."))
        if acted(form, lambda: actions.draw_arrow(unit, **form.cleaned_data, period=period, by=actor)):
            messages.success(request, _("The arrow has been drawn."))
            return redirect(url_of("map", unit))
    told = [(each, [(one, tell_together(one.together)) for one in each.arrows]) for each in page.lanes]
    context = {
        "page": page,
        "picture": draw_map(page, axis_of),
        "lanes": [(lane, style_of(lane.perspective), arrows) for lane, arrows in told],
        "told_way": tell_way(page),
        "cut": tell_cut(page),
        "no_way": tell_no_way(page),
        "form": form,
        "may_draw": may_draw,
        "can_take": can_take_scorecard(actor) and not page.is_empty,
        "take_url": reverse("scorecards:take_map"),
        "take_hidden": [("unit", unit.name), ("unit_id", unit.pk)] if unit else [],
        "unit": unit,
        "period": period,
        "back": url_of("scorecard", unit),
    }
    return render(request, "scorecards/map.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def take_map(request):
    """The map as a file: paper, slides or a workbook."""
    form = forms.TakeForm(request.POST, actor=request.actor)
    if not form.is_valid():
        raise BadRequest("form")
    given = form.cleaned_data
    return as_download(*actions.take_map(given["form"], given["unit"], period=chosen_period(request), by=request.actor))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_arrow(request, pk):
    """Say why an arrow is there, and which two measures are compared."""
    actor, arrow = request.actor, get_arrow(request.actor, pk)
    unit = unit_of_arrow(arrow)
    require(can_draw_map(actor, unit), _("You may not draw on this strategy map."))
    names = ("note", "is_budget", "cause_measure", "effect_measure", "version")
    initial = {name: getattr(arrow, name) for name in names}
    form = forms.ArrowForm(request.POST or None, arrow=arrow, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        actions.change_arrow(arrow, given, version=given.pop("version"), by=actor)
        messages.success(request, _("Saved."))
        return redirect(url_of("map", unit))
    context = {"form": form, "arrow": arrow, "back": url_of("map", unit)}
    return render(request, "scorecards/arrow.html", context, status=422 if form.errors else 200)


@require_POST
def remove_arrow(request, pk):
    """Take an arrow off the map."""
    arrow = get_arrow(request.actor, pk)
    unit = unit_of_arrow(arrow)
    actions.remove_arrow(arrow, by=request.actor)
    messages.success(request, _("The arrow has been removed."))
    return redirect(url_of("map", unit))
