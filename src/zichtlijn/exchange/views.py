"""Pages that bring in and take along files."""

import tempfile

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.permissions import require
from zichtlijn.competencies.queries import framework
from zichtlijn.documents.files import as_download
from zichtlijn.exchange.actions import bringing_in, taking_along
from zichtlijn.exchange.case.actions import export_package
from zichtlijn.exchange.columns import FILE_KINDS, SHEETS
from zichtlijn.exchange.forms import ImportForm
from zichtlijn.exchange.lists import BUNDLES, lists_for
from zichtlijn.exchange.lists import LISTS as EXPORTS
from zichtlijn.exchange.models import Import
from zichtlijn.exchange.paging import Counted
from zichtlijn.exchange.permissions import can_export, can_import, can_import_anything, get_import
from zichtlijn.exchange.reports import LISTS, lines_of, problems_of
from zichtlijn.exchange.stratml.permissions import can_import_plan
from zichtlijn.exchange.writing_files import column_facts, csv_lines, template_csv, template_workbook
from zichtlijn.jobs.queries import jobs_of, view_of
from zichtlijn.organisation.models import Period
from zichtlijn.organisation.queries import chosen_period, periods_of_request

ROWS = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def _require_import(request) -> None:
    require(can_import_anything(request.actor), _("You need the right to import files for this."))


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request):
    """Choose a file; it is tried first."""
    _require_import(request)
    asked = {"kind": request.GET["kind"]} if request.GET.get("kind") in FILE_KINDS else None
    form = ImportForm(request.POST or None, request.FILES or None, by=request.actor, initial=asked)
    if request.method == "POST" and form.is_valid():
        job = bringing_in.start_trying(by=request.actor, **form.cleaned_data)
        return redirect("jobs:job", job.pk)
    kinds = [kind for kind in FILE_KINDS.values() if can_import(request.actor, kind.name)]
    recent = [view_of(job) for job in jobs_of(request.actor).filter(kind="import")[:5]]
    context = {"form": form, "kinds": kinds, "recent": recent, "may_bring_in_plan": can_import_plan(request.actor)}
    return render(request, "exchange/imports.html", context, status=422 if form.is_bound else 200)


@require_safe
def import_result(request, job_id):
    """What a file would do, or did."""
    job = get_import(request.actor, job_id)
    work = view_of(job)
    if not work.ended:
        return redirect("jobs:job", job.pk)
    counts = job.outcome.get("counts", {})
    sizes = {name: counts.get(name, 0) for name in LISTS} | {"errors": job.outcome.get("problems", 0)}
    writes = any(sizes[name] for name in ("added", "changed", "ended"))
    # nothing is written of what is the same, and of what one may not read that would tell that it is
    as_if_written = writes and not sizes["errors"] and not job.given.get("dry_run")
    shown = request.GET.get("list", "")
    if shown not in LISTS:
        shown = next((name for name in LISTS if sizes[name]), "unchanged")
    kinds = job.outcome.get("kinds", {})
    sizes_by_kind = {kind: counted[shown] for kind, counted in kinds.items() if counted.get(shown)}
    kind = request.GET.get("kind", "")
    if kind not in sizes_by_kind:
        kind = ""
    rows = (
        (lambda a, n: list(problems_of(job.pk, a, n)))
        if shown == "errors"
        else (lambda a, n: lines_of(job.pk, shown, a, n, kind))
    )
    page = Paginator(Counted(sizes_by_kind.get(kind, sizes[shown]), rows), ROWS).get_page(request.GET.get("page"))
    labels = {
        "errors": _("Errors"), "added": _("Added"), "changed": _("Changed"), "ended": _("Ended"),
        "unchanged": _("Unchanged"),
    }  # fmt: skip
    context = {
        "work": work,
        "kind": FILE_KINDS.get(job.given.get("kind", "")),
        "dry_run": bool(job.given.get("dry_run")),
        "brought_in": bool(job.outcome.get("brought_in")) or as_if_written,
        "imported": Import.objects.filter(job=job).first(),
        "counts": counts,
        "problem_count": sizes["errors"],
        "writes": writes,
        "notes": job.outcome.get("notes", []),
        "warnings": job.outcome.get("warnings", []),
        "deviations": job.outcome.get("deviations", []),
        "tabs": [(name, labels[name], sizes[name]) for name in LISTS],
        "by_kind": [
            (_kind_label(name), [(labels[one], counted.get(one, 0)) for one in LISTS[1:]])
            for name, counted in kinds.items()
        ],
        "placements_with_people": job.outcome.get("placements_with_people", 0),
        "kinds_shown": [(name, _kind_label(name), size) for name, size in sizes_by_kind.items()],
        "kind_shown": kind,
        "acts": [labels[name] for name in LISTS[1:]],
        "shown": shown,
        "page": page,
    }
    return render(request, "exchange/import_result.html", context)


def _kind_label(name: str) -> str:
    """What a list is called on the page."""
    if name in EXPORTS:
        return str(EXPORTS[name].label)
    return str(FILE_KINDS[name].label) if name in FILE_KINDS else name


