"""One appraisal from draft to decided: who holds the pen, at which moment, and a worked example from end to end."""

from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from tests.appraisals.judged import TALKS, answer, at, now, page, score, send, url
from tests.conversations.talk import hand_over
from tests.factories import make_mandate, make_member, make_person, make_statement
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.access.roles import Role
from zichtlijn.appraisals import documents
from zichtlijn.appraisals.actions import calibrating, deciding
from zichtlijn.appraisals.actions.scheme import name_people
from zichtlijn.appraisals.models import Appraisal, Passage
from zichtlijn.appraisals.queries import final_levels
from zichtlijn.appraisals.queries.sheet import sheet_of
from zichtlijn.appraisals.states import WAYS, Pen, State, diagram
from zichtlijn.audit.models import AuditEvent
from zichtlijn.conversations.actions import cycles, talking
from zichtlijn.conversations.models import Conversation, Report
from zichtlijn.organisation.actions.people import end_person
from zichtlijn.ui.wording import write_clock, write_full_date

#: Pen → who of the cast holds it.
HOLDERS = {
    Pen.MANAGER: {"line_manager"}, Pen.EMPLOYEE: {"employee"}, Pen.SECOND: {"director"}, Pen.HR: {"hr"},
    Pen.DECIDER: {"hr"},
}  # fmt: skip
PARTS = ("employee", "line_manager", "director", "hr", "other_manager", "colleague")


def act(cast, move, part):
    """Make this move as this member."""
    appraisal, by = now(cast), getattr(cast, part).actor
    report, version = appraisal.report, appraisal.version
    match move:
        case "send":
            talking.send_report(cast.conversation, version=report.version, by=by)
        case "take_back":
            talking.take_back_report(cast.conversation, by=by)
        case "answer":
            talking.answer_report(cast.conversation, answer="seen", remarks="", version=report.version, by=by)
        case "finish":
            talking.finish_conversation(cast.conversation, by=by)
        case "approve":
            deciding.approve_appraisal(appraisal, version=version, by=by)
        case "return":
            deciding.return_appraisal(appraisal, reason="Te weinig feiten", version=version, by=by)
        case "calibrate":
            calibrating.calibrate(appraisal, label=4, reason="Zoals elders", version=version, by=by)
        case "object":
            deciding.object_to_appraisal(appraisal, reasons="Niet eens", version=version, by=by)
        case "decide":
            deciding.decide_objection(appraisal, label=4, reasons="Terecht", version=version, by=by)


def test_a_worked_example_from_end_to_end(judged):
    """Agreements 4 × 60% + 3 × 40% = 3.6, competencies (3 + 2) / 2 = 2.5; 3.6 × 60% + 2.5 × 40% = 3.16: good (3)."""
    appraisal = send(judged)
    sheet = sheet_of(judged.conversation, appraisal, judged.scheme, today=timezone.localdate())
    assert [part.counted.score for part in sheet.parts] == [Fraction(18, 5), Fraction(5, 2)]
    assert sheet.proposal.score == Fraction(79, 25)
    assert (appraisal.state, appraisal.proposed, appraisal.label) == ("sent", 3, 3)
    appraisal = answer(judged, "seen", "Ik zie het anders")
    assert appraisal.state == "answered"
    act(judged, "return", "director")
    assert (now(judged).state, judged.conversation.state) == ("draft", "writing")
    assert Report.objects.get(conversation=judged.conversation).remarks == ""
    send(judged, levels=(4, 4, 3, 3), chosen=3, reason="Samenwerken")
    assert now(judged).proposed == 4
    answer(judged)
    act(judged, "calibrate", "hr")
    assert (now(judged).chosen, now(judged).label) == (3, 4)


