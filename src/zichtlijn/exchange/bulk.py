"""Writing many rows at once, with their history: 100,000 people take seconds here, and one by one half an hour.

The statements are those that the ORM would make; what is left out is the work it does per value. While a large file is
written others wait, so every second here is a second less for them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection, models
from simple_history.utils import get_history_manager_for_model

from zichtlijn.audit.versions import Versioned
from zichtlijn.exchange.undo.ranges import Numbers

#: Rows that are prepared at a time; the memory of one batch is let go before the next.
BATCH = 2000
#: What one statement may hold on the smallest database: SQLite's own limit.
MOST_PARAMETERS = 30_000
#: Values that go to the database as they are, in fields of these kinds.
_AS_THEY_ARE = (str, int, float, type(None))


def in_batches(things: Iterable, size: int) -> Iterator[list]:
    """The same things, in lists of at most `size`."""
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch


def add_rows(things: list, *, by, reason: str, at, history: bool = True) -> None:
    """Insert these, and write down in their history that they came in with this file."""
    if not things:
        return
    model = type(things[0])
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    size = max(1, min(BATCH, MOST_PARAMETERS // len(fields)))
    for batch in in_batches(things, size):
        rows = [_values(thing, fields) for thing in batch]
        for thing, pk in zip(batch, _insert(model, fields, rows), strict=True):
            thing.pk = pk
            thing._state.adding, thing._state.db = False, connection.alias
    if history:
        add_history(things, "+", by=by, reason=reason, at=at)


def add_plain_rows(model: type[models.Model], names: tuple[str, ...], rows: Iterable[tuple]) -> list[int]:
    """Insert rows of values for these fields, which must be all that have no value of their own; returns their ids."""
    fields = [model._meta.get_field(name) for name in names]
    ids: list[int] = []
    for batch in in_batches(rows, max(1, min(BATCH, MOST_PARAMETERS // len(fields)))):
        ids += _insert(model, fields, [_prepared(row, fields) for row in batch])
    return ids


def _insert(model, fields, rows: list[list]) -> list[int]:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    marks = "(" + ", ".join(["%s"] * len(fields)) + ")"
    table = quote(model._meta.db_table)
    statement = f"INSERT INTO {table} ({columns}) VALUES {', '.join([marks] * len(rows))} RETURNING id"  # noqa: S608 - own names
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for row in rows for value in row])
        return [pk for (pk,) in cursor.fetchall()]


def _values(thing: models.Model, fields) -> list:
    """What the database gets of this thing; what it points at may have got its id only just now."""
    cache = thing._state.fields_cache
    for field in fields:
        if field.is_relation and (target := cache.get(field.name)) is not None:
            if target.pk is None:
                raise ValueError(f"{field.name} of {thing!r} is not stored yet")
            thing.__dict__[field.attname] = target.pk
    return _prepared((getattr(thing, field.attname) for field in fields), fields)


def _prepared(values: Iterable[Any], fields) -> list:
    return [
        value
        if type(value) in _AS_THEY_ARE and not isinstance(field, models.DecimalField | models.JSONField)
        else field.get_db_prep_save(value, connection)
        for value, field in zip(values, fields, strict=True)
    ]


class ChangedMeanwhile(Exception):
    """Somebody else changed one of these rows since it was looked at."""


def update_rows(things: Iterable[tuple[Versioned, set[str]]], *, by, reason: str, at, history: bool = True) -> None:
    """Write these fields of these rows. Their version goes up and their history gets a line.

    Raises ChangedMeanwhile when one of them no longer is at the version that it was read at.
    """
    groups: dict[tuple[str, ...], list] = defaultdict(list)
    for thing, fields in things:
        thing.version += 1
        groups[*sorted({*fields, "version"})].append(thing)
    for names, group in groups.items():
        write_fields(group, names, at_version=True)
        if history:
            add_history(group, "~", by=by, reason=reason, at=at)


def write_fields(things: list, names: tuple[str, ...], *, at_version: bool = False) -> None:
    """One prepared statement for all rows: the ORM would make one long CASE per field."""
    model = type(things[0])
    fields = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    settings = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    statement = f"UPDATE {quote(model._meta.db_table)} SET {settings} WHERE id = %s"  # noqa: S608 - own names
    if at_version:
        statement += " AND version = %s"
    with connection.cursor() as cursor:
        for batch in in_batches(things, BATCH):
            rows = [[*_values(thing, fields), thing.pk] for thing in batch]
            if at_version:
                rows = [[*row, thing.version - 1] for row, thing in zip(rows, batch, strict=True)]
            cursor.executemany(statement, rows)
            if at_version and cursor.rowcount != len(rows):
                raise ChangedMeanwhile


def add_history(things: list, sign: str, *, by, reason: str, at) -> None:
    """A line of history for each, as a save through a form would have left."""
    history_model = get_history_manager_for_model(type(things[0])).model
    fields = list(history_model.tracked_fields)
    quote = connection.ops.quote_name
    own = ["history_date", "history_user_id", "history_change_reason", "history_type"]
    names = ", ".join(quote(column) for column in [*(field.column for field in fields), *own])
    marks = ", ".join(["%s"] * (len(fields) + len(own)))
    statement = f"INSERT INTO {quote(history_model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608 - own names
    moment = history_model._meta.get_field("history_date").get_db_prep_save(at, connection)
    tail = [moment, by.user.pk if by.user else None, reason[:100], sign]
    with connection.cursor() as cursor:
        for batch in in_batches(things, BATCH):
            rows = [[*_prepared((getattr(thing, field.attname) for field in fields), fields), *tail] for thing in batch]
            cursor.executemany(statement, rows)


def delete_ranges(model, name: str, numbers: Numbers, *, organisation_id: int, **only) -> int:
    """Delete the rows of this organisation whose field lies in these ranges and that say `only`; returns how many.

    One statement for many rows: the ORM would read each of them first, and write a line in its history.
    """
    quote = connection.ops.quote_name
    also = {"organisation_id": organisation_id} | only
    conditions = " AND ".join(f"{quote(column)} = %s" for column in also)
    column = quote(model._meta.get_field(name).column)
    begun = f"DELETE FROM {quote(model._meta.db_table)} WHERE {conditions} AND ("  # noqa: S608 - own names
    gone = 0
    with connection.cursor() as cursor:
        for some in numbers.in_parts():
            within = " OR ".join([f"{column} BETWEEN %s AND %s"] * len(some))
            cursor.execute(f"{begun}{within})", [*also.values(), *(edge for pair in some for edge in pair)])
            gone += cursor.rowcount
    return gone
