"""Pages that bring in a published plan, and take one along."""

import re

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.permissions import require
from zichtlijn.exchange.models import Import
from zichtlijn.exchange.stratml import actions
from zichtlijn.exchange.stratml.forms import DirectionForm, PlanForm
from zichtlijn.exchange.stratml.mapping import UNNAMED
from zichtlijn.exchange.stratml.outcome import ACTS
from zichtlijn.exchange.stratml.permissions import (
    KIND,
    can_export_plan,
    can_import_plan,
    directions_to_export,
    get_direction_to_export,
    get_plan_job,
)
from zichtlijn.exchange.stratml.reading import Deviation
from zichtlijn.exchange.stratml.wording import ACT_NAMES, THING_NAME, THING_NAMES, remark, tell
from zichtlijn.jobs.queries import jobs_of, view_of

ROWS = 50
LISTS = ("changes", "deviations", "remarks")


@require_http_methods(["GET", "HEAD", "POST"])
def import_plan(request):
    """Choose a plan; it is tried first."""
    require(can_import_plan(request.actor), actions.may_not_import())
    form = PlanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        job = actions.start_trying(form.cleaned_data["file"], by=request.actor)
        return redirect("jobs:job", job.pk)
    recent = [view_of(job) for job in jobs_of(request.actor).filter(kind=KIND)[:5]]
    context = {"form": form, "recent": recent}
    return render(request, "exchange/import_plan.html", context, status=422 if form.is_bound else 200)


@require_safe
def plan_result(request, job_id):
    """What a plan would do, or did."""
    job = get_plan_job(request.actor, job_id)
    require(can_import_plan(request.actor), actions.may_not_import())
    work = view_of(job)
    if not work.ended:
        return redirect("jobs:job", job.pk)
    outcome = job.outcome
    rows = {name: outcome.get(name, []) for name in LISTS}
    shown = request.GET.get("list", "")
    if shown not in LISTS:
        shown = next((name for name in LISTS if rows[name]), "changes")
    page = Paginator(rows[shown], ROWS).get_page(request.GET.get("page"))
    told = {"changes": _change, "deviations": lambda row: tell(Deviation(**row)), "remarks": lambda row: remark(**row)}
    counts = outcome.get("counts", {})
    unnamed = any(row["code"] == UNNAMED for row in rows["deviations"])
    deviates = _("Deviations from the standard")
    if unnamed:
        deviates = _("Deviations from the standard, and missing names")
    context = {
        "work": work,
        "outcome": outcome,
        "dry_run": bool(job.given.get("dry_run")),
        "brought_in": job.state == job.State.DONE and not job.given.get("dry_run"),
        "imported": Import.objects.filter(job=job).first(),
        "writes": any(count[act] for count in counts.values() for act in ("added", "changed")),
        "acts": [ACT_NAMES[act] for act in ACTS],
        "counts": [
            (THING_NAMES[thing], [(ACT_NAMES[act], count[act]) for act in ACTS])
            for thing, count in counts.items()
            if any(count.values())
        ],
        "tabs": [
            (name, label, len(rows[name]) + outcome.get(f"more_{name}", 0))
            for name, label in (
                ("changes", _("What changes") if job.given.get("dry_run") else _("What changed")),
                ("deviations", deviates),
                ("remarks", _("Amounts that stay text")),
            )
        ],
        "shown": shown,
        "page": page,
        "told": [told[shown](row) for row in page],
        "more": outcome.get(f"more_{shown}", 0),
    }
    return render(request, "exchange/plan_result.html", context)


def _change(row: dict) -> dict:
    return {**row, "thing": THING_NAME[row["thing"]], "act_name": ACT_NAMES[row["act"]]}


@require_POST
def bring_in_plan(request, job_id):
    """Bring in the plan that was tried."""
    job = get_plan_job(request.actor, job_id)
    started = actions.start_bringing_in(job, by=request.actor)
    return redirect("jobs:job", started.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def export_plan(request):
    """Choose a direction and take its plan along."""
    require(can_export_plan(request.actor), actions.may_not_export())
    directions = directions_to_export(request.actor)
    form = DirectionForm(request.POST or None, directions=directions)
    if request.method == "POST" and form.is_valid():
        direction = get_direction_to_export(request.actor, form.cleaned_data["direction"])
        response = HttpResponse(
            actions.export_plan(direction, by=request.actor), content_type="application/xml; charset=utf-8"
        )
        name = re.sub(r"[^a-z0-9]+", "-", direction.name.lower()).strip("-")[:60] or "plan"
        response["Content-Disposition"] = f'attachment; filename="{name}.stratml.xml"'
        return response
    context = {"form": form, "directions": directions}
    return render(request, "exchange/export_plan.html", context, status=422 if form.is_bound else 200)
