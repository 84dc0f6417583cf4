"""The worker outlives a database that does not answer for a while, and says so when it has no tables at all."""

import signal
import threading

import pytest
from django.db import OperationalError

from zichtlijn.jobs.management.commands import run_worker
from zichtlijn.jobs.progress import seconds_since_worker


@pytest.fixture
def signals():
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def test_a_busy_database_is_waited_for(db, monkeypatch, caplog, signals):
    begun = []

    def work(*args, **options):
        begun.append(args)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT):  # as the worker itself does
            signal.signal(number, lambda *_: None)
        if len(begun) < 3:
            raise OperationalError("database is locked")

    monkeypatch.setattr(run_worker, "call_command", work)
    monkeypatch.setattr(run_worker.connection, "close", lambda: None)
    waiting, handlers = threading.Event(), []

    def wait(seconds):
        handlers.append([signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)])

    monkeypatch.setattr(waiting, "wait", wait)
    run_worker.do_tasks(waiting)
    assert begun == [("db_worker",)] * 3
    assert caplog.text.count("the database did not answer: the worker begins again") == 2
    assert handlers == [[signal.SIG_DFL] * 3] * 2, "while it waits it stops at once"


def test_a_database_without_tables_is_said_at_once(db, monkeypatch):
    def missing(*args):
        raise OperationalError("no such table")

    monkeypatch.setattr(run_worker.DBTaskResult.objects, "exists", missing, raising=False)
    with pytest.raises(OperationalError, match="no such table"):
        run_worker.do_tasks(threading.Event())


def test_a_worker_gives_signs_of_life_under_a_name_of_its_own_each_time(db, monkeypatch, settings, tmp_path, signals):
    settings.MEDIA_ROOT = tmp_path
    seen = []

    def work(*args, worker_id, **options):
        seen.append(worker_id)
        assert seconds_since_worker(worker_id) is not None
        if len(seen) < 2:
            raise OperationalError("server closed the connection")

    monkeypatch.setattr(run_worker, "call_command", work)
    monkeypatch.setattr(run_worker.connection, "close", lambda: None)
    monkeypatch.setattr(run_worker, "TICK_SECONDS", 0.01)
    run_worker.do_tasks(threading.Event())
    assert len(set(seen)) == 2
    assert [seconds_since_worker(worker) for worker in seen] == [None, None]
