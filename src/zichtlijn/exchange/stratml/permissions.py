"""Who may bring in a published plan, and who may take one along."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zichtlijn.access.permissions import Permission as P
from zichtlijn.jobs.models import Job
from zichtlijn.jobs.permissions import get_job
from zichtlijn.strategy.models import Direction

#: The kind of job that brings in a plan.
KIND = "import_plan"


def can_import_plan(actor) -> bool:
    """A plan states the direction and the objectives under it, so bringing it in asks for the right to do both."""
    return actor.may(P.IMPORT) and actor.may(P.MANAGE_DIRECTION) and actor.may(P.MANAGE_OBJECTIVES)


def can_export_plan(actor) -> bool:
    return actor.may(P.EXPORT) and actor.may(P.SEE_OBJECTIVES)


def directions_to_export(actor) -> list[Direction]:
    """The directions of this organisation: the one that holds today first, then the newest."""
    directions = list(Direction.objects.filter(organisation=actor.organisation).order_by("-starts_on", "-id"))
    today = timezone.localdate()
    return sorted(directions, key=lambda direction: not direction.starts_on <= today <= direction.ends_on)


def get_direction_to_export(actor, direction_id: int) -> Direction:
    """A direction of this organisation, or 404."""
    return get_object_or_404(Direction.objects.filter(organisation=actor.organisation), pk=direction_id)


def get_plan_job(actor, job_id: int) -> Job:
    """A plan that this person brought, or 404."""
    job = get_job(actor, job_id)
    if job.kind != KIND:
        raise Http404
    return job
