"""Five forces, value chain and generic strategy."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtlijn.calculations.industry import (
    Activity,
    Attractiveness,
    Driver,
    Force,
    ForceProblem,
    ForceProblemCode,
    ForceStrength,
    GenericStrategy,
    attractiveness,
    force_problems,
    force_strength,
    is_stuck_in_the_middle,
    value_chain,
)
from zichtlijn.calculations.objectives import Limits

scores = st.integers(1, 5)
drivers = st.builds(Driver, st.none() | scores, st.integers(0, 4))
forces = st.dictionaries(st.sampled_from(Force), st.lists(drivers, max_size=5))


@pytest.mark.parametrize(
    ("some", "strength", "coverage"),
    [
        ([Driver(3)], 3, 1),
        ([Driver(1), Driver(5)], 3, 1),
        ([Driver(4, 2), Driver(1), Driver(None)], 3, 0.75),
        ([Driver(4, 2), Driver(1, 0)], 4, 1),
        ([Driver(None)], None, 0),
        ([Driver(3, 0)], None, 0),
        ([], None, 0),
    ],
)
def test_the_strength_of_a_force(some, strength, coverage):
    assert force_strength(some) == ForceStrength(strength, coverage)


def exact_force(some):
    """The strength and the coverage in fractions, by writing each driver out as often as it weighs."""
    written = [driver.score for driver in some for _ in range(driver.weight)]
    known = [score for score in written if score is not None]
    strength = Fraction(sum(known), len(known)) if known else None
    return strength, Fraction(len(known), len(written)) if written else Fraction(0)


@given(forces)
def test_attractiveness_by_exact_fractions(some):
    found = attractiveness(some)
    second = {force: exact_force(some.get(force, [])) for force in Force}
    known = [strength for strength, _ in second.values() if strength is not None]
    covered = sum(coverage for _, coverage in second.values()) / 5
    assert found.coverage == pytest.approx(float(covered))
    assert found.is_enough == (covered >= Fraction(3, 5))
    if not known:
        assert (found.value, found.strongest) == (None, ())
    else:
        assert found.value == pytest.approx(float(6 - sum(known) / len(known)))
        assert 1 <= found.value <= 5
        assert set(found.strongest) == {force for force, (strength, _) in second.items() if strength == max(known)}


@given(st.fixed_dictionaries({force: st.lists(scores, min_size=1, max_size=4) for force in Force}))
def test_turning_every_score_turns_the_attractiveness(some):
    """Weak drivers where others are strong: the mirror image around 3."""
    one = attractiveness({force: [Driver(score) for score in given_scores] for force, given_scores in some.items()})
    other = attractiveness(
        {force: [Driver(6 - score) for score in given_scores] for force, given_scores in some.items()}
    )
    assert one.value + other.value == pytest.approx(6)


@given(st.fixed_dictionaries(dict.fromkeys(Force, scores)), st.sampled_from(Force))
def test_a_stronger_force_never_makes_it_more_attractive(some, force):
    stronger = some | {force: 5}
    one, other = (attractiveness({key: [Driver(each[key])] for key in Force}).value for each in (some, stronger))
    assert other <= one


def test_a_force_that_is_missing_lowers_the_coverage_only():
    found = attractiveness({Force.BUYERS: [Driver(2)], Force.SUPPLIERS: [Driver(4), Driver(None)]})
    assert found == Attractiveness(3.0, 0.3, False, (Force.SUPPLIERS,))
    assert attractiveness({Force.BUYERS: [Driver(2)]}, limits=Limits(coverage=0.2)).is_enough
    assert attractiveness({}) == Attractiveness(None, 0.0, False, ())


@pytest.mark.parametrize("wrong", [(0,), (6,), (float("nan"),), (3, -1), (3, float("inf")), (3, float("nan"))])
def test_impossible_drivers_are_refused(wrong):
    with pytest.raises(ValueError, match=r"driver|weight"):
        Driver(*wrong)


def test_what_a_force_lacks():
    sound = [Driver(3)] * 3
    some = dict.fromkeys(Force, sound) | {
        Force.BUYERS: [Driver(3)] * 7,
        Force.SUPPLIERS: [Driver(None, label="a"), Driver(2, has_evidence=False, label="b")],
    }
    assert force_problems(dict.fromkeys(Force, sound)) == []
    assert force_problems(some) == [
        ForceProblem(ForceProblemCode.TOO_MANY_DRIVERS, Force.BUYERS, found=7, wanted=6),
        ForceProblem(ForceProblemCode.TOO_FEW_DRIVERS, Force.SUPPLIERS, found=2, wanted=3),
        ForceProblem(ForceProblemCode.SCORE_MISSING, Force.SUPPLIERS, "a"),
        ForceProblem(ForceProblemCode.EVIDENCE_MISSING, Force.SUPPLIERS, "b"),
    ]
    assert [problem.force for problem in force_problems({})] == list(Force)
    assert force_problems({force: [Driver(3)] for force in Force}, fewest=1, most=1) == []


@given(st.dictionaries(st.sampled_from(Activity), st.none() | scores))
def test_the_value_chain_by_sorting_all_of_it(some):
    """Second route: sort what has a score once, and cut at both ends."""
    found = value_chain(some)
    order = list(Activity)
    ranked = sorted((score, order.index(activity)) for activity, score in some.items() if score is not None)
    assert sorted((-some[each], order.index(each)) for each in found.strengths) == [
        (-some[each], order.index(each)) for each in found.strengths
    ]
    assert {order.index(each) for each in found.strengths} == {place for score, place in ranked if score >= 4}
    assert [order.index(each) for each in found.weaknesses] == [place for score, place in ranked if score <= 2]
    assert set(found.unscored) == {activity for activity in Activity if some.get(activity) is None}


@pytest.mark.parametrize(
    ("some", "limits"),
    [
        ({Activity.SERVICE: 0}, {}),
        ({Activity.SERVICE: 6}, {}),
        ({Activity.SERVICE: float("nan")}, {}),
        ({}, {"strong": 2, "weak": 2}),
        ({}, {"strong": 6}),
        ({}, {"weak": 0}),
    ],
)
def test_impossible_activities_and_limits_are_refused(some, limits):
    with pytest.raises(ValueError, match=r"activity|limits"):
        value_chain(some, **limits)


def test_other_limits():
    found = value_chain({Activity.SERVICE: 3.5, Activity.PEOPLE: 2.5}, strong=3.5, weak=2.5)
    assert (found.strengths, found.weaknesses) == ((Activity.SERVICE,), (Activity.PEOPLE,))


@pytest.mark.parametrize(
    ("main", "stuck"),
    [
        ([], False),
        (["cost_leadership"], False),
        (["cost_leadership", "cost_leadership"], False),
        (["cost_leadership", "differentiation"], True),
        (["cost_focus", "differentiation_focus"], True),
        (["differentiation", "differentiation_focus"], True),
    ],
)
def test_stuck_in_the_middle(main, stuck):
    assert is_stuck_in_the_middle(GenericStrategy(each) for each in main) is stuck
