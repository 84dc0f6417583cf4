"""What a cell means: numbers in two ways of writing, days, texts that could run as a formula."""
# Files are read across: one row of a sheet per line.
# ruff: noqa: E501

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtlijn.documents.sheets import guard
from zichtlijn.exchange.columns import SHEETS
from zichtlijn.exchange.values import (
    Bad,
    agreed_mark,
    decimal_mark_of,
    read_date,
    read_number,
    read_text,
    reader_of,
    unguard,
    write_interim,
    write_number,
    write_parents,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234.567", "1234567"),
        ("1,234,567.5", "1234567.5"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("0.955", "0.955"),
        ("-3", "-3"),
        ("+4,5", "4.5"),
        ("€ 1.200,50", "1200.5"),
        ("12,5 %", "12.5"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234,5", "1234.5"),
        ("1'234.5", "1234.5"),
        (",5", "0.5"),
        ("1.2345", "1.2345"),
        (1234.5, "1234.5"),
        (0.1 + 0.2, "0.3"),
        (True, "1"),
    ],
)
def test_a_number_that_means_one_thing_is_read_whatever_its_neighbours(text, number):
    assert read_number(text, ".") == read_number(text, ",") == Decimal(number)


@pytest.mark.parametrize(("mark", "number"), [(",", "1234"), (".", "1.234")])
def test_a_number_that_means_two_things_is_read_by_what_is_decided(mark, number):
    assert read_number("1.234", mark) == Decimal(number)
    assert decimal_mark_of("1.234") == "?"
    with pytest.raises(Bad) as bad:
        read_number("1.234", "")
    assert bad.value.code == "ambiguous_number"


@pytest.mark.parametrize(
    "text", ["abc", "1,2,3", "1.23.456", "1.234,5.6", "--1", "1e5", "0x10", "", "1,,2", "12,34,567", "1.5,5,5", "nan"]
)
def test_what_is_no_number_is_not_guessed(text):
    with pytest.raises(Bad) as bad:
        read_number(text, ",")
    assert bad.value.code == "bad_number"


def test_what_has_more_digits_than_python_reckons_with_is_no_number():
    with pytest.raises(Bad) as bad:
        read_number("9" * 1_000_001, ",")
    assert bad.value.code == "bad_number"


@pytest.mark.parametrize("cell", ["100000000000", 1e15, float("inf"), float("nan")])
def test_a_number_that_does_not_fit_is_refused(cell):
    with pytest.raises(Bad):
        read_number(cell, ",")


def test_a_column_decides_together():
    assert agreed_mark(["1.234", "12,5", "7"]) == ","
    assert agreed_mark(["1,234", "12.5"]) == "."
    assert agreed_mark(["1.234", "5"]) == ""
    assert agreed_mark(["12,5", "12.5"]) == "?"


@given(st.decimals(-(10**9), 10**9, places=4), st.sampled_from(["nl", "en"]))
def test_a_number_that_goes_out_comes_in_again(number, language):
    text = write_number(number, language)
    assert read_number(text, "." if language == "nl" else ",") == number, "even when its neighbours say otherwise"


@pytest.mark.parametrize(
    "cell",
    ["2026-06-30", "30-06-2026", "30/6/2026", "30.06.2026", " 2026-06-30 ", "2026-06-30 00:00:00", date(2026, 6, 30),
     datetime(2026, 6, 30, 8, 15, tzinfo=UTC)],
)  # fmt: skip
def test_a_day_is_read_as_written_here(cell):
    assert read_date(cell) == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("cell", "code"),
    [("06/30/2026", "no_such_day"), ("31-02-2026", "no_such_day"), ("30 juni", "bad_date"), ("20260630", "bad_date"),
     (46203.0, "bad_date"), ("30-06-26", "bad_date"), ("0001-01-01", "bad_date"), (date(9999, 12, 31), "too_far_away"),
     (datetime(2201, 1, 1, tzinfo=UTC), "too_far_away"), (True, "bad_date")],
)  # fmt: skip
def test_what_is_no_day_is_not_guessed(cell, code):
    with pytest.raises(Bad) as bad:
        read_date(cell)
    assert bad.value.code == code


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd|x", " =HYPERLINK(1)", "-hallo"])
def test_W56_a_text_that_can_run_is_not_taken_in(text):
    with pytest.raises(Bad) as bad:
        read_text(text, 100)
    assert bad.value.code == "formula_text"


