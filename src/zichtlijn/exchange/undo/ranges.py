"""Numbers of rows, kept as ranges: what was inserted together has numbers that follow each other."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from django.db.models import Q

#: So many ranges go into one question to the database.
AT_ONCE = 100


def ranges_of(numbers: Iterable[int]) -> list[list[int]]:
    """[[first, last], …] of these numbers, in their order."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


class Numbers:
    """The numbers of the rows of one kind."""

    def __init__(self, ranges: Iterable[Iterable[int]] = ()):
        self.ranges = [(first, last) for first, last in ranges]
        self._firsts = [first for first, _last in self.ranges]

    def __len__(self) -> int:
        return sum(last - first + 1 for first, last in self.ranges)

    def __contains__(self, number: int) -> bool:
        place = bisect_right(self._firsts, number) - 1
        return place >= 0 and number <= self.ranges[place][1]

    def without(self, gone: set[int]) -> "Numbers":
        """The same numbers but these."""
        found: list[tuple[int, int]] = []
        inside = sorted(number for number in gone if number in self)
        for first, last in self.ranges:
            for number in inside[bisect_left(inside, first) : bisect_right(inside, last)]:
                if first < number:
                    found.append((first, number - 1))
                first = number + 1
            if first <= last:
                found.append((first, last))
        return Numbers(found)

    def part(self, start: int, count: int) -> list[int]:
        """So many numbers, from the one at this place on."""
        found: list[int] = []
        for first, last in self.ranges:
            size = last - first + 1
            if start < size:
                found += range(first + start, min(last + 1, first + start + count - len(found)))
                start = 0
                if len(found) >= count:
                    break
            else:
                start -= size
        return found

    def in_parts(self) -> Iterator[list[tuple[int, int]]]:
        """The ranges, as many at a time as one question holds."""
        for start in range(0, len(self.ranges), AT_ONCE):
            yield self.ranges[start : start + AT_ONCE]

    def where(self, field: str) -> Iterator[Q]:
        """Conditions that together hold for all these numbers in this field; mostly it is one."""
        for some in self.in_parts():
            yield lies_in(field, some)

    def most(self, field: str) -> Q:
        """A condition that holds for the longest ranges: for leaving out nearly all of them in one question."""
        longest = sorted(self.ranges, key=lambda one: one[0] - one[1])[:AT_ONCE]
        return lies_in(field, longest)


def lies_in(field: str, ranges: Iterable[tuple[int, int]]) -> Q:
    """The condition that the number in this field lies in one of these ranges."""
    condition = Q(pk__in=[])
    for first, last in ranges:
        condition |= Q(**{f"{field}__gte": first, f"{field}__lte": last})
    return condition
