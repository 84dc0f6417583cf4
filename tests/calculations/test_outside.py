"""A value far outside all that is known of a measure is asked about; what happens in practice is not."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtlijn.calculations.objectives import Aim, MeasureKind, is_far_outside

AMOUNTS = st.decimals(-100_000, 100_000, places=4)


def aim_of(kind=MeasureKind.UP, **amounts):
    amounts = {name: None if value is None else Decimal(value) for name, value in amounts.items()}
    return Aim(kind=kind, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), **amounts)


@pytest.mark.parametrize(
    ("baseline", "target", "last", "value", "far"),
    [
        ("0", "40", "35", "390", True),
        ("0", "40", "35", "120", False),
        ("0", "40", "35", "121", True),
        ("0", "40", "35", "-121", True),
        ("0", "40", "200", "390", False),
        ("140", "66", None, "30", False),
        ("140", "66", None, "14", True),
        ("60", "80", "73.5", "5", True),
        ("10", "12", "10.2", "1.02", True),
        ("70", "70", "70", "0", True),
        (None, "80", "70", "7", True),
        (None, "80", None, "7", False),
        ("60", "80", "20", "7", False),
        ("0", "80", "73.5", "5", False),
        ("-5", "80", "73.5", "0", False),
        ("-60", "-80", "-73.5", "-5", True),
        ("140", "66", "100", "663", True),
        ("0", None, None, "5", False),
        (None, "40", "35", "390", False),
        ("40", "40", None, "390", False),
    ],
)
def test_worked_examples(baseline, target, last, value, far):
    aim = aim_of(baseline=baseline, target=target)
    assert is_far_outside(aim, Decimal(value), last and Decimal(last)) is far


def test_a_band_is_looked_at_from_its_middle_and_facts_are_never_asked_about():
    band = aim_of(MeasureKind.BAND, lower="6", upper="8", upper_limit="9")
    assert is_far_outside(band, Decimal(14), None)
    assert not is_far_outside(band, Decimal("12.9"), None)
    assert not is_far_outside(aim_of(MeasureKind.YES_NO, baseline="0", target="1"), Decimal(99), None)


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_up_and_down_are_mirror_images_and_what_is_known_is_never_far(baseline, target, last, value):
    up, down = aim_of(baseline=baseline, target=target), aim_of(MeasureKind.DOWN, baseline=-baseline, target=-target)
    assert is_far_outside(up, value, last) is is_far_outside(down, -value, -last)
    assert not is_far_outside(up, target, last)
    assert not is_far_outside(up, last, last)


def test_a_band_asks_about_a_value_that_is_much_too_small_and_milestones_do_not():
    band = aim_of(MeasureKind.BAND, lower="6", upper="8")
    assert is_far_outside(band, Decimal("0.7"), Decimal(7))
    assert not is_far_outside(aim_of(MeasureKind.BAND, lower="0", upper="8"), Decimal("0.7"), Decimal(7))
    for kind in (MeasureKind.MILESTONES, MeasureKind.YES_NO):
        assert not is_far_outside(aim_of(kind, baseline="60", target="80"), Decimal(0), Decimal(70))


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_a_smaller_reading_of_before_only_ever_takes_the_question_away(baseline, target, last, value, smallest):
    aim = aim_of(baseline=baseline, target=target)
    assert is_far_outside(aim, value, last) or not is_far_outside(aim, value, last, smallest)


def test_a_smallest_reading_alone_does_not_make_a_reach():
    aim = aim_of(baseline="0.0001", target="0.0001")
    assert not is_far_outside(aim, Decimal("-0.0003"), Decimal("0.0001"), Decimal(0))


@given(st.decimals("0.01", 100_000, places=2), st.decimals(1, "2.9", places=1))
def test_a_comma_too_many_is_asked_about_until_it_was_meant_before(usual, grown):
    aim = aim_of(baseline=usual, target=usual * grown)
    assert is_far_outside(aim, usual / 10, usual)
    assert is_far_outside(aim, Decimal(0), usual)
    assert not is_far_outside(aim, usual / 10, usual, usual / 10)
    assert not is_far_outside(aim, usual / 10, usual, Decimal(0))
