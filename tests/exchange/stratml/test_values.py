"""Days, amounts and identifiers as people write them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtlijn.exchange.stratml import values


@pytest.mark.parametrize(
    ("text", "value", "whole"),
    [
        ("1.234,56", "1234.56", True),
        ("1,234.56", "1234.56", True),
        ("1 234", "1234", True),
        ("1\u00a0234,5", "1234.5", True),
        ("1.234.567", "1234567", True),
        ("1'234'567", "1234567", True),
        ("-3,5", "-3.5", True),
        ("\u22123,5", "-3.5", True),
        ("0,123", "0.123", True),
        (",5", "0.5", True),
        ("1,234", "1234", False),
        ("45%", "45", False),
        ("45 procent", "45", False),
        ("€ 12,50", "12.50", False),
        ("-€12", "-12", False),
        ("$1,000,000", "1000000", False),
    ],
)
def test_an_amount_is_read(text, value, whole):
    assert values.read_amount(text) == values.Read(Decimal(value), whole)


@pytest.mark.parametrize(
    "text", ["", "about 40", ">90%", "1.2.3", "12,34,567", "1e5", "ja", "5 ,", "1 2", "10-20", "NaN", "9" * 100]
)
def test_what_is_no_amount_is_not_guessed(text):
    assert values.read_amount(text) is None


@pytest.mark.parametrize(
    ("text", "first", "last", "whole"),
    [
        ("31-12-2026", "2026-12-31", "2026-12-31", True),
        ("31/12/2026", "2026-12-31", "2026-12-31", True),
        ("12/31/2026", "2026-12-31", "2026-12-31", True),
        ("1.2.2026", "2026-02-01", "2026-02-01", True),
        ("2026/02/01", "2026-02-01", "2026-02-01", True),
        ("20260201", "2026-02-01", "2026-02-01", True),
        ("2026-02-01T00:00:00", "2026-02-01", "2026-02-01", True),
        ("2026-02-01T13:45:00+01:00", "2026-02-01", "2026-02-01", False),
        ("1 februari 2026", "2026-02-01", "2026-02-01", True),
        ("February 1st, 2026", "2026-02-01", "2026-02-01", True),
        ("1 mrt. 2026", "2026-03-01", "2026-03-01", True),
        ("februari 2024", "2024-02-01", "2024-02-29", False),
        ("2026-12", "2026-12-01", "2026-12-31", False),
        ("Q4 2026", "2026-10-01", "2026-12-31", False),
        ("2026", "2026-01-01", "2026-12-31", False),
    ],
)
def test_a_day_is_read(text, first, last, whole):
    assert values.read_day(text, last=False) == values.Read(date.fromisoformat(first), whole)
    assert values.read_day(text, last=True) == values.Read(date.fromisoformat(last), whole)


@pytest.mark.parametrize(
    "text", ["", "03/04/2026", "FY 2026", "Spring 2026", "2026-13", "30-02-2026", "31 foo 2026", "2025/2026", "0000"]
)
def test_what_is_no_day_or_could_be_two_is_not_guessed(text):
    assert values.read_day(text, last=True) is None


@given(st.text(max_size=30))
def test_whatever_is_written_gives_an_identifier_or_nothing(text):
    made = values.as_identifier(text)

    assert made == "" or values.is_identifier(made)
    if values.is_identifier(text) and text == text.strip("_").strip():
        assert made == text


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4))
def test_an_amount_comes_back_from_how_it_is_written(value):
    written = values.write_amount(value)

    assert values.is_amount(written)
    assert Decimal(written) == value


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_amounts_and_days(text):
    amount, day = values.read_amount(text), values.read_day(text, last=True)

    assert amount is None or values.is_amount(values.write_amount(amount.value))
    assert day is None or values.is_day(day.value.isoformat())


@given(st.text(alphabet="0123456789.,-+€%$ /Q'", max_size=14))
def test_no_figures_break_the_reading_of_amounts_and_days(text):
    test_no_text_breaks_the_reading_of_amounts_and_days.hypothesis.inner_test(text)
