"""Every icon that a template asks for is there: an unknown one would break the page only when that part is drawn."""

import re
from pathlib import Path

from zichtlijn.ui.icons import ICONS

TEMPLATES = Path(__file__).resolve().parents[2] / "src" / "zichtlijn"


def test_every_icon_asked_for_exists():
    asked = {
        (path.name, name)
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r"""\{% icon ["']([\w-]+)["']""", path.read_text())
    }
    assert len(asked) > 10
    assert {(path, name) for path, name in asked if name not in ICONS} == set()
