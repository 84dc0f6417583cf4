"""Hidden figures: no group of fewer than five can be read off, nor found by subtraction, nor by any other adding up."""

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.calculations.subtraction import smallest_support
from zichtlijn.calculations.anonymity import ShownTable, shown_cells, shown_changes, shown_table


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


@st.composite
def trees_that_changed(draw):
    """A tree of cells with their people, and how many of them changed."""
    own = {path: draw(st.integers(0, 9)) for path in draw(trees())}
    moved = {path: draw(st.integers(0, count)) for path, count in own.items()}
    return [
        {path: sum(n for other, n in counts.items() if other.startswith(path)) for path in counts}
        for counts in (own, moved)
    ]


@given(trees_that_changed())
def test_no_small_group_of_who_changed_follows_from_two_releases(tree):
    """Second route: by linear algebra on who changed, the differences of all cells that are shown twice."""
    people, changed = tree
    shown = shown_changes(people, changed)
    assert shown <= shown_cells(people)
    own = {path: changed[path] - sum(changed[part] for part in children(path, changed)) for path in changed}
    atoms = [path for path in own if own[path]]
    vectors = [[int(atom.startswith(path)) for atom in atoms] for path in shown]
    assert smallest_support(vectors, [own[atom] for atom in atoms]) is None


def children(path, tree):
    """The cells right below this one."""
    below = [part for part in tree if part.startswith(path) and part != path]
    return [part for part in below if not any(part != other and part.startswith(other) for other in below)]


def test_both_releases_are_shown_where_nobody_changed_or_enough_people_did():
    people = {"": 20, "a": 8, "b": 12}
    assert shown_changes(people, {"": 5, "a": 0, "b": 5}) == {"", "a", "b"}
    assert shown_changes(people, {"": 0, "a": 0, "b": 0}) == {"", "a", "b"}
    assert shown_changes(people, {"": 6, "a": 1, "b": 5}) == {""}
    assert shown_changes(people, {"": 4, "a": 0, "b": 4}) == {"a"}
    assert shown_changes({"": 9, "a": 4, "b": 5}, {"": 9, "a": 4, "b": 5}) == {""}
    with pytest.raises(ValueError, match="more people changed"):
        shown_changes({"": 5}, {"": 6})
    with pytest.raises(ValueError, match="other cells"):
        shown_changes({"": 5}, {"": 5, "a": 1})


def figures(layer, shown: ShownTable):
    """What is shown of a layer, as sums over its cells that hold people, and how many people those cells hold."""
    atoms = [cell for cell, count in layer.items() if count]
    vectors = [[int(atom == cell) for atom in atoms] for cell in shown.cells]
    vectors += [[int(atom[0] == row) for atom in atoms] for row in shown.rows]
    vectors += [[int(atom[1] == column) for atom in atoms] for column in shown.columns]
    vectors += [[1] * len(atoms)] * shown.whole
    return vectors, [layer[atom] for atom in atoms]


up_to_twelve = st.integers(0, 12)


@st.composite
def tables(draw, counts=up_to_twelve, layers=2):
    """One or two layers of a table of at most three by three, often with small cells."""
    cells = list(product("abc"[: draw(st.integers(1, 3))], "xyz"[: draw(st.integers(1, 3))]))
    return [{cell: draw(counts) for cell in cells} for _ in range(draw(st.integers(1, layers)))]


@settings(max_examples=300, deadline=None)
@given(tables())
def test_no_small_group_follows_from_a_table_by_any_adding_and_subtracting(layers):
    """Second route: linear algebra instead of cuts, over every set of cells with fewer than five people."""
    shown = shown_table(layers)
    for layer in layers:
        vectors, people = figures(layer, shown)
        assert smallest_support(vectors, people) is None, shown


@given(tables())
def test_a_table_hides_every_small_figure_and_the_same_in_each_layer(layers):
    shown = shown_table(layers)
    for layer in layers:
        assert all(layer[cell] == 0 or layer[cell] >= 5 for cell in shown.cells)
        for place, names in ((0, shown.rows), (1, shown.columns)):
            totals = [sum(count for cell, count in layer.items() if cell[place] == name) for name in names]
            assert all(total == 0 or total >= 5 for total in totals)
        assert not (shown.whole and 0 < sum(layer.values()) < 5)


@given(tables())
def test_the_order_of_cells_makes_no_difference(layers):
    turned = [dict(reversed(layer.items())) for layer in layers]
    assert shown_table(turned) == shown_table(layers)


@given(tables(counts=st.sampled_from([0, 5, 6, 40])))
def test_nothing_of_a_table_is_hidden_where_every_cell_is_large(layers):
    rows, columns = ({cell[place] for cell in layers[0]} for place in (0, 1))
    assert shown_table(layers) == ShownTable(frozenset(layers[0]), frozenset(rows), frozenset(columns), True)


@pytest.mark.parametrize(
    ("layer", "cells", "totals"),
    [
        ("9 3 / 9 9", "", "a b x y *"),  # with the totals each of the other three would tell of the small one
        ("9 3 9 / 9 9 9", "az bz", "a b x y z *"),  # a ring of four cells tells nothing
        ("9 3 9 / 9 9 9 / 9 9 9", "az bz cx cy cz", "a b c x y z *"),
        ("4 0 20 / 0 4 20 / 20 20 20", "ay bx cz", "a b c x y z *"),  # one ring of six is enough for both
        ("9 0 / 9 9", "ax ay bx by", "a b x y *"),  # nobody is no small group
        ("3 0 / 9 9", "ay by", "x y *"),  # row a is small; column x would tell it by bx, and the whole by row b
        ("2 2 / 0 0", "bx by", "b"),  # everybody together is too few
        ("99 2 / 2 99", "", "a b *"),  # row a less column x would tell of two against two
    ],
)
def test_worked_tables(layer, cells, totals):
    counts = {
        (row, column): int(count)
        for row, line in zip("abc", layer.split("/"), strict=False)
        for column, count in zip("xyz", line.split(), strict=False)
    }
    shown = shown_table([counts])
    assert " ".join(sorted(row + column for row, column in shown.cells)) == cells
    assert " ".join([*sorted(shown.rows), *sorted(shown.columns), *["*"] * shown.whole]) == totals


def test_what_is_small_in_one_layer_is_hidden_in_both():
    women, men = {("on", "all"): 9, ("above", "all"): 9}, {("on", "all"): 9, ("above", "all"): 3}
    assert shown_table([women]).cells == women.keys()
    shown = shown_table([women, men])
    assert (shown.cells, shown.rows, shown.columns, shown.whole) == (frozenset(), frozenset(), {"all"}, True)


def test_what_cannot_be_a_table_is_refused():
    with pytest.raises(ValueError, match="0 or more"):
        shown_table([{("a", "x"): -1}])
    assert shown_table([]) == ShownTable(frozenset(), frozenset(), frozenset(), True)
    assert shown_table([{}]) == ShownTable(frozenset(), frozenset(), frozenset(), True)
