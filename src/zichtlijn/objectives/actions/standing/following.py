"""What stands above follows from each change, in the same transaction."""

from collections import defaultdict
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from zichtlijn.access.models import Organisation
from zichtlijn.calculations.objectives.shares import Sums
from zichtlijn.objectives.actions.standing.measures import STANDING, limits_of, stand_measure
from zichtlijn.objectives.actions.standing.objectives import (
    OBJECTIVE_STANDING,
    child_sums,
    own_sums,
    stand_objective,
    write_standings,
)
from zichtlijn.objectives.models import Measure, Objective, ObjectiveLink, Reading
from zichtlijn.objectives.queries.graph import ancestors_and_self, descendants_and_self
from zichtlijn.objectives.states import COUNTING, Level

#: From the people up: parents always come after their children.
BOTTOM_UP = (Level.PERSONAL, Level.PROJECT, Level.ROLE, Level.OPERATIONAL, Level.DEPARTMENT, Level.STRATEGIC)


def lock_lines(objective_ids) -> dict[int, Objective]:
    """Lock these objectives and everything above them, always from the lowest id up, so that nobody waits in a circle.

    An action that writes an objective, or anything of it, takes this lock before any other; an action that writes
    several takes it for all of them at once.
    """
    ids = list(objective_ids)
    if not ids:
        return {}
    rows = Objective.objects.select_for_update(of=("self",), no_key=True)
    return {o.pk: o for o in rows.filter(pk__in=ancestors_and_self(ids)).order_by("pk")}


def lock_objectives(objectives) -> None:
    """Lock these objectives and nothing above them, as `lock_lines` does: from the lowest id up, all at once."""
    rows = objectives.select_for_update(of=("self",), no_key=True).order_by("pk")
    list(rows.values_list("pk", flat=True))


def lock_measure(measure: Measure) -> Measure:
    """Lock the lines above this measure, and return it as it is now: it may have changed since it was read."""
    lock_lines([measure.objective_id])
    related = ("organisation", "responsible", "objective__owner", "objective__unit", "objective__project")
    return Measure.objects.select_related(*related).get(pk=measure.pk)


def refresh_measure(measure: Measure, *, today: date | None = None) -> None:
    """Read the latest reading of this measure, store where it stands, and let the objectives above follow."""
    today = today or timezone.localdate()
    latest = (
        Reading.objects.current()
        .filter(measure=measure, measured_on__lte=today)
        .order_by("-measured_on", "-id")
        .values_list("value", "measured_on")
        .first()
    )
    measure.current_value, measure.current_on = latest or (None, None)
    organisation = measure.organisation
    stand_measure(measure, today=today, limits=limits_of(organisation), first_month=organisation.fiscal_first_month)
    Measure.objects.filter(pk=measure.pk).update(
        **{name: getattr(measure, name) for name in (*STANDING, "current_value", "current_on", "due_on")}
    )
    _follow([measure.objective_id], organisation=organisation, anew=False)


def follow_up(objective_ids, *, organisation: Organisation) -> list[Objective]:
    """Recompute these objectives and everything above them, in one go; returns those that changed.

    For a change in the graph itself: links, weights, states. What supports each of them is added up anew.
    """
    return _follow(objective_ids, organisation=organisation, anew=True)


@transaction.atomic
def _follow(objective_ids, *, organisation: Organisation, anew: bool) -> list[Objective]:
    """The walk up: `anew` adds up all supporters, otherwise the difference of those on the way is enough.

    The rows are locked first, in one order, so that two readings in different branches wait for each other where
    their lines meet. The number of queries does not depend on the number of ancestors, and without `anew` neither
    does the work on the number of supporters.
    """
    chain = lock_lines(objective_ids)
    if not chain:
        return []
    own = own_sums(chain)
    unknown = [o.pk for o in chain.values() if anew or (o.supporter_count and o.support_sums is None)]
    sums = {o.pk: Sums(**o.support_sums) for o in chain.values() if o.support_sums}
    if unknown:
        sums |= dict.fromkeys(unknown, Sums()) | child_sums(unknown)
    inside = defaultdict(list)
    for child_id, parent_id, weight in ObjectiveLink.objects.filter(child__in=chain, parent__in=chain).values_list(
        "child_id", "parent_id", "weight"
    ):
        inside[parent_id].append((child_id, weight))
    stood = {o.pk: (o.progress, o.expected, o.coverage) for o in chain.values()}
    limits = limits_of(organisation)
    changed = []
    for objective in sorted(chain.values(), key=lambda o: BOTTOM_UP.index(Level(o.level))):
        support = sums.get(objective.pk, Sums())
        for child_id, weight in inside[objective.pk]:
            child = chain[child_id]
            stands = child.progress, child.expected, child.coverage
            if child.state in COUNTING and stands != stood[child_id]:
                support = support.less(weight, *stood[child_id]).plus(weight, *stands)
        if stand_objective(objective, own.get(objective.pk, Sums()), support, limits):
            changed.append(objective)
    write_standings(changed, OBJECTIVE_STANDING)
    return changed


@transaction.atomic
def refresh_lines(objective_ids) -> None:
    """Recompute, for these objectives and everything below them, whether their line reaches a strategic objective."""
    objective_ids = list(objective_ids)
    if not objective_ids:
        return
    below = list(Objective.objects.filter(pk__in=descendants_and_self(objective_ids)).values_list("pk", "level"))
    for level in reversed(BOTTOM_UP):
        ids = [pk for pk, at in below if at == level]
        for start in range(0, len(ids), 5000):
            set_lines(Objective.objects.filter(pk__in=ids[start : start + 5000]), level)


def lines_apart(objectives, level) -> tuple:
    """Of these objectives of one level, those that stand in no line and should, and those that do and should not."""
    if level == Level.STRATEGIC:
        holds = Q(state__in=COUNTING)
    else:
        parents = ObjectiveLink.objects.filter(parent__in_line=True, parent__state__in=COUNTING)
        holds = Q(pk__in=parents.values("child_id"))
    return objectives.filter(holds, in_line=False), objectives.exclude(holds).filter(in_line=True)


def set_lines(objectives, level) -> None:
    outside, inside = lines_apart(objectives, level)
    outside.update(in_line=True)
    inside.update(in_line=False)
