"""What waits for who leads: the next step is asked on Mijn zichtlijn, and an answer is told by mail."""

from django.utils import timezone

from tests.conversations.talk import answer, send, write
from tests.factories import count_queries, make_conversation, make_meeting
from zichtlijn.conversations.queries.leading import led_waiting_for
from zichtlijn.home.queries.my_line import asked_of


def waiting(talk, part="line_manager"):
    return [(one.kind, one.where) for one in asked_of(getattr(talk, part).actor, today=timezone.localdate())]


def test_the_manager_is_asked_what_comes_next(talk, mailoutbox):
    name = talk.employee.person.name
    assert ("talk_plan", "with 1 person") in waiting(talk)
    make_conversation(talk.step, talk.colleague.person, talk.line_manager.person, talk.team)
    assert ("talk_plan", "with 2 people") in waiting(talk)
    write(talk)
    assert ("talk_write", name) in waiting(talk)
    assert ("talk_plan", "with 1 person") in waiting(talk)
    send(talk)
    assert not [one for one in waiting(talk) if one[1] == name]
    mailoutbox.clear()
    answer(talk)
    (mail,) = mailoutbox
    assert mail.to == [talk.line_manager.email]
    assert name in mail.body  # who signed, nothing of what stands in it
    assert "pers" not in mail.body
    assert ("talk_finish", name) in waiting(talk)
    assert not [one for one in waiting(talk, "other_manager") if one[0].startswith("talk_")]


def test_an_appointment_that_stands_is_not_asked(talk):
    make_meeting(talk.conversation)
    assert not [one for one in waiting(talk) if one[0] == "talk_plan"]


def test_a_report_that_the_employee_sent_is_answered_by_the_manager(talk):
    talk.step.kind = "free"
    talk.step.save()
    send(talk, "employee")
    assert [one for one in waiting(talk) if one[0] == "talk_answer"]
    answer(talk, "line_manager")
    assert not [one for one in waiting(talk) if one[0] in ("talk_answer", "talk_finish")]


def test_as_many_questions_for_one_as_for_three(talk):
    today, counts = timezone.localdate(), []
    write(talk)
    for person in (talk.colleague.person, talk.project_leader.person):
        with count_queries() as queries:
            led_waiting_for(talk.line_manager.actor, today=today)
        counts.append(queries.count)
        make_conversation(talk.step, person, talk.line_manager.person, talk.team, state="answered")
    assert counts[-1] <= 4
