"""The stylesheets and templates keep to the look: tokens, enough contrast, nothing inline, nothing from elsewhere."""

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

import zichtlijn

SOURCE = Path(zichtlijn.__file__).parent
UI = SOURCE / "ui"
CSS = UI / "static" / "ui" / "css"
TOKENS = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", (CSS / "tokens.css").read_text()))
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))

TEXT = 4.5
SHAPE = 3.0
#: Every pair of colours that words stand in, and every mark that must be told from what is behind it.
PAIRS = [
    *[(ink, paper, TEXT) for ink in ("ink", "ink-2", "ink-3") for paper in ("paper", "surface", "surface-2")],
    *[(ink, "sight-soft", TEXT) for ink in ("ink", "ink-2", "ink-3")],
    *[(status, f"{status}-soft", TEXT) for status in ("ok", "risk", "off", "none")],
    *[
        (status, paper, TEXT)
        for status in ("ok", "risk", "off", "none")
        for paper in ("paper", "surface", "sight-soft")
    ],
    *[(code, paper, TEXT) for code in ("fin", "cus", "pro", "lrn") for paper in ("paper", "surface", "sight-soft")],
    *[(ink, rail, TEXT) for ink in ("on-rail", "on-rail-2") for rail in ("rail", "rail-2")],
    ("surface", "ink", TEXT),
    ("surface", "ink-hover", TEXT),
    ("ink-2", "none-soft", TEXT),
    ("ink-3", "none-soft", TEXT),
    ("ink", "off-soft", TEXT),
    ("ink", "risk-soft", TEXT),
    ("ink", "ok-soft", TEXT),
    ("sight", "paper", TEXT),
    ("sight", "surface", TEXT),
    ("sight", "track", SHAPE),
    ("sight-on-ink", "rail", SHAPE),
    ("sight", "rail", SHAPE),
    ("ink", "track", SHAPE),
    ("field", "paper", SHAPE),
    ("field", "surface", SHAPE),
]


def luminance(colour):
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_gives_the_known_ends():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize(("front", "back", "least"), PAIRS, ids=lambda value: str(value))
def test_colours_that_meet_can_be_told_apart(front, back, least):
    assert contrast(TOKENS[front], TOKENS[back]) >= least


def test_every_stylesheet_is_linked_once_tokens_first_and_paper_last():
    linked = re.findall(r"'ui/css/([\w-]+\.css)'", (UI / "templates/ui/styles.html").read_text())
    assert sorted(linked) == sorted(path.name for path in CSS.glob("*.css"))
    assert linked[0] == "tokens.css"
    assert linked[-1] == "print.css"


def test_every_script_is_linked_once():
    linked = re.findall(r"'ui/js/([\w-]+\.js)'", (UI / "templates/ui/scripts.html").read_text())
    assert sorted(linked) == sorted(path.name for path in (UI / "static/ui/js").glob("*.js"))


def test_every_script_of_a_room_is_linked_once_and_by_that_room():
    linked = [
        name for template in TEMPLATES for name in re.findall(r"'ui/js/rooms/([\w-]+\.js)'", template.read_text())
    ]
    assert sorted(linked) == sorted(path.name for path in (UI / "static/ui/js/rooms").glob("*.js"))


def test_every_stylesheet_of_a_room_is_linked_by_that_room_and_by_no_other():
    """Other pages stay light, and no room leans on the style of another."""
    linked = defaultdict(set)
    for template in TEMPLATES:
        for name in re.findall(r"'ui/css/rooms/([\w-]+\.css)'", template.read_text()):
            linked[name].add(template.relative_to(SOURCE).parts[0])
    assert sorted(linked) == sorted(path.name for path in (CSS / "rooms").glob("*.css"))
    assert {name: rooms for name, rooms in linked.items() if len(rooms) > 1} == {}
    house = {name for sheet in CSS.glob("*.css") for name in re.findall(r"\.([a-zA-Z][\w-]*)", sheet.read_text())}
    leaning = {
        (name, str(template.relative_to(SOURCE)))
        for sheet, rooms in linked.items()
        for name in classes_of(CSS / "rooms" / sheet)
        for template in TEMPLATES
        if template.relative_to(SOURCE).parts[0] not in rooms
        and not any(name in classes_of(CSS / "rooms" / other) for other in linked if _links(linked, other, template))
        and name not in house
        and re.search(rf'class="[^"]*(?<![\w-]){name}(?![\w-])', re.sub(r"{[%{].*?[%}]}", "", template.read_text()))
    }
    assert leaning == set()


def _links(linked, sheet, template) -> bool:
    return template.relative_to(SOURCE).parts[0] in linked[sheet]


@cache
def classes_of(sheet: Path) -> frozenset[str]:
    """The classes that a sheet gives a style to by themselves, not only inside something of its own."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    return frozenset(re.findall(r"(?:^|[},])\s*\.([a-zA-Z][\w-]*)", text))


@pytest.mark.parametrize("sheet", sorted(CSS.rglob("*.css")), ids=lambda path: path.name)
def test_a_stylesheet_uses_tokens_that_exist_and_loads_nothing_from_elsewhere(sheet):
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    assert text.count("{") == text.count("}")
    named = set(re.findall(r"--[\w-]+(?=\s*:)", (CSS / "tokens.css").read_text()))
    assert set(re.findall(r"var\((--[\w-]+)", text)) <= named
    for address in re.findall(r"url\(([^)]*)\)", text):
        assert (sheet.parent / address.strip("\"'")).resolve().is_file(), address
    assert "@import" not in text


def test_motion_can_be_switched_off():
    """Every transition takes its time from the token that is nil for who asked for less motion."""
    for sheet in CSS.rglob("*.css"):
        for block in re.findall(r"transition:([^;}]*)", sheet.read_text()):
            assert "var(--quick)" in block or "none" in block or "300ms" in block, (sheet.name, block)
    assert "prefers-reduced-motion: reduce" in (CSS / "tokens.css").read_text()
    assert "prefers-reduced-motion: no-preference" in (CSS / "dialog.css").read_text()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_template_holds_no_inline_style_or_script(template):
    """The content security policy refuses them, so the page would be broken where nobody looks."""
    text = re.sub(r"{%\s*comment\b.*?endcomment\s*%}|{#.*?#}", "", template.read_text(), flags=re.DOTALL)
    assert not re.search(r"\bstyle\s*=", text)
    assert "<style" not in text
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"hx-on[:\w-]*\s*=", text)
    assert "javascript:" not in text
    for opening in re.findall(r"<script\b([^>]*)>", text):
        assert "src=" in opening or 'type="application/json"' in opening


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_template_writes_the_time_as_the_house_does(template):
    """14.30 in Dutch, 14:30 in English: the filter `clock` knows."""
    assert not re.search(r"\|(date|time):['\"][^'\"]*[GH]:i", template.read_text())


@pytest.mark.parametrize("script", sorted((UI / "static/ui/js").rglob("*.js")), ids=lambda path: path.name)
def test_a_script_asks_for_nothing_the_policy_refuses(script):
    text = script.read_text()
    assert len(text.splitlines()) <= 120
    assert text.startswith("/*")
    for word in ("eval(", "new Function", "innerHTML", "document.write", 'setAttribute("style"', "http://", "https://"):
        assert word not in text
