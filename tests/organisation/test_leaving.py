"""What the form for a last day says of what goes, and what it asks about a day long ago."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

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
