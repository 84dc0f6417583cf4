"""Cycles: what must be there before one starts, for whom, how far it is, and who is reminded."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.conversations.talk import send, write
from tests.factories import (
    count_queries,
    make_conversation,
    make_cycle,
    make_member,
    make_period,
    make_person,
    make_placement,
    make_report,
    make_step,
)
from zichtlijn.access.models import Membership, RoleAssignment
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.access.roles import Role
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.conversations.actions import cycles
from zichtlijn.conversations.models import Conversation, Cycle, Report, Step
from zichtlijn.conversations.queries.course import (
    course_of,
    doubled_with,
    free_name,
    late_conversations,
    people_in_scope,
    unable_managers,
    waiting_people,
)


@pytest.fixture
def draft(scoped):
    """A cycle of the department that was not started, with a progress conversation."""
    scoped.cycle = make_cycle(scoped.period, state="draft", unit=scoped.department)
    scoped.step = make_step(scoped.cycle)
    return scoped


def test_it_starts_for_everybody_in_scope_with_the_manager_of_that_day(draft):
    make_step(draft.cycle, "planning", opens_on=timezone.localdate() - timedelta(days=100))
    assert cycles.start_cycle(draft.cycle, by=draft.hr.actor) == 8  # line manager and three people, two steps
    made = Conversation.objects.get(step=draft.step, employee=draft.employee.person)
    assert (made.manager, made.unit, made.state) == (draft.line_manager.person, draft.team, "planned")
    assert not Conversation.objects.filter(employee=draft.works_council.person).exists()
    with pytest.raises(NotNow, match="already"):
        cycles.start_cycle(draft.cycle, by=draft.hr.actor)
    assert Conversation.objects.count() == 8


def test_an_appraisal_needs_the_consent_of_the_works_council(draft):
    make_step(draft.cycle, "appraisal", opens_on=timezone.localdate())
    with pytest.raises(NotNow, match="works council"):
        cycles.start_cycle(draft.cycle, by=draft.hr.actor)
    Cycle.objects.update(consent="given", consent_on=timezone.localdate())
    with pytest.raises(NotNow, match="document"):
        cycles.start_cycle(draft.cycle, by=draft.hr.actor)
    assert not Conversation.objects.exists()
    Cycle.objects.update(consent_document="Brief 12", consent_scope="Regeling beoordelen")
    assert cycles.start_cycle(draft.cycle, by=draft.hr.actor) == 8


def test_no_works_council_is_said_and_then_it_starts(draft):
    make_step(draft.cycle, "appraisal", opens_on=timezone.localdate())
    changes = {"consent": "none", "name": "Anders"}
    assert cycles.change_cycle(draft.cycle, changes, version=1, by=draft.hr.actor) == ["consent", "name"]
    assert cycles.start_cycle(draft.cycle, by=draft.hr.actor) == 8


def test_the_consent_stays_as_long_as_an_appraisal_runs(draft, signed_in):
    make_step(draft.cycle, "appraisal", opens_on=timezone.localdate())
    told = {"consent_on": timezone.localdate(), "consent_document": "Brief 12", "consent_scope": "Alles"}
    Cycle.objects.update(consent="given", **told)
    cycles.start_cycle(draft.cycle, by=draft.hr.actor)
    given = {"name": "Anders", "version": 1, "consent": ""}
    address = f"/conversation-cycles/{draft.cycle.pk}/edit/"
    refused = signed_in(draft.hr).post(address, given)
    assert refused.status_code == 422
    assert "needs the consent of the works council" in refused.content.decode()
    assert Cycle.objects.get().consent == "given"
    given |= {
        "consent": "given",
        "consent_document": "Brief 13",
        **{n: told[n] for n in ("consent_on", "consent_scope")},
    }
    assert signed_in(draft.hr).post(address, given).status_code == 302
    Cycle.objects.update(consent="")  # of before there was a rule: its name can change
    cycles.change_cycle(draft.cycle, {"name": "Nog anders", "consent": ""}, version=2, by=draft.hr.actor)
    assert Cycle.objects.get().name == "Nog anders"


def test_the_appraisal_comes_last_and_all_reasons_are_given(draft):
    make_step(draft.cycle, "appraisal", opens_on=timezone.localdate() - timedelta(days=50))
    reasons = cycles.reasons_not_to_start(draft.cycle, today=timezone.localdate())
    assert len(reasons) == 2
    Step.objects.all().delete()
    assert "no steps" in cycles.reasons_not_to_start(draft.cycle, today=timezone.localdate())[0]


def test_once_it_runs_a_step_only_gets_more_time(draft, signed_in):
    cycles.start_cycle(draft.cycle, by=draft.hr.actor)
    later, sooner = draft.step.closes_on + timedelta(days=7), draft.step.closes_on - timedelta(days=7)
    with pytest.raises(NotNow, match="not less"):
        cycles.change_step(draft.step, {"closes_on": sooner}, version=1, by=draft.hr.actor)
    given = {"title": "Halverwege", "closes_on": later.isoformat(), "response_days": 21, "version": 1, "kind": "free"}
    assert signed_in(draft.hr).post(f"/conversation-cycles/steps/{draft.step.pk}/", given).status_code == 302
    draft.step.refresh_from_db()
    assert (draft.step.closes_on, draft.step.kind, draft.step.response_days) == (later, "progress", 21)
    with pytest.raises(NotNow):
        cycles.remove_step(draft.step, by=draft.hr.actor)
    with pytest.raises(NotNow):
        cycles.add_step(
            draft.cycle,
            kind="free",
            title="Nog een",
            opens_on=later,
            closes_on=later,
            response_days=14,
            by=draft.hr.actor,
        )


def test_the_form_says_what_is_missing_and_loses_nothing(draft, signed_in):
    browser = signed_in(draft.hr)
    assert "adds it under Periods" in browser.get("/conversation-cycles/new/").content.decode()
    given = {"name": "Ronde", "period": draft.period.pk, "consent": "given", "version": 1, "consent_scope": "Alles"}
    answered = browser.post("/conversation-cycles/new/", given)
    assert answered.status_code == 422
    assert "Alles" in answered.content.decode()
    assert browser.post("/conversation-cycles/new/", given | {"consent": ""}).status_code == 302
    assert Cycle.objects.filter(name="Ronde", unit=None).exists()
    today = timezone.localdate()
    step = {"kind": "free", "title": "Praten", "opens_on": today, "closes_on": today - timedelta(days=1)}
    address = f"/conversation-cycles/{draft.cycle.pk}/steps/new/"
    assert browser.post(address, step | {"response_days": 14, "version": 1}).status_code == 422
    step |= {"closes_on": today, "response_days": 14, "version": 1}
    assert browser.post(address, step).status_code == 302
    added = Step.objects.get(title="Praten")
    assert browser.post(f"/conversation-cycles/steps/{added.pk}/remove/").status_code == 302
    assert not Step.objects.filter(title="Praten").exists()
    edit = f"/conversation-cycles/{draft.cycle.pk}/edit/"
    assert browser.post(edit, given | {"name": "Ronde 2", "consent": "", "version": 1}).status_code == 302
    assert browser.post(edit, given | {"consent": "", "version": 1, "name": "Botst"}).status_code == 409


def test_that_a_step_was_added_is_said_before_what_is_rare_about_its_days(draft, signed_in):
    outside = draft.period.ends_on + timedelta(days=10)
    given = {"kind": "free", "title": "Praten", "opens_on": outside, "closes_on": outside, "response_days": 14}
    address, browser = f"/conversation-cycles/{draft.cycle.pk}/steps/new/", signed_in(draft.hr)
    shown = browser.post(address, given | {"version": 1}, follow=True).content.decode()
    added, remarked = "The step “Praten” was added.", "“Praten” lies wholly or partly outside the period of the cycle."
    assert 0 < shown.index(added) < shown.index(remarked)
    refused = browser.post(address, given | {"closes_on": outside - timedelta(days=1), "version": 1})
    assert "was added" not in refused.content.decode()


def test_the_same_conversation_twice_is_said_before_it_starts(draft, signed_in):
    running = make_cycle(draft.period, name="Lopend")
    step = make_step(running)
    people = draft.employee.person, draft.line_manager.person, draft.team
    browser, warned = signed_in(draft.hr), "In “Lopend” 1 person has a conversation of this kind already"
    pages = (f"/conversation-cycles/{draft.cycle.pk}/", f"/conversation-cycles/{draft.cycle.pk}/start/")
    assert not any(warned in browser.get(page).content.decode() for page in pages)
    make_conversation(step, *people)
    assert all(warned in browser.get(page).content.decode() for page in pages)
    Cycle.objects.filter(pk=running.pk).update(state="closed")  # what was not final in it is over
    assert not any(warned in browser.get(page).content.decode() for page in pages)


def test_a_cycle_of_another_time_is_no_conversation_twice(draft):
    running, day = make_cycle(draft.period, name="Vorig jaar"), draft.step.opens_on
    long_ago = {"opens_on": day - timedelta(days=40), "closes_on": day - timedelta(days=30)}
    step = make_step(running, **long_ago)
    make_conversation(step, draft.employee.person, draft.line_manager.person, draft.team)
    assert doubled_with(draft.cycle) == []  # of the same period, as the next year did not stand there
    make_step(running, "appraisal", opens_on=day - timedelta(days=5), closes_on=day)
    assert doubled_with(draft.cycle) == [("Vorig jaar", "progress conversation", 1)]
    year = draft.period.starts_on.year - 1
    Cycle.objects.filter(pk=running.pk).update(period=make_period(draft.organisation, year))
    assert doubled_with(draft.cycle) == []  # what comes of last year may go on into this one


def test_managers_who_cannot_open_it_are_named_before_it_starts(draft, signed_in):
    pages = [f"/conversation-cycles/{draft.cycle.pk}/", f"/conversation-cycles/{draft.cycle.pk}/start/"]
    browser, name = signed_in(draft.hr), draft.line_manager.person.name
    placements, _without = people_in_scope(draft.cycle, today=timezone.localdate())
    able = unable_managers(placements, today=timezone.localdate())
    assert name not in (*able.without_account, *able.without_role)
    RoleAssignment.objects.filter(membership__person=draft.line_manager.person).update(role=Role.EMPLOYEE)
    lacking = unable_managers(placements, today=timezone.localdate())
    assert (lacking.count, name in lacking.without_role) == (able.count + 1, True)
    for page in pages:
        shown = browser.get(page).content.decode()
        assert "Without the role “Manager”:" in shown
        assert "Ask the administrator" in shown
    Membership.objects.filter(person=draft.line_manager.person).update(is_active=False)
    assert name in unable_managers(placements, today=timezone.localdate()).without_account
    for page in pages:
        assert re.search(rf"Without an account:[^<]*{name}", browser.get(page).content.decode())
    assert cycles.start_cycle(draft.cycle, by=draft.hr.actor)  # it is said, and no reason to wait


def test_who_has_no_line_manager_is_named_before_it_starts(draft, signed_in):
    browser = signed_in(draft.hr)
    pages = [f"/conversation-cycles/{draft.cycle.pk}/", f"/conversation-cycles/{draft.cycle.pk}/start/"]
    _placements, before = people_in_scope(draft.cycle, today=timezone.localdate())
    asked = []
    for page in pages:
        with count_queries() as queries:
            browser.get(page)
        asked.append(queries.count)
    people = [make_person(draft.organisation, "Zef", f"Z{number:02}") for number in range(12)]
    for person in people:
        make_placement(person, draft.team)
    named = [*before, *people]  # the others sort before them
    for page, questions in zip(pages, asked, strict=True):
        with count_queries() as queries:
            shown = browser.get(page).content.decode()
        assert queries.count <= questions
        assert f"{len(named)} have no line manager and get no conversation:" in shown
        for number, person in enumerate(named):
            assert (f'href="/people/{person.pk}/">{person.name}</a>' in shown) == (number < 10)
        assert f"and {len(named) - 10} more" in shown


def test_a_cycle_has_a_name_of_its_own(draft, signed_in):
    Cycle.objects.filter(pk=draft.cycle.pk).update(name="Gesprekken")
    with pytest.raises(NotNow, match="of this name"):
        cycles.add_cycle(name="gesprekken", period=draft.period, unit=None, by=draft.hr.actor)
    other = make_cycle(draft.period, state="draft", name="Anders")
    with pytest.raises(NotNow, match="of this name"):
        cycles.change_cycle(other, {"name": "Gesprekken"}, version=1, by=draft.hr.actor)
    assert cycles.change_cycle(other, {"name": "Anders"}, version=1, by=draft.hr.actor) == []
    assert free_name("Gesprekken") == "Gesprekken (2)"
    assert free_name("Nieuw") == "Nieuw"


def test_a_cycle_that_did_not_start_can_be_removed(draft, signed_in):
    browser, address = signed_in(draft.hr), f"/conversation-cycles/{draft.cycle.pk}/"
    assert f"{address}remove/" in browser.get(address).content.decode()
    Cycle.objects.update(state="running")
    with pytest.raises(NotNow, match="has started"):
        cycles.remove_cycle(draft.cycle, by=draft.hr.actor)
    Cycle.objects.update(state="draft")
    assert browser.get(f"{address}remove/").status_code == 200
    assert browser.post(f"{address}remove/").status_code == 302
    assert not Cycle.objects.exists()
    assert not Step.objects.exists()
    assert AuditEvent.objects.filter(event="cycle_removed").count() == 1


def test_only_hr_runs_cycles(draft):
    for part in ("employee", "line_manager", "director", "works_council", "administrator", "consultant"):
        actor = getattr(draft, part).actor
        for act in (cycles.start_cycle, cycles.close_cycle, cycles.remind_people):
            with pytest.raises(NotAllowed):
                act(draft.cycle, by=actor)


def test_the_course_counts_what_is_late_and_names_nobody_to_who_only_counts(talk, signed_in):
    today = timezone.localdate()
    Step.objects.filter(pk=talk.step.pk).update(closes_on=today - timedelta(days=1))
    make_conversation(talk.step, talk.colleague.person, talk.line_manager.person, talk.team, state="final")
    for member in (talk.line_manager, talk.other_manager):  # two who wrote: it still counts once
        make_report(talk.conversation, member.person)
    (course,) = course_of(talk.cycle, today=today, by_unit=True)
    assert (course.whole.states["planned"], course.whole.states["final"], course.whole.late) == (1, 1, 1)
    assert [unit.name for unit in course.units] == [talk.team.name]
    address = f"/conversation-cycles/{talk.cycle.pk}/"
    assert talk.employee.person.name in signed_in(talk.hr).get(address).content.decode()
    for part in ("director", "works_council"):
        shown = signed_in(getattr(talk, part)).get(address)
        assert shown.status_code == 200
        assert talk.employee.person.name not in shown.content.decode()
        assert talk.team.name not in shown.content.decode()
    assert signed_in(talk.administrator).get(address).status_code == 404


def test_a_report_that_was_not_answered_in_time_is_late(talk):
    report = send(talk)
    today = timezone.localdate()
    assert course_of(talk.cycle, today=today, by_unit=False)[0].whole.late == 0
    Report.objects.filter(pk=report.pk).update(respond_by=today - timedelta(days=1))
    assert course_of(talk.cycle, today=today, by_unit=False)[0].whole.late == 1
    ((late, who),), count = late_conversations(talk.cycle, today=today)
    assert (late, who, count) == (talk.conversation, talk.employee.person.name, 1)


def test_people_are_reminded_once_a_day_in_one_mail_without_content(talk, signed_in, mailoutbox):
    Step.objects.filter(pk=talk.step.pk).update(closes_on=timezone.localdate() + timedelta(days=10))
    report = send(talk)
    make_conversation(talk.step, talk.colleague.person, talk.line_manager.person, talk.team)
    make_conversation(talk.step, talk.project_leader.person, talk.line_manager.person, talk.team)
    mailoutbox.clear()
    assert waiting_people(talk.cycle, today=timezone.localdate()) == {
        talk.employee.person.pk: 1,
        talk.line_manager.person.pk: 2,
    }
    address = f"/conversation-cycles/{talk.cycle.pk}/remind/"
    assert signed_in(talk.hr).post(address).status_code == 302
    assert {mail.to[0] for mail in mailoutbox} == {talk.employee.email, talk.line_manager.email}
    for mail in mailoutbox:
        assert talk.colleague.person.name not in mail.body
        assert report.discussed not in mail.body
    assert signed_in(talk.hr).post(address).status_code == 409
    assert len(mailoutbox) == 2
    assert AuditEvent.objects.filter(event=Event.CYCLE_REMINDED).count() == 1


def test_a_reminder_to_nobody_is_no_reminder(talk, signed_in, mailoutbox):
    Step.objects.filter(pk=talk.step.pk).update(closes_on=timezone.localdate() + timedelta(days=40))
    address = f"/conversation-cycles/{talk.cycle.pk}/"
    browser = signed_in(talk.hr)
    shown = browser.post(f"{address}remind/", follow=True).content.decode()
    assert "Nobody was reminded" in shown
    assert "Remind people" in shown
    assert not mailoutbox
    assert Cycle.objects.get(pk=talk.cycle.pk).reminded_on is None
    assert not AuditEvent.objects.filter(event=Event.CYCLE_REMINDED).exists()
    Cycle.objects.filter(pk=talk.cycle.pk).update(reminded_on=timezone.localdate())
    assert "were reminded by mail today" in browser.get(address).content.decode()
    cycles.close_cycle(talk.cycle, by=talk.hr.actor)
    assert "were reminded by mail today" not in browser.get(address).content.decode()


def test_who_takes_part_and_their_managers_get_one_mail_at_the_start(draft, mailoutbox):
    make_step(draft.cycle, "free")
    cycles.start_cycle(draft.cycle, by=draft.hr.actor)
    sent = [mail.to[0] for mail in mailoutbox]
    assert len(sent) == len(set(sent))
    assert {draft.employee.email, draft.colleague.email, draft.line_manager.email} <= set(sent)
    assert draft.hr.email not in sent
    for mail in mailoutbox:
        assert draft.cycle.name in mail.body
        assert draft.colleague.person.name not in mail.body.replace(f"Hello {draft.colleague.person.name}", "")
    there = set(Conversation.objects.values_list("employee", "manager"))
    people = {person for pair in there for person in pair}
    assert {mail.user.pk for mail in mailoutbox} <= set(
        Membership.objects.filter(person__in=people).values_list("user", flat=True)
    )


def test_closing_leaves_what_is_open_as_it_is(talk, signed_in):
    write(talk)
    browser, address = signed_in(talk.hr), f"/conversation-cycles/{talk.cycle.pk}/close/"
    assert "1 conversation is not final" in browser.get(address).content.decode()
    assert browser.post(address).status_code == 302
    assert browser.post(address).status_code == 409
    given = {"discussed": "Anders", "version": Report.objects.get().version}
    address = f"/conversations/{talk.conversation.pk}/report/"
    refused = signed_in(talk.line_manager).post(address, given)
    assert refused.status_code == 422
    assert "Anders" in refused.content.decode()
    assert Report.objects.get().discussed == "We spraken over de pers"


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("line_manager", "/conversations/"),
        ("employee", "/conversations/"),
        ("hr", "/conversation-cycles/"),
        ("hr", "/conversation-cycles/{cycle}/"),
    ],
)
def test_a_list_asks_as_much_for_one_as_for_three(talk, signed_in, part, name):
    browser, address = signed_in(getattr(talk, part)), name.format(cycle=talk.cycle.pk)
    Step.objects.filter(pk=talk.step.pk).update(closes_on=timezone.localdate() - timedelta(days=1))
    browser.get(address)
    with count_queries() as one:
        assert browser.get(address).status_code == 200
    for member in (talk.colleague, talk.project_leader):
        make_conversation(talk.step, member.person, talk.line_manager.person, talk.team)
    other = make_cycle(talk.period, "Nog een")
    make_cycle(talk.period, "En nog een")
    make_conversation(make_step(other), talk.employee.person, talk.line_manager.person, talk.team)
    with count_queries() as three:
        assert browser.get(address).status_code == 200
    assert three.count == one.count <= 25


def test_of_finished_ones_the_newest_come_first_and_none_is_out_of_reach(talk, signed_in, monkeypatch):
    monkeypatch.setattr("zichtlijn.conversations.views.talking.PAGE", 2)
    today = timezone.localdate()
    for title, ago in (("Lang geleden", 300), ("Vorig jaar", 200), ("Pas geweest", 40)):
        day = today - timedelta(days=ago)
        step = make_step(talk.cycle, "free", title=title, opens_on=day, closes_on=day)
        made = {"state": "final", "final_on": day}
        make_conversation(step, talk.employee.person, talk.line_manager.person, talk.team, **made)
    browser = signed_in(talk.line_manager)
    assert "Pas geweest" not in browser.get("/conversations/").content.decode()
    first = browser.get("/conversations/?show=all").content.decode()
    assert "Pas geweest" in first
    assert "Lang geleden" not in first
    assert "?show=all&amp;page=2" in first
    second = browser.get("/conversations/?show=all&page=2").content.decode()
    assert second.index("Vorig jaar") < second.index("Lang geleden")


def test_who_comes_after_the_start_is_seen_and_let_in_for_what_is_not_over(draft, signed_in):
    over = make_step(draft.cycle, "planning", opens_on=timezone.localdate() - timedelta(days=90),
                     closes_on=timezone.localdate() - timedelta(days=60))  # fmt: skip
    cycles.start_cycle(draft.cycle, by=draft.hr.actor)
    with pytest.raises(NotNow, match="already"):
        cycles.join_cycle(draft.cycle, by=draft.hr.actor)
    Conversation.objects.filter(employee=draft.employee.person).delete()
    page = signed_in(draft.hr).get(f"/conversation-cycles/{draft.cycle.pk}/").content.decode()
    assert f"/conversation-cycles/{draft.cycle.pk}/join/" in page
    assert cycles.join_cycle(draft.cycle, by=draft.hr.actor) == 1
    made = Conversation.objects.filter(employee=draft.employee.person)
    assert [row.step_id for row in made] == [draft.step.pk]
    assert not made.filter(step=over).exists()
    with pytest.raises(NotAllowed):
        cycles.join_cycle(draft.cycle, by=draft.line_manager.actor)
    Cycle.objects.update(state="closed")
    with pytest.raises(NotNow, match="running"):
        cycles.join_cycle(draft.cycle, by=draft.hr.actor)


def test_W39_a_reminder_speaks_of_one_organisation(talk, mailoutbox):
    """Whoever works in two organisations gets a mail of the one that reminds, with a way into that one."""
    twin = talk.twin
    with in_organisation(twin.organisation):
        Membership.objects.filter(user=twin.employee.user).delete()
        make_member(twin.organisation, Role.EMPLOYEE, user=talk.employee.user, person=twin.employee.person)
    Step.objects.filter(pk=talk.step.pk).update(closes_on=timezone.localdate() + timedelta(days=10))
    send(talk)
    mailoutbox.clear()
    cycles.remind_people(talk.cycle, by=talk.hr.actor)
    (mail,) = [mail for mail in mailoutbox if mail.to == [talk.employee.email]]
    assert mail.organisation == talk.organisation
    assert f"/in/{talk.organisation.slug}/" in mail.body
    assert twin.organisation.name not in mail.body + mail.subject
    assert twin.organisation.slug not in mail.body
