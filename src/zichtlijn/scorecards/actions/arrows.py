"""Drawing arrows on the strategy map, from cause to effect."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zichtlijn.access.models import Organisation
from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.calculations.strategy_map import cycle_made_by
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.states import State
from zichtlijn.organisation.models import Period, Unit
from zichtlijn.scorecards.models import Arrow
from zichtlijn.scorecards.permissions import can_draw_map, unit_of_arrow
from zichtlijn.scorecards.queries import objectives_on


@transaction.atomic
def draw_arrow(
    unit: Unit | None,
    *,
    cause: Objective,
    effect: Objective,
    period: Period | None,
    by,
    note: str = "",
    is_budget: bool = False,
) -> Arrow:
    """Draw an arrow between two objectives of one scorecard. What would close a circle is refused, with the circle."""
    require(can_draw_map(by, unit), _("You may not draw on this strategy map."))
    Organisation.objects.select_for_update(no_key=True).only("pk").get(pk=by.organisation.pk)  # one after the other
    there = {o.pk for o in objectives_on(by, unit, period)}
    if not {cause.pk, effect.pk} <= there:
        raise NotNow(_("An arrow runs between two objectives of the same scorecard."))
    # what was dropped stands on no map, and nothing is caused by way of it
    living = Arrow.objects.exclude(Q(cause__state=State.DROPPED) | Q(effect__state=State.DROPPED))
    arrows = list(living.order_by().values_list("cause_id", "effect_id"))
    if (cause.pk, effect.pk) in arrows:
        raise NotNow(_("This arrow is there already."))
    if cycle := cycle_made_by(arrows, cause.pk, effect.pk):
        raise NotNow(_why_no_circle(cycle))
    made = Arrow.objects.create(
        organisation=by.organisation, cause=cause, effect=effect, note=note, is_budget=is_budget
    )
    audit.record(Event.ARROW_DRAWN, on=made, by=by, detail=_detail(made))
    return made


@transaction.atomic
def change_arrow(arrow: Arrow, changes: dict, *, version: int, by) -> list[str]:
    """Change what is said of an arrow, or the two measures that are compared."""
    require(can_draw_map(by, unit_of_arrow(arrow)), _("You may not draw on this strategy map."))
    for name, objective_id in (("cause_measure", arrow.cause_id), ("effect_measure", arrow.effect_id)):
        measure = changes.get(name)
        if measure is not None and measure.objective_id != objective_id:
            raise NotNow(_("Choose a measure of the objective itself."))
    changed = save_version(arrow, changes, version=version)
    if changed:
        audit.record(Event.ARROW_CHANGED, on=arrow, by=by, detail={**_detail(arrow), "fields": changed})
    return changed


@transaction.atomic
def remove_arrow(arrow: Arrow, *, by) -> None:
    """Take an arrow off the map."""
    require(can_draw_map(by, unit_of_arrow(arrow)), _("You may not draw on this strategy map."))
    audit.record(Event.ARROW_REMOVED, on=arrow, by=by, detail=_detail(arrow))
    arrow.delete()


def _why_no_circle(cycle: tuple[int, ...]) -> str:
    if len(cycle) == 1:
        return _("An objective is not its own cause: choose two different ones.")
    titles = dict(Objective.objects.filter(pk__in=cycle).values_list("pk", "title"))
    way = " → ".join(titles[pk] for pk in (*cycle, cycle[0]))
    return _("This arrow would close a circle: %(way)s. Nothing is a cause of its own cause.") % {"way": way}


def _detail(arrow: Arrow) -> dict:
    return {"arrow": f"{arrow.cause.title} → {arrow.effect.title}"}
