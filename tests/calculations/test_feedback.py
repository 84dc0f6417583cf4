"""360 feedback: worked examples, a second route, and that nothing about fewer than three raters follows from it."""

from fractions import Fraction
from statistics import fmean

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from tests.calculations.subtraction import smallest_support
from zichtlijn.calculations.feedback import (
    EDGE,
    HIGH,
    LEAST_FOR_WORDS,
    LEAST_RATERS,
    LOW,
    Window,
    compare,
    groups_together,
    others_mean,
    rater_mean,
    release,
    shown_mean,
)

GROUPS = ("colleagues", "employees", "others")
COMPETENCIES = (1, 2)
ANSWERS = st.lists(st.none() | st.integers(LOW, HIGH), min_size=3, max_size=5)
RATERS = st.fixed_dictionaries(dict.fromkeys(COMPETENCIES, ANSWERS))
ROUNDS = st.fixed_dictionaries({group: st.lists(RATERS, max_size=5) for group in GROUPS})


@pytest.mark.parametrize(
    ("raters", "shown"),
    [
        ({}, []),
        ({"colleagues": 0, "others": 0}, []),
        ({"colleagues": 2}, []),
        ({"colleagues": 1, "employees": 1}, []),
        ({"colleagues": 3}, [("colleagues",)]),
        ({"colleagues": 2, "employees": 1}, [("colleagues", "employees")]),
        ({"colleagues": 3, "employees": 4}, [("colleagues",), ("employees",)]),
        ({"colleagues": 6, "employees": 4, "others": 1}, [("colleagues",), ("employees", "others")]),
        ({"colleagues": 4, "employees": 4, "others": 2}, [("colleagues", "others"), ("employees",)]),
        ({"colleagues": 6, "employees": 2, "others": 1}, [("colleagues",), ("employees", "others")]),
        ({"colleagues": 6, "employees": 0, "others": 1}, [("colleagues", "others")]),
    ],
)
def test_A02_which_groups_are_shown_apart_and_which_together(raters, shown):
    assert list(groups_together(raters)) == shown


def test_what_lies_outside_is_refused():
    with pytest.raises(ValueError, match="0 or more"):
        groups_together({"colleagues": -1})
    for wrong in (0, 6):
        with pytest.raises(ValueError, match="on the scale"):
            rater_mean([3, wrong])


@given(ANSWERS)
def test_cannot_judge_is_missing_and_never_zero(answers):
    judged = [one for one in answers if one is not None]
    found = rater_mean(answers)
    assert (found is None) == (not judged)
    if found is not None:
        assert float(found) == pytest.approx(fmean(judged))
        assert rater_mean([*answers, None]) == found


@given(st.dictionaries(st.sampled_from(GROUPS), st.integers(0, 9)))
def test_A03_groups_are_large_enough_and_stand_in_one_place(raters):
    shown = groups_together(raters)
    flat = [group for groups in shown for group in groups]
    assert len(flat) == len(set(flat))
    assert all(sum(raters[group] for group in groups) >= LEAST_RATERS for groups in shown)
    # Nobody is left out as long as there are enough of them together.
    if sum(raters.values()) >= LEAST_RATERS:
        assert set(flat) == {group for group, number in raters.items() if number}
    else:
        assert shown == ()


@given(st.dictionaries(st.sampled_from(GROUPS), st.integers(LEAST_RATERS, 9)))
def test_large_groups_are_shown_apart(raters):
    assert set(groups_together(raters)) == {(group,) for group in raters}


@given(st.lists(st.fractions(LOW, HIGH), max_size=9))
def test_A04_a_shown_mean_does_not_tell_that_all_answered_the_same(scores):
    found = shown_mean(scores)
    assert (found is None) == (len(scores) < LEAST_RATERS)
    if found is not None:
        assert LOW + EDGE <= found <= HIGH - EDGE
        mean = fmean(map(float, scores))
        assert float(found) == pytest.approx(min(max(mean, 1.5), 4.5))
        # In a band at the end one of three raters may have answered a point and a half lower: nobody's answer follows.
        if found == HIGH - EDGE and mean < HIGH:
            assert shown_mean([Fraction(HIGH)] * len(scores)) == found


def sums(answered, found):
    """Every shown number of one competency as a row over the raters: who is in it."""
    raters = [(group, number) for group in GROUPS for number in range(len(answered[group]))]

    def judges(group, number, competency):
        return rater_mean(answered[group][number][competency]) is not None

    return raters, {
        competency: [
            [int(group in one.groups and judges(group, number, competency)) for group, number in raters]
            for one in found.means
            if one.competency == competency
        ]
        for competency in COMPETENCIES
    }


