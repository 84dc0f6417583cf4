"""`make bench N=1000`: measures organisations of so many people on both databases and writes docs/benchmarks.md;
what people may ask about themselves stands in docs/benchmarks-privacy.md, and with --last-day a server under load in
docs/benchmarks-last-day.md.

    python -m tests.benchmarks.run 1000 10000 100000 [--database sqlite|postgres] [--requests 30] [--no-import]

Databases and outcomes are kept in ZICHTLIJN_HOME/bench and used again, so that the sizes can be measured one by one;
the page shows every size that was measured. Remove that folder to start anew.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import bringing_in, report
from tools.postgres import kept_postgres

ROOT = Path(__file__).resolve().parents[2]
HOME = Path(os.environ.get("ZICHTLIJN_HOME", ROOT / "var")).resolve() / "bench"
POSTGRES = {"shared_buffers": "512MB", "max_wal_size": "4GB", "max_connections": "30"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("people", type=int, nargs="+", help="sizes: 1000, 10000, 100000")
    parser.add_argument("--database", choices=["sqlite", "postgres"], help="only this one")
    parser.add_argument("--requests", type=int, default=30, help="requests of each page that are timed")
    parser.add_argument("--no-pages", action="store_true", help="leave out the pages")
    parser.add_argument("--no-import", action="store_true", help="leave out bringing in files of people")
    parser.add_argument("--no-privacy", action="store_true", help="leave out what people may ask about themselves")
    parser.add_argument("--last-day", type=int, metavar="SECONDS", help="also a server on the last day of a cycle")
    parser.add_argument("--build-only", action="store_true", help="only make the databases")
    chosen = parser.parse_args()
    HOME.mkdir(parents=True, exist_ok=True)
    if chosen.database != "postgres":
        for people in chosen.people:
            measure("sqlite", people, f"sqlite:///{HOME / f'people-{people}.sqlite3'}", chosen)
    if chosen.database != "sqlite":
        with kept_postgres(HOME / "postgres", **POSTGRES) as url:
            for people in chosen.people:
                measure("postgres", people, with_database(url, f"people_{people}"), chosen)
    if not chosen.build_only:
        write("benchmarks.md", report.page, outcomes())
        write("benchmarks-privacy.md", report.privacy_page, kept_of("privacy"))
        write("benchmarks-last-day.md", report.last_day_page, kept_of("last-day"))
    return 0


def write(name: str, page: Callable[[list[dict], dict], str], found: list[dict]) -> None:
    """Write a page of docs/, when there is something to say on it."""
    if found:
        (ROOT / "docs" / name).write_text(page(found, POSTGRES), encoding="utf-8")
        print(f"Written: docs/{name}")


def measure(vendor: str, people: int, url: str, chosen) -> None:
    """Measure one size on one database, and keep the outcome."""
    begun = time.perf_counter()
    kept = HOME / f"outcome-{vendor}-{people}.json"
    outcome = json.loads(kept.read_text()) if kept.exists() else {"built": None}
    if not chosen.no_pages:
        print(f"{vendor}, {people} people: pages", flush=True)
        requests = 0 if chosen.build_only else chosen.requests
        found = json.loads(run(["-m", "tests.benchmarks.pages", people, requests], url).splitlines()[-1])
        outcome |= {name: value for name, value in found.items() if value is not None}
    if not (chosen.build_only or chosen.no_import):
        print(f"{vendor}, {people} people: import", flush=True)
        fresh = fresh_database(vendor, url)
        outcome["import"] = bringing_in.measure(people, HOME, lambda given: run(given, fresh), environment(fresh))
    if not (chosen.build_only or chosen.no_privacy):
        print(f"{vendor}, {people} people: privacy", flush=True)
        told = run(["-m", "tests.benchmarks.privacy", people], url).splitlines()[-1]
        (HOME / f"privacy-{vendor}-{people}.json").write_text(told)
    if chosen.last_day:
        print(f"{vendor}, {people} people: the last day of a cycle", flush=True)
        told = run(["-m", "tests.benchmarks.load", people, chosen.last_day], url).splitlines()[-1]
        (HOME / f"last-day-{vendor}-{people}.json").write_text(told)
    kept.write_text(json.dumps(outcome, indent=1))
    print(f"  done in {time.perf_counter() - begun:.0f} s", flush=True)


def environment(url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "zichtlijn.settings",
        "ZICHTLIJN_HOME": str(HOME / "home"),
        "ZICHTLIJN_LOG_LEVEL": "CRITICAL",
        "ZICHTLIJN_DEBUG": "0",
        "DATABASE_URL": url,
    }


def run(arguments: list, url: str) -> str:
    """Run a Python program of this project; stops with what it said when it fails."""
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(command, env=environment(url), capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return done.stdout


def with_database(url: str, name: str) -> str:
    """The address of a database of this name on the server, made when it is not there."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f'CREATE DATABASE "{name}"')
    return url.rpartition("/")[0] + "/" + name


def fresh_database(vendor: str, url: str) -> str:
    """An empty database next to the measured one, for bringing files in."""
    if vendor == "sqlite":
        path = HOME / "import.sqlite3"
        for name in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            with contextlib.suppress(FileNotFoundError):
                name.unlink()
        return f"sqlite:///{path}"
    import psycopg

    server = url.rpartition("/")[0] + "/postgres"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS bringing_in")
        connection.execute("CREATE DATABASE bringing_in")
    return url.rpartition("/")[0] + "/bringing_in"


def outcomes() -> list[dict]:
    """Everything that was measured so far."""
    found = []
    for path in HOME.glob("outcome-*.json"):
        outcome = json.loads(path.read_text())
        if "rows" in outcome:
            found.append({"vendor": path.stem.split("-")[1], **outcome})
    return sorted(found, key=lambda outcome: (outcome["vendor"] != "sqlite", outcome["people"]))


def kept_of(what: str) -> list[dict]:
    """Everything of this kind that was measured so far."""
    found = []
    for path in HOME.glob(f"{what}-*.json"):
        vendor = path.stem.removeprefix(f"{what}-").split("-")[0]
        found.append({"vendor": vendor, **json.loads(path.read_text())})
    return sorted(found, key=lambda one: (one["vendor"] != "sqlite", one["people"]))


if __name__ == "__main__":
    sys.exit(main())
