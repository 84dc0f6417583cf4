"""The equal-pay check: means and gaps by hand and by another route, and nothing that tells of few people."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.calculations.subtraction import smallest_support
from zichtlijn.calculations.rewards import GroupMean, PaidPerson, PayGap, equal_pay


def people(label, band, women, men):
    """Women and men with these amounts in one cell."""
    return [
        PaidPerson(label, band, gender, Decimal(amount))
        for gender, amounts in (("woman", women), ("man", men))
        for amount in amounts
    ]


def check(persons, **what):
    return equal_pay(persons, **{"compared": "woman", "reference": "man"} | what)


def test_worked_example():
    """Good: women 2,850 and men 3,000: 5%. Very good: women 3,300 and men 3,200: -3.125%."""
    found = check(
        [
            *people("good", "80-90", [2850] * 5, [2900] * 3 + [3100] * 3),
            *people("very good", "80-90", [3300] * 5, [3200] * 5),
        ]
    )
    assert found.cells == (
        PayGap(
            "good", "80-90", True, GroupMean(5, Fraction(2850)), GroupMean(6, Fraction(3000)), Fraction(1, 20), True
        ),
        PayGap(
            "very good",
            "80-90",
            True,
            GroupMean(5, Fraction(3300)),
            GroupMean(5, Fraction(3200)),
            Fraction(-1, 32),
            False,
        ),
    )
    # Together: women 30,750 / 10 = 3,075; men (18,000 + 16,000) / 11 = 3,090.91; (34,000/11 - 3,075) / (34,000/11).
    assert found.whole.gap == 1 - Fraction(3075 * 11, 34000)
    assert [row.label for row in found.labels] == ["good", "very good"]
    assert [row.gap for row in found.bands] == [found.whole.gap]


def test_a_cell_of_four_is_hidden_and_so_is_the_other_that_would_tell_of_it():
    found = check(
        [*people("good", "80-90", [2850] * 5, [3000] * 5), *people("very good", "80-90", [3300] * 4, [3200] * 9)]
    )
    assert [cell.is_shown for cell in found.cells] == [False, False]
    assert found.cells[0] == PayGap("good", "80-90", False)
    assert [row.is_shown for row in found.labels] == [False, False]
    assert found.whole.compared == GroupMean(9, Fraction(5 * 2850 + 4 * 3300, 9))


def test_where_there_are_no_two_to_compare_there_is_no_gap():
    found = check(people("good", "100", [2850] * 6, []))
    assert found.whole == PayGap(None, None, True, GroupMean(6, Fraction(2850)), GroupMean(0, None))
    assert check(people("good", "100", [100] * 6, [0] * 6)).whole.gap is None
    assert not check([]).cells


def test_who_has_no_gender_recorded_is_not_in_it():
    some = people("good", "100", [2850] * 6, [3000] * 6)
    others = [PaidPerson("good", "100", None, Decimal(9999)), PaidPerson("other", "90-100", "x", Decimal("NaN"))]
    assert check([*some, *others]) == check(some)


def test_ratios_of_a_raise_can_be_checked_as_well():
    some = [
        PaidPerson("good", "100", gender, Fraction(1, part)) for gender, part in [("woman", 50)] * 5 + [("man", 40)] * 5
    ]
    assert check(some).whole.gap == Fraction(1, 5)


@pytest.mark.parametrize("limit", ["0.05", "0.051"])
def test_from_which_gap_an_explanation_is_asked(limit):
    found = check(people("good", "100", [950] * 5, [1000] * 5), explain_from=Decimal(limit))
    assert found.whole.asks_explanation == (limit == "0.05")
    turned = check(people("good", "100", [1050] * 5, [1000] * 5), explain_from=Decimal(limit))
    assert turned.whole.asks_explanation == (limit == "0.05")


@pytest.mark.parametrize(
    ("persons", "what", "words"),
    [
        ([], {"least": 4}, "not lowered"),
        ([], {"reference": "woman"}, "different"),
        (people("a", "b", ["NaN"], []), {}, "amount"),
        (people("a", "b", [-1], []), {}, "amount"),
    ],
)
def test_what_cannot_be_checked_is_refused(persons, what, words):
    with pytest.raises(ValueError, match=words):
        check(persons, **what)


@st.composite
def organisations(draw):
    """People in at most three labels and three bands, often few in a cell."""
    return [
        PaidPerson(label, band, gender, Decimal(draw(st.integers(2000, 4000))))
        for label in "abc"[: draw(st.integers(1, 3))]
        for band in "xyz"[: draw(st.integers(1, 3))]
        for gender in ("woman", "man")
        for _ in range(draw(st.sampled_from([0, 2, 4, 5, 6, 9])))
    ]


@settings(max_examples=60, deadline=None)
@given(organisations(), st.integers(5, 8))
def test_figures_of_the_check_by_another_route(persons, least):
    found = check(persons, least=least)
    for row in [*found.cells, *found.labels, *found.bands, found.whole]:
        numbers = {
            gender: [
                int(person.amount)
                for person in persons
                if person.gender == gender and row.label in {None, person.label} and row.band in {None, person.band}
            ]
            for gender in ("woman", "man")
        }
        if not row.is_shown:
            assert row == PayGap(row.label, row.band, False)
            continue
        assert all(not amounts or len(amounts) >= least for amounts in numbers.values())
        for group, amounts in ((row.compared, numbers["woman"]), (row.reference, numbers["man"])):
            assert group == GroupMean(len(amounts), mean(map(Fraction, amounts)) if amounts else None)
        if all(numbers.values()):
            women, men = (Fraction(sum(amounts), len(amounts)) for amounts in numbers.values())
            assert row.gap == (men - women) / men


@settings(max_examples=60, deadline=None)
@given(organisations())
def test_nothing_shown_tells_of_few_people_by_any_adding_and_subtracting(persons):
    found = check(persons)
    shown = [row for row in [*found.cells, *found.labels, *found.bands, found.whole] if row.is_shown]
    for gender in ("woman", "man"):
        held = Counter((person.label, person.band) for person in persons if person.gender == gender)
        vectors = [
            [int(row.label in {None, cell[0]} and row.band in {None, cell[1]}) for cell in held] for row in shown
        ]
        assert smallest_support(vectors, list(held.values())) is None
