"""The page of a scorecard, its screens for the wall, and its files."""

from django.core.exceptions import BadRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zichtlijn.documents.files import as_download
from zichtlijn.objectives.permissions import can_arrange_perspectives, can_create_at
from zichtlijn.objectives.states import Level
from zichtlijn.organisation.queries import chosen_period
from zichtlijn.organisation.queries.units import unit_headed_by
from zichtlijn.scorecards import actions, forms, queries
from zichtlijn.scorecards.permissions import can_take_scorecard, can_weigh_scorecard
from zichtlijn.scorecards.pictures import compass
from zichtlijn.scorecards.views.advice import initiatives_to_budget, with_links
from zichtlijn.scorecards.views.asked import unit_of, url_of
from zichtlijn.scorecards.wording import (
    axis_of,
    basis_of,
    behind,
    ends,
    question_of,
    tell_balance,
    tell_cut,
    tell_weighing,
)
from zichtlijn.strategy.queries import direction_at


@require_safe
def show_scorecard(request):
    """Four perspectives on one strategy, and whether they are in balance; of the organisation, or of one unit."""
    actor, period = request.actor, chosen_period(request)
    whose = forms.WhoseForm(request.GET or None, actor=actor)
    unit = whose.cleaned_data["unit"] if whose.is_valid() else None
    if unit:
        whose = forms.WhoseForm(actor=actor, initial={"unit": unit})  # by its name, however it was asked for
    page = queries.scorecard_page(actor, unit, period, today=timezone.localdate())
    can_weigh, balance = can_weigh_scorecard(actor, unit), tell_balance(page)
    context = {
        "page": page,
        "balance": balance,
        "may_budget": initiatives_to_budget(page, actor),
        "advice": with_links(balance.advice, page, actor, unit),
        "sides": [_side(side, page.currency) for side in page.sides],
        "compass": compass(page.sides, page.findings, basis_of(page), ends()),
        "unit": unit,
        "own": None if unit else unit_headed_by(actor),
        "whose": whose,
        "direction": direction_at(period.ends_on if period else None),
        "take_url": reverse("scorecards:take"),
        "take_hidden": [("unit", unit.name), ("unit_id", unit.pk)] if unit else [],
        "can_take": can_take_scorecard(actor),
        "map_url": url_of("map", unit),
        "present_url": url_of("present", unit),
        "balance_url": url_of("balance", unit),
        "weights_url": url_of("weights", unit),
        "can_weigh": can_weigh,
        "weighing": tell_weighing(page),
        "cut": tell_cut(page),
        "can_arrange": can_arrange_perspectives(actor),
        "can_create": can_create_at(actor, Level.STRATEGIC if unit is None else Level.DEPARTMENT),
    }
    return render(request, "scorecards/scorecard.html", context)


@require_safe
def present_scorecard(request):
    """The scorecard on the wall: a perspective on each screen, and then the balance."""
    actor, period, unit = request.actor, chosen_period(request), unit_of(request)
    page = queries.scorecard_page(actor, unit, period, today=timezone.localdate())
    heading = _("Scorecard of %(name)s") % {"name": (unit or actor.organisation).name}
    context = {
        "heading": f"{heading} · {period}" if period else heading,
        "balance": tell_balance(page),
        "sides": [_side(side, page.currency) for side in page.sides],
        "compass": compass(page.sides, page.findings, basis_of(page), ends()),
        "cut": tell_cut(page),
        "back": url_of("scorecard", unit),
    }
    return render(request, "scorecards/present.html", context)


def _side(side, currency: str) -> tuple:
    """A perspective with its question, its end of an axis, and its objectives with what stands behind them."""
    rows = [(row, behind(row, currency)) for row in side.rows]
    return side, question_of(side.perspective), axis_of(side.code), rows


@require_POST
def take_scorecard(request):
    """The scorecard as a file: paper, slides or a workbook."""
    form = forms.TakeForm(request.POST, actor=request.actor)
    if not form.is_valid():
        raise BadRequest("form")
    given = form.cleaned_data
    content, name = actions.take_scorecard(
        given["form"], given["unit"], period=chosen_period(request), by=request.actor
    )
    return as_download(content, name)
