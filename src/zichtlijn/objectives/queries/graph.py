"""The whole line above or below some objectives, in one query."""

from django.db.models.expressions import RawSQL

_ANCESTORS = """
WITH RECURSIVE up(id) AS (
    SELECT id FROM objectives_objective WHERE id IN ({marks})
    UNION
    SELECT link.parent_id FROM objectives_objectivelink link JOIN up ON link.child_id = up.id
) SELECT id FROM up
"""
_DESCENDANTS = """
WITH RECURSIVE down(id) AS (
    SELECT id FROM objectives_objective WHERE id IN ({marks})
    UNION
    SELECT link.child_id FROM objectives_objectivelink link JOIN down ON link.parent_id = down.id
) SELECT id FROM down
"""


def ancestors_and_self(ids) -> RawSQL:
    """Ids of these objectives and of everything they support, at any height; for `id__in`."""
    ids = list(ids)
    return RawSQL(_ANCESTORS.format(marks=", ".join(["%s"] * len(ids))), ids)  # noqa: S611 - only marks are put in


def descendants_and_self(ids) -> RawSQL:
    """Ids of these objectives and of everything that supports them, at any depth; for `id__in`."""
    ids = list(ids)
    return RawSQL(_DESCENDANTS.format(marks=", ".join(["%s"] * len(ids))), ids)  # noqa: S611 - only marks are put in
