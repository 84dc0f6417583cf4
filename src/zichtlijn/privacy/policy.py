"""The policy of docs/data-retention.yaml: why each kind of data is kept, how long, and what happens then."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml
from django.conf import settings
from django.utils import translation

FILE = settings.PACKAGE.parents[1] / "docs" / "data-retention.yaml"


@dataclass(frozen=True)
class Rule:
    """Why one class of data is kept, how long, and what happens then."""

    name: str
    personal: bool
    texts: dict[str, dict[str, str]]
    #: Years after somebody left, as long as the organisation sets no other; none: it runs by a clock of its own.
    years: int | None
    #: What an organisation may set at least and at most.
    least: int
    most: int
    #: The class whose term this one has.
    term_of: str

    def _said(self, part: str) -> str:
        language = (translation.get_language() or "en")[:2]
        return self.texts.get(language, self.texts["en"])[part]

    @property
    def label(self) -> str:
        return self._said("label")

    @property
    def why(self) -> str:
        return self._said("why")

    @property
    def keep(self) -> str:
        return self._said("keep")

    @property
    def then(self) -> str:
        return self._said("then")


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its name, in the order of the file."""
    read = yaml.safe_load(FILE.read_text(encoding="utf-8"))["rules"]
    return {name: _rule(name, given) for name, given in read.items()}


def label_of(data_class: str) -> str:
    """What a class of data is called; one of an earlier version of the program by its code."""
    return rules()[data_class].label if data_class in rules() else data_class


def _rule(name: str, given: dict[str, Any]) -> Rule:
    english = {part: given[part] for part in ("label", "why", "keep", "then")}
    term = given.get("term", {})
    return Rule(
        name=name,
        personal=given["personal"],
        texts={"en": english, "nl": given["nl"]},
        years=term.get("years"),
        least=term.get("least", 0),
        most=term.get("most", 0),
        term_of=given.get("term_of", name),
    )


def termed() -> dict[str, Rule]:
    """The classes of data that go so many years after somebody left, or after the event."""
    return {name: rule for name, rule in rules().items() if rule.years is not None}


def settable() -> dict[str, Rule]:
    """Those of which an organisation may set the term."""
    return {name: rule for name, rule in termed().items() if rule.least < rule.most}