def test_the_last_part_of_the_way(judged):
    send(judged)
    answer(judged, "seen", "Ik zie het anders")
    with pytest.raises(NotNow, match="has not approved"):
        act(judged, "finish", "line_manager")
    act(judged, "approve", "director")
    act(judged, "finish", "line_manager")
    assert final_levels(judged.cycle)[judged.employee.person.pk].label == "goed"
    act(judged, "object", "employee")
    assert final_levels(judged.cycle)[judged.employee.person.pk].is_contested
    act(judged, "decide", "hr")
    found = final_levels(judged.cycle)[judged.employee.person.pk]
    assert (found.level, found.label, found.on, found.is_contested) == (4, "zeer goed", timezone.localdate(), False)
    told = list(Passage.objects.order_by("pk").values_list("move", "words", "before", "after"))
    assert told == [
        ("send", "", None, 3), ("answer", "Ik zie het anders", None, 3), ("approve", "", None, 3),
        ("finish", "", None, 3), ("object", "Niet eens", None, 3), ("decide", "Terecht", 3, 4),
    ]  # fmt: skip
    assert (now(judged).label, now(judged).level) == (3, 4)
    assert "Terecht" not in str(list(AuditEvent.objects.values()))


@pytest.mark.parametrize("state", State.values)
def test_W29_every_move_at_every_state_by_everybody(judged, state):
    """The wrong pen is refused with 403 and the wrong moment with 409; nothing changes by either."""
    at(judged, state)
    for move in sorted(WAYS.keys() - {"lapse"}):
        here = transaction.savepoint()
        _moved_by_everybody(judged, move, state)
        transaction.savepoint_rollback(here)


def _moved_by_everybody(judged, move, state):
    way = WAYS[move]
    for part in sorted(PARTS, key=lambda part: part in HOLDERS[way.pen]):
        before = Appraisal.objects.values().get(), Conversation.objects.values().get(pk=judged.conversation.pk)
        if part not in HOLDERS[way.pen]:
            with pytest.raises(NotAllowed):
                act(judged, move, part)
        elif state not in way.targets:
            with pytest.raises(NotNow):
                act(judged, move, part)
        else:
            act(judged, move, part)
            assert now(judged).state == way.targets[state]
            assert judged.conversation.state == TALKS[way.targets[state]]
            return
        after = Appraisal.objects.values().get(), Conversation.objects.values().get(pk=judged.conversation.pk)
        assert after == before, (move, part)


#: By hand, so that a table that came to allow more is noticed.
JUMPS = {
    "approve": ["sent", "approved", "final", "decided"],
    "return": ["sent", "approved", "final", "decided"],
    "calibrate": ["final", "decided"],
    "object": ["sent", "approved", "decided"],
    "decide": ["sent", "approved", "final", "decided"],
}


@pytest.mark.parametrize(("name", "state"), [(name, state) for name, states in JUMPS.items() for state in states])
def test_W29_a_jump_by_hand_is_409_and_changes_nothing(judged, signed_in, name, state):
    appraisal = at(judged, state)
    member = {"object": "employee", "decide": "hr", "calibrate": "hr"}.get(name, "director")
    given = {"version": appraisal.version, "reason": "x", "reasons": "x", "label": 5}
    assert signed_in(getattr(judged, member)).post(url(appraisal, name), given).status_code in (409, 422)
    assert now(judged).state == state
    assert not Passage.objects.exclude(move="send").exists()


def test_W06_nobody_approves_or_decides_on_their_own(judged, signed_in):
    appraisal = at(judged, "answered")
    for member in (judged.employee, judged.line_manager, judged.hr):
        assert signed_in(member).post(url(appraisal, "approve"), {"version": appraisal.version}).status_code == 403
    for member in (judged.colleague, judged.other_manager, judged.works_council, judged.administrator):
        assert signed_in(member).post(url(appraisal, "approve"), {"version": appraisal.version}).status_code == 404
    assert now(judged).state == "answered"
    appraisal = at(judged, "objected")
    given = {"version": appraisal.version, "label": 5, "reasons": "Ik"}
    for member in (judged.employee, judged.line_manager, judged.director):
        assert signed_in(member).post(url(appraisal, "decide"), given).status_code == 403
    assert now(judged).decided is None


