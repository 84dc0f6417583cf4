"""What a list is, and how a person, a thing and a choice stand in its cells."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from zichtlijn.access.actor import Actor
from zichtlijn.exchange.columns import SHEETS, Column, Sheet
from zichtlijn.organisation.models import Person, Placement
from zichtlijn.organisation.permissions import can_see_numbers

#: Rows that are read at a time.
BATCH = 2000


@dataclass(frozen=True)
class Listed:
    """One list: who may take it along, its columns, and its rows for a reader."""

    name: str
    label: str | Promise
    may: Callable[[Actor], bool]
    headers: Callable[[Actor], list[str]]
    rows: Callable[[Actor], Iterator[list]]
    count: Callable[[Actor], int]
    columns: tuple[Column, ...] = ()

    @property
    def sheet_name(self) -> str:
        """The name under which the import knows it again."""
        return SHEETS[self.name].title() if self.name in SHEETS else str(self.label)


def of_sheet(sheet: Sheet, label, may, rows, things) -> Listed:
    return Listed(
        sheet.name,
        label,
        may,
        lambda by: [column.header() for column in sheet.columns],
        rows,
        lambda by: things(by).count(),
        sheet.columns,
    )


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
