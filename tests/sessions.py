"""Sessions of PostgreSQL that tests open: which test did, in which thread, and whether they let go of the database."""

import os
import threading
import time

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

_opened: dict[int, str] = {}


def _remember(connection, **kwargs):
    if connection.vendor == "postgresql":
        test = os.environ.get("PYTEST_CURRENT_TEST", "outside a test")
        _opened[connection.connection.info.backend_pid] = f"{test}, {threading.current_thread().name}"


connection_created.connect(_remember)


def others(connection: BaseDatabaseWrapper, *, patience: float) -> list[str]:
    """Return the sessions besides this one that hold the database after so many seconds; SQLite knows of none."""
    if connection.vendor != "postgresql":
        return []
    until = time.monotonic() + patience
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid, state, query FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend' ORDER BY pid"
            )
            left = cursor.fetchall()
        if not left or time.monotonic() > until:
            break
        time.sleep(0.1)
    return [f"{_opened.get(pid, 'another process')}: {state}, {query}" for pid, state, query in left]
