"""What the tests of the room may ask for."""

import pytest
from django.utils import translation

from tests.factories import (
    make_activity_to_learn,
    make_competency,
    make_development_plan,
    make_framework,
    make_learning_goal,
)

#: What stands only in what is private; nobody but the owner may meet it anywhere.
SECRET = "geheimwens"


@pytest.fixture(autouse=True)
def _in_english():
    """Refusals are read in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def plan(scoped):
    """The cast, with a plan of the employee: texts and one goal that are private, and one goal that is shared."""
    make_framework(scoped.organisation)
    scoped.listening = make_competency(scoped.organisation, "Luisteren")
    scoped.plan = make_development_plan(scoped.employee.person, strengths=SECRET, wishes=f"Weg hier: {SECRET}")
    scoped.private = make_learning_goal(scoped.plan, f"Solliciteren {SECRET}", why=SECRET)
    make_activity_to_learn(scoped.private, f"Brieven schrijven {SECRET}", hours=7)
    scoped.goal = make_learning_goal(
        scoped.plan, "Beter luisteren", shared=True, competency=scoped.listening, from_level=2, to_level=3
    )
    scoped.activity = make_activity_to_learn(scoped.goal, "Een dag meelopen", way="together", hours=8, budget=250)
    return scoped
