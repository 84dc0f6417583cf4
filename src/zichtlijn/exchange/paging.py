"""Lists that are read page by page from somewhere else than a table."""

from collections.abc import Callable


class Counted:
    """A list that knows its length, for a pager that asks for a few rows of it: `rows(start, count)`."""

    def __init__(self, count: int, rows: Callable[[int, int], list]):
        self._count, self._rows = count, rows

    def __len__(self):
        return self._count

    def __getitem__(self, part: slice):
        return self._rows(part.start, part.stop - part.start)
