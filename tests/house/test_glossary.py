"""The glossary is true: its names exist in the code, and the Dutch of the interface uses its words."""

import importlib
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|\n").split("|")]
    for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and "`" in line
]
#: Words that everything hangs on.
CORE = {
    "doelstelling",
    "indicator",
    "meetwaarde",
    "streefwaarde",
    "nulmeting",
    "afstemming",
    "zichtlijn",
    "functie",
    "afdeling",
}


def find(dotted):
    """What stands at a dotted name under zichtlijn: a module, or something in one."""
    parts = dotted.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(["zichtlijn", *parts[:cut]]))
        except ModuleNotFoundError:
            continue
        for name in parts[cut:]:
            found = getattr(found, name)
        return found
    raise LookupError(dotted)


def dutch_of_the_interface():
    texts = []
    for path in (ROOT / "src").rglob("locale/nl/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="nl"):
                texts += message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return "\n".join(texts).lower()


def test_the_core_words_are_in_it():
    assert {row[0] for row in ROWS} >= CORE


def test_no_word_stands_in_it_twice():
    for column in (0, 1):
        words = [row[column] for row in ROWS]
        assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_word_has_a_place_in_the_code(row):
    dutch, english, meaning, place = row
    assert all((dutch, english, meaning))
    assert find(place.strip("`")) is not None


def test_the_interface_uses_the_dutch_words():
    said = dutch_of_the_interface()
    assert [row[0] for row in ROWS if row[0].rstrip("e") not in said] == []


#: What the interface calls otherwise: one word for one thing, and an objective is “hij” everywhere.
OTHERWISE = (
    "periodes",
    "onder hen, of laat er een leeg",
    "voor haar dag",
    "haar eigen oorzaak",
    "met haar eindresultaat",
)


@pytest.mark.parametrize("words", OTHERWISE)
def test_the_interface_has_one_word_for_one_thing(words):
    assert words not in dutch_of_the_interface()
