"""A growth plan that can be proposed, and the act."""

import pytest

from tests.factories import make_growth_plan, make_objective
from zichtlijn.growth_plan import actions
from zichtlijn.objectives.states import Level

TEXTS = {"analysis": "Sterk merk", "choices": "Geheime keuze", "agreements": "Maandag overleg"}


@pytest.fixture
def plan(scoped):
    """A complete draft of the team that the line manager heads."""
    make_objective(
        scoped.organisation, "Teamdoel", level=Level.DEPARTMENT, unit=scoped.team, parents=[scoped.strategic]
    )
    scoped.plan = make_growth_plan(scoped.team, scoped.period, **TEXTS)
    return scoped


def propose(cast, by="line_manager"):
    actions.propose_plan(cast.plan, version=cast.plan.version, by=getattr(cast, by).actor)
    cast.plan.refresh_from_db()
