"""A task that dies with its worker, or for want of a database, is begun again: a day's work, an invitation, a link."""

import os
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from zichtlijn.access.tasks import send_password_link
from zichtlijn.jobs import actions, clock, progress, schedule
from zichtlijn.jobs.models import Schedule
from zichtlijn.jobs.tasks import run_daily

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def a_day(monkeypatch):
    """Work of every day that can be told to fail; what it did is kept."""
    done = []
    for module in (schedule, clock):
        monkeypatch.setattr(module, "daily_work", {"proof": schedule.Daily(done.append, False)})
        monkeypatch.setattr(module, "short_work", {})
    return done


def begun(**fields):
    """The task of today, as a worker left it."""
    clock.tick()
    return left(DBTaskResult.objects.get(), **fields)


def left(task, *, status="RUNNING", workers=("gone",), error="", **fields):
    ended = timezone.now() if status == "FAILED" else None
    fields = {
        "started_at": timezone.now() - timedelta(minutes=20),
        "finished_at": ended,
        "exception_class_path": error,
        **fields,
    }
    DBTaskResult.objects.filter(pk=task.pk).update(status=status, worker_ids=list(workers), **fields)
    return task


def mail():
    return DBTaskResult.objects.get(pk=send_password_link.enqueue(email="emma@twin.example", language="nl").id)


def waits(task):
    task.refresh_from_db()
    return task.status == "READY"


def test_R12_the_work_of_a_day_whose_worker_died_is_begun_again():
    task = begun()
    clock.rescue_jobs()
    assert waits(task)
    assert DBTaskResult.objects.ready().get() == task, "at once, and not as a second one"


def test_R12_tasks_are_saved_also_when_jobs_cannot_be(monkeypatch):
    def fails():
        raise RuntimeError("no jobs today")

    monkeypatch.setattr(actions, "rescue_jobs", fails)
    task = begun()
    with pytest.raises(RuntimeError):
        clock.rescue_jobs()
    assert waits(task)


def test_R12_the_work_of_a_day_that_failed_is_begun_again_a_while_later(time_machine):
    task = begun(status="FAILED", workers=["a", "b"], error="builtins.RuntimeError")
    clock.rescue_jobs()
    assert waits(task)
    assert not DBTaskResult.objects.ready().exists()
    time_machine.move_to(timezone.now() + timedelta(minutes=6))
    assert DBTaskResult.objects.ready().get() == task


def test_R12_it_is_begun_five_times_a_day_at_most(caplog):
    task = begun(workers=["a", "b", "c", "d"])
    clock.rescue_jobs()
    assert waits(task)
    for status in ("RUNNING", "FAILED"):
        left(task, status=status, workers=["a", "b", "c", "d", "e"])
        assert actions.rescue_tasks() == 0
        task.refresh_from_db()
        assert task.status == "FAILED"
    assert "given up" in caplog.text


def test_a_task_whose_worker_lives_is_left_alone():
    task = begun(workers=["gone", "here"])
    with progress.WorkerLives("here"):
        clock.rescue_jobs()
        assert not waits(task)
    clock.rescue_jobs()
    assert waits(task), "that worker ended, and what it did has not"


def test_a_task_that_has_only_just_begun_is_left_alone():
    task = begun(started_at=timezone.now())
    clock.rescue_jobs()
    assert not waits(task)


def test_what_ended_well_is_not_begun_again(a_day):
    task = begun(status="SUCCESSFUL", finished_at=timezone.now())
    clock.rescue_jobs()
    clock.tick()
    assert not waits(task)
    assert DBTaskResult.objects.count() == 1


def test_R12_what_is_left_of_yesterday_makes_way_for_today(a_day):
    today = timezone.localdate()
    yesterday = today - timedelta(days=1)
    run_daily.call("proof", yesterday.isoformat(), None)
    task = begun(status="FAILED", error="builtins.RuntimeError")
    DBTaskResult.objects.update(args_kwargs={"args": ["proof", yesterday.isoformat(), None], "kwargs": {}})
    clock.rescue_jobs()
    assert not waits(task)
    run_daily.call("proof", yesterday.isoformat(), None)  # it had waited while all workers were away
    run_daily.call("proof", today.isoformat(), None)
    assert a_day == [yesterday, today], "the lines of yesterday are not laid over those of today"
    assert Schedule.objects.get(kind="proof").last_on == today


@pytest.mark.parametrize("error", ["django.db.utils.OperationalError", "builtins.SystemExit"])
def test_R12_a_link_lost_in_a_restart_of_the_database_or_the_worker_is_sent_after_all(error):
    task = left(mail(), status="FAILED", error=error)
    clock.rescue_jobs()
    assert waits(task)


def test_a_link_that_failed_of_itself_is_not_sent_over_and_over():
    task = left(mail(), status="FAILED", error="builtins.ValueError")
    clock.rescue_jobs()
    assert not waits(task)


def test_what_killed_workers_leave_behind_goes_with_old_jobs():
    with progress.WorkerLives("here"):
        pass
    assert progress.seconds_since_worker("here") is None
    with progress.WorkerLives("killed"):
        file = progress._worker_path("killed")
        os.utime(file, times=(time.time() - 90 * 86400,) * 2)
        clock.purge_jobs(timezone.localdate())
        assert not file.exists()
