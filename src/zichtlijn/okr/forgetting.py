"""What of this room goes with somebody who left, and where the names of others stand."""

from django.db.models import Q

from zichtlijn.objectives.states import Level
from zichtlijn.okr.models import Grade
from zichtlijn.privacy.registry import goes_with, names_stand_in

goes_with("personal_objective", Grade, of="objective__owner", where=Q(objective__level=Level.PERSONAL))

names_stand_in(Grade, "graded_by_name", user="graded_by")
