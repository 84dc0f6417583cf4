"""Hidden figures: no group of fewer than five can be read off, nor found by subtraction."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtlijn.calculations.anonymity import shown_cells


@pytest.mark.parametrize(
    ("people", "shown"),
    [
        ({}, []),
        ({"": 4}, []),
        ({"": 5}, [""]),
        ({"": 12, "a": 5, "b": 7}, ["", "a", "b"]),
        ({"": 9, "a": 5, "b": 4}, [""]),  # 9 - 5 would tell of the four
        ({"": 13, "a": 5, "b": 7}, ["", "b"]),  # one person beside both teams
        ({"": 20, "a": 10, "b": 6, "c": 4}, ["", "a"]),  # 20 - 10 - 6 would tell of c
        ({"": 12, "a": 12, "aa": 6, "ab": 6}, ["", "a", "aa", "ab"]),
        ({"": 11, "a": 11, "aa": 6, "ab": 4}, ["", "a", "aa"]),  # five beside aa: enough
        ({"": 0, "a": 0}, []),
    ],
)
def test_worked_examples(people, shown):
    assert sorted(shown_cells(people)) == shown


def test_more_people_in_the_parts_than_in_the_whole_is_refused():
    with pytest.raises(ValueError, match="hold more people"):
        shown_cells({"": 3, "a": 4})
    with pytest.raises(ValueError, match="0 or more"):
        shown_cells({"": -1})


@st.composite
def trees(draw):
    """A tree of at most nine cells, with the people below counted in."""
    paths = [""]
    for _number in range(draw(st.integers(0, 8))):
        parent = draw(st.sampled_from(paths))
        paths.append(parent + "abcdefghij"[sum(path[:-1] == parent for path in paths if path)])
    own = {path: draw(st.integers(0, 9)) for path in paths}
    return {path: sum(n for other, n in own.items() if other.startswith(path)) for path in paths}


@given(trees())
def test_no_small_group_follows_from_the_shown_figures(people):
    """Whatever disjoint shown parts are taken from a shown whole: what is left is nobody, or at least five."""
    shown = shown_cells(people)
    for whole in shown:
        assert people[whole] >= 5
        parts = [path for path in shown if path.startswith(whole) and path != whole]
        for size in range(1, len(parts) + 1):
            for taken in combinations(parts, size):
                apart = all(not a.startswith(b) for a in taken for b in taken if a != b)
                if apart:
                    left = people[whole] - sum(people[part] for part in taken)
                    assert left == 0 or left >= 5, (whole, taken)


@given(trees())
def test_nothing_is_hidden_where_every_group_is_large(people):
    large = {path: n * 5 for path, n in people.items()}
    assert shown_cells(large) == {path for path, n in large.items() if n}


@given(trees())
def test_the_whole_is_shown_when_it_is_large_enough(people):
    assert ("" in shown_cells(people)) == (people[""] >= 5)
