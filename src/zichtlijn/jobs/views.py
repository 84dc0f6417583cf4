"""Pages of background work: mine, how far it is, and the file that it made."""

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zichtlijn.jobs.permissions import get_job
from zichtlijn.jobs.queries import jobs_of, view_of


@require_safe
def jobs(request):
    page = Paginator(jobs_of(request.actor), 25).get_page(request.GET.get("page"))
    return render(request, "jobs/jobs.html", {"page": page, "rows": [view_of(job) for job in page]})


@require_safe
def job(request, job_id):
    return render(request, "jobs/job.html", {"work": view_of(get_job(request.actor, job_id))})


@require_safe
def progress(request, job_id):
    """The part of the page that moves. When the work has ended the page itself is asked for."""
    work = view_of(get_job(request.actor, job_id))
    response = render(request, "jobs/job.html#progress", {"work": work})
    if work.ended and request.htmx:
        response = HttpResponse(status=204)
        if work.result_url:
            response["HX-Redirect"] = work.result_url
        else:
            response["HX-Refresh"] = "true"
    return response


@require_safe
def job_file(request, job_id):
    work = view_of(get_job(request.actor, job_id))
    if not work.has_file:
        raise Http404
    return FileResponse(work.job.file.open("rb"), as_attachment=True, filename=work.job.file_name)
