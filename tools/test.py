"""Every check and every test: `make test`. Ends with one line that counts the tests, and fails when anything failed.

First the checks, and meanwhile the migrations into an empty database of each kind, which every process of the tests
copies. Then every test on SQLite, then once more all that has to do with the database on a PostgreSQL of its
own: a test that cannot reach the database says the same on both.
A missing browser is installed or is a failure; a skipped test is a failure too.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import psycopg
from postgres import throwaway_postgres

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
CHECKS = {
    "ruff": [BIN / "ruff", "check", "--quiet", "--output-format", "concise", "."],
    "import-linter": [BIN / "lint-imports", "--no-cache", "--no-logo"],
    "mypy": [BIN / "mypy"],
    "djlint": [BIN / "djlint", "src", "--lint", "--quiet"],
    "messages": [sys.executable, "tools/messages.py", "check"],
}
#: What says the same on both is left out: tests that reach no database (by folder, and by the mark that
#: tests/conftest.py sets), and those with the mark `once`: how pages fit, look and are read out, and what is decided
#: before a database is asked.
ONCE_MORE = ["--ignore=tests/calculations", "-m", "database and not once"]
#: These begin with the demo, which takes half a minute to fill; and a journey waits half of its time for the browser.
WITH_THE_DEMO = ["tests/journeys", "tests/demo"]
#: First the one without windows, with which journeys take a fifth less of the processor.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checks-only", action="store_true", help="only the checks that need no tests")
    parser.add_argument("--processes", default="2", help="how many tests run at once")
    options = parser.parse_args()

    if options.checks_only:
        failed = failed_checks()
        print("All checks passed." if not failed else f"Failed: {', '.join(failed)}.")
        return 1 if failed else 0

    # where it is set, each of the hundred processes of a run would compile a thousand files for itself
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["ZICHTLIJN_TEST_BROWSER"] = browser()
    totals: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name, throwaway_postgres() as url:
        folder = Path(name)
        migrating = [migrate(f"sqlite:///{folder / 'migrated.sqlite3'}"), migrate(new_database(url, "migrated"))]
        failed = failed_checks()  # they leave a processor free for the migrations
        if any(each.wait() for each in migrating):
            raise SystemExit("The migrations failed: see above.")
        here = {"ZICHTLIJN_TEST_MIGRATED": str(folder / "migrated.sqlite3")}
        if not suite("SQLite", [], folder, options.processes, totals, **here):
            failed.append("tests on SQLite")
        here = {"ZICHTLIJN_TEST_MIGRATED": "migrated", "DATABASE_URL": url}
        if not suite("PostgreSQL", ONCE_MORE, folder, options.processes, totals, **here):
            failed.append("tests on PostgreSQL")
    if totals["skipped"]:
        failed.append(f"{totals['skipped']} skipped tests: nothing may be left out silently")
    print()
    if failed:
        print(f"Failed: {'; '.join(failed)}.")
    print(f"{totals['passed']} passed, {totals['failed']} failed", flush=True)
    return 1 if failed else 0


def failed_checks() -> list[str]:
    return [name for name, command in CHECKS.items() if not passes(name, command)]


def migrate(url: str) -> subprocess.Popen:
    """Begin to migrate this empty database: once in a run, and each process of the tests copies what comes of it."""
    command = [sys.executable, "-m", "django", "migrate", "--settings=tests.settings", "--verbosity=0"]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, "DATABASE_URL": url})


def new_database(url: str, name: str) -> str:
    """Make an empty database on this server and return its address."""
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    return f"{url.rpartition('/')[0]}/{name}"


def passes(name: str, command: list) -> bool:
    """Run one check and show what it says."""
    print(f"── {name}", flush=True)
    started = time.monotonic()
    ok = subprocess.call([str(part) for part in command], cwd=ROOT) == 0
    print(f"   {'passed' if ok else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
    return ok


def suite(name: str, which: list[str], folder: Path, processes: str, totals: Counter[str], **environment: str) -> bool:
    """Run these tests, and add what was counted to the totals.

    Those with the demo go in a process of their own beside the others. What it says follows when all are done.
    """
    shared = ["-n", processes, "--dist", "worksteal"]  # whoever is done takes over what the other still has
    beside = f"{name}, journeys and demo"
    runs = {name: [*shared, *(f"--ignore={each}" for each in WITH_THE_DEMO)], beside: WITH_THE_DEMO}
    surroundings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | environment
    print(f"── tests: {name}", flush=True)
    started = {}
    for each, chosen in runs.items():
        command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={folder / each}.xml", *which, *chosen]
        said = None if each == name else (folder / f"{each}.txt").open("w")
        started[each] = subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=said, stderr=said)
    ended = [run.wait() for run in started.values()]
    print(f"── tests: {beside}\n{(folder / f'{beside}.txt').read_text()}", flush=True)
    for each in runs:
        for outcome, count in counted(folder / f"{each}.xml").items():
            totals[outcome] += count
    return not any(ended)


def counted(report: Path) -> Counter[str]:
    """How many tests passed, failed (an error in a fixture counts as one) and were skipped."""
    if not report.exists():
        return Counter(failed=1)
    outcomes: Counter[str] = Counter()
    for case in ElementTree.parse(report).iter("testcase"):
        tags = {child.tag for child in case}
        outcome = "failed" if tags & {"failure", "error"} else "skipped" if "skipped" in tags else "passed"
        outcomes[outcome] += 1
    return outcomes


def browser() -> str:
    """The path of a Chromium; it is installed when it is missing and that can be done."""
    path = installed_browser()
    if path is None and shutil.which("apt-get"):
        rights = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
        if not rights or shutil.which("sudo"):
            print("── installing Chromium for the tests in a browser", flush=True)
            environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            for step in (["update"], ["install", "-y", BROWSERS[0]], ["install", "-y", "chromium"]):
                if path is None:
                    subprocess.call([*rights, "apt-get", "-qq", *step], env=environment, stdout=subprocess.DEVNULL)
                    path = installed_browser()
    if path is None:
        raise SystemExit("The tests need a browser: install Chromium, on Debian with `apt install chromium`.")
    return path


def installed_browser() -> str | None:
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


if __name__ == "__main__":
    sys.exit(main())
