"""Team: who reports to me, where they stand, and what waits for my word."""

from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    count_queries,
    make_check_in,
    make_link,
    make_measure,
    make_objective,
    make_person,
    make_placement,
)
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.home.queries.team import TeamMember, _sort, members_of, team_of
from zichtlijn.objectives.actions.standing import recompute_organisation
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.states import Level, State, Status
from zichtlijn.organisation.actions.paths import refresh_reporting_paths
from zichtlijn.organisation.models import Person

pytestmark = pytest.mark.usefixtures("time_of_year")

URL = "/team/"


@pytest.fixture
def manager(standing, signed_in):
    return signed_in(standing.line_manager)


def propose(cast, title="Nieuw idee", by=None, owner=None):
    made = make_objective(
        cast.organisation, title, level=Level.PERSONAL, owner=(owner or cast.employee).person, state=State.PROPOSED,
        proposed_by=(by or owner or cast.employee).user,
    )  # fmt: skip
    make_link(made, cast.role_objective)
    return made


def report(cast, name, manager=None):
    """One more person under the line manager."""
    boss = (manager or cast.line_manager).person
    person = make_person(cast.organisation, name, "Erbij", manager=boss)
    make_placement(person, cast.team, cast.position, line_manager=boss)
    return person


def people(answer):
    return [member.person.name for member in answer.context["team"].members]


def test_a_manager_sees_the_direct_reports_and_nobody_else(manager, standing):
    answer = manager.get(URL)
    assert set(people(answer)) == {"Emma Eik", "Cas Claes", "Pia Plan"}
    text = answer.content.decode()
    assert reverse("home:line_of", args=[standing.employee.person.pk]) in text
    assert reverse("objectives:templates") in text


def test_the_whole_line_and_the_team_of_a_manager_below(standing, signed_in):
    director = signed_in(standing.director)
    assert "Emma Eik" not in people(director.get(URL))
    assert "Emma Eik" in people(director.get(URL, {"scope": "line"}))
    below = director.get(URL, {"under": standing.line_manager.person.pk})
    assert "Emma Eik" in people(below)


@pytest.mark.parametrize("under", ["²", "x", "9" * 40, "-1", ""])
def test_W52_nonsense_in_the_address_shows_the_own_team(manager, under):
    assert "Emma Eik" in people(manager.get(URL, {"under": under}))


def test_who_does_not_lead_is_refused_and_other_lines_do_not_exist(standing, manager, signed_in):
    for member in (standing.employee, standing.hr, standing.works_council, standing.consultant, standing.administrator):
        assert signed_in(member).get(URL).status_code == 403
    assert manager.get(URL, {"under": standing.other_manager.person.pk}).status_code == 404
    assert manager.get(URL, {"under": standing.director.person.pk}).status_code == 404
    assert manager.get(URL, {"under": standing.twin.employee.person.pk}).status_code == 404


def test_a_line_that_is_looked_at_is_of_the_own_line(standing, manager, signed_in):
    url = reverse("home:line_of", args=[standing.employee.person.pk])
    assert standing.personal.title in manager.get(url).content.decode()
    for member in (standing.other_manager, standing.colleague, standing.administrator, standing.consultant):
        assert signed_in(member).get(url).status_code == 404
    assert signed_in(standing.twin.hr).get(url).status_code == 404
    assert signed_in(standing.hr).get(url).status_code == 200


def test_each_person_has_where_they_stand(standing):
    member = _member(standing, standing.employee.person)
    assert member.agreed == member.in_line == 1
    assert member.is_complete
    assert member.overdue == 1  # read in January, monthly
    assert sum(n for _status, n in member.counts) == 1
    make_measure(standing.personal, "Klaar", responsible=standing.employee.person, frequency="once")
    make_check_in(standing.personal, "Gaat", by=standing.employee.user, by_name="Emma")
    Objective.objects.filter(pk=standing.personal.pk).update(confidence=4)
    make_objective(
        standing.organisation, "Zonder lijn", level=Level.PERSONAL, owner=standing.employee.person, confidence=9
    )
    member = _member(standing, standing.employee.person)
    assert (member.agreed, member.in_line, member.is_complete) == (2, 1, False)
    assert member.confidence == 4
    assert member.heard == timezone.localdate()
    assert _member(standing, standing.project_leader.person).agreed == 0


def _member(cast, person):
    actor = cast.line_manager.actor
    return members_of(actor, [person], cast.period, today=timezone.localdate())[0]


def test_a_draft_of_somebody_else_is_not_counted(standing):
    assert _member(standing, standing.employee.person).open == 0


