"""What waits for who leads: the next step is asked on Mijn zichtlijn, and an answer is told by mail."""

from datetime import timedelta

from django.utils import timezone

from tests.conversations.talk import answer, send, write
from tests.factories import count_queries, make_conversation, make_meeting
from zichtlijn.conversations.models import Conversation, Report, Step
from zichtlijn.conversations.queries.course import late_conversations, waiting_people
from zichtlijn.conversations.queries.leading import led_waiting_for
from zichtlijn.home.queries.my_line import asked_of
from zichtlijn.home.queries.team_rooms import rooms_of


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


def whose(talk):
    """Who is waited for, as five places tell it: late, reminders, both on Mijn zichtlijn, the team page."""
    today, names = timezone.localdate(), {talk.employee.person: "employee", talk.line_manager.person: "manager"}
    late, _count = late_conversations(talk.cycle, today=today)
    reminded = waiting_people(talk.cycle, today=today)
    rooms = rooms_of(talk.line_manager.actor, [talk.employee.person], today=today)
    asked = [sorted(one[0] for one in waiting(talk, part)) for part in ("employee", "line_manager")]
    return (
        [next(name for person, name in names.items() if person.name == who) for _row, who in late],
        [name for person, name in names.items() if person.pk in reminded],
        *asked,
        [one.kind for one in rooms[talk.employee.person.pk].due],
    )


def test_of_an_open_conversation_that_the_employee_writes_everywhere_the_same_one_is_waited_for(talk):
    yesterday = timezone.localdate() - timedelta(days=1)
    Step.objects.update(kind="free", closes_on=yesterday)
    write(talk, "employee")
    assert whose(talk) == (["employee"], ["employee"], ["talk_write"], [], [])
    send(talk, "employee")
    assert whose(talk) == ([], ["manager"], [], ["talk_answer"], ["answer"])
    Report.objects.update(respond_by=yesterday)
    assert whose(talk) == (["manager"], ["manager"], ["talk_finish"], ["talk_answer"], ["answer"])
    answer(talk, "line_manager")
    assert whose(talk) == ([], ["employee"], ["talk_finish"], [], [])


def test_of_an_open_conversation_that_the_manager_writes_the_employee_is_late_with_signing(talk):
    yesterday = timezone.localdate() - timedelta(days=1)
    Step.objects.update(kind="free", closes_on=yesterday)
    send(talk)
    Report.objects.update(respond_by=yesterday)
    assert whose(talk) == (["employee"], ["employee"], ["answer"], ["talk_finish"], ["finish"])
    answer(talk)
    assert whose(talk) == ([], ["manager"], [], ["talk_finish"], ["finish"])


def test_as_many_questions_for_one_as_for_three(talk):
    today, counts = timezone.localdate(), []
    Conversation.objects.update(state="answered")
    for number, person in enumerate((None, talk.colleague.person, talk.project_leader.person), start=1):
        if person:
            make_conversation(talk.step, person, talk.line_manager.person, talk.team, state="answered")
        with count_queries() as queries:
            led = led_waiting_for(talk.line_manager.actor, today=today)
        assert len(led.finish) == number
        counts.append(queries.count)
    assert counts[0] == counts[1] == counts[2] <= 4
