"""Imports that are taken out in the background, and the record of them that goes by itself."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from zichtlijn.access.scoping import scopes_disabled
from zichtlijn.exchange.models import Import
from zichtlijn.exchange.undo.actions import undo_import
from zichtlijn.exchange.undo.outlook import Outlook
from zichtlijn.exchange.undo.permissions import JOB
from zichtlijn.jobs.kinds import job_kind
from zichtlijn.jobs.running import Run
from zichtlijn.jobs.schedule import daily


@job_kind(JOB, _("Take an import out again"), result="exchange:undo_result")
def take_out(run: Run) -> dict:
    """Take out the import that the job names."""

    def settle(outlook: Outlook) -> None:
        run.outcome = {"counts": {kind: len(numbers) for kind, numbers in outlook.made.items()}}

    undo_import(
        run.job.given["of"],
        by=run.by,
        leaving=run.job.given.get("leaving"),
        progress=run.progress,
        transaction_of=run.writing,
        settle=settle,
    )
    return run.outcome


@daily("purge_imports", per_organisation=False)
def purge_imports(day: date) -> None:
    """What was imported longer ago can no longer be taken out, and what was kept for it goes."""
    with scopes_disabled():  # by age alone, in every organisation
        Import.objects.older_than_kept(day).delete()
