"""Who may bring in and take along what."""

from django.http import Http404

from zichtlijn.access.actor import Actor
from zichtlijn.access.permissions import Permission as P
from zichtlijn.jobs.models import Job
from zichtlijn.jobs.permissions import get_job

#: What each kind of file asks for, beside the right to bring in files.
_NEEDS = {
    "people": P.MANAGE_PEOPLE,
    "objectives": P.MANAGE_OBJECTIVES,
    "readings": P.MANAGE_OBJECTIVES,
    "competencies": P.KEEP_COMPETENCIES,
    "salaries": P.KEEP_REWARDS,
}


def can_import(by: Actor, kind: str) -> bool:
    """Bringing in files of this kind. Units and positions in a file of people ask for more; its plan says so by row."""
    return by.may(P.IMPORT) and by.may(_NEEDS[kind])


def can_import_anything(by: Actor) -> bool:
    return any(can_import(by, kind) for kind in _NEEDS)


def can_export(by: Actor) -> bool:
    """Lists beyond one's own data."""
    return by.may(P.EXPORT)


def get_import(by: Actor, job_id: int) -> Job:
    """A file that this person brought, as long as they may bring in such files, or 404."""
    job = get_job(by, job_id)
    kind = job.given.get("kind")
    if job.kind != "import" or kind not in _NEEDS or not can_import(by, kind):
        raise Http404
    return job
