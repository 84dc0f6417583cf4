"""The counters of sign-in attempts, in the database: two that write at once is no fault, a database that is away is."""

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError, connections, router


class Counters(DatabaseCache):
    """Django's own forgets every refusal of the database, and then nobody may sign in for having tried too often."""

    def _base_set(self, mode, key, value, timeout=DEFAULT_TIMEOUT):
        met: list[OperationalError] = []

        def watch(execute, sql, params, many, context):
            try:
                return execute(sql, params, many, context)
            except OperationalError as error:
                met.append(error)
                raise

        with connections[router.db_for_write(self.cache_model_class)].execute_wrapper(watch):
            is_kept = super()._base_set(mode, key, value, timeout)
        if met:
            raise met[0]
        return is_kept
