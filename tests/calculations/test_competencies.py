"""Gaps of competencies: worked examples, and what holds for every profile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtlijn.calculations.competencies import competency_coverage, competency_gap, competency_line

LEVELS = st.integers(1, 7)
MAYBE = st.none() | LEVELS
PROFILES = st.lists(st.tuples(st.booleans(), st.none() | st.booleans()), max_size=20)


@given(LEVELS, MAYBE)
def test_missing_is_never_zero_and_a_gap_leads_back_to_the_level(required, assessed):
    gap = competency_gap(required, assessed)
    assert (gap is None) == (assessed is None)
    if gap is not None:
        assert required - gap == assessed


@pytest.mark.parametrize("levels", [(0, 3), (3, 0), (-1, None)])
def test_levels_are_counted_from_one(levels):
    with pytest.raises(ValueError, match="from 1"):
        competency_gap(*levels)


@given(LEVELS, MAYBE, MAYBE)
def test_self_alone_never_fulfils(required, by_self, by_manager):
    line = competency_line(required, by_self=by_self, by_manager=by_manager)
    assert line.is_fulfilled == (None if by_manager is None else by_manager >= required)
    assert line.is_fulfilled == competency_line(required, by_self=None, by_manager=by_manager).is_fulfilled


@given(LEVELS, LEVELS, LEVELS)
def test_the_difference_is_that_of_the_two_gaps(required, by_self, by_manager):
    line = competency_line(required, by_self=by_self, by_manager=by_manager)
    assert line.difference == line.gap - line.self_gap == by_self - by_manager


@given(PROFILES)
def test_shares_lie_between_nothing_and_all_by_a_second_route(profile):
    whole = competency_coverage(profile)
    weigh = [(2 if core else 1, fulfilled) for core, fulfilled in profile]
    judged = sum(weight for weight, fulfilled in weigh if fulfilled is not None)
    if judged:
        assert whole.fulfilled == pytest.approx(sum(weight for weight, fulfilled in weigh if fulfilled) / judged)
        assert whole.coverage == pytest.approx(judged / sum(weight for weight, _fulfilled in weigh))
    else:
        assert whole.fulfilled is None
        assert whole.coverage == 0
    assert (whole.judged, whole.of) == (sum(f is not None for _core, f in profile), len(profile))


@given(PROFILES, st.booleans())
def test_fulfilling_one_more_never_lowers_the_share(profile, core):
    before = competency_coverage([*profile, (core, False)]).fulfilled
    after = competency_coverage([*profile, (core, True)]).fulfilled
    assert after > before
