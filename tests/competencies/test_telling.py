"""What each side hears of the other: mail that one was shared, and where both differ."""

import pytest
from django.urls import reverse

from tests.competencies.conftest import share


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
