"""Published plans that are brought in in the background."""

from django.utils.translation import gettext_lazy as _

from zichtlijn.exchange.stratml import actions
from zichtlijn.exchange.stratml.permissions import KIND
from zichtlijn.exchange.stratml.reading import MAX_BYTES, Unreadable
from zichtlijn.jobs.kinds import job_kind
from zichtlijn.jobs.running import JobRefused, Run


@job_kind(KIND, _("Import a published plan"), result="exchange:plan_result")
def import_plan(run: Run) -> dict:
    """Try a plan, or bring it in: the job says which."""
    with run.job.file.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    try:
        if run.job.given.get("dry_run"):
            return actions.import_plan(content, by=run.by, dry_run=True, progress=run.progress).as_json()
        with run.writing():
            run.outcome = actions.import_plan(
                content, by=run.by, name=run.job.file_name, job=run.job, progress=run.progress
            ).as_json()
    except Unreadable as refusal:
        raise JobRefused({"reasons": [refusal.sentence]}) from refusal
    return run.outcome
