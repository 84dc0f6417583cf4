"""PDF: a template of typst and data make the bytes of a tagged document (PDF/UA-1), the same ones every time.

A template is a file of the room (`scorecards/paper/scorecard.typ`) that imports `/documents/paper/house.typ`. It gets
everything as data: numbers and words are written before, in the language of the reader, and text of people never
becomes markup. Typst reads only files of this program and fetches nothing. PDF/UA-1 allows no letter without a shape:
one that no face has (an emoji, Chinese) is drawn as a box.
"""

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zichtlijn.documents.letters import bare, drawable, for_drawing, replacements, signs_of
from zichtlijn.ui.wording import write_clock, write_full_date

#: Where templates are looked for: the program itself.
ROOT = Path(__file__).resolve().parents[1]
FONTS = ROOT / "documents" / "paper" / "fonts"
STANDARD: Final = "ua-1"
#: A word without end, which no word of a language is, and how many letters of it stay together.
_ENDLESS, _PART = re.compile(r"\S{36,}"), 12


@cache
def _fonts() -> typst.Fonts:
    """The faces of the house, and those that typst brings; never those of the machine, so that all machines agree."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


def heading(title: str, subtitle: str, *, organisation: str, at: datetime) -> dict[str, Any]:
    """What `house` asks of every document: its title, whose it is, when it was made, and the words on each page."""
    local = timezone.localtime(at)
    return {
        "title": title,
        "subtitle": subtitle,
        "organisation": organisation,
        "made": _("Made on %(day)s at %(time)s with Zichtlijn")
        % {"day": write_full_date(local), "time": write_clock(local)},
        "language": "nl" if (get_language() or "nl").startswith("nl") else "en",
        "words": {"page": _("page"), "of": _("of")},
    }


def _texts(data: Any) -> Iterator[str]:
    """All texts in the data."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list | tuple):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _texts(value)


def _each(data: Any, change: Callable[[str], str]) -> Any:
    """The same data with each text changed."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {key: _each(value, change) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_each(value, change) for value in data]
    return data


def _is_drawing(text: str) -> bool:
    return text.startswith("<svg")


def _broken(word: str) -> str:
    """A word without end with places where it may go on on the next line, never inside of a letter."""
    signs = signs_of(word)
    return "\u200b".join("".join(signs[start : start + _PART]) for start in range(0, len(signs), _PART))


def breakable(data: Any) -> Any:
    """The same data, in which a word longer than any column may go on on the next line: it would leave the paper."""
    return _each(data, lambda text: text if _is_drawing(text) else _ENDLESS.sub(lambda found: _broken(found[0]), text))


def printable(data: Any) -> Any:
    """The same data without letters that no face can draw."""
    instead = replacements(_texts(data), _fonts())
    return _each(data, lambda text: drawable(text, instead))


def make_pdf(template: str, data: dict[str, Any], *, at: datetime) -> bytes:
    """The document: `template` as room/paper/name.typ, `data` as JSON can hold it, `at` the moment it tells of.

    The same template, data and moment give the same bytes.
    """
    path = (ROOT / template).resolve()
    if not path.is_relative_to(ROOT) or path.suffix != ".typ":
        raise ValueError(f"no template: {template}")
    data = printable(data)
    try:
        return _compile(path, data, at)
    except typst.TypstError:  # letters that can be drawn each by itself, and not in a drawing or beside one another
        other_face = _each(data, for_drawing)
        plain = printable(_each(other_face, bare))
        if plain == data:
            raise
    try:
        return _compile(path, other_face, at)
    except typst.TypstError:
        return _compile(path, plain, at)


def _compile(path: Path, data: dict[str, Any], at: datetime) -> bytes:
    compiler = typst.Compiler(str(path), root=str(ROOT), font_paths=_fonts())
    given = {"data": json.dumps(breakable(data), ensure_ascii=False, allow_nan=False)}
    made = compiler.compile(format="pdf", sys_inputs=given, pdf_standards=[STANDARD], timestamp=int(at.timestamp()))
    assert isinstance(made, bytes)
    return made
