"""Numbers, measured values and days as people read them, in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
import time_machine
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some

from zichtlijn.ui import wording


@pytest.mark.parametrize(
    ("value", "dutch", "english"),
    [
        (Decimal("1234.56"), "1.234,56", "1,234.56"),
        (Decimal("1234.50"), "1.234,5", "1,234.5"),
        (Fraction(13, 4), "3,25", "3.25"),
        (Decimal("100"), "100", "100"),
        (Decimal("1E+3"), "1.000", "1,000"),
        (Decimal("-0.00"), "0", "0"),
        (Decimal("-1234567.1"), "-1.234.567,1", "-1,234,567.1"),
        (0.1, "0,1", "0.1"),
        (0, "0", "0"),
        (None, "–", "–"),
        ("", "–", "–"),
        ("veel", "–", "–"),
        (float("nan"), "–", "–"),
        (Decimal("Infinity"), "–", "–"),
    ],
)
def test_a_number_is_written_in_the_language_of_the_reader(value, dutch, english):
    with translation.override("nl"):
        assert wording.write_number(value) == dutch
    with translation.override("en"):
        assert wording.write_number(value) == english


@given(some.decimals(min_value=-(10**12), max_value=10**12, places=6))
def test_a_written_number_reads_back_as_the_same_number(value):
    with translation.override("nl"):
        assert Decimal(wording.write_number(value).replace(".", "").replace(",", ".")) == value
    with translation.override("en"):
        assert Decimal(wording.write_number(value).replace(",", "")) == value


def test_rounding_goes_half_up_and_only_when_asked():
    with translation.override("nl"):
        assert wording.write_number(Decimal("2.345"), 2) == "2,35"
        assert wording.write_number(Decimal("2.3"), 2) == "2,3"
        assert wording.write_number(Decimal("0.123456789")) == "0,123456789"


@pytest.mark.parametrize(
    ("share", "text"), [(0.613, "61%"), (0.615, "62%"), (0, "0%"), (1.12, "112%"), (-0.2, "-20%"), (None, "–")]
)
def test_a_share_is_a_whole_percentage(share, text):
    assert wording.write_percent(share) == text


def test_a_percentage_keeps_decimals_when_asked():
    with translation.override("nl"):
        assert wording.write_percent(0.6134, 1) == "61,3%"


@pytest.mark.parametrize(
    ("value", "unit", "dutch", "english"),
    [
        (66, "s", "66\u00a0s", "66\u00a0s"),
        (Decimal("71.2"), "%", "71,2%", "71.2%"),
        (Decimal("71.2"), " Percent ", "71,2%", "71.2%"),
        (12345, "€", "€\u00a012.345", "€12,345"),
        (Decimal("12345.5"), "EUR", "€\u00a012.345,50", "€12,345.50"),
        (Decimal("-12.05"), "€", "−\u00a0€\u00a012,05", "-€12.05"),
        (Decimal("0.999"), "€", "€\u00a01", "€1"),
        (7, "", "7", "7"),
        (7, None, "7", "7"),
        (None, "€", "–", "–"),
    ],
)
def test_a_value_carries_its_unit(value, unit, dutch, english):
    with translation.override("nl"):
        assert wording.write_measured(value, unit) == dutch
    with translation.override("en"):
        assert wording.write_measured(value, unit) == english


def test_one_and_true_are_not_the_same_text():
    """The texts are remembered by value and by type."""
    assert wording.write_number(1) == "1"
    assert wording.write_number(True) == "–"


@time_machine.travel("2026-11-21T12:00:00+01:00", tick=False)
def test_days_in_passing_and_in_full():
    day = date(2026, 11, 19)
    with translation.override("nl"):
        assert wording.write_short_date(day) == "do 19 nov"
        assert wording.write_short_date(date(2025, 3, 1)) == "1 mrt 2025"
        assert wording.write_full_date(day) == "19 nov 2026"
        assert wording.write_long_date(day) == "donderdag 19 november 2026"
    with translation.override("en"):
        assert wording.write_short_date(day) == "Thu 19 Nov"
        assert wording.write_short_date(date(2025, 3, 1)) == "1 Mar 2025"
        assert wording.write_long_date(day) == "Thursday 19 November 2026"
    assert wording.write_short_date(None) == wording.write_long_date("soon") == wording.write_full_date(None) == "–"


@time_machine.travel("2027-01-02T12:00:00+01:00", tick=False)
def test_the_year_appears_as_soon_as_it_is_another_year():
    with translation.override("nl"):
        assert wording.write_short_date(date(2026, 11, 19)) == "19 nov 2026"


def test_a_moment_counts_as_the_day_it_is_here():
    with translation.override("nl"):
        assert wording.write_full_date(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)) == "1 jul 2026"
