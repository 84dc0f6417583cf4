"""Two people at the very first framework, or one at sharing an assessment, in the same moment: it happens once."""

import pytest
from django.urls import reverse

from tests.factories import Client, make_cast, make_competency, make_framework, make_profile, sign_in
from tests.objectives.test_together import at_once
from zichtlijn.access.scoping import in_organisation
from zichtlijn.competencies.models import Assessment, Competency, Framework

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast():
    return make_cast()


def send(member, page, data, *args):
    """A press by this member, in a browser of its own."""
    browser = sign_in(Client(raise_request_exception=False), member)
    return lambda: browser.post(reverse(page, args=args), data)


def test_R14_two_who_set_the_first_levels_make_one_framework(cast):
    scales = [{"name": f"Raamwerk {n}", "levels": f"Laag {n}\nMidden\nHoog", "version": "0"} for n in range(4)]
    answers = at_once(*(send(cast.hr, "competencies:scale", scale) for scale in scales))
    assert answers.count(302) == 1
    assert set(answers[1:]) <= {409, 422}  # told what stands there now, or that somebody else was first
    with in_organisation(cast.organisation):
        (made,) = Framework.objects.all()
    assert made.version == 1


def test_R14_two_who_add_the_same_competency_make_one(cast):
    scale = {"name": "Raamwerk", "levels": "Laag\nMidden\nHoog", "version": "0"}
    send(cast.hr, "competencies:scale", scale)()
    told = {"name": "Durf", "group": "Zelf", "description": "", "version": "0"}
    answers = at_once(*[send(cast.hr, "competencies:add", told)] * 4)
    assert answers == [302, 422, 422, 422]
    with in_organisation(cast.organisation):
        assert Competency.objects.count() == 1


def test_R14_W77_one_shared_assessment_from_a_nervous_finger(cast):
    make_framework(cast.organisation)
    listening = make_competency(cast.organisation, "Luisteren")
    make_profile(cast.position, {listening: 3})
    told = {f"level-{listening.pk}": "3", f"example-{listening.pk}": "Aan de balie", "version": "0", "act": "share"}
    share = send(cast.line_manager, "competencies:assess", told, cast.employee.person.pk)
    assert at_once(*[share] * 4) == [302, 422, 422, 422]
    with in_organisation(cast.organisation):
        assert Assessment.objects.count() == 1
