"""Which figures may be shown without telling something of one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

LEAST = 5
#: What a total of a table is of; and where the hidden totals of rows, of columns, or of both are taken together.
_ROW, _COLUMN, _WHOLE = "row", "column", "whole"
_ROWS, _COLUMNS, _REST = "rows", "columns", "rest"


@dataclass(frozen=True, slots=True)
class ShownTable:
    """What of a table may be shown: its cells, the totals of its rows and columns, and the total of the whole."""

    cells: frozenset[tuple[str, str]]
    rows: frozenset[str]
    columns: frozenset[str]
    whole: bool


def shown_cells(people: Mapping[str, int], *, least: int = LEAST) -> frozenset[str]:
    """Return the cells of a tree of groups whose figures may be shown together.

    Definition
        A figure of a group smaller than `least` tells of its members, so it stays hidden. So does a figure that
        would give away a small group by subtraction: a whole minus its shown parts must leave nobody, or at least
        `least` people. Where it does not, the smallest shown part is hidden as well, and so on.
    Formula
        rest(cell) = people in the cell - people in its largest shown parts
        every shown cell has people >= least, and rest = 0 or rest >= least
    Units
        Numbers of people, the groups below counted in; a cell is named by its path, and is part of every cell whose
        path its own begins with. The empty path is the whole.
    Errors
        ValueError when a number is negative, or when the parts of a cell hold more people than the cell.
    Source
        Primary and secondary cell suppression as in Hundepool et al., Statistical Disclosure Control (2012), ch. 4;
        the least of five and hiding the smallest part first: own choice.
    Example
        Of a department of 13, one person is placed in none of its two teams, so one team is hidden too.

        >>> sorted(shown_cells({"d": 13, "d1": 7, "d2": 5}))
        ['d', 'd1']
    """
    if any(count < 0 for count in people.values()):
        raise ValueError("a number of people must be 0 or more")
    within: dict[str, list[str]] = {path: [] for path in people}
    tops: list[str] = []
    for path in sorted(people):
        while tops and not path.startswith(tops[-1]):
            tops.pop()
        if tops:
            within[tops[-1]].append(path)
        tops.append(path)
    shown = {path for path, count in people.items() if count >= least}
    parts: dict[str, list[str]] = {}
    for path in sorted(people, key=len, reverse=True):
        below = within[path]
        if sum(people[part] for part in below) > people[path]:
            raise ValueError(f"the parts of {path!r} hold more people than the whole")
        parts[path] = [deep for part in below for deep in ([part] if part in shown else parts[part])]
        if path in shown:
            _hide_until_safe(path, people, least, shown, parts)
    return frozenset(shown)


def _hide_until_safe(path, people, least, shown, parts) -> None:
    """Hide the smallest shown parts of this cell until what is left beside them is nobody, or enough people."""
    rest = people[path] - sum(people[part] for part in parts[path])
    while 0 < rest < least:
        smallest = min(parts[path], key=lambda part: (people[part], part))
        shown.discard(smallest)
        parts[path].remove(smallest)
        parts[path] += parts[smallest]
        rest += people[smallest] - sum(people[part] for part in parts[smallest])


def shown_changes(people: Mapping[str, int], changed: Mapping[str, int], *, least: int = LEAST) -> frozenset[str]:
    """Return the cells of a tree of groups of which a figure may be shown as it was and as it became.

    Definition
        Two figures of one group tell, by their difference, of those in it for whom something changed. So both may be
        shown only where nobody changed, or enough people did, and where that cannot be undone by subtraction either. Of
        the other cells that `shown_cells` returns one of the two may be shown: the same one everywhere.
    Formula
        cells that are shown by their people, and by those who changed, or in which nobody changed; see `shown_cells`
    Units
        Numbers of people, the groups below counted in; cells are named as for `shown_cells`.
    Errors
        ValueError as `shown_cells`; when more people changed than there are in a cell, or when the cells differ.
    Source
        Differences between releases, as in Hundepool et al., Statistical Disclosure Control (2012); as `shown_cells`.
    Example
        In team d1 one of seven people changed, in d2 all six. What d1 was stays hidden, and so does what d2 was: beside
        the department it would tell of that one. With nobody in d1 everything can be shown.

        >>> sorted(shown_changes({"d": 13, "d1": 7, "d2": 6}, {"d": 7, "d1": 1, "d2": 6}))
        ['d']
        >>> sorted(shown_changes({"d": 13, "d1": 7, "d2": 6}, {"d": 6, "d1": 0, "d2": 6}))
        ['d', 'd1', 'd2']
    """
    if changed.keys() != people.keys():
        raise ValueError("those who changed are counted for other cells than the people")
    if any(changed[path] > count for path, count in people.items()):
        raise ValueError("more people changed than there are")
    unchanged = {path for path, count in changed.items() if count == 0}
    return shown_cells(people, least=least) & (shown_cells(changed, least=least) | unchanged)


def shown_table(layers: Sequence[Mapping[tuple[str, str], int]], *, least: int = LEAST) -> ShownTable:
    """Return which cells and totals of a table may be shown together.

    Definition
        A table has rows and columns, and totals of both. Each layer counts other people in the same table, as women and
        men, whose figures are shown beside each other: so what is hidden in one layer is hidden in all. A cell or total
        of fewer than `least` people of a layer is hidden; so is what would give it away by any adding and subtracting
        of what is shown. Of the cells that can help, the one of the fewest people goes first; totals go only where no
        cell can help; and what turns out not to be needed is shown again.
    Formula
        A layer is a graph: its nodes are the totals that are shown, its ties the hidden cells, as heavy as their
        people. All hidden totals of rows are one node and those of columns another, and both are the same node when the
        whole is hidden. What can be found from what is shown are the cuts of this graph, and sums of them: so every cut
        that has people has at least `least`.
    Units
        Numbers of people; a cell is named by its row and its column. Made for tables of some tens of rows: the work
        grows with the third power of rows and columns.
    Errors
        ValueError when a number is negative.
    Source
        Complementary suppression in two dimensions: Hundepool et al., Statistical Disclosure Control (2012), ch. 4; the
        table as a graph: Gusfield (1988); the smallest cut: Stoer & Wagner (1997); what goes first: own choice.
    Example
        One cell is small. With the totals the three others must go as well, or it follows from its row and column. In a
        larger table most of it stays.

        >>> women = {("on", "low"): 9, ("on", "high"): 6, ("above", "low"): 7, ("above", "high"): 3}
        >>> found = shown_table([women])
        >>> sorted(found.cells), sorted(found.rows), sorted(found.columns), found.whole
        ([], ['above', 'on'], ['high', 'low'], True)
        >>> more = women | {("on", "top"): 20, ("above", "top"): 30, ("below", "low"): 40, ("below", "high"): 50}
        >>> sorted(shown_table([more]).cells)
        [('above', 'top'), ('below', 'high'), ('below', 'low'), ('on', 'top')]
    """
    if any(count < 0 for layer in layers for count in layer.values()):
        raise ValueError("a number of people must be 0 or more")
    totals = [_totals(layer) for layer in layers]
    named = {(_WHOLE, "")}.union(*totals)
    small = {node for node in named if any(0 < counts[node] < least for counts in totals)}
    few = {cell for layer in layers for cell, count in layer.items() if 0 < count < least}
    hidden, shown = set(few), named - small
    while weak := _weakest(layers, hidden, shown, least):
        layer, sides = weak
        _hide_one_more(layers[layer], totals[layer], sides, hidden, shown)
    # What was hidden on the way may turn out not to be needed: show it again, the figures of the most people first.
    for node in sorted(named - small - shown, key=lambda node: (-sum(counts[node] for counts in totals), node)):
        shown.add(node)
        if _weakest(layers, hidden, shown, least):
            shown.discard(node)
    for cell in sorted(hidden - few, key=lambda cell: (-sum(layer.get(cell, 0) for layer in layers), cell)):
        hidden.discard(cell)
        if _weakest(layers, hidden, shown, least):
            hidden.add(cell)
    return ShownTable(
        frozenset(cell for layer in layers for cell in layer if cell not in hidden),
        frozenset(name for kind, name in shown if kind == _ROW),
        frozenset(name for kind, name in shown if kind == _COLUMN),
        (_WHOLE, "") in shown,
    )


def _totals(layer: Mapping[tuple[str, str], int]) -> Counter[tuple[str, str]]:
    """Return how many people each total of a layer counts."""
    counts: Counter[tuple[str, str]] = Counter({(_WHOLE, ""): 0})
    for (row, column), count in layer.items():
        for node in ((_ROW, row), (_COLUMN, column), (_WHOLE, "")):
            counts[node] += count
    return counts


def _ends(cell: tuple[str, str], shown: Collection[tuple[str, str]]) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return the two nodes between which a cell is a tie: its totals, or where the hidden totals are."""
    row, column = (_ROW, cell[0]), (_COLUMN, cell[1])
    if (_WHOLE, "") in shown:
        return row if row in shown else (_ROWS, ""), column if column in shown else (_COLUMNS, "")
    return row if row in shown else (_REST, ""), column if column in shown else (_REST, "")


