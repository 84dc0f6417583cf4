"""Every setting that the program reads stands in docs/how-to/run.md, and every one in there is read."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).parents[2]
READ = re.compile(r"""(?:\benv(?:\.\w+)?\(|environ(?:\.get\(|\[))\s*f?["']([A-Z][A-Z0-9_]+)["']""")
ROW = re.compile(r"^\| `([A-Z][A-Z0-9_]+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)
#: Read by Django itself, or set by the program for itself.
NOT_FOR_PEOPLE = {"DJANGO_SETTINGS_MODULE"}


def read_by_the_program():
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    return {name for source in sources for name in READ.findall(source)} - NOT_FOR_PEOPLE


def documented():
    return {
        name for name, _without, _what in ROW.findall((ROOT / "docs" / "how-to" / "run.md").read_text(encoding="utf-8"))
    }


def test_every_setting_is_documented_and_every_documented_setting_is_read():
    assert read_by_the_program() == documented()


@pytest.mark.parametrize(("mode", "becomes"), [(None, 0o700), (0o755, 0o700), (0o700, 0o700), (0o1777, 0o1777)])
def test_the_folder_of_the_data_is_closed_to_others_on_the_machine(tmp_path, mode, becomes):
    home = tmp_path / "home"
    if mode is not None:
        home.mkdir()
        home.chmod(mode)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZICHTLIJN_", "DATABASE_"))}
    subprocess.run([sys.executable, "-c", "import zichtlijn.settings"], env={**kept, "ZICHTLIJN_HOME": str(home)},
                   check=True, umask=0o022)  # fmt: skip
    assert home.stat().st_mode & 0o7777 == becomes
    assert (home / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["c++", "nr#4", "50%20", "why?", "plain"])
def test_the_database_lies_in_the_folder_that_was_named(tmp_path, name):
    home = tmp_path / name
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZICHTLIJN_", "DATABASE_"))}
    asks = "import zichtlijn.settings as s; print(s.DATABASES['default']['NAME'])"
    for without in ({}, {"DATABASE_URL": ""}):
        environment = {**kept, **without, "ZICHTLIJN_HOME": str(home)}
        said = subprocess.run([sys.executable, "-c", asks], env=environment, capture_output=True, text=True, check=True)
        assert said.stdout.strip() == str(home / "zichtlijn.sqlite3")


@pytest.mark.parametrize(
    ("address", "further", "names"),
    [
        ("http://localhost:8000", "localhost, 127.0.0.1", {"localhost", "127.0.0.1", "[::1]"}),
        ("https://goals.example", "a.example, b.example", {"goals.example", "a.example", "b.example"}),
    ],
)
def test_further_names_are_welcome_when_they_are_of_this_machine_or_of_an_https_address(
    tmp_path, address, further, names
):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZICHTLIJN_", "DATABASE_"))}
    given = {"ZICHTLIJN_HOME": str(tmp_path), "ZICHTLIJN_BASE_URL": address, "ZICHTLIJN_ALLOWED_HOSTS": further}
    asks = "import zichtlijn.settings as s; print(*s.ALLOWED_HOSTS)"
    said = subprocess.run([sys.executable, "-c", asks], env={**kept, **given}, capture_output=True, text=True)
    assert set(said.stdout.split()) == names, said.stderr


def test_files_that_people_sent_are_closed_to_others_on_the_machine():
    assert settings.FILE_UPLOAD_PERMISSIONS == 0o600
