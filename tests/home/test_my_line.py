"""Mijn zichtlijn: the own line up to the mission, what is asked now, and what the work contributed to."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from tests.factories import (
    count_queries,
    make_action,
    make_conversation,
    make_cycle,
    make_link,
    make_measure,
    make_member,
    make_objective,
    make_organisation,
    make_period,
    make_person,
    make_placement,
    make_preparation,
    make_reading,
    make_report,
    make_step,
)
from zichtlijn.access.models import User
from zichtlijn.access.roles import Role
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit.models import AuditEvent
from zichtlijn.conversations.models import Conversation
from zichtlijn.home.queries.my_line import asked_of, contribution, proposals_for
from zichtlijn.home.views import greeting, in_words
from zichtlijn.objectives.actions.standing import recompute_organisation
from zichtlijn.objectives.models import Measure, Objective, ObjectiveLink
from zichtlijn.objectives.states import Kind, Level, State

pytestmark = pytest.mark.usefixtures("time_of_year")

URL = "/"


@pytest.fixture
def employee(standing, signed_in):
    return signed_in(standing.employee)


def line_of(member):
    return reverse("home:line_of", args=[member.person.pk])


# the line ---------------------------------------------------------------------------------------------------------


def test_the_line_runs_from_the_mission_to_the_own_objective(standing, employee):
    text = employee.get(URL).content.decode()
    steps = [
        standing.direction.mission,
        standing.strategic.title,
        standing.department_objective.title,
        standing.operational.title,
        standing.role_objective.title,
        standing.personal.title,
    ]
    places = [text.index(f">{step}</") for step in steps]
    assert places == sorted(places)
    assert "broken" not in text[: places[-1]]


def test_a_second_line_and_objectives_without_one_are_told_apart(standing, employee):
    other = make_objective(standing.organisation, "Ander werk", level=Level.PERSONAL, owner=standing.employee.person)
    make_link(other, standing.project_objective)
    page = employee.get(URL).context["page"]
    assert [line.is_complete for line in page.lines] == [True, True, False]
    assert [o.title for line in page.lines for o in line.own if line.up == []] == [standing.personal_draft.title]


def test_an_own_objective_without_a_line_is_never_folded_away_and_says_how_to_mend_it(standing, employee):
    other = make_objective(standing.organisation, "Ander werk", level=Level.PERSONAL, owner=standing.employee.person)
    make_link(other, standing.project_objective)
    text = employee.get(URL).content.decode()
    loose = text.index("1 objective without a line")
    assert text.rindex("<details", 0, loose) < text.rindex("</details>", 0, loose)
    link = reverse("objectives:parents", args=[standing.personal_draft.pk])
    assert loose < text.index(standing.personal_draft.title, loose) < text.index(f'<a href="{link}">Link it</a>')
    assert text.index(f'<a href="{link}">') < text.index("1 objective through")
    second = make_objective(standing.organisation, "Nog los", level=Level.PERSONAL, owner=standing.employee.person)
    text = employee.get(URL).content.decode()
    assert f'<a href="{reverse("objectives:parents", args=[second.pk])}">Link “Nog los”</a>' in text
    assert f'<a href="{link}">Link “{standing.personal_draft.title}”</a>' in text


def test_what_is_asked_comes_directly_after_the_head(standing, employee):
    text = employee.get(URL).content.decode()
    assert text.index('class="cols front"') < text.index('id="asked"') < text.index('id="line"')


def test_whoever_keeps_the_direction_sees_first_how_the_organisation_stands(standing, signed_in):
    for number in range(5):
        make_objective(standing.organisation, f"Strategisch {number}", level=Level.STRATEGIC)
    make_objective(standing.organisation, "Van Dirk", level=Level.PERSONAL, owner=standing.director.person)
    response = signed_in(standing.director).get(URL)
    text = response.content.decode()
    assert text.index('id="strategic"') < text.index('id="line"')
    rest = response.context["strategic_rest"]
    assert len(response.context["worst"]) == 3
    assert len(rest) >= 3
    folded = text.index(f"Show {len(rest)} more")
    assert all(text.index(objective.title) < folded for objective in response.context["worst"])
    assert all(text.index(objective.title, folded) > folded for objective in rest)


def test_where_the_line_breaks_above_the_page_says_so(standing, employee):
    ObjectiveLink.objects.filter(child=standing.operational).delete()
    text = employee.get(URL).content.decode()
    assert "node broken" in text
    assert standing.operational.title in text[text.index("notice warning") :]
    assert f">{standing.direction.mission}</" not in text


def test_somebody_without_objectives_sees_how_the_organisation_stands(standing, signed_in):
    text = signed_in(standing.works_council).get(URL).content.decode()
    assert "empty-state" in text
    assert standing.strategic.title in text


def test_a_consultant_without_a_person_gets_a_start(standing, signed_in):
    User.objects.filter(pk=standing.consultant.user.pk).update(name="Esther van Loon")
    text = signed_in(standing.consultant).get(URL).content.decode()
    assert "<h1>Good afternoon, Esther</h1>" in text
    assert standing.strategic.title in text
    assert standing.direction.mission in text
    assert f'href="{reverse("objectives:breaks")}"' in text
    assert standing.personal.title not in text


def test_a_fresh_organisation_gets_steps_and_they_go_once_taken(db, signed_in):
    organisation = make_organisation("Nieuw")
    administrator = make_member(organisation, Role.ADMINISTRATOR, person=make_person(organisation))
    employee = make_member(organisation, Role.EMPLOYEE, person=make_person(organisation, "Els"))
    browser = signed_in(administrator)
    page = browser.get(URL)
    assert [step.done for step in page.context["steps"]] == [False, False, True, False, False, False]
    assert f'href="{reverse("organisation:periods")}"' in page.content.decode()
    make_period(organisation)
    assert browser.get(URL).context["steps"][0].done
    assert signed_in(employee).get(URL).context["steps"] == []


def test_steps_stand_no_longer_where_the_line_stands(standing, signed_in):
    assert signed_in(standing.administrator).get(URL).context["steps"] == []


# what is asked ----------------------------------------------------------------------------------------------------


def test_what_is_asked_comes_in_the_order_of_the_days(standing):
    today = timezone.localdate()
    person = standing.employee.person
    make_action(standing.personal, "Morgen", owner=person, due_on=today + timedelta(1))
    make_action(standing.personal, "Te laat", owner=person, due_on=today - timedelta(90))
    make_action(standing.personal, "Later", owner=person, due_on=today + timedelta(30))
    make_action(standing.personal, "Klaar", owner=person, due_on=today, done_on=today)
    make_action(standing.personal, "Van Cas", owner=standing.colleague.person, due_on=today)
    asked = asked_of(standing.employee.actor, today=today)
    titles = [item.title for item in asked]
    assert {"Later", "Klaar", "Van Cas"}.isdisjoint(titles)
    assert standing.personal_measure.name in titles
    assert [item.due_on for item in asked] == sorted(item.due_on for item in asked)
    assert {item.title for item in asked if item.late} == {"Te laat", standing.personal_measure.name}


def test_who_has_the_next_word_on_a_proposal_is_asked(standing):
    def propose(title, by):
        return make_objective(
            standing.organisation, title, level=Level.PERSONAL, owner=standing.employee.person, state=State.PROPOSED,
            proposed_by=by.user,
        )  # fmt: skip

    own, given = propose("Van Emma", standing.employee), propose("Van Lotte", standing.line_manager)
    assert proposals_for(standing.employee.actor) == [given]
    assert proposals_for(standing.line_manager.actor) == [own]
    assert proposals_for(standing.other_manager.actor) == []
    assert proposals_for(standing.director.actor) == []  # not a direct report


def test_a_proposal_waits_for_the_manager_in_whose_line_the_person_stands(standing):
    make_placement(
        standing.employee.person, standing.other_department, standing.position, starts_on=date(2021, 1, 1),
        line_manager=standing.other_manager.person,
    )  # fmt: skip
    own = make_objective(
        standing.organisation, "Van Emma", level=Level.PERSONAL, owner=standing.employee.person, state=State.PROPOSED,
        proposed_by=standing.employee.user,
    )  # fmt: skip
    assert proposals_for(standing.other_manager.actor) == [own]
    assert proposals_for(standing.line_manager.actor) == []  # a line manager too, who can neither see nor answer it


def test_what_is_asked_leads_to_where_it_is_done(standing, employee):
    text = employee.get(URL).content.decode()
    assert f'href="{reverse("objectives:check_in")}#measure-{standing.personal_measure.pk}"' in text
    assert (
        f'id="measure-{standing.personal_measure.pk}"' in employee.get(reverse("objectives:check_in")).content.decode()
    )


def test_a_proposal_names_who_proposed_it(standing):
    objective = make_objective(
        standing.organisation, "Van Lotte", level=Level.PERSONAL, owner=standing.employee.person,
        state=State.PROPOSED, proposed_by=standing.line_manager.user,
    )  # fmt: skip
    with translation.override("en"):
        found = asked_of(standing.employee.actor, today=timezone.localdate())
    asked = [item for item in found if item.kind == "proposal"]
    assert [(item.pk, item.where) for item in asked] == [(objective.pk, f"proposed by {standing.line_manager.user}")]


def test_drafts_never_push_the_agreed_work_off_the_line(standing, employee):
    for n in range(3):
        draft = make_objective(
            standing.organisation, f"Los {n}", level=Level.PERSONAL, owner=standing.employee.person, state=State.DRAFT
        )
        make_link(draft, standing.project_objective)
    first = employee.get(URL).context["page"].first
    assert first.own[0] == standing.personal
    assert first.up[-1] == standing.role_objective


def test_an_objective_is_proposed_from_ones_own_page_in_a_period_that_is_open(standing, employee):
    offered = f'href="{reverse("objectives:new")}?level=personal"'
    assert offered in employee.get(URL).content.decode()
    gone = make_period(standing.organisation, year=timezone.localdate().year - 3)
    employee.post(reverse("organisation:choose_period"), {"period": gone.pk})
    page = employee.get(URL)
    assert page.context["page"].objectives == []
    assert offered not in page.content.decode()


# what it contributed to -------------------------------------------------------------------------------------------


def moved(cast, kind, readings, *, target, baseline=None, unit="s"):
    """A measure of the operational objective with readings on these days."""
    measure = make_measure(
        cast.operational, "Wachttijd", kind=kind, baseline=baseline or readings[0][1], target=target, unit=unit
    )
    for day, value in readings:
        make_reading(measure, value, on=day)
    recompute_organisation(cast.organisation)
    return measure


TODAY = date(2026, 11, 21)


@pytest.fixture
def in_november(time_machine):
    """It is the day of which these tests speak."""
    time_machine.move_to("2026-11-21 12:00")


def test_the_sentence_is_what_the_readings_say(standing, in_november):
    moved(standing, Kind.DOWN, [(date(2026, 1, 31), 140), (date(2026, 6, 30), 90), (date(2026, 10, 31), 66)], target=56)
    found = contribution([standing.operational], today=TODAY)
    assert (found.moved.start, found.moved.now, found.moved.falls) == (140, 66, True)
    assert found.moved.share == pytest.approx(74 / 84)
    assert found.since == date(2026, 1, 31)
    assert found.objective == standing.operational


def test_it_starts_from_the_last_reading_of_the_old_year(standing, in_november):
    moved(standing, Kind.UP, [(date(2025, 12, 31), 10), (date(2026, 1, 31), 12), (date(2026, 10, 31), 15)], target=20)
    found = contribution([standing.operational], today=TODAY)
    assert (found.moved.start, found.moved.now) == (10, 15)
    assert found.since == date(2026, 1, 1)


def test_the_wrong_way_one_reading_and_other_kinds_say_nothing(standing, in_november):
    moved(standing, Kind.UP, [(date(2026, 1, 31), 10), (date(2026, 10, 31), 8)], target=20)
    moved(standing, Kind.UP, [(date(2026, 10, 31), 8)], target=20, baseline=1)
    moved(standing, Kind.BAND, [(date(2026, 1, 31), 10), (date(2026, 10, 31), 15)], target=20)
    assert contribution([standing.operational], today=TODAY) is None
    assert contribution([], today=TODAY) is None


def test_the_measure_that_came_farthest_is_told(standing, in_november):
    moved(standing, Kind.UP, [(date(2026, 1, 31), 0), (date(2026, 10, 31), 50)], target=100)
    best = moved(standing, Kind.UP, [(date(2026, 1, 31), 0), (date(2026, 10, 31), 80)], target=100)
    assert contribution([standing.operational], today=TODAY).measure == best


def test_the_page_says_it_in_dutch(standing, employee):
    """On the day of the test: the readings lie in this year, up to now."""
    User.objects.filter(pk=standing.employee.user.pk).update(language="nl")
    today = timezone.localdate()
    measure = make_measure(standing.operational, "Wachttijd", kind=Kind.DOWN, baseline=140, target=56, unit="seconden")
    make_reading(measure, 140, on=date(today.year - 1, 12, 31))
    make_reading(measure, 66, on=today)
    recompute_organisation(standing.organisation)
    text = employee.get(URL).content.decode()
    assert "Wachttijd: sinds januari gedaald van 140 naar 66\N{NO-BREAK SPACE}seconden." in text
    assert "Dat is 88% van wat we ons voornamen." in text
    Measure.objects.filter(pk=measure.pk).update(unit="%", target=Decimal(66))
    text = employee.get(URL).content.decode()
    assert "gedaald van 140% naar 66%." in text
    assert "Dat is alles wat we ons voornamen." in text


# the line of somebody else ----------------------------------------------------------------------------------------


def test_a_look_at_the_line_of_somebody_is_written_down(standing, signed_in):
    before = AuditEvent.objects.filter(event="person_seen").count()
    answer = signed_in(standing.line_manager).get(line_of(standing.employee))
    assert answer.status_code == 200
    assert standing.personal.title in answer.content.decode()
    assert standing.personal_draft.title not in answer.content.decode()
    seen = AuditEvent.objects.filter(event="person_seen")
    assert seen.count() == before + 1
    assert seen.order_by("-sequence").first().about_person_id == standing.employee.person.pk


def test_W04_what_is_asked_about_a_personal_objective_of_another_is_a_look(standing, signed_in):
    looks = AuditEvent.objects.filter(event="person_seen")
    given = {"level": Level.PERSONAL, "state": State.PROPOSED, "owner": standing.employee.person}
    make_objective(standing.organisation, "Mijn voorstel", proposed_by=standing.employee.user, **given)
    today, leader = timezone.localdate(), standing.project_leader.person
    make_action(standing.colleague_personal, "Samen oefenen", owner=leader, due_on=today)
    make_measure(standing.colleague_personal, "Geoefend", responsible=standing.line_manager.person, due_on=today)
    signed_in(standing.employee).get(URL)
    assert not looks.exists(), "nobody looks at oneself"
    for member, words in (
        (standing.line_manager, ("Mijn voorstel", "Geoefend", "Cas zijn doel")),
        (standing.project_leader, ("Samen oefenen", "Cas zijn doel")),
    ):
        for _time in range(2):
            shown = signed_in(member).get(URL).content.decode()
            for word in words:
                assert word in shown
    found = {(look.by_id, look.about_person_id, look.detail["role"]) for look in looks}
    assert looks.count() == len(found), "once a day"
    assert found == {
        (standing.line_manager.user.pk, standing.employee.person.pk, "line"),
        (standing.line_manager.user.pk, standing.colleague.person.pk, "line"),
        (standing.project_leader.user.pk, standing.colleague.person.pk, "colleague"),
    }


def test_who_only_looks_is_offered_no_act(standing, signed_in):
    edit = f'href="{reverse("objectives:edit", args=[standing.personal.pk])}"'
    new = f'href="{reverse("objectives:new")}?level=personal&amp;owner={standing.employee.person.pk}"'
    manager = signed_in(standing.line_manager).get(line_of(standing.employee)).content.decode()
    hr = signed_in(standing.hr).get(line_of(standing.employee)).content.decode()
    assert edit in manager
    assert new in manager
    assert edit not in hr
    assert new not in hr


def test_who_only_looks_gets_no_advice_to_hand_out(standing, signed_in):
    advice = "hand one out to the whole team"
    Objective.objects.filter(owner=standing.employee.person, level=Level.PERSONAL).delete()
    assert advice in signed_in(standing.line_manager).get(line_of(standing.employee)).content.decode()
    looked = signed_in(standing.hr).get(line_of(standing.employee)).content.decode()
    assert "No objectives in this period yet" in looked
    assert advice not in looked


def test_ones_own_line_is_ones_own_page(standing, employee):
    answer = employee.get(line_of(standing.employee))
    assert (answer.status_code, answer["Location"]) == (302, URL)


def test_a_refused_look_is_not_written_down(standing, signed_in):
    before = AuditEvent.objects.count()
    assert signed_in(standing.other_manager).get(line_of(standing.employee)).status_code == 404
    assert signed_in(standing.colleague).get(line_of(standing.employee)).status_code == 404
    assert AuditEvent.objects.count() == before


def test_another_organisation_does_not_exist(standing, signed_in):
    with in_organisation(standing.twin.organisation):
        assert signed_in(standing.twin.director).get(line_of(standing.employee)).status_code == 404


# small things -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hour", "words"),
    [(0, "Hallo"), (4, "Hallo"), (5, "Goedemorgen"), (11, "Goedemorgen"), (12, "Goedemiddag"),
     (17, "Goedemiddag"), (18, "Goedenavond"), (23, "Goedenavond")],
)  # fmt: skip
def test_the_greeting_follows_the_clock(hour, words):
    with translation.override("nl"):
        assert greeting(hour) == words


def test_small_numbers_are_words():
    with translation.override("nl"):
        assert [in_words(n) for n in (0, 3, 9, 10, 1200)] == ["0", "Drie", "Negen", "10", "1.200"]


def test_the_page_asks_the_database_as_often_for_one_objective_as_for_many(standing, signed_in):
    members = (standing.employee, standing.line_manager, standing.director)

    def add(number):
        for member in members:
            own = make_objective(standing.organisation, f"Doel {number}", level=Level.PERSONAL, owner=member.person)
            make_link(own, standing.role_objective if number % 2 else standing.project_objective)
            make_reading(make_measure(own, responsible=member.person), 10 * number, on=standing.period.starts_on)
            make_action(own, f"Actie {number}", owner=member.person, due_on=timezone.localdate())
        above = make_measure(standing.operational, f"Hoger {number}")
        for month in (1, 6, 10):
            make_reading(above, month, on=date(timezone.localdate().year, month, 1))
        recompute_organisation(standing.organisation)

    browsers = [signed_in(member) for member in members]
    add(1)
    few = []
    for browser in browsers:
        browser.get(URL)
        with count_queries() as queries:
            browser.get(URL)
        few.append(queries.count)
    for number in range(2, 8):
        add(number)
    assert Objective.objects.filter(owner=standing.employee.person).count() >= 7
    for browser, count in zip(browsers, few, strict=True):
        with count_queries() as queries:
            browser.get(URL)
        assert queries.count == count <= 25, queries.sql


def test_conversations_that_wait_for_me_are_asked(scoped):
    """What is open is prepared, until it is shared; a report that was sent is read and signed within its term."""
    today, me, manager = timezone.localdate(), scoped.employee.person, scoped.line_manager.person
    step = make_step(make_cycle(scoped.period), closes_on=today + timedelta(days=5))
    talk = make_conversation(step, me, manager, scoped.team)
    make_conversation(make_step(make_cycle(scoped.period, state="closed")), me, manager, scoped.team)

    def asked(member):
        found = asked_of(member.actor, today=today)
        return [(each.kind, each.due_on, each.late) for each in found if each.kind in {"prepare", "answer"}]

    assert asked(scoped.employee) == [("prepare", step.closes_on, False)]
    assert asked(scoped.colleague) == asked(scoped.line_manager) == []
    make_preparation(talk, me, "employee", shared_at=timezone.now())
    assert asked(scoped.employee) == []
    due = today - timedelta(days=1)
    make_report(talk, manager, sent_at=timezone.now(), respond_by=due)
    Conversation.objects.filter(pk=talk.pk).update(state="sent")
    assert asked(scoped.employee) == [("answer", due, True)]


def test_a_report_that_is_still_written_asks_nothing(scoped, signed_in):
    step = make_step(make_cycle(scoped.period))
    talk = make_conversation(step, scoped.employee.person, scoped.line_manager.person, scoped.team, state="writing")
    make_preparation(talk, scoped.employee.person, "employee", shared_at=timezone.now())
    make_report(talk, scoped.line_manager.person)
    assert not [each for each in asked_of(scoped.employee.actor, today=timezone.localdate()) if each.kind == "answer"]
    assert step.title not in signed_in(scoped.employee).get(URL).content.decode()


def test_all_that_is_asked_can_be_seen(standing, signed_in):
    today = timezone.localdate()
    for number in range(12):
        make_action(standing.personal, f"Taak {number}", owner=standing.employee.person, due_on=today)
    browser = signed_in(standing.employee)
    few = browser.get(URL).content.decode()
    assert "?asked=all#asked" in few
    assert few.count("Taak ") < 12
    everything = browser.get(f"{URL}?asked=all").content.decode()
    assert all(f"Taak {number}" in everything for number in range(12))
    assert "?asked=all#asked" not in everything
