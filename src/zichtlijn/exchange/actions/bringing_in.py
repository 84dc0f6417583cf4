"""Bringing in: one transaction for a whole file, or nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.actor import Actor
from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.access.sizes import learn_sizes
from zichtlijn.audit import actions as audit
from zichtlijn.audit.actions import Event
from zichtlijn.exchange.actions import writing_competencies, writing_objectives, writing_people, writing_salaries
from zichtlijn.exchange.bulk import ChangedMeanwhile
from zichtlijn.exchange.models import Import
from zichtlijn.exchange.permissions import can_import
from zichtlijn.exchange.plans import Plan, make_plan
from zichtlijn.exchange.plans.making import mark_of, no_progress
from zichtlijn.exchange.undo.recording import record_plan
from zichtlijn.jobs.actions import start_job, started_from
from zichtlijn.jobs.models import Job
from zichtlijn.organisation.actions.rights import lock_structure

_WRITERS = {
    "people": writing_people.write,
    "objectives": writing_objectives.write,
    "readings": writing_objectives.write,
    "competencies": writing_competencies.write,
    "salaries": writing_salaries.write,
}
#: How often a file is compared anew when others change the same things at the same time.
MOST_ATTEMPTS = 3
#: From so many rows on, the database looks anew at how large its tables are.
MANY = 1000


@dataclass(frozen=True)
class Written:
    """What came of a file: its plan, and whether it was carried out."""

    plan: Plan
    #: What is kept of it, to take it out again; None when nothing was written.
    imported: Import | None = None

    @property
    def brought_in(self) -> bool:
        return self.imported is not None


def bring_in(
    path: str | Path,
    name: str,
    kind: str,
    *,
    by: Actor,
    complete: bool = False,
    dry_run: bool = False,
    checked: str = "",
    job: Job | None = None,
    progress: Callable[[int, int, str], None] = no_progress,
    transaction_of: Callable[[], AbstractContextManager] = transaction.atomic,
    settle: Callable[[Plan, bool], None] = lambda plan, brought_in: None,
) -> Written:
    """Read, judge and compare a file, and carry it out when nothing is wrong and this is no dry run.

    Raises FileRefused for a file that cannot be read at all. `transaction_of` opens the transaction in which all is
    written: that of a job also ends the job. `settle(plan, brought_in)` is called at the end, inside that transaction
    when there is one. `checked` is what somebody saw that would change or end (`Plan.touched`): refused when it is
    something else by now.
    """
    require(can_import(by, kind), _("You need the right to import files for this."))
    plan = make_plan(path, name, kind, by=by, complete=complete, progress=progress)
    if dry_run or plan.refused or not plan.writes_something:
        settle(plan, False)
        return Written(plan)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        try:
            with transaction_of():
                lock_structure(by)  # nobody else moves units or people from here on
                if attempt > 1 or mark_of(by) != plan.mark:
                    plan = make_plan(path, name, kind, by=by, complete=complete, progress=progress)
                if plan.refused or not plan.writes_something:
                    settle(plan, False)
                    return Written(plan)
                _as_checked(plan, checked)
                imported = write_plan(plan, name, by=by, job=job, progress=progress)
                settle(plan, True)
            break
        except (ChangedMeanwhile, IntegrityError) as clash:
            # Somebody saved one of these very things in between: nothing was written, it is compared anew.
            if attempt == MOST_ATTEMPTS:
                sentence = _("Others are changing the same things right now. Nothing was changed: try again later.")
                raise NotNow(sentence) from clash
    if sum(plan.counts().values()) >= MANY:
        learn_sizes()
    return Written(plan, imported)


def _as_checked(plan: Plan, checked: str) -> None:
    if checked and plan.touched() != checked:
        raise NotNow(
            _("Something that this file changes or ends was changed since you checked it. Nothing was imported."),
            _("Check the file again, and look at the lists before you import it."),
        )


def write_plan(plan: Plan, name: str, *, by: Actor, job: Job | None = None, progress=no_progress) -> Import:
    """Carry out a plan in which nothing is wrong, and keep what it made. Inside a transaction."""
    if plan.refused:
        raise ValueError("a plan with problems is not carried out")
    at = timezone.now()
    reason = _("Imported with %(file)s") % {"file": name}
    lines = _WRITERS[plan.kind.name](plan, by=by, reason=reason, at=at, progress=progress)
    if len(lines) <= writing_objectives.MOST_AUDIT_LINES:
        audit.record_many(lines, by=by)
    detail = {"file": name, "kind": plan.kind.name, "complete": plan.complete, **plan.counts()}
    audit.record(Event.FILE_IMPORTED, on=by.organisation, by=by, detail=detail)
    return record_plan(plan, name, by=by, job=job)


@transaction.atomic
def start_bringing_in(dry_run: Job, *, by: Actor) -> Job:
    """Bring in the file of this dry run, once: a second press gives the same job, unless that came to nothing."""
    require(can_import(by, dry_run.given["kind"]), _("You need the right to import files for this."))
    if earlier := started_from(dry_run):
        return earlier
    if dry_run.state != Job.State.DONE or not dry_run.given.get("dry_run"):
        raise NotNow(_("There are errors in this file. Correct them and try again."))
    given = {**dry_run.given, "dry_run": False, "of": dry_run.pk, "checked": dry_run.outcome.get("touched", "")}
    return start_job("import", given=given, file=dry_run.file.name, file_name=dry_run.file_name, by=by)


def start_trying(file, *, kind: str, complete: bool, by: Actor) -> Job:
    """Look in the background what this file would do."""
    require(can_import(by, kind), _("You need the right to import files for this."))
    given = {"kind": kind, "complete": complete and kind == "people", "dry_run": True}
    return start_job("import", given=given, file=file, by=by)
