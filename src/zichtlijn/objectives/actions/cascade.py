"""From what an objective follows: links up the cascade, with their weights."""

from django.db import transaction
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import EditConflict, NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.actions import Event
from zichtlijn.objectives.actions.standing import follow_up, lock_lines, refresh_lines
from zichtlijn.objectives.models import Measure, Objective, ObjectiveLink
from zichtlijn.objectives.permissions import keeps
from zichtlijn.objectives.states import OPEN, PARENT_LEVELS, SEVERAL_PARENTS, Level, State, one_of_levels
from zichtlijn.ui.versions import version_of


def about(objective: Objective) -> int | None:
    """The person whose file an objective belongs to: only of a personal one."""
    return objective.owner_id if objective.level == Level.PERSONAL else None


def require_keeping(by, objective: Objective) -> None:
    """Refuse unless this actor keeps the objective, and unless it is open."""
    require(keeps(by, objective))
    require_open(objective)


def lock_kept(by, objective: Objective, *others: Objective) -> dict[int, Objective]:
    """Lock the lines of these objectives; refuse unless this actor keeps the first, and unless it is open by now.

    Returns what was locked as it is by now: only that is judged.
    """
    now = lock_lines([objective.pk, *(other.pk for other in others)])
    objective.state = now[objective.pk].state
    require_keeping(by, objective)
    return now


def require_open(objective: Objective) -> None:
    """Refuse for now when the objective is closed or dropped."""
    if objective.state not in OPEN:
        raise NotNow(_("This objective is %(state)s. Reopen it first.") % {"state": State(objective.state).label})


def require_read(measure: Measure) -> None:
    """Refuse for now when the measure has ended, or its objective."""
    require_open(measure.objective)
    if measure.ended_on:
        raise NotNow(_("This measure has ended."))


def version_of_weights(links) -> int:
    """A number that is another one as soon as one of these weights is."""
    return version_of(sorted((link.pk, link.weight) for link in links))


def _written(weight: float | None) -> str:
    return _("even") if weight is None else f"{weight:g}%"


def why_not_parent(child: Objective, parent: Objective) -> str | None:
    """The reason why `child` cannot follow from `parent`, or None when it can."""
    wanted = PARENT_LEVELS[child.level]
    if not wanted:
        return _("A strategic objective follows from the direction, not from another objective.")
    if parent.level not in wanted:
        return _("A %(child)s follows from a %(wanted)s, and “%(parent)s” is a %(level)s.") % {
            "child": Level(child.level).label,
            "wanted": one_of_levels(wanted),
            "parent": parent.title,
            "level": Level(parent.level).label,
        }
    if parent.state == State.DROPPED:
        return _("“%(parent)s” was dropped.") % {"parent": parent.title}
    if parent.starts_on > child.ends_on or parent.ends_on < child.starts_on:
        return _("“%(parent)s” runs in another period.") % {"parent": parent.title}
    return None


@transaction.atomic
def link_objectives(child: Objective, parent: Objective, *, weight: float | None = None, by) -> ObjectiveLink:
    """Let `child` follow from `parent`. A level with one parent changes parent; the line and the numbers follow."""
    now = lock_kept(by, child, parent)
    if reason := why_not_parent(now[child.pk], now[parent.pk]):
        raise NotNow(reason)
    touched = {parent.pk}
    if child.level not in SEVERAL_PARENTS:
        others = ObjectiveLink.objects.filter(child=child).exclude(parent=parent)
        touched.update(others.values_list("parent_id", flat=True))
        others.delete()
    link, made = ObjectiveLink.objects.get_or_create(
        organisation=child.organisation, child=child, parent=parent, defaults={"weight": weight}
    )
    if not made and link.weight != weight:
        link.weight = weight
        link.save(update_fields=["weight"])
    refresh_lines([child.pk])
    follow_up(touched, organisation=child.organisation)
    audit.record(
        Event.OBJECTIVE_LINKED, on=child, by=by, about=about(child), detail={"parent": parent.pk, "weight": weight}
    )
    return link


@transaction.atomic
def unlink_objectives(link: ObjectiveLink, *, by) -> None:
    """Take away that `child` follows from `parent`."""
    child, parent = link.child, link.parent
    lock_kept(by, child, parent)
    if not ObjectiveLink.objects.filter(pk=link.pk).delete()[0]:
        raise NotNow(_("Somebody has removed this link in the meantime."))
    refresh_lines([child.pk])
    follow_up([parent.pk], organisation=child.organisation)
    audit.record(Event.OBJECTIVE_UNLINKED, on=child, by=by, about=about(child), detail={"parent": parent.pk})


@transaction.atomic
def weigh_children(parent: Objective, weights: dict[int, float | None], *, by, version: int | None = None) -> None:
    """Divide the weights among what supports `parent`: link id → percent; None: an equal share of what is left.

    `version` is that of the weights (see `version_of_weights`) when the form was made.
    """
    lock_kept(by, parent)
    rows = ObjectiveLink.objects.filter(parent=parent, pk__in=weights).select_related("child")
    links = {link.pk: link for link in rows}
    if len(links) != len(weights):
        raise NotNow(_("The list of supporting objectives changed in the meantime. Open the page again."))
    now = version_of_weights(links.values())
    if version not in {None, now} and any(links[pk].weight != weight for pk, weight in weights.items()):
        fields = [(links[pk].child.title, _written(links[pk].weight), _written(w)) for pk, w in weights.items()]
        raise EditConflict(parent, [field for field in fields if field[1] != field[2]], now)
    for pk, weight in weights.items():
        links[pk].weight = weight
    ObjectiveLink.objects.bulk_update(links.values(), ["weight"], batch_size=200)
    follow_up([parent.pk], organisation=parent.organisation)
    audit.record(
        Event.OBJECTIVE_CHANGED,
        on=parent,
        by=by,
        about=about(parent),
        detail={"weights": {str(pk): weight for pk, weight in weights.items()}},
    )
