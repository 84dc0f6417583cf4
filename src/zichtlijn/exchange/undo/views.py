"""Pages that take an import out again."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zichtlijn.access.permissions import require
from zichtlijn.exchange.columns import FILE_KINDS
from zichtlijn.exchange.models import Import
from zichtlijn.exchange.paging import Counted
from zichtlijn.exchange.permissions import can_import_anything
from zichtlijn.exchange.undo import actions
from zichtlijn.exchange.undo.leaving import as_ranges, can_leave
from zichtlijn.exchange.undo.naming import named, named_all
from zichtlijn.exchange.undo.outlook import look_at, look_at_the_rest, numbers_of
from zichtlijn.exchange.undo.permissions import get_imported, get_undo_job, imports_for
from zichtlijn.exchange.undo.ranges import Numbers
from zichtlijn.exchange.undo.reasons import NAMED
from zichtlijn.exchange.undo.recording import PLAN
from zichtlijn.exchange.undo.things import THINGS, label_of
from zichtlijn.exchange.undo.wording import sentence
from zichtlijn.jobs.queries import view_of
from zichtlijn.objectives.queries.lists import as_number

ROWS = 50


@require_safe
def imported(request):
    """What was imported in the last weeks, by whomever."""
    require(can_import_anything(request.actor), _("You need the right to import files for this."))
    page = Paginator(imports_for(request.actor), 25).get_page(request.GET.get("page"))
    rows = [(found, kind_label(found)) for found in page]
    return render(request, "exchange/imported.html", {"page": page, "rows": rows})


@require_safe
def undo(request, import_id):
    """What taking this import out would do, or why it cannot be done."""
    found = get_imported(request.actor, import_id)
    outlook = look_at(found, by=request.actor)
    kind = request.GET.get("list", "")
    kind = kind if kind in outlook.made else next((kind for kind, _label, _size in outlook.counts), "")
    rows = Counted(
        len(outlook.made[kind]) if kind and not found.taken_out_at else 0,
        lambda start, count: named(THINGS[kind], outlook.made[kind].part(start, count), by=request.actor),
    )
    context = {
        "imported": found,
        "kind_label": kind_label(found),
        "outlook": outlook,
        "reasons": [(reason, sentence(reason)) for reason in outlook.reasons],
        "result_url": _result_url(found, request.actor),
        "can_leave": can_leave(outlook.reasons),
        "left": _staying(numbers_of(found.left), request.actor),
        "shown": kind,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
    }
    return render(request, "exchange/undo.html", context)


@require_safe
def leaving(request, import_id):
    """What would stay and what would go when only the rest of this import is taken out."""
    found = get_imported(request.actor, import_id)
    outlook = look_at_the_rest(found, by=request.actor, to_be_sure=False)
    if outlook.reasons or not outlook.left:
        if can_leave(outlook.reasons):
            messages.info(request, _("Everything that this import added is in use: there is nothing else to take out."))
        return redirect("exchange:undo", found.pk)
    left = {kind: Numbers(ranges) for kind, ranges in as_ranges(outlook.left).items()}
    context = {
        "imported": found,
        "kind_label": kind_label(found),
        "outlook": outlook,
        "left": _staying(left, request.actor),
    }
    return render(request, "exchange/undo_leaving.html", context)


def _staying(left: dict[str, Numbers], by) -> list[tuple]:
    """By kind: its label, how many stay, the first by name, and how many more."""
    firsts = named_all(((THINGS[kind], numbers.part(0, NAMED)) for kind, numbers in left.items()), by=by)
    return [
        (label_of(kind), len(numbers), first, len(numbers) - len(first))
        for (kind, numbers), first in zip(left.items(), firsts, strict=True)
    ]


def _result_url(found: Import, by) -> str:
    """The list of what changed into what, for whoever imported it: the report is theirs."""
    if found.job is None or by.user is None or found.job.asked_by_id != by.user.pk:
        return ""
    page = "exchange:plan_result" if found.kind == PLAN else "exchange:import_result"
    return reverse(page, args=[found.job_id]) + "?list=" + ("changes" if found.kind == PLAN else "changed")


def kind_label(found: Import) -> str:
    """What was in the file."""
    kind = FILE_KINDS.get(found.kind)
    return str(kind.label) if kind else _("Published plan (StratML)")


@require_POST
def take_out(request, import_id):
    """Take it out, in the background; with `leaving` only the rest of it."""
    leaving = None
    if "leaving" in request.POST:  # nonsense is not taken for “everything”
        leaving = as_number(request.POST["leaving"])
        if leaving is None:
            raise BadRequest("leaving")
    job = actions.start_undoing(get_imported(request.actor, import_id), by=request.actor, leaving=leaving)
    return redirect("jobs:job", job.pk)


@require_safe
def undo_result(request, job_id):
    """What came of it stands on the page of the import itself, with what stands in the way now."""
    job = get_undo_job(request.actor, job_id)
    if not view_of(job).ended:
        return redirect("jobs:job", job.pk)
    return redirect("exchange:undo", job.given["of"])
