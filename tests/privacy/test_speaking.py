"""Statements and requests for a correction: they stay with what they are about; only their own person makes them."""

import io
import json
import zipfile
from datetime import date, timedelta

import openpyxl
import pytest
from django.core import mail
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.conversations.talk import send, talk
from tests.factories import make_assessment, make_competency, make_framework, sign_in
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.calculations.calendar import month_after
from zichtlijn.conversations import documents
from zichtlijn.conversations.actions import taking, talking
from zichtlijn.exchange.actions.taking_along import take_own_data
from zichtlijn.exchange.own_data import own_data
from zichtlijn.home.queries.my_line import asked_of
from zichtlijn.notices.models import OutgoingMail
from zichtlijn.privacy.actions import speaking
from zichtlijn.privacy.models import Correction, Statement
from zichtlijn.privacy.states import CorrectionState

__all__ = ["talk"]  # a fixture
SAID = "Zo is het niet gegaan"


@pytest.fixture
def spoken(talk):
    """A report that was sent, an assessment that was shared, and a statement with each."""
    send(talk)
    make_framework(talk.organisation)
    talk.assessment = make_assessment(
        talk.employee.person,
        {make_competency(talk.organisation): 3},
        by=talk.line_manager.person,
        shared_on=date(2026, 2, 1),
    )
    for subject, target in (("report", talk.conversation.pk), ("assessment", talk.assessment.pk), ("file", None)):
        speaking.attach_statement(subject, target, text=f"{SAID}: {subject}", by=talk.employee.actor)
    return talk


def places(cast):
    return {
        "report": f"/conversations/{cast.conversation.pk}/",
        "assessment": f"/competencies/assessments/{cast.assessment.pk}/",
        "file": f"/people/{cast.employee.person.pk}/file/",
    }


@pytest.mark.parametrize("subject", ["report", "assessment", "file"])
def test_a_statement_stands_with_its_thing_for_everybody_who_reads_it(spoken, client, subject):
    reader = spoken.hr if subject != "report" else spoken.line_manager
    for member in (spoken.employee, reader):
        assert f"{SAID}: {subject}" in sign_in(client, member).get(places(spoken)[subject]).content.decode()


def test_hr_reads_it_with_a_look_that_is_written_down(spoken, client):
    url = f"/conversations/{spoken.conversation.pk}/"
    client = sign_in(client, spoken.hr)
    assert SAID not in client.get(url).content.decode()
    assert SAID in client.post(f"{url}look/", {"purpose": "Klacht"}).content.decode()


def test_it_stands_on_the_paper(spoken, set_on_paper):
    given = set_on_paper(documents)
    spoken.conversation.refresh_from_db()
    content, _name = taking.take_conversation(spoken.conversation, by=spoken.line_manager.actor)
    assert content[:5] == b"%PDF-"
    assert [row["text"] for row in given["statements"]] == [f"{SAID}: report"]


def test_it_stands_in_the_own_data_with_its_thing_and_by_itself(spoken):
    data = own_data(spoken.employee.actor)
    assert {row["statement"] for row in data["statements"]} == {
        f"{SAID}: {s}" for s in ("report", "assessment", "file")
    }
    assert data["conversations"][0]["statements"] == f"{SAID}: report"
    assert data["competencies"][0]["statements"] == f"{SAID}: assessment"
    assert SAID not in str(own_data(spoken.line_manager.actor))


def test_W64_the_workbook_holds_what_the_pages_say_and_no_hidden_sheet(spoken):
    archive = zipfile.ZipFile(io.BytesIO(take_own_data(by=spoken.employee.actor)))
    book = openpyxl.load_workbook(io.BytesIO(archive.read("my-data.xlsx")))
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    assert not any(cell.comment for sheet in book for row in sheet.iter_rows() for cell in row)
    told = json.loads(archive.read("my-data.json"))["data"]
    assert len(told["kept"]) > 10
    assert spoken.colleague.person.name not in str(told)


