"""Levels of the framework in a development plan."""

from django.db.models import Q

from zichtlijn.competencies.scale import uses_scale
from zichtlijn.development.models import LearningGoal


@uses_scale
def has_goals_on_levels() -> bool:
    """True when a goal leads from or to a level; which one, and whose, is told to nobody."""
    return LearningGoal.objects.exclude(Q(from_level=None) & Q(to_level=None)).exists()