def test_W06_hr_neither_calibrates_nor_decides_in_an_appraisal_of_their_own(judged):
    at(judged, "answered")
    Conversation.objects.filter(pk=judged.conversation.pk).update(employee=judged.hr.person)
    with pytest.raises(NotAllowed):
        act(judged, "calibrate", "hr")
    with pytest.raises(NotAllowed):
        name_people(now(judged).report.conversation, second=judged.colleague.person, decider=None, by=judged.hr.actor)
    at(judged, "objected")
    with pytest.raises(NotAllowed):
        act(judged, "decide", "hr")


def test_W06_who_approved_or_calibrated_does_not_decide(judged):
    at(judged, "sent")
    act(judged, "calibrate", "hr")
    at(judged, "objected")
    with pytest.raises(NotAllowed):
        act(judged, "decide", "hr")
    make_mandate(judged.conversation, decider=judged.other_manager.person)
    act(judged, "decide", "other_manager")
    assert now(judged).state == "decided"


def test_the_term_to_answer_must_be_over_before_it_is_approved_without_an_answer(judged):
    send(judged)
    with pytest.raises(NotNow, match="not over"):
        act(judged, "approve", "director")
    Report.objects.filter(sent_at__isnull=False).update(respond_by=timezone.localdate() - timedelta(days=1))
    act(judged, "approve", "director")
    assert list(Passage.objects.values_list("move", flat=True)) == ["send", "lapse", "approve"]
    with pytest.raises(NotNow, match="second appraiser"):
        act(judged, "answer", "employee")
    act(judged, "finish", "line_manager")
    assert (now(judged).state, judged.conversation.state) == ("final", "final")


