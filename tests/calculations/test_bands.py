"""Bands: every value in exactly one of them, and what is wrong with a set that does not hold that."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtlijn.calculations.bands import Band, BandProblem, BandProblemCode, band_of, band_problems

ONE, FIVE = Decimal(1), Decimal(5)
LABELS = [
    Band("unsatisfactory", ONE, Decimal("1.5")),
    Band("to develop", Decimal("1.5"), Decimal("2.5")),
    Band("good", Decimal("2.5"), Decimal("3.5")),
    Band("very good", Decimal("3.5"), Decimal("4.5")),
    Band("excellent", Decimal("4.5"), FIVE),
]
POSITIONS = [
    Band("below 80", Decimal(0), Decimal("0.8")),
    Band("80-90", Decimal("0.8"), Decimal("0.9")),
    Band("90-100", Decimal("0.9"), ONE),
    Band("100", ONE, None),
]


@pytest.mark.parametrize(
    ("bands", "value", "name"),
    [
        (LABELS, 1, "unsatisfactory"),
        (LABELS, Fraction(3, 2), "to develop"),
        (LABELS, Decimal("3.499999999999999999999999999999"), "good"),
        (LABELS, Decimal("3.5"), "very good"),
        (LABELS, 5, "excellent"),
        (POSITIONS, Fraction(4, 5), "80-90"),
        (POSITIONS, Fraction(999_999_999, 1_000_000_000), "90-100"),
        (POSITIONS, 1, "100"),
        (POSITIONS, Fraction(21, 20), "100"),
    ],
)
def test_worked_examples(bands, value, name):
    assert band_of(bands, value).name == name


@pytest.mark.parametrize("bands", [LABELS, POSITIONS])
def test_sound_bands_have_no_problems(bands):
    assert band_problems(bands, lowest=bands[0].low, highest=bands[-1].high) == []
    assert band_problems(reversed(bands), lowest=bands[0].low, highest=bands[-1].high) == []


def test_a_single_value_may_stand_at_the_top():
    bands = [Band("up to", ONE, FIVE), Band("exactly", FIVE, FIVE)]
    assert band_problems(bands, lowest=ONE, highest=FIVE) == []
    assert [band_of(bands, value).name for value in (Decimal("4.99"), 5)] == ["up to", "exactly"]


@pytest.mark.parametrize(
    ("bands", "codes"),
    [
        ([], ["no_bands"]),
        ([Band(" ", ONE, FIVE)], ["no_name"]),
        ([Band("a", ONE, Decimal(3)), Band(" A ", Decimal(3), FIVE)], ["same_name"]),
        ([Band("a", ONE, Decimal("NaN"))], ["not_a_number"]),
        ([Band("a", ONE, Decimal("Infinity"))], ["not_a_number"]),
        ([Band("a", ONE, ONE), Band("b", ONE, FIVE)], ["upside_down"]),
        ([Band("a", FIVE, ONE)], ["upside_down", "gap", "gap"]),
        ([Band("a", Decimal(2), FIVE)], ["gap"]),
        ([Band("a", ONE, Decimal(4))], ["gap"]),
        ([Band("a", ONE, Decimal(3)), Band("b", Decimal(2), FIVE)], ["overlap"]),
        ([Band("a", ONE, None), Band("b", Decimal(2), FIVE)], ["overlap"]),
        ([Band("a", ONE, FIVE), Band("b", None, FIVE)], ["overlap"]),
        ([Band("a", None, None)], []),
    ],
)
def test_what_can_be_wrong(bands, codes):
    assert [problem.code.value for problem in band_problems(bands, lowest=ONE, highest=FIVE)] == codes


def test_a_gap_and_an_overlap_say_where():
    bands = [Band("a", ONE, Decimal(2)), Band("b", Decimal(3), Decimal("4.5")), Band("c", Decimal(4), FIVE)]
    assert band_problems(bands, lowest=ONE, highest=FIVE) == [
        BandProblem(BandProblemCode.GAP, "b", Decimal(2), Decimal(3)),
        BandProblem(BandProblemCode.OVERLAP, "c", Decimal(4), Decimal("4.5")),
    ]
    for value, count in ((Decimal("2.5"), 0), (Decimal("4.2"), 2)):
        with pytest.raises(ValueError, match=f"lies in {count} bands"):
            band_of(bands, value)
    with pytest.raises(ValueError, match="finite"):
        band_of([Band("a", ONE, Decimal("NaN"))], 1)


@st.composite
def ladders(draw):
    """Sound bands from cut points, in any order; the top one may be a single value."""
    points = sorted(draw(st.lists(st.decimals(0, 100, places=2), min_size=2, max_size=7, unique=True)))
    pairs = list(pairwise(points)) + [(points[-1], points[-1])] * draw(st.booleans())
    bands = [Band(f"band {number}", low, high) for number, (low, high) in enumerate(pairs)]
    return draw(st.permutations(bands)), points


@given(ladders(), st.fractions(0, 1))
def test_every_value_lies_in_exactly_one_sound_band(ladder, share):
    bands, points = ladder
    assert band_problems(bands, lowest=points[0], highest=points[-1]) == []
    low, high = Fraction(points[0]), Fraction(points[-1])
    for value in (low + share * (high - low), *points):
        # Second route: the number of cut points at or below the value says which one it is.
        place = min(sum(Fraction(point) <= value for point in points), len(bands)) - 1
        assert band_of(bands, value).name == f"band {place}"


@given(ladders(), st.data())
def test_a_band_less_is_a_gap_and_a_band_more_an_overlap(ladder, data):
    bands, points = ladder
    one = data.draw(st.sampled_from([band for band in bands if band.low != band.high]))
    without = [band for band in bands if band != one]
    if without:
        found = {problem.code for problem in band_problems(without, lowest=points[0], highest=points[-1])}
        assert BandProblemCode.GAP in found or found == {BandProblemCode.UPSIDE_DOWN}
    twice = [*bands, Band("once more", one.low, one.high)]
    codes = {problem.code for problem in band_problems(twice, lowest=points[0], highest=points[-1])}
    assert BandProblemCode.OVERLAP in codes
