"""Every write in the organisation: one verb each, by an actor, in one transaction, written down."""

from zichtlijn.organisation.actions.leaving import end_leadership
from zichtlijn.organisation.actions.people import (
    DECIDER,
    DREW_UP,
    FORMER_MANAGER,
    LINE,
    SECOND,
    add_person,
    change_person,
    end_person,
    look_at,
    look_at_many,
    resume_person,
    see_details,
    seen_as,
)
from zichtlijn.organisation.actions.periods import add_year, change_period, remove_period
from zichtlijn.organisation.actions.placements import (
    add_placement,
    change_placement,
    end_placement,
    withdraw_placement,
)
from zichtlijn.organisation.actions.positions import add_position, change_position, end_position, resume_position
from zichtlijn.organisation.actions.projects import add_project, change_project, end_project
from zichtlijn.organisation.actions.settings import change_settings
from zichtlijn.organisation.actions.units import add_unit, change_unit, end_unit, move_unit, resume_unit

__all__ = [
    "DECIDER",
    "DREW_UP",
    "FORMER_MANAGER",
    "LINE",
    "SECOND",
    "add_person",
    "add_placement",
    "add_position",
    "add_project",
    "add_unit",
    "add_year",
    "change_period",
    "change_person",
    "change_placement",
    "change_position",
    "change_project",
    "change_settings",
    "change_unit",
    "end_leadership",
    "end_person",
    "end_placement",
    "end_position",
    "end_project",
    "end_unit",
    "look_at",
    "look_at_many",
    "move_unit",
    "remove_period",
    "resume_person",
    "resume_position",
    "resume_unit",
    "see_details",
    "seen_as",
    "withdraw_placement",
]
