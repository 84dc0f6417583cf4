"""Every setting that the program reads stands in docs/how-to/run.md, and every one in there is read."""

import re
from pathlib import Path

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
