"""Emptying the database after a test that wrote outside a transaction: only what was filled, and not what stays.

Django's own empties every table and makes the kinds of rows and their permissions anew: with more than a hundred tables
that takes PostgreSQL more than a second, after each journey.
"""

from django.db import transaction

#: What migrating leaves behind: tests begin with it.
STAYS = {"django_content_type", "auth_permission"}
#: From so many rows on PostgreSQL looks through what is gone, for as long as it is not vacuumed.
MANY = 500


def empty(connection) -> None:
    """Take every row out that a test can have made."""
    quote = connection.ops.quote_name
    tables = sorted(set(connection.introspection.django_table_names()) - STAYS)
    asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {quote(table)})" for table in tables)
    emptied = []
    with connection.cursor() as cursor:
        cursor.execute(asked)
        filled = [table for (table,) in cursor.fetchall()]
        with connection.constraint_checks_disabled(), transaction.atomic(using=connection.alias):
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL session_replication_role = replica")
            for table in filled:
                cursor.execute(f"DELETE FROM {quote(table)}")
                if cursor.rowcount > MANY:
                    emptied.append(quote(table))
        if emptied and connection.vendor == "postgresql":
            cursor.execute(f"VACUUM {', '.join(emptied)}")
