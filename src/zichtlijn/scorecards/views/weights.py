"""The page on which the weights of a scorecard are divided, now or from a day to come."""

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zichtlijn.access.permissions import require
from zichtlijn.objectives.models import perspectives_of
from zichtlijn.objectives.permissions import can_create_at
from zichtlijn.objectives.states import Level
from zichtlijn.organisation.queries import chosen_period
from zichtlijn.scorecards import actions, forms, queries
from zichtlijn.scorecards.permissions import can_weigh_scorecard
from zichtlijn.scorecards.views.asked import new_objective_url, unit_of, url_of
from zichtlijn.scorecards.wording import tell_shares_of
from zichtlijn.ui.wording import write_full_date


@require_http_methods(["GET", "HEAD", "POST"])
def weigh_scorecard(request):
    """Divide a hundred over the objectives of a scorecard, from a day on; the form begins with what holds that day."""
    actor, period, unit = request.actor, chosen_period(request), unit_of(request)
    require(can_weigh_scorecard(actor, unit), _("You may not divide the weights of this scorecard."))
    found = queries.objectives_on(actor, unit, period)
    perspectives = perspectives_of(actor.organisation)
    objectives = queries.under(perspectives, found)
    dated, today = queries.all_weights(objectives), timezone.localdate()
    default = queries.day_of(period, today)
    shown_on = _day(request.POST.get("shown_on") or request.GET.get("from"), period) or default

    def form_of(data, day: date) -> forms.WeightsForm:
        weights = queries.weights_on(dated, day)
        initial = {"version": actions.version_of_weights(weights), "from_on": day, "shown_on": day}
        edges = {"starts_on": period and period.starts_on, "ends_on": period and period.ends_on}
        known = {"perspectives": perspectives, "objectives": objectives, "weights": weights}
        return forms.WeightsForm(data, initial=initial, **edges, **known)

    form = form_of(request.POST or None, shown_on)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data["from_on"]
        if queries.weights_on(dated, asked) != queries.weights_on(dated, shown_on):
            form = _looked_at_again(request.POST, form, form_of, asked, dated, shown_on)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        weights = form.weights()
        actions.divide_weights(
            unit, weights, period=period, from_on=given["from_on"], version=given["version"], by=actor
        )
        messages.success(request, _said(given["from_on"], today))
        return redirect(url_of("scorecard", unit))
    divisions = queries.divisions_of(objectives, dated, perspectives, period=period, day=default, today=today)
    level = found[0].level if found else Level.STRATEGIC if unit is None else Level.DEPARTMENT
    can_create = can_create_at(actor, level)
    context = {
        "form": form,
        "sides": [
            (side, fields, part, new_objective_url(level, unit, perspective=side.key) if can_create else "")
            for side, fields, part in form.by_perspective()
        ],
        "unit": unit,
        "period": period,
        "shown_on": shown_on,
        "objectives": objectives,
        "outside": [each for each in found if each not in objectives],
        "divisions": [
            (
                each,
                tell_shares_of(each.shares),
                _from("weights", unit, "from", each.from_on),
                _from("withdraw_weights", unit, "from_on", each.from_on),
            )
            for each in divisions
        ],
        "back": url_of("scorecard", unit),
    }
    return render(request, "scorecards/weights.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_weights(request):
    """Take back weights that were to hold from a day to come, for good: it asks first."""
    actor, period, unit = request.actor, chosen_period(request), unit_of(request)
    require(can_weigh_scorecard(actor, unit), _("You may not divide the weights of this scorecard."))
    day, back = _day((request.POST or request.GET).get("from_on"), None), url_of("weights", unit)
    if request.method == "POST":
        if day is not None:
            actions.withdraw_weights(unit, day, period=period, by=actor)
            messages.success(request, _("Withdrawn: what holds now goes on."))
        return redirect(back)
    perspectives, today = perspectives_of(actor.organisation), timezone.localdate()
    objectives = queries.under(perspectives, queries.objectives_on(actor, unit, period))
    dated, now = queries.all_weights(objectives), queries.day_of(period, today)
    divisions = queries.divisions_of(objectives, dated, perspectives, period=period, day=now, today=today)
    division = next((each for each in divisions if each.is_planned and each.from_on == day), None)
    if division is None:
        return redirect(back)
    context = {"division": division, "shares": tell_shares_of(division.shares), "back": back}
    return render(request, "scorecards/withdraw_weights.html", context)


def _day(text: str | None, period) -> date | None:
    """A day as a form writes it, when there is one and it lies in the period."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if period is None or period.starts_on <= day <= period.ends_on else None


def _from(page: str, unit, name: str, day: date) -> str:
    url = url_of(page, unit)
    return f"{url}{'&' if unit else '?'}{urlencode({name: day.isoformat()})}"


def _looked_at_again(sent, form, form_of, day: date, dated, shown_on: date):
    """The form for another day than it was made for: nobody overwrites weights that they did not see."""
    was, now = queries.weights_on(dated, shown_on), queries.weights_on(dated, day)
    is_untouched = form.weights() == was
    data = sent.copy()
    data["shown_on"], data["version"] = day.isoformat(), actions.version_of_weights(now)
    if is_untouched:
        for key, weight in now.items():
            field = form.fields[f"weight-{key}"]
            data[f"weight-{key}"] = field.widget.format_value(field.prepare_value(weight)) or ""
        said = _("From %(day)s other weights hold. They stand here now: change them, then save.")
    else:
        said = _("From %(day)s other weights hold than you saw. What you typed is still here: save to replace them.")
    again = form_of(data, day)
    again.add_error("from_on", said % {"day": write_full_date(day)})
    return again


def _said(from_on: date, today: date) -> str:
    if from_on <= today:
        return _("The weights have been saved.")
    return _("The weights have been saved. They hold from %(day)s; until then nothing changes.") % {
        "day": write_full_date(from_on)
    }
