"""Writing on an OGSM. Objectives, measures and actions are written by their own room; the choice is of this one."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import EditConflict, NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.objectives.actions import create_objective
from zichtlijn.objectives.models import Measure, Objective, ObjectiveLink
from zichtlijn.ogsm.models import Choice, GoalServed
from zichtlijn.ogsm.permissions import can_choose


@transaction.atomic
def put_below(parent: Objective, *, title: str, by, **place) -> Objective:
    """Write a strategy as an objective of the level below, in the days of the objective that it follows from.

    The same act adds a strategy to a page, and takes a strategy over as the objective of a unit.
    """
    return create_objective(
        by=by,
        title=title,
        period=parent.period,
        starts_on=parent.starts_on,
        ends_on=parent.ends_on,
        perspective=parent.perspective,
        horizon=parent.horizon,
        parents=[parent],
        **place,
    )


@transaction.atomic
def say_choice(
    objective: Objective,
    strategy: Objective,
    *,
    goals: Collection[int],
    left_out: str,
    is_enabling: bool,
    version: int,
    by,
) -> Choice:
    """Say which goals a strategy serves and what is left out for it; `version` 0: nothing was said yet."""
    require(can_choose(by, objective, strategy), _("You may not change this strategy."))
    link = ObjectiveLink.objects.select_for_update().filter(parent=objective, child=strategy).first()
    if link is None:
        raise NotNow(_("“%(title)s” no longer follows from this objective.") % {"title": strategy.title})
    served = {pk: name for pk, name in _goals_of(objective) if pk in set(goals)}
    if len(served) < len(set(goals)):
        raise NotNow(_("One of these goals is no longer there. Open the page again."))
    choice = Choice.objects.filter(objective=objective, strategy=strategy).first()
    given = {"is_enabling": is_enabling, "left_out": left_out}
    if choice is None:
        choice = Choice(organisation=by.organisation, objective=objective, strategy=strategy, version=0)
    before = set(GoalServed.objects.filter(choice=choice.pk).values_list("goal_id", flat=True))
    changed = [name for name, value in given.items() if getattr(choice, name) != value]
    if not changed and before == set(served):
        return choice
    if choice.version != version:
        raise EditConflict(choice, _differences(choice, before, given, served, objective), choice.version)
    for name, value in given.items():
        setattr(choice, name, value)
    choice.version += 1
    choice.save()
    GoalServed.objects.filter(choice=choice).exclude(goal__in=served).delete()
    GoalServed.objects.bulk_create(
        GoalServed(organisation=by.organisation, choice=choice, goal_id=pk) for pk in served if pk not in before
    )
    audit.record(Event.STRATEGY_CHOSEN, on=strategy, by=by, detail={"objective": objective.pk})
    return choice


def _goals_of(objective: Objective) -> list[tuple[int, str]]:
    return list(Measure.objects.living().filter(objective=objective).values_list("pk", "name"))


def _differences(choice: Choice, before: set[int], given: dict, served: dict, objective: Objective):
    """Label, what stands now, what was written: for each that differs."""
    names = dict(_goals_of(objective))
    fields = [
        (_("Serves these goals"), ", ".join(names.get(pk, "") for pk in sorted(before)), ", ".join(served.values())),
        (_("What is no longer done"), choice.left_out, given["left_out"]),
        (_("Enabling"), _yes_no(choice.is_enabling), _yes_no(given["is_enabling"])),
    ]
    return [field for field in fields if field[1] != field[2]]


def _yes_no(value: bool) -> str:
    return _("yes") if value else _("no")
