"""What the tests of the room may ask for."""

import pytest
from django.utils import timezone

from tests.factories import make_competency, make_framework, make_profile
from zichtlijn.competencies import actions

#: What stands only in a draft; nobody but its writer may meet it anywhere.
SECRET = "geheimzinnig"


@pytest.fixture
def asked(scoped):
    """The position of everybody asks two competencies, of which one is core."""
    scoped.framework = make_framework(scoped.organisation)
    scoped.listening = make_competency(scoped.organisation, "Luisteren", seen="Laat een ander uitspreken")
    scoped.planning = make_competency(scoped.organisation, "Plannen")
    scoped.profile = make_profile(scoped.position, {scoped.listening: (4, True), scoped.planning: 3})
    return scoped


def today():
    return timezone.localdate()


def share(cast, by, person, level=3, example="Bij de balie", version=0):
    judgements = {cast.listening.pk: (level, example)}
    return actions.save_assessment(person, judgements, version=version, share=True, by=by.actor)
