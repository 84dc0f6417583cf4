"""Units: adding, changing, moving in the tree, ending."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from zichtlijn.access.actor import Actor
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.organisation import search
from zichtlijn.organisation.actions.paths import refresh_unit_path
from zichtlijn.organisation.actions.rights import free_key, lock_structure, refuse_second, require_organisation
from zichtlijn.organisation.models import Person, SearchWord, Unit
from zichtlijn.organisation.queries.units import reasons_not_to_end_unit, reasons_not_to_move_unit


@transaction.atomic
def add_unit(*, name: str, key: str = "", parent: Unit | None = None, head: Person | None = None, by: Actor) -> Unit:
    """Add a unit below another, or at the top."""
    require_organisation(by)
    lock_structure(by)
    refuse_second(Unit, name=name, key=key, parent=parent)
    unit = Unit.objects.create(
        organisation=by.organisation, name=name, key=key or free_key(Unit, name), parent=parent, head=head
    )
    refresh_unit_path(unit)
    _index(unit)
    audit.record(Event.UNIT_ADDED, on=unit, by=by, detail={"parent": parent.name if parent else ""})
    return unit


@transaction.atomic
def change_unit(unit: Unit, *, name: str, key: str, head: Person | None, version: int, by: Actor) -> list[str]:
    """Change name, code or head of a unit."""
    require_organisation(by)
    changed = save_version(unit, {"name": name, "key": key, "head": head}, version=version)
    if changed:
        _index(unit)
        audit.record(Event.UNIT_CHANGED, on=unit, by=by, detail={"fields": changed})
    return changed


@transaction.atomic
def move_unit(unit: Unit, *, parent: Unit | None, version: int, by: Actor) -> None:
    """Make a unit, with all below it, part of another."""
    require_organisation(by)
    lock_structure(by)
    if reasons := reasons_not_to_move_unit(unit, parent):
        raise NotNow(*reasons)
    before = unit.parent
    if save_version(unit, {"parent": parent}, version=version):
        refresh_unit_path(unit)
        places = {"from": before.name if before else "", "to": parent.name if parent else ""}
        audit.record(Event.UNIT_CHANGED, on=unit, by=by, detail={"fields": ["parent"], **places})


@transaction.atomic
def end_unit(unit: Unit, *, ends_on: date, by: Actor) -> None:
    """Let a unit exist until and including a day. Refused while units or people are still in it after that day."""
    require_organisation(by)
    lock_structure(by)
    if reasons := reasons_not_to_end_unit(unit, ends_on):
        raise NotNow(*reasons)
    if not save_version(unit, {"ends_on": ends_on}, version=unit.version):
        return
    if ends_on < timezone.localdate():
        search.remove_words(SearchWord.Kind.UNIT, [unit.pk])
    audit.record(Event.UNIT_ENDED, on=unit, by=by, detail={"ends_on": ends_on.isoformat()})


@transaction.atomic
def resume_unit(unit: Unit, *, by: Actor) -> None:
    """Take back that a unit ended."""
    require_organisation(by)
    if save_version(unit, {"ends_on": None}, version=unit.version):
        _index(unit)
        audit.record(Event.UNIT_CHANGED, on=unit, by=by, detail={"fields": ["ends_on"]})


def _index(unit: Unit) -> None:
    search.index_words(SearchWord.Kind.UNIT, [(unit.pk, f"{unit.name} {unit.key}")])
