"""Mail leaves through the outbox: written with what it tells about, sent once, tried again, given up with a reason."""

import json
import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core.mail import BadHeaderError, EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from zichtlijn.access.models import Organisation
from zichtlijn.notices import actions, tasks
from zichtlijn.notices.models import HOLDS_A_LINK, OutgoingMail
from zichtlijn.notices.queries import why_it_failed


class Server(BaseEmailBackend):
    """A mail server that does what the test says: `answers` are taken one by one, then everything is accepted."""

    answers: list = []
    accepted: list = []

    def send_messages(self, messages):
        if Server.answers:
            answer = Server.answers.pop(0)
            if answer:
                raise answer
        Server.accepted += messages
        return len(messages)


@pytest.fixture(autouse=True)
def through_the_outbox(settings, db):
    settings.EMAIL_BACKEND = "zichtlijn.notices.outbox.OutboxBackend"
    settings.OUTBOX_TRANSPORT = f"{__name__}.Server"
    Server.answers, Server.accepted = [], []


def write(to="emma@proef.example", subject="Hallo", body="Een geheim: abc"):
    EmailMessage(subject, body, to=[to]).send()
    return OutgoingMail.objects.order_by("-pk").first()


def test_a_message_waits_until_the_worker_sends_it():
    mail = write()
    assert Server.accepted == []
    assert mail.state == OutgoingMail.State.WAITING
    assert DBTaskResult.objects.ready().filter(task_path=tasks.send_due_mail.module_path).count() == 1
    assert actions.send_due() is False
    mail.refresh_from_db()
    assert (mail.state, mail.body) == (OutgoingMail.State.SENT, "")
    (sent,) = Server.accepted
    assert sent.extra_headers["Message-ID"] == mail.message_id
    assert sent.body == "Een geheim: abc"


def test_a_message_goes_back_with_the_transaction_it_tells_about():
    def breaks_down():
        with transaction.atomic():
            write()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaks_down()
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(),
        TimeoutError(),
        smtplib.SMTPServerDisconnected("gone"),
        smtplib.SMTPConnectError(421, b"later"),
        smtplib.SMTPAuthenticationError(535, b"no"),
        smtplib.SMTPRecipientsRefused({"emma@proef.example": (450, b"busy")}),
        smtplib.SMTPDataError(451, b"later"),
    ],
)
def test_R16_what_may_pass_is_tried_again_later(error):
    Server.answers = [error]
    mail = write()
    actions.send_due()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (OutgoingMail.State.WAITING, 1)
    assert mail.next_at > timezone.now() + timedelta(seconds=50)
    assert mail.last_error.startswith(type(error).__name__)
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False):
        tasks.look_in_the_outbox()
        actions.send_due()
    mail.refresh_from_db()
    assert mail.state == OutgoingMail.State.SENT
    assert Server.accepted[0].extra_headers["Message-ID"] == mail.message_id


@pytest.mark.parametrize(
    "error",
    [smtplib.SMTPRecipientsRefused({"emma@proef.example": (550, b"unknown")}), smtplib.SMTPDataError(554, b"no")],
)
def test_R16_what_will_not_pass_fails_at_once_and_the_next_goes_on(error):
    Server.answers = [error]
    refused, fine = write(), write("cas@proef.example")
    actions.send_due()
    refused.refresh_from_db()
    fine.refresh_from_db()
    assert (refused.state, fine.state) == (OutgoingMail.State.FAILED, OutgoingMail.State.SENT)


def test_R16_a_server_that_is_away_is_not_asked_for_every_message():
    Server.answers = [ConnectionRefusedError()] * 5
    for number in range(5):
        write(f"lid{number}@proef.example")
    actions.send_due()
    assert len(Server.answers) == 4
    assert OutgoingMail.objects.due(timezone.now()).count() == 4


def tried_until_it_ends(mail):
    """Tries with a server that is away, until the mail is given up; returns the moment of each try."""
    tries = []
    while mail.state == OutgoingMail.State.WAITING:
        tries.append(mail.next_at)
        Server.answers = [ConnectionRefusedError()]
        with time_machine.travel(mail.next_at, tick=False):
            actions.send_due()
        mail.refresh_from_db()
    return tries


def test_R16_after_three_days_it_is_given_up():
    mail = write()
    tries = tried_until_it_ends(mail)
    assert mail.state == OutgoingMail.State.FAILED
    assert tries[-1] - tries[0] == timedelta(days=3), "as the page and the handbook say"


