"""The one door to a job: it belongs to who asked for it, and to nobody else."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from zichtlijn.access.actor import Actor
from zichtlijn.jobs.models import Job


def get_job(actor: Actor, job_id: int) -> Job:
    """The job, if this person asked for it in this organisation; else it is not there."""
    if actor.user is None:
        raise Http404
    return get_object_or_404(Job.objects.select_related("organisation"), pk=job_id, asked_by=actor.user)
