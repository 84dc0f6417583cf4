"""The tools that run the tests: they count honestly, and bring a PostgreSQL of their own."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import postgres  # noqa: E402 - the folder of tools is not a package
import test as runner  # noqa: E402

CASES = """
import pytest
def test_good(): pass
def test_bad(): assert False
@pytest.fixture
def broken(): raise ValueError
def test_with_a_broken_fixture(broken): pass
@pytest.mark.skip
def test_skipped(): pass
"""


def report_of(folder, source):
    (folder / "test_cases.py").write_text(source)
    report = folder / "report.xml"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--disable-plugin-autoload",
        "-c",
        "/dev/null",
        "--rootdir",
        str(folder),
        str(folder),
    ]
    subprocess.run([*command, f"--junitxml={report}"], capture_output=True, cwd=folder)
    return report


def test_it_counts_what_passed_failed_and_was_skipped(tmp_path):
    assert runner.counted(report_of(tmp_path, CASES)) == Counter(passed=1, failed=2, skipped=1)


def test_a_run_that_left_no_report_counts_as_a_failure(tmp_path):
    assert runner.counted(tmp_path / "nothing.xml") == Counter(failed=1)


def test_without_a_browser_it_says_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit, match=r"The tests need a browser: install Chromium, .*\."):
        runner.browser()


@pytest.mark.parametrize("own_programs", [True, False], ids=["of this machine or bundled", "bundled"])
def test_the_throwaway_postgresql_answers_and_leaves_nothing_behind(own_programs, monkeypatch):
    folders = []
    make = postgres.tempfile.mkdtemp
    monkeypatch.setattr(postgres.tempfile, "mkdtemp", lambda **options: folders.append(make(**options)) or folders[-1])
    if not own_programs:
        monkeypatch.setattr(postgres, "_installed_programs", lambda: None)
    with postgres.throwaway_postgres() as url, psycopg.connect(url) as connection:
        assert connection.info.server_version >= 150000
        assert connection.execute("SHOW fsync").fetchone() == ("off",)
        with psycopg.connect(runner.new_database(url, "migrated")) as second:
            assert second.execute("SELECT current_database()").fetchone() == ("migrated",)
    assert len(folders) == 1
    assert not Path(folders[0]).exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2)