def test_it_is_never_changed_and_withdrawing_it_stays_visible(spoken, client):
    statement = Statement.objects.get(subject="report")
    speaking.withdraw_statement(statement, by=spoken.employee.actor)
    text = sign_in(client, spoken.line_manager).get(places(spoken)["report"]).content.decode()
    assert SAID not in text
    assert "Withdrawn on" in text
    with pytest.raises(NotNow):
        speaking.withdraw_statement(statement, by=spoken.employee.actor)
    events = AuditEvent.objects.filter(event__in=[Event.STATEMENT_MADE, Event.STATEMENT_WITHDRAWN])
    assert events.count() == 4
    assert SAID not in str(list(events.values()))


@pytest.mark.parametrize("subject", ["report", "assessment", "file"])
def test_who_withdraws_a_statement_goes_on_where_it_stands(spoken, client, subject):
    statement, browser = Statement.objects.get(subject=subject), sign_in(client, spoken.employee)
    answer = browser.post(f"/my-file/statements/{statement.pk}/withdraw/", follow=True)
    place = "/my-file/" if subject == "file" else places(spoken)[subject]
    assert answer.redirect_chain == [(place, 302)]
    assert "Withdrawn on" in answer.content.decode()


@pytest.mark.parametrize("member", ["line_manager", "hr", "colleague", "administrator"])
def test_W04_nobody_speaks_for_somebody_else(spoken, client, member):
    client = sign_in(client, getattr(spoken, member))
    for subject, pk in (("report", spoken.conversation.pk), ("assessment", spoken.assessment.pk), ("other", 1)):
        assert client.post(f"/my-file/statements/new/{subject}/{pk}/", {"text": "x"}).status_code == 404
    statement = Statement.objects.get(subject="file")
    assert client.post(f"/my-file/statements/{statement.pk}/withdraw/").status_code == 404
    assert Statement.objects.count() == 3


def test_nothing_is_said_about_a_report_that_was_not_sent(talk):
    talking.begin_report(talk.conversation, by=talk.line_manager.actor)
    with pytest.raises(Http404):
        speaking.attach_statement("report", talk.conversation.pk, text="x", by=talk.employee.actor)


def test_the_whole_file_has_no_number(scoped, signed_in):
    browser, address = signed_in(scoped.employee), "/my-file/statements/new/file/1/"
    assert browser.get(address).status_code == 404
    assert browser.post(address, {"text": SAID}).status_code == 404
    with pytest.raises(Http404):
        speaking.attach_statement("file", 1, text=SAID, by=scoped.employee.actor)
    with pytest.raises(Http404):
        speaking.attach_statement("report", None, text=SAID, by=scoped.employee.actor)
    assert not Statement.objects.exists()


def test_R14_a_form_that_is_sent_twice_says_it_once(spoken):
    with pytest.raises(NotNow):
        speaking.attach_statement("file", None, text=f"{SAID}: file", by=spoken.employee.actor)


@pytest.mark.parametrize("form", ["statement", "correction"])
def test_R14_the_same_form_sent_twice_at_once_waits_for_the_first(scoped, form):
    """The person is locked before it is looked whether it was said: else both find nothing."""
    with CaptureQueriesContext(connection) as asked:
        if form == "correction":
            ask(scoped)
        else:
            speaking.attach_statement("file", None, text=SAID, by=scoped.employee.actor)
    told = [query["sql"] for query in asked]
    table = "privacy_correction" if form == "correction" else "privacy_statement"
    looked = next(number for number, sql in enumerate(told) if sql.startswith("SELECT") and table in sql)
    assert 'FROM "organisation_person"' in told[looked - 1]
    if connection.vendor == "postgresql":
        assert "FOR NO KEY UPDATE" in told[looked - 1]


def test_through_the_pages(talk, client):
    client = sign_in(client, talk.employee)
    assert client.post("/my-file/statements/new/", {"text": ""}).status_code == 422
    assert client.post("/my-file/statements/new/", {"text": "Mijn kant"}).status_code == 302
    assert "Mijn kant" in client.get("/my-file/").content.decode()
    assert client.post("/my-file/corrections/new/", {"wrong": "Datum", "right": "1 mei"}).status_code == 302
    text = client.get("/my-file/").content.decode()
    assert "Datum" in text
    correction = Correction.objects.get()
    hr = sign_in(client, talk.hr)
    assert talk.employee.person.name in hr.get("/corrections/").content.decode()
    answered = {"decision": "granted", "reason": "Aangepast"}
    assert hr.post(f"/corrections/{correction.pk}/", answered).status_code == 302
    assert hr.post(f"/corrections/{correction.pk}/", answered).status_code == 422
    assert "Aangepast" in sign_in(client, talk.employee).get("/my-file/").content.decode()


