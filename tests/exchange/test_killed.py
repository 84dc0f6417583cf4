"""Real processes on a real database: killed in the middle they leave nothing, and together they lose nothing."""

import os
import pty
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import pytest
from django.conf import settings
from django.db import connection

from tests.exchange.test_people import many
from tests.factories import make_member, make_organisation
from zichtlijn.access.roles import Role
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit.actions import broken_links
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.exchange.actions.bringing_in import start_trying
from zichtlijn.jobs import actions as jobs
from zichtlijn.jobs.models import Job
from zichtlijn.jobs.progress import _path, standing_of
from zichtlijn.organisation.models import Person, Placement, Position, SearchWord, Unit

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parents[2]


def database_url() -> str:
    """The database of this very test."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    return f"postgres://{found['USER']}:{found['PASSWORD']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"


@contextmanager
def process(*arguments, **options):
    """A process of the program on the database of the test; ended when the block ends."""
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src"))),  # of this tree, whatever is installed
        "ZICHTLIJN_TEST_HOME": str(settings.HOME),
    }
    started = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=environment, **options)
    try:
        yield started
    finally:
        if started.poll() is None:
            started.kill()
        with started:  # which closes its pipes
            started.wait(20)


#: The program, which stops in the middle: once it has told that it is in this step and so far, it says so and waits
#: until it is told to go on.
STOPPING = """
import sys
from zichtlijn.loading import load
load()
from zichtlijn.cli import main
from zichtlijn.exchange.management.commands.import_file import Bar
from zichtlijn.jobs.progress import Progress
word, least = sys.argv.pop(1), int(sys.argv.pop(1))
def stopping(tell):
    def told(self, done, total=0, step=""):
        tell(self, done, total, step)
        if step.startswith(word) and done >= least:
            print("stopped", flush=True)
            sys.stdin.readline()
    return told
for each in (Bar, Progress):
    each.__call__ = stopping(each.__call__)
