"""Inviting many people: of one unit or of all, in the background and in parts; or the ticked ones at once."""

import pytest
from django.core import mail
from django.urls import reverse
from lxml import html

from tests.factories import count_queries, make_person, make_placement, make_unit, make_user
from zichtlijn.access.models import Membership
from zichtlijn.jobs.models import Job
from zichtlijn.members import actions, queries
from zichtlijn.organisation.models import Person

URL = reverse("members:invite")


@pytest.fixture(autouse=True)
def tasks_run_at_once(settings, tmp_path):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def newcomers(scoped):
    """Three people of the team and two of another department, none of them a member."""
    elsewhere = make_unit(scoped.organisation, "Elders", parent=scoped.top)
    people = []
    for number, unit in enumerate([scoped.team] * 3 + [elsewhere] * 2):
        person = make_person(scoped.organisation, "Nieuw", f"Nummer {number}", email=f"n{number}@proef.example")
        make_placement(person, unit, scoped.position)
        people.append(person)
    return people


def invited(people):
    return [Membership.objects.filter(person=person).exists() for person in people]


def press(browser, callbacks, **sent):
    with callbacks(execute=True):
        return browser.post(URL, sent)


def test_everybody_is_invited_in_the_background(
    scoped, signed_in, newcomers, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(actions, "AT_ONCE", 2)  # five people take three parts
    browser = signed_in(scoped.administrator)
    answer = press(browser, django_capture_on_commit_callbacks, who="all")
    job = Job.objects.get(kind="invite_people")
    assert answer["Location"] == reverse("jobs:job", args=[job.pk])
    assert job.state == Job.State.DONE
    assert invited(newcomers) == [True] * 5
    assert sorted(message.to[0] for message in mail.outbox) == [f"n{number}@proef.example" for number in range(5)]
    assert "5 people have been invited." in browser.get(answer["Location"]).content.decode()
    assert not queries.people_to_invite(scoped.administrator.actor).exists()


def test_only_the_people_of_a_unit_and_below_are_invited(
    scoped, signed_in, newcomers, django_capture_on_commit_callbacks
):
    unit = {"unit": scoped.department.name, "unit_id": scoped.department.pk}
    browser = signed_in(scoped.administrator)
    page = browser.get(URL, unit).content.decode()
    assert "Nummer 2" in page
    assert "Nummer 3" not in page
    press(browser, django_capture_on_commit_callbacks, who="all", **unit)
    assert invited(newcomers) == [True] * 3 + [False] * 2


def test_the_ticked_ones_are_invited_at_once(scoped, signed_in, newcomers):
    browser = signed_in(scoped.administrator)
    chosen = [newcomers[0].pk, newcomers[3].pk]
    assert browser.post(URL, {"who": "ticked", "person": chosen})["Location"] == reverse("members:members")
    assert invited(newcomers) == [True, False, False, True, False]
    assert not Job.objects.filter(kind="invite_people").exists()
    none = browser.post(URL, {"who": "ticked", "person": ["x", "9" * 30]})
    assert none.status_code == 422
    assert "Tick who to invite" in none.content.decode()


def test_W34_a_person_or_unit_of_another_organisation_is_not_invited(scoped, signed_in):
    other, browser = scoped.twin, signed_in(scoped.administrator)
    before = Membership.objects.count()
    browser.post(URL, {"who": "ticked", "person": [other.employee.person.pk]})
    answer = browser.post(URL, {"who": "all", "unit": other.team.name, "unit_id": other.team.pk})
    assert answer.status_code == 422
    assert not Job.objects.filter(kind="invite_people").exists()
    assert Membership.objects.count() == before


def test_begun_again_it_goes_on_with_the_rest(scoped, newcomers):
    by, seen = scoped.administrator.actor, []
    assert actions.invite_people([newcomers[0].pk], by=by) == (1, [])
    assert actions.invite_in_parts(None, lambda done, total: seen.append((done, total)), by=by) == (4, [])
    assert seen == [(0, 4)]
    assert actions.invite_in_parts(None, lambda *_so_far: None, by=by) == (0, [])
    assert len(mail.outbox) == 5


def test_an_address_that_a_member_has_already_stops_nobody(scoped, newcomers):
    by = scoped.administrator.actor
    Membership.objects.create(organisation=scoped.organisation, user=make_user("groot@proef.example"))
    twice = make_person(scoped.organisation, "Gerda", "Groot", email="Groot@proef.example")
    assert actions.invite_in_parts(None, lambda *_so_far: None, by=by) == (5, [])
    assert not Membership.objects.filter(person=twice).exists()
    assert not queries.people_to_invite(by).exists(), "nor do they wait for ever in the list"


@pytest.mark.parametrize("who", ["ticked", "all"])
def test_two_with_one_address_who_is_left_out_is_told(
    scoped, signed_in, newcomers, django_capture_on_commit_callbacks, monkeypatch, who
):
    monkeypatch.setattr(actions, "AT_ONCE", 1)  # also when the other was in another part
    twice = make_person(scoped.organisation, "Twee", "Zelfde", email="N0@proef.example")
    browser = signed_in(scoped.administrator)
    sent = {"person": [newcomers[0].pk, twice.pk]} if who == "ticked" else {}
    answer = press(browser, django_capture_on_commit_callbacks, who=who, **sent)
    assert invited([newcomers[0], twice]) == [True, False]
    text = browser.get(answer["Location"]).content.decode()
    said = f"same e-mail address: {twice.name}." if who == "ticked" else "1 person was not, because another member has"
    assert said in text


def test_the_page_asks_as_much_for_many_people_as_for_one(scoped, signed_in, newcomers):
    browser = signed_in(scoped.administrator)
    browser.get(URL)
    with count_queries() as few:
        browser.get(URL)
    for number in range(5, 25):
        person = make_person(scoped.organisation, "Nieuw", f"Nummer {number}", email=f"n{number}@proef.example")
        make_placement(person, scoped.team, scoped.position)
    with count_queries() as many:
        browser.get(URL)
    assert many.count == few.count


def test_where_nobody_works_yet_the_page_leads_to_the_people(scoped, signed_in):
    browser = signed_in(scoped.administrator)
    assert "Nobody to invite yet" not in browser.get("/members/invite").content.decode()
    Person.objects.update(starts_on="2020-01-01", ends_on="2020-12-31")
    Membership.objects.filter(pk=scoped.administrator.membership.pk).update(person=None)
    assert "Nobody to invite yet" in browser.get("/members/invite").content.decode()


def test_everybody_is_invited_only_after_a_page_that_says_how_many(scoped, signed_in, newcomers):
    browser = signed_in(scoped.administrator)
    page = html.fromstring(browser.get(URL).content)
    assert page.xpath("//form//button[@name='who']/@value") == ["ticked"]  # the only one, so the one of Enter as well
    link = page.xpath("//a[contains(., 'Invite all 5 people')]/@href")[0]
    asked = html.fromstring(browser.get(URL + link).content)
    assert asked.xpath("normalize-space(//h1)") == "Invite 5 people?"
    assert invited(newcomers) == [False] * 5
    assert asked.xpath("//main//form/@action") == [URL]
    assert asked.xpath("//main//form//button/@value") == ["all"]


def test_the_question_about_a_unit_is_about_that_unit_alone(scoped, signed_in, newcomers):
    browser = signed_in(scoped.administrator)
    page = html.fromstring(browser.get(URL, {"unit": scoped.team.name, "unit_id": scoped.team.pk}).content)
    link = page.xpath("//a[contains(., 'Invite all 3 people')]/@href")[0]
    asked = html.fromstring(browser.get(URL + link).content)
    assert asked.xpath("normalize-space(//h1)") == "Invite 3 people?"
    assert asked.xpath("//main//form/input[@name='unit_id']/@value") == [str(scoped.team.pk)]
    back = asked.xpath("//main//form//a/@href")[0]
    assert "Invite all 3 people" in browser.get(back).content.decode()
