"""A long growth plan as a file, made in the background."""

from django.core.files.base import ContentFile
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.actor import Actor
from zichtlijn.access.refusals import NotAllowed
from zichtlijn.growth_plan.models import GrowthPlan
from zichtlijn.growth_plan.permissions import can_take_plan, get_edition, get_plan
from zichtlijn.growth_plan.taking import make_edition_file, make_plan_file, note_taken
from zichtlijn.jobs.kinds import job_kind
from zichtlijn.jobs.models import Job
from zichtlijn.jobs.running import Run


def may_take_plan(by: Actor, job: Job) -> bool:
    """Whether this actor may still read the plan, and take it along."""
    return can_take_plan(by) and GrowthPlan.objects.visible_to(by).filter(pk=job.given["plan"]).exists()


@job_kind("growth_plan", _("Growth plan as a file"), may_take=may_take_plan)
def make_file_of_plan(run: Run) -> None:
    """Make the document; it becomes the file of the job."""
    given, by = run.job.given, run.by
    try:
        plan = get_plan(by, given["plan"])  # what may be read is asked again: it may have changed meanwhile
    except Http404:
        raise NotAllowed(gettext("You may no longer read this plan.")) from None
    run.progress(0, 1, gettext("setting the pages"))
    number = given.get("edition")
    if number:
        content, name = make_edition_file(plan, get_edition(plan, number), given["form"], by=by)
    else:
        content, name = make_plan_file(plan, given["form"], by=by)
    run.job.file.save("growth-plan", ContentFile(content), save=False)
    run.job.file_name = name
    with run.writing():
        note_taken(plan, given["form"], edition=number, by=by)
        run.outcome = {"file_made": True}
