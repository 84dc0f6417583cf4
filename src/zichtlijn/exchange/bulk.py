"""Writing many rows at once, with their history: 100,000 people take seconds here, and one by one half an hour."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import connection
from simple_history.utils import get_history_manager_for_model

from zichtlijn.audit.versions import Versioned

#: Rows per statement; small enough for the parameter limit of SQLite, and the memory of one batch is let go.
BATCH = 2000


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
    for batch in in_batches(things, BATCH):
        model._default_manager.bulk_create(batch)
        if history:
            add_history(batch, "+", by=by, reason=reason, at=at)


def update_rows(things: Iterable[tuple[Versioned, set[str]]], *, by, reason: str, at, history: bool = True) -> None:
    """Write these fields of these rows. Their version goes up and their history gets a line."""
    groups: dict[tuple[str, ...], list] = defaultdict(list)
    for thing, fields in things:
        thing.version += 1
        groups[*sorted({*fields, "version"})].append(thing)
    for names, group in groups.items():
        write_fields(group, names)
        if history:
            add_history(group, "~", by=by, reason=reason, at=at)


def write_fields(things: list, names: tuple[str, ...]) -> None:
    """One prepared statement for all rows: the ORM would make one long CASE per field."""
    model = type(things[0])
    fields = [model._meta.get_field(name) for name in names]
    for thing in things:
        thing._prepare_related_fields_for_save(operation_name="bulk_update")
    quote = connection.ops.quote_name
    settings = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    statement = f"UPDATE {quote(model._meta.db_table)} SET {settings} WHERE id = %s"  # noqa: S608 - own names
    rows = (
        [*(field.get_db_prep_save(getattr(thing, field.attname), connection) for field in fields), thing.pk]
        for thing in things
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(rows))


def add_history(things: list, sign: str, *, by, reason: str, at) -> None:
    """A line of history for each, as a save through a form would have left."""
    history_model = get_history_manager_for_model(type(things[0])).model
    tracked = list(history_model.tracked_fields)
    columns = [field.column for field in tracked]
    quote = connection.ops.quote_name
    own = ["history_date", "history_user_id", "history_change_reason", "history_type"]
    names = ", ".join(quote(column) for column in [*columns, *own])
    marks = ", ".join(["%s"] * (len(columns) + len(own)))
    statement = f"INSERT INTO {quote(history_model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608 - own names
    moment = history_model._meta.get_field("history_date").get_db_prep_save(at, connection)
    tail = [moment, by.user.pk if by.user else None, reason[:100], sign]
    prepare = [(field.attname, field.get_db_prep_save) for field in tracked]
    with connection.cursor() as cursor:
        for batch in in_batches(things, BATCH):
            rows = [[*(prep(getattr(thing, name), connection) for name, prep in prepare), *tail] for thing in batch]
            cursor.executemany(statement, rows)
