"""What somebody typed in a form that could not be saved: to show it, and to send it once more."""

import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.apps import apps
from django.conf import settings
from django.db import models
from django.http import HttpRequest, QueryDict

_MANAGEMENT = re.compile(r"(^|-)(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$|(^|[-_])(version|id|pk|DELETE|ORDER)$|^next$")
_ROW = re.compile(r"^(?:.*-)?(\d{1,6})-(.+)$")
#: No field of ours has a longer name.
LONGEST_NAME = 200
#: Longer than this, a text gets a box of several lines: on a phone a field of one line shows no more.
LONG = 36


@dataclass(frozen=True)
class Typed:
    """A text that somebody typed, with a label that people know."""

    label: str
    value: str

    @property
    def rows(self) -> int:
        """How many lines its box needs; 1 is a field of one line."""
        return min(14, self.value.count("\n") + 1 + len(self.value) // LONG)


def is_secret(name: str) -> bool:
    """True for what is never shown or sent again."""
    return name.startswith(("_", "csrf")) or "password" in name


def typed_in(post: QueryDict) -> list[Typed]:
    """What was typed: no numbers of rows, no choices by their code, nothing that only the program reads."""
    known = _fields_of_models()
    typed = []
    for name, values in post.lists():
        if len(name) > LONGEST_NAME:
            continue
        row = _ROW.match(name)
        field_name, number = (row[2], f" {int(row[1]) + 1}") if row else (name.rsplit("-", 1)[-1], "")
        if is_secret(name) or _MANAGEMENT.search(name):
            continue
        fields = known.get(field_name, [])
        if any(field.is_relation for field in fields):
            continue
        for value in values:
            value, label = value.strip(), _label(field_name, fields) + number
            if value:
                typed.append(Typed(label, _choice(fields, value)))
    return typed


def typed_here(request: HttpRequest) -> list[Typed]:
    """What was typed in a form of our own pages that was refused before anything was asked of the database.

    Only what this browser itself sent, with the cookie of a session that it had, from a page of this address; nothing
    of the pages of signing in, which ask for secrets. Another site cannot have its words shown here as ours.
    """
    came = _parts_of(request.headers.get("Origin") or request.headers.get("Referer", ""))
    signs_in = request.path.startswith("/accounts/")
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or signs_in or came.netloc != request.get_host():
        return []
    return typed_in(request.POST)


def sent_in(post: QueryDict) -> list[tuple[str, str]]:
    """Every field of the form as it was sent, to send it again; but not the secrets and the version."""
    return [
        (name, value) for name, values in post.lists() if not is_secret(name) and name != "version" for value in values
    ]


def page_of_form(request: HttpRequest) -> str:
    """The local path of the page where the form stood: where the browser came from, else where it was sent."""
    came = _parts_of(request.headers.get("Referer", ""))
    if came.netloc == request.get_host() and came.path.startswith("/"):
        return f"{came.path}?{came.query}" if came.query else came.path
    return request.get_full_path()


def _parts_of(address: str) -> SplitResult:
    """The parts of an address that a browser sent; all empty when it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _fields_of_models() -> dict[str, list[models.Field]]:
    found: dict[str, list[models.Field]] = {}
    for model in apps.get_models():
        if model.__module__.startswith("zichtlijn."):
            for field in model._meta.concrete_fields:
                found.setdefault(field.name, []).append(field)
    return found


def _label(name: str, fields: list[models.Field]) -> str:
    """The label that most tables give to a field of this name, else the name in words."""
    label = Counter(str(field.verbose_name) for field in fields).most_common(1)[0][0] if fields else name
    words = label.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _choice(fields: list[models.Field], value: str) -> str:
    """A choice by its label, where every table that knows this code means the same."""
    labels = {str(dict(field.flatchoices)[value]) for field in fields if value in dict(field.flatchoices or ())}
    return labels.pop() if len(labels) == 1 else value
