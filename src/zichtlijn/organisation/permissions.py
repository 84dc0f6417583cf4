"""Who may see and change the organisation, its people and its calendar; the one door to each row."""

from django.shortcuts import get_object_or_404

from zichtlijn.access.actor import Actor
from zichtlijn.access.permissions import Permission
from zichtlijn.access.roles import ROLES, Role
from zichtlijn.organisation.models import Period, Person, Placement, Position, Project, Unit


def can_manage_organisation(by: Actor) -> bool:
    """Settings, units, positions, projects and periods."""
    return by.may(Permission.MANAGE_ORGANISATION)


def can_manage_people(by: Actor) -> bool:
    """People and where they are placed; number, e-mail and service dates stand on the page of a person for them."""
    return by.may(Permission.MANAGE_PEOPLE)


def leads(by: Actor, person: Person) -> bool:
    """True when the person reports to the actor, at any depth."""
    return bool(
        by.may(Permission.LEAD_PEOPLE)
        and by.reporting_path
        and person.pk != by.person_id
        and person.reporting_path.startswith(by.reporting_path)
    )


def can_see_details(by: Actor, person: Person) -> bool:
    """Somebody's file, with number, e-mail and earlier placements: one's own, of one's line, or by right. Logged."""
    return by.person_id == person.pk or by.may(Permission.SEE_PEOPLE_DETAILS) or leads(by, person)


def can_see_numbers(by: Actor) -> bool:
    """Personnel numbers in lists and suggestions."""
    return by.may(Permission.SEE_PEOPLE_DETAILS)


def can_see_line(by: Actor, person: Person) -> bool:
    """Somebody's personal objectives and their line of sight: one's own, of one's line, or by right."""
    return by.person_id == person.pk or by.may(Permission.SEE_PERSONAL_OBJECTIVES) or leads(by, person)


def role_seeing(by: Actor, person: Person, permission: Permission) -> str:
    """In which role the actor looks at what this permission opens: the value of a role, or "line"."""
    if leads(by, person):
        return "line"
    entitled = [role for role in Role if role in by.roles and permission in ROLES[role].permissions]
    return entitled[0].value if entitled else ""


def get_unit(by: Actor, unit_id: int) -> Unit:
    return get_object_or_404(Unit.objects.select_related("parent", "head"), pk=unit_id, organisation=by.organisation)


def get_position(by: Actor, position_id: int) -> Position:
    return get_object_or_404(Position, pk=position_id, organisation=by.organisation)


def get_person(by: Actor, person_id: int) -> Person:
    """Somebody who is known here; of who was forgotten there is nothing to see."""
    return get_object_or_404(Person, pk=person_id, organisation=by.organisation, forgotten_on=None)


def get_placement(by: Actor, placement_id: int) -> Placement:
    related = Placement.objects.select_related("person", "unit", "position", "line_manager")
    return get_object_or_404(related, pk=placement_id, organisation=by.organisation)


def get_project(by: Actor, project_id: int) -> Project:
    related = Project.objects.select_related("leader", "unit")
    return get_object_or_404(related, pk=project_id, organisation=by.organisation)


def get_period(by: Actor, period_id: int) -> Period:
    return get_object_or_404(Period.objects.select_related("parent"), pk=period_id, organisation=by.organisation)
