"""Balance of a scorecard: by exact fractions, by other formulas, and by trying out what is said to mend it."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from itertools import combinations_with_replacement, pairwise, permutations, product
from math import exp, log
from statistics import linear_regression

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zichtlijn.calculations.balance import (
    AXES,
    USUAL_ENDS,
    BalanceLevel,
    BalanceLimits,
    BalanceTest,
    Basis,
    End,
    Load,
    Mend,
    MendCode,
    Trend,
    axis_test,
    balance,
    dominance_test,
    empty_test,
    evenness_test,
    lead_lag_test,
    path_test,
    shares,
    spread_test,
    worst_level,
)

FINE, ATTENTION, ONE_SIDED, UNKNOWN = (
    BalanceLevel.FINE,
    BalanceLevel.ATTENTION,
    BalanceLevel.ONE_SIDED,
    BalanceLevel.UNKNOWN,
)
NAMES = ("financial", "customers", "processes", "learning")
EXAMPLE = dict(zip(NAMES, (6, 1, 1, 0), strict=True))
LIGHT_AXES = (BalanceTest.TIME, BalanceTest.FOCUS)

counts = st.lists(st.integers(0, 12), min_size=4, max_size=6).map(
    lambda numbers: dict(zip([*NAMES, "green", "safety"], numbers, strict=False))
)
filled = counts.filter(lambda amounts: sum(amounts.values()) > 0)


def of(*numbers):
    return dict(zip(NAMES, numbers, strict=True))


def by_number(found):
    return {finding.test: finding for finding in found if finding.basis in (Basis.NUMBER, None)}


def test_the_example_of_the_method():
    """Six financial objectives, one for customers, one for processes, none for learning."""
    found = by_number(balance({name: Load(count) for name, count in EXAMPLE.items()}))
    assert found[BalanceTest.EMPTY].concerns == ("learning",)
    assert found[BalanceTest.DOMINANCE].value == 0.75
    assert found[BalanceTest.TIME].value == 1.0
    assert found[BalanceTest.TIME].leans == End.SHORT
    assert found[BalanceTest.FOCUS].value == 0.0
    assert worst_level(found.values()) == ONE_SIDED


def test_the_axes_are_those_of_the_slides():
    assert USUAL_ENDS == {
        "financial": "short",
        "customers": "external",
        "processes": "internal",
        "learning": "long",
    }
    assert axis_test(BalanceTest.TIME, of(3, 9, 0, 1)).value == 0.5
    assert axis_test(BalanceTest.FOCUS, of(9, 1, 3, 0)).value == 0.5


@pytest.mark.parametrize(
    ("test", "numbers", "level"),
    [
        (empty_test, (1, 1, 1, 1), FINE),
        (empty_test, (9, 1, 1, 0), ONE_SIDED),
        (dominance_test, (4, 2, 2, 2), FINE),
        (dominance_test, (41, 20, 20, 19), ATTENTION),
        (dominance_test, (5, 2, 2, 1), ATTENTION),
        (dominance_test, (51, 20, 20, 9), ONE_SIDED),
        (evenness_test, (5, 5, 5, 5), FINE),
        (evenness_test, (4, 1, 1, 1), FINE),
        (evenness_test, (6, 1, 1, 1), ATTENTION),
        (evenness_test, (10, 1, 1, 1), ATTENTION),
        (evenness_test, (9, 3, 0, 0), ONE_SIDED),
        (evenness_test, (1, 1, 0, 0), ONE_SIDED),
        (evenness_test, (5, 0, 0, 0), ONE_SIDED),
    ],
)
def test_levels(test, numbers, level):
    assert test(of(*numbers)).level == level


@pytest.mark.parametrize(
    ("short", "long", "level"),
    [(3, 1, FINE), (31, 10, ATTENTION), (9, 1, ATTENTION), (91, 10, ONE_SIDED), (1, 0, ONE_SIDED), (0, 0, ONE_SIDED)],
)
def test_levels_of_an_axis(short, long, level):
    assert axis_test(BalanceTest.TIME, of(short, 5, 5, long)).level == level
    assert axis_test(BalanceTest.FOCUS, of(5, short, long, 5)).level == level


def test_a_missing_axis_says_what_is_missing():
    found = axis_test(BalanceTest.TIME, of(0, 5, 5, 0))
    assert (found.value, found.leans, found.concerns) == (None, None, ("financial", "learning"))
    assert found.mends == (
        Mend(MendCode.ADD, ("financial",), end=End.SHORT, amount=1),
        Mend(MendCode.ADD, ("learning",), end=End.LONG, amount=1),
    )
    renamed = axis_test(BalanceTest.TIME, {"green": 3}, ends={})
    assert [(mend.to, mend.end) for mend in renamed.mends] == [((), End.SHORT), ((), End.LONG)]


@pytest.mark.parametrize("basis", [Basis.WEIGHT, Basis.BUDGET])
def test_an_empty_perspective_by_weight_asks_for_any(basis):
    assert empty_test(of(1, 1, 1, 0), basis).mends == (Mend(MendCode.MOVE, ("learning",)),)
    assert axis_test(BalanceTest.TIME, of(0, 1, 1, 0), basis).mends[1] == Mend(
        MendCode.MOVE, ("learning",), end=End.LONG
    )


@given(filled)
def test_values_by_exact_fractions(amounts):
    whole = sum(amounts.values())
    part = {name: Fraction(count, whole) for name, count in amounts.items()}
    assert shares(amounts) == pytest.approx({name: float(share) for name, share in part.items()})
    assert empty_test(amounts).value == list(amounts.values()).count(0)
    assert dominance_test(amounts).value == pytest.approx(float(max(part.values())))
    for axis, (plus, minus) in {"time": ("financial", "learning"), "focus": ("processes", "customers")}.items():
        both = amounts[plus] + amounts[minus]
        second = None if both == 0 else pytest.approx(float(Fraction(amounts[plus] - amounts[minus], both)))
        assert axis_test(BalanceTest(axis), amounts).value == second


@given(filled)
def test_evenness_by_the_effective_number_of_perspectives(amounts):
    """Second route: the product of share ** -share is how many even perspectives would spread as much (Hill)."""
    whole = sum(amounts.values())
    effective = 1.0
    for count in amounts.values():
        if count:
            effective *= (count / whole) ** (-count / whole)
    assert exp(evenness_test(amounts).value * log(len(amounts))) == pytest.approx(effective)


def exchanged(amounts, one, other):
    return {name: amounts[{one: other, other: one}.get(name, name)] for name in amounts}


@given(filled, st.sampled_from(Basis), st.sampled_from(LIGHT_AXES))
def test_exchanging_the_ends_of_an_axis_flips_the_sign_of_its_index_only(amounts, basis, axis):
    name_at = {end: name for name, end in USUAL_ENDS.items()}
    turned = exchanged(amounts, *(name_at[end] for end in AXES[axis]))
    other = next(each for each in LIGHT_AXES if each != axis)
    one, mirrored = axis_test(axis, amounts, basis), axis_test(axis, turned, basis)
    assert (None if one.value is None else -one.value) == mirrored.value
    assert one.level == mirrored.level
    assert [mend.amount for mend in one.mends] == [mend.amount for mend in mirrored.mends]
    assert axis_test(other, turned, basis) == axis_test(other, amounts, basis)
    for test in (empty_test, dominance_test, evenness_test):
        assert test(turned, basis).value == pytest.approx(test(amounts, basis).value, abs=1e-12)
        assert test(turned, basis).level == test(amounts, basis).level


@given(filled, st.integers(1, 9), st.sampled_from([Basis.WEIGHT, Basis.BUDGET]))
def test_the_unit_does_not_matter(amounts, times, basis):
    larger = {name: Decimal(count * times) for name, count in amounts.items()}
    for test in (empty_test, dominance_test, evenness_test):
        assert test(larger, basis).value == pytest.approx(test(amounts, basis).value)
        assert test(larger, basis).level == test(amounts, basis).level
    for axis in LIGHT_AXES:
        assert axis_test(axis, larger, basis).level == axis_test(axis, amounts, basis).level


@given(filled)
def test_what_is_added_against_dominance_is_enough_and_no_more(amounts):
    found = dominance_test(amounts)
    assert bool(found.mends) == (found.level != FINE)
    for mend in found.mends:
        whole, most = sum(amounts.values()), max(amounts.values())
        wanted = next(x for x in range(1000) if Fraction(most, whole + x) <= Fraction(2, 5))
        assert (mend.code, mend.amount, mend.source) == (MendCode.ADD, wanted, found.concerns)
        assert set(mend.to) == set(amounts) - set(found.concerns)


@given(filled, st.sampled_from(LIGHT_AXES))
def test_what_is_added_on_the_light_end_is_enough_and_no_more(amounts, axis):
    found = axis_test(axis, amounts)
    assert bool(found.mends) == (found.level != FINE)
    if found.value is None or not found.mends:
        return
    (mend,) = found.mends
    heavy = next(amounts[name] for name, end in USUAL_ENDS.items() if end == found.leans)
    light = amounts[mend.to[0]]
    wanted = next(x for x in range(1000) if Fraction(heavy - light - x, heavy + light + x) <= Fraction(1, 2))
    assert (mend.amount, USUAL_ENDS[mend.to[0]]) == (wanted, mend.end)
    assert {mend.end, found.leans} == set(AXES[axis])


@given(filled, st.sampled_from(LIGHT_AXES))
def test_what_is_moved_brings_the_limit_exactly(amounts, axis):
    for found in (axis_test(axis, amounts, Basis.WEIGHT), dominance_test(amounts, Basis.WEIGHT)):
        for mend in found.mends:
            if mend.amount is None or not mend.to:
                continue
            after = dict(amounts)
            after[mend.source[0]] -= mend.amount
            after[mend.to[0]] += mend.amount
            if found.test == axis:
                assert abs(axis_test(axis, after, Basis.WEIGHT).value) == pytest.approx(0.5)
            else:
                assert shares(after)[mend.source[0]] == pytest.approx(0.4)


small = st.lists(st.integers(0, 4), min_size=2, max_size=4).filter(lambda numbers: sum(numbers) > 0)


@given(small)
def test_what_is_added_for_evenness_is_the_fewest(numbers):
    """Second route: try every way to add one, two, three … objectives."""
    names = NAMES[: len(numbers)]
    amounts = dict(zip(names, numbers, strict=True))
    found = evenness_test(amounts)
    added = sum(mend.amount for mend in found.mends)
    assert (added == 0) == (found.level == FINE)

    def reaches(extra):
        more = Counter(extra)
        return evenness_test({name: count + more[name] for name, count in amounts.items()}).value >= 0.75 - 1e-9

    assert reaches([mend.to[0] for mend in found.mends for _ in range(mend.amount)])
    assert not any(reaches(extra) for extra in combinations_with_replacement(names, max(0, added - 1))) or added == 0


@given(filled)
def test_what_is_added_for_evenness_by_adding_one_by_one(amounts):
    """Second route: add to the smallest perspective, one at a time, and look each time."""
    counts = dict(amounts)
    while evenness_test(counts).level != FINE:
        counts[min(counts, key=counts.get)] += 1
    added = {name: counts[name] - amounts[name] for name in amounts}
    found = {mend.to[0]: mend.amount for mend in evenness_test(amounts).mends}
    assert found == {name: amount for name, amount in added.items() if amount}


def test_tens_of_thousands_of_objectives_are_evened_at_once():
    found = evenness_test(of(5_000_000, 3, 2, 0))
    after = of(5_000_000, 3, 2, 0)
    for mend in found.mends:
        after[mend.to[0]] += mend.amount
    assert evenness_test(after).level == FINE
    assert after["customers"] == pytest.approx(after["learning"], abs=1)
    after["customers"] -= 1
    assert evenness_test(after).level == ATTENTION


def test_evenness_by_weight_says_from_where_to_where():
    found = evenness_test(of(70, 10, 10, 10), Basis.WEIGHT)
    assert found.mends == (Mend(MendCode.MOVE, ("customers", "processes", "learning"), ("financial",)),)


def test_an_added_perspective_counts_for_the_shares_and_stands_on_no_axis():
    amounts = of(2, 2, 2, 2) | {"green": 2}
    assert evenness_test(amounts).value == 1.0
    assert dominance_test(amounts).value == 0.2
    for axis in LIGHT_AXES:
        assert axis_test(axis, amounts | {"green": 50}) == axis_test(axis, amounts)


def test_one_perspective_has_nothing_to_spread():
    assert evenness_test({"financial": 3}).level == UNKNOWN


@pytest.mark.parametrize("test", [empty_test, dominance_test, evenness_test])
def test_missing_is_never_zero(test):
    found = test({"financial": 50, "customers": None, "processes": 0}, Basis.BUDGET)
    assert (found.level, found.value, found.concerns) == (UNKNOWN, None, ("customers",))
    assert found.mends == (Mend(MendCode.FILL_IN, ("customers",)),)
    assert test(of(0, 0, 0, 0)).level == UNKNOWN
    assert test(of(0, 0, 0, 0)).mends == ()
    assert test({}).level == UNKNOWN


def test_an_axis_with_an_amount_that_is_not_known_is_not_judged():
    assert axis_test(BalanceTest.TIME, {"financial": 5, "learning": None}, Basis.WEIGHT).level == UNKNOWN


@pytest.mark.parametrize("wrong", [-1, float("nan"), float("inf"), Decimal("NaN")])
def test_impossible_amounts_are_refused(wrong):
    with pytest.raises(ValueError, match="amount"):
        shares({"financial": 1, "customers": wrong})


def test_only_an_axis_is_an_axis():
    with pytest.raises(ValueError, match="not an axis"):
        axis_test(BalanceTest.EMPTY, EXAMPLE)


@pytest.mark.parametrize(
    ("lead", "lag", "level"),
    [(1, 3, FINE), (3, 1, FINE), (1, 4, ATTENTION), (4, 1, ATTENTION), (0, 5, ATTENTION), (5, 0, ATTENTION)],
)
def test_lead_and_lag(lead, lag, level):
    assert lead_lag_test(lead, lag).level == level


@given(st.integers(0, 40), st.integers(0, 40))
def test_measures_to_add_are_enough_and_no_more(lead, lag):
    """Second route: add one kind, one measure at a time, until the share fits."""
    assume(lead + lag)

    def fits(leading, following):
        return Fraction(1, 4) <= Fraction(leading, leading + following) <= Fraction(3, 4)

    found = lead_lag_test(lead, lag)
    assert found.value == pytest.approx(float(Fraction(lead, lead + lag)))
    if fits(lead, lag):
        assert found.mends == ()
    elif lead < lag:
        wanted = next(x for x in range(200) if fits(lead + x, lag))
        assert found.mends == (Mend(MendCode.ADD_LEAD, amount=wanted),)
    else:
        wanted = next(x for x in range(200) if fits(lead, lag + x))
        assert found.mends == (Mend(MendCode.ADD_LAG, amount=wanted),)


def test_lead_and_lag_are_mirror_images():
    for lead, lag in product(range(12), repeat=2):
        if lead + lag:
            one, other = lead_lag_test(lead, lag), lead_lag_test(lag, lead)
            assert one.level == other.level
            assert [mend.amount for mend in one.mends] == [mend.amount for mend in other.mends]


def test_without_measures_nothing_is_known_and_impossible_ones_are_refused():
    assert lead_lag_test(0, 0).level == UNKNOWN
    with pytest.raises(ValueError, match="number of measures"):
        lead_lag_test(-1, 3)


def test_the_way_over_the_map():
    perspectives = {"craft": "learning", "speed": "processes", "margin": "financial"}
    whole = path_test(perspectives, [("craft", "speed"), ("speed", "margin")])
    assert (whole.level, whole.value) == (FINE, 2)
    broken = path_test(perspectives, [("speed", "margin")])
    assert (broken.level, broken.value) == (ATTENTION, None)
    assert broken.mends == (Mend(MendCode.DRAW_PATH, ("financial",), ("learning",)),)
    assert path_test({}, []).level == UNKNOWN


@given(st.permutations(["learning", "processes", "customers", "financial", "society"]))
def test_the_way_runs_along_the_order_by_walking_every_order_of_objectives(order):
    """Second route: a way from one end to the other is a row of objectives in which each arrow is there."""
    perspectives = {name[:2]: name for name in order}
    arrows = [("le", "pr"), ("pr", "cu"), ("cu", "fi"), ("fi", "so"), ("pr", "so")]
    rows = [row for n in range(2, 6) for row in permutations(perspectives, n) if set(pairwise(row)) <= set(arrows)]
    lengths = [len(row) - 1 for row in rows if (perspectives[row[0]], perspectives[row[-1]]) == (order[0], order[-1])]
    loads = {name: Load(1) for name in order}
    (found,) = (
        each
        for each in balance(loads, perspectives=perspectives, arrows=arrows, order=order)
        if each.test == BalanceTest.PATH
    )
    assert found.value == min(lengths, default=None)
    if found.value is None:
        assert (found.level, found.mends) == (ATTENTION, (Mend(MendCode.DRAW_PATH, (order[-1],), (order[0],)),))


ratios = st.none() | st.floats(0, 1)


@given(st.lists(st.dictionaries(st.sampled_from(NAMES), ratios), max_size=6))
def test_the_spread_by_the_largest_of_all_differences_and_the_slope_by_the_library(periods):
    found = spread_test(periods)
    course = []
    for period in periods:
        known = [score for score in period.values() if score is not None]
        course.append(max((abs(a - b) for a, b in product(known, known)), default=0) if len(known) > 1 else None)
    assert list(found.course) == course
    assert found.value == (course[-1] if course else None)
    points = [(number, value) for number, value in enumerate(course) if value is not None]
    if len(points) < 2:
        assert found.slope is None
    else:
        assert found.slope == pytest.approx(linear_regression(*zip(*points, strict=True)).slope, abs=1e-9)
    if found.value is None:
        assert found.level == UNKNOWN
    else:
        assert (found.level == ATTENTION) == (found.value > 0.4 + 1e-9)


@pytest.mark.parametrize(
    ("before", "now", "trend"),
    [(0.2, 0.5, Trend.WIDENING), (0.5, 0.2, Trend.NARROWING), (0.5, 0.5, Trend.STEADY), (None, 0.5, None)],
)
def test_the_trend(before, now, trend):
    periods = [{"financial": None if gap is None else gap, "learning": 0.0} for gap in (before, now)]
    assert spread_test(periods).trend == trend


def test_the_worst_perspectives_are_named_with_what_they_lack():
    found = spread_test([{"financial": 1.0, "customers": None, "processes": 0.25, "learning": 0.25}])
    (mend,) = found.mends
    assert (found.concerns, mend.to, mend.source) == (
        ("processes", "learning"),
        ("processes", "learning"),
        ("financial",),
    )
    lifted = {"financial": 1.0, "processes": 0.25 + mend.amount, "learning": 0.25 + mend.amount}
    assert spread_test([lifted]).level == FINE


@pytest.mark.parametrize("wrong", [-0.1, 1.1, float("nan")])
def test_an_impossible_score_is_refused(wrong):
    with pytest.raises(ValueError, match="score"):
        spread_test([{"financial": wrong}])


def test_all_tests_of_a_sound_scorecard():
    loads = {name: Load(3, 25.0, Decimal(1000), lead=1, lag=2) for name in NAMES}
    perspectives = {"craft": "learning", "margin": "financial"}
    found = balance(loads, perspectives=perspectives, arrows=[("craft", "margin")], scores=[dict.fromkeys(NAMES, 0.8)])
    assert [finding.level for finding in found] == [FINE] * 18
    assert {finding.test for finding in found} == set(BalanceTest)
    assert worst_level(found) == FINE


def test_a_budget_that_is_not_known_leaves_number_and_weight_alone():
    loads = {name: Load(3, 25.0) for name in NAMES}
    levels = {(finding.test, finding.basis): finding.level for finding in balance(loads)}
    assert levels[BalanceTest.EMPTY, Basis.NUMBER] == levels[BalanceTest.EMPTY, Basis.WEIGHT] == FINE
    assert levels[BalanceTest.EMPTY, Basis.BUDGET] == UNKNOWN
    assert worst_level(balance(loads)) == FINE


def test_a_perspective_without_objectives_has_no_weight_and_no_budget():
    loads = {"financial": Load(3, 100.0, 500), "learning": Load(0)}
    levels = {(finding.test, finding.basis): finding.level for finding in balance(loads)}
    assert [levels[BalanceTest.EMPTY, basis] for basis in Basis] == [ONE_SIDED] * 3


def test_a_scorecard_that_is_still_empty_is_not_called_one_sided():
    found = balance({name: Load(0) for name in NAMES}, perspectives={})
    assert {finding.level for finding in found} == {UNKNOWN}
    assert worst_level(found) == worst_level([]) == UNKNOWN


def test_limits_are_settings():
    assert dominance_test(EXAMPLE, limits=BalanceLimits(dominance_attention=0.8, dominance_one_sided=0.9)).level == FINE
    assert axis_test(BalanceTest.TIME, of(3, 1, 1, 1), limits=BalanceLimits(axis_attention=0.4)).level == ATTENTION
    assert lead_lag_test(1, 9, limits=BalanceLimits(least_lead=0.1)).level == FINE
    assert spread_test([{"a": 0.0, "b": 0.5}], limits=BalanceLimits(spread_attention=0.5)).level == FINE


@pytest.mark.parametrize(
    "wrong",
    [
        {"dominance_attention": 0.6},
        {"dominance_attention": 0},
        {"axis_one_sided": 0.4},
        {"evenness_attention": 1.0},
        {"evenness_one_sided": 0.8},
        {"least_lead": 0.8},
        {"least_lead": -0.1},
        {"most_lead": 1.1},
        {"spread_attention": 2},
        {"spread_attention": float("nan")},
    ],
)
def test_limits_that_are_not_in_order_are_refused(wrong):
    with pytest.raises(ValueError, match="limits"):
        BalanceLimits(**wrong)
