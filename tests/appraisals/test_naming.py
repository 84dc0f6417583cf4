"""HR names who approves and who decides: two at once, and who is told of it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from tests.appraisals.judged import at, url
from tests.factories import make_mandate
from zichtlijn.appraisals.actions.scheme import name_people
from zichtlijn.audit.models import AuditEvent
from zichtlijn.conversations.models import Report


def test_W79_two_of_hr_who_name_somebody_do_not_overwrite_each_other(judged, signed_in):
    at(judged, "answered")
    name = url(judged.conversation, "name")
    browser = signed_in(judged.hr)
    opened = html.fromstring(browser.get(name).content).xpath("//main//input[@name='version']/@value")[0]
    name_people(judged.conversation, second=judged.other_manager.person, decider=None, by=judged.hr.actor)
    form = {"second": "", "decider": judged.colleague.person.name, "version": opened}
    answer = browser.post(name, form)
    assert answer.status_code == 409
    assert judged.other_manager.person.name in answer.content.decode()
    assert judged.conversation.mandate.second == judged.other_manager.person
    again = html.fromstring(answer.content).xpath("//input[@name='version']/@value")[-1]
    assert browser.post(name, form | {"version": again}).status_code == 302
    judged.conversation.mandate.refresh_from_db()
    assert (judged.conversation.mandate.second, judged.conversation.mandate.decider) == (None, judged.colleague.person)


def test_only_whose_turn_it_becomes_by_the_naming_is_told(judged, mailoutbox):
    def told_by(second, decider):
        mailoutbox.clear()
        name_people(judged.conversation, second=second, decider=decider, by=judged.hr.actor)
        return {mail.to[0] for mail in mailoutbox}

    at(judged, "answered")
    other, colleague = judged.other_manager, judged.colleague
    assert told_by(other.person, None) == {other.email}
    assert told_by(other.person, None) == set()
    assert told_by(other.person, colleague.person) == set()
    assert AuditEvent.objects.filter(event="appraisal_named").count() == 2
    at(judged, "objected")
    assert told_by(other.person, judged.works_council.person) == {judged.works_council.email}
    at(judged, "answered")
    type(judged.cycle).objects.update(state="closed")
    assert told_by(None, judged.works_council.person) == set()
    type(judged.cycle).objects.update(state="running")
    at(judged, "sent")
    Report.objects.update(respond_by=timezone.localdate() - timedelta(days=1))
    assert told_by(other.person, None) == {other.email}


@pytest.mark.parametrize(
    ("state", "mandate", "role", "told"),
    [
        ("answered", "second", "second_appraiser", "the second appraiser"),
        ("objected", "decider", "decider", "named to decide on your objection"),
    ],
)
def test_who_was_named_looks_as_just_that(judged, signed_in, state, mandate, role, told):
    """On the page, before a decision and on paper: nobody in the log looked without being anything."""
    appraisal = at(judged, state)
    make_mandate(judged.conversation, **{mandate: judged.works_council.person})
    browser = signed_in(judged.works_council)
    assert browser.get(url(appraisal)).status_code == 200
    assert [row.detail["role"] for row in AuditEvent.objects.filter(event="person_seen")] == [role]
    AuditEvent.objects.filter(event="person_seen").delete()
    assert browser.get(url(appraisal, "return" if state == "answered" else "decide")).status_code == 200
    assert [row.detail["role"] for row in AuditEvent.objects.filter(event="person_seen")] == [role]
    assert browser.post(url(appraisal, "take"), {"form": "pdf"}).status_code == 200
    assert [row.detail["role"] for row in AuditEvent.objects.filter(event="list_exported")] == [role]
    assert told in signed_in(judged.employee).get("/my-file/").content.decode()
