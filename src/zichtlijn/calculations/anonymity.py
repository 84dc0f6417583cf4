"""Which figures may be shown without telling something of one person."""

from __future__ import annotations

from collections.abc import Mapping

LEAST = 5


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
