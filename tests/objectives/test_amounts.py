"""Amounts, interim targets and milestones as people write them: what is written is read back, in both languages."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from zichtlijn.objectives.forms.fields import MOST, AmountField, read_amount, read_interim, read_milestones
from zichtlijn.objectives.queries.wording import write_amount, write_interim, write_milestones

LANGUAGES = pytest.mark.parametrize("language", ["nl", "en"])
amounts = st.decimals(-MOST, MOST, places=4)
days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
names = st.text(st.characters(blacklist_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=40).map(str.strip)


@LANGUAGES
@given(amount=amounts)
def test_what_a_field_shows_it_reads_back(language, amount):
    with translation.override(language):
        assert AmountField().clean(write_amount(amount)) == amount
        assert AmountField().prepare_value(amount) == write_amount(amount)


def grouped(amount, thousands, decimal):
    whole, _point, rest = f"{amount:,.4f}".partition(".")
    rest = rest.rstrip("0")
    return whole.replace(",", thousands) + (decimal + rest if rest else "")


@given(amount=amounts)
def test_thousands_as_the_language_writes_them_are_read(amount):
    with translation.override("nl"):
        assert read_amount(grouped(amount, ".", ",")) == amount
        assert read_amount(grouped(amount, " ", ",")) == amount or "," not in grouped(amount, " ", ",")
    with translation.override("en"):
        assert read_amount(grouped(amount, ",", ".")) == amount


@LANGUAGES
@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", "0"), ("-3", "-3"), ("+3", "3"), ("−3", "-3"), ("12,5", "12.5"), ("12.5", "12.5"), (",5", "0.5"),
        ("-.5", "-0.5"), ("1.234,5", "1234.5"), ("1,234.5", "1234.5"), ("1.234.567", "1234567"),
        ("1,234,567", "1234567"), ("1.234.567,89", "1234567.89"), ("0,125", "0.125"), ("0.125", "0.125"),
        ("€ 1 234,50", "1234.50"), ("45 %", "45"), ("1234,567", "1234.567"), ("1234.567", "1234.567"),
        ("12,3456", "12.3456"), ("007", "7"),
    ],
)  # fmt: skip
def test_written_either_way_it_is_the_same_amount(language, text, amount):
    with translation.override(language):
        assert read_amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    ("language", "text", "amount"),
    [("nl", "1.234", 1234), ("en", "1.234", "1.234"), ("nl", "1,234", "1.234"), ("en", "1,234", 1234)],
)
def test_one_mark_and_three_digits_is_read_as_the_language_writes(language, text, amount):
    with translation.override(language):
        assert read_amount(text) == Decimal(amount)


@LANGUAGES
@pytest.mark.parametrize(
    "text",
    ["", "veel", "1e5", "--1", "1-2", "1,2,3", "1.2.3", "12.34.567", "1.234.56", "1,23,4.5", "12,", "12.", "NaN",
     "Infinity", "0x10", "1_000", "=1+1", "٣", "²"],
)  # fmt: skip
def test_what_is_no_amount_is_refused(language, text):
    with translation.override(language), pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        read_amount(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [("100000000000", "too large"), ("1,23456", "four digits"), ("9" * 400, "too large"), ("x", "Write a number")],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(text, words):
    with pytest.raises(ValidationError, match=words):
        AmountField().clean(text)


@pytest.mark.parametrize("longest", [1_000_001, 1001])
def test_what_has_more_digits_than_python_reckons_with_is_no_amount(longest):
    for text in ("9" * longest, f"0,{'0' * longest}1", f"12,{'9' * longest}"):
        with pytest.raises(ValidationError, match="Write a number"):
            AmountField().clean(text)
    with pytest.raises(ValueError, match="30-06-2026"):
        read_interim(f"30-06-2026 = {'9' * longest}")


@LANGUAGES
@given(rows=st.dictionaries(days, amounts, max_size=5))
def test_interim_targets_are_read_back_as_they_are_shown(language, rows):
    with translation.override(language):
        assert dict(read_interim(write_interim(rows.items()))) == rows


@pytest.mark.parametrize("line", ["30-06-2026", "30-06-2026 = ", "31-06-2026 = 3", "= 3", "30-06-2026 = 1e9",
                                  "30-06-0026 = 3", "30-06-2026 = 99999999999999", "30-06-2026 = 0,00001"])  # fmt: skip
def test_an_interim_target_that_cannot_be_read_is_named(line):
    with pytest.raises(ValueError, match=f"^{re.escape(line.strip())}$"):
        read_interim(f"2026-05-01 = 3\n\n{line}")


milestones = st.lists(
    st.tuples(days, names.filter(bool), st.floats(0, 1000).map(lambda weight: round(weight, 3))), max_size=5
)


@LANGUAGES
@given(rows=milestones)
def test_milestones_are_read_back_as_they_are_shown(language, rows):
    with translation.override(language):
        found = [(m["due_on"], m["name"], m["weight"]) for m in read_milestones(write_milestones(rows))]
    assert found == sorted(rows)


def test_the_name_of_a_milestone_may_hold_an_equals_sign():
    found = read_milestones("A = B = 30-06-2026 = 2\nx=1 = 2026-07-01")
    assert [(m["name"], m["due_on"], m["weight"]) for m in found] == [
        ("A = B", date(2026, 6, 30), 2.0),
        ("x=1", date(2026, 7, 1), 1.0),
    ]


@pytest.mark.parametrize("line", ["Ontwerp", "Ontwerp = morgen", "= 30-06-2026", "A = 30-06-2026 = -1",
                                  "A = 30-06-2026 = nan", "A = 30-06-2026 = 1 = 2",
                                  "A = 30-06-0026", f"{'x' * 201} = 30-06-2026"])  # fmt: skip
def test_a_milestone_that_cannot_be_read_is_named(line):
    with pytest.raises(ValueError, match=f"^{re.escape(line)}$"):
        read_milestones(line)
