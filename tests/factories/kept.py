"""Rows that many tests begin with are made once in a process, and after that written back as they were.

Making the cast takes a hundred milliseconds of models, thousands of times; writing its rows takes a few. What was made
is taken out again at once: each test writes the rows inside its own transaction, and gets objects of its own.
"""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

#: What is kept stands far away from the numbers that a test gives out. SQLite gives those of rows that are gone once
#: more, and counts on from the highest that it meets; PostgreSQL is told to begin where nothing can be kept, so that on
#: both what a test makes later has the higher number.
FAR = 1_000_000
FIRST_OF_TESTS = 100_000_000
#: Rows in one statement.
AT_ONCE = 500

_kept: dict[tuple, tuple[list[str], bytes]] = {}


def kept(name: str, make: Callable):
    """What `make` makes, with its rows: made the first time on this day, the same rows again after that."""
    key = (connection.vendor, name, timezone.localdate())
    if key not in _kept:
        _kept[key] = _make(make, FAR * (len(_kept) + 1))
    statements, objects = _kept[key]
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # They were held against the rows that they refer to when they were made: not each time again.
            as_they_are = "SET LOCAL session_replication_role = {}".format
            cursor.execute(";".join([as_they_are("replica"), *statements, as_they_are("origin")]))
        else:
            for statement in statements:
                cursor.execute(statement)
    return pickle.loads(objects)


def _make(make: Callable, number: int) -> tuple[list[str], bytes]:
    with transaction.atomic():
        with _numbers_from(number):
            there = {table: _primary_keys(table, key) for table, key, _columns in _tables()}
            made = make()
            statements = [
                statement
                for table, key, columns in _tables()
                for statement in _inserts(table, key, columns, there[table])
            ]
            objects = pickle.dumps(made)
        transaction.set_rollback(True)
    return statements, objects


def count_from_far() -> None:
    """Once in a run: let PostgreSQL number what tests make above everything that can be kept."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for sequence in _sequences(cursor):
                cursor.execute("SELECT setval(%s, %s)", [sequence, FIRST_OF_TESTS])


def _sequences(cursor) -> list[str]:
    found = []
    for table, key, _columns in _tables():
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, key])
        (sequence,) = cursor.fetchone()
        if sequence:
            found.append(sequence)
    return found


@cache
def _tables() -> list[tuple[str, str, list[str]]]:
    """Every table with its primary key and its columns."""
    return [
        (model._meta.db_table, model._meta.pk.column, [field.column for field in model._meta.local_concrete_fields])
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]


@contextmanager
def _numbers_from(number: int) -> Iterator[None]:
    """Rows made within it are numbered from here on; after it everything goes on where it was."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # comes back by itself, with the transaction
            for table, _key, _columns in _tables():
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])
            yield
            return
        before = {}
        for sequence in _sequences(cursor):
            cursor.execute(f"SELECT last_value, is_called FROM {sequence}")
            before[sequence] = cursor.fetchone()
            cursor.execute("SELECT setval(%s, %s)", [sequence, number])
        try:
            yield
        finally:
            for sequence, (last, called) in before.items():
                cursor.execute("SELECT setval(%s, %s, %s)", [sequence, last, called])


def _primary_keys(table: str, key: str) -> set:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{key}" FROM "{table}"')
        return {row[0] for row in cursor.fetchall()}


def _inserts(table: str, key: str, columns: list[str], there: set) -> list[str]:
    """Statements that write the rows of this table that were not there before."""
    quoted = "quote({})" if connection.vendor == "sqlite" else "quote_nullable({}::text)"
    literals = ", ".join(quoted.format(f'"{column}"') for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{key}", {literals} FROM "{table}" ORDER BY 1')
        rows = [f"({', '.join(row)})" for pk, *row in cursor.fetchall() if pk not in there]
    names = ", ".join(f'"{column}"' for column in columns)
    parts = [", ".join(rows[first : first + AT_ONCE]) for first in range(0, len(rows), AT_ONCE)]
    return [f'INSERT INTO "{table}" ({names}) VALUES {part}' for part in parts]
