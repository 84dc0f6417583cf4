"""What a person sees of background work."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from zichtlijn.access.actor import Actor
from zichtlijn.jobs.kinds import Kind, known_kinds
from zichtlijn.jobs.models import Job
from zichtlijn.jobs.progress import Standing, standing_of

ENDED = frozenset({Job.State.DONE, Job.State.REFUSED, Job.State.FAILED})


@dataclass(frozen=True)
class JobView:
    """A job in words."""

    job: Job
    label: str
    standing: Standing
    result_url: str
    reasons: list[str]
    #: What was done, in a sentence; empty when the work says nothing.
    said: str = ""
    #: What it did before it stopped stays done.
    in_parts: bool = False

    @property
    def ended(self) -> bool:
        return self.job.state in ENDED

    @property
    def total(self) -> int | None:
        """None: no end known."""
        return self.standing.total or None

    @property
    def has_file(self) -> bool:
        """True when the work made a file to take along."""
        return self.job.state == Job.State.DONE and bool(self.job.outcome.get("file_made")) and bool(self.job.file)


def view_of(job: Job) -> JobView:
    """The job with its progress and the address of its result."""
    kind = known_kinds().get(job.kind)
    result = kind.result if kind else ""
    shows_result = job.state in {Job.State.DONE, Job.State.REFUSED}
    return JobView(
        job=job,
        label=_label(job, kind),
        standing=standing_of(job.pk) if job.state == Job.State.RUNNING else Standing(),
        result_url=reverse(result, args=[job.pk]) if result and shows_result else "",
        reasons=[str(reason) for reason in job.outcome.get("reasons", [])],
        said=str(job.outcome.get("said", "")),
        in_parts=bool(kind and kind.in_parts),
    )


def _label(job: Job, kind: Kind | None) -> str:
    """What people call this work; a look at what it would do is told apart from doing it."""
    label = str(kind.label) if kind else _("Background work")
    return _("%(work)s (check only)") % {"work": label} if job.given.get("dry_run") else label


def jobs_of(actor: Actor):
    """Everything this person asked for here, the newest first."""
    return Job.objects.filter(asked_by=actor.user).order_by("-id")
