"""Who holds a pen sees what it is about only at its moment, and whoever judged or was judged holds none."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.appraisals.judged import answer, at, now, page, send, url
from tests.factories import make_mandate, make_member, make_passage, make_person
from zichtlijn.access.refusals import NotNow
from zichtlijn.access.roles import Role
from zichtlijn.appraisals.actions import calibrating, deciding
from zichtlijn.appraisals.actions.scheme import name_people
from zichtlijn.appraisals.models import Mandate
from zichtlijn.appraisals.permissions import second_appraisers
from zichtlijn.appraisals.queries.course import waiting_appraisals
from zichtlijn.audit.models import AuditEvent
from zichtlijn.conversations.actions import talking
from zichtlijn.conversations.models import Report
from zichtlijn.exchange.own_data import own_data
from zichtlijn.organisation.models import Placement

SECRET = "alleen-op-zijn-moment"


def seen(cast) -> int:
    return AuditEvent.objects.filter(event="person_seen", about_person_id=cast.employee.person.pk).count()


# at its moment ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "state", "member"),
    [("return", "sent", "director"), ("return", "final", "director"), ("decide", "sent", "hr"),
     ("decide", "final", "other_manager"), ("decide", "decided", "hr"), ("calibrate", "final", "hr")],
)  # fmt: skip
def test_W08_an_empty_form_at_the_wrong_moment_shows_nothing(judged, signed_in, name, state, member):
    appraisal = at(judged, state, reason=SECRET, chosen=4)
    make_passage(appraisal, "answer", judged.employee.person, words=SECRET)
    make_passage(appraisal, "object", judged.employee.person, words=SECRET)
    if member == "other_manager":
        make_mandate(judged.conversation, decider=judged.other_manager.person)
    answered = signed_in(getattr(judged, member)).post(url(appraisal, name), {})
    assert answered.status_code == 422
    shown = answered.content.decode()
    assert SECRET not in shown
    assert "What it is about" not in shown
    assert not seen(judged)


@pytest.mark.parametrize(
    ("name", "state", "member"), [("return", "answered", "director"), ("decide", "objected", "hr")]
)
def test_what_one_decides_on_is_shown_and_written_down(judged, signed_in, name, state, member):
    appraisal = at(judged, state, reason=SECRET, chosen=4)
    browser = signed_in(getattr(judged, member))
    assert SECRET in browser.get(url(appraisal, name)).content.decode()
    assert SECRET in browser.post(url(appraisal, name), {}).content.decode()
    assert seen(judged) == 1


def test_W08_a_calibration_is_about_labels_alone(judged, signed_in):
    send(judged, chosen=4, reason=SECRET)
    appraisal = answer(judged, "seen", SECRET)
    make_passage(appraisal, "calibrate", judged.hr.person, words="Zoals elders")
    shown = signed_in(judged.hr).get(url(appraisal, "calibrate")).content.decode()
    assert SECRET not in shown
    assert "Zoals elders" in shown
    assert f"Changed in the calibration session, {judged.hr.person.name}" in shown
    assert "Chosen by the manager" in shown
    assert seen(judged) == 1


def test_what_was_not_answered_in_time_can_be_returned(judged, signed_in):
    appraisal = send(judged, chosen=4, reason=SECRET)
    browser = signed_in(judged.director)
    assert browser.get(url(appraisal, "return")).status_code == 302
    Report.objects.filter(sent_at__isnull=False).update(respond_by=timezone.localdate() - timedelta(days=1))
    assert "Return with a reason" in browser.get(url(appraisal)).content.decode()
    shown = browser.get(url(appraisal, "return"))
    assert shown.status_code == 200
    assert SECRET in shown.content.decode()
    given = {"reason": "Te weinig feiten", "version": appraisal.version}
    assert browser.post(url(appraisal, "return"), given).status_code == 302
    assert now(judged).state == "draft"


# who judged or was judged -----------------------------------------------------------------------------------------


def led_by(person, manager) -> None:
    Placement.objects.filter(person=person.person).update(line_manager=manager.person)


def test_W06_who_wrote_the_report_and_leads_the_new_manager_does_not_approve(judged, signed_in):
    send(judged)
    led_by(judged.employee, judged.other_manager)
    led_by(judged.other_manager, judged.line_manager)
    appraisal = answer(judged)
    assert second_appraisers([judged.conversation]) == {judged.conversation.pk: None}
    browser = signed_in(judged.line_manager)
    assert browser.get(url(appraisal)).status_code == 404
    assert judged.employee.person.name not in browser.get("/appraisals/").content.decode()
    assert "Now nobody can approve" in signed_in(judged.hr).get(url(judged.conversation, "name")).content.decode()
    with pytest.raises(NotNow, match="who wrote the report"):
        name_people(judged.conversation, second=judged.line_manager.person, decider=None, by=judged.hr.actor)
    name_people(judged.conversation, second=judged.director.person, decider=None, by=judged.hr.actor)
    deciding.approve_appraisal(appraisal, version=appraisal.version, by=judged.director.actor)


def test_W06_whom_hr_named_and_became_the_manager_does_not_approve(judged):
    send(judged)
    answer(judged)
    name_people(judged.conversation, second=judged.other_manager.person, decider=None, by=judged.hr.actor)
    led_by(judged.employee, judged.other_manager)
    assert second_appraisers([judged.conversation]) == {judged.conversation.pk: None}
    with pytest.raises(NotNow, match="ask HR to name"):
        talking.finish_conversation(judged.conversation, by=judged.other_manager.actor)


@pytest.mark.parametrize("by_name", [False, True])
def test_W06_to_who_became_the_manager_nothing_is_offered_that_is_refused(judged, signed_in, by_name):
    """HR who leads people too: they took over the employee after it was sent."""
    both = make_member(
        judged.organisation,
        Role.EMPLOYEE,
        Role.MANAGER,
        Role.HR,
        person=make_person(judged.organisation, "Beide", key="B"),
    )
    appraisal = at(judged, "answered")
    if by_name:
        make_mandate(judged.conversation, decider=both.person)
    browser, calibrate = signed_in(both), url(appraisal, "calibrate")
    session = url(judged.cycle, "calibration")
    assert calibrate in browser.get(session).content.decode()
    at(judged, "objected")
    assert url(appraisal, "decide") in browser.get("/appraisals/").content.decode()
    assert [row.pk for row in waiting_appraisals(both.actor, today=timezone.localdate())[1]] == [appraisal.pk]
    led_by(judged.employee, both)
    assert browser.get(url(appraisal, "decide")).status_code == 403
    assert waiting_appraisals(both.actor, today=timezone.localdate()) == ([], [])
    for address in ("/appraisals/", "/conversations/"):
        assert url(appraisal, "decide") not in browser.get(address).content.decode()
    at(judged, "answered")
    assert browser.get(calibrate).status_code == 403
    shown = browser.get(session).content.decode()
    assert judged.employee.person.name in shown
    assert calibrate not in shown


@pytest.mark.parametrize("second", ["director", None])
def test_W06_who_approves_is_not_named_to_decide_also_when_nobody_named_them(judged, second):
    at(judged, "answered")
    second = judged.director.person if second else None
    with pytest.raises(NotNow, match="Name two people"):
        name_people(judged.conversation, second=second, decider=judged.director.person, by=judged.hr.actor)
    assert not Mandate.objects.exists()


def test_W06_who_approved_calibrated_or_wrote_is_not_named_to_decide(judged):
    appraisal = at(judged, "objected")
    make_passage(appraisal, "approve", judged.director.person)
    make_passage(appraisal, "calibrate", judged.colleague.person)
    led_by(judged.employee, judged.other_manager)
    for member in (judged.director, judged.colleague, judged.line_manager):
        with pytest.raises(NotNow):
            name_people(judged.conversation, second=None, decider=member.person, by=judged.hr.actor)
    name_people(judged.conversation, second=None, decider=judged.works_council.person, by=judged.hr.actor)


@pytest.mark.parametrize("barred", ["director", "line_manager", "colleague"])
def test_an_objection_waits_for_hr_when_whom_they_named_may_not_decide(judged, signed_in, mailoutbox, barred):
    """The named person approved, wrote, or calibrated after HR had named them."""
    appraisal = at(judged, "final")
    make_passage(appraisal, "approve", judged.director.person)
    make_passage(appraisal, "calibrate", judged.colleague.person)
    named = getattr(judged, barred)
    make_mandate(judged.conversation, decider=named.person)
    deciding.object_to_appraisal(appraisal, reasons="Niet eens", version=appraisal.version, by=judged.employee.actor)
    told = [mail for mail in mailoutbox if named.email in mail.to and "waiting" in mail.subject]
    assert not told
    browser = signed_in(judged.hr)
    assert judged.employee.person.name in browser.get("/appraisals/").content.decode()
    assert "was named, but" in browser.get(page(judged)).content.decode()
    given = {"version": now(judged).version, "label": 4, "reasons": "Terecht"}
    assert signed_in(named).post(url(appraisal, "decide"), given).status_code in (403, 404)
    assert browser.post(url(appraisal, "decide"), given).status_code == 302
    assert now(judged).state == "decided"


def test_whom_hr_named_decides_alone(judged, signed_in):
    appraisal = at(judged, "objected")
    make_mandate(judged.conversation, decider=judged.works_council.person)
    shown = signed_in(judged.hr).get("/appraisals/").content.decode()
    assert f"{judged.works_council.person.name} decides" in shown
    assert url(appraisal, "decide") not in shown
    assert signed_in(judged.hr).get(url(appraisal, "decide")).status_code in {302, 403, 404}
    assert judged.employee.person.name in signed_in(judged.works_council).get("/appraisals/").content.decode()
    assert signed_in(judged.works_council).get(url(appraisal, "decide")).status_code == 200


def test_W06_hr_who_is_no_person_here_calibrates_and_then_does_not_decide(judged, signed_in):
    outside = make_member(judged.organisation, Role.HR, email="extern@hr.example", name="Externe HR")
    assert outside.person is None
    appraisal = at(judged, "answered")
    calibrating.calibrate(appraisal, label=4, reason="Elders", version=appraisal.version, by=outside.actor)
    appraisal = at(judged, "objected")
    browser = signed_in(outside)
    shown = browser.get("/appraisals/").content.decode()
    assert "somebody else of HR decides: you appraised, approved or calibrated it" in shown
    assert url(appraisal, "decide") not in shown
    given = {"version": appraisal.version, "label": 5, "reasons": "Ik"}
    assert browser.post(url(appraisal, "decide"), given).status_code == 403
    assert judged.employee.person.name in signed_in(judged.hr).get("/appraisals/").content.decode()
    assert own_data(outside.actor)["appraisal_course"][0]["what happened"] == "changed in the calibration session"
    other = make_member(judged.organisation, Role.HR, email="ander@hr.example", name="Andere HR")
    assert signed_in(other).post(url(appraisal, "decide"), given).status_code == 302
