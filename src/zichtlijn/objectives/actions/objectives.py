"""Objectives: making, changing, moving through their states; check-ins and actions."""

import secrets
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import Permission, require
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.actions import Event
from zichtlijn.audit.models import AuditEvent
from zichtlijn.audit.versions import save_version
from zichtlijn.objectives.actions.agreement import propose_anew, refuse_unread
from zichtlijn.objectives.actions.cascade import about, lock_kept, require_open, why_not_parent
from zichtlijn.objectives.actions.standing import (
    follow_up,
    limits_of,
    lock_lines,
    refresh_lines,
    refresh_measure,
    stand_measure,
)
from zichtlijn.objectives.models import Action, CheckIn, Measure, Objective, ObjectiveLink
from zichtlijn.objectives.permissions import can_create_objective, can_edit_action, holds_pen, owns
from zichtlijn.objectives.queries.agreeing import without_owner
from zichtlijn.objectives.states import (
    AGREEING,
    COUNTING,
    MAY_STAND_ALONE,
    MOVES,
    OPEN,
    Currency,
    Level,
    State,
    target_of,
)
from zichtlijn.organisation import search
from zichtlijn.organisation.actions import look_at_many
from zichtlijn.organisation.models import Person, SearchWord
from zichtlijn.organisation.permissions import role_seeing

_EVENTS = {
    "propose": Event.OBJECTIVE_PROPOSED,
    "agree": Event.OBJECTIVE_AGREED,
    "adopt": Event.OBJECTIVE_AGREED,
    "return": Event.OBJECTIVE_RETURNED,
    "withdraw": Event.OBJECTIVE_RETURNED,
    "close": Event.OBJECTIVE_CLOSED,
    "discard": Event.OBJECTIVE_DROPPED,
    "drop": Event.OBJECTIVE_DROPPED,
    "reopen": Event.OBJECTIVE_REOPENED,
}


def new_key(prefix: str) -> str:
    """A code that nobody else has, for what people make by hand."""
    return f"{prefix}-{secrets.token_hex(4)}"


def index_objective(objective: Objective) -> None:
    """Make the objective findable by the words of its title."""
    kind = SearchWord.Kind.PERSONAL if objective.level == Level.PERSONAL else SearchWord.Kind.OBJECTIVE
    if objective.state == State.DROPPED:
        search.remove_words(kind, [objective.pk])
    else:
        search.index_words(kind, [(objective.pk, objective.title)])


@transaction.atomic
def create_objective(
    *, by, level: str, title: str, period, parents=(), owner=None, unit=None, project=None, **fields
) -> Objective:
    """Write down an objective as a draft, under `parents`: objectives, or pairs of objective and weight."""
    require(can_create_objective(by, level, owner=owner, unit=unit, project=project))
    if level == Level.PERSONAL and unit is None and owner is not None:
        placement = owner.placements.today().select_related("unit").order_by("starts_on", "pk").first()
        unit = placement.unit if placement else None
    above = [parent if isinstance(parent, tuple) else (parent, None) for parent in parents]
    now = lock_lines([parent.pk for parent, _weight in above])
    objective = Objective.objects.create(
        organisation=by.organisation,
        key=fields.pop("key", None) or new_key("D"),
        level=level,
        title=title,
        period=period,
        starts_on=fields.pop("starts_on", None) or period.starts_on,
        ends_on=fields.pop("ends_on", None) or period.ends_on,
        owner=owner,
        unit=unit,
        project=project,
        made_by=by.user,
        **fields,
    )
    for parent, weight in above:
        _link_new(objective, now[parent.pk], weight)
    index_objective(objective)
    audit.record(Event.OBJECTIVE_ADDED, on=objective, by=by, about=about(objective), detail={"level": level})
    return objective


def _link_new(objective, parent, weight) -> None:
    if reason := why_not_parent(objective, parent):
        raise NotNow(reason)
    ObjectiveLink.objects.create(organisation=objective.organisation, child=objective, parent=parent, weight=weight)
    refresh_lines([objective.pk])


