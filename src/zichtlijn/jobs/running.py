"""Doing a job: claimed once, in the scope of its organisation, as the person who asked, with one effect."""

import logging
from contextlib import contextmanager

from django.db import OperationalError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zichtlijn.access.actor import Actor, actor_for
from zichtlijn.access.models import Membership, Organisation
from zichtlijn.access.refusals import NotAllowed, NotNow, Refusal
from zichtlijn.access.scoping import in_organisation
from zichtlijn.jobs.kinds import Kind, known_kinds, unknown_kind
from zichtlijn.jobs.models import Job
from zichtlijn.jobs.progress import Progress, forget

logger = logging.getLogger("zichtlijn.jobs")
security_log = logging.getLogger("zichtlijn.security")


class NoSuchJob(LookupError):
    """A task named a job that is not there in the organisation it named: nothing was read or done."""


class JobRefused(Refusal):
    """The work looked and said no; nothing was changed. `outcome` says why, as data."""

    def __init__(self, outcome: dict):
        super().__init__("refused")
        self.outcome = outcome


class TakenOver(Exception):
    """Somebody else does this job now (this worker was thought dead): everything written here is undone."""


class Run:
    """One attempt at one job, as the work sees it."""

    def __init__(self, job: Job, by: Actor, progress: Progress):
        self.job = job
        self.by = by
        self.progress = progress
        self.outcome: dict = {}
        self.finished = False

    @contextmanager
    def writing(self):
        """The one transaction of the work. It ends with the job done, or not at all."""
        with transaction.atomic():
            yield
            if self.outcome.get("file_made"):  # whoever loses one of these rights can no longer take it
                self.outcome["rights"] = sorted(self.by.permissions)
            _finish(self.job, Job.State.DONE, self.outcome)
        self.finished = True


def run_waiting_job(job_id: int, organisation_id: int) -> None:
    """Do this job unless somebody else does or did. Safe to call any number of times."""
    organisation = Organisation.objects.filter(pk=organisation_id, is_active=True).first()
    if organisation is None:
        security_log.warning("job %s asked for in organisation %s, which is not there", job_id, organisation_id)
        raise NoSuchJob(job_id)
    with in_organisation(organisation):
        job = _claim(job_id)
        if job is not None:
            _attempt(job)


def _claim(job_id: int) -> Job | None:
    """Take a waiting job; None when it was taken before."""
    now = timezone.now()
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id).first()
        if job is None:
            security_log.warning("job %s asked for in an organisation that has no such job", job_id)
            raise NoSuchJob(job_id)
        if job.state != Job.State.WAITING:
            return None
        job.state, job.started_at, job.attempts = Job.State.RUNNING, now, job.attempts + 1
        job.save(update_fields=["state", "started_at", "attempts"])
    return job


def _attempt(job: Job) -> None:
    membership = (
        Membership.objects.open_on(timezone.localdate())
        .filter(organisation=job.organisation_id, user=job.asked_by_id)
        .select_related("user", "organisation", "person")
        .first()
    )
    language = membership.user.language if membership else None
    kind = known_kinds().get(job.kind)
    with translation.override(language):
        try:
            if membership is None:  # rights are those of this moment, not those of when it was asked
                raise NotAllowed(_("The person who asked for this no longer belongs to the organisation."))
            if kind is None:
                logger.error("job %s is of the kind %r, which this version does not know", job.pk, job.kind)
                _settle(job, Job.State.FAILED, {"reasons": [unknown_kind()]})
            else:
                _work(job, actor_for(membership), kind)
        except TakenOver:
            logger.warning("job %s was taken over by another worker: this attempt changed nothing", job.pk)
            return
        except JobRefused as refusal:
            _settle(job, Job.State.REFUSED, refusal.outcome)
        except NotAllowed as refusal:
            _settle(job, Job.State.REFUSED, {"reasons": [str(refusal.sentence)]})
        except NotNow as refusal:
            _settle(job, Job.State.REFUSED, {"reasons": [str(reason) for reason in refusal.reasons]})
        except OperationalError:
            logger.exception("job %s met a database that did not answer: it is begun again soon", job.pk)
            return  # still running, without a sign of life: `rescue_jobs` finds it
        except Exception:
            logger.exception("job %s failed", job.pk)
            if kind and kind.in_parts:
                sentence = _(
                    "Something went wrong on our side. Start it again for the rest; if it fails again, give your "
                    "administrator this number: job %(number)s."
                )
            else:
                sentence = _(
                    "Something went wrong on our side. Nothing was changed. Try again; if it fails "
                    "again, give your administrator this number: job %(number)s."
                )
            _settle(job, Job.State.FAILED, {"reasons": [sentence % {"number": job.pk}]})
        forget(job.pk)


def _work(job: Job, by: Actor, kind: Kind) -> None:
    with Progress(job.pk) as progress:
        run = Run(job, by, progress)
        outcome = kind.work(run)
        if not run.finished:
            run.outcome = outcome or {}
            with run.writing():
                pass


def _finish(job: Job, state: str, outcome: dict) -> None:
    """Write the end of this attempt; refused when another attempt has begun since."""
    mine = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)
    made = {"file": job.file.name, "file_name": job.file_name}  # what the work made replaces what was given
    if not mine.update(state=state, outcome=outcome, finished_at=timezone.now(), **made):
        raise TakenOver
    job.state, job.outcome = state, outcome


def _settle(job: Job, state: str, outcome: dict) -> None:
    try:
        _finish(job, state, outcome)
    except TakenOver:
        logger.warning("job %s was taken over by another worker: this attempt says nothing", job.pk)
