"""One conversation from preparing to final: who holds the pen, what each may read, and what is never lost."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.conversations.talk import answer, hand_over, send, state, url, write
from tests.factories import make_agreement, make_conversation, make_cycle, make_report, make_step
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.conversations import states
from zichtlijn.conversations.actions import agreements, cycles, talking
from zichtlijn.conversations.models import Agreement, AgreementAnswer, Conversation, Preparation, Report
from zichtlijn.conversations.permissions import holds_pen
from zichtlijn.conversations.queries.pages import open_agreements
from zichtlijn.organisation.models import Placement

SECRET = "geheim-van-een-van-beiden"
TEXTS = {"looking_back": SECRET, "looking_ahead": "", "needs": ""}


def test_the_whole_way(talk):
    talking.write_preparation(talk.conversation, TEXTS, version=1, by=talk.employee.actor)
    assert state(talk) == "preparing"
    write(talk)
    assert state(talk) == "writing"
    report = Report.objects.get()
    talking.send_report(talk.conversation, version=report.version, by=talk.line_manager.actor)
    assert state(talk) == "sent"
    answer(talk, kind="seen", remarks="Ik zie het anders")
    assert state(talk) == "answered"
    talking.finish_conversation(talk.conversation, by=talk.line_manager.actor)
    assert state(talk) == "final"
    assert talk.conversation.final_on == timezone.localdate()
    report.refresh_from_db()
    assert (report.answer, report.remarks, report.answered_by_name) == (
        "seen",
        "Ik zie het anders",
        talk.employee.person.name,
    )
    told = AuditEvent.objects.filter(on_type="conversation").order_by("sequence")
    assert list(told.values_list("event", flat=True))[-3:] == ["report_sent", "report_answered", "conversation_final"]
    assert SECRET not in str(list(AuditEvent.objects.values()))


@pytest.mark.parametrize("kind", states.Kind.values)
@pytest.mark.parametrize("name", list(states.MOVES["planning"]))
@pytest.mark.parametrize("side", states.Side.values)
@pytest.mark.parametrize("is_sender", [True, False])
def test_who_holds_the_pen_is_what_the_table_says(kind, name, side, is_sender):
    pen = states.MOVES[kind][name].pen
    expected = {
        "either": True,
        "manager": side == "manager",
        "employee": side == "employee",
        "sender": is_sender,
        "receiver": not is_sender,
    }
    assert holds_pen(pen, side, is_sender=is_sender) is expected[pen]


def test_W06_the_employee_neither_writes_nor_finishes_the_report(talk, signed_in):
    with pytest.raises(NotAllowed, match="manager"):
        talking.begin_report(talk.conversation, by=talk.employee.actor)
    send(talk)
    answer(talk)
    assert signed_in(talk.employee).post(url(talk, "finish")).status_code == 403
    assert state(talk) == "answered"
    with pytest.raises(NotAllowed, match="answers"):
        answer(talk, by="line_manager")


@pytest.mark.parametrize("move", ["finish", "answer", "take_back", "send"])
@pytest.mark.parametrize("at", ["planned", "preparing", "final"])
def test_W29_a_jump_by_hand_is_409_and_changes_nothing(talk, signed_in, move, at):
    Conversation.objects.filter(pk=talk.conversation.pk).update(state=at)
    make_report(talk.conversation, talk.line_manager.person, sent_at=timezone.now() if at == "final" else None)
    member = talk.employee if move == "answer" else talk.line_manager
    given = {"version": 1, "answer": "seen"}
    assert signed_in(member).post(url(talk, move), given).status_code in (409, 422)
    assert state(talk) == at


def test_W07_a_link_from_a_mail_carries_no_authority(talk, signed_in, mailoutbox):
    send(talk, discussed=SECRET)
    (mail,) = mailoutbox
    assert url(talk) in mail.body
    assert SECRET not in mail.body + mail.subject
    assert talk.employee.person.name not in mail.subject
    for part in ("colleague", "other_manager", "director", "administrator", "works_council", "consultant"):
        assert signed_in(getattr(talk, part)).get(url(talk)).status_code == 404


def test_W08_what_one_prepares_is_nowhere_before_it_is_shared(talk, signed_in):
    talking.write_preparation(talk.conversation, TEXTS, version=1, by=talk.line_manager.actor)
    write(talk, discussed=SECRET, conclusion=SECRET)
    report = Report.objects.get()
    make_agreement(report, SECRET)
    for part in ("employee", "hr", "director", "administrator"):
        browser = signed_in(getattr(talk, part))
        for address in (url(talk), url(talk, "prepare"), url(talk, "report"), "/conversations/", "/data/export/own/"):
            assert SECRET not in browser.get(address, follow=True).content.decode()
            assert SECRET not in browser.get(address, htmx=True).content.decode()
        assert SECRET not in browser.get("/search/", {"q": SECRET[:6]}, follow=True).content.decode()
        assert SECRET not in browser.post(url(talk, "look"), {"purpose": "Kijken"}).content.decode()
        assert browser.post(url(talk, "take"), {"form": "pdf"}).status_code == 404
    assert not hasattr(Preparation, "history")
    assert not hasattr(Report, "history")
    talking.share_preparation(talk.conversation, by=talk.line_manager.actor)
    assert SECRET in signed_in(talk.employee).get(url(talk)).content.decode()


def test_W10_who_leads_follows_the_placements(talk, signed_in):
    """After a move the open conversation is with the new manager; what was final stays with the earlier one."""
    today = timezone.localdate()
    old_step = make_step(talk.cycle, opens_on=today - timedelta(days=200), closes_on=today - timedelta(days=150))
    old = make_conversation(
        old_step,
        talk.employee.person,
        talk.line_manager.person,
        talk.team,
        state="final",
        final_on=today - timedelta(days=100),
    )
    make_report(old, talk.line_manager.person, sent_at=timezone.now() - timedelta(days=101))
    write(talk, discussed=SECRET)
    hand_over(talk)
    earlier, later = signed_in(talk.line_manager), signed_in(talk.other_manager)
    assert earlier.get(url(talk)).status_code == 404
    assert earlier.post(url(talk, "report")).status_code == 404
    assert earlier.get(f"/conversations/{old.pk}/").status_code == 200
    assert later.get(f"/conversations/{old.pk}/").status_code == 404
    shown = later.get(url(talk))
    assert shown.status_code == 200
    assert SECRET not in shown.content.decode()
    send(talk, by="other_manager")
    assert Conversation.objects.get(pk=talk.conversation.pk).manager == talk.other_manager.person


def test_W13_the_file_answers_as_the_page_does(talk, signed_in):
    send(talk)
    for part in ("employee", "line_manager"):
        answered = signed_in(getattr(talk, part)).post(url(talk, "take"), {"form": "pdf"})
        assert answered.content.startswith(b"%PDF")
    for part in ("colleague", "other_manager", "hr", "director", "administrator"):
        assert signed_in(getattr(talk, part)).post(url(talk, "take"), {"form": "pdf"}).status_code == 404


def test_W17_one_foreign_agreement_among_own_refuses_them_all(talk):
    own = make_final_agreement(talk, talk.employee)
    foreign = make_final_agreement(talk, talk.colleague)
    given = {own.pk: ("kept", ""), foreign.pk: ("kept", "")}
    with pytest.raises(NotNow):
        agreements.answer_agreements(talk.conversation, given, by=talk.line_manager.actor)
    assert not AgreementAnswer.objects.exists()


def make_final_agreement(cast, member, **fields):
    today = timezone.localdate()
    step = make_step(cast.cycle, "planning", opens_on=today - timedelta(days=90), closes_on=today - timedelta(days=60))
    earlier = make_conversation(
        step, member.person, cast.line_manager.person, cast.team, state="final", final_on=today - timedelta(days=70)
    )
    report = make_report(earlier, cast.line_manager.person, sent_at=timezone.now() - timedelta(days=71))
    return make_agreement(report, "Elke week meten", **fields)


def test_W18_in_a_closed_cycle_nothing_changes_and_the_same_people_read(talk, signed_in):
    send(talk)
    cycles.close_cycle(talk.cycle, by=talk.hr.actor)
    assert signed_in(talk.employee).get(url(talk)).status_code == 200
    assert signed_in(talk.colleague).get(url(talk)).status_code == 404
    given = {"answer": "seen", "version": Report.objects.get().version}
    assert signed_in(talk.employee).post(url(talk, "answer"), given).status_code in (409, 422)
    assert state(talk) == "sent"


def test_W26_hr_of_another_organisation_knows_nothing_of_it(talk, signed_in):
    for member in (talk.twin.hr, talk.twin.administrator):
        browser = signed_in(member)
        for name in ("conversation", "prepare", "report", "answer", "finish"):
            assert browser.get(url(talk, name)).status_code == 404
        assert browser.post(url(talk, "look"), {"purpose": "Kijken"}).status_code == 404


def test_what_keeps_itself_can_be_sent_at_once(talk, signed_in):
    report = write(talk, discussed="")
    browser = signed_in(talk.line_manager)
    assert "Before you can send it" in browser.get(url(talk, "report")).content.decode()
    kept = browser.post(url(talk, "report"), {"discussed": "Nu wel", "version": report.version}, htmx=True)
    shown = kept.content.decode()
    assert "Before you can send it" not in shown
    version = report.version + 1
    assert f'name="version" value="{version}"' in shown.partition("send-box")[2]
    assert browser.post(url(talk, "send"), {"version": version}).status_code == 302
    assert state(talk) == "sent"


def test_W23_every_form_carries_its_token_also_in_a_fragment(talk, signed_in):
    report = write(talk)
    make_agreement(report)
    browser = signed_in(talk.line_manager)
    kept = browser.post(url(talk, "report"), {"discussed": "Nog meer", "version": report.version}, htmx=True)
    for shown in (browser.get(url(talk, "report")), kept):
        text = shown.content.decode()
        main = text.partition("<main")[2].partition("</main>")[0] or text
        forms = re.findall(r"<form[^>]*method=.post.*?</form>", main, re.DOTALL)
        assert forms
        assert all("csrfmiddlewaretoken" in form for form in forms)


def test_the_term_must_be_over_before_it_is_final_without_an_answer(talk):
    report = send(talk)
    with pytest.raises(NotNow, match="term"):
        talking.finish_conversation(talk.conversation, by=talk.line_manager.actor)
    Report.objects.filter(pk=report.pk).update(respond_by=timezone.localdate() - timedelta(days=1))
    talking.finish_conversation(talk.conversation, by=talk.line_manager.actor)
    assert state(talk) == "final"


def test_final_is_only_added_to_by_both(talk):
    send(talk)
    with pytest.raises(NotNow):
        talking.add_addendum(talk.conversation, "Nog iets", by=talk.employee.actor)
    answer(talk)
    talking.finish_conversation(talk.conversation, by=talk.line_manager.actor)
    with pytest.raises(NotNow):
        write(talk)
    talking.add_addendum(talk.conversation, "Nog iets", by=talk.employee.actor)
    talking.add_addendum(talk.conversation, "Ook nog", by=talk.line_manager.actor)
    with pytest.raises(NotAllowed):
        talking.add_addendum(talk.conversation, "Nee", by=talk.hr.actor)
    assert [row.text for row in talk.conversation.addenda.all()] == ["Nog iets", "Ook nog"]


def test_open_agreements_are_carried_into_the_next_conversation_and_answered_there(talk, signed_in):
    agreement = make_final_agreement(talk, talk.employee, due_on=timezone.localdate() - timedelta(days=1))
    assert open_agreements(talk.conversation) == [agreement]
    report = write(talk)
    with pytest.raises(NotNow, match="earlier agreement"):
        talking.send_report(talk.conversation, version=report.version, by=talk.line_manager.actor)
    browser = signed_in(talk.line_manager)
    given = {f"outcome_{agreement.pk}": "partly", f"remark_{agreement.pk}": "Halve weken"}
    assert browser.post(url(talk, "answer_agreements"), given).status_code == 302
    talking.send_report(talk.conversation, version=report.version, by=talk.line_manager.actor)
    shown = signed_in(talk.employee).get(url(talk)).content.decode()
    assert "Halve weken" in shown
    later = make_step(talk.cycle, "free")
    assert open_agreements(make_conversation(later, talk.employee.person, None, talk.team)) == []


def test_what_another_report_said_first_of_an_agreement_is_not_sent_along(talk):
    """The writer sees it no more, and cannot change it."""
    gone, still = (make_final_agreement(talk, talk.employee) for _one in range(2))
    report, by = write(talk), talk.line_manager.actor
    agreements.answer_agreements(talk.conversation, {gone.pk: ("not", "Nee"), still.pk: ("kept", "")}, by=by)
    other = make_conversation(
        make_step(talk.cycle, "free"), talk.employee.person, talk.line_manager.person, talk.team, state="sent"
    )
    AgreementAnswer.objects.create(
        organisation=talk.organisation,
        report=make_report(other, talk.line_manager.person, sent_at=timezone.now()),
        agreement=gone,
        outcome="kept",
    )
    talking.send_report(talk.conversation, version=report.version, by=by)
    assert [row.agreement for row in report.agreement_answers.all()] == [still]


def test_what_came_of_earlier_agreements_keeps_itself(talk, signed_in):
    agreement = make_final_agreement(talk, talk.employee, due_on=timezone.localdate() - timedelta(days=1))
    write(talk)
    browser, at = signed_in(talk.line_manager), url(talk, "answer_agreements")
    page = browser.get(url(talk, "report")).content.decode()
    form = page[page.index(f'action="{at}"') :].partition(">")[0]
    assert f'hx-post="{at}"' in form
    assert 'data-autosave="typing"' in form
    remark = {f"outcome_{agreement.pk}": "", f"remark_{agreement.pk}": "Halve weken"}
    refused = browser.post(at, remark, htmx=True)
    assert refused.status_code == 422
    assert "Choose what came of it" in refused.content.decode()
    kept = browser.post(at, remark | {f"outcome_{agreement.pk}": "partly"}, htmx=True)
    assert kept.status_code == 200
    assert "Before you can send it" not in kept.content.decode()
    assert 'id="send-box"' in kept.content.decode()
    assert AgreementAnswer.objects.get().remark == "Halve weken"


def test_an_agreement_points_at_an_objective_and_weights_add_up(talk, signed_in):
    write(talk)
    browser = signed_in(talk.line_manager)
    given = {"kind": "result", "text": "Pers schoon", "weight": 60, "version": 1, "objective": talk.personal.pk}
    assert browser.post(url(talk, "add_agreement"), given).status_code == 302
    made = Agreement.objects.get()
    assert made.objective == talk.personal
    with pytest.raises(NotNow, match="60%"):
        talking.send_report(talk.conversation, version=Report.objects.get().version, by=talk.line_manager.actor)
    assert browser.post(url(talk, "add_agreement"), given | {"kind": "development"}).status_code == 422
    assert browser.post(url(talk, "add_agreement"), given | {"weight": "veel", "text": "Blijft"}).status_code == 422
    address = f"/conversations/agreements/{made.pk}/"
    assert browser.get(address).status_code == 200
    assert signed_in(talk.employee).get(address).status_code == 404
    assert browser.post(address, given | {"weight": 100}).status_code == 302
    talking.send_report(talk.conversation, version=Report.objects.get().version, by=talk.line_manager.actor)
    with pytest.raises(NotNow):
        agreements.remove_agreement(made, by=talk.line_manager.actor)


def test_an_agreement_keeps_its_objective_that_was_dropped_since(talk, signed_in):
    made = make_agreement(write(talk), "Pers schoon", objective=talk.personal)
    type(talk.personal).objects.filter(pk=talk.personal.pk).update(state="dropped")
    browser, address = signed_in(talk.line_manager), f"/conversations/agreements/{made.pk}/"
    assert talk.personal.title in browser.get(address).content.decode()
    given = {"kind": "result", "text": "Pers heel schoon", "version": 1, "objective": talk.personal.pk}
    assert browser.post(address, given).status_code == 302
    made.refresh_from_db()
    assert (made.text, made.objective) == ("Pers heel schoon", talk.personal)


def test_in_an_open_conversation_either_writes_and_the_other_answers(talk):
    talk.conversation = make_conversation(
        make_step(talk.cycle, "free"), talk.employee.person, talk.line_manager.person, talk.team
    )
    send(talk, by="employee")
    with pytest.raises(NotAllowed):
        answer(talk, by="employee")
    answer(talk, by="line_manager")
    with pytest.raises(NotAllowed):
        talking.finish_conversation(talk.conversation, by=talk.line_manager.actor)
    talking.finish_conversation(talk.conversation, by=talk.employee.actor)
    assert state(talk) == "final"


def test_one_of_both_writes_an_open_conversation(talk):
    talk.conversation = make_conversation(
        make_step(talk.cycle, "free"), talk.employee.person, talk.line_manager.person, talk.team
    )
    write(talk, by="employee")
    with pytest.raises(NotNow, match="other side"):
        write(talk, by="line_manager")


def test_who_began_an_open_conversation_by_mistake_leaves_it_to_the_other(talk, signed_in):
    talk.conversation = make_conversation(
        make_step(talk.cycle, "free"), talk.employee.person, talk.line_manager.person, talk.team
    )
    make_agreement(write(talk, by="employee"))
    employee, manager = signed_in(talk.employee), signed_in(talk.line_manager)
    shown = manager.get(url(talk)).content.decode()
    assert f"{talk.employee.person.name} is writing it." in shown
    assert "Write the report" not in shown
    assert "Leave it to the other" not in shown
    assert manager.get(url(talk, "report")).status_code == 302
    assert manager.post(url(talk, "leave")).status_code == 409
    assert "Leave it to the other" in employee.get(url(talk)).content.decode()
    assert employee.post(url(talk, "leave")).status_code == 302
    assert (state(talk), Report.objects.count(), Agreement.objects.count()) == ("preparing", 0, 0)
    assert AuditEvent.objects.filter(event=Event.REPORT_LEFT, about_person_id=talk.employee.person.pk).count() == 1
    assert "Write the report" in employee.get(url(talk)).content.decode()
    send(talk)
    assert employee.post(url(talk, "leave")).status_code == 409
    assert manager.post(url(talk, "leave")).status_code == 409
    assert state(talk) == "sent"


def test_only_of_an_open_conversation_the_report_is_left_to_the_other(talk):
    write(talk)
    with pytest.raises(NotNow, match="open conversation"):
        talking.leave_report(talk.conversation, by=talk.line_manager.actor)
    assert Report.objects.exists()


def test_before_it_opens_nothing_is_written(talk):
    tomorrow = timezone.localdate() + timedelta(days=1)
    talk.step.opens_on = tomorrow
    talk.step.closes_on = tomorrow
    talk.step.save()
    with pytest.raises(NotNow, match="not opened"):
        talking.write_preparation(talk.conversation, TEXTS, version=1, by=talk.employee.actor)


def test_hr_sees_how_far_it_is_and_each_look_is_written_down(talk, signed_in):
    talking.write_preparation(talk.conversation, TEXTS, version=1, by=talk.employee.actor)
    talking.share_preparation(talk.conversation, by=talk.employee.actor)
    send(talk, discussed="Wat wij bespraken")
    browser = signed_in(talk.hr)
    shown = browser.get(url(talk)).content.decode()
    assert "Wat wij bespraken" not in shown
    assert SECRET not in shown
    assert browser.post(url(talk, "look"), {"purpose": ""}).status_code == 422
    assert not AuditEvent.objects.filter(event=Event.CONVERSATION_SEEN).exists()
    looked = browser.post(url(talk, "look"), {"purpose": "Klacht"}).content.decode()
    assert "Wat wij bespraken" in looked
    assert SECRET in looked
    line = AuditEvent.objects.get(event=Event.CONVERSATION_SEEN)
    assert (line.about_person_id, line.detail["purpose"]) == (talk.employee.person.pk, "Klacht")


def test_somebody_with_two_positions_talks_with_the_manager_it_was_made_with(talk, signed_in):
    second = Placement.objects.get(person=talk.employee.person)
    second.pk, second.unit, second.line_manager = None, talk.other_department, talk.other_manager.person
    second.save()
    assert signed_in(talk.line_manager).get(url(talk)).status_code == 200
    assert signed_in(talk.other_manager).get(url(talk)).status_code == 404


@pytest.mark.parametrize("kind", states.Kind.values)
def test_the_documentation_draws_the_table(kind):
    page = Path(__file__).parents[2] / "docs" / "how-to" / "conversations.md"
    assert states.diagram(kind) in page.read_text(encoding="utf-8")


def test_a_cycle_of_its_own_does_not_mix(talk):
    other = make_conversation(
        make_step(make_cycle(talk.period, "Anders")), talk.employee.person, talk.line_manager.person, talk.team
    )
    send(talk)
    other.refresh_from_db()
    assert other.state == "planned"
