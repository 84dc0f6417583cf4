"""What the database knows of the sizes of its tables: without it, it may take the longest way to a short list."""

from django.db import connection


def learn_sizes() -> None:
    """Let the database look at a sample of every table. Takes a second at most; nothing that people see changes.

    PostgreSQL does so by itself after a while, SQLite never does: without this it chooses an index by its number of
    columns, and reads all personal objectives of an organisation to find the ten that support one objective.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit=10000")
        cursor.execute("ANALYZE")
