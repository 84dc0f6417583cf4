"""Mijn dossier: everything that is kept, what for, how long, and who looked; of nobody else."""

import html
import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from tests.factories import (
    CANARY,
    count_queries,
    make_assessment,
    make_competency,
    make_conversation,
    make_cycle,
    make_development_plan,
    make_framework,
    make_job,
    make_learning_goal,
    make_report,
    make_step,
    make_study_agreement,
    sign_in,
)
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.conversations.actions import talking
from zichtlijn.exchange.own_data import own_data
from zichtlijn.home.queries.my_file import kinds_kept
from zichtlijn.organisation.actions import seen_as
from zichtlijn.organisation.queries.people import LOOKED, THINGS, looks_page
from zichtlijn.privacy.models import Term
from zichtlijn.privacy.policy import rules
from zichtlijn.privacy.queries.terms import class_terms

URL = "/my-file/"


def page_of(client, url=URL):
    response = client.get(url)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


@pytest.fixture
def filled(scoped):
    """A sent report, a shared assessment, and somebody who looked at each."""
    scoped.step = make_step(make_cycle(scoped.period))
    manager = scoped.line_manager.person
    scoped.conversation = make_conversation(scoped.step, scoped.employee.person, manager, scoped.team, state="final")
    make_report(scoped.conversation, manager, discussed="Besproken", sent_at="2026-02-01T10:00Z")
    make_framework(scoped.organisation)
    competency = make_competency(scoped.organisation)
    scoped.assessment = make_assessment(scoped.employee.person, {competency: 3}, by=manager, shared_on=date(2026, 2, 1))
    return scoped


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_kind_of_personal_data_stands_there_with_its_purpose_and_term(filled, client, language):
    filled.employee.user.language = language
    filled.employee.user.save()
    text = page_of(sign_in(client, filled.employee))
    with translation.override(language):
        for rule in rules().values():
            if rule.personal:
                assert rule.label in text
                assert rule.why in text
                assert rule.then in text
    assert ("2 jaar na vertrek" if language == "nl" else "2 years after leaving") in text


def test_the_term_of_the_organisation_stands_there(filled, client):
    Term.objects.create(organisation=filled.organisation, data_class="conversation", years=5)
    assert "5 years after leaving" in page_of(sign_in(client, filled.employee))


@pytest.mark.parametrize("years", [1, 5])
def test_what_has_the_term_of_the_person_tells_the_years_that_hold_here_and_that_it_waits(filled, client, years):
    """The account, what one contributed and what one said go with the person, and not before anything else of them."""
    Term.objects.create(organisation=filled.organisation, data_class="person", years=years)
    count = "1 year" if years == 1 else "5 years"
    with translation.override("en"):
        told = {term.rule.name: term.kept for term in class_terms()}
        for name in ("person", "account", "secret", "contribution", "statement"):
            assert told[name] == f"{count} after leaving, or as long as anything else about them is kept", name
        assert told["conversation"] == told["appraisal"] == "2 years after leaving"
        assert told["equal_pay"] == rules()["equal_pay"].keep
        assert told["trail"].startswith("7 years after the event")
        downloaded = own_data(filled.employee.actor)["kept"]
        assert {row["kind"]: row["kept"] for row in downloaded} == {
            term.rule.label: term.kept for term in class_terms()
        }
        (log,) = [row for row in downloaded if row["kind"] == rules()["trail"].label]
    assert log["years after leaving, in this organisation"] is None
    assert log["years after the event, in this organisation"] == 7
    for member, url in ((filled.employee, URL), (filled.hr, "/retention/")):
        assert "2 years after the person left" not in page_of(sign_in(client, member), url)
        assert f"{count} after leaving, or as long as" in page_of(client, url)


def test_what_is_counted_is_there_and_linked(filled, client):
    counts = {kind.term.rule.name: kind.count for kind in kinds_kept(filled.employee.actor)}
    assert counts["conversation"] == counts["assessment"] == counts["person"] == 1
    assert counts["personal_objective"] == 2
    assert counts["contribution"] == 2
    text = page_of(sign_in(client, filled.employee))
    for url in (
        reverse("conversations:conversation", args=[filled.conversation.pk]),
        reverse("competencies:assessment", args=[filled.assessment.pk]),
        reverse("objectives:objective", args=[filled.personal.pk]),
        reverse("organisation:file", args=[filled.employee.person.pk]),
    ):
        assert url in text


@pytest.mark.parametrize(("state", "count"), [("draft", 0), ("offered", 1)])
def test_study_costs_count_once_they_are_offered(filled, state, count):
    make_study_agreement(filled.employee.person, filled.line_manager.person, state=state)
    counts = {kind.term.rule.name: kind.count for kind in kinds_kept(filled.employee.actor)}
    assert counts["development"] == count