def test_a_proposal_of_the_person_waits_and_can_be_agreed_from_the_page(standing, manager):
    proposed = propose(standing)
    by_manager = propose(standing, "Van boven", by=standing.line_manager)
    answer = manager.get(URL)
    assert [o.title for o in answer.context["team"].waiting] == [proposed.title]
    assert by_manager.title not in answer.content.decode()
    assert f'name="version" value="{proposed.version}"' in answer.content.decode()
    agree = {"_back": "team", "version": proposed.version}
    done = manager.post(reverse("objectives:move", args=[proposed.pk, "agree"]), agree)
    assert done.status_code == 302
    assert done["Location"] == URL
    said = str(list(get_messages(done.wsgi_request))[-1])
    assert proposed.title in said
    assert str(standing.employee.person) in said
    assert Objective.objects.get(pk=proposed.pk).state == State.AGREED
    assert manager.get(URL).context["team"].waiting == []


def test_filters_and_sorting(standing, manager):
    propose(standing)
    assert people(manager.get(URL, {"show": "waiting"})) == ["Emma Eik"]
    assert people(manager.get(URL, {"show": "overdue"})) == ["Emma Eik"]
    assert people(manager.get(URL, {"q": "cläes"})) == ["Cas Claes"]
    assert people(manager.get(URL, {"q": "niemand"})) == []
    assert "Pia Plan" in people(manager.get(URL, {"show": "no-line"}))
    names = people(manager.get(URL, {"sort": "name"}))
    assert names == ["Cas Claes", "Emma Eik", "Pia Plan"]
    assert people(manager.get(URL, {"sort": "-name"})) == names[::-1]
    assert people(manager.get(URL))[0] == "Emma Eik"  # most to look at
    Objective.objects.filter(pk=standing.colleague_personal.pk).update(confidence=2)
    Objective.objects.filter(pk=standing.personal.pk).update(confidence=8)
    assert people(manager.get(URL, {"sort": "confidence"})) == ["Cas Claes", "Emma Eik", "Pia Plan"]
    assert people(manager.get(URL, {"sort": "-confidence"})) == ["Emma Eik", "Cas Claes", "Pia Plan"]
    rows = {member.person.name: member for member in manager.get(URL).context["team"].members}
    worst = sorted((m for m in rows.values() if m.statuses), key=lambda m: m.worst, reverse=True)
    by_status = people(manager.get(URL, {"sort": "-objectives"}))
    assert by_status[: len(worst)] == [m.person.name for m in worst], "a proposal or a late reading does not count here"
    assert manager.get(URL, {"sort": "password"}).status_code == 400
    assert manager.get(URL, {"show": "password"}).status_code == 400


def test_who_left_or_moved_is_not_in_the_team(standing, manager):
    yesterday = timezone.localdate() - timedelta(1)
    Person.objects.filter(pk=standing.colleague.person.pk).update(ends_on=yesterday)
    standing.project_leader.person.placements.update(ends_on=yesterday)
    assert people(manager.get(URL)) == ["Emma Eik"]


@pytest.mark.parametrize("compared", [2, 400])
def test_of_who_stands_in_the_line_of_another_manager_nothing_is_counted(standing, signed_in, monkeypatch, compared):
    monkeypatch.setattr("zichtlijn.home.queries.team.COMPARED", compared)
    person = standing.employee.person
    make_placement(
        person, standing.other_department, standing.position, line_manager=standing.other_manager.person,
        starts_on=date(2021, 1, 1),
    )  # fmt: skip
    refresh_reporting_paths(standing.organisation)
    proposed = propose(standing)
    browser = signed_in(standing.line_manager)
    answer = browser.get(URL)
    text, (member,) = answer.content.decode(), [m for m in answer.context["team"].members if m.person == person]
    assert (member.is_led, member.statuses, member.overdue, member.proposals) == (False, {}, 0, [])
    assert answer.context["team"].waiting == []
    assert proposed.title not in text
    assert "not in your line" in text
    assert "Who is not in your line has another placement that began later" in text
    assert reverse("home:line_of", args=[person.pk]) not in text
    assert browser.get(reverse("organisation:person", args=[person.pk])).status_code == 200
    if compared > 2:
        for show in ("no-line", "behind", "overdue", "waiting"):
            assert person.name not in people(browser.get(URL, {"show": show}))
        for sort in ("line", "-line", "overdue", "-overdue"):
            assert people(browser.get(URL, {"sort": sort}))[-1] == person.name
    other = signed_in(standing.other_manager).get(URL)
    assert [o.title for o in other.context["team"].waiting] == [proposed.title]
    assert "not in your line" not in other.content.decode()


def test_two_hundred_reports_come_in_pages(standing, manager):
    for number in range(60):
        report(standing, f"Piet{number:02}")
    first = manager.get(URL, {"sort": "name"})
    assert len(people(first)) == 25
    assert first.context["team"].people == 63
    assert len(people(manager.get(URL, {"sort": "name", "page": 3}))) == 13
    assert manager.get(URL, {"page": "x"}).status_code == 200


