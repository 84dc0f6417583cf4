"""Rows to test with, as small plain functions, the fixed cast, and a client that signs in as one of them.

Every `make_…` takes the organisation (or the thing it belongs to) first, opens the scope itself and fills in whatever
is not given. They write rows as they are: no action is called, nothing is audited, nothing is computed afterwards.
"""

from tests.factories.cast import CANARY, Cast, make_cast
from tests.factories.client import Client, count_queries, sign_in
from tests.factories.rows import (
    PASSWORD,
    Member,
    make_action,
    make_check_in,
    make_core_value,
    make_direction,
    make_import,
    make_interim_target,
    make_job,
    make_link,
    make_measure,
    make_member,
    make_milestone,
    make_objective,
    make_organisation,
    make_period,
    make_person,
    make_placement,
    make_position,
    make_project,
    make_reading,
    make_stakeholder,
    make_template,
    make_unit,
    make_user,
)

__all__ = [
    "CANARY",
    "PASSWORD",
    "Cast",
    "Client",
    "Member",
    "count_queries",
    "make_action",
    "make_cast",
    "make_check_in",
    "make_core_value",
    "make_direction",
    "make_import",
    "make_interim_target",
    "make_job",
    "make_link",
    "make_measure",
    "make_member",
    "make_milestone",
    "make_objective",
    "make_organisation",
    "make_period",
    "make_person",
    "make_placement",
    "make_position",
    "make_project",
    "make_reading",
    "make_stakeholder",
    "make_template",
    "make_unit",
    "make_user",
    "sign_in",
]
