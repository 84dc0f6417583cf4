"""Numbers of lines as few stretches: [[3, 5], [9, 9]] are 3, 4, 5 and 9."""

from collections.abc import Iterable


def as_ranges(numbers: Iterable[int]) -> list[list[int]]:
    """The stretches that these numbers make."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def in_ranges(ranges: Iterable[list[int]]) -> set[int]:
    """The numbers in these stretches."""
    return {number for first, last in ranges for number in range(first, last + 1)}
