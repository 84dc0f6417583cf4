"""`zichtlijn backup FILE` and `zichtlijn restore FILE`: a copy of the database while it is in use, and back again.

A copy is silent: it is made with the row of `notices.Silence` in it, so that no mail leaves from where it is put back
until the operator says `zichtlijn speak`. With SQLite it is a database in one file, with PostgreSQL the text of
pg_dump, which psql puts back in one transaction.
"""

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

SILENT = (
    "INSERT INTO {schema}notices_silence (since) SELECT CURRENT_TIMESTAMP "
    "WHERE NOT EXISTS (SELECT 1 FROM {schema}notices_silence)"
)


NEWER = "A newer version of Zichtlijn has worked on this copy"


class Refused(Exception):
    """Why no copy was made or put back, in one sentence."""


def backup(arguments: list[str]) -> int:
    """Write a copy of the database to a new file, while it is in use. The result is the exit status."""
    file = _file(arguments, "backup", "write a copy of the database to this file, which is not there yet")
    return _tried(_make_copy, file)


def restore(arguments: list[str]) -> int:
    """Put a copy back into an empty place, and keep it silent. The result is the exit status."""
    file = _file(arguments, "restore", "put back the copy in this file, where there is no database yet")
    return _tried(_put_back, file)


def _file(arguments: list[str], command: str, meant: str) -> Path:
    parser = argparse.ArgumentParser(prog=f"zichtlijn {command}", description=meant)
    parser.add_argument("file", type=Path, help=meant)
    return parser.parse_args(arguments).file.absolute()


def _tried(work, file: Path) -> int:
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    from zichtlijn.loading import load

    try:
        load()
        work(file)
    except (Refused, ImproperlyConfigured) as refusal:
        print(refusal, file=sys.stderr)
    except (DatabaseError, sqlite3.Error, OSError) as failure:
        print(f"That did not work: {str(failure).strip()}", file=sys.stderr)
    else:
        return 0
    return 1


def _make_copy(file: Path) -> None:
    from django.db import connection

    if file.exists():
        raise Refused(f"{file} is there already: name a new file.")
    if "notices_silence" not in connection.introspection.table_names():
        raise Refused("This database is not of this version: `zichtlijn migrate` comes first.")
    part = _new_part(file)
    try:
        if connection.vendor == "sqlite":
            _copy_sqlite(connection, part)
        else:
            _dump(connection, part)
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)
    print(f"Written: {file}. Keep the secret key with it, and the folder `files` (see docs/how-to/run.md).")


def _copy_sqlite(connection, part: Path) -> None:
    """One moment of the database, made silent and then looked through from end to end."""
    connection.ensure_connection()
    with closing(sqlite3.connect(part)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, whole by itself
        copy.execute(SILENT.format(schema=""))
        copy.commit()
        _require_sound(copy)


def _require_sound(copy: sqlite3.Connection) -> None:
    found = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise Refused(f"The copy is damaged: {found}")


def _dump(connection, part: Path) -> None:
    """What pg_dump makes of one moment, with a last statement that makes it silent."""
    with part.open("wb") as output:
        _client(connection, "pg_dump", "--no-owner", "--no-privileges", output=output)
        with connection.cursor() as cursor:
            cursor.execute("SELECT quote_ident(current_schema())")
            schema = cursor.fetchone()[0]
        output.write(f"\n{SILENT.format(schema=f'{schema}.')};\n".encode())


def _client(connection, program: str, *arguments: str, output=None) -> None:
    """Run a program of PostgreSQL on this database; the password goes by the environment, where nobody sees it."""
    from django.db.backends.postgresql.client import DatabaseClient

    found = shutil.which(program)
    if found is None:
        raise Refused(f"{program} is not here: install the client of PostgreSQL, of the server’s version or newer.")
    (_psql, *where), environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    done = subprocess.run(
        [found, *arguments, *where],
        env={**os.environ, **(environment or {})},
        stdout=output or subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refused(f"{program} says: {done.stderr.strip()[-1000:]}")


def _put_back(file: Path) -> None:
    from django.core.management import call_command
    from django.db import connection

    from zichtlijn.access.migrated import of_a_newer_version
    from zichtlijn.notices.actions import fall_silent

    if not file.is_file():
        raise Refused(f"There is no file {file}.")
    with file.open("rb") as opened:
        is_sqlite = opened.read(16) == b"SQLite format 3\0"
    if is_sqlite != (connection.vendor == "sqlite"):
        raise Refused("This copy is of another kind of database: set DATABASE_URL as it was where it was made.")
    if is_sqlite:
        _put_back_sqlite(file, Path(str(connection.settings_dict["NAME"])))
    else:
        if connection.introspection.table_names():
            raise Refused("This database is not empty: make a new one, and name it in DATABASE_URL.")
        _client(connection, "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
                f"--file={file}")  # fmt: skip
        if of_a_newer_version():
            fall_silent()
            raise Refused(
                f"{NEWER}: it is in the database as it was, and this version leaves it alone. "
                "Go on with that one, or take the database away again."
            )
    call_command("migrate", interactive=False, verbosity=0)
    fall_silent()  # also a copy that was made in another way
    print(
        "Put back. No mail leaves until you say `zichtlijn speak`, with --send or --discard; `zichtlijn check` looks "
        "it through."
    )


def _new_part(file: Path) -> Path:
    """An empty file beside this one that nobody else reads; a link that stands in its place is not followed."""
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600, exist_ok=False)
    return part


def _put_back_sqlite(file: Path, place: Path) -> None:
    from zichtlijn.access.migrated import of_a_newer_version

    beside = [place.with_name(place.name + ending) for ending in ("", "-wal", "-shm")]
    if any(each.exists() and each.stat().st_size for each in beside):  # a log of another database would be read into it
        raise Refused(f"There is a database at {place}: stop Zichtlijn and move it away, with its -wal and -shm files.")
    part = _new_part(place)
    try:
        address = f"{file.as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as copy, closing(sqlite3.connect(part)) as new:
            _require_sound(copy)
            if not copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'").fetchone():
                raise Refused(f"{file} holds no copy of Zichtlijn.")
            copy.backup(new)
            if of_a_newer_version(new.execute("SELECT app, name FROM django_migrations").fetchall()):
                raise Refused(f"{NEWER}: put it back with that one. Nothing was put back.")
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