# corrections ------------------------------------------------------------------------------------------------------


def letters():
    """All mail, sent or still to be."""
    return [*mail.outbox, *OutgoingMail.objects.all()]


def ask(cast, member="employee"):
    return speaking.ask_correction(wrong="Datum", right="", by=getattr(cast, member).actor)


def test_a_request_is_decided_within_a_month(scoped):
    assert ask(scoped).due_on == month_after(timezone.localdate())


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 30), date(2028, 2, 29)),
        (date(2026, 12, 15), date(2027, 1, 15)),
        (date(2026, 3, 29), date(2026, 4, 29)),
    ],
)
def test_R15_a_month_is_a_month_of_the_calendar(asked, due):
    assert month_after(asked) == due


@pytest.mark.parametrize("decision", ["granted", "partly", "refused"])
def test_hr_decides_with_a_reason_and_the_person_is_told_where_to_read_it(scoped, decision):
    correction = ask(scoped)
    speaking.decide_correction(correction, decision=decision, reason="Daarom", by=scoped.hr.actor)
    correction.refresh_from_db()
    assert (correction.state, correction.reason, correction.decided_by_name) == (
        decision,
        "Daarom",
        scoped.hr.person.name,
    )
    sent = [letter for letter in letters() if scoped.employee.email in letter.to]
    assert len(sent) == 1
    assert "Daarom" not in sent[0].body
    assert "/my-file/" in sent[0].body


@pytest.mark.parametrize("asker", ["employee", "hr"])
def test_who_decides_gets_mail_and_has_it_among_what_waits_and_the_asker_has_not(scoped, asker):
    correction, today = ask(scoped, asker), timezone.localdate()
    deciders = [member for member in (scoped.hr, scoped.administrator) if member is not getattr(scoped, asker)]
    assert {address for letter in letters() for address in letter.to} == {member.email for member in deciders}
    assert all("Datum" not in letter.body for letter in letters())
    assert all(f"/corrections/{correction.pk}/" in letter.body for letter in letters())
    for member in (scoped.hr, scoped.administrator, scoped.employee, scoped.line_manager):
        waiting = [one for one in asked_of(member.actor, today=today) if one.kind == "correction"]
        assert [(one.pk, one.due_on, one.url) for one in waiting] == (
            [(correction.pk, correction.due_on, f"/corrections/{correction.pk}/")] if member in deciders else []
        )
    by = scoped.administrator.actor
    speaking.decide_correction(correction, decision="granted", reason="Aangepast", by=by)
    assert "correction" not in {one.kind for one in asked_of(scoped.hr.actor, today=today)}


def test_W06_nobody_decides_on_their_own_request(scoped):
    correction = ask(scoped, "hr")
    with pytest.raises(NotAllowed):
        speaking.decide_correction(correction, decision="granted", reason="x", by=scoped.hr.actor)
    correction.refresh_from_db()
    assert correction.state == CorrectionState.ASKED


def test_W29_a_decision_is_for_good(scoped):
    correction = ask(scoped)
    speaking.decide_correction(correction, decision="refused", reason="Klopt", by=scoped.hr.actor)
    for decision in ("granted", "withdrawn", "asked"):
        with pytest.raises(NotNow):
            speaking.decide_correction(correction, decision=decision, reason="x", by=scoped.administrator.actor)
    with pytest.raises(NotNow):
        speaking.withdraw_correction(correction, by=scoped.employee.actor)


def test_a_request_is_taken_back_by_who_made_it(scoped):
    correction = ask(scoped)
    with pytest.raises(NotAllowed):
        speaking.withdraw_correction(correction, by=scoped.hr.actor)
    speaking.withdraw_correction(correction, by=scoped.employee.actor)
    with pytest.raises(NotNow):
        speaking.decide_correction(correction, decision="granted", reason="x", by=scoped.hr.actor)


def test_what_is_late_stands_out(scoped, client):
    correction = ask(scoped)
    Correction.objects.filter(pk=correction.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    assert 'class="late"' in sign_in(client, scoped.hr).get("/corrections/").content.decode()
