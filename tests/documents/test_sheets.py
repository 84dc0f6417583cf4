"""Workbooks of numbers: numbers stay numbers, and text never becomes a formula."""

import io
from datetime import date
from decimal import Decimal

import openpyxl

from zichtlijn.documents.sheets import Sheet, make_workbook


def test_numbers_are_numbers_and_shares_are_shown_in_percent():
    rows = [["Wachttijd", Decimal("66.5"), 0.61, date(2026, 11, 19), None]]
    content = make_workbook([Sheet("Cijfers", ["Wat", "Nu", "Deel", "Op", "Leeg"], rows, percent={2})], title="Proef")
    book = openpyxl.load_workbook(io.BytesIO(content))
    name, now, share, on, empty = book["Cijfers"][2]
    assert (name.value, now.value, share.value, empty.value) == ("Wachttijd", 66.5, 0.61, None)
    assert (share.number_format, on.value.date()) == ("0.0%", date(2026, 11, 19))
    assert book.properties.title == "Proef"
    assert book["Cijfers"].freeze_panes == "A2"


def test_W56_text_never_becomes_a_formula():
    sheet = Sheet("=Naam/[x]", ["=Kop"], [["=1+1"], ["  @SUM(A1)"], ["+31 6"], ["-"], ["gewoon"]])
    book = openpyxl.load_workbook(io.BytesIO(make_workbook([sheet], title="")))
    (paper,) = book.worksheets
    assert [cell.value for (cell,) in paper.iter_rows()] == ["'=Kop", "'=1+1", "'  @SUM(A1)", "'+31 6", "'-", "gewoon"]
    assert {cell.data_type for (cell,) in paper.iter_rows()} == {"s"}


def test_an_empty_sheet_has_its_head():
    book = openpyxl.load_workbook(io.BytesIO(make_workbook([Sheet("Leeg", ["Wat"], [])], title="")))
    assert [cell.value for (cell,) in book["Leeg"].iter_rows()] == ["Wat"]
