"""Very many rows at once: COPY on PostgreSQL, one prepared statement on SQLite; memory stays the same at any number."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import connection, models

from zichtlijn.access.sizes import learn_sizes

BATCH = 10_000


class Writer:
    """Takes rows of one table one by one and writes them in batches.

    Rows have the values of the named fields, in plain text and numbers; what is not named gets its default. Days are
    ISO text, amounts text or numbers, moments come from `moment`. Nothing is checked here: whoever writes makes whole
    rows, with ids where others refer to them.
    """

    def __init__(self, model: type[models.Model], names: list[str]):
        fields = [model._meta.get_field(name) for name in names]
        others = [
            field
            for field in model._meta.concrete_fields
            if field not in fields and (not field.primary_key or "id" in names)
        ]
        self.usual = tuple(_usual(field) for field in others)
        columns = [str(field.column) for field in [*fields, *others]]  # type: ignore[union-attr]
        table = connection.ops.quote_name(model._meta.db_table)
        listed = ", ".join(connection.ops.quote_name(column) for column in columns)
        if connection.vendor == "postgresql":
            self.statement = f"COPY {table} ({listed}) FROM STDIN"
        else:
            marks = ", ".join(["%s"] * len(columns))
            self.statement = f"INSERT INTO {table} ({listed}) VALUES ({marks})"  # noqa: S608 - own names
        self.waiting: list[tuple] = []
        self.count = 0

    def add(self, row: tuple) -> None:
        self.waiting.append(row + self.usual)
        self.count += 1
        if len(self.waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        if not self.waiting:
            return
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(self.statement) as copy:
                    for row in self.waiting:
                        copy.write_row(row)
            else:
                cursor.executemany(self.statement, self.waiting)
        self.waiting.clear()


def insert(model: type[models.Model], names: list[str], rows: Iterable[tuple]) -> int:
    """Write all these rows (see `Writer`); returns how many."""
    writer = Writer(model, names)
    for row in rows:
        writer.add(row)
    writer.flush()
    return writer.count


def _usual(field: models.Field):
    value = field.get_default()
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, bool):
        return int(value)
    if isinstance(field, models.JSONField):
        return "{}" if value in (None, {}) and not field.null else ("[]" if value == [] else None)
    return value


def moment(at: datetime) -> str:
    """A moment as the database writes it down."""
    text = at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    return text + "+00" if connection.vendor == "postgresql" else text


def next_id(model: type[models.Model]) -> int:
    """The first id that is free; asked outside any organisation, because ids belong to the whole table."""
    return (model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1


def settle(*tables: type[models.Model]) -> None:
    """After rows with ids of their own: let the database count on from there, and learn how many there are.

    Never back: on PostgreSQL a higher number may have been given to somebody who is still writing. SQLite counts on by
    itself.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in tables:
                table, key = model._meta.db_table, model._meta.pk.column
                cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, key])
                (sequence,) = cursor.fetchone()
                counted = f"GREATEST((SELECT MAX({key}) FROM {table}), last_value)"  # noqa: S608 - names of a model
                cursor.execute(f"SELECT setval(%s, {counted}) FROM {sequence}", [sequence])  # noqa: S608
    learn_sizes()


@contextmanager
def unchecked() -> Iterator[None]:
    """Inside a transaction: rows are not held against the rows they refer to, as far as the database lets one.

    PostgreSQL keeps every row in mind and checks them all at the end, which takes as long as writing them; it lets only
    a superuser leave that out. Whoever writes here has made the rows whole.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW is_superuser")
            if cursor.fetchone()[0] == "on":
                cursor.execute("SET LOCAL session_replication_role = replica")
        yield
    else:
        with connection.constraint_checks_disabled():
            yield