@pytest.mark.parametrize("kind", sorted(HOLDS_A_LINK))
def test_R16_a_link_that_would_soon_be_dead_is_given_up_while_it_can_be_made_anew(kind, settings):
    mail = write()
    OutgoingMail.objects.filter(pk=mail.pk).update(kind=kind)
    mail.refresh_from_db()
    tries = tried_until_it_ends(mail)
    assert (mail.state, mail.body) == (OutgoingMail.State.FAILED, "")
    lives = mail.created_at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT) - tries[-1]
    assert timedelta(days=1) < lives < timedelta(days=1, hours=4), "tried for two days, as the page says"
    with translation.override("en"):
        assert "gets a new link" in why_it_failed(mail)


@pytest.mark.parametrize(("kind", "leaves"), [("invitation", False), ("told", True)])
@pytest.mark.parametrize(("hours", "late"), [(47, False), (49, True)])
def test_R16_a_link_that_waited_too_long_does_not_leave_at_all(kind, leaves, hours, late):
    mail = write()
    OutgoingMail.objects.filter(pk=mail.pk).update(kind=kind)
    second = write("cas@proef.example")
    with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
        actions.send_due()
    mail.refresh_from_db()
    second.refresh_from_db()
    assert (mail.state == OutgoingMail.State.SENT) is (leaves or not late)
    assert second.state == OutgoingMail.State.SENT, "the next goes on"
    assert mail.body == ""


def test_R11_two_workers_do_not_send_the_same_message():
    """The other worker read the same row, and claims it just before this one writes."""
    mail, claimed = write(), []

    def another_claims_first(execute, sql, params, many, context):
        if not claimed and sql.startswith('UPDATE "notices_outgoingmail"'):
            claimed.append(mail.pk)
            later = timezone.now() + timedelta(minutes=1)
            assert OutgoingMail.objects.filter(pk=mail.pk).update(attempts=1, next_at=later) == 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(another_claims_first):
        assert actions.send_due() is False
    assert claimed
    assert Server.accepted == []
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (OutgoingMail.State.WAITING, 1)


def test_R11_a_worker_that_dies_after_sending_repeats_under_the_same_number(monkeypatch):
    mail = write()

    def dies(*_):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(Server, "send_messages", dies)
        with pytest.raises(SystemExit):
            actions.send_due()
    assert actions.send_due() is False, "not before the claim has run out"
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False):
        actions.send_due()
    assert [message.extra_headers["Message-ID"] for message in Server.accepted] == [mail.message_id]


def test_a_long_queue_gives_other_work_its_turn(monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 2)
    for number in range(3):
        write(f"lid{number}@proef.example")
    assert actions.send_due() is True
    assert actions.send_due() is False
    assert len(Server.accepted) == 3


@pytest.mark.parametrize("subject", ["Hallo\nBcc: iedereen@elders.example", "Hallo\r\nBcc: x"])
def test_W54_a_newline_in_a_subject_is_refused(subject):
    with pytest.raises(BadHeaderError):
        write(subject=subject)
    assert not OutgoingMail.objects.exists()


def test_W74_nothing_of_a_message_reaches_the_log(caplog):
    caplog.set_level("DEBUG")
    Server.answers = [smtplib.SMTPDataError(554, b"Een geheim: abc")]
    write()
    write()
    actions.send_due()
    assert "geheim" not in caplog.text
    assert not OutgoingMail.objects.filter(last_error__contains="geheim").exists()


def test_old_messages_are_forgotten():
    mail = write()
    actions.send_due()
    actions.purge_mail(timezone.localdate() + timedelta(days=90))
    assert OutgoingMail.objects.filter(pk=mail.pk).exists()
    actions.purge_mail(timezone.localdate() + timedelta(days=92))
    assert not OutgoingMail.objects.exists()


def test_W44_mail_to_a_domain_with_other_letters_is_removed_whichever_database_keeps_it():
    """SQLite keeps the letter escaped, PostgreSQL as it is: here is one of each."""
    organisation = Organisation.objects.create(slug="proef", name="Proef")
    address = "jan@bücher.example"
    other, _escaped, as_it_is = write("jan@boeken.example"), write(address), write(address)
    with connection.cursor() as cursor:
        given = [json.dumps([address], ensure_ascii=False), as_it_is.pk]
        cursor.execute('UPDATE notices_outgoingmail SET "to" = %s WHERE id = %s', given)
    assert actions.remove_mail_to([address], organisation) == 2
    assert list(OutgoingMail.objects.all()) == [other]