@transaction.atomic
def change_objective(objective: Objective, changes: dict, *, version: int, by) -> list[str]:
    """Write changes from a form made at `version`. What was proposed or agreed is for the other side to answer then.

    Measures that ran as long as the objective keep doing so when its days change.
    """
    lock_kept(by, objective)
    if "owner" in changes and changes["owner"] != objective.owner and objective.level == Level.PERSONAL:
        raise NotNow(_("A personal objective stays with its owner. Drop it and create a new one for somebody else."))
    if changes.get("owner", objective) is None and objective.owner_id and objective.state == State.AGREED:
        raise NotNow(_("An agreed objective keeps an owner. Choose somebody else."))
    require_place(by, objective, changes)
    days = objective.starts_on, objective.ends_on
    changed = save_version(objective, changes, version=version)
    if not changed:
        return changed
    if {"starts_on", "ends_on"} & set(changed):
        _refuse_links_outside(objective)
        _take_measures_along(objective, *days)
    propose_anew(objective, by=by)
    index_objective(objective)
    follow_up([objective.pk], organisation=objective.organisation)
    audit.record(Event.OBJECTIVE_CHANGED, on=objective, by=by, about=about(objective), detail={"fields": changed})
    return changed


def let_stand_alone(objective: Objective, *, version: int, by) -> list[str]:
    """Say that this objective follows from nothing on purpose, as an OKR may."""
    if objective.level not in MAY_STAND_ALONE:
        raise NotNow(_("An objective of this level cannot stand on its own."))
    return change_objective(objective, {"stands_alone": True}, version=version, by=by)


def require_place(by, objective: Objective, changes: dict) -> None:
    """Refuse to put an objective under a unit or project that the actor does not lead."""
    place = {name: changes.get(name, getattr(objective, name)) for name in ("unit", "project")}
    if any(place[name] != getattr(objective, name) for name in place):
        require(
            can_create_objective(by, objective.level, owner=objective.owner, **place),
            _("You can only move objectives to units you head and projects you lead."),
        )


def _refuse_links_outside(objective: Objective) -> None:
    """Refuse days in which what it follows from, or what supports it, does not run."""
    outside = Q(starts_on__gt=objective.ends_on) | Q(ends_on__lt=objective.starts_on)
    linked = Q(child_links__child=objective) | Q(parent_links__parent=objective, state__in=OPEN)
    titles = Objective.objects.filter(linked).filter(outside).values_list("title", flat=True).distinct()[:10]
    if reasons := [_("“%(parent)s” runs in another period.") % {"parent": title} for title in titles]:
        raise NotNow(*reasons)


def _take_measures_along(objective: Objective, starts_on: date, ends_on: date) -> None:
    """Give measures that ran from the first to the last day of the objective its new days."""
    for measure in Measure.objects.living().filter(objective=objective, starts_on=starts_on, ends_on=ends_on):
        measure.starts_on, measure.ends_on = objective.starts_on, objective.ends_on
        measure.version += 1
        measure.save(update_fields=["starts_on", "ends_on", "version"])
        refresh_measure(measure)


def require_move(by, objective: Objective, name: str) -> None:
    """Refuse a move that the state does not allow, or for which somebody else holds the pen."""
    move = MOVES[name]
    require(holds_pen(by, objective, move), _("This step is for somebody else to take."))
    if objective.state not in move.source:
        raise NotNow(
            _("This objective is %(state)s; that cannot be done now.") % {"state": State(objective.state).label}
        )


@transaction.atomic
def move_objective(objective: Objective, name: str, *, by, comment: str = "", version: int | None = None) -> Objective:
    """Make a move of the table of states: propose, agree, return, withdraw, adopt, close, discard, drop or reopen.

    `version` is that which was read by who agrees; None says that nobody reads it from a page.
    """
    lock_lines([objective.pk])
    objective = Objective.objects.select_related("owner", "unit", "project").get(pk=objective.pk)
    require_move(by, objective, name)
    if version is not None:
        refuse_unread(objective, version)
    before, target = objective.state, target_of(MOVES[name], objective)
    if target == State.AGREED and (reason := without_owner(objective)):
        raise NotNow(reason)
    objective.state = target
    if objective.state == State.PROPOSED:
        objective.proposed_by, objective.agreed_on = by.user, None
    if objective.state == State.AGREED:
        objective.agreed_on = timezone.localdate()
    if before == State.AGREED and objective.agreed_on is None:
        objective.agreed_on = timezone.localdate()  # once it is dropped, this tells that it was agreed
    if objective.state == State.DRAFT and name == "reopen":
        objective.agreed_on = None
    objective.version += 1
    objective.save(update_fields=["state", "proposed_by", "agreed_on", "version"])
    if comment:
        CheckIn.objects.create(
            organisation=objective.organisation, objective=objective, by=by.user, by_name=by.name, comment=comment
        )
    index_objective(objective)
    if name in AGREEING:
        _ask_from_today(objective)
    if (before in COUNTING) != (objective.state in COUNTING):
        refresh_lines([objective.pk, *_children_of(objective)])
        follow_up([objective.pk], organisation=objective.organisation)
    audit.record(
        _EVENTS[name], on=objective, by=by, about=about(objective), detail={"from": before, "comment": bool(comment)}
    )
    return objective


