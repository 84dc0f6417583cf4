"""Pages of OKR: a cycle, the list of cycles, one OKR, its score, and how it goes on."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.documents.files import as_download
from zichtlijn.objectives import actions as objective_actions
from zichtlijn.objectives.forms import CheckInForm
from zichtlijn.objectives.permissions import (
    can_create_any_objective,
    can_edit_objective,
    can_move,
    can_record_reading,
    moves_open_to,
)
from zichtlijn.objectives.queries.lists import as_number
from zichtlijn.objectives.states import COUNTING, OPEN
from zichtlijn.okr import actions, forms
from zichtlijn.okr.permissions import can_carry_over, can_grade, can_take_cycle, get_okr
from zichtlijn.okr.queries import cycles
from zichtlijn.okr.queries.key_results import is_all_done
from zichtlijn.okr.queries.okr_page import grade_of, okr_page
from zichtlijn.okr.wording import tell_ambition, tell_grade
from zichtlijn.organisation.models import Unit
from zichtlijn.organisation.queries import chosen_period, periods_of_request

WHOSE = ("", "unit", "own")


@require_safe
def show_cycle(request):
    """The OKRs of a cycle: of the organisation, of a unit with all below it, or one's own."""
    actor, asked = request.actor, request.GET
    period = _cycle_of(request, asked)
    which = forms.WhichForm(asked if {"unit", "commitment"} & set(asked) else None, actor=actor)
    given = which.cleaned_data if which.is_valid() else {}
    unit, commitment = given.get("unit"), given.get("commitment", "")
    if unit:
        which = forms.WhichForm(actor=actor, initial={"unit": unit, "commitment": commitment})
    name = "unit" if unit else asked.get("whose", "")
    whose = _whose(actor, name if name in WHOSE else "", unit)
    page = None
    if period:
        number = max(1, min(as_number(asked.get("after") or asked.get("before")) or 1, 400))
        page = cycles.cycle_page(actor, period, whose, commitment=commitment, number=number, today=timezone.localdate())
    context = {
        "page": page,
        "cycle": period,
        "whose": whose,
        "which": which,
        "unit": unit,
        "commitment": commitment,
        "is_other_cycle": period != chosen_period(request),
        "tabs": _tabs(request, whose, commitment),
        "ambition": tell_ambition(page.ambition, page.counts["aspirational"]) if page else "",
        "can_take": can_take_cycle(actor),
        "take_hidden": _asked(period, whose, unit, commitment),
        "can_create": can_create_any_objective(actor),
    }
    return render(request, "okr/cycle.html", context)


def _cycle_of(request, asked):
    """The period that the address or form names, else the one chosen in the top bar."""
    wanted = as_number(asked.get("cycle"))
    named = next((period for period in periods_of_request(request) if period.pk == wanted), None)
    return named or chosen_period(request)


def _whose(actor, name: str, unit: Unit | None) -> cycles.Whose:
    units = (unit,) if unit else tuple(Unit.objects.filter(pk__in=actor.unit_ids)) if name == "unit" else ()
    return cycles.Whose(name, units, actor.person_id)


def _tabs(request, whose: cycles.Whose, commitment: str) -> list[dict]:
    """Organisation, my unit, my own: each with its address, which keeps the cycle and the filter."""
    keep = {"commitment": commitment} if commitment else {}
    if request.GET.get("cycle"):
        keep["cycle"] = request.GET["cycle"]
    words = [("", _("Organisation"))]
    if request.actor.person_id is not None:  # a consultant has no unit and no objectives
        words += [("unit", _("My unit")), ("own", _("My own"))]
    url = reverse("okr:cycle")
    return [
        {
            "label": label,
            "url": f"{url}?{query}" if (query := urlencode({**({"whose": name} if name else {}), **keep})) else url,
            "current": name == whose.name,
        }
        for name, label in words
    ]


def _asked(period, whose: cycles.Whose, unit: Unit | None, commitment: str) -> list[tuple]:
    """What a form on the page of a cycle sends along, so that it is about what the page shows."""
    asked = [("cycle", period.pk if period else ""), ("whose", whose.name), ("commitment", commitment)]
    return [*asked, ("unit", unit.name), ("unit_id", unit.pk)] if unit else asked


@require_POST
def take_cycle(request):
    """The OKRs that the page shows, on paper; a long list is made in the background."""
    actor, asked = request.actor, request.POST
    form = forms.TakeForm(asked, actor=actor)
    period = _cycle_of(request, asked)
    if not form.is_valid() or period is None:
        raise BadRequest("cycle")
    given = form.cleaned_data
    whose = _whose(actor, "unit" if given["unit"] else given["whose"], given["unit"])
    if not actions.is_small(period, whose, commitment=given["commitment"], by=actor):
        job = actions.start_taking_cycle(period, whose, commitment=given["commitment"], by=actor)
        return redirect("jobs:job", job.pk)
    return as_download(*actions.take_cycle(period, whose, commitment=given["commitment"], by=actor))


