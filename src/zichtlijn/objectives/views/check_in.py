"""Check-in: everything of mine that wants a reading, in one list, each row saved at once."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.objectives import actions as acts
from zichtlijn.objectives.actions import check_in_rows as actions
from zichtlijn.objectives.forms.check_in import left_over, posted_measures, posted_objectives, read_row, read_said
from zichtlijn.objectives.models import Measure
from zichtlijn.objectives.permissions import (
    can_check_in,
    can_record_reading,
    get_action,
    get_measure,
    get_objective,
    get_reading,
)
from zichtlijn.objectives.queries.check_in import Group, check_in_page, due_count, row_of
from zichtlijn.organisation.queries import chosen_period

PAGE = "objectives/check_in.html"


def _address(request) -> str:
    return reverse("objectives:check_in") + ("?tab=all" if request.GET.get("tab") == "all" else "")


def _show(request, page, *, status=200, reasons=()):
    period, today = chosen_period(request), timezone.localdate()
    page.focus_on_first_wrong()
    told_of = [*(group.objective for group in page.groups), *(action.objective for action in page.actions)]
    acts.look_at_objectives(told_of, by=request.actor)
    context = {
        "page": page,
        "due": page.due(today),
        "elsewhere": None if period is None or period.starts_on <= today <= period.ends_on else period,
        "everything": request.GET.get("tab") == "all",
        "reasons": reasons,
        "today": today,
        "scale": range(1, 11),
    }
    return render(request, PAGE, context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def show_check_in(request):
    """The list (GET), and all filled rows of it at once (POST): all are stored, or none."""
    actor, today, everything = request.actor, timezone.localdate(), request.GET.get("tab") == "all"
    if request.method != "POST":
        return _show(request, check_in_page(actor, everything=everything, today=today))
    brought = {"also": posted_measures(request.POST), "said": posted_objectives(request.POST)}
    page = check_in_page(actor, everything=everything, today=today, **brought)
    fine = [read_row(row, request.POST) for row in page.rows]
    fine += [read_said(group, request.POST) for group in page.groups if group.may_check_in]
    page.left = left_over(page, request.POST, actor=actor)
    if not all(fine):
        return _show(request, page, status=422)
    if page.left:
        return _show(request, page, status=409)
    entries = [row.entry for row in page.rows if row.entry]
    said = [(group.objective, *group.said) for group in page.groups if group.said]
    try:
        count = actions.record_rows(entries, said, by=actor)
    except NotNow as refusal:
        return _show(request, page, status=409, reasons=refusal.reasons)
    if count:
        messages.success(
            request, ngettext("One row has been saved.", "%(n)s rows have been saved.", count) % {"n": count}
        )
    else:
        messages.info(request, _("Nothing was filled in, so nothing was saved."))
    return redirect(_address(request))


@require_http_methods(["GET", "HEAD", "POST"])
def save_measure(request, pk):
    """One row: stored at once; htmx gets the row back with the fresh standing, a plain form the list.

    Opened as an address (a reload, another language, another period) it leads to the row in the list.
    """
    actor, today = request.actor, timezone.localdate()
    measure = get_measure(actor, pk)
    require(can_record_reading(actor, measure))
    if request.method != "POST":
        return redirect(f"{_address(request)}#measure-{pk}")
    measure.organisation = actor.organisation
    row = row_of(measure, today=today)
    if not read_row(row, request.POST, must=True):
        return _show_row(request, row, status=422)
    if row.entry:
        reading = actions.record_row(row.entry, by=actor)
        # that of a colleague who recorded the same stays: it is there, and not this row's to undo
        row.saved = reading if reading and actions.just_recorded(reading, by=actor) else None
    if not request.htmx:
        messages.success(request, _("%(measure)s is saved.") % {"measure": measure.name})
        page = _page_as_typed(request, measure.pk)
        if page.left or page.is_typed_in(but=measure.pk):
            return _show(request, page)  # what was typed in the other rows is still there
        return redirect(f"{_address(request)}#measure-{pk}")
    fresh = _fresh_row(actor, pk, today)
    fresh.value, fresh.on, fresh.note, fresh.saved = row.value, row.on, row.note, row.saved or bool(row.entry)
    return _show_row(request, fresh)


def _fresh_row(actor, pk, today):
    """The row as it stands after a write, with the objective as it stands now."""
    measure = Measure.objects.select_related("objective").get(pk=pk)
    measure.organisation = actor.organisation
    return row_of(measure, today=today)


def _page_as_typed(request, pk=None):
    """The list, with what stood typed in its rows when the button of one of them (`pk`) was pressed."""
    everything, today = request.GET.get("tab") == "all", timezone.localdate()
    also = [n for n in (*posted_measures(request.POST), pk) if n]
    said = posted_objectives(request.POST)
    page = check_in_page(request.actor, everything=everything, today=today, also=also, said=said)
    for row in page.rows:
        if row.measure.pk != pk:
            read_row(row, request.POST)
            row.errors.clear()
    for group in page.groups:
        read_said(group, request.POST)
        group.errors.clear()
    page.left = left_over(page, request.POST, actor=request.actor)
    return page


def _show_row(request, row, *, status=200):
    if not request.htmx:
        page = _page_as_typed(request, row.measure.pk)
        for group in page.groups:
            group.rows = [row if row.measure.pk == old.measure.pk else old for old in group.rows]
        return _show(request, page, status=status)
    context = {"row": row, "group": Group(row.measure.objective), "today": row.today, "with_standing": status == 200}
    if status == 200:
        context["due"] = due_count(request.actor, today=row.today)
    return render(request, f"{PAGE}#saved_row", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def save_objective(request, pk):
    """Confidence and comment of one objective; opened as an address it leads to the objective in the list."""
    actor = request.actor
    group = Group(get_objective(actor, pk))
    group.may_check_in = True
    require(can_check_in(actor, group.objective))
    if request.method != "POST":
        return redirect(f"{_address(request)}#objective-{pk}")
    status = 200
    if not read_said(group, request.POST):
        status = 422
    elif group.said is None:
        group.errors["confidence"] = _("Choose a confidence or write a comment.")
        status = 422
    else:
        actions.say(group.objective, confidence=group.said[0], comment=group.said[1], by=actor)
        if not request.htmx:
            messages.success(request, _("Saved."))
            return redirect(f"{_address(request)}#objective-{pk}")
    if not request.htmx:
        page = _page_as_typed(request)
        page.groups = [group if group.objective.pk == old.objective.pk else old for old in page.groups]
        return _show(request, page, status=status)
    if status == 200:
        group.objective.refresh_from_db(fields=["confidence", "confidence_on"])
    context = {"group": group, "scale": range(1, 11), "fresh": status == 200}
    return render(request, f"{PAGE}#said_alone", context, status=status)


@require_POST
def undo_reading(request, pk):
    """Take back what a row just saved."""
    actor, today = request.actor, timezone.localdate()
    reading = get_reading(actor, pk)
    actions.undo_reading(reading, by=actor)
    if not request.htmx:
        messages.success(request, _("Undone."))
        return redirect(f"{_address(request)}#measure-{reading.measure_id}")
    row = _fresh_row(actor, reading.measure_id, today)
    context = {"row": row, "group": Group(row.measure.objective), "today": today, "with_standing": True}
    return render(request, f"{PAGE}#saved_row", context | {"undone": True, "due": due_count(actor, today=today)})


@require_POST
def finish_action(request, pk):
    """Say of an action on the list that it is done."""
    action = get_action(request.actor, pk)
    acts.change_action(action, {"done_on": timezone.localdate()}, version=action.version, by=request.actor)
    messages.success(request, _("“%(title)s” is done.") % {"title": action.title})
    return redirect(_address(request))