sys.exit(main())
"""
IMPORT = ("import", "people", "--organisation", "leeg")


@contextmanager
def stopped(word: str, least: int, *command, **options):
    """A process of the program that has come so far, and goes on when it is told to."""
    options = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, **options}
    with process("-c", STOPPING, word, str(least), *command, **options) as started:
        yield started


def has_said(started, word: str, seconds: float = 120) -> bool:
    """Whether a process says this, or ends or takes longer without having said it."""
    guard = Timer(seconds, started.kill)
    guard.start()
    try:
        return any(line.strip() == word for line in started.stdout)
    finally:
        guard.cancel()


def read_until(terminal: int, word: str, seconds: float = 30) -> str:
    """What a terminal shows, until this word is among it."""
    shown, deadline = "", time.monotonic() + seconds
    while word not in shown and time.monotonic() < deadline:
        try:
            shown += os.read(terminal, 4096).decode(errors="replace")
        except OSError:
            break
    return shown


def what_is_there(organisation):
    with in_organisation(organisation):
        models = (Person, Placement, Unit, Position, SearchWord, AuditEvent)
        return [model.objects.count() for model in models] + [Person.history.count(), Placement.history.count()]


def sound(organisation):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchall() == [("ok",)]
            cursor.execute("PRAGMA foreign_key_check")
            assert cursor.fetchall() == []
    with in_organisation(organisation):
        assert broken_links(organisation) == []


@pytest.fixture
def organisation(db):
    return make_organisation("Leeg", slug="leeg")


@pytest.mark.parametrize(("step", "rows"), [("Reading", 2_500), ("Writing", 5_000), ("Connecting lines", 0)])
def test_R03_R10_a_killed_import_leaves_nothing_behind(organisation, workbook, step, rows):
    path = workbook(many(5_000))
    before = what_is_there(organisation)
    terminal, other_end = pty.openpty()
    with stopped(step, rows, *IMPORT, str(path), stderr=other_end) as started:
        os.close(other_end)
        assert step in read_until(terminal, step), "the terminal shows how far it is"
        assert has_said(started, "stopped"), "it was over before it could be killed"
        started.send_signal(signal.SIGKILL)
        started.wait(20)
    os.close(terminal)
    connection.close()
    assert what_is_there(organisation) == before == [0] * 8
    sound(organisation)


def test_R03_after_a_kill_the_same_file_comes_in_whole(organisation, workbook):
    path = workbook(many(1_000))
    command = ("-m", "zichtlijn", *IMPORT, str(path))
    with stopped("Writing", 1_000, *IMPORT, str(path)) as started:
        assert has_said(started, "stopped")
        started.kill()
    with process(*command, stdout=subprocess.PIPE, text=True) as started:
        said, _errors = started.communicate(timeout=60)
    assert started.returncode == 0
    assert said.strip().splitlines()[-1] == "1005 added, 0 changed, 0 unchanged, 0 refused."
    with process(*command, stdout=subprocess.PIPE, text=True) as started:
        said, _errors = started.communicate(timeout=60)
    assert said.strip().splitlines()[-1] == "0 added, 0 changed, 1005 unchanged, 0 refused."
    sound(organisation)


def test_a_refused_file_ends_with_its_count_and_a_status_that_is_not_zero(organisation, workbook):
    path = workbook(many(50, bad={6, 7, 8}))
    command = ("-m", "zichtlijn", "import", "people", str(path), "--organisation", "leeg")
    with process(*command, stdout=subprocess.PIPE, text=True) as started:
        said, _errors = started.communicate(timeout=60)
    assert started.returncode == 3
    assert said.count("people, row") == 3
    assert said.strip().splitlines()[-1].endswith("3 refused.")
    path.write_bytes(b"not a workbook")
    with process(*command, stdout=subprocess.PIPE, text=True) as started:
        said, _errors = started.communicate(timeout=60)
    assert started.returncode == 3
    assert said.splitlines() == [
        "This file is called .xlsx but is not an Excel workbook. Open it in Excel or LibreOffice and save it again.",
        "0 added, 0 changed, 0 unchanged, 1 refused.",
    ]


def test_R03_R12_a_worker_that_is_killed_in_the_middle_of_an_import_does_it_once_all_the_same(workbook, monkeypatch):
    # the files of the jobs must stand where the worker looks
    monkeypatch.setattr(settings, "MEDIA_ROOT", settings.HOME / "files")
    cast_organisation = make_organisation("Leeg", slug="leeg")
    member = make_member(cast_organisation, Role.ADMINISTRATOR, email="beheer@leeg.example", language="en")
    path = workbook(many(5_000))
    with in_organisation(cast_organisation), path.open("rb") as file:
        from django.core.files import File

        tried = start_trying(File(file, "lijst.xlsx"), kind="people", complete=False, by=member.actor)
        Job.objects.filter(pk=tried.pk).update(given={"kind": "people", "dry_run": False})
    with stopped("Writing", 5_000, "worker", stderr=subprocess.DEVNULL) as worker:
        assert has_said(worker, "stopped")
        assert standing_of(tried.pk).step.startswith("Writing")
        worker.send_signal(signal.SIGKILL)
        worker.wait(20)
    connection.close()
    with in_organisation(cast_organisation):
        assert Job.objects.get(pk=tried.pk).state == "running"
        assert Person.objects.count() == 0
        os.utime(_path(tried.pk), (0, 0))  # as if a minute and a half had passed
        assert jobs.rescue_jobs() == 1
    batch = ("-m", "django", "db_worker", "--queue-name", "*", "--batch", "--no-reload")
    with process(*batch, stderr=subprocess.DEVNULL) as worker:
        worker.wait(90)
    connection.close()
    with in_organisation(cast_organisation):
        job = Job.objects.get(pk=tried.pk)
        assert (job.state, job.attempts, job.outcome["counts"]["added"]) == ("done", 2, 5_005)
        assert Person.objects.count() == 5_001
        assert AuditEvent.objects.filter(event=Event.FILE_IMPORTED).count() == 1
    sound(cast_organisation)


WRITER = """
import sys, django
django.setup()
from zichtlijn.access.actor import system_actor
from zichtlijn.access.models import Organisation
from zichtlijn.access.scoping import in_organisation
from zichtlijn.organisation.actions.positions import add_position
organisation = Organisation.objects.get(slug="leeg")
with in_organisation(organisation):
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(40):
        name = f"{sys.argv[1]}-{number}"
        add_position(name=name, key=name, description="", by=system_actor(organisation))
"""


def test_R01_a_burst_of_writers_beside_an_import_meets_no_locked_database(organisation, workbook):
    """They begin while the import is in the middle of its transaction."""
    path, pipe = workbook(many(3_000)), subprocess.PIPE
    options = {"stdin": pipe, "stdout": pipe, "stderr": pipe, "text": True}
    with (
        stopped("Writing", 3_000, *IMPORT, str(path), stderr=pipe) as importing,
        process("-c", WRITER, "a", **options) as first,
        process("-c", WRITER, "b", **options) as second,
        process("-c", WRITER, "c", **options) as third,
    ):
        assert has_said(importing, "stopped")
        writers = (first, second, third)
        assert all(has_said(each, "ready") for each in writers)
        for each in writers:
            each.stdin.write("go on\n")
            each.stdin.flush()
        time.sleep(0.2)  # they write at once, or wait for the import
        for each in (importing, *writers):
            _said, errors = each.communicate(timeout=90)
            assert (each.returncode, errors) == (0, "")
    with in_organisation(organisation):
        assert Person.objects.count() == 3_001
        assert Position.objects.count() == 122
    sound(organisation)
