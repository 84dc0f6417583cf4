"""Files that are brought in or taken along in the background."""

from django.utils.translation import gettext_lazy as _

from zichtlijn.exchange.actions.bringing_in import bring_in
from zichtlijn.exchange.actions.taking_along import make_file, may_take_list
from zichtlijn.exchange.plans import Plan
from zichtlijn.exchange.reading_files import FileRefused
from zichtlijn.exchange.reports import write_report
from zichtlijn.exchange.stratml import tasks as plan_tasks  # noqa: F401 - names its own kind of work
from zichtlijn.exchange.undo import tasks as undo_tasks  # noqa: F401 - names its own kind of work
from zichtlijn.jobs.kinds import job_kind
from zichtlijn.jobs.running import JobRefused, Run


@job_kind("import", _("Import a file"), result="exchange:import_result")
def import_file(run: Run) -> dict:
    """Try a file, or bring it in: the job says which, and for whom the list of absent people counts."""
    given = run.job.given

    def settle(plan: Plan, brought_in: bool) -> None:
        write_report(run.job.pk, plan)
        run.outcome = {
            "counts": plan.counts(),
            "kinds": plan.counts_by_kind(),
            "placements_with_people": plan.placements_with_people(),
            "problems": plan.problem_count,
            "notes": plan.notes,
            "warnings": plan.warnings,
            "deviations": plan.deviations,
            "brought_in": brought_in,
            "touched": plan.touched() if given.get("dry_run") else "",
        }
        if plan.refused:
            raise JobRefused(run.outcome)

    try:
        bring_in(
            run.job.file.path,
            run.job.file_name,
            given["kind"],
            by=run.by,
            complete=bool(given.get("complete")),
            dry_run=bool(given.get("dry_run")),
            checked=given.get("checked", ""),
            job=run.job,
            progress=run.progress,
            transaction_of=run.writing,
            settle=settle,
        )
    except FileRefused as refusal:
        raise JobRefused({"reasons": [refusal.sentence]}) from refusal
    return run.outcome


@job_kind("export", _("Export a list"), may_take=may_take_list)
def export_list(run: Run) -> None:
    """Make a long file."""
    make_file(run)
