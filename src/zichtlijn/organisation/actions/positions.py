"""Positions: adding, changing, ending."""

from datetime import date

from django.db import transaction

from zichtlijn.access.actor import Actor
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.organisation.actions.rights import free_key, lock_structure, refuse_second, require_organisation
from zichtlijn.organisation.models import Position
from zichtlijn.organisation.queries.positions import reasons_not_to_end_position


@transaction.atomic
def add_position(*, name: str, key: str = "", description: str = "", by: Actor) -> Position:
    """Add a position that people can be placed in."""
    require_organisation(by)
    lock_structure(by)
    refuse_second(Position, name=name, key=key)
    position = Position.objects.create(
        organisation=by.organisation, name=name, key=key or free_key(Position, name), description=description
    )
    audit.record(Event.POSITION_ADDED, on=position, by=by)
    return position


@transaction.atomic
def change_position(position: Position, *, name: str, key: str, description: str, version: int, by: Actor) -> list[str]:
    """Change name, code or description of a position."""
    require_organisation(by)
    changed = save_version(position, {"name": name, "key": key, "description": description}, version=version)
    if changed:
        audit.record(Event.POSITION_CHANGED, on=position, by=by, detail={"fields": changed})
    return changed


@transaction.atomic
def end_position(position: Position, *, ends_on: date, by: Actor) -> None:
    """Let a position exist until and including a day. Refused while somebody is placed in it after that day."""
    require_organisation(by)
    if reasons := reasons_not_to_end_position(position, ends_on):
        raise NotNow(*reasons)
    if save_version(position, {"ends_on": ends_on}, version=position.version):
        audit.record(Event.POSITION_ENDED, on=position, by=by, detail={"ends_on": ends_on.isoformat()})


@transaction.atomic
def resume_position(position: Position, *, by: Actor) -> None:
    """Take back that a position ended."""
    require_organisation(by)
    if save_version(position, {"ends_on": None}, version=position.version):
        audit.record(Event.POSITION_CHANGED, on=position, by=by, detail={"fields": ["ends_on"]})
