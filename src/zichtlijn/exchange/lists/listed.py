"""What a list is, and how a person, a thing and a choice stand in its cells."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.functional import Promise

from zichtlijn.access.actor import Actor
from zichtlijn.exchange.columns import SHEETS, Column, Sheet
from zichtlijn.organisation.models import Period, Person, Placement
from zichtlijn.organisation.permissions import can_see_numbers

#: Rows that are read at a time.
BATCH = 2000


#: Columns that name a person by number; who may not see numbers reads the name beside it instead.
_BY_NUMBER = frozenset({"owner", "responsible", "head", "leader"})


@dataclass(frozen=True)
class Listed:
    """One list: who may take it along, its columns, and its rows for a reader.

    `rows` and `count` take the reader, and for a list `by_period` also the period: None is everything.
    """

    name: str
    label: str | Promise
    may: Callable[[Actor], bool]
    headers: Callable[[Actor], list[str]]
    rows_of: Callable[..., Iterator[list]]
    count_of: Callable[..., int]
    columns_for: Callable[[Actor], tuple[Column, ...]] = lambda by: ()
    by_period: bool = False
    #: Of whom the rows tell something personal, for a list of which that is written down with each of them.
    owners_of: Callable[[Actor, Period | None], QuerySet[Person]] | None = None

    @property
    def sheet_name(self) -> str:
        """The name under which the import knows it again."""
        return SHEETS[self.name].title() if self.name in SHEETS else str(self.label)

    def rows(self, by: Actor, period: Period | None = None) -> Iterator[list]:
        """The rows that this reader may see."""
        return self.rows_of(by, period) if self.by_period else self.rows_of(by)

    def count(self, by: Actor, period: Period | None = None) -> int:
        """How many rows there are."""
        return self.count_of(by, period) if self.by_period else self.count_of(by)


def of_sheet(sheet: Sheet, label, may, rows, things, *, by_period: bool = False, owners=None) -> Listed:
    """A list with the columns of a sheet; `rows` gives dictionaries by the name of the column."""

    def columns(by: Actor) -> tuple[Column, ...]:
        return listed_columns(sheet, by)

    def cells(by: Actor, *period) -> Iterator[list]:
        names = [column.name for column in columns(by)]
        return ([row[name] for name in names] for row in rows(by, *period))

    def headers(by: Actor) -> list[str]:
        return [column.header() for column in columns(by)]

    def count(by: Actor, *period) -> int:
        return things(by, *period).count()

    return Listed(sheet.name, label, may, headers, cells, count, columns, by_period, owners)


def listed_columns(sheet: Sheet, by: Actor) -> tuple[Column, ...]:
    """What this reader gets: the columns that the import reads, and beside or behind them those that are only to read.

    A column with personnel numbers is left out for who may not see them. A column that is not there is left alone by
    the import, so that this list too comes in again and changes nothing.
    """
    numbers = can_see_numbers(by)
    extra = {column.name: column for column in sheet.read_only}
    found: list[Column] = []
    for column in sheet.columns:
        if column.name not in _BY_NUMBER or numbers:
            found.append(column)
        if beside := extra.pop(f"{column.name}_name", None):
            found.append(beside)
    return (*found, *extra.values())


def name_of(person: Person | None) -> str | None:
    return person.name if person is not None else None


def who(person: Person | None, by: Actor) -> str | None:
    """A person by number, or by name for a reader who may not see numbers."""
    if person is None:
        return None
    return person.key if can_see_numbers(by) else person.name


def code_of(thing) -> str | None:
    return thing.key if thing is not None else None


def word(column: Column, value: str) -> str | None:
    """A choice in the words of the reader."""
    assert column.choices is not None
    return str(dict(column.choices.choices).get(value, value)) if value else None


def places_of(people: list[Person], day: date) -> dict[int, Placement]:
    """Where these people work on a day: the placement that began last."""
    placements = Placement.objects.on(day).filter(person__in=[person.pk for person in people])
    related = placements.select_related("unit", "position", "line_manager").order_by("starts_on", "id")
    return {placement.person_id: placement for placement in related}
