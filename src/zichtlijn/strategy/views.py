"""The direction: mission, vision, core values and strategy, as the head of the cascade."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.calculations.calendar import year_span
from zichtlijn.documents.written import write_markdown
from zichtlijn.organisation.queries import chosen_period
from zichtlijn.organisation.sections import draw_sections
from zichtlijn.strategy import actions, forms, queries
from zichtlijn.strategy.permissions import can_manage_direction, get_direction

#: How many years a first direction is proposed for.
YEARS = 4


@require_safe
def show_direction(request, pk=None):
    """The direction of the chosen period, or one of the others."""
    period = chosen_period(request)
    direction = get_direction(request.actor, pk) if pk else queries.direction_at(period.ends_on if period else None)
    context = {"direction": direction, "can_manage": can_manage_direction(request.actor)}
    if direction is not None:
        context |= {
            "values": list(direction.values_kept.all()),
            "stakeholders": list(direction.stakeholders.filter(objective=None)),
            "vision": write_markdown(direction.vision),
            "strategy": write_markdown(direction.strategy),
            "others": queries.other_directions(direction),
            "sections": draw_sections("direction", request, direction),
            "holds": direction.starts_on <= timezone.localdate() <= direction.ends_on,
        }
    return render(request, "strategy/direction.html", context)


@require_safe
def show_history(request, pk):
    """Who changed what in a direction, and when."""
    direction = get_direction(request.actor, pk)
    context = {"direction": direction, "changes": queries.changes_of(direction)}
    return render(request, "strategy/history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_direction(request, pk):
    direction = get_direction(request.actor, pk)
    _require(request)
    initial = {name: getattr(direction, name) for name in (*queries.TEXTS, "version")}
    form = forms.ChangeDirectionForm(request.POST or None, initial=initial)
    values = forms.ValuesForm(request.POST or None, prefix="values", initial=_rows(direction))
    if _acted(form, values, lambda **given: actions.change_direction(direction, **given, by=request.actor)):
        messages.success(request, _("Saved."))
        return redirect("strategy:show", direction.pk)
    return _form_page(request, form, values, title=_("Change %(name)s") % {"name": direction.name}, direction=direction)


@require_http_methods(["GET", "HEAD", "POST"])
def state_direction(request):
    """A new direction: empty, or for the years after the last one with its texts to go on from."""
    _require(request)
    last = queries.latest_direction()
    form = forms.DirectionForm(request.POST or None, initial=_proposal(last, request.organisation))
    values = forms.ValuesForm(request.POST or None, prefix="values", initial=_rows(last) if last else [])
    made = []
    if _acted(form, values, lambda **given: made.append(actions.state_direction(**given, by=request.actor))):
        messages.success(request, _("The direction has been set."))
        return redirect("strategy:show", made[0].pk)
    title = _("A direction for the coming years") if last else _("Set the direction")
    return _form_page(request, form, values, title=title, direction=last)


def _require(request) -> None:
    require(
        can_manage_direction(request.actor), _("You do not have permission to set the direction of the organisation.")
    )


def _proposal(last, organisation) -> dict:
    if last is None:
        today = timezone.localdate()
        starts_on, _ends_on = year_span(today.year, organisation.fiscal_first_month)
        if starts_on > today:
            starts_on, _ends_on = year_span(today.year - 1, organisation.fiscal_first_month)
        _first, ends_on = year_span(starts_on.year + YEARS - 1, organisation.fiscal_first_month)
        return {"starts_on": starts_on, "ends_on": ends_on}
    starts_on = last.ends_on + timedelta(days=1)
    _first, ends_on = year_span(starts_on.year + _whole_years(last) - 1, starts_on.month)
    texts = {name: getattr(last, name) for name in ("mission", "vision", "strategy")}
    return {**texts, "starts_on": starts_on, "ends_on": ends_on}


def _whole_years(direction) -> int:
    """How many years a direction is for, to the nearest whole year and at least one; half a year counts as one."""
    first, last = direction.starts_on, direction.ends_on
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return max((months + 6) // 12, 1)


def _rows(direction) -> list[dict]:
    return [value._asdict() for value in queries.values_of(direction)]


def _acted(form, values, act) -> bool:
    """Do it when both the texts and the core values are right; what stands in the way is shown in the form."""
    if not all([form.is_valid(), values.is_valid()]):
        return False
    try:
        act(**form.cleaned_data, values=values.values())
    except NotNow as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return False
    return True


def _form_page(request, form, values, *, title, direction):
    context = {"form": form, "values": values, "title": title, "direction": direction}
    return render(request, "strategy/form.html", context, status=422 if form.is_bound else 200)
