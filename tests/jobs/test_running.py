"""A job has its effect once, as who asked for it, in the organisation it belongs to."""

import errno
import os
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import OperationalError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from zichtlijn.access.models import Organisation, RoleAssignment, User
from zichtlijn.access.permissions import Permission, require
from zichtlijn.access.refusals import NotNow
from zichtlijn.access.roles import Role
from zichtlijn.access.scoping import in_organisation
from zichtlijn.jobs import actions, kinds, progress, running
from zichtlijn.jobs.models import Job
from zichtlijn.jobs.tasks import run_job
from zichtlijn.organisation.models import Person, Position


@pytest.fixture
def kind(monkeypatch):
    """Name a kind of work for the time of one test."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))

    def name(work, result=""):
        kinds._kinds["proof"] = kinds.Kind("proof", "Proof", work, result)
        return "proof"

    return name


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def add_position(run):
    with run.writing():
        Position.objects.create(organisation=run.by.organisation, key="NEW", name="New")
        run.outcome = {"added": 1}


def positions():
    return Position.objects.filter(key="NEW").count()


def test_a_job_and_its_task_are_written_together_or_not_at_all(scoped, kind):
    kind(lambda run: None)
    tasks = DBTaskResult.objects.count()
    with transaction.atomic():
        actions.start_job("proof", by=scoped.hr.actor)
        transaction.set_rollback(True)
    assert (Job.objects.count(), DBTaskResult.objects.count()) == (0, tasks)
    job = actions.start_job("proof", by=scoped.hr.actor)
    assert DBTaskResult.objects.ready().get().args_kwargs["args"] == [job.pk, job.organisation_id]


def test_the_work_is_done_and_says_what_came_out(scoped, kind):
    kind(add_position)
    job = actions.start_job("proof", given={"x": 1}, by=scoped.hr.actor)
    run_job.call(job.pk, job.organisation_id)
    job.refresh_from_db()
    assert (job.state, job.outcome, positions()) == ("done", {"added": 1}, 1)
    assert job.finished_at >= job.started_at
    assert progress.seconds_since_life(job.pk) is None


def test_R12_a_task_that_comes_twice_does_its_work_once(scoped, kind):
    kind(add_position)
    job = actions.start_job("proof", by=scoped.hr.actor)
    for _time in range(3):
        run_job.call(job.pk, job.organisation_id)
    assert positions() == 1
    assert Job.objects.get(pk=job.pk).attempts == 1


def test_R12_an_attempt_that_was_taken_over_changes_nothing(scoped, kind):
    job = None

    def slow(run):
        # In the middle of the work this worker is thought dead, and another one does the whole job.
        Job.objects.filter(pk=job.pk).update(state="waiting")
        kind(add_position)
        running.run_waiting_job(job.pk, job.organisation_id)
        with run.writing():
            Position.objects.create(organisation=run.by.organisation, key="LATE", name="Late")

    kind(slow)
    job = actions.start_job("proof", by=scoped.hr.actor)
    run_job.call(job.pk, job.organisation_id)
    assert (positions(), Position.objects.filter(key="LATE").count()) == (1, 0)
    job.refresh_from_db()
    assert (job.state, job.outcome, job.attempts) == ("done", {"added": 1}, 2)


def test_W41_a_task_of_a_missing_or_wrong_organisation_is_refused_before_it_reads(cast, kind):
    seen = []
    kind(lambda run: seen.append(run))
    with in_organisation(cast.organisation):
        job = actions.start_job("proof", by=cast.hr.actor)
    for wrong in (cast.twin.organisation.pk, 999_999, None):
        with pytest.raises(running.NoSuchJob):
            run_job.call(job.pk, wrong)
    with in_organisation(cast.organisation):
        assert Job.objects.get(pk=job.pk).state == "waiting"
    assert seen == []


def test_W41_a_task_of_an_organisation_that_was_closed_is_refused(scoped, kind):
    kind(add_position)
    job = actions.start_job("proof", by=scoped.hr.actor)
    scoped.organisation.is_active = False
    scoped.organisation.save()
    with pytest.raises(running.NoSuchJob):
        run_job.call(job.pk, job.organisation_id)
    assert positions() == 0


def test_a_right_that_was_lost_in_the_meantime_refuses_the_work(scoped, kind):
    def work(run):
        require(run.by.may(Permission.IMPORT), "No import for you.")
        add_position(run)

    kind(work)
    job = actions.start_job("proof", by=scoped.hr.actor)
    RoleAssignment.objects.filter(membership=scoped.hr.membership, role=Role.HR).delete()
    run_job.call(job.pk, job.organisation_id)
    job.refresh_from_db()
    assert (job.state, job.outcome["reasons"], positions()) == ("refused", ["No import for you."], 0)


def test_the_work_of_somebody_who_was_shut_out_is_refused(scoped, kind):
    kind(add_position)
    job = actions.start_job("proof", by=scoped.hr.actor)
    User.objects.filter(pk=scoped.hr.user.pk).update(is_active=False)
    run_job.call(job.pk, job.organisation_id)
    job.refresh_from_db()
    assert (job.state, positions()) == ("refused", 0)


def test_W68_the_work_of_somebody_whose_last_day_has_passed_is_refused(scoped, kind):
    kind(add_position)
    job = actions.start_job("proof", by=scoped.hr.actor)
    Person.objects.filter(pk=scoped.hr.person.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    run_job.call(job.pk, job.organisation_id)
    job.refresh_from_db()
    assert (job.state, positions()) == ("refused", 0)


def test_W68_with_a_file_the_rights_are_kept_with_which_it_was_made(scoped, kind):
    def work(run):
        with run.writing():
            run.outcome = {"file_made": True}

    kind(work)
    job = actions.start_job("proof", by=scoped.hr.actor)
    run_job.call(job.pk, job.organisation_id)
    job.refresh_from_db()
    assert set(job.outcome["rights"]) == scoped.hr.actor.permissions


def test_a_refusal_of_the_moment_is_said_to_the_asker(scoped, kind):
    def work(run):
        raise NotNow("First this.", "Then that.")

    kind(work)
    job = actions.start_job("proof", by=scoped.hr.actor)
    run_job.call(job.pk, job.organisation_id)
    job.refresh_from_db()
    assert (job.state, job.outcome["reasons"]) == ("refused", ["First this.", "Then that."])


def test_a_fault_is_logged_and_told_without_its_details(scoped, kind, caplog):
    def work(run):
        with run.writing():
            Position.objects.create(organisation=run.by.organisation, key="NEW", name="New")
            raise RuntimeError("secret detail")

    kind(work)
    job = actions.start_job("proof", by=scoped.hr.actor)
    run_job.call(job.pk, job.organisation_id)
    job.refresh_from_db()
    assert (job.state, positions()) == ("failed", 0)
    assert "secret detail" not in str(job.outcome)
    assert str(job.pk) in job.outcome["reasons"][0]
    assert "secret detail" in caplog.text


def test_R01_a_database_that_does_not_answer_lets_the_job_be_begun_again(scoped, kind, settings):
    def work(run):
        raise OperationalError("database is locked")

    kind(work)
    job = actions.start_job("proof", by=scoped.hr.actor)
    run_job.call(job.pk, job.organisation_id)
    assert Job.objects.get(pk=job.pk).state == "running"
    progress.forget(job.pk)
    Job.objects.filter(pk=job.pk).update(started_at="2020-01-01T00:00Z")
    assert actions.rescue_jobs() == 1
    kind(add_position)
    run_job.call(job.pk, job.organisation_id)
    assert (Job.objects.get(pk=job.pk).state, positions()) == ("done", 1)


def test_R12_a_job_whose_worker_died_is_begun_again_but_not_for_ever(scoped, kind):
    kind(add_position)
    job = actions.start_job("proof", by=scoped.hr.actor)
    for attempt in (1, 2):
        Job.objects.filter(pk=job.pk).update(state="running", attempts=attempt, started_at="2020-01-01T00:00Z")
        assert actions.rescue_jobs() == 1
        assert Job.objects.get(pk=job.pk).state == "waiting"
    Job.objects.filter(pk=job.pk).update(state="running", attempts=3, started_at="2020-01-01T00:00Z")
    assert actions.rescue_jobs() == 0
    job.refresh_from_db()
    assert job.state == "failed"
    assert job.outcome["reasons"]


@pytest.mark.parametrize(("language", "sentence"), [("en", "does not know this work"), ("nl", "kent dit werk niet")])
def test_a_job_of_a_kind_that_this_version_does_not_know_fails_and_says_so(scoped, kind, language, sentence):
    kind(add_position)
    User.objects.filter(pk=scoped.hr.user.pk).update(language=language)
    job = actions.start_job("proof", by=scoped.hr.actor)
    del kinds._kinds["proof"]
    run_job.call(job.pk, job.organisation_id)
    job.refresh_from_db()
    assert job.state == "failed"
    assert sentence in job.outcome["reasons"][0]
    Job.objects.filter(pk=job.pk).update(state="running", attempts=3, outcome={}, started_at="2020-01-01T00:00Z")
    assert actions.rescue_jobs() == 0
    job.refresh_from_db()
    assert job.state == "failed"
    assert sentence in job.outcome["reasons"][0]


def test_R12_a_job_that_cannot_be_saved_stands_in_the_way_of_no_other(scoped, kind, monkeypatch, caplog):
    kind(add_position)
    first, second = (actions.start_job("proof", by=scoped.hr.actor) for _time in range(2))
    Job.objects.update(state="running", attempts=1, started_at="2020-01-01T00:00Z")
    queue = actions.queue

    def fails(job):
        if job == first:
            raise RuntimeError("this one not")
        queue(job)

    monkeypatch.setattr(actions, "queue", fails)
    assert actions.rescue_jobs() == 1
    assert {job.pk: job.state for job in Job.objects.all()} == {first.pk: "running", second.pk: "waiting"}
    Job.objects.update(state="waiting", asked_at="2020-01-01T00:00Z")
    DBTaskResult.objects.all().delete()
    assert actions.rescue_jobs() == 1
    assert DBTaskResult.objects.ready().get().args_kwargs["args"][0] == second.pk
    assert caplog.text.count(f"job {first.pk} could not be saved") == 2


@pytest.mark.parametrize(("language", "word"), [("en", "interrupted"), ("nl", "onderbroken")])
def test_that_it_was_interrupted_is_said_in_the_language_of_who_asked(scoped, kind, language, word):
    kind(add_position)
    User.objects.filter(pk=scoped.hr.user.pk).update(language=language)
    job = actions.start_job("proof", by=scoped.hr.actor)
    Job.objects.filter(pk=job.pk).update(state="running", attempts=3, started_at="2020-01-01T00:00Z")
    actions.rescue_jobs()
    job.refresh_from_db()
    assert word in job.outcome["reasons"][0]


def test_a_job_whose_worker_lives_is_left_alone(scoped, kind):
    kind(add_position)
    job = actions.start_job("proof", by=scoped.hr.actor)
    Job.objects.filter(pk=job.pk).update(state="running", attempts=1, started_at="2020-01-01T00:00Z")
    with progress.Progress(job.pk):
        assert actions.rescue_jobs() == 0
    assert Job.objects.get(pk=job.pk).state == "running"


def test_R12_a_waiting_job_whose_task_got_lost_is_queued_again(scoped, kind):
    kind(add_position)
    job = actions.start_job("proof", by=scoped.hr.actor)
    assert actions.rescue_jobs() == 0
    DBTaskResult.objects.all().delete()
    assert actions.rescue_jobs() == 0, "it has only just been asked for"
    Job.objects.filter(pk=job.pk).update(asked_at="2020-01-01T00:00Z")
    assert actions.rescue_jobs() == 1
    assert DBTaskResult.objects.ready().count() == 1


def test_a_waiting_job_of_a_closed_organisation_is_not_queued_over_and_over(scoped, kind):
    kind(add_position)
    actions.start_job("proof", by=scoped.hr.actor)
    DBTaskResult.objects.all().delete()
    Job.objects.update(asked_at="2020-01-01T00:00Z")
    Organisation.objects.filter(pk=scoped.organisation.pk).update(is_active=False)
    assert actions.rescue_jobs() == 0
    assert not DBTaskResult.objects.exists()
    Organisation.objects.filter(pk=scoped.organisation.pk).update(is_active=True)
    assert actions.rescue_jobs() == 1, "it is open again"


def test_progress_is_seen_at_once_and_written_at_most_twice_a_second():
    with progress.Progress(7) as report:
        report(1, 100, "reading")
        assert progress.standing_of(7) == progress.Standing(1, 100, "reading")
        writes = []
        report._write = lambda: writes.append(time.monotonic())
        began = time.monotonic()
        for done in range(2, 20_000):
            report(done, 20_000)
        assert len(writes) <= 1 + 2 * (time.monotonic() - began)
        before = len(writes)
        report(5, 20_000, "writing")
        assert len(writes) > before, "a new step is said at once"


def test_R12_a_disk_that_is_full_ends_neither_the_signs_of_life_nor_the_work(monkeypatch, caplog):
    replace, full, tried = progress.os.replace, threading.Event(), []

    def write(*names):
        tried.append(names)
        if full.is_set():
            raise OSError(28, "No space left on device")
        replace(*names)

    monkeypatch.setattr(progress.os, "replace", write)
    monkeypatch.setattr(progress, "HEARTBEAT_SECONDS", 0.01)
    with progress.Progress(7) as report:
        report(1, 100, "reading")
        full.set()
        report(2, 100, "writing")
        os.utime(progress._path(7), times=(0, 0))
        before = len(tried)
        wait_until(lambda: len(tried) > before + 2)
        assert progress.seconds_since_life(7) < 60, "also on a full disk its time moves"
        with report._lock:  # between two beats
            assert [file.name for file in progress._path(7).parent.iterdir()] == ["7.json"]
        full.clear()
        wait_until(lambda: progress.standing_of(7).step == "writing")
    assert caplog.text.count("cannot be written; the work goes on") == 1


def wait_until(it_is_so):
    for _time in range(1000):
        if it_is_so():
            return
        time.sleep(0.01)
    raise AssertionError("it did not come")


def test_R12_signs_of_life_that_cannot_even_begin_do_not_stop_the_work(scoped, kind, settings, tmp_path, caplog):
    kind(add_position)
    job = actions.start_job("proof", by=scoped.hr.actor)
    settings.MEDIA_ROOT = tmp_path / "file"
    settings.MEDIA_ROOT.write_text("no folder")
    run_job.call(job.pk, job.organisation_id)
    assert (Job.objects.get(pk=job.pk).state, positions()) == ("done", 1)
    assert "cannot be written; the work goes on" in caplog.text


def test_R12_two_attempts_at_one_job_write_files_of_their_own_and_what_is_left_of_one_goes(monkeypatch):
    written = []
    replace = progress.os.replace
    monkeypatch.setattr(progress.os, "replace", lambda *names: (written.append(names[0]), replace(*names)))
    with progress.Progress(7), progress.Progress(7), progress.Progress(70):
        pass
    assert len(set(written)) == 3
    for file in written:
        file.write_text("{half")  # killed while it wrote
    progress.forget(7)
    assert {file.name for file in progress._path(7).parent.iterdir()} == {"70.json", written[2].name}


def test_progress_that_cannot_be_read_is_no_progress():
    assert progress.standing_of(12345) == progress.Standing()
    progress._path(8).parent.mkdir(parents=True)
    progress._path(8).write_text("{half")
    assert progress.standing_of(8) == progress.Standing()


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_while_the_transaction_of_the_work_is_open(cast, kind):
    seen, written, go_on = [], threading.Event(), threading.Event()

    def work(run):
        with run.writing():
            Position.objects.create(organisation=run.by.organisation, key="NEW", name="New")
            run.progress(3, 9, "writing")
            written.set()
            go_on.wait(10)

    kind(work)
    with in_organisation(cast.organisation):
        job = actions.start_job("proof", by=cast.hr.actor)
    worker = threading.Thread(target=run_in_thread, args=(job.pk, cast.organisation.pk))
    worker.start()
    assert written.wait(10)
    seen.append(progress.standing_of(job.pk))
    with in_organisation(cast.organisation):
        assert positions() == 0, "nothing of the work is seen before it is whole"
    go_on.set()
    worker.join(20)
    with in_organisation(cast.organisation):
        assert positions() == 1
    assert seen == [progress.Standing(3, 9, "writing")]


def run_in_thread(job_id, organisation_id):
    from django.db import connection

    try:
        running.run_waiting_job(job_id, organisation_id)
    finally:
        connection.close()


def test_old_jobs_go_with_their_files_and_a_file_in_use_stays(scoped, kind):
    from datetime import date

    kind(lambda run: None)
    old = actions.start_job("proof", file=ContentFile(b"old", "old.csv"), by=scoped.hr.actor)
    shared = actions.start_job("proof", file=ContentFile(b"shared", "shared.csv"), by=scoped.hr.actor)
    again = actions.start_job("proof", file=shared.file.name, file_name="shared.csv", by=scoped.hr.actor)
    actions.report_folder(old.pk).mkdir(parents=True)
    Job.objects.filter(pk__in=[old.pk, shared.pk]).update(asked_at="2020-01-01T00:00Z", state="done")
    assert actions.purge_jobs(date(2026, 11, 21)) == 2
    assert [job.pk for job in Job.objects.all()] == [again.pk]
    assert not old.file.storage.exists(old.file.name)
    assert not actions.report_folder(old.pk).exists()
    assert again.file.storage.exists(again.file.name)


def test_W44_old_files_that_no_job_tells_of_go_too(scoped, kind):
    """A worker that was killed between writing its file and its row leaves one: it may be a list of people."""
    kind(lambda run: None)
    job = actions.start_job("proof", file=ContentFile(b"x", "people.csv"), by=scoped.hr.actor)
    told = Path(job.file.path)
    lost, fresh = told.with_name("lost"), told.with_name("fresh")
    report = actions.report_folder(job.pk) / "report"
    report.parent.mkdir(parents=True)
    for path in (lost, fresh, report):
        path.write_text("a list of people")
    for path in (told, lost, report):
        os.utime(path, (0, 0))
    assert actions.purge_jobs(timezone.localdate()) == 0
    assert [path.exists() for path in (told, lost, fresh, report)] == [True, False, True, True]
    fresh.unlink()


@pytest.mark.parametrize("reason", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_where_nobody_may_write_no_work_begins(monkeypatch, reason):
    """Without a sign of life it would count as dead, and be done again beside itself."""

    def refuses(*given, **more):
        raise OSError(reason, "no")

    monkeypatch.setattr(progress.Path, "touch", refuses)
    with pytest.raises(OSError, match="no"), progress.Progress(7):
        pytest.fail("the work began")


def test_the_name_of_an_upload_never_reaches_the_disk(scoped, kind):
    kind(lambda run: None)
    job = actions.start_job("proof", file=ContentFile(b"x", "../../evil<b>.csv"), by=scoped.hr.actor)
    assert "evil" not in job.file.name
    assert ".." not in job.file.name
    assert job.file_name == "evil<b>.csv"
