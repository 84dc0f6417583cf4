"""What a sheet and a column are, and how a header is recognised.

Headers are read in both languages, whatever the language of the reader; capitals, accents, underscores and a `*` behind
them do not matter.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zichtlijn.organisation.models import fold


class Type(StrEnum):
    TEXT = "text"
    CODE = "code"
    EMAIL = "email"
    DATE = "date"
    AMOUNT = "amount"
    PERCENT = "percent"
    WHOLE_PERCENT = "whole_percent"
    CHOICE = "choice"
    PARENTS = "parents"
    INTERIM = "interim"


TYPE_HELP: dict[Type, str | Promise] = {
    Type.TEXT: _("text"),
    Type.CODE: _("code, without the sign |"),
    Type.EMAIL: _("e-mail address"),
    Type.DATE: _("date: 2026-06-30, 30-06-2026 or a date cell"),
    Type.AMOUNT: _("number: 1234.5, 1.234,5 or a number cell; kept to four decimals"),
    Type.PERCENT: _("percentage from 0 to 100"),
    Type.WHOLE_PERCENT: _("whole percentage from 0 to 100"),
    Type.CHOICE: _("one of the words given"),
    Type.PARENTS: _("codes with their weight: KEY:60|KEY2:40"),
    Type.INTERIM: _("days with their value: 2026-06-30=12,5|2026-09-30=14"),
}


@dataclass(frozen=True)
class Column:
    """One column: its name in the code, its header in both languages, and what may stand in it."""

    name: str
    en: str
    nl: str
    holds: Type = Type.TEXT
    required: bool = False
    help: str | Promise = ""
    also: tuple[str, ...] = ()
    limit: int = 200
    #: `TextChoices`, or something that has its `choices` and `values` too and asks them of the organisation.
    choices: Any = None
    #: More words for a choice, in any language.
    words: dict[str, str] = field(default_factory=dict, hash=False)

    def header(self, language: str | None = None) -> str:
        """The header in this language (that of the reader when not said)."""
        return self.nl if (language or translation.get_language() or "nl").startswith("nl") else self.en

    @cached_property
    def headings(self) -> frozenset[str]:
        """Everything that is read as the header of this column."""
        return frozenset(normal(text) for text in (self.name, self.en, self.nl, *self.also))

    def choice_labels(self) -> list[str]:
        """The words that may stand here, in the language of the reader."""
        return [str(label) for _value, label in self.choices.choices] if self.choices else []


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook, or one CSV file."""

    name: str
    en: str
    nl: str
    columns: tuple[Column, ...]
    help: str | Promise = ""
    also: tuple[str, ...] = ()
    examples: tuple[tuple, ...] = ()
    #: What a list that goes out says more, to read: worked out here, and passed over when it comes in again.
    read_only: tuple[Column, ...] = ()

    @cached_property
    def read_only_headings(self) -> frozenset[str]:
        """Everything that is read as the header of a column that is only there to read."""
        return frozenset(heading for column in self.read_only for heading in column.headings)

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @cached_property
    def by_heading(self) -> dict[str, Column]:
        return {heading: column for column in self.columns for heading in column.headings}

    @property
    def required(self) -> frozenset[str]:
        return frozenset(column.name for column in self.columns if column.required)

    @cached_property
    def names(self) -> frozenset[str]:
        """Everything that is read as the name of this sheet."""
        return frozenset(normal(text) for text in (self.name, self.en, self.nl, *self.also))

    def title(self, language: str | None = None) -> str:
        """The name in this language (that of the reader when not said)."""
        return self.nl if (language or translation.get_language() or "nl").startswith("nl") else self.en


_BEHIND = re.compile(r"\s*(\([^)]*\)|\*)\s*$")
_BETWEEN = re.compile(r"[\s_\-/.]+")


def normal(text: str) -> str:
    """A header as it is compared."""
    text = fold(str(text)).strip()
    while (shorter := _BEHIND.sub("", text)) != text:
        text = shorter
    return _BETWEEN.sub(" ", text).strip()


def words_of_choice(column: Column) -> dict[str, str]:
    """Every word that means one of the choices, in any language of the interface → the choice."""
    return _fixed_words(column) if isinstance(column.choices, type) else _words(column)


def _words(column: Column) -> dict[str, str]:
    found: dict[str, str] = {}
    assert column.choices is not None
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {normal(str(label)): value for value, label in column.choices.choices}
    found |= {normal(value): value for value in column.choices.values}
    return found | {normal(word): value for word, value in column.words.items()}


_fixed_words = lru_cache(_words)


def code_column(name="code", en="code", nl="code", *, required=True, help="", also=(), limit=50):  # noqa: A002 - as the field
    return Column(name, en, nl, Type.CODE, required, help, also, limit)