def _ask_from_today(objective: Objective) -> None:
    """What was never measured is asked for from the day on which it was agreed, not from the start of the year."""
    organisation, today = objective.organisation, timezone.localdate()
    measures = list(Measure.objects.living().filter(objective=objective, current_on=None))
    for measure in measures:
        measure.asked_from = today
        stand_measure(measure, today=today, limits=limits_of(organisation), first_month=organisation.fiscal_first_month)
    Measure.objects.bulk_update(measures, ["asked_from", "due_on"])


def look_at_objective(objective: Objective, *, by, again: bool = True) -> None:
    """Write down that somebody looked at the personal objective of another.

    Not `again`: of a form, which is reached from the page of which a line tells already. One line a day is enough.
    """
    if objective.level != Level.PERSONAL or owns(by, objective):
        return
    if not again and by.user:
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        earlier = AuditEvent.objects.filter(on_type="objective", on_id=objective.pk, at__gte=midnight)
        if earlier.filter(event=Event.OBJECTIVE_SEEN, by_id=by.user.pk).exists():
            return
    role = role_seeing(by, objective.owner, Permission.SEE_PERSONAL_OBJECTIVES) if objective.owner else ""
    purpose = "leading" if role == "line" else "objectives"
    detail = {"what": "objective", "role": role or "colleague", "purpose": purpose}
    audit.record(Event.OBJECTIVE_SEEN, on=objective, by=by, about=objective.owner_id, detail=detail)


def look_at_objectives(objectives: Iterable[Objective], *, by) -> None:
    """Write down of whom a list tells personal objectives: one line a day for each of them."""
    personal = {objective.owner_id for objective in objectives if objective.level == Level.PERSONAL}
    if others := {owner for owner in personal if owner is not None and owner != by.person_id}:
        look_at_many(list(Person.objects.filter(pk__in=others)), what="line", by=by)


def _children_of(objective) -> list[int]:
    return list(ObjectiveLink.objects.filter(parent=objective).values_list("child_id", flat=True))


@transaction.atomic
def check_in(objective: Objective, *, by, confidence: int | None = None, comment: str = "") -> CheckIn:
    """Write down how confident the owner is and what there is to say; the number is left alone."""
    lock_kept(by, objective)
    if confidence is None and not comment:
        raise NotNow(_("Choose a confidence or write a comment."))
    made = CheckIn.objects.create(
        organisation=objective.organisation,
        objective=objective,
        by=by.user,
        by_name=by.name,
        confidence=confidence,
        comment=comment,
    )
    if confidence is not None:
        Objective.objects.filter(pk=objective.pk).update(confidence=confidence, confidence_on=timezone.localdate())
    audit.record(Event.CHECKED_IN, on=objective, by=by, about=about(objective))
    return made


@transaction.atomic
def add_action(
    objective: Objective,
    *,
    by,
    title: str,
    owner=None,
    due_on: date | None = None,
    note: str = "",
    budget: Decimal | None = None,
    currency: str = Currency.EUR,
) -> Action:
    """Put an action with the objective."""
    lock_kept(by, objective)
    made = Action.objects.create(
        organisation=objective.organisation,
        objective=objective,
        title=title,
        owner=owner,
        due_on=due_on,
        note=note,
        budget=budget,
        currency=currency,
    )
    audit.record(Event.ACTION_ADDED, on=made, by=by, about=about(objective), detail={"objective": objective.pk})
    return made


@transaction.atomic
def change_action(action: Action, changes: dict, *, version: int, by) -> list[str]:
    """Change an action, or say that it is done."""
    require(can_edit_action(by, action))
    require_open(lock_lines([action.objective_id])[action.objective_id])
    changed = save_version(action, changes, version=version)
    if changed:
        audit.record(Event.ACTION_CHANGED, on=action, by=by, about=about(action.objective), detail={"fields": changed})
    return changed
