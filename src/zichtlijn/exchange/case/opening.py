"""Opening a package safely: text, JSON, not too large, not too deep, not too much of it. A refusal is one sentence."""

import json
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from zichtlijn.exchange.reading_files import FileRefused

#: A package itself goes eight deep.
MOST_DEEP = 40
#: Larger frameworks than this no organisation can work with.
MOST_ITEMS = 5_000
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")


def opened(path: Path) -> dict[str, Any]:
    """The package in a file. Raises FileRefused."""
    size = path.stat().st_size
    if size > settings.IMPORT_MAX_BYTES:
        raise FileRefused(
            _("This file is %(size)s MB. A package may be at most %(most)s MB."),
            size=size // (1024 * 1024) + 1,
            most=settings.IMPORT_MAX_BYTES // (1024 * 1024),
        )
    found = _parsed(path.read_bytes())
    inside = found.get("CFPackage") if isinstance(found, dict) else None
    root = inside if isinstance(inside, dict) else found
    if not isinstance(root, dict) or not isinstance(root.get("CFItems"), list):
        raise FileRefused(_("This is no CASE package: it holds no CFItems."))
    if len(root["CFItems"]) > MOST_ITEMS:
        raise FileRefused(
            _("This package holds %(count)s items; at most %(most)s can be imported at once."),
            count=len(root["CFItems"]),
            most=MOST_ITEMS,
        )
    return root


def _parsed(content: bytes) -> Any:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused(_("This file is no text in UTF-8. Save it as UTF-8, and try again.")) from None
    if not text.strip():
        raise FileRefused(_("This file is empty."))
    depth = 0
    for bracket in _BRACKET.finditer(_STRING.sub("", text)):
        depth += 1 if bracket.group() in "[{" else -1
        if depth > MOST_DEEP:
            raise FileRefused(_("What is in this file lies deeper than %(most)s levels."), most=MOST_DEEP)
    try:
        return json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as wrong:
        raise FileRefused(_("This file is not JSON: line %(line)s cannot be read."), line=wrong.lineno) from None
    except ValueError:
        raise FileRefused(_("This file is not JSON: it holds a number that cannot be read.")) from None


def _refuse(name: str):
    raise ValueError(name)