def test_an_objection_has_a_term_and_needs_reasons(judged):
    appraisal = at(judged, "final", object_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(NotNow, match="term"):
        act(judged, "object", "employee")
    appraisal = at(judged, "final")
    with pytest.raises(NotNow, match="why you object"):
        deciding.object_to_appraisal(appraisal, reasons=" ", version=appraisal.version, by=judged.employee.actor)
    cycles.close_cycle(judged.cycle, by=judged.hr.actor)
    act(judged, "object", "employee")
    act(judged, "decide", "hr")
    assert now(judged).decided == 4


def test_the_label_stays_when_the_objection_is_not_upheld(judged):
    appraisal = at(judged, "objected")
    deciding.decide_objection(appraisal, label=3, reasons="Zo is het", version=appraisal.version, by=judged.hr.actor)
    assert (now(judged).decided, now(judged).level, now(judged).decided_on) == (None, 3, timezone.localdate())
    assert "the label stays" in _shown(judged)


def _shown(cast) -> str:
    from tests.factories import Client, sign_in

    return sign_in(Client(), cast.employee).get(page(cast)).content.decode()


def test_what_was_read_is_what_is_decided_on(judged):
    appraisal = at(judged, "answered")
    Appraisal.objects.update(version=appraisal.version + 1)
    for act_on in (deciding.approve_appraisal, deciding.return_appraisal):
        more = {"reason": "x"} if act_on is deciding.return_appraisal else {}
        with pytest.raises(NotNow, match="Read it again"):
            act_on(appraisal, version=appraisal.version, by=judged.director.actor, **more)


def test_another_second_appraiser_and_decider_can_be_named(judged, signed_in):
    appraisal = at(judged, "answered")
    other, colleague = judged.other_manager.person, judged.colleague.person
    for second, decider in ((judged.employee.person, None), (None, judged.line_manager.person), (other, other)):
        with pytest.raises(NotNow):
            name_people(judged.conversation, second=second, decider=decider, by=judged.hr.actor)
    name_people(judged.conversation, second=other, decider=colleague, by=judged.hr.actor)
    with pytest.raises(NotAllowed):
        act(judged, "approve", "director")
    assert signed_in(judged.director).get(url(appraisal)).status_code == 404
    assert signed_in(judged.other_manager).get(url(appraisal)).status_code == 200
    act(judged, "approve", "other_manager")
    at(judged, "objected")
    with pytest.raises(NotAllowed):
        act(judged, "decide", "hr")
    act(judged, "decide", "colleague")


def test_the_page_of_who_approves(judged, signed_in):
    appraisal = send(judged, remark="Altijd op tijd")
    browser = signed_in(judged.director)
    early = browser.get(url(appraisal)).content.decode()
    assert "Altijd op tijd" not in early
    answer(judged, remarks="Goed gesprek")
    shown = browser.get(url(appraisal)).content.decode()
    assert "Altijd op tijd" in shown
    assert "Goed gesprek" in shown
    assert AuditEvent.objects.filter(event="person_seen", about_person_id=judged.employee.person.pk).count() == 1
    assert judged.employee.person.name in browser.get("/appraisals/").content.decode()
    assert judged.employee.person.name in browser.get("/conversations/").content.decode()
    answered = browser.post(url(appraisal, "return"), {"version": now(judged).version, "reason": ""})
    assert answered.status_code == 422
    assert browser.post(url(appraisal, "approve"), {"version": now(judged).version}).status_code == 302
    assert now(judged).state == "approved"
    assert browser.post(url(appraisal, "approve"), {"version": "x"}).status_code == 400
    at(judged, "final")
    assert "Altijd op tijd" not in browser.get(url(appraisal)).content.decode()


def test_who_signs_and_who_makes_it_final_read_what_calibration_does(judged, signed_in):
    """After signing the label can change by calibration; before it is final the page says what it became."""
    send(judged)
    shown = signed_in(judged.employee).get(page(judged, "answer")).content.decode()
    assert "HR can still change the label in the calibration session" in shown
    answer(judged)
    act(judged, "calibrate", "hr")
    act(judged, "approve", "director")
    shown = signed_in(judged.line_manager).get(page(judged, "finish")).content.decode()
    assert "“goed” became “zeer goed”" in shown
    assert "Zoals elders" in shown
    assert "signed before this change" in shown
    assert write_full_date(timezone.localdate() + timedelta(days=14)) in shown


def test_the_form_of_the_appraisal_comes_before_what_happened_with_its_time(judged, signed_in):
    """Of an appraisal without agreements of its own the other paper is the report; no agreement form."""
    appraisal = send(judged)
    shown = signed_in(judged.employee).get(page(judged)).content.decode()
    assert "Agreement form" not in shown
    assert "Report on paper" in shown
    assert shown.index("Appraisal form") < shown.index("What happened")
    assert f"{write_full_date(appraisal.passages.get().at)}, {write_clock(appraisal.passages.get().at)}" in shown


def test_the_picture_in_the_manual_is_the_table():
    manual = Path(__file__).parents[2] / "docs" / "how-to" / "appraisals.md"
    assert f"```mermaid\n{diagram()}\n```" in manual.read_text(encoding="utf-8")


def test_mail_says_that_something_waits_and_nothing_of_it(judged, mailoutbox):
    send(judged, remark="Geheim")
    answer(judged, remarks="Geheim")
    told = [mail for mail in mailoutbox if judged.director.email in mail.to]
    assert told
    act(judged, "return", "director")
    assert any(judged.line_manager.email in mail.to for mail in mailoutbox)
    for mail in mailoutbox:
        assert "Geheim" not in mail.body + mail.subject
        assert judged.employee.person.name not in mail.subject


def told(mailoutbox, act_on, *args) -> set[str]:
    """Who gets mail of this act."""
    mailoutbox.clear()
    act_on(*args)
    return {mail.to[0] for mail in mailoutbox}


def test_who_must_act_is_told(judged, mailoutbox):
    """The second appraiser again after calibration, the employee of the term to object, HR of an objection."""
    at(judged, "approved")
    assert judged.director.email in told(mailoutbox, act, judged, "calibrate", "hr")
    assert judged.director.email not in told(mailoutbox, recalibrate, judged)
    at(judged, "approved")
    assert told(mailoutbox, act, judged, "finish", "line_manager") == {judged.employee.email}
    (mail,) = mailoutbox
    assert mail.subject == "Your appraisal is final"
    assert write_full_date(now(judged).object_until) in mail.body
    assert page(judged) in mail.body


def recalibrate(cast):
    seen = now(cast)
    calibrating.calibrate(seen, label=2, reason="Toch niet", version=seen.version, by=cast.hr.actor)


def test_who_of_hr_may_decide_is_told_of_an_objection(judged, mailoutbox):
    second_hr = make_member(judged.organisation, Role.HR, person=make_person(judged.organisation, "Bo"))
    at(judged, "sent")
    act(judged, "calibrate", "hr")
    at(judged, "final")
    assert told(mailoutbox, act, judged, "object", "employee") == {second_hr.email, judged.line_manager.email}
    at(judged, "final")
    make_mandate(judged.conversation, decider=judged.other_manager.person)
    named = {judged.other_manager.email, judged.line_manager.email}
    assert told(mailoutbox, act, judged, "object", "employee") == named


def test_W10_after_a_change_of_manager_the_new_one_gets_what_is_returned(judged, signed_in, mailoutbox):
    send(judged, remark="Altijd op tijd")
    answer(judged)
    make_mandate(judged.conversation, second=judged.director.person)
    hand_over(judged)
    mailoutbox.clear()
    act(judged, "return", "director")
    assert {mail.to[0] for mail in mailoutbox} == {judged.other_manager.email}
    browser = signed_in(judged.other_manager)
    assert "Te weinig feiten" in browser.get(page(judged)).content.decode()
    assert "Altijd op tijd" in browser.get(url(judged.conversation, "score")).content.decode()
    act(judged, "send", "other_manager")
    assert (now(judged).state, now(judged).report.writer) == ("sent", judged.other_manager.person)


def test_a_report_without_a_scale_goes_as_before(judged):
    judged.scheme.delete()
    report = talking.begin_report(judged.conversation, by=judged.line_manager.actor)
    report = talking.write_report(
        judged.conversation, {"discussed": "Het jaar"}, version=report.version, by=judged.line_manager.actor
    )
    talking.send_report(judged.conversation, version=report.version, by=judged.line_manager.actor)
    assert not Appraisal.objects.exists()
    with pytest.raises(NotNow, match="has not set the scale"):
        score(judged)


def test_an_appraisal_of_who_left_still_becomes_final(judged, signed_in):
    send(judged)
    answer(judged)
    yesterday = timezone.localdate() - timedelta(days=1)
    end_person(judged.employee.person, ends_on=yesterday, by=judged.hr.actor)
    assert judged.employee.person.name in signed_in(judged.director).get("/appraisals/").content.decode()
    act(judged, "approve", "director")
    act(judged, "finish", "line_manager")
    assert now(judged).state == "final"


def test_a_statement_stands_where_the_appraisal_is_read_and_on_paper(judged, signed_in, set_on_paper):
    given = set_on_paper(documents)
    send(judged)
    appraisal = answer(judged)
    said = {"subject": "report", "target_id": judged.conversation.pk}
    make_statement(judged.employee.person, "Zo ging het niet", **said)
    make_statement(judged.employee.person, "", withdrawn_at=timezone.now(), **said)
    browser = signed_in(judged.director)
    assert "Zo ging het niet" in browser.get(url(appraisal)).content.decode()
    assert browser.post(url(appraisal, "take"), {"form": "pdf"}).status_code == 200
    texts = [row["text"] for row in given["statements"]]
    assert texts[0] == "Zo ging het niet"
    assert "Withdrawn" in texts[1]