@require_POST
def bring_in(request, job_id):
    """Carry out what was tried."""
    job = bringing_in.start_bringing_in(get_import(request.actor, job_id), by=request.actor)
    return redirect("jobs:job", job.pk)


@require_safe
def import_errors(request, job_id):
    """Everything that is wrong, as a file to work through."""
    job = get_import(request.actor, job_id)
    headers = [_("Sheet"), _("Row"), _("Column"), _("Value"), _("Reason")]
    rows = ([p.sheet, p.row, p.column, p.value, p.reason] for p in problems_of(job.pk))
    return _csv("".join(csv_lines(headers, rows)), _("errors.csv"))


def _csv(content: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def template_names() -> dict[str, str]:
    """What the workbooks to fill in are called, in the language of the reader."""
    return {
        "people": _("people.xlsx"),
        "objectives": _("objectives.xlsx"),
        "readings": _("readings.xlsx"),
        "competencies": _("competencies.xlsx"),
        "salaries": _("salaries.xlsx"),
    }


@require_safe
def template_xlsx(request, kind):
    """A workbook to fill in."""
    _require_import(request)
    if kind not in FILE_KINDS or not can_import(request.actor, kind):
        raise Http404
    response = HttpResponse(template_workbook(FILE_KINDS[kind]), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{template_names()[kind]}"'
    return response


@require_safe
def template_of_sheet(request, sheet):
    """A CSV file to fill in."""
    _require_import(request)
    kinds = [kind for kind in FILE_KINDS.values() if can_import(request.actor, kind.name)]
    if not any(SHEETS.get(sheet) in kind.sheets for kind in kinds):
        raise Http404
    return _csv(template_csv(SHEETS[sheet]), f"{SHEETS[sheet].title()}.csv")


@require_safe
def columns(request):
    """What may stand in the files, sheet by sheet."""
    _require_import(request)
    kinds = [
        (kind, [(sheet, [column_facts(sheet, column) for column in sheet.columns]) for sheet in kind.sheets])
        for kind in FILE_KINDS.values()
        if can_import(request.actor, kind.name)
    ]
    return render(request, "exchange/columns.html", {"kinds": kinds})


# taking along -----------------------------------------------------------------------------------------------------


@require_safe
def exports(request):
    """What can be taken along by this person."""
    by = request.actor
    lists = lists_for(by)
    names = {listed.name for listed in lists}
    bundles = [bundle for bundle in BUNDLES.values() if names & set(bundle.lists)]
    context = {
        "groups": [
            (by_period, [bundle for bundle in bundles if EXPORTS[bundle.lists[0]].by_period == by_period], found)
            for by_period in (True, False)
            if (found := [listed for listed in lists if listed.by_period == by_period])
        ],
        "periods": periods_of_request(request),
        "period": chosen_period(request),
        "may_export": can_export(by),
        "has_framework": framework() is not None,
    }
    return render(request, "exchange/exports.html", context)


def _asked_period(request) -> Period | None:
    """The period of which the objectives are asked for: nothing said is the chosen one, `all` is everything."""
    asked = request.POST.get("period", "")
    if asked == "all":
        return None
    if not asked:
        return chosen_period(request)
    found = next((period for period in periods_of_request(request) if str(period.pk) == asked), None)
    if found is None:
        raise Http404
    return found


@require_POST
def export(request, name, form):
    """One list, or several in a workbook: at once, or in the background when it is long."""
    if (name not in EXPORTS and name not in BUNDLES) or form not in taking_along.FORMATS:
        raise Http404
    if name in BUNDLES and form != "xlsx":
        raise Http404
    by = request.actor
    if name in EXPORTS and not EXPORTS[name].may(by) and can_export(by):
        raise Http404  # a list that this person does not know of
    listed = BUNDLES[name].lists[0] if name in BUNDLES else name
    period = _asked_period(request) if EXPORTS[listed].by_period else None
    if not taking_along.is_small(taking_along.lists_to_take(name, form, by=by), form, by, period):
        return redirect("jobs:job", taking_along.start_taking(name, form, by=by, period=period).pk)
    lists = taking_along.take_list(name, form, by=by, period=period)
    if form == "csv":
        response = StreamingHttpResponse(taking_along.stream_csv(lists[0], by=by, period=period), content_type=CSV)
        response["Content-Disposition"] = f'attachment; filename="{taking_along.file_name(name, form)}"'
        return response
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it when it has been sent
    taking_along.write_workbook(file, lists, by=by, period=period)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=taking_along.file_name(name, form), content_type=XLSX)


@require_POST
def export_case(request):
    """The framework of competencies for other programs."""
    name, content = export_package(by=request.actor)
    return as_download(content, name)


@require_POST
def my_data(request):
    """Everything about oneself."""
    response = HttpResponse(taking_along.take_own_data(by=request.actor), content_type="application/zip")
    name = _("my-data.zip")  # not within the f-string: texts are not collected from there
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