def test_kinds_of_which_nothing_is_kept_are_folded_under_their_number(filled, client):
    text = page_of(sign_in(client, filled.works_council))
    counts = {kind.term.rule.label: kind.count for kind in kinds_kept(filled.works_council.actor)}
    shown, folded = text.split("Kinds of which nothing is kept")
    assert re.match(r' <span class="count">(\d+)<', folded)[1] == str(list(counts.values()).count(0))
    for label, count in counts.items():
        assert f">{html.escape(label)}<" in (folded if count == 0 else shown), label


def test_what_is_counted_together_is_told_apart(filled, client):
    plan = make_development_plan(filled.employee.person)
    make_learning_goal(plan, "Eén")
    make_learning_goal(plan, "Twee")
    make_study_agreement(filled.employee.person, filled.line_manager.person, state="offered")
    text = page_of(sign_in(client, filled.employee))
    assert "plans: 1 · development goals: 2 · agreements on study costs: 1" in text


def test_W31_nothing_of_anybody_else_is_shown_or_counted(filled, client):
    assert filled.twin
    for member in (filled.works_council, filled.administrator, filled.other_manager):
        counts = {kind.term.rule.name: kind.count for kind in kinds_kept(member.actor)}
        assert counts["conversation"] == counts["assessment"] == counts["personal_objective"] == 0
        text = page_of(sign_in(client, member))
        assert CANARY not in text
        assert filled.personal.title not in text
        assert filled.employee.person.name not in text


def reads(cast):
    """Every way to what is kept of the employee: who reads it, and how. Each writes one line."""
    person = cast.employee.person.pk
    return [
        ("hr", "get", reverse("organisation:file", args=[person]), {}),
        ("hr", "get", reverse("organisation:change_person", args=[person]), {}),
        ("hr", "get", reverse("competencies:person", args=[person]), {}),
        ("hr", "get", reverse("competencies:assessment", args=[cast.assessment.pk]), {}),
        ("line_manager", "get", reverse("competencies:person", args=[person]), {}),
        ("hr", "get", reverse("home:line_of", args=[person]), {}),
        ("hr", "get", reverse("objectives:objective", args=[cast.personal.pk]), {}),
        ("hr", "post", reverse("conversations:look", args=[cast.conversation.pk]), {"purpose": "Klacht"}),
        ("line_manager", "post", reverse("conversations:take", args=[cast.conversation.pk]), {"form": "pdf"}),
        ("hr", "get", reverse("objectives:alignment"), {}),
        ("line_manager", "get", reverse("objectives:edit", args=[cast.personal.pk]), {}),
        ("employee", "post", reverse("exchange:my_data"), {}),
    ]


@pytest.mark.parametrize("number", range(12))
def test_every_way_to_somebodys_file_writes_exactly_one_line(filled, client, number):
    who, method, url, data = reads(filled)[number]
    client = sign_in(client, getattr(filled, who))
    before = AuditEvent.objects.filter(about_person_id=filled.employee.person.pk).count()
    response = getattr(client, method)(url, data) if data else getattr(client, method)(url)
    assert response.status_code == 200
    lines = AuditEvent.objects.filter(about_person_id=filled.employee.person.pk).order_by("-sequence")
    assert lines.count() == before + 1
    if who != "employee":
        assert lines[0].event in LOOKED
        assert lines[0].detail["role"]
        assert lines[0].detail["purpose"]


@pytest.mark.parametrize("member", ["employee"])
@pytest.mark.parametrize("url", ["organisation:file", "competencies:person", "competencies:mine", "home:my_file"])
def test_ones_own_look_is_no_look(filled, client, member, url):
    person = getattr(filled, member).person
    where = reverse(url) if url in {"competencies:mine", "home:my_file"} else reverse(url, args=[person.pk])
    assert sign_in(client, getattr(filled, member)).get(where).status_code == 200
    assert not AuditEvent.objects.filter(event__in=LOOKED).exists()


def test_who_looked_is_told_by_role_and_purpose_and_never_by_name(filled, client):
    sign_in(client, filled.hr).get(reverse("organisation:file", args=[filled.employee.person.pk]))
    talking.look_at_conversation(filled.conversation, purpose="Een klacht", by=filled.hr.actor)
    text = page_of(sign_in(client, filled.employee))
    assert "Een klacht" in text
    assert "keeping personnel records" in text
    assert filled.hr.person.name not in text
    text = page_of(client, f"{URL}?looked=conversation")
    assert "Een klacht" in text
    assert "keeping personnel records" not in text


