"""One word for one thing: a column is called what the pages call it, and what it was called before is still read."""

import pytest
from django.utils import translation

from zichtlijn.exchange.columns import (
    MEASURES,
    MILESTONES,
    OBJECTIVES,
    PEOPLE,
    PROJECTS,
    READINGS,
    SHEETS,
    UNITS,
    normal,
)
from zichtlijn.objectives.models import Measure, Milestone, Objective, Reading
from zichtlijn.organisation.models import Person, Project, Unit

#: Columns with another name than the field has, and why.
OTHERWISE = {
    ("objectives", "parents"): "is no field",
    ("objectives", "weight"): "the page says beside what it weighs",
    ("measures", "unit"): "a file also has units of the organisation",
    ("measures", "interim"): "is no field",
    ("measures", "ended_on"): "has no name on a page",
    ("measures", "weight"): "the page says that it is a percentage",
    ("milestones", "weight"): "as the other weights",
    ("units", "part_of"): "is called parent in the code",
    ("people", "number"): "is called key in the code",
}
FIELDS = {"title": "title", "code": "key", "objective": "objective"}


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize(
    ("sheet", "model"),
    [(OBJECTIVES, Objective), (MEASURES, Measure), (MILESTONES, Milestone), (READINGS, Reading), (UNITS, Unit),
     (PEOPLE, Person), (PROJECTS, Project)],
)  # fmt: skip
def test_a_column_is_called_what_the_pages_call_it(sheet, model, language):
    fields = {field.name: field for field in model._meta.get_fields() if hasattr(field, "verbose_name")}
    seen = 0
    for column in sheet.columns:
        field = fields.get(FIELDS.get(column.name, column.name))
        if (sheet.name, column.name) in OTHERWISE or field is None:
            continue
        with translation.override(language):
            word = normal(str(field.verbose_name))
        assert normal(column.header(language)) == word, (sheet.name, column.name)
        seen += 1
    assert seen >= 3


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        ("units", {"leidinggevende": "head"}),
        ("people", {"e-mailadres": "email"}),
        ("objectives", {"horizon": "horizon", "toezegging": "commitment", "status": "state", "gewicht": "weight",
                        "vanaf": "starts_on"}),
        ("measures", {"frequentie": "frequency", "vooruit of achteraf": "tempo", "verantwoordelijke": "responsible",
                      "tussentijdse streefwaarden": "interim", "meting": "name", "band vanaf": "lower",
                      "uiterste ondergrens": "lower_limit", "Weging (%)": "weight"}),
        ("milestones", {"code meting": "code", "gewicht": "weight"}),
        ("readings", {"datum": "measured_on", "date": "measured_on", "opmerking": "note", "code meting": "code"}),
    ],
)  # fmt: skip
def test_older_words_for_a_header_are_still_read(sheet, words):
    headings = SHEETS[sheet].by_heading
    assert {word: headings[normal(word)].name for word in words} == words


def test_no_word_means_two_columns_of_one_sheet():
    for sheet in SHEETS.values():
        words = [heading for column in sheet.columns for heading in column.headings]
        assert len(words) == len(set(words)), sheet.name