def _weakest(layers, hidden, shown, least) -> tuple[int, tuple[frozenset, frozenset]] | None:
    """Return the first layer with a cut of too few people, and the nodes on both sides of it."""
    for number, layer in enumerate(layers):
        ties: dict[tuple[str, str], dict[tuple[str, str], int]] = {}
        for cell in sorted(hidden):
            one, other = _ends(cell, shown)
            if one != other and layer.get(cell):
                for near, far in ((one, other), (other, one)):
                    ties.setdefault(near, {}).setdefault(far, 0)
                    ties[near][far] += layer[cell]
        while ties:
            together = _reached(min(ties), ties)
            weight, side = _smallest_cut({node: ties.pop(node) for node in sorted(together)})
            if weight < least:
                return number, (side, together - side)
    return None


def _reached(start, ties) -> frozenset:
    """Return all nodes to which a way leads from this one."""
    reached, ahead = {start}, [start]
    while ahead:
        found = ties[ahead.pop()].keys() - reached
        reached |= found
        ahead += found
    return frozenset(reached)


def _smallest_cut(ties) -> tuple[int, frozenset]:
    """Return the weight of the smallest cut of a connected graph, and the nodes on one side (Stoer & Wagner)."""
    ties = {node: dict(others) for node, others in ties.items()}
    merged = {node: frozenset({node}) for node in ties}
    best: tuple[int, frozenset] | None = None
    while len(ties) > 1:
        weights = dict.fromkeys(ties, 0)
        before = last = None
        while weights:
            before, last = last, max(weights, key=lambda node: (weights[node], node))
            weight = weights.pop(last)
            for other in ties[last].keys() & weights.keys():
                weights[other] += ties[last][other]
        if best is None or weight < best[0]:
            best = weight, merged[last]
        merged[before] |= merged.pop(last)
        for other, tie in ties.pop(last).items():
            del ties[other][last]
            if other != before:
                ties[before][other] = ties[other][before] = ties[before].get(other, 0) + tie
    assert best is not None, "a tie has two ends"
    return best


def _hide_one_more(layer, totals, sides, hidden, shown) -> None:
    """Hide the smallest cell that makes this cut heavier, or a total when no cell does."""
    crossing: list[set] = [
        {
            cell
            for cell, count in layer.items()
            if count and cell not in hidden and len(side.intersection(_ends(cell, shown))) == 1
        }
        for side in sides
    ]
    if all(crossing):
        some = crossing[0] & crossing[1] or crossing[0]
        hidden.add(min(some, key=lambda cell: (layer[cell], cell)))
        return
    fixed = sides[0] if not crossing[0] else sides[1]
    filled = {node for node in shown if node[0] != _WHOLE and totals[node]}
    some = fixed & filled
    if not some and (_ROWS, "") in fixed:
        some = {node for node in filled if node[0] == _ROW}
    elif not some and (_COLUMNS, "") in fixed:
        some = {node for node in filled if node[0] == _COLUMN}
    shown.remove(min(some or filled or {(_WHOLE, "")}, key=lambda node: (totals[node], node)))
