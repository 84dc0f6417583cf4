"""Who may take an import out again: whoever may bring it in."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from zichtlijn.access.actor import Actor
from zichtlijn.exchange.columns import FILE_KINDS
from zichtlijn.exchange.models import Import
from zichtlijn.exchange.permissions import can_import
from zichtlijn.exchange.stratml.permissions import can_import_plan
from zichtlijn.exchange.undo.recording import PLAN
from zichtlijn.jobs.models import Job
from zichtlijn.jobs.permissions import get_job
from zichtlijn.organisation.permissions import can_manage_organisation

#: The kind of job that takes an import out.
JOB = "undo_import"
#: Units, positions and projects ask for another right than people, as they do on the way in.
_OF_THE_ORGANISATION = ("units", "positions", "projects")


def _kinds(by: Actor) -> list[str]:
    """The kinds of imports of which this actor may know."""
    return [kind for kind in FILE_KINDS if can_import(by, kind)] + ([PLAN] if can_import_plan(by) else [])


def can_take_out(by: Actor, imported: Import) -> bool:
    """May bring in all that this import made."""
    if imported.kind not in _kinds(by):
        return False
    return can_manage_organisation(by) or not any(kind in imported.made for kind in _OF_THE_ORGANISATION)


def imports_for(by: Actor) -> QuerySet[Import]:
    """The imports of the last weeks that this actor could have brought in, by whomever, the newest first."""
    return Import.objects.filter(kind__in=_kinds(by)).order_by("-id").select_related("job")


def get_imported(by: Actor, import_id: int) -> Import:
    """One of them, or 404."""
    return get_object_or_404(imports_for(by), pk=import_id)


def get_undo_job(by: Actor, job_id: int) -> Job:
    """A job of this person that took an import out, or 404."""
    job = get_job(by, job_id)
    if job.kind != JOB:
        raise Http404
    return job
