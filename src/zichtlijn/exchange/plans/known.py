"""Things as a file names them: by their code, or else by their name."""

from collections.abc import ValuesView
from typing import Any

from zichtlijn.organisation.models import fold

#: Found when the name says too little: more than one thing has it.
SEVERAL = object()


def fold_code(code: str) -> str:
    """A code as it is compared: without its capitals."""
    return code.lower()


class ByCode:
    """Things by their code. Capitals make no other code, as on the pages: those that differ in them are one thing."""

    def __init__(self, things):
        self._exact: dict[str, Any] = {}
        self._folded: dict[str, Any] = {}
        for thing in things:
            self.add(thing)

    def add(self, thing) -> None:
        self._exact[thing.key] = thing
        self._folded.setdefault(fold_code(thing.key), thing)

    def get(self, code: str):
        """The thing with this code; where two differ in capitals only, the one that is written like this."""
        return self._exact.get(code) or self._folded.get(fold_code(code))

    def values(self) -> ValuesView:
        return self._exact.values()


class Known:
    """Things by their code, or else by their name when only one has it."""

    def __init__(self, things):
        self.by_key = ByCode(things)
        self._by_name: dict[str, object] = {}
        for thing in self.by_key.values():
            self._name(thing)

    def _name(self, thing) -> None:
        folded = fold(thing.name)
        self._by_name[folded] = SEVERAL if self._by_name.get(folded, thing) is not thing else thing

    def add(self, thing) -> None:
        self.by_key.add(thing)
        self._name(thing)

    def find(self, text: str):
        """The thing; None when there is none, SEVERAL when the name says too little."""
        return self.by_key.get(text) or self._by_name.get(fold(text))
