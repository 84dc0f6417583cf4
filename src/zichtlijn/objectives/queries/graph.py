"""The whole line above or below some objectives, in one query."""

from django.db import models

from zichtlijn.access.prepared import as_one, is_among


class _Walk(models.Expression):
    """Ids of some objectives and of all that is reached from them along the links, one way."""

    _SQL = """(
WITH RECURSIVE line(id) AS (
    SELECT id FROM objectives_objective WHERE id {are_these}
    UNION
    SELECT link.{there} FROM objectives_objectivelink link JOIN line ON link.{here} = line.id
) SELECT id FROM line)"""

    def __init__(self, ids, *, here: str, there: str):
        super().__init__(output_field=models.BigIntegerField())
        self.ids, self.here, self.there = ids, here, there

    def as_sql(self, compiler, connection):
        sql = self._SQL.format(are_these=is_among(connection), here=self.here, there=self.there)
        return sql, [as_one(self.ids, connection)]


def ancestors_and_self(ids) -> models.Expression:
    """Ids of these objectives and of everything they support, at any height; for `id__in`."""
    return _Walk(ids, here="child_id", there="parent_id")


def descendants_and_self(ids) -> models.Expression:
    """Ids of these objectives and of everything that supports them, at any depth; for `id__in`."""
    return _Walk(ids, here="parent_id", there="child_id")
