"""The one door to a job: it belongs to who asked for it, and to nobody else."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from zichtlijn.access.actor import Actor
from zichtlijn.jobs.kinds import known_kinds
from zichtlijn.jobs.models import Job


def get_job(actor: Actor, job_id: int) -> Job:
    """The job, if this person asked for it in this organisation; else it is not there."""
    if actor.user is None:
        raise Http404
    return get_object_or_404(Job.objects.select_related("organisation"), pk=job_id, asked_by=actor.user)


def can_take_file(actor: Actor, job: Job) -> bool:
    """The file that this work made: as long as the actor has every right with which it was made (W68)."""
    kind = known_kinds().get(job.kind)
    if job.state != Job.State.DONE or not job.file or not job.outcome.get("file_made"):
        return False
    if not kind or not kind.may_take or not set(job.outcome.get("rights", ())) <= actor.permissions:
        return False
    return kind.may_take(actor, job)
