"""The page of a scorecard, and the one on which its weights are divided."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zichtlijn.access.permissions import require
from zichtlijn.objectives.permissions import can_create_at
from zichtlijn.objectives.states import Level
from zichtlijn.organisation.queries import chosen_period
from zichtlijn.scorecards import actions, forms, queries
from zichtlijn.scorecards.permissions import can_weigh_scorecard
from zichtlijn.scorecards.wording import axis_of, question_of, tell_balance
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
    context = {
        "page": page,
        "balance": tell_balance(page),
        "sides": [(side, question_of(side.code), axis_of(side.code)) for side in page.sides],
        "unit": unit,
        "whose": whose,
        "direction": direction_at(period.ends_on if period else None),
        "weights_url": _weights_url(unit),
        "can_weigh": can_weigh_scorecard(actor, unit),
        "can_create": can_create_at(actor, Level.STRATEGIC if unit is None else Level.DEPARTMENT),
    }
    return render(request, "scorecards/scorecard.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def weigh_scorecard(request):
    """Divide a hundred over the objectives of a scorecard, from a day on."""
    actor, period = request.actor, chosen_period(request)
    whose = forms.WhoseForm(request.GET or None, actor=actor)
    unit = whose.cleaned_data["unit"] if whose.is_valid() else None
    require(can_weigh_scorecard(actor, unit), _("You may not divide the weights of this scorecard."))
    objectives = queries.objectives_on(actor, unit, period)
    day = queries.day_of(period, timezone.localdate())
    weights = queries.weights_of(objectives, day)
    form = forms.WeightsForm(
        request.POST or None,
        rows=[(o.pk, o.title, weights[o.pk]) for o in objectives],
        starts_on=period and period.starts_on,
        ends_on=period and period.ends_on,
        initial={"version": actions.version_of_weights(weights), "from_on": day},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.divide_weights(
            unit, form.weights(), period=period, from_on=given["from_on"], version=given["version"], by=actor
        )
        messages.success(request, _("The weights have been saved."))
        return redirect(_page_url(unit))
    context = {"form": form, "unit": unit, "objectives": objectives, "back": _page_url(unit)}
    return render(request, "scorecards/weights.html", context, status=422 if form.errors else 200)


def _page_url(unit) -> str:
    return reverse("scorecards:scorecard") + _of(unit)


def _weights_url(unit) -> str:
    return reverse("scorecards:weights") + _of(unit)


def _of(unit) -> str:
    return f"?{urlencode({'unit': unit.key})}" if unit else ""
