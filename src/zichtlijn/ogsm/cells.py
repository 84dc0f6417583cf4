"""A part of the page that is edited in place: its form, its refusal, and the part as it stands after saving.

With htmx only the part is sent back and forth; without JavaScript the same form is a page of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zichtlijn.access.refusals import EditConflict, NotNow
from zichtlijn.objectives.models import Action, Measure, Objective
from zichtlijn.ogsm.queries import OgsmPage, ogsm_page

PAGE, FORM = "ogsm/sheet.html", "ogsm/cell.html"


@dataclass
class Cell:
    """One part: `name` is the id of its element, as `measure-12`; `part` is what the checks call it."""

    objective: Objective
    name: str
    title: str
    part: str = ""
    more_url: str = ""
    more: str = ""


def answer(request, cell: Cell, form, act: Callable[[], Any]):
    """Ask (GET), or save and give the part back as it stands (POST); a refusal comes back with what was typed."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status, made = _try(request, form, act)
            if status == 200:
                return _saved(request, cell, made)
    if request.htmx and (first := next(iter(form.visible_fields()), None)):
        first.field.widget.attrs["autofocus"] = True
    context = {"cell": cell, "form": form, "objective": cell.objective}
    return render(request, f"{FORM}#form" if request.htmx else FORM, context, status=status)


def _try(request, form, act):
    try:
        return 200, act()
    except NotNow as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
    except EditConflict as conflict:
        if not request.htmx:
            raise
        stands = "; ".join(f"{label}: “{now or '–'}”" for label, now, _yours in conflict.fields)
        told = _(
            "Somebody changed this in the meantime. Now it says: %(stands)s. "
            "Your text stands below: save again to put it in its place."
        )
        form.add_error(None, told % {"stands": stands})
        form.data = form.data.copy()
        form.data["version"] = str(conflict.version)
    return 409, None


def _saved(request, cell: Cell, made):
    """The part as it stands now, with what could be sharper; behind what is new the way to add another."""
    name = cell.name
    if name.startswith("new-"):
        name = f"{name.split('-')[1]}-{made.pk}"
    if not request.htmx:
        return redirect(f"{reverse('ogsm:sheet', args=[cell.objective.pk])}#{name}")
    page = ogsm_page(request.actor, cell.objective)
    try:
        context = part_of(page, name)
    except Http404:  # it was saved all the same, but the page shows the first of its list only
        context = {"page": page, "objective": cell.objective, "name": name, "beyond": _stands_with(name)}
        context["kind"] = name.partition("-")[0]
    if cell.name.startswith("new-"):
        context["add_to"] = int(cell.name.rpartition("-")[2])
    return render(request, f"{PAGE}#saved", context | {"focus": name})


def _stands_with(name: str) -> int | None:
    """The objective on whose own page a part stands."""
    kind, _dash, pk = name.rpartition("-")
    if kind == "measure":
        return Measure.objects.filter(pk=int(pk)).values_list("objective_id", flat=True).first()
    if kind == "action":
        return Action.objects.filter(pk=int(pk)).values_list("objective_id", flat=True).first()
    return int(pk)


def part_of(page: OgsmPage, name: str) -> dict:
    """What a template needs to draw one part; 404 when it is not, or no longer, on the page."""
    kind, _dash, number = name.rpartition("-")
    pk = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    row = page.row(pk)
    found: dict = {"page": page, "objective": page.objective, "kind": kind, "row": row}
    match kind:
        case "measure":
            found["measure"] = page.measure(pk)
            found["goal_number"] = next((n for n, goal in enumerate(page.goals, start=1) if goal.pk == pk), None)
        case "action":
            found["action"] = page.action(pk)
        case "text" | "choice" | "new-measure" | "new-action":
            found["add_to"] = pk
            found["measure"] = row or (page.objective.pk == pk and kind != "choice")
    if not (found.get("measure") or found.get("action")):
        raise Http404
    return found