@require_safe
def list_cycles(request):
    """All cycles, with how many OKRs each has and how many have a score."""
    rows = cycles.cycle_rows(periods_of_request(request), today=timezone.localdate())
    return render(request, "okr/cycles.html", {"rows": rows, "chosen": chosen_period(request)})


@require_safe
def show_okr(request, pk):
    """One OKR: its key results, its course from week to week, its score and what was learned."""
    objective = get_okr(request.actor, pk)
    return _okr(request, objective, CheckInForm())


def _okr(request, objective, check_in_form):
    actor, today = request.actor, timezone.localdate()
    objective_actions.look_at_objective(objective, by=actor)
    page = okr_page(actor, objective, today=today)
    is_open = objective.state in OPEN
    for one in page.key_results:
        one.measure.objective = objective
    context = {
        "page": page,
        "objective": objective,
        "told": tell_grade(page.grade.grade, objective.commitment) if page.grade else "",
        "check_in_form": check_in_form,
        "can_edit": can_edit_objective(actor, objective),
        "can_record": {o.measure.pk for o in page.key_results if is_open and can_record_reading(actor, o.measure)},
        "can_grade": objective.state in COUNTING and can_grade(actor, objective),
        "can_carry": page.went_to is None and can_carry_over(actor, objective),
        "moves": [name for name in moves_open_to(actor, objective) if name in {"propose", "agree", "adopt"}],
        "today": today,
    }
    return render(request, "okr/okr.html", context, status=422 if check_in_form.errors else 200)


@require_POST
def check_in(request, pk):
    """How confident, and what there is to say: the check-in of the objective."""
    objective = get_okr(request.actor, pk)
    objective_actions.require_keeping(request.actor, objective)
    form = CheckInForm(request.POST)
    if not form.is_valid():
        return _okr(request, objective, form)
    objective_actions.check_in(objective, by=request.actor, **form.cleaned_data)
    messages.success(request, _("Your check-in has been saved."))
    return redirect("okr:okr", pk)


def _note_look(request, objective):
    """Write down that somebody opened a form on the personal OKR of another."""
    if request.method != "POST":
        objective_actions.look_at_objective(objective, by=request.actor, again=False)


@require_http_methods(["GET", "HEAD", "POST"])
def grade_okr(request, pk):
    """Give an OKR its score at the end of the cycle, with what went well and what was learned."""
    actor, objective = request.actor, get_okr(request.actor, pk)
    actions.require_grading(actor, objective)
    _note_look(request, objective)
    key_results = actions.final_key_results(objective, timezone.localdate())
    grade = grade_of(objective)
    initial = {"version": 0, "close": objective.ends_on < timezone.localdate()}
    if grade:
        initial |= {"went_well": grade.went_well, "learned": grade.learned, "version": grade.version}
        initial |= {f"{forms.HAND}{row['measure']}": row["grade"] for row in grade.key_results if row["by_hand"]}
    form = forms.GradeForm(
        request.POST or None, key_results=key_results, may_close=can_move(actor, objective, "close"), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = actions.grade_objective(
            objective,
            by_hand=form.by_hand(),
            went_well=given["went_well"],
            learned=given["learned"],
            version=given["version"],
            close=given.get("close", False),
            by=actor,
        )
        messages.success(request, tell_grade(made.grade, objective.commitment))
        return redirect("okr:okr", pk)
    outcome = actions.outcome_of(key_results, {})
    days_left = max(0, (objective.ends_on - timezone.localdate()).days)
    context = {"objective": objective, "form": form, "outcome": outcome, "grade": grade, "days_left": days_left}
    return render(request, "okr/grade.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def carry_over(request, pk):
    """Let an OKR go on in a later cycle, with the key results that are still open."""
    actor, objective = request.actor, get_okr(request.actor, pk)
    actions.require_carrying(actor, objective)
    _note_look(request, objective)
    key_results = actions.final_key_results(objective, timezone.localdate())
    form = forms.CarryOverForm(request.POST or None, objective=objective, key_results=key_results)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = actions.carry_over(
            objective, period=given["period"], measures=given["measures"], title=given["title"], by=actor
        )
        told = _("It goes on in %(period)s, as a draft. Look at the targets, then propose it.")
        told %= {"period": made.period.name}
        if names := actions.without_target(made):
            told += " " + _("Reached already, or without a target: %(names)s.") % {"names": "; ".join(names)}
        taken = [one.measure for one in key_results if one.measure.pk in given["measures"]]
        if done := [measure.name for measure in taken if is_all_done(measure)]:
            told += " " + _("All milestones done, so left behind: %(names)s.") % {"names": "; ".join(done)}
        messages.success(request, told)
        return redirect("okr:okr", made.pk)
    context = {"objective": objective, "form": form, "has_later": bool(form.fields["period"].queryset)}
    return render(request, "okr/carry_over.html", context, status=422 if form.errors else 200)
