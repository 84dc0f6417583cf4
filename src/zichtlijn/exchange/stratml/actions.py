"""Bringing in a published plan, and taking one along."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zichtlijn.access.models import Organisation
from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.actions import Event
from zichtlijn.exchange.stratml import composing, mapping, queries, reading, writing
from zichtlijn.exchange.stratml.importing import Run, carry_out, record_run
from zichtlijn.exchange.stratml.language import language_of
from zichtlijn.exchange.stratml.outcome import Outcome
from zichtlijn.exchange.stratml.permissions import KIND, can_export_plan, can_import_plan
from zichtlijn.exchange.stratml.wording import reasons_of
from zichtlijn.jobs.actions import start_job, started_from
from zichtlijn.jobs.models import Job
from zichtlijn.strategy.models import Direction


def import_plan(
    content: bytes,
    *,
    by,
    name: str = "",
    dry_run: bool = False,
    job: Job | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Outcome:
    """Bring a StratML file into the organisation of `by`; all of it or nothing, and nothing at all in a dry run.

    Raises reading.Unreadable when the file is no plan. The outcome counts and lists what was added, changed, left as it
    was or left alone, and every deviation from the standard.
    """
    require(can_import_plan(by), may_not_import())
    plan = reading.read(content)
    # Titles that the program makes up are in the language of the plan, else of the organisation; not of who imports.
    with translation.override(language_of(plan.root, by.organisation.language)):
        mapped = mapping.map_plan(plan.root, plan.part)
    deviations = sorted([*plan.deviations, *mapped.unnamed], key=lambda found: found.line)
    outcome = Outcome(dry_run=dry_run, part=plan.part, deviations=deviations)
    with transaction.atomic():
        # One plan at a time in one organisation: two of the same would each find nothing there yet.
        Organisation.objects.select_for_update().get(pk=by.organisation.pk)
        run = Run(mapped, outcome, by, timezone.localdate(), progress)
        carry_out(run)
        if not dry_run and not outcome.changes_nothing:
            outcome.import_id = record_run(run, name, job=job).pk
        if dry_run:
            transaction.set_rollback(True)
            outcome.direction_id = None
    return outcome


def export_plan(direction: Direction, *, by) -> bytes:
    """The plan as a StratML Part 2 file; refused with every reason when it would not follow the standard."""
    require(can_export_plan(by), may_not_export())
    with translation.override(by.organisation.language):
        plan = composing.compose(queries.plan_rows(by.organisation, direction))
    try:
        content = writing.write(plan)
    except writing.NotStrict as refused:
        raise NotNow(*reasons_of(refused.deviations)) from None
    audit.record(Event.LIST_EXPORTED, on=direction, by=by, detail={"list": "stratml", "format": "xml"})
    return content


def start_trying(file, *, by) -> Job:
    """Try a plan in the background: say what it would do, and change nothing."""
    require(can_import_plan(by), may_not_import())
    return start_job(KIND, given={"dry_run": True}, file=file, by=by)


@transaction.atomic
def start_bringing_in(tried: Job, *, by) -> Job:
    """Bring in the plan of this dry run, once: a second press gives the same job, unless that came to nothing."""
    require(can_import_plan(by), may_not_import())
    if earlier := started_from(tried):
        return earlier
    if tried.state != Job.State.DONE or not tried.given.get("dry_run") or not tried.file:
        raise NotNow(_("Only a plan that was checked first can be imported."))
    return start_job(KIND, given={"of": tried.pk}, file=tried.file.name, file_name=tried.file_name, by=by)


def may_not_import() -> str:
    return _("To import a plan you need the right to import files and to edit the direction.")


def may_not_export() -> str:
    return _("To export a plan you need the right to export.")
