"""README, Makefile, CI and the command agree with each other, and every command that a document names exists."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands

from zichtlijn.cli import COMMANDS, _away, _without_tables

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
COMMAND_LINE = {"serve", "prepare", "backup", "restore", *COMMANDS}


def instructions(text):
    """The lines of a shell script that do something."""
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def code(document):
    """What a document shows as code: in blocks and between backticks."""
    text = document.read_text(encoding="utf-8")
    blocks = re.findall(r"```[a-z]*\n(.*?)```", text, re.DOTALL)
    return "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))])


def test_the_readme_begins_with_the_two_commands():
    first_block = re.search(r"```sh\n(.*?)```", README, re.DOTALL)
    assert README[: first_block.start()].count("\n") <= 3
    commands = [line.split("#")[0].strip() for line in first_block[1].splitlines()]
    assert commands == ["make run", "make test"]


def test_ci_runs_the_test_command_of_the_readme_and_nothing_else():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert instructions(script.read_text()) == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "exec make test"]


def test_make_test_runs_everything():
    recipe = re.search(r"^test: install-test\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)[1]
    assert "tools/test.py" in recipe
    assert "--checks-only" not in recipe


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_make_target_that_a_document_names_exists(document):
    named = set(re.findall(r"\bmake ([a-z][a-z-]+)", code(document)))
    assert named <= TARGETS


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_that_a_document_names_exists(document):
    named = set(re.findall(r"(?:^|\s|bin/)zichtlijn ([a-z][a-z_-]+)", code(document)))
    assert named <= COMMAND_LINE | set(get_commands())


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_carried_out_by_something(command):
    assert COMMANDS[command][0] in get_commands()


def test_the_command_explains_itself_without_loading_django():
    script = "import sys; from zichtlijn.cli import main; main(['--help']); sys.exit('django' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert result.returncode == 0
    assert all(
        f"  {command}" in result.stdout
        for command in ("serve", "worker", "migrate", "import", "export", "check", "demo")
    )


@pytest.mark.parametrize("version", ["(3, 9)", "(3, 10)"])
def test_a_python_that_is_too_old_is_refused_in_one_sentence(version):
    script = f"""
import sys
sys.path.insert(0, {str(ROOT / "tools")!r})
import install
install.sys = type("old", (), dict(version_info={version}, stderr=sys.stderr, exit=sys.exit, argv=["x", "runtime"]))
install.shutil = type("none", (), dict(which=lambda name: None))
install.main()
"""
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert result.returncode == 1
    assert re.fullmatch(r"Zichtlijn needs Python 3\.11 or newer and found 3\.\d+: install .*\.\n", result.stderr)


def test_without_python_make_says_what_to_install():
    result = subprocess.run(["make", "run", "PYTHON=no-python-here"], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode != 0
    assert result.stderr.startswith("Zichtlijn needs Python 3.11 or newer: install python3 with its venv module.\n")


@pytest.mark.parametrize(
    "given",
    [
        ["account", "ada@proef.example", "--link"],
        ["organisation", "proef", "--name", "Proef", "--administrator", "ada@proef.example"],
        ["export", "stratml", "--organisation", "proef", "--output", "plan.xml"],
        ["import", "people", "people.csv", "--organisation", "proef"],
    ],
    ids=lambda given: given[0],
)
def test_a_command_on_a_database_without_tables_says_where_it_looked_and_what_to_do(given, tmp_path):
    own = ("ZICHTLIJN_", "DJANGO_", "DATABASE_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    ran = subprocess.run(
        [sys.executable, "-m", "zichtlijn", *given],
        env={**kept, "ZICHTLIJN_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 1
    assert ran.stderr.count("\n") == 1
    assert str(tmp_path / "zichtlijn.sqlite3") in ran.stderr
    assert "ZICHTLIJN_HOME or DATABASE_URL" in ran.stderr


def test_a_command_whose_database_does_not_answer_says_so_in_one_sentence(tmp_path):
    away = {"ZICHTLIJN_HOME": str(tmp_path), "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"}
    ran = subprocess.run(
        [sys.executable, "-m", "zichtlijn", "check"],
        env={**{name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}, **away},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 1
    assert ran.stderr.startswith("The database of DATABASE_URL does not answer: ")
    assert "Traceback" not in ran.stderr


def test_another_failure_of_the_database_is_not_called_an_empty_one(db):
    assert (_away(), _without_tables()) == ("", "")