@pytest.mark.parametrize("kind", THINGS)
def test_looks_are_told_apart_by_kind(filled, kind):
    by, person = filled.hr.actor, filled.employee.person
    looked = [kind for kind in THINGS if kind not in ("objective", "conversation", "paper")]
    for what in looked:
        audit.record(Event.PERSON_SEEN, on=person, by=by, about=person.pk, detail={"what": what})
    audit.record(Event.OBJECTIVE_SEEN, on=filled.personal, by=by, about=person.pk)
    talk = filled.conversation
    audit.record(Event.CONVERSATION_SEEN, on=talk, by=by, about=person.pk, detail={"what": "conversation"})
    audit.record(Event.LIST_EXPORTED, on=talk, by=by, about=person.pk, detail={"list": "conversation"})
    with translation.override("en"):
        (look,) = looks_page(person, not_by=None, kind=kind).looks
        assert look.what == str(THINGS[kind])
        assert len(looks_page(person, not_by=None).looks) == len(THINGS)


@pytest.mark.parametrize(
    ("paper", "kind", "words"),
    [
        ("conversation", "paper", "the report of a conversation, on paper"),
        ("development_plan", "development_plan", "your development plan, on paper"),
        ("study_agreement", "study_agreement", "your study costs, on paper"),
        ("feedback", "feedback", "the result of your 360 feedback, on paper"),
        ("appraisal", "appraisal", "your appraisal, on paper"),
        ("reward_letter", "rewards", "your salary and rewards, on paper"),
        ("promotion_letter", "rewards", "your salary and rewards, on paper"),
    ],
)
def test_what_was_taken_on_paper_is_told_for_what_it_is(filled, paper, kind, words):
    person = filled.employee.person
    detail = {"list": paper, "format": "pdf"} | seen_as(filled.line_manager.actor, person, what="file")
    audit.record(Event.LIST_EXPORTED, on=person, by=filled.line_manager.actor, about=person.pk, detail=detail)
    with translation.override("en"):
        for asked in THINGS:
            found = looks_page(person, not_by=None, kind=asked).looks
            told = [(look.what, look.role, look.purpose) for look in found]
            assert told == ([(words, "the line above you", "leading")] if asked == kind else [])


def test_a_plan_that_the_manager_downloads_says_in_which_role(filled, client, set_on_paper):
    from zichtlijn.development import documents

    set_on_paper(documents)
    plan = make_development_plan(filled.employee.person)
    make_learning_goal(plan, shared=True)
    url = reverse("development:take", args=[filled.employee.person.pk])
    assert sign_in(client, filled.line_manager).post(url, {"form": "pdf"}).status_code == 200
    text = page_of(sign_in(client, filled.employee))
    assert "your development plan, on paper" in text
    assert "the line above you" in text


def test_many_looks_are_paged(filled, client):
    person = filled.employee.person
    detail = {"what": "file", "role": "hr", "purpose": "administration"}
    lines = [(Event.PERSON_SEEN, person, person.pk, detail)] * 45
    audit.record_many(lines, by=filled.hr.actor)
    sizes, after = [], ""
    while True:
        page = looks_page(person, not_by=filled.employee.user.pk, after=after)
        sizes.append(len(page.looks))
        if page.next_key is None:
            break
        after = str(page.next_key)
    assert sizes == [20, 20, 5]
    assert sign_in(client, filled.employee).get(f"{URL}?after=x").status_code == 200


def test_the_number_of_questions_stays_the_same_however_much_there_is(filled, client):
    client = sign_in(client, filled.employee)
    client.get(URL)
    with count_queries() as few:
        client.get(URL)
    for number in range(12):
        step = make_step(make_cycle(filled.period, f"Ronde {number}"))
        make_conversation(step, filled.employee.person, filled.line_manager.person, filled.team)
        make_assessment(filled.employee.person, {}, by=filled.line_manager.person, shared_on=date(2026, 1, number + 1))
        audit.record(Event.PERSON_SEEN, on=filled.employee.person, by=filled.hr.actor, about=filled.employee.person.pk)
    with count_queries() as many:
        client.get(URL)
    assert many.count == few.count <= 25


def test_W38_a_file_that_was_made_is_for_who_asked_for_it(filled, client):
    job = make_job(filled.organisation, "export", asked_by=filled.hr.user, file_name="lijst.xlsx")
    for member in (filled.employee, filled.consultant, filled.administrator):
        assert sign_in(client, member).get(f"/jobs/{job.pk}/file/").status_code == 404
    assert sign_in(client, filled.employee).get(reverse("exchange:my_data")).status_code == 405


def test_the_page_of_a_consultant_says_what_is_kept_of_the_account(filled, client):
    text = page_of(sign_in(client, filled.consultant))
    assert "Account" in text
    assert reverse("privacy:ask_correction") not in text


@pytest.mark.parametrize("name", ["user", "as", "person", "employee", "id"])
def test_W12_asking_for_somebody_else_by_the_address_changes_nothing(filled, client, name):
    sign_in(client, filled.employee)
    own = page_of(client)
    for number in (filled.colleague.person.pk, filled.colleague.user.pk):
        other = page_of(client, f"{URL}?{name}={number}")
        assert filled.colleague.person.name not in other
        assert filled.employee.person.name in other
        assert other.count("<tr>") == own.count("<tr>")