def test_a_line_too_long_to_compare_goes_by_name(standing, monkeypatch):
    monkeypatch.setattr("zichtlijn.home.queries.team.COMPARED", 2)
    team = team_of(
        standing.line_manager.actor, standing.line_manager.person, standing.period, {"sort": "-attention"},
        whole_line=False, today=timezone.localdate(),
    )  # fmt: skip
    assert team.comparable is False
    assert [m.person.name for m in team.members] == ["Cas Claes", "Emma Eik", "Pia Plan"]
    assert team.members[0].place is not None


def test_of_a_long_line_all_that_waits_is_told_and_not_that_of_one_page(standing, manager, monkeypatch):
    monkeypatch.setattr("zichtlijn.home.queries.team.COMPARED", 2)
    monkeypatch.setattr("zichtlijn.home.queries.team.PAGE", 1)
    monkeypatch.setattr("zichtlijn.home.queries.team.MOST_WAITING", 2)
    propose(standing, "Van boven", by=standing.line_manager)
    propose(standing, "Niet in de lijn", owner=standing.director)
    made = [propose(standing, "Van Emma"), propose(standing, "Van Cas", owner=standing.colleague)]
    for query in ({}, {"scope": "line"}):
        answer = manager.get(URL, query)
        assert len(people(answer)) == 1
        assert answer.context["team"].waiting == made
        assert "2 proposals are waiting for your answer" in answer.content.decode()
    propose(standing, "Nog een")
    assert "More than 2 proposals are waiting" in manager.get(URL).content.decode()


def test_who_is_waiting_in_the_whole_line_is_shown_of_the_whole_line(standing, manager):
    for number in range(11):
        propose(standing, f"Idee {number}")
    assert 'href="?show=waiting"' in manager.get(URL).content.decode()
    assert 'href="?show=waiting&amp;scope=line"' in manager.get(URL, {"scope": "line"}).content.decode()


def test_W04_who_reads_a_proposal_on_the_team_page_looks_at_whose_it_is(manager, standing, signed_in):
    looks = AuditEvent.objects.filter(event=Event.PERSON_SEEN)
    manager.get(URL)
    assert not looks.exists(), "only numbers"
    propose(standing)
    for _time in range(2):
        assert "Nieuw idee" in manager.get(URL).content.decode()
    found = [(look.by_id, look.about_person_id, look.detail["what"], look.detail["role"]) for look in looks]
    assert found == [(standing.line_manager.user.pk, standing.employee.person.pk, "line", "line")], "once a day"
    above = signed_in(standing.director).get(URL, {"under": standing.line_manager.person.pk}).content.decode()
    assert "Nieuw idee" not in above
    assert looks.count() == 1, "of a team below only the number of proposals is told"


def test_the_team_asks_the_database_as_often_for_one_as_for_many(standing, signed_in):
    browser = signed_in(standing.other_manager)
    browser.get(URL)
    with count_queries() as one:
        assert len(people(browser.get(URL))) == 1
    for number in range(12):
        person = report(standing, f"Piet{number}", manager=standing.other_manager)
        own = make_objective(standing.organisation, f"Doel {number}", level=Level.PERSONAL, owner=person)
        make_measure(own, responsible=person)
        make_check_in(own, "Ja")
        report(standing, f"Onder{number}", manager=standing.employee)
    refresh_reporting_paths(standing.organisation)
    recompute_organisation(standing.organisation)
    with count_queries() as many:
        assert len(people(browser.get(URL))) == 13
    assert many.count == one.count <= 25


def test_two_off_course_stand_above_one_behind(standing):
    off = TeamMember(standing.colleague.person, statuses={Status.OFF_COURSE: 2})
    behind = TeamMember(standing.employee.person, statuses={Status.BEHIND: 1, Status.PARTIAL: 5}, overdue=3)
    none = TeamMember(standing.project_leader.person)
    members = [behind, none, off]
    _sort(members, "-objectives")
    assert members == [off, behind, none]
    _sort(members, "objectives")
    assert members == [behind, off, none]


def test_the_way_back_from_a_line_is_where_one_came_from(standing, manager, signed_in):
    url = reverse("home:line_of", args=[standing.employee.person.pk])
    for browser, home, other in (
        (manager, reverse("home:team"), reverse("organisation:people")),
        (signed_in(standing.hr), reverse("organisation:people"), reverse("home:team")),
    ):
        page = browser.get(url).content.decode()
        crumbs = page[page.index('class="crumbs"') : page.index("<h1>")]
        assert f'href="{home}"' in crumbs
        assert f'href="{other}"' not in crumbs
        assert f'<a href="{home}" aria-current="page">' in page, "the menu says the same"
