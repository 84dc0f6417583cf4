"""What the form for a last day says of what goes, and what it asks about a day long ago."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from tests.factories import make_member, make_person
from zichtlijn.access.models import Membership
from zichtlijn.access.roles import Role
from zichtlijn.organisation.models import Person
from zichtlijn.privacy.actions.keeping import set_term


def form_of(person):
    return reverse("organisation:end_person", args=[person.pk])


def test_the_form_says_what_goes_and_when_by_the_terms_that_hold_here(scoped, signed_in):
    set_term("conversation", years=5, version=0, by=scoped.hr.actor)
    page = signed_in(scoped.hr).get(form_of(scoped.employee.person)).content.decode()
    assert "Nothing is deleted" not in page
    assert "5 years after the last day goes: Conversations." in page
    assert "2 years after the last day goes: Competencies, 360 feedback, Development plan" in page
    assert "The log" not in page
    assert reverse("privacy:retention") in page


def test_a_last_day_long_ago_is_asked_about_once_more(scoped, signed_in):
    person, today = scoped.employee.person, timezone.localdate()
    browser, long_ago = signed_in(scoped.hr), {"ends_on": (today - timedelta(days=32)).isoformat()}
    Person.objects.filter(pk=person.pk).update(starts_on=None)
    assert 'name="is_sure"' not in browser.get(form_of(person)).content.decode()
    asked = browser.post(form_of(person), long_ago)
    assert asked.status_code == 422
    assert "More than a month ago:" in asked.content.decode()
    assert 'name="is_sure"' in asked.content.decode()
    assert Person.objects.get(pk=person.pk).ends_on is None
    assert browser.post(form_of(person), {**long_ago, "is_sure": "on"}).status_code == 302
    assert Person.objects.get(pk=person.pk).ends_on == today - timedelta(days=32)


def test_a_last_day_of_last_week_is_not_asked_about(scoped, signed_in):
    person, day = scoped.employee.person, timezone.localdate() - timedelta(days=31)
    assert signed_in(scoped.hr).post(form_of(person), {"ends_on": day.isoformat()}).status_code == 302
    assert Person.objects.get(pk=person.pk).ends_on == day


def test_W27_the_last_administrator_gets_no_last_day(scoped, signed_in):
    person, today = scoped.administrator.person, timezone.localdate()
    Membership.objects.filter(pk=make_member(scoped.organisation, Role.ADMINISTRATOR).membership.pk).update(
        is_active=False
    )
    for browser in (signed_in(scoped.hr), signed_in(scoped.administrator)):
        for day in (today, today + timedelta(days=90)):
            refused = browser.post(form_of(person), {"ends_on": day.isoformat()})
            assert refused.status_code == 422
            assert f"{person.name} is the last administrator." in refused.content.decode()
    assert Person.objects.get(pk=person.pk).ends_on is None
    make_member(scoped.organisation, Role.ADMINISTRATOR)
    assert signed_in(scoped.hr).post(form_of(person), {"ends_on": today.isoformat()}).status_code == 302


def test_W27_of_two_administrators_who_leave_one_stays_until_there_is_another(scoped, signed_in):
    browser, today = signed_in(scoped.hr), timezone.localdate()
    first, second = scoped.administrator.person, make_person(scoped.organisation, "Tweede", "Beheerder")
    make_member(scoped.organisation, Role.ADMINISTRATOR, person=second)

    def leaves(person, days):
        return browser.post(form_of(person), {"ends_on": (today + timedelta(days=days)).isoformat()}).status_code

    assert leaves(first, 10) == 302
    assert leaves(second, 10) == 422
    assert leaves(second, 60) == 422
    Person.objects.filter(pk=second.pk).update(ends_on=today + timedelta(days=20))  # as it could be before
    assert leaves(second, 15) == 422
    assert leaves(second, 30) == 302, "a later day makes nothing worse"
