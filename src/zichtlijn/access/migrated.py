"""Whether the database is of this version of the program, of one before it, or of one after it."""

from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def not_migrated_yet() -> bool:
    """True when this program has migrations that the database has not had."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def of_a_newer_version() -> bool:
    """True when the database had migrations that this program does not know: a newer Zichtlijn has worked on it."""
    loader = MigrationExecutor(connection).loader
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("zichtlijn.")}
    replaced = {name for migration in loader.disk_migrations.values() for name in migration.replaces}
    applied = {key for key in loader.applied_migrations or {} if key[0] in ours}
    return bool(applied - set(loader.disk_migrations) - replaced)