@pytest.mark.parametrize(("text", "kept"), [("-5", "-5"), ("'=1+1", "=1+1"), ("'t Hart", "'t Hart"), ("a=b", "a=b")])
def test_a_text_that_cannot_run_is_kept_as_it_is(text, kept):
    assert read_text(text, 100) == kept


@given(st.text(max_size=30))
def test_W56_no_text_goes_out_as_a_formula_and_every_text_comes_back(text):
    out = guard(text)
    assert not out.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguard(out) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [(1001.0, "1001"), (7, "7"), (1.5, "1.5"), (datetime(2026, 6, 30, tzinfo=UTC), "2026-06-30"), ("  a ", "a")],
)
def test_a_number_in_a_column_of_codes_is_a_code(cell, text):
    assert read_text(cell, 50) == text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("#REF!", "excel_error"),
        ("a\x00b", "control_characters"),
        ("a\u202eb", "control_characters"),
        ("x" * 101, "too_long"),
    ],
)
def test_a_text_that_will_not_do_says_why(text, code):
    with pytest.raises(Bad) as bad:
        read_text(text, 100)
    assert bad.value.code == code


def read(sheet, column, cell, mark=""):
    return reader_of(SHEETS[sheet].by_name[column], mark)(cell)


@pytest.mark.parametrize(
    ("text", "parents"),
    [
        ("S1", (("S1", None),)),
        ("S1:60|S2:40", (("S1", 60.0), ("S2", 40.0))),
        (" S1 : 33,5 | S2 ", (("S1", 33.5), ("S2", None))),
        ("a:b", (("a:b", None),)),
        ("a:b:25", (("a:b", 25.0),)),
    ],
)
def test_parents_with_their_weights(text, parents):
    assert read("objectives", "parents", text) == parents
    assert read("objectives", "parents", write_parents(parents, "nl")) == parents
    assert read("objectives", "parents", write_parents(parents, "en")) == parents


@pytest.mark.parametrize(("text", "code"), [("S1|S1", "parent_twice"), ("S1:101", "not_a_percentage")])
def test_parents_that_will_not_do(text, code):
    with pytest.raises(Bad) as bad:
        read("objectives", "parents", text)
    assert bad.value.code == code


def test_interim_targets_come_in_the_order_of_their_days():
    targets = ((date(2026, 3, 31), Decimal("10.2500")), (date(2026, 6, 30), Decimal("12.5000")))
    assert read("measures", "interim", "2026-06-30=12,5|31-03-2026=10,25") == targets
    assert read("measures", "interim", write_interim(targets, "nl")) == targets
    assert read("measures", "interim", write_interim(targets, "en")) == targets


@pytest.mark.parametrize(
    ("text", "code"),
    [("2026-06-30", "bad_interim"), ("30 juni=5", "bad_date"), ("2026-06-30=5|2026-06-30=6", "interim_twice"),
     ("2026-06-30=vijf", "bad_number")],
)  # fmt: skip
def test_interim_targets_that_will_not_do(text, code):
    with pytest.raises(Bad) as bad:
        read("measures", "interim", text)
    assert bad.value.code == code


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [("kind", "Lager is beter", "down"), ("kind", "lower is better", "down"), ("kind", "DOWN", "down"), ("kind", "ja/nee", "yes_no"),
     ("frequency", "Maandelijks", "monthly"), ("shape", "rechte lijn", "straight"), ("tempo", "Lead", "lead")],
)  # fmt: skip
def test_choices_are_read_in_both_languages(column, text, value):
    assert read("measures", column, text) == value


def test_every_example_can_be_read_as_it_stands():
    for sheet in SHEETS.values():
        for example in sheet.examples:
            for column, value in zip(sheet.columns, example, strict=True):
                if value is not None and not isinstance(value, tuple):
                    reader_of(column, ".")(value)


def test_no_two_columns_of_a_sheet_share_a_header():
    for sheet in SHEETS.values():
        headings = [heading for column in sheet.columns for heading in column.headings]
        assert len(headings) == len(set(headings)), sheet.name
