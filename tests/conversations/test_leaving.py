"""Who leaves, or is without a placement for a while, leaves no conversation that nobody can end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.conversations.talk import answer, send, state, url, write
from tests.factories import count_queries, make_conversation
from zichtlijn.conversations.actions import talking
from zichtlijn.conversations.models import Conversation, Report, Step
from zichtlijn.conversations.queries.course import course_of, waiting_people
from zichtlijn.conversations.queries.pages import manager_people, team_conversations
from zichtlijn.organisation.actions.people import end_person
from zichtlijn.organisation.models import Placement


def days(number):
    return timezone.localdate() + timedelta(days=number)


def leave(cast, member="employee", on=-1):
    """The last day of this person."""
    end_person(getattr(cast, member).person, ends_on=days(on), by=cast.hr.actor)


def leads(cast, *members):
    """Whom of these the conversation is with, asked in both ways."""
    told = manager_people([cast.conversation])[cast.conversation.pk]
    by_row = [one for one in members if Conversation.objects.led_by(getattr(cast, one).actor).exists()]
    assert ([told.pk] if told else []) == [getattr(cast, one).person.pk for one in by_row]
    return by_row


def test_what_was_answered_on_the_last_day_is_made_final_afterwards(talk, signed_in):
    send(talk)
    answer(talk)
    leave(talk)
    assert leads(talk, "line_manager", "other_manager") == ["line_manager"]
    browser = signed_in(talk.line_manager)
    assert browser.get(url(talk)).status_code == 200
    assert browser.post(url(talk, "finish")).status_code == 302
    assert state(talk) == "final"
    assert browser.get(url(talk)).status_code == 200
    assert signed_in(talk.other_manager).get(url(talk)).status_code == 404


def test_between_two_placements_the_last_one_counts_until_the_next_begins(talk):
    placement = Placement.objects.get(person=talk.employee.person)
    Placement.objects.filter(pk=placement.pk).update(ends_on=days(-10))
    placement.pk, placement.starts_on, placement.line_manager = None, days(5), talk.other_manager.person
    placement.save()
    assert leads(talk, "line_manager", "other_manager") == ["line_manager"]
    Placement.objects.filter(pk=placement.pk).update(starts_on=days(0))
    assert leads(talk, "line_manager", "other_manager") == ["other_manager"]
    Conversation.objects.update(state="final", final_on=days(-5))
    talk.conversation.refresh_from_db()
    assert leads(talk, "line_manager", "other_manager") == ["line_manager"]


def test_an_earlier_placement_gives_nobody_anything_while_there_is_one(talk):
    placement = Placement.objects.get(person=talk.employee.person)
    placement.pk, placement.starts_on, placement.ends_on = None, days(-300), days(-200)
    placement.line_manager, placement.unit = talk.other_manager.person, talk.other_department
    placement.save()
    assert leads(talk, "line_manager", "other_manager") == ["line_manager"]


def test_what_was_not_sent_when_somebody_left_is_not_late_and_nobody_is_reminded(talk):
    Step.objects.update(closes_on=days(-1))
    write(talk)
    assert course_of(talk.cycle, today=days(0), by_unit=False)[0].whole.late == 1
    assert waiting_people(talk.cycle, today=days(0)) == {talk.line_manager.person.pk: 1}
    leave(talk)
    assert course_of(talk.cycle, today=days(0), by_unit=False)[0].whole.late == 0
    assert waiting_people(talk.cycle, today=days(0)) == {}
    assert not team_conversations(talk.line_manager.actor).exists()


@pytest.mark.parametrize(("over", "waits"), [(True, 1), (False, 0)])
def test_of_a_report_that_nobody_can_answer_any_more_the_manager_is_reminded(talk, over, waits):
    send(talk)
    leave(talk)
    Report.objects.update(respond_by=days(-1 if over else 1))
    manager = talk.line_manager.person.pk
    assert waiting_people(talk.cycle, today=days(0)) == ({manager: waits} if waits else {})
    if over:
        talking.finish_conversation(talk.conversation, by=talk.line_manager.actor)
        assert state(talk) == "final"


def test_who_leads_how_many_is_asked_in_one_question(talk):
    rows = [talk.conversation]
    with count_queries() as one:
        manager_people(rows)
    rows += [
        make_conversation(talk.step, member.person, talk.line_manager.person, talk.team)
        for member in (talk.colleague, talk.project_leader)
    ]
    with count_queries() as three:
        manager_people(rows)
    assert one.count == three.count == 1
