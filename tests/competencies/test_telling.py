"""What each side hears of the other: mail that one was shared, where both differ, and that somebody looked."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.competencies.conftest import share, today
from tests.factories import make_assessment
from zichtlijn.access.models import User
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.organisation.models import Placement


@pytest.mark.parametrize(("writer", "reader"), [("employee", "line_manager"), ("line_manager", "employee")])
def test_the_other_side_gets_mail_that_tells_nothing_of_it(asked, writer, reader, mailoutbox):
    share(asked, getattr(asked, writer), asked.employee.person, example="Een geheim")
    (mail,) = mailoutbox
    assert mail.to == [getattr(asked, reader).user.email]
    own = reverse("competencies:mine")
    path = own if reader == "employee" else reverse("competencies:person", args=[asked.employee.person.pk])
    assert path in mail.body
    assert "Een geheim" not in mail.body
    assert "Luisteren" not in mail.body


def test_no_mail_to_a_line_manager_who_may_not_open_it(asked, mailoutbox):
    roles = asked.line_manager.membership.roles
    roles.create(organisation=asked.organisation, role="director")  # of who leads by two roles it is one mail
    share(asked, asked.employee, asked.employee.person)
    assert len(mailoutbox) == 1
    roles.filter(role__in=("manager", "director")).delete()
    share(asked, asked.employee, asked.employee.person, level=4)
    assert len(mailoutbox) == 1


def test_where_both_differ_is_told_to_the_reader(asked, signed_in):
    share(asked, asked.employee, asked.employee.person, level=4)
    share(asked, asked.line_manager, asked.employee.person, level=3)
    mine = signed_in(asked.employee).get(reverse("competencies:mine")).content.decode()
    assert "You judge yourself 1 level higher than your manager does." in mine
    page = reverse("competencies:person", args=[asked.employee.person.pk])
    for member in (asked.line_manager, asked.hr):
        theirs = signed_in(member).get(page).content.decode()
        assert "You two" not in theirs
        assert "own judgement is 1 level higher than that of the manager." in theirs


def place_beside(asked, leader, **days):
    """A placement of the employee beside the main one, which goes on deciding the line."""
    where = {"organisation": asked.organisation, "unit": asked.team, "position": asked.position}
    Placement.objects.create(person=asked.employee.person, line_manager=leader.person, **where, **days)


def look_of(member):
    line = AuditEvent.objects.get(event=Event.PERSON_SEEN, by=member.user)
    return line.detail["role"], line.detail["purpose"]


@pytest.mark.parametrize("page", ["person", "assessment", "team"])
def test_a_look_of_the_manager_of_a_second_placement_is_one_of_the_line(asked, signed_in, page):
    person, second = asked.employee.person, asked.other_manager
    Placement.objects.filter(line_manager=second.person).delete()
    place_beside(asked, second, starts_on=today())
    shared = share(asked, asked.employee, person)
    args = {"person": [person.pk], "assessment": [shared.pk], "team": []}[page]
    assert signed_in(second).get(reverse(f"competencies:{page}", args=args)).status_code == 200
    assert look_of(second) == ("line", "leading")


@pytest.mark.parametrize("page", ["person", "assessment"])
def test_a_look_of_who_led_somebody_before_says_so(asked, signed_in, page):
    person, before = asked.employee.person, asked.other_manager
    day = today() - timedelta(days=60)
    place_beside(asked, before, starts_on=day, ends_on=day + timedelta(days=30))
    shared = make_assessment(person, {asked.listening: 2}, by=before.person, shared_on=day)
    args = [person.pk] if page == "person" else [shared.pk]
    assert signed_in(before).get(reverse(f"competencies:{page}", args=args)).status_code == 200
    assert look_of(before) == ("former_manager", "leading")
    User.objects.filter(pk=asked.employee.user.pk).update(language="nl")
    assert "een eerdere leidinggevende" in signed_in(asked.employee).get(reverse("home:my_file")).content.decode()
