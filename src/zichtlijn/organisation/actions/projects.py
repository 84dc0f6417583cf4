"""Projects: adding, changing, ending."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from zichtlijn.access.actor import Actor
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.organisation.actions.rights import free_key, lock_structure, refuse_second, require_organisation
from zichtlijn.organisation.models import Person, Project, Unit


@transaction.atomic
def add_project(
    *,
    name: str,
    key: str = "",
    description: str = "",
    leader: Person | None = None,
    unit: Unit | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    by: Actor,
) -> Project:
    """Add a project."""
    require_organisation(by)
    _in_order(starts_on, ends_on)
    lock_structure(by)
    refuse_second(Project, name=name, key=key)
    project = Project.objects.create(
        organisation=by.organisation,
        name=name,
        key=key or free_key(Project, name),
        description=description,
        leader=leader,
        unit=unit,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    audit.record(Event.PROJECT_ADDED, on=project, by=by)
    return project


@transaction.atomic
def change_project(project: Project, *, version: int, by: Actor, **changes) -> list[str]:
    """Change name, code, description, leader, unit or dates of a project."""
    require_organisation(by)
    _in_order(changes.get("starts_on", project.starts_on), changes.get("ends_on", project.ends_on))
    changed = save_version(project, changes, version=version)
    if changed:
        audit.record(Event.PROJECT_CHANGED, on=project, by=by, detail={"fields": changed})
    return changed


@transaction.atomic
def end_project(project: Project, *, ends_on: date, by: Actor) -> None:
    """Let a project run until and including a day."""
    change_project(project, ends_on=ends_on, version=project.version, by=by)


def _in_order(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise NotNow(_("The last day is before the first day."))
