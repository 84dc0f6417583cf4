"""Whether the database is of this version of the program, of one before it, or of one after it."""

from collections.abc import Iterable

from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader


def not_migrated_yet() -> bool:
    """True when this program has migrations that the database has not had."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def of_a_newer_version(applied: Iterable[tuple[str, str]] | None = None) -> bool:
    """True when the database had migrations that this program does not know: a newer Zichtlijn has worked on it.

    `applied` (app and name) are those of another database than the one in use.
    """
    loader = MigrationLoader(connection if applied is None else None)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("zichtlijn.")}
    replaced = {name for migration in loader.disk_migrations.values() for name in migration.replaces}
    had = {key for key in (loader.applied_migrations or {} if applied is None else applied) if key[0] in ours}
    return bool(had - set(loader.disk_migrations) - replaced)
