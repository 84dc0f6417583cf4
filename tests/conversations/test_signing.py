"""What is signed is what was read, and a report never gets lost between two managers."""

import pytest

from tests.conversations.talk import answer, hand_over, send, state, url, write
from tests.factories import make_conversation, make_report, make_step
from zichtlijn.access.refusals import EditConflict, NotNow
from zichtlijn.conversations.actions import agreements, talking
from zichtlijn.conversations.models import Report


def again(talk, **texts):
    """The report that is taken back, with these words, and sent once more."""
    talking.take_back_report(talk.conversation, by=talk.line_manager.actor)
    report = write(talk, **texts)
    talking.send_report(talk.conversation, version=report.version, by=talk.line_manager.actor)


@pytest.mark.parametrize("texts", [{"discussed": "Anders"}, {}])
def test_what_was_read_is_what_is_signed(talk, signed_in, texts):
    report = send(talk)
    again(talk, **texts)
    given = {"answer": "agreed", "remarks": "Mijn woorden", "version": report.version}
    refused = signed_in(talk.employee).post(url(talk, "answer"), given)
    assert refused.status_code == 422
    assert "changed after you opened it" in refused.content.decode()
    assert "Mijn woorden" in refused.content.decode()
    assert state(talk) == "sent"
    answer(talk)
    assert state(talk) == "answered"


def test_W29_an_agreement_that_was_changed_is_not_signed_unread(talk):
    report = write(talk)
    fields = {"kind": "result", "text": "Elke week meten", "weight": 100}
    made = agreements.add_agreement(talk.conversation, **fields, by=talk.line_manager.actor)
    talking.send_report(talk.conversation, version=report.version, by=talk.line_manager.actor)
    talking.take_back_report(talk.conversation, by=talk.line_manager.actor)
    changes = {"text": "Elke dag meten"}
    agreements.change_agreement(made, changes, version=made.version, by=talk.line_manager.actor)
    now = Report.objects.get()
    talking.send_report(talk.conversation, version=now.version, by=talk.line_manager.actor)
    with pytest.raises(NotNow, match="changed after"):
        talking.answer_report(
            talk.conversation, answer="agreed", remarks="", version=report.version, by=talk.employee.actor
        )


def test_a_form_of_before_it_was_taken_back_says_what_happened(talk):
    """Whoever wrote it and goes on in an old tab loses nothing, and overwrites nothing."""
    report = send(talk)
    talking.take_back_report(talk.conversation, by=talk.line_manager.actor)
    same = {"discussed": report.discussed, "conclusion": report.conclusion}
    kept = talking.write_report(talk.conversation, same, version=report.version, by=talk.line_manager.actor)
    assert kept.version == report.version + 1
    with pytest.raises(EditConflict) as refused:
        talking.write_report(
            talk.conversation, same | {"discussed": "Anders"}, version=report.version, by=talk.line_manager.actor
        )
    assert refused.value.version == kept.version
    with pytest.raises(NotNow, match="Read it again"):
        talking.send_report(talk.conversation, version=report.version, by=talk.line_manager.actor)


def test_W10_the_manager_of_now_writes_on_in_a_report_that_an_earlier_one_sent(talk, signed_in):
    report = send(talk, discussed="Wat de eerste schreef")
    hand_over(talk)
    assert signed_in(talk.other_manager).post(url(talk, "take_back")).status_code == 302
    shown = signed_in(talk.other_manager).get(url(talk, "report"))
    assert "Wat de eerste schreef" in shown.content.decode()
    report.refresh_from_db()
    assert (report.writer, report.writer_name) == (talk.other_manager.person, talk.other_manager.person.name)
    assert signed_in(talk.line_manager).get(url(talk, "report")).status_code == 404
    talking.send_report(talk.conversation, version=report.version, by=talk.other_manager.actor)
    answer(talk)
    talking.finish_conversation(talk.conversation, by=talk.other_manager.actor)
    assert state(talk) == "final"


def test_a_draft_of_before_gives_way_to_the_report_that_is_taken_over(talk):
    make_report(talk.conversation, talk.other_manager.person, discussed="Van eerder")
    send(talk, discussed="Wat verstuurd was")
    hand_over(talk)
    talking.take_back_report(talk.conversation, by=talk.other_manager.actor)
    assert [row.discussed for row in Report.objects.all()] == ["Wat verstuurd was"]


def test_an_employee_takes_their_own_report_back_whoever_is_manager(talk):
    talk.conversation = make_conversation(
        make_step(talk.cycle, "free"), talk.employee.person, talk.line_manager.person, talk.team
    )
    report = send(talk, by="employee")
    hand_over(talk)
    talking.take_back_report(talk.conversation, by=talk.employee.actor)
    report.refresh_from_db()
    assert report.writer == talk.employee.person


@pytest.mark.parametrize("htmx", [True, False])
def test_R13_what_one_types_while_the_report_is_sent_stays(talk, signed_in, htmx):
    """Both who prepares and who writes the report in another tab read why it is not kept, and lose no word."""
    send(talk)
    typed = {"looking_back": "Mijn jaar", "looking_ahead": "", "needs": "", "version": 1}
    written = {"discussed": "Nog een zin", "conclusion": "", "version": 2}
    for member, name, given in ((talk.employee, "prepare", typed), (talk.line_manager, "report", written)):
        refused = signed_in(member).post(url(talk, name), given, htmx=htmx)
        shown = refused.content.decode()
        assert refused.status_code == (409 if htmx else 422)
        assert "The report has been sent" in shown
        assert f'name="version" value="{given["version"]}"' in shown
        if htmx:
            assert shown.startswith('<div id="kept"')
        else:
            assert next(iter(given.values())) in shown
    assert not talk.conversation.preparations.exists()
