"""The order in which people look for names with numbers in them: Team 1, Team 2, Team 10."""

import re
from collections.abc import Sequence

from django.utils.functional import cached_property

from zichtlijn.organisation.models import fold

#: A longer list than this is sorted by the database, letter by letter.
COMPARED = 2000
_NUMBER = re.compile(r"([0-9]+)")


def natural_key(text: str) -> list[tuple[int, int, str]]:
    """By what to sort a name, so that a number in it counts as a number; capitals and accents make no difference."""
    return [
        (0, int(part), "") if place % 2 else (1, 0, part) for place, part in enumerate(_NUMBER.split(fold(text)[:300]))
    ]


class InNaturalOrder(Sequence):
    """Rows sorted by a column with words in it, for a pager: only the page that is asked for is fetched whole."""

    def __init__(self, rows, column: str, *, backwards: bool = False):
        self._rows, self._column, self._backwards = rows, column, backwards

    @cached_property
    def _ids(self) -> list[int]:
        named = [(natural_key(word), pk) for pk, word in self._rows.order_by().values_list("pk", self._column)]
        return [pk for _key, pk in sorted(named, reverse=self._backwards)]

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, part):
        wanted = self._ids[part]
        found = self._rows.in_bulk(wanted)
        return [found[pk] for pk in wanted if pk in found]
