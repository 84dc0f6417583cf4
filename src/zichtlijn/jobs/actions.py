"""Starting background work, saving it from a dead worker, and clearing away what is old."""

import logging
import shutil
from collections.abc import Collection
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus, task_backends
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from zichtlijn.access.actor import Actor
from zichtlijn.access.scoping import scopes_disabled
from zichtlijn.jobs.kinds import kind_of, known_kinds, unknown_kind
from zichtlijn.jobs.models import Job
from zichtlijn.jobs.progress import forget, forget_workers, seconds_since_life, seconds_since_worker
from zichtlijn.jobs.tasks import run_daily, run_job

logger = logging.getLogger("zichtlijn.jobs")

#: How often a job is begun before the program gives up.
MOST_ATTEMPTS = 3
#: A worker gives a sign of life every five seconds; after this many without one it is taken for dead.
DEAD_AFTER_SECONDS = 90
#: A waiting job whose task got lost (killed in the moment between the two) is queued again after this.
LOST_AFTER = timedelta(minutes=2)
#: How long a task waits after each attempt that failed or was interrupted; after the last one it is not begun again.
TASK_WAITS = [timedelta(minutes=minutes) for minutes in (0, 5, 30, 120)]
#: What ends a task through no fault of its own: a database that does not answer, a worker that is stopped.
MAY_PASS = {
    "django.db.utils.OperationalError",
    "django.db.utils.InterfaceError",
    "builtins.SystemExit",
    "builtins.KeyboardInterrupt",
}
#: Jobs and their files are kept this long; docs/data-retention.yaml says the same.
KEPT_DAYS = 30


@transaction.atomic
def start_job(
    kind: str, *, given: dict | None = None, file: File | str | None = None, file_name: str = "", by: Actor
) -> Job:
    """Ask for background work of this kind; it begins as soon as a worker is free.

    `file` is an uploaded file, which is stored, or the stored name of the file of an earlier job. The caller asks for
    the right to the work itself; the work asks again when it runs.
    """
    kind_of(kind)
    job = Job(organisation=by.organisation, kind=kind, given=given or {}, asked_by=by.user)
    if isinstance(file, str):
        job.file.name, job.file_name = file, file_name
    elif file is not None:
        job.file_name = (file_name or Path(file.name or "").name)[-200:]
        job.file.save("upload", file, save=False)  # the name that somebody chose is shown, never used on the disk
    job.save()
    queue(job)
    return job


def started_from(tried: Job) -> Job | None:
    """The work that carries out what this work tried, if it was begun and did not come to nothing.

    Inside a transaction: two who ask at once come one after the other, so that a form sent twice starts it once.
    """
    Job.objects.select_for_update().get(pk=tried.pk)
    came_to_nothing = (Job.State.FAILED, Job.State.REFUSED)
    return Job.objects.filter(kind=tried.kind, given__of=tried.pk).exclude(state__in=came_to_nothing).first()


def queue(job: Job) -> None:
    """Hand a waiting job to the workers, together with the transaction that is open."""
    if isinstance(task_backends["default"], DatabaseBackend):
        run_job.enqueue(job.pk, job.organisation_id)  # a row in the same transaction: never one without the other
    else:
        transaction.on_commit(lambda: run_job.enqueue(job.pk, job.organisation_id))


def rescue_jobs() -> int:
    """Begin again what a dead worker left behind; returns how many jobs wait again.

    A job that cannot be saved is told of in the log and stands in the way of no other.
    """
    rescued = 0
    with scopes_disabled():  # every organisation: only states and times are looked at
        for job in Job.objects.filter(state=Job.State.RUNNING).select_related("organisation", "asked_by"):
            with _the_others_go_on(job):
                silent = seconds_since_life(job.pk)
                if silent is None:
                    begun = job.started_at
                    silent = (timezone.now() - begun).total_seconds() if begun else DEAD_AFTER_SECONDS + 1
                if silent > DEAD_AFTER_SECONDS:
                    rescued += _put_back(job)
        lost = Job.objects.filter(  # that of a closed organisation waits: its task would only be refused
            state=Job.State.WAITING, asked_at__lt=timezone.now() - LOST_AFTER, organisation__is_active=True
        )
        if lost.exists() and not DBTaskResult.objects.ready().exists():
            for job in lost.order_by("pk")[:100]:
                with _the_others_go_on(job), transaction.atomic():
                    queue(job)
                    rescued += 1
    return rescued


@contextmanager
def _the_others_go_on(job: Job):
    try:
        yield
    except Exception:
        logger.exception("job %s could not be saved from a worker that died; it is tried again", job.pk)


