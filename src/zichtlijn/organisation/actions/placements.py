"""Placements: who works where, as what, under whom, from when until when."""

from datetime import date

from django.db import transaction

from zichtlijn.access.actor import Actor
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.organisation.actions.paths import refresh_reporting_path
from zichtlijn.organisation.actions.rights import lock_structure, require_people
from zichtlijn.organisation.models import Person, Placement, Position, Unit
from zichtlijn.organisation.queries.placements import reasons_against_placement


@transaction.atomic
def add_placement(
    person: Person,
    *,
    unit: Unit,
    position: Position,
    line_manager: Person | None = None,
    starts_on: date,
    ends_on: date | None = None,
    by: Actor,
) -> Placement:
    """Place a person."""
    require_people(by)
    lock_structure(by)
    placement = Placement(
        organisation=by.organisation,
        person=person,
        unit=unit,
        position=position,
        line_manager=line_manager,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    if reasons := reasons_against_placement(placement):
        raise NotNow(*reasons)
    placement.save()
    refresh_reporting_path(person)
    audit.record(Event.PLACEMENT_ADDED, on=placement, by=by, about=person.pk)
    return placement


@transaction.atomic
def change_placement(
    placement: Placement,
    *,
    unit: Unit,
    position: Position,
    line_manager: Person | None,
    starts_on: date,
    ends_on: date | None,
    version: int,
    by: Actor,
) -> list[str]:
    """Correct a placement."""
    require_people(by)
    lock_structure(by)
    changes = {
        "unit": unit,
        "position": position,
        "line_manager": line_manager,
        "starts_on": starts_on,
        "ends_on": ends_on,
    }
    wanted = Placement(pk=placement.pk, organisation=by.organisation, person=placement.person, **changes)
    if reasons := reasons_against_placement(wanted):
        raise NotNow(*reasons)
    changed = save_version(placement, changes, version=version)
    if changed:
        refresh_reporting_path(placement.person)
        detail = {"fields": changed}
        audit.record(Event.PLACEMENT_CHANGED, on=placement, by=by, about=placement.person_id, detail=detail)
    return changed


@transaction.atomic
def end_placement(placement: Placement, *, ends_on: date, by: Actor) -> None:
    """Let a placement last until and including a day."""
    require_people(by)
    lock_structure(by)
    wanted = Placement(
        pk=placement.pk,
        organisation=by.organisation,
        person=placement.person,
        unit=placement.unit,
        position=placement.position,
        line_manager=placement.line_manager,
        starts_on=placement.starts_on,
        ends_on=ends_on,
    )
    if reasons := reasons_against_placement(wanted):
        raise NotNow(*reasons)
    if not save_version(placement, {"ends_on": ends_on}, version=placement.version):
        return
    refresh_reporting_path(placement.person)
    detail = {"ends_on": ends_on.isoformat()}
    audit.record(Event.PLACEMENT_ENDED, on=placement, by=by, about=placement.person_id, detail=detail)


@transaction.atomic
def withdraw_placement(placement: Placement, *, by: Actor) -> None:
    """Remove a placement that should never have been there; the history keeps what it said."""
    require_people(by)
    lock_structure(by)
    person = placement.person
    detail = {"withdrawn": True, "starts_on": placement.starts_on.isoformat()}
    audit.record(Event.PLACEMENT_ENDED, on=placement, by=by, about=person.pk, detail=detail)
    placement.delete()
    refresh_reporting_path(person)
