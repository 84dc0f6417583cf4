"""New salaries by matrix, steps and promotion; collective raises; one-off rewards."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calculations.growth_matrix import (
    BANDS,
    COUNTS,
    LABELS,
    MATRIX,
    SCALE,
    STEPS,
    case,
    cents,
    labels,
    new_in_cents,
    parts,
    proposals,
    ratios,
    salaries,
    scales,
)
from zichtlijn.calculations.rewards import (
    CollectiveOrder,
    CollectiveRaise,
    GivenProblemCode,
    MeritCell,
    MeritRow,
    PercentageOf,
    PositionBy,
    RewardLineCode,
    SalaryScale,
    given_problems,
    merit_proposal,
    one_off_reward,
    promotion_proposal,
    raised_scale,
    step_proposal,
)

BEFORE, AFTER = CollectiveOrder.BEFORE, CollectiveOrder.AFTER
TWO = Decimal("0.02")


@pytest.mark.parametrize(
    ("label", "news"),
    [
        ("unsatisfactory", (3000, 3200, 3600, 4000)),
        ("to develop", (3045, 3232, 3618, 4000)),
        ("good", (3120, 3296, 3672, 4000)),
        ("very good", (3165, 3344, 3708, 4000)),
        ("excellent", (3210, 3392, 3744, 4000)),
    ],
)
def test_the_whole_growth_matrix_by_hand(label, news):
    """A maximum of 4,000: salaries of 3,000, 3,200, 3,600 and 4,000 stand at 75, exactly 80, exactly 90 and 100%."""
    found = [merit_proposal(case(salary, label), MATRIX) for salary in (3000, 3200, 3600, 4000)]
    assert tuple(proposal.new for proposal in found) == news
    assert [proposal.band for proposal in found] == [band.name for band in BANDS]


@pytest.mark.parametrize(
    ("salary", "label", "new"),
    [
        ("3199.99", "excellent", "3423.99"),  # just under 80%: 3199.99 x 1.07 = 3423.9893
        ("3960", "good", "4000.00"),  # 4039.20, held at the maximum
        ("3999.99", "excellent", "4000.00"),
        ("4000.01", "excellent", "4000.01"),  # was above the maximum, and stays there
        ("4100", "excellent", "4100.00"),
        ("2500", "to develop", "2537.50"),  # below the minimum: the matrix does not mind
        ("2833.50", "to develop", "2876.00"),  # 2876.0025
        ("2801", "to develop", "2843.02"),  # 2843.015: half a cent goes up
    ],
)
def test_worked_examples(salary, label, new):
    assert str(merit_proposal(case(salary, label), MATRIX).new) == new


def test_a_percentage_of_the_maximum():
    """4% of 4,000 is 160; 3% is 120."""
    of_maximum = replace(MATRIX, of=PercentageOf.MAXIMUM)
    found = [merit_proposal(case(salary), of_maximum).new for salary in (3000, 3200, 3950, 4100)]
    assert found == [3160, 3320, 4000, 4100]


def test_a_place_by_the_middle_of_the_scale():
    """The middle of 2,800 to 4,000 is 3,400: 3,230 is 95% of it, in the band from 90 to 100."""
    by_middle = replace(MATRIX, by=PositionBy.MIDPOINT)
    found = merit_proposal(case(3230), by_middle)
    assert (found.band, found.new) == ("90-100", Decimal("3294.60"))
    assert found.lines[1].ratio == Fraction(95, 100)
    assert merit_proposal(case(3230), MATRIX).band == "80-90"


def test_every_line_of_a_calculation():
    """3,960 + 2% = 4,039.20, held at 4,000; for 80% of the week 3,200."""
    found = merit_proposal(case(3960, part_time=Decimal("0.8"), worked=Decimal("0.6")), MATRIX)
    assert [(line.code.value, line.after, line.ratio, line.of, line.name) for line in found.lines] == [
        ("start", 3960, None, None, "8"),
        ("position", 3960, Fraction(99, 100), 4000, "90-100"),
        ("worked", 3960, Fraction(3, 5), None, ""),
        ("percentage", Fraction(403920, 100), Fraction(1, 50), 3960, "good"),
        ("capped", 4000, None, 4000, "8"),
        ("part_time", 3200, Fraction(4, 5), 4000, ""),
    ]
    assert (found.paid_old, found.paid_new, found.paid_more) == (3168, 3200, 32)
    assert (found.position_before, found.position_after, found.raised) == (Fraction(99, 100), 1, 40)


def test_without_an_appraisal_there_is_no_raise_and_the_line_says_so():
    found = merit_proposal(case(3000, None), MATRIX)
    assert (found.new, found.band, found.ratio) == (3000, None, None)
    assert [line.code.value for line in found.lines] == ["start", "position", "no_label"]
    found = merit_proposal(case(3000, None), MATRIX, collective=CollectiveRaise(TWO, AFTER))
    assert found.new == 3060


@pytest.mark.parametrize(
    ("salary", "order", "moves", "new"),
    [
        ("3000", BEFORE, True, "3182.40"),  # 3,060 of 4,080 is 75%; 4%
        ("3000", AFTER, True, "3182.40"),  # 3,120 x 1.02
        ("3150", BEFORE, False, "3309.39"),  # 3,213 of 4,000 is over 80%: 3%
        ("3150", AFTER, False, "3341.52"),  # 78.75%: 4%, 3,276 x 1.02
        ("3960", BEFORE, True, "4080.00"),  # 4,039.20 is 99%; 4,119.98 is held at 4,080
        ("3960", AFTER, True, "4080.00"),
        ("3960", BEFORE, False, "4000.00"),
        ("3960", AFTER, False, "4000.00"),
        ("4000", BEFORE, True, "4080.00"),
        ("4050", BEFORE, True, "4080.00"),  # above 4,000: no collective raise, but below 4,080: 2%, held there
        ("4050", AFTER, True, "4050.00"),
        ("4200", BEFORE, True, "4200.00"),
        ("4200", AFTER, True, "4200.00"),
    ],
)
def test_a_collective_raise_before_or_after(salary, order, moves, new):
    collective = CollectiveRaise(TWO, order, raised_scale(SCALE, TWO) if moves else None)
    assert str(merit_proposal(case(salary), MATRIX, collective=collective).new) == new


def test_a_collective_raise_above_the_maximum_is_a_setting():
    for order in CollectiveOrder:
        collective = CollectiveRaise(TWO, order, raised_scale(SCALE, TWO), above_maximum=True)
        assert merit_proposal(case(4200), MATRIX, collective=collective).new == 4284


@pytest.mark.parametrize("order", CollectiveOrder)
def test_who_stands_at_the_maximum_goes_along_with_it_to_the_cent(order):
    """3,200.25 x 1.02 = 3,264.255, and the scale goes to 3,264.26: still at the maximum, with a one-off possible."""
    scale = SalaryScale("7", Decimal(2400), Decimal("3200.25"))
    collective = CollectiveRaise(TWO, order, raised_scale(scale, TWO))
    found = merit_proposal(case("3200.25", "excellent", scale=scale), MATRIX, collective=collective)
    assert (str(found.new), found.band, found.most_one_off) == ("3264.26", "100", Decimal("0.03"))
    assert found.position_after == 1


@pytest.mark.parametrize("order", CollectiveOrder)
def test_a_step_stays_a_step_after_a_collective_raise(order):
    """2,433.33 x 1.0215 is 2,485.6466; the table says 2,485.65: without the rule that cent would be a step."""
    steps = (Decimal("2433.33"), Decimal("2533.37"), Decimal("2633.41"))
    scale = SalaryScale("7", steps[0], steps[-1], steps)
    table = raised_scale(scale, Decimal("0.0215"))
    collective = CollectiveRaise(Decimal("0.0215"), order, table)
    found = [
        step_proposal(case(steps[0], label, scale=scale), COUNTS, collective=collective)
        for label in ("to develop", "good", "excellent")
    ]
    assert tuple(proposal.new for proposal in found) == table.steps
    assert found[0].scale == table


@pytest.mark.parametrize(
    ("salary", "label", "new"),
    [
        (2800, "to develop", 2800),
        (2800, "good", 3100),
        (2800, "excellent", 3400),
        (2950, "good", 3100),
        (3700, "excellent", 4000),
        (4000, "good", 4000),
        (4100, "excellent", 4100),
        (3100, None, 3100),
    ],
)
def test_steps_by_label(salary, label, new):
    assert step_proposal(case(salary, label, scale=STEPS), COUNTS).new == new


@pytest.mark.parametrize(
    ("salary", "new", "codes"),
    [
        (3500, 3640, ["start", "promotion"]),
        (3000, 3300, ["start", "promotion", "to_minimum"]),  # 3,120 lies below the minimum
        (4550, 4700, ["start", "promotion", "capped"]),  # 4,732
        (4800, 4800, ["start", "promotion", "capped"]),  # was above it: stays
    ],
)
def test_a_promotion_by_hand(salary, new, codes):
    found = promotion_proposal(case(salary), SalaryScale("9", Decimal(3300), Decimal(4700)), Decimal("0.04"))
    assert (found.new, [line.code.value for line in found.lines]) == (new, codes)
    assert found.scale.name == "9"


def test_a_promotion_to_a_step():
    """3,000 + 4% = 3,120, up to the step of 3,400; a step that is met exactly is enough."""
    higher = SalaryScale("9", Decimal(3100), Decimal(3700), (Decimal(3100), Decimal(3400), Decimal(3700)))
    assert promotion_proposal(case(3000), higher, Decimal("0.04"), on_step=True).new == 3400
    assert promotion_proposal(case(3250), higher, Decimal("0.04"), on_step=True).new == 3400
    assert promotion_proposal(case(3400), higher, Decimal(0), on_step=True).new == 3400
    assert promotion_proposal(case(3690), higher, Decimal("0.04"), on_step=True).new == 3700
    with pytest.raises(ValueError, match="no steps"):
        promotion_proposal(case(3000), SCALE, Decimal("0.04"), on_step=True)


@given(salaries, scales(), labels, st.booleans())
def test_the_matrix_in_whole_cents(salary, scale, label, of_maximum):
    matrix = replace(MATRIX, of=PercentageOf.MAXIMUM if of_maximum else PercentageOf.SALARY)
    found = merit_proposal(case(salary, label, scale=scale), matrix)
    assert cents(found.new) == new_in_cents(cents(salary), cents(scale.maximum), label, of_maximum=of_maximum)


@given(proposals())
def test_a_new_salary_never_passes_the_maximum_nor_falls(made):
    one, found = made
    assert one.salary == found.old <= found.new
    assert found.new <= max(found.scale.maximum, one.salary)
    if one.salary > max(one.scale.maximum, found.scale.maximum):
        assert found.new == one.salary
    assert found.paid_old <= found.paid_new


@given(proposals())
def test_each_line_begins_where_the_one_before_ended(made):
    one, found = made
    assert found.lines[0].code == RewardLineCode.START
    assert found.lines[0].before == found.lines[0].after == one.salary
    assert all(before.after == line.before for before, line in pairwise(found.lines))
    full = [line for line in found.lines if line.code != RewardLineCode.PART_TIME]
    assert full[-1].after == found.new
    assert found.lines[-1].after == found.paid_new
    assert Fraction(one.salary) + sum(line.adds for line in full) == found.new
    for line in found.lines:
        if line.code in {RewardLineCode.PERCENTAGE, RewardLineCode.PROMOTION}:
            assert line.adds == line.ratio * line.of
        if line.code in {RewardLineCode.POSITION, RewardLineCode.WORKED, RewardLineCode.NO_LABEL}:
            assert line.adds == 0
        if line.code == RewardLineCode.ROUNDED:
            assert abs(line.adds) <= Fraction(1, 200)


@given(proposals())
def test_an_amount_is_rounded_once_half_up(made):
    _, found = made
    if rounded := [line for line in found.lines if line.code == RewardLineCode.ROUNDED]:
        exact = rounded[0].before
        second = (Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        assert found.new == second


@given(salaries, scales(), labels, parts, st.decimals(0, 1, places=2))
def test_part_time_and_leave_or_illness_change_neither_place_nor_percentage(salary, scale, label, part, worked):
    whole = merit_proposal(case(salary, label, scale=scale), MATRIX)
    found = merit_proposal(case(salary, label, scale=scale, part_time=part, worked=worked), MATRIX)
    assert (found.new, found.band, found.ratio, found.most_one_off) == (
        whole.new,
        whole.band,
        whole.ratio,
        whole.most_one_off,
    )
    assert (found.position_before, found.position_after) == (whole.position_before, whole.position_after)
    assert found.paid_new == (whole.new * part).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    again = merit_proposal(case(salary, label, scale=scale, part_time=part), MATRIX)
    assert (again.paid_new, again.new) == (found.paid_new, found.new)
    assert [line.ratio for line in found.lines if line.code == RewardLineCode.WORKED] == [worked] * (worked != 1)


@given(salaries, scales(), st.integers(0, 3))
def test_a_higher_label_never_gives_less(salary, scale, place):
    lower, higher = (
        merit_proposal(case(salary, label, scale=scale), MATRIX).new for label in LABELS[place : place + 2]
    )
    assert lower <= higher


@given(salaries, scales(), labels, ratios)
def test_with_a_scale_that_moves_along_the_order_makes_at_most_a_cent(salary, scale, label, ratio):
    """Percentages multiply in either order; only the scale, rounded to cents, can cut differently."""
    moved = raised_scale(scale, ratio)
    found = [
        merit_proposal(
            case(min(salary, scale.maximum), label, scale=scale),
            MATRIX,
            collective=CollectiveRaise(ratio, order, moved),
        )
        for order in CollectiveOrder
    ]
    if found[0].band == found[1].band:
        assert abs(found[0].new - found[1].new) <= Decimal("0.01")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"salary": Decimal("3000.001")}, "cents"),
        ({"salary": Decimal(-1)}, "0 or more"),
        ({"salary": Decimal("NaN")}, "cents"),
        ({"part_time": Decimal(0)}, "part that is worked"),
        ({"part_time": Decimal("NaN")}, "part that is worked"),
        ({"worked": Decimal("1.01")}, "0 to 1"),
        ({"worked": Decimal("-0.01")}, "0 to 1"),
        ({"label": "superb"}, "superb"),
        ({"scale": SalaryScale("x", Decimal(2), Decimal(1))}, "not sound"),
    ],
)
def test_what_cannot_be_calculated_is_refused(wrong, words):
    one = replace(case(3000, scale=STEPS), **wrong)
    with pytest.raises(ValueError, match=words):
        merit_proposal(one, MATRIX)
    with pytest.raises(ValueError, match=words):
        step_proposal(one, COUNTS)


def test_an_impossible_percentage_is_refused():
    for wrong in ("-0.01", "1.01", "NaN"):
        row = MeritRow("good", tuple(MeritCell(Decimal(wrong)) for _ in BANDS))
        with pytest.raises(ValueError, match="0 to 1"):
            merit_proposal(case(3000), replace(MATRIX, rows=(row,)))
        with pytest.raises(ValueError, match="0 to 1"):
            promotion_proposal(case(3000), SCALE, Decimal(wrong))
        with pytest.raises(ValueError, match="0 to 1"):
            merit_proposal(case(3000), MATRIX, collective=CollectiveRaise(Decimal(wrong), BEFORE))


def test_a_one_off_reward_by_hand():
    """Half time at the maximum of 4,000: 2% of 12 x 2,000 is 480. Possible to 3%, and only where the matrix says so."""
    top = merit_proposal(case(4000, "excellent", part_time=Decimal("0.5"), worked=Decimal("0.2")), MATRIX)
    assert one_off_reward(top, TWO, periods=Decimal(12)) == 480
    assert one_off_reward(top, Decimal("0.03"), periods=Decimal("12.96")) == Decimal("777.60")
    assert one_off_reward(top, Decimal(0), periods=Decimal(12)) == 0
    for wrong in ("0.0301", "-0.01", "NaN"):
        with pytest.raises(ValueError, match="one-off"):
            one_off_reward(top, Decimal(wrong), periods=Decimal(12))
    with pytest.raises(ValueError, match="periods"):
        one_off_reward(top, TWO, periods=Decimal(-1))
    with pytest.raises(ValueError, match="from 0 to 0"):
        one_off_reward(merit_proposal(case(3000, "excellent"), MATRIX), TWO, periods=Decimal(12))


@pytest.mark.parametrize(
    ("given_salary", "reason", "codes"),
    [
        ("3120", "", []),
        ("3100", "", ["no_reason"]),
        ("3100", "Started in May.", []),
        ("2999.99", "Yes.", ["below_current"]),
        ("4000.01", "Yes.", ["above_maximum"]),
        ("4000.01", " ", ["above_maximum", "no_reason"]),
        ("3100.001", "Yes.", ["not_cents"]),
        ("NaN", "Yes.", ["not_cents"]),
    ],
)
def test_a_salary_that_somebody_gives(given_salary, reason, codes):
    found = given_problems(merit_proposal(case(3000), MATRIX), Decimal(given_salary), reason=reason)
    assert [problem.code.value for problem in found] == codes


@given(proposals())
def test_what_is_proposed_may_be_given(made):
    assert given_problems(made[1], made[1].new) == []
    beyond = max(made[1].new, made[1].scale.maximum) + Decimal("0.01")
    assert [p.code for p in given_problems(made[1], beyond, reason="x")] == [GivenProblemCode.ABOVE_MAXIMUM]
