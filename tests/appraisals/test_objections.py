"""An objection always waits for somebody who knows of it: who decides, or who names who decides."""

from django.utils import timezone, translation
from django.utils.translation import gettext

from tests.appraisals.judged import at, now, page, url
from tests.appraisals.test_way import act, told
from tests.factories import (
    count_queries,
    make_appraisal,
    make_conversation,
    make_mandate,
    make_member,
    make_person,
    make_placement,
    make_report,
)
from zichtlijn.access.roles import Role
from zichtlijn.appraisals.models import Passage
from zichtlijn.appraisals.queries.objections import open_objections
from zichtlijn.home.queries.my_line import asked_of

MUST_NAME = "Name who decides on the objection"


def objected(cast):
    """Objected to, after the only HR changed the label."""
    at(cast, "sent")
    act(cast, "calibrate", "hr")
    at(cast, "final")
    act(cast, "object", "employee")
    return now(cast)


def test_when_nobody_of_hr_may_decide_hr_is_told_to_name_somebody(judged, signed_in, mailoutbox):
    at(judged, "sent")
    act(judged, "calibrate", "hr")
    at(judged, "final")
    assert judged.hr.email in told(mailoutbox, act, judged, "object", "employee")
    (mail,) = [mail for mail in mailoutbox if judged.hr.email in mail.to]
    assert url(judged.conversation, "name") in mail.body
    assert judged.employee.person.name not in mail.body + mail.subject
    browser, name = signed_in(judged.hr), judged.employee.person.name
    asked = browser.get("/").content.decode()
    assert MUST_NAME in asked
    assert url(judged.conversation, "name") in asked
    for address in ("/appraisals/", f"/conversation-cycles/{judged.cycle.pk}/"):
        shown = browser.get(address).content.decode()
        assert "Open objections" in shown
        assert "name somebody" in shown
        assert name in shown
    assert "you may not decide, so name who does" in browser.get("/conversations/").content.decode()
    assert "Nobody of HR may: name somebody" in browser.get(page(judged)).content.decode()
    make_mandate(judged.conversation, decider=judged.other_manager.person)
    assert MUST_NAME not in browser.get("/").content.decode()
    assert f"{judged.other_manager.person.name} decides" in browser.get("/appraisals/").content.decode()


def test_in_dutch_an_objection_on_which_nobody_may_decide_lies_still(judged):
    with translation.override("nl"):
        said = gettext("waits for nobody: nobody of HR may decide, so name somebody")
        assert said == "ligt stil: niemand van HR mag beslissen, wijs iemand aan"
        said = gettext("Not you: who appraised, approved or calibrated an appraisal does not decide on it.")
        assert "in de ijksessie wijzigde" in said


def test_a_mail_says_what_was_done(judged, mailoutbox):
    for state, move, part, says in (
        ("answered", "approve", "director", "approved an appraisal"),
        ("answered", "return", "director", "returned an appraisal"),
        ("sent", "calibrate", "hr", "in the calibration session"),
        ("final", "object", "employee", "objected to an appraisal"),
        ("objected", "decide", "hr", "decided on the objection"),
    ):
        at(judged, state)
        if move == "decide":
            Passage.objects.filter(move="calibrate").delete()
        told(mailoutbox, act, judged, move, part)
        (mail,) = [mail for mail in mailoutbox if judged.line_manager.email in mail.to]
        assert says in mail.body
        assert move == "decide" or "decided" not in mail.body


def test_who_of_hr_may_not_decide_reads_that_somebody_else_does(judged, signed_in):
    second_hr = make_member(judged.organisation, Role.HR, person=make_person(judged.organisation, "Bo"))
    objected(judged)
    assert "somebody else of HR decides" in signed_in(judged.hr).get("/appraisals/").content.decode()
    assert not [one for one in asked_of(judged.hr.actor, today=judged.period.starts_on) if one.kind == "name_decider"]
    assert "Not you" in signed_in(judged.hr).get(page(judged)).content.decode()
    assert "you decide" in signed_in(second_hr).get("/appraisals/").content.decode()
    assert [one.is_mine for one in open_objections(second_hr.actor)] == [True]


def test_open_objections_are_for_hr_outside_the_conversation(judged, signed_in):
    objected(judged)
    for member in (judged.employee, judged.line_manager, judged.director, judged.works_council):
        assert open_objections(member.actor) == []
        assert "Open objections" not in signed_in(member).get("/appraisals/").content.decode()
    judged.conversation.__class__.objects.filter(pk=judged.conversation.pk).update(employee=judged.hr.person)
    assert open_objections(judged.hr.actor) == []


def test_open_objections_ask_as_much_for_one_as_for_three(judged, signed_in):
    objected(judged)
    browser, addresses = signed_in(judged.hr), ("/appraisals/", f"/conversation-cycles/{judged.cycle.pk}/", "/")
    counts = []
    for more in (0, 2):
        for number in range(more):
            person = make_person(judged.organisation, f"Ook {number}")
            make_placement(person, judged.team, judged.position, line_manager=judged.line_manager.person)
            talk = make_conversation(
                judged.step,
                person,
                judged.line_manager.person,
                judged.team,
                state="final",
                final_on=timezone.localdate(),
            )
            appraisal = make_appraisal(
                make_report(talk, judged.line_manager.person, sent_at=timezone.now()), state="objected"
            )
            for move in ("calibrate", "object"):
                Passage.objects.create(
                    organisation=judged.organisation, appraisal=appraisal, move=move, by=judged.hr.person, by_name="x",
                    at=timezone.now(),
                )  # fmt: skip
        for address in addresses:
            browser.get(address)
            with count_queries() as asked:
                browser.get(address)
            counts.append(asked.count)
    assert len(open_objections(judged.hr.actor)) == 3
    assert counts[:3] == counts[3:]
    assert max(counts) <= 25
