"""Two administrators, or one with a nervous finger, who make the same member in the same moment: it happens once."""

import pytest
from django.urls import reverse

from tests.factories import Client, make_cast, make_person, sign_in
from tests.objectives.test_together import at_once
from zichtlijn.access.models import Membership, User
from zichtlijn.access.scoping import in_organisation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast():
    return make_cast()


def send(member, page, data):
    """A press by this member, in a browser of its own."""
    browser = sign_in(Client(raise_request_exception=False), member)
    return lambda: browser.post(reverse(page), data)


def test_R14_one_member_from_four_presses(cast):
    given = {"email": "nieuw@proef.example", "name": "Nina", "roles": ["employee"]}
    answers = at_once(*(send(cast.administrator, "members:add", given) for _press in range(4)))
    assert answers[0] == 302
    assert set(answers[1:]) <= {409, 422}  # told by the form, or by the act
    assert Membership.objects.filter(user__email="nieuw@proef.example").count() == 1


def test_R14_people_who_are_invited_by_four_at_once_are_invited_once(cast):
    with in_organisation(cast.organisation):
        people = [
            make_person(cast.organisation, "Nieuw", str(number), email=f"n{number}@proef.example")
            for number in range(3)
        ]
    given = {"who": "ticked", "person": [person.pk for person in people]}
    answers = at_once(*(send(cast.administrator, "members:invite", given) for _press in range(4)))
    assert answers == [302] * 4
    assert Membership.objects.filter(person__in=people).count() == 3


def test_R14_an_account_that_two_organisations_make_at_once_is_one(cast):
    other = cast.twin.administrator
    given = {"email": "nieuw@proef.example", "name": "Nina", "roles": ["employee"]}
    answers = at_once(*(send(member, "members:add", given) for member in (cast.administrator, other)))
    assert answers == [302, 302]
    assert User.objects.get(email="nieuw@proef.example").memberships.count() == 2
