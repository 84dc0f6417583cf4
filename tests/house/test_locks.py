"""The lock files hold what pyproject.toml asks for: every package with a version and hashes, and no address."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("requirements.lock", "requirements-test.lock")}


def packages(lock):
    """Name → version of every locked package."""
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", LOCKS[lock], re.MULTILINE))


def names(requirements):
    return {re.match(r"[\w-]+", requirement)[0].lower().replace("_", "-") for requirement in requirements}


def test_everything_asked_for_is_locked():
    program = PROJECT["project"]
    runtime = names([*program["dependencies"], *program["optional-dependencies"]["postgres"]])
    assert runtime <= set(packages("requirements.lock"))
    assert names(PROJECT["dependency-groups"]["test"]) <= set(packages("requirements-test.lock"))


def test_the_lock_of_the_tests_holds_the_lock_of_the_program():
    assert packages("requirements.lock").items() <= packages("requirements-test.lock").items()


def test_the_tools_of_the_tests_are_not_installed_for_use():
    assert not {"pytest", "ruff", "mypy", "playwright"} & set(packages("requirements.lock"))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_hashes_and_no_address(lock):
    assert "://" not in LOCKS[lock]
    entries = re.split(r"^(?=[a-z0-9-]+==)", LOCKS[lock], flags=re.MULTILINE)[1:]
    assert len(entries) == len(packages(lock))
    assert all("--hash=sha256:" in entry for entry in entries)
