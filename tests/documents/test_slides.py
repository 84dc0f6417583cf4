"""Slides: native charts, words for who cannot see them, the language of the reader, and nothing beyond the edge."""

import io
from datetime import UTC, datetime

import openpyxl
import pytest
from django.utils import translation
from pptx import Presentation

from zichtlijn.documents.slides import HEIGHT, WIDTH, Deck

AT = datetime(2026, 11, 19, 13, 5, tzinfo=UTC)


@pytest.fixture
def deck():
    with translation.override("nl"):
        made = Deck("Scorecard 2026", "Vier perspectieven", organisation="Waterschap Proef", at=AT)
        made.points("Wat helpt", ["Eén", "Twee"])
        made.table("Tabel", ["Wat", "Hoe ver"], [["=1+1", "61%"], ["Ü & <b>", "–"]], widths=(3, 1))
        made.bar_chart("Staven", ["Een", "Twee"], [("Voortgang", [0.5, None])], percent=True, words="Een staat op 50%")
        return Presentation(io.BytesIO(made.save()))


def graphics(deck):
    return [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart or shape.has_table]


def test_the_deck_says_whose_it_is_and_in_which_language(deck):
    facts = deck.core_properties
    assert (facts.title, facts.author, facts.language) == ("Scorecard 2026", "Waterschap Proef", "nl-NL")
    runs = [run for s in deck.slides for shape in s.shapes if shape.has_text_frame
            for p in shape.text_frame.paragraphs for run in p.runs]  # fmt: skip
    assert {run.font._element.get("lang") for run in runs} == {"nl-NL"}
    assert "19 nov 2026" in deck.slides[0].placeholders[1].text


def test_every_slide_has_a_title_of_its_own(deck):
    assert [slide.shapes.title.text for slide in deck.slides] == ["Scorecard 2026", "Wat helpt", "Tabel", "Staven"]


def test_a_chart_is_native_and_a_missing_value_is_a_gap(deck):
    (chart,) = [shape.chart for shape in graphics(deck) if shape.has_chart]
    assert list(chart.plots[0].categories) == ["Een", "Twee"]
    assert [list(series.values) for series in chart.plots[0].series] == [[0.5, None]]
    assert chart.part.chart_workbook.xlsx_part is not None, "the numbers can be edited"
    assert chart.plots[0].data_labels.number_format == "0%"


def test_what_cannot_be_seen_is_told(deck):
    told = [shape._element.nvGraphicFramePr.cNvPr.get("descr") for shape in graphics(deck)]
    assert told == ["Tabel", "Een staat op 50%"]


def test_text_stays_text(deck):
    (table,) = [shape.table for shape in graphics(deck) if shape.has_table]
    assert [cell.text for row in table.rows for cell in row.cells] == ["Wat", "Hoe ver", "=1+1", "61%", "Ü & <b>", "–"]


def test_nothing_stands_beyond_the_edge(deck):
    assert (deck.slide_width, deck.slide_height) == (WIDTH, HEIGHT)
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= WIDTH
            assert shape.top + shape.height <= HEIGHT


def test_no_placeholder_is_left_empty(deck):
    assert all(holder.text for slide in deck.slides for holder in slide.placeholders)


def test_a_long_list_and_a_long_table_go_on_to_a_next_slide():
    with translation.override("en"):
        made = Deck("Plan", "", organisation="Waterschap Proef", at=AT)
        made.points("Points", ["a point that is rather long " * 8] * 12 + ["x" * 3000])
        made.table("Table", ["What"], [["a row that is rather long " * 12]] * 20, widths=(1,), more="The first 20.")
        deck = Presentation(io.BytesIO(made.save()))
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert len(set(titles)) == len(titles), "each has a title of its own"
    tables = [shape for shape in graphics(deck) if shape.has_table]
    assert sum(len(shape.table.rows) - 1 for shape in tables) == 20
    for shape in tables:
        assert shape.top + sum(row.height for row in shape.table.rows) < HEIGHT
    assert "The first 20." in [shape.text_frame.text for shape in deck.slides[-1].shapes if shape.has_text_frame]


def test_W56_a_name_behind_a_chart_is_no_formula_and_no_link():
    """“Edit data” opens a workbook: an objective that is called like a formula would reckon, or fetch, there."""
    evil = ['=HYPERLINK("https://kwaad.example","klik")', "https://kwaad.example", "+1", "@SOM(A1)"]
    made = Deck("D", "d", organisation="O", at=AT)
    made.bar_chart("Staven", evil, [("=1+1", [1, 2, 3, None]), ("http://kwaad.example", [4, 5, 6, 7])], words="w")
    (chart,) = [shape.chart for shape in graphics(Presentation(io.BytesIO(made.save()))) if shape.has_chart]
    blob = chart.part.chart_workbook.xlsx_part.blob
    sheet = openpyxl.load_workbook(io.BytesIO(blob)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}, "text and numbers, no formulas"
    assert not [cell for cell in cells if cell.hyperlink]
    rows = [tuple(row) for row in sheet.iter_rows(values_only=True)]
    assert rows[0] == (None, "=1+1", "http://kwaad.example"), "it is what it was, on the place the chart refers to"
    assert rows[1:] == list(zip(evil, (1, 2, 3, None), (4, 5, 6, 7), strict=True))
    assert list(chart.plots[0].categories) == evil


SOFT = "Wachttijd\x0bomlaag\x07"


def test_a_control_character_in_a_name_is_a_space_on_every_slide():
    """A soft line break that was pasted from PowerPoint made the deck impossible; XML cannot hold it."""
    made = Deck(SOFT, SOFT, organisation=SOFT, at=AT)
    made.points(SOFT, [SOFT])
    made.table(SOFT, [SOFT], [[SOFT]], widths=(1,), more=SOFT)
    made.bar_chart(SOFT, [SOFT], [(SOFT, [1])], words=SOFT)
    canvas = made.canvas(SOFT, width=400, height=200)
    boxes = [canvas.box(0, place, 90, 40, text=SOFT, fill="ffffff") for place in (0, 90)]
    canvas.arrow(*boxes, upward=False, beside=False, words=SOFT, line="000000")
    deck = Presentation(io.BytesIO(made.save()))
    assert deck.core_properties.title == "Wachttijd omlaag "
    assert {slide.shapes.title.text for slide in deck.slides} == {"Wachttijd omlaag "}
    (chart,) = [shape.chart for shape in graphics(deck) if shape.has_chart]
    assert list(chart.plots[0].categories) == ["Wachttijd omlaag "]


def test_a_title_longer_than_a_fact_of_a_file_may_be_is_cut_there_only():
    title = "w " * 200
    deck = Presentation(io.BytesIO(Deck(title, "", organisation=title, at=AT).save()))
    assert deck.core_properties.title == title[:255]
    assert deck.slides[0].shapes.title.text == title
