"""The pages say what happened: the day of the talk, what was skipped, which cycle, and the report as it is now."""

from datetime import timedelta

from django.utils import timezone

from tests.conversations.talk import answer, send, url, write
from tests.factories import make_agreement, make_meeting, make_preparation
from zichtlijn.access.models import User
from zichtlijn.conversations.actions import cycles, talking
from zichtlijn.conversations.models import Meeting, Report, Step
from zichtlijn.ui.wording import write_long_date


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_who_signs_a_report_that_was_changed_reads_it_there_and_keeps_the_remarks(talk, signed_in):
    report = send(talk)
    browser = signed_in(talk.employee)
    assert report.discussed in browser.get(url(talk, "answer")).content.decode()
    talking.take_back_report(talk.conversation, by=talk.line_manager.actor)
    newer = send(talk, discussed="We spraken over de lijn")
    stale = {"answer": "seen", "remarks": "Mijn kant", "version": report.version}
    refused = browser.post(url(talk, "answer"), stale)
    shown = refused.content.decode()
    assert refused.status_code == 422
    for words in ("was changed after you opened it", newer.discussed, "Mijn kant", f'value="{newer.version}"'):
        assert words in shown
    assert browser.post(url(talk, "answer"), stale | {"version": newer.version}).status_code == 302
    assert Report.objects.get().remarks == "Mijn kant"


def test_the_preparation_that_was_shared_stands_beside_the_report(talk, signed_in):
    write(talk)
    texts = {"looking_back": "Kijk dit terug"}
    made = make_preparation(talk.conversation, talk.employee.person, "employee", **texts)
    browser = signed_in(talk.line_manager)
    assert "Kijk dit terug" not in browser.get(url(talk, "report")).content.decode()
    made.shared_at = timezone.now()
    made.save()
    assert "Kijk dit terug" in browser.get(url(talk, "report")).content.decode()


def test_a_list_names_the_cycle_and_a_closed_one_plans_nothing(talk, signed_in):
    for part in ("employee", "line_manager"):
        assert talk.cycle.name in signed_in(getattr(talk, part)).get("/conversations/").content.decode()
    cycles.close_cycle(talk.cycle, by=talk.hr.actor)
    assert "cycle closed" in signed_in(talk.employee).get("/conversations/").content.decode()


def test_a_kind_that_says_the_same_as_the_title_is_not_said_twice(talk, signed_in):
    Step.objects.filter(pk=talk.step.pk).update(title="Progress conversation")
    shown = signed_in(talk.hr).get(f"/conversation-cycles/{talk.cycle.pk}/").content.decode()
    assert "<small>progress conversation</small>" not in shown
    Step.objects.filter(pk=talk.step.pk).update(title="Halfway")
    shown = signed_in(talk.hr).get(f"/conversation-cycles/{talk.cycle.pk}/").content.decode()
    assert "<small>progress conversation</small>" in shown


def test_when_one_talked_is_written_down_once_the_report_is_begun(talk, signed_in, mailoutbox):
    browser = signed_in(talk.line_manager)
    given = {"version": 1, "day": day(-3), "time": "10:00", "minutes": 60, "place": ""}
    made = make_meeting(talk.conversation)
    assert browser.post(url(talk, "meeting"), given).status_code == 422  # moving it to the past is refused as well
    made.delete()
    assert browser.post(url(talk, "meeting"), given).status_code == 422
    write(talk)
    assert "When did you talk" in browser.get(url(talk, "report")).content.decode()
    shown = browser.post(url(talk, "meeting"), given, follow=True).content.decode()
    assert "Written down when you talked" in shown
    assert "within a week" not in shown
    assert not mailoutbox
    held = Meeting.objects.get()
    assert write_long_date(held.starts_at) in browser.get(url(talk, "report")).content.decode()


def test_what_was_left_out_is_called_skipped(talk, signed_in):
    send(talk)
    shown = signed_in(talk.employee).get(url(talk)).content.decode()
    steps = shown.partition('<ol class="steps">')[2].partition("</ol>")[0]
    assert steps.count('class="done"') == 1
    assert steps.count("skipped") == 3
    answer(talk)


def test_an_agreement_is_not_ready_before_the_conversation_opened(talk, signed_in):
    write(talk)
    browser, given = signed_in(talk.line_manager), {"kind": "result", "text": "Pers schoon", "version": 1}
    refused = browser.post(url(talk, "add_agreement"), given | {"due_on": "2020-01-01"})
    assert refused.status_code == 422
    assert "before the conversation opened" in refused.content.decode()
    assert browser.post(url(talk, "add_agreement"), given | {"due_on": day(30)}).status_code == 302


def test_days_of_a_step_that_are_rarely_meant_are_remarked(talk, signed_in):
    last = talk.period.ends_on + timedelta(days=20)
    given = {"title": "Tussen", "closes_on": last.isoformat(), "response_days": 14, "version": talk.step.version}
    shown = signed_in(talk.hr).post(f"/conversation-cycles/steps/{talk.step.pk}/", given, follow=True)
    assert "outside the period of the cycle" in shown.content.decode()


def test_in_a_closed_cycle_a_report_that_was_not_sent_is_read_by_its_writer_alone(talk, signed_in):
    agreement = make_agreement(write(talk, discussed="Alleen voor mij"), "Elke week meten")
    cycles.close_cycle(talk.cycle, by=talk.hr.actor)
    manager, employee = signed_in(talk.line_manager), signed_in(talk.employee)
    mine, theirs = (browser.get(url(talk)).content.decode() for browser in (manager, employee))
    for shown in (mine, theirs):
        assert "It was not sent before the cycle was closed." in shown
        assert "You are writing it" not in shown
        assert "You can read it once" not in shown
    for words in ("Alleen voor mij", "Elke week meten"):
        assert words in mine
        assert words not in theirs
    for name in ("report", "prepare", "meeting", "add_agreement"):
        answered = manager.get(url(talk, name))
        assert (answered.status_code, answered.get("Location")) == (302, url(talk)), name
    assert manager.get(f"/conversations/agreements/{agreement.pk}/").status_code == 302


def test_one_day_to_answer_is_one_day_and_an_appointment_is_no_agreement_in_dutch(talk, signed_in):
    User.objects.update(language="nl")
    for days, words in ((1, "binnen 1 dag<"), (2, "binnen 2 dagen<")):
        Step.objects.update(response_days=days)
        shown = signed_in(talk.employee).get(url(talk)).content.decode()
        assert words in shown
        assert "Plan het gesprek in" in shown
        assert "afspraak" not in shown.partition("<main")[2].lower()
