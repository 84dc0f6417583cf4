"""The roles, readable by the people who hand them out: what each is for and what it allows."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.permissions import Permission as P


class Role(StrEnum):
    EMPLOYEE = "employee"
    MANAGER = "manager"
    HR = "hr"
    DIRECTOR = "director"
    PROJECT_LEADER = "project_leader"
    CONSULTANT = "consultant"
    ADMINISTRATOR = "administrator"
    WORKS_COUNCIL = "works_council"
    REWARDS = "rewards"


@dataclass(frozen=True)
class RoleDescription:
    name: str | Promise
    purpose: str | Promise
    permissions: frozenset[P]


ROLES: dict[Role, RoleDescription] = {
    Role.EMPLOYEE: RoleDescription(
        _("Employee"),
        _("Sees the direction, the cascade and their own line; keeps their own objectives up to date."),
        frozenset({P.SEE_OBJECTIVES}),
    ),
    Role.MANAGER: RoleDescription(
        _("Manager"),
        _("Leads people and units: agrees objectives with the people below them and sees where the line breaks there."),
        frozenset({P.SEE_OBJECTIVES, P.LEAD_PEOPLE, P.LEAD_UNIT_OBJECTIVES, P.SEE_BREAKS, P.SEE_COVERAGE, P.EXPORT}),
    ),
    Role.HR: RoleDescription(
        _("HR"),
        _(
            "Looks after people, positions and placements; sees personal objectives where the work requires it "
            "(this is logged)."
        ),
        frozenset(
            {
                P.SEE_OBJECTIVES,
                P.MANAGE_PEOPLE,
                P.SEE_PEOPLE_DETAILS,
                P.SEE_PERSONAL_OBJECTIVES,
                P.RUN_CONVERSATIONS,
                P.COUNT_CONVERSATIONS,
                P.KEEP_COMPETENCIES,
                P.SEE_COMPETENCIES,
                P.RUN_FEEDBACK,
                P.ARRANGE_DEVELOPMENT,
                P.KEEP_REWARDS,
                P.COUNT_REWARDS,
                P.SEE_BREAKS,
                P.SEE_COVERAGE,
                P.IMPORT,
                P.EXPORT,
            }
        ),
    ),
    Role.DIRECTOR: RoleDescription(
        _("Director"),
        _("Sets the direction, looks after the objectives that follow from it, and adopts the plans of units."),
        frozenset(
            {
                P.SEE_OBJECTIVES,
                P.LEAD_PEOPLE,
                P.LEAD_UNIT_OBJECTIVES,
                P.MANAGE_OBJECTIVES,
                P.MANAGE_DIRECTION,
                P.ADOPT_PLANS,
                P.COUNT_CONVERSATIONS,
                P.ADOPT_REWARDS,
                P.DECIDE_REWARDS,
                P.COUNT_REWARDS,
                P.SEE_PERSONAL_OBJECTIVES,
                P.SEE_BREAKS,
                P.SEE_COVERAGE,
                P.EXPORT,
            }
        ),
    ),
    Role.PROJECT_LEADER: RoleDescription(
        _("Project leader"),
        _("Looks after the objectives of their own projects."),
        frozenset({P.SEE_OBJECTIVES, P.LEAD_PROJECT_OBJECTIVES}),
    ),
    Role.CONSULTANT: RoleDescription(
        _("Consultant"),
        _("Works on direction and cascade for a client; sees no personal objectives."),
        frozenset({P.SEE_OBJECTIVES, P.MANAGE_OBJECTIVES, P.MANAGE_DIRECTION, P.SEE_COVERAGE, P.EXPORT}),
    ),
    Role.ADMINISTRATOR: RoleDescription(
        _("Organisation administrator"),
        _("Sets up the organisation: units, positions, people, periods, roles and imports."),
        frozenset(
            {
                P.SEE_OBJECTIVES,
                P.MANAGE_ORGANISATION,
                P.MANAGE_ROLES,
                P.MANAGE_PEOPLE,
                P.SEE_PEOPLE_DETAILS,
                P.MANAGE_OBJECTIVES,
                P.MANAGE_DIRECTION,
                P.SEE_BREAKS,
                P.SEE_COVERAGE,
                P.IMPORT,
                P.EXPORT,
                P.SEE_AUDIT,
            }
        ),
    ),
    Role.WORKS_COUNCIL: RoleDescription(
        _("Works council reader"),
        _(
            "Sees what every member sees: the direction, the objectives of units, positions and projects with their "
            "owners, and who works where. Also sees in figures: the coverage, how far conversations are, how "
            "appraisals are distributed, and rewards. Does not see anybody’s personal objectives by this role."
        ),
        frozenset({P.SEE_OBJECTIVES, P.COUNT_CONVERSATIONS, P.COUNT_REWARDS, P.SEE_COVERAGE}),
    ),
    Role.REWARDS: RoleDescription(
        _("Decides on rewards"),
        _(
            "Beside another role, for managers: sees the salaries of the people who report to them, proposes their "
            "rewards, and agrees to what the managers below them propose."
        ),
        frozenset({P.DECIDE_REWARDS}),
    ),
}


def roles_with(permission: P) -> set[str]:
    """The roles that allow this."""
    return {role.value for role, described in ROLES.items() if permission in described.permissions}


def permissions_of(roles: set[Role]) -> frozenset[P]:
    """Everything that this set of roles allows together."""
    return frozenset().union(*(ROLES[role].permissions for role in roles)) if roles else frozenset()
