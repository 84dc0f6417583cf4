"""Pages of background work: mine, how far it is, and the file that it made."""

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zichtlijn.jobs.permissions import can_take_file, get_job
from zichtlijn.jobs.queries import jobs_of, view_of


@require_safe
def jobs(request):
    page = Paginator(jobs_of(request.actor), 25).get_page(request.GET.get("page"))
    return render(request, "jobs/jobs.html", {"page": page, "rows": [view_of(job) for job in page]})


@require_safe
def job(request, job_id):
    return render(request, "jobs/job.html", _shown(request, get_job(request.actor, job_id)))


def _shown(request, job) -> dict:
    return {"work": view_of(job), "may_take": can_take_file(request.actor, job)}


@require_safe
def progress(request, job_id):
    """The part of the page that moves. When the work has ended the page itself is asked for."""
    shown = _shown(request, get_job(request.actor, job_id))
    work, response = shown["work"], render(request, "jobs/job.html#progress", shown)
    if work.ended and request.htmx:
        response = HttpResponse(status=204)
        if work.result_url:
            response["HX-Redirect"] = work.result_url
        else:
            response["HX-Refresh"] = "true"
    return response


@require_safe
def job_file(request, job_id):
    made = get_job(request.actor, job_id)
    if not can_take_file(request.actor, made):
        raise Http404
    return FileResponse(made.file.open("rb"), as_attachment=True, filename=made.file_name)
