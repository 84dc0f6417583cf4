"""A long cycle on paper, made in the background."""

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from zichtlijn.jobs.kinds import job_kind
from zichtlijn.jobs.running import Run
from zichtlijn.okr.actions import make_cycle_file, note_taken, whose_of
from zichtlijn.okr.permissions import can_take_cycle
from zichtlijn.organisation.permissions import get_period


@job_kind("okr_cycle", _("OKRs of a cycle on paper"), may_take=lambda by, job: can_take_cycle(by))
def put_cycle_on_paper(run: Run) -> None:
    """Make the document; it becomes the file of the job."""
    given, by = run.job.given, run.by
    period = get_period(by, given["period"])
    content, name = make_cycle_file(period, whose_of(given, by), commitment=given["commitment"], by=by)
    run.job.file.save("cycle", ContentFile(content), save=False)
    run.job.file_name = name
    with run.writing():
        note_taken(period, by=by)
        run.outcome = {"file_made": True}