def rescue_tasks() -> int:
    """Let tasks wait again whose worker died, and those that failed and may do better; returns how many.

    What failed for want of a database, or with its worker, is always such; the work of every day is so on its own
    day, whatever it failed of: a task that ended well is what says that the day's work is done.
    """
    now, rescued = timezone.now(), 0
    for task in DBTaskResult.objects.running():
        silent = seconds_since_worker(task.worker_ids[-1]) if task.worker_ids else None
        if silent is None:
            silent = (now - task.started_at).total_seconds()
        if silent > DEAD_AFTER_SECONDS:
            rescued += _begin_again(task)
    today = timezone.localdate().isoformat()
    for task in DBTaskResult.objects.failed().filter(finished_at__gt=now - timedelta(days=1)):
        of_today = task.task_path == run_daily.module_path and task.args_kwargs["args"][1] == today
        if of_today or task.exception_class_path in MAY_PASS:
            rescued += _begin_again(task)
    return rescued


def _begin_again(task: DBTaskResult) -> bool:
    """Let a task wait for another worker, longer after each attempt; after the last it has failed for good."""
    begun = len(task.worker_ids)
    mine = DBTaskResult.objects.filter(pk=task.pk, status=task.status, started_at=task.started_at)
    if begun <= len(TASK_WAITS):
        wait = TASK_WAITS[max(begun, 1) - 1]
        return bool(mine.update(status=TaskResultStatus.READY, run_after=timezone.now() + wait, finished_at=None))
    if task.status == TaskResultStatus.RUNNING and mine.update(
        status=TaskResultStatus.FAILED, finished_at=timezone.now(), exception_class_path="builtins.SystemExit"
    ):
        logger.error("task %s (%s) was interrupted %s times: it is given up", task.pk, task.task_path, begun)
    return False


def _put_back(job: Job) -> bool:
    """Let another attempt be made, or give up after too many; True when it waits again."""
    again = job.attempts < MOST_ATTEMPTS
    with transaction.atomic():
        mine = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)
        if again:
            changed = mine.update(state=Job.State.WAITING)
        else:
            with translation.override((job.asked_by and job.asked_by.language) or job.organisation.language):
                sentence = _interrupted(job)
            changed = mine.update(state=Job.State.FAILED, outcome={"reasons": [sentence]}, finished_at=timezone.now())
        if changed and again:
            queue(job)
    forget(job.pk)
    return bool(changed and again)


def _interrupted(job: Job) -> str:
    kind = known_kinds().get(job.kind)
    if kind is None:  # whether it wrote in parts is not known either: nothing is said of what was changed
        return unknown_kind()
    if kind.in_parts:
        return _("This was interrupted several times and has been stopped. Start it again for the rest.")
    return _("This was interrupted several times and has been stopped. Nothing was changed. Start it again.")


def purge_jobs(day: date) -> int:
    """Remove jobs that ended more than `KEPT_DAYS` before this day, their files and their reports.

    Then the files of that age go of which no job tells: of an attempt that came to nothing after it wrote its file.
    """
    before = timezone.make_aware(datetime.combine(day - timedelta(days=KEPT_DAYS), time.min))
    with scopes_disabled():  # by age alone, in every organisation
        old = Job.objects.filter(asked_at__lt=before).exclude(state=Job.State.RUNNING)
        removed = 0
        for job in old.order_by("pk"):
            _remove(job)
            removed += 1
        _remove_untold_files(before)
    DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()
    forget_workers(before.timestamp())
    return removed


def _remove_untold_files(before: datetime) -> None:
    """Remove what lies in the folders of the months, is older than this, and is the file of no job."""
    in_months = Path(settings.MEDIA_ROOT).glob("jobs/[0-9][0-9][0-9][0-9]/[0-9][0-9]/*")
    old = [path for path in in_months if path.is_file() and path.stat().st_mtime < before.timestamp()]
    if not old:
        return
    told = set(Job.objects.exclude(file="").values_list("file", flat=True))
    for path in old:
        if str(path.relative_to(settings.MEDIA_ROOT)) not in told:
            logger.warning("the file %s belongs to no job and is removed", path.name)
            path.unlink(missing_ok=True)


def remove_jobs_of(users: Collection[int]) -> int:
    """Remove the ended work that these accounts asked for in the organisation in scope, with its files."""
    removed = 0
    for job in Job.objects.filter(asked_by__in=users).exclude(state=Job.State.RUNNING).order_by("pk"):
        _remove(job)
        removed += 1
    return removed


def _remove(job: Job) -> None:
    """Remove a job with its file, when no other job has the same, and its report.

    The file goes first: a worker that dies in between leaves a row without a file, never a file that no row tells of.
    """
    name = job.file.name
    if name and not Job.objects.filter(file=name).exclude(pk=job.pk).exists():
        job.file.storage.delete(name)
    forget(job.pk)
    shutil.rmtree(report_folder(job.pk), ignore_errors=True)
    job.delete()


def report_folder(job_id: int) -> Path:
    """Where a job keeps what is too long for its row."""
    return Path(settings.MEDIA_ROOT) / "jobs" / "reports" / str(int(job_id))
