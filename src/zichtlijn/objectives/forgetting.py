"""What of this room goes with somebody who left: personal objectives.

One that counts in an objective of the organisation stays as figures alone, so that what was reached there stays right.
"""

from collections.abc import Collection

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from zichtlijn.objectives.models import Action, CheckIn, Measure, Milestone, Objective, ObjectiveLink, Reading
from zichtlijn.objectives.states import Level
from zichtlijn.organisation.models import SearchWord
from zichtlijn.organisation.search import remove_words
from zichtlijn.privacy.registry import forget_history, names_stand_in, removes

#: The title of what has none any more.
NOTHING = "–"

names_stand_in(CheckIn, "by_name", user="by")
names_stand_in(Reading, "recorded_by_name", user="recorded_by")


def _personal() -> QuerySet[Objective]:
    return Objective.objects.filter(level=Level.PERSONAL).exclude(title=NOTHING)


@removes(
    "personal_objective", "objectives.Objective", lambda: _personal().exclude(owner=None).order_by().values("owner")
)
def remove_personal_objectives(people: Collection[int]) -> int:
    """Delete what stands alone, and empty what counts elsewhere."""
    mine = _personal().filter(owner__in=people)
    links = ObjectiveLink.objects.filter(Q(child=OuterRef("pk")) | Q(parent=OuterRef("pk")))
    linked = list(mine.filter(Exists(links)).values_list("pk", flat=True))
    alone = list(mine.exclude(pk__in=linked).values_list("pk", flat=True))
    measures = list(Measure.objects.filter(objective__in=[*linked, *alone]).values_list("pk", flat=True))
    remove_words(SearchWord.Kind.PERSONAL, [*linked, *alone])
    removed = Objective.objects.filter(pk__in=alone).delete()[0] + _empty(linked)
    forget_history(Objective, [*linked, *alone])
    forget_history(Measure, measures)
    return removed


def _empty(objectives: list[int]) -> int:
    """Take every word from these objectives; figures, days and links stay."""
    number = Concat(Value("-"), Cast("pk", CharField()))
    removed = CheckIn.objects.filter(objective__in=objectives).delete()[0]
    removed += Action.objects.filter(objective__in=objectives).delete()[0]
    Reading.objects.filter(measure__objective__in=objectives).update(note="")
    Milestone.objects.filter(measure__objective__in=objectives).update(name=NOTHING)
    Measure.objects.filter(objective__in=objectives).update(name=NOTHING, key=number, source="", published={})
    emptied = Objective.objects.filter(pk__in=objectives)
    return removed + emptied.update(title=NOTHING, key=number, description="", published={})
