"""The texts of the demo: tables of Dutch and English next to each other, so that both organisations have one shape."""

from functools import cache
from importlib import resources
from typing import NamedTuple

LANGUAGES = ("nl", "en")


class Text(NamedTuple):
    """The same thing said in Dutch and in English."""

    nl: str
    en: str

    def into(self, language: str) -> str:
        return self.nl if language == "nl" else self.en


def unit_of(cell: str) -> Text:
    """A unit of measurement: `dagen:days`, or the same in both languages."""
    dutch, _colon, english = cell.partition(":")
    return Text(dutch, english or dutch)


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of a table that say something."""
    whole = resources.files("zichtlijn.demo").joinpath("texts", name).read_text(encoding="utf-8")
    return tuple(line.rstrip() for line in whole.splitlines() if line.strip())


def cells(line: str) -> list[str]:
    """The cells of one line."""
    return [cell.strip() for cell in line.split("|")]


@cache
def sections(name: str) -> dict[str, list[list[str]]]:
    """A table in parts, each under its `[heading]`."""
    found: dict[str, list[list[str]]] = {}
    here: list[list[str]] = []
    for line in lines(name):
        if line.startswith("#"):
            continue
        if line.startswith("["):
            here = found.setdefault(line.strip("[]"), [])
        else:
            here.append(cells(line))
    return found


@cache
def names() -> dict[str, list[str]]:
    """Lists of names: `given …` and `family …` by origin, and of places."""
    found = {}
    for line in lines("names.txt"):
        if not line.startswith("#"):
            kind, _colon, listed = line.partition(":")
            found[kind] = [name.strip() for name in listed.split("|" if kind.startswith("family") else ",")]
    return found


PLACES = ("polder", "station", "plant", "waterway", "dike", "town")


def fill(text: Text, places: dict[str, str]) -> Text:
    """Put names of places where the text asks for them."""
    return Text(text.nl.format_map(places), text.en.format_map(places))


@cache
def comments() -> dict[str, dict[str, list[Text]]]:
    """What is said at a check-in, by department and by `+`, `-` or `.`."""
    found: dict[str, dict[str, list[Text]]] = {}
    here: dict[str, list[Text]] = {}
    for line in lines("comments.txt"):
        if line.startswith("# ") and line[2:].isupper() and len(line) < 8:
            here = found.setdefault(line[2:], {"+": [], "-": [], ".": []})
        elif not line.startswith("#"):
            dutch, english = cells(line[2:])
            here[line[0]].append(Text(dutch, english))
    return found