def fewest_told(answered, found, extra=()):
    """The fewest raters of whom something can be calculated from all that is shown of a competency."""
    raters, rows = sums(answered, found)
    told = [smallest_support(vectors + list(extra), [1] * len(raters), LEAST_RATERS) for vectors in rows.values()]
    return min((number for number in told if number is not None), default=None)


@given(ROUNDS)
@settings(max_examples=200)
def test_A03_nothing_about_fewer_than_three_follows_from_what_is_shown(answered):
    found = release({}, answered)
    assert fewest_told(answered, found) is None
    assert {one.raters for one in found.means} <= set(range(LEAST_RATERS, 16))


@given(ROUNDS)
@settings(max_examples=100)
def test_A03_nor_when_one_of_the_raters_takes_out_their_own_answer(answered):
    """Who is one of three knows their own answer: what is left is about two or more, never about one."""
    raters, rows = sums(answered, release({}, answered))
    for me in range(len(raters)):
        for vectors in rows.values():
            rest = [[entry for at, entry in enumerate(row) if at != me] for row in vectors]
            assert smallest_support(rest, [1] * (len(raters) - 1), LEAST_RATERS - 1) is None


def test_A03_the_planted_fault_a_total_beside_groups_by_threshold_is_caught():
    """With a threshold alone, and a total, the search finds whom it would tell of within fifty examples."""

    everyone = st.fixed_dictionaries(
        {
            "colleagues": st.lists(st.just({1: [3, 3, 3], 2: [3, 3, 3]}), min_size=3, max_size=5),
            "employees": st.lists(st.just({1: [3, 3, 3], 2: [3, 3, 3]}), max_size=5),
            "others": st.just([]),
        }
    )

    def planted(answered):
        whole = dict(answered)
        count = len(whole["employees"])
        if not 0 < count < LEAST_RATERS:
            return False
        alone = release({}, {**whole, "employees": []})  # the small group hidden, the large one shown as it is
        return fewest_told(whole, alone, extra=[[1] * sum(map(len, whole.values()))]) is not None

    try:
        find(everyone, planted, settings=settings(max_examples=50, derandomize=True))
    except NoSuchExample:
        pytest.fail("the planted fault went unseen")


@given(ROUNDS)
def test_A05_what_is_hidden_carries_no_number(answered):
    found = release({}, answered)
    shown = {(one.groups, one.competency) for one in found.means}
    for groups in groups_together({group: len(replies) for group, replies in answered.items()}):
        for competency in COMPETENCIES:
            judged = [
                reply for group in groups for reply in answered[group] if rater_mean(reply[competency]) is not None
            ]
            assert ((groups, competency) in shown) == (len(judged) >= LEAST_RATERS)


@given(ROUNDS, st.randoms())
def test_the_order_of_the_replies_makes_no_difference(answered, chance):
    mixed = {group: chance.sample(replies, len(replies)) for group, replies in answered.items()}
    assert set(release({}, mixed).means) == set(release({}, answered).means)


@given(ROUNDS)
def test_words_are_shown_from_five_who_answered(answered):
    assert release({}, answered).words == (sum(map(len, answered.values())) >= LEAST_FOR_WORDS)


def test_A08_the_named_are_shown_as_who_they_are():
    found = release({"self": {1: [5, 5], 2: [None, None]}, "manager": {1: [1, 2]}}, {})
    assert [(one.groups, one.competency, one.mean) for one in found.means] == [
        (("self",), 1, 5),
        (("manager",), 1, Fraction(3, 2)),
    ]


@given(st.lists(st.fractions(LOW, HIGH), max_size=6))
def test_others_are_the_mean_of_what_is_shown(means):
    found = others_mean(means)
    assert (found is None) == (not means)
    if found is not None:
        assert float(found) == pytest.approx(fmean(map(float, means)))


@pytest.mark.parametrize(
    ("own", "others", "window", "clear"),
    [
        (4, 4, Window.OPEN, False),
        (Fraction(45, 10), 3, Window.BLIND_SPOT, True),
        (3, 4, Window.HIDDEN_STRENGTH, False),  # the middle itself is not high; one point is not more than one
        (2, Fraction(31, 10), Window.HIDDEN_STRENGTH, True),
        (3, 3, Window.TO_LEARN, False),
    ],
)
def test_own_judgement_beside_the_others(own, others, window, clear):
    found = compare(Fraction(own), Fraction(others))
    assert (found.window, found.is_clear, found.gap) == (window, clear, Fraction(own) - Fraction(others))


def test_nothing_is_said_when_one_of_both_is_missing():
    assert compare(None, Fraction(3)) is None
    assert compare(Fraction(3), None) is None
