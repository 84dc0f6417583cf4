"""What other rooms tell on the team's page: only of whom one leads today, by each room's own rule; and the paper."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    count_queries,
    make_agreement,
    make_assessment,
    make_competency,
    make_conversation,
    make_cycle,
    make_development_plan,
    make_framework,
    make_learning_goal,
    make_meeting,
    make_objective,
    make_person,
    make_placement,
    make_plan_review,
    make_profile,
    make_remark,
    make_report,
    make_step,
)
from zichtlijn.access.models import Organisation
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.home.queries.team_rooms import rooms_of

URL = "/team/"


def today():
    return timezone.localdate()


def rooms(cast, member="line_manager", person=None):
    person = person or cast.employee.person
    return rooms_of(getattr(cast, member).actor, [person], today=today())[person.pk]


def fill(cast, person, listening, number=0):
    """Something in every room for one person."""
    manager = cast.line_manager.person
    make_conversation(cast.step, person, manager, cast.team, state="writing")
    final = make_conversation(cast.earlier, person, manager, cast.team, state="final", final_on=today())
    report = make_report(final, manager, sent_at=timezone.now(), discussed="Besproken geheim")
    make_agreement(report, "Afgesproken geheim")
    make_assessment(person, {listening: 2}, by=manager, example="Voorbeeld geheim", shared_on=today())
    plan = make_development_plan(person, strengths="Tekst geheim")
    make_learning_goal(plan, "Stil geheim")
    make_learning_goal(plan, "Gedeeld geheim", shared=True)
    make_plan_review(plan, today() + timedelta(days=3 + number))


@pytest.fixture
def full(scoped):
    """The cast; the employee has something in every room."""
    make_framework(scoped.organisation)
    scoped.listening = make_competency(scoped.organisation, "Luisteren")
    make_profile(scoped.position, {scoped.listening: 4})
    cycle = make_cycle(scoped.period)
    scoped.step = make_step(cycle, title="Functioneringsgesprek", closes_on=today() + timedelta(days=9))
    scoped.earlier = make_step(cycle, "planning", title="Planningsgesprek")
    fill(scoped, scoped.employee.person, scoped.listening)
    return scoped


def test_each_room_tells_what_it_may(full):
    found = rooms(full)
    assert (found.talk.state, found.talk_on) == ("writing", full.step.closes_on)
    assert (found.agreements, found.short, found.judged, found.required) == (1, 1, 1, 1)
    assert (found.goals, found.review_on) == (1, today() + timedelta(days=3))
    assert [(one.kind, one.late) for one in found.due] == [("goal", False), ("review", False), ("report", False)]
    assert found.due_on == today() + timedelta(days=3)


def test_what_is_answered_is_due_no_more(full):
    goal = full.employee.person.development_plans.get().goals.get(shared_at__isnull=False)
    make_remark(goal, full.line_manager.person)
    full.step.conversations.update(state="sent")
    make_report(
        full.step.conversations.get(), full.line_manager.person, sent_at=timezone.now(), respond_by=today()
    )  # fmt: skip
    assert [one.kind for one in rooms(full).due] == ["review"]
    full.step.conversations.update(state="answered")
    assert [one.kind for one in rooms(full).due] == ["finish", "review"]


@pytest.mark.parametrize("member", ["other_manager", "director", "hr", "colleague"])
def test_W10_of_whom_one_does_not_lead_today_nothing_is_told(full, member):
    found = rooms(full, member)
    assert (found.is_mine, found.talk, found.agreements, found.short, found.goals) == (False, None, 0, None, 0)
    assert found.due == []


def test_W08_what_is_not_shared_counts_for_nothing(full):
    full.employee.person.development_plans.get().goals.update(shared_at=None)
    found = rooms(full)
    assert (found.goals, found.review_on) == (0, None)
    assert [one.kind for one in found.due] == ["report"]
    make_assessment(full.colleague.person, {full.listening: 1}, by=full.line_manager.person)  # a draft
    assert rooms(full, person=full.colleague.person).short is None


def test_the_page_shows_it_and_writes_down_that_one_looked(full, signed_in):
    page = signed_in(full.line_manager).get(URL).content.decode()
    for words in ("Functioneringsgesprek", "1 below what is asked", "1 shared goal", "Send the report"):
        assert words in page
    assert "geheim" not in page
    looks = AuditEvent.objects.filter(event=Event.PERSON_SEEN, about_person_id=full.employee.person.pk)
    assert sorted(line.detail["what"] for line in looks) == ["competencies", "development_plan"]
    above = signed_in(full.director).get(URL, {"scope": "line"}).content.decode()
    assert "1 shared goal" not in above
    assert "below what is asked" not in above


def test_the_list_is_sorted_and_filtered_by_each_room(full, signed_in):
    browser, first, other = signed_in(full.line_manager), full.employee.person, full.colleague.person
    for show in ("due", "talk", "gaps", "goals"):
        members = browser.get(URL, {"show": show}).context["team"].members
        assert [member.person for member in members] == [first], show
    fill(full, other, full.listening, 1)
    make_meeting(full.step.conversations.get(employee=other), starts_at=timezone.now() + timedelta(days=2))
    make_agreement(full.earlier.conversations.get(employee=other).reports.get(), "Nog een")
    writing = make_competency(full.organisation, "Schrijven")
    make_profile(full.position, {full.listening: 4, writing: 4}, from_on=today())
    make_assessment(other, {writing: 2}, by=full.line_manager.person, example="Zo", shared_on=today())
    make_learning_goal(other.development_plans.get(), "Ook gedeeld", shared=True)
    values = {"talk": "talk_on", "agreements": "agreements", "gaps": "short", "goals": "goals", "due": "due_on"}
    for sort, value in values.items():
        for way in (sort, f"-{sort}"):
            members = browser.get(URL, {"sort": way}).context["team"].members
            found = [getattr(member.rooms, value) for member in members[:2]]
            assert {member.person for member in members[:2]} == {first, other}, way
            assert found == sorted(set(found), reverse=way.startswith("-")), way
            assert len(found) == 2, way


def test_forty_people_ask_as_few_questions_as_three(full, signed_in):
    browser = signed_in(full.line_manager)
    browser.get(URL)
    with count_queries() as few:
        browser.get(URL)
    for number in range(37):
        person = make_person(full.organisation, "Per", f"Soon {number}", manager=full.line_manager.person)
        make_placement(person, full.team, full.position, line_manager=full.line_manager.person)
        fill(full, person, full.listening, number)
    for address in ({}, {"page": 2}, {"sort": "gaps"}):
        browser.get(URL, address)
        with count_queries() as many:
            browser.get(URL, address)
        assert many.count <= few.count <= 25, many.sql


# on paper ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seen_by", ["line", "unit", "everyone"])
def test_the_paper_tells_only_what_the_whole_team_may_know(full, signed_in, set_on_paper, seen_by):
    from zichtlijn.home import documents

    given = set_on_paper(documents)
    Organisation.objects.filter(pk=full.organisation.pk).update(personal_objectives_seen_by=seen_by)
    make_objective(
        full.organisation, "Concept van Emma", level="personal", owner=full.employee.person, state="proposed"
    )
    answer = signed_in(full.line_manager).post(reverse("home:take_team"), {"form": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    told = json.dumps(given)
    assert "geheim" not in told
    assert "Concept van Emma" not in told
    assert full.employee.person.name in told
    assert "Functioneringsgesprek" in told  # the days, which are the same for everybody
    assert "Left out on purpose" in told
    assert (full.personal.title in told) == (seen_by != "line")
    assert AuditEvent.objects.filter(event=Event.LIST_EXPORTED).count() == 1


def test_the_paper_says_who_looks_after_an_objective_of_the_unit(full, signed_in, set_on_paper):
    from zichtlijn.home import documents

    given = set_on_paper(documents)
    full.team.head = full.line_manager.person
    full.team.save()
    mine = {"level": "operational", "unit": full.team, "period": full.period, "state": "agreed"}
    make_objective(full.organisation, "Sneller bellen", owner=full.colleague.person, **mine)
    signed_in(full.line_manager).post(reverse("home:take_team"), {"form": "pdf"})
    told = json.dumps(given)
    assert "Sneller bellen" in told
    assert full.colleague.person.name in told[told.index("Sneller bellen") :][:120]
    assert "Who looks after it" in told


def test_in_a_team_of_several_units_the_paper_keeps_what_only_a_unit_may_know(full, signed_in, set_on_paper):
    from zichtlijn.home import documents

    given = set_on_paper(documents)
    Organisation.objects.filter(pk=full.organisation.pk).update(personal_objectives_seen_by="unit")
    person = make_person(full.organisation, "Van", "Elders", manager=full.line_manager.person)
    make_placement(person, full.other_department, full.position, line_manager=full.line_manager.person)
    signed_in(full.line_manager).post(reverse("home:take_team"), {"form": "pdf"})
    assert full.personal.title not in json.dumps(given)
    assert "the people on this paper work in more than one" in json.dumps(given)


def test_who_has_two_positions_stands_on_the_paper_with_the_objectives_of_the_unit_that_it_names(
    full, signed_in, set_on_paper
):
    from zichtlijn.home import documents

    given = set_on_paper(documents)
    Organisation.objects.filter(pk=full.organisation.pk).update(personal_objectives_seen_by="unit")
    make_placement(full.employee.person, full.other_department, full.position, line_manager=full.other_manager.person)
    make_objective(
        full.organisation, "Bij de anderen", level="personal", owner=full.employee.person, unit=full.other_department,
        period=full.period,
    )  # fmt: skip
    signed_in(full.line_manager).post(reverse("home:take_team"), {"form": "pdf"})
    told = json.dumps(given)
    assert full.personal.title in told
    assert "Bij de anderen" not in told


def test_only_who_leads_takes_the_paper(full, signed_in):
    for name in ("employee", "hr", "administrator", "consultant"):
        assert signed_in(getattr(full, name)).post(reverse("home:take_team"), {"form": "pdf"}).status_code == 403
    assert signed_in(full.line_manager).post(reverse("home:take_team"), {"form": "xlsx"}).status_code == 400
