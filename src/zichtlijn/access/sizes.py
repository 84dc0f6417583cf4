"""What the database knows of the sizes of its tables: without it, it may take the longest way to a short list."""

from django.apps import apps
from django.db import connection


def learn_sizes() -> None:
    """Let the database look at a sample of each of our tables. Takes a second at most; nothing that people see changes.

    PostgreSQL does so by itself after a while, SQLite never does: without this it chooses an index by its number of
    columns, and reads all personal objectives of an organisation to find the ten that support one objective.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit=10000")
            cursor.execute("ANALYZE")
        else:  # by name: without names PostgreSQL also reads its own tables, which takes ten times as long
            models = apps.get_models(include_auto_created=True)
            tables = {model._meta.db_table for model in models if model._meta.managed}
            cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, sorted(tables)))}")
