"""Who can go on with an appraisal is asked and reminded, and nobody else: each state on each of the ways there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.appraisals.judged import answer, at, page, send
from tests.conversations.talk import hand_over
from tests.factories import make_mandate
from zichtlijn.access.refusals import NotNow
from zichtlijn.appraisals.actions import deciding
from zichtlijn.appraisals.models import Appraisal
from zichtlijn.appraisals.queries.stuck import stuck_appraisals
from zichtlijn.conversations.actions import talking
from zichtlijn.conversations.models import Report
from zichtlijn.conversations.queries.course import late_conversations, waiting_people
from zichtlijn.home.queries.my_line import asked_of
from zichtlijn.home.queries.team_rooms import rooms_of


def term_over(cast):
    Report.objects.filter(conversation=cast.conversation).update(respond_by=timezone.localdate() - timedelta(days=1))


def lapsed(cast):
    """Approved without an answer: the report itself still says that it was sent."""
    appraisal = send(cast)
    term_over(cast)
    deciding.approve_appraisal(appraisal, version=appraisal.version, by=cast.director.actor)
    cast.conversation.refresh_from_db()
    assert cast.conversation.state == "sent"


def reminded(cast):
    """Who gets a reminder."""
    found = waiting_people(cast.cycle, today=timezone.localdate())
    return {part for part in ("employee", "line_manager", "director") if getattr(cast, part).person.pk in found}


def asked(cast, part):
    """What Mijn zichtlijn asks of somebody about appraisals."""
    kinds = ("answer", "approve")
    return [one.kind for one in asked_of(getattr(cast, part).actor, today=timezone.localdate()) if one.kind in kinds]


def due(cast):
    """What the page of the team says that waits for the manager."""
    rooms = rooms_of(cast.line_manager.actor, [cast.employee.person], today=timezone.localdate())
    return [one.kind for one in rooms[cast.employee.person.pk].due]


def test_what_was_sent_waits_for_the_employee(judged):
    send(judged)
    assert reminded(judged) == {"employee"}
    assert (asked(judged, "employee"), asked(judged, "director"), due(judged)) == (["answer"], [], [])


def test_what_was_answered_waits_for_the_second_appraiser(judged):
    send(judged)
    answer(judged)
    assert reminded(judged) == {"director"}
    assert (asked(judged, "employee"), asked(judged, "director"), due(judged)) == ([], ["approve"], [])


def test_once_the_term_is_over_either_can_go_on(judged):
    send(judged)
    term_over(judged)
    assert reminded(judged) == {"employee", "director"}
    assert (asked(judged, "employee"), asked(judged, "director"), due(judged)) == (["answer"], ["approve"], [])
    ((_row, names),), _count = late_conversations(judged.cycle, today=timezone.localdate())
    assert names == f"{judged.employee.person.name}, {judged.director.person.name}"


def test_what_was_approved_waits_for_the_manager(judged):
    at(judged, "approved")
    assert reminded(judged) == {"line_manager"}
    assert (asked(judged, "employee"), asked(judged, "director"), due(judged)) == ([], [], ["finish"])


def test_after_it_was_approved_without_an_answer_the_employee_is_not_asked_any_more(judged, signed_in):
    lapsed(judged)
    assert reminded(judged) == {"line_manager"}
    assert (asked(judged, "employee"), due(judged)) == ([], ["finish"])
    browser = signed_in(judged.employee)
    assert page(judged, "answer") not in browser.get(page(judged)).content.decode()
    assert browser.get(page(judged, "answer")).status_code == 302
    with pytest.raises(NotNow, match="second appraiser"):
        talking.take_back_report(judged.conversation, by=judged.line_manager.actor)
    assert page(judged, "take_back") not in signed_in(judged.line_manager).get(page(judged)).content.decode()


def test_the_page_says_what_comes_before_it_is_final(judged, signed_in):
    send(judged)
    term_over(judged)
    for member in (judged.employee, judged.line_manager):
        shown = signed_in(member).get(page(judged)).content.decode()
        assert f"{judged.director.person.name} has not approved the appraisal yet." in shown
        assert "without an answer" not in shown
    signing = signed_in(judged.employee).get(page(judged, "answer")).content.decode()
    assert "only changed when it is returned" in signing
    Appraisal.objects.all().delete()
    assert (
        "It can be made final without an answer." in signed_in(judged.line_manager).get(page(judged)).content.decode()
    )


def test_mijn_zichtlijn_names_the_manager_of_now(judged):
    send(judged)
    hand_over(judged)
    (one,) = [one for one in asked_of(judged.employee.actor, today=timezone.localdate()) if one.kind == "answer"]
    assert judged.other_manager.person.name in vars(one).values()


def test_without_a_second_appraiser_nobody_is_reminded(judged):
    at(judged, "answered")
    placed = judged.line_manager.person.placements
    placed.update(line_manager=None)
    assert reminded(judged) == set()
    assert due(judged) == []


@pytest.mark.parametrize("away", [False, True])
def test_what_nobody_can_approve_is_said_to_both_and_told_to_hr(judged, signed_in, mailoutbox, away):
    if away:
        judged.director.person.membership.delete()
    else:
        judged.line_manager.person.placements.update(line_manager=None)
    send(judged)
    mailoutbox.clear()
    answer(judged)
    (mail,) = mailoutbox
    assert mail.to == [judged.hr.email]
    assert f"/conversations/{judged.conversation.pk}/approval/" in mail.body
    assert judged.employee.person.name not in mail.body + mail.subject
    for part in ("employee", "line_manager"):
        assert (
            "ask HR to name a second appraiser" in signed_in(getattr(judged, part)).get(page(judged)).content.decode()
        )
    browser = signed_in(judged.hr)
    for address in ("/appraisals/", f"/conversation-cycles/{judged.cycle.pk}/"):
        shown = browser.get(address).content.decode()
        assert "Nobody can approve" in shown
        assert judged.employee.person.name in shown
        assert ("cannot sign in" if away else "there is no second appraiser") in shown
    assert "ame somebody" in browser.get(page(judged)).content.decode()
    make_mandate(judged.conversation, second=judged.other_manager.person)
    assert "Nobody can approve" not in browser.get("/appraisals/").content.decode()


def test_what_is_late_and_nobody_can_approve_is_not_told_to_hr_of_whom_it_is(judged):
    judged.line_manager.person.placements.update(line_manager=None)
    send(judged)
    term_over(judged)
    assert [one.appraisal for one in stuck_appraisals(judged.hr.actor)] == [Appraisal.objects.get()]
    type(judged.conversation).objects.update(employee=judged.hr.person)
    assert stuck_appraisals(judged.hr.actor) == []


def test_a_conversation_without_an_appraisal_is_as_it_was(judged):
    send(judged)
    answer(judged)
    Appraisal.objects.all().delete()
    assert reminded(judged) == {"line_manager"}
    assert due(judged) == ["finish"]
