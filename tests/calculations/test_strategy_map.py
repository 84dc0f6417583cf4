"""The strategy map, checked by a second route: all ways at once (Warshall) instead of one search at a time."""

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtlijn.calculations.strategy_map import (
    UPWARD,
    arrows_against_the_grain,
    causal_path,
    cycle_made_by,
    lag_without_lead,
    without_effect,
)

KEYS = "abcdefg"
keys = st.sampled_from(KEYS)
arrows = st.lists(st.tuples(keys, keys), max_size=14)
maps = st.dictionaries(keys, st.sampled_from([*UPWARD, "added"]))
PERSPECTIVES = {
    "craft": "learning",
    "speed": "processes",
    "service": "customers",
    "reach": "customers",
    "margin": "financial",
}
ARROWS = [("craft", "speed"), ("speed", "service"), ("service", "margin")]


def ways(some):
    """How many arrows the shortest way takes between every two objectives (Floyd and Warshall)."""
    far = dict.fromkeys(some, 1)
    for middle, start, end in product(KEYS, KEYS, KEYS):
        if (start, middle) in far and (middle, end) in far:
            length = far[start, middle] + far[middle, end]
            far[start, end] = min(length, far.get((start, end), length))
    return far


@given(arrows, keys, keys)
def test_a_cycle_is_found_exactly_when_a_way_leads_back(some, cause, effect):
    cycle = cycle_made_by(some, cause, effect)
    back = 0 if cause == effect else ways(some).get((effect, cause))
    assert (cycle is None) == (back is None)
    if cycle is not None:
        assert len(cycle) == back + 1
        assert cycle[0] == cause
        assert len(set(cycle)) == len(cycle)
        steps = set(pairwise([*cycle, cause]))
        assert steps <= {*some, (cause, effect)}


@given(st.lists(st.tuples(keys, keys), max_size=20))
def test_a_map_to_which_no_cycle_is_added_can_be_put_in_an_order(some):
    """Second route: what has no cycle can be taken apart from its last effects (Kahn)."""
    kept = []
    for cause, effect in some:
        if cycle_made_by(kept, cause, effect) is None:
            kept.append((cause, effect))
    left = set(KEYS)
    while last := {key for key in left if not any(cause == key and effect in left for cause, effect in kept)}:
        left -= last
    assert left == set()


def test_cycles_by_hand():
    assert cycle_made_by(ARROWS, "margin", "craft") == ("margin", "craft", "speed", "service")
    assert cycle_made_by(ARROWS, "craft", "margin") is None
    assert cycle_made_by([], "craft", "craft") == ("craft",)
    assert cycle_made_by([("craft", "speed")], "speed", "craft") == ("speed", "craft")
    assert cycle_made_by([(1, 2), (2, 3), (1, 3)], 3, 1) == (3, 1)


def test_against_the_grain_by_hand():
    odd = [*ARROWS, ("margin", "craft"), ("service", "speed"), ("service", "reach")]
    assert arrows_against_the_grain(PERSPECTIVES, odd) == [("margin", "craft"), ("service", "speed")]
    assert arrows_against_the_grain(PERSPECTIVES, odd, budget={("margin", "craft")}) == [("service", "speed")]


@given(maps, arrows)
def test_turning_all_arrows_round_turns_the_grain(perspectives, some):
    straight = arrows_against_the_grain(perspectives, some)
    turned = arrows_against_the_grain(perspectives, [(effect, cause) for cause, effect in some], order=UPWARD[::-1])
    assert turned == [(effect, cause) for cause, effect in straight]
    level = [
        arrow
        for arrow in some
        if not {perspectives.get(key, "added") for key in arrow} <= set(UPWARD)
        or perspectives[arrow[0]] == perspectives[arrow[1]]
    ]
    upward = arrows_against_the_grain(perspectives, some, order=UPWARD[::-1])
    assert sorted([*straight, *upward, *level]) == sorted(some)


def test_an_order_with_the_mission_on_top():
    perspectives = {"money": "financial", "craft": "learning", "help": "mission"}
    order = ("financial", "learning", "mission")
    some = [("money", "craft"), ("craft", "help")]
    assert arrows_against_the_grain(perspectives, some, order=order) == []
    assert without_effect(perspectives, some, order=order) == []
    assert without_effect(perspectives, some) == ["help"]


def test_without_effect_by_hand():
    assert without_effect(PERSPECTIVES, ARROWS) == ["reach"]
    assert without_effect(PERSPECTIVES, []) == ["craft", "speed", "service", "reach"]
    assert without_effect({"craft": "learning"}, [("craft", "gone"), ("craft", "craft")]) == ["craft"]
    assert without_effect({"green": "added"}, []) == ["green"]
    assert without_effect({}, []) == []


@given(maps, arrows)
def test_without_effect_by_counting_arrows(perspectives, some):
    """Second route: count for each objective."""
    second = []
    for key in perspectives:
        leaving = sum(1 for cause, effect in some if cause == key != effect and effect in perspectives)
        if leaving == 0 and perspectives[key] != "financial":
            second.append(key)
    assert without_effect(perspectives, some) == second


@given(arrows, st.sets(keys), st.sets(keys))
def test_lag_without_lead_by_all_ways(some, with_lag, with_lead):
    far = ways(some)
    second = [
        key for key in KEYS if key in with_lag and not any(lead == key or (lead, key) in far for lead in with_lead)
    ]
    assert lag_without_lead(KEYS, some, with_lag=with_lag, with_lead=with_lead) == second


@given(arrows, st.sets(keys), st.sets(keys), keys)
def test_one_more_lead_measure_never_makes_a_gap(some, with_lag, with_lead, one_more):
    before = lag_without_lead(KEYS, some, with_lag=with_lag, with_lead=with_lead)
    after = lag_without_lead(KEYS, some, with_lag=with_lag, with_lead=with_lead | {one_more})
    assert set(after) <= set(before)


@given(maps, arrows)
def test_the_path_is_the_shortest_of_all_ways(perspectives, some):
    path = causal_path(perspectives, some)
    far = ways([arrow for arrow in some if set(arrow) <= set(perspectives)])
    lengths = [
        length
        for (start, end), length in far.items()
        if perspectives[start] == "learning" and perspectives[end] == "financial"
    ]
    assert (None if path is None else len(path) - 1) == min(lengths, default=None)
    if path:
        assert perspectives[path[0]] == "learning"
        assert perspectives[path[-1]] == "financial"
        assert set(pairwise(path)) <= set(some)


@pytest.mark.parametrize("alone", UPWARD)
def test_a_map_of_one_perspective_tells_no_whole_story(alone):
    assert causal_path({"a": alone, "b": alone}, [("a", "b")]) is None
    assert causal_path({}, []) is None
