"""Sending what waits in the outbox, trying again later, and clearing away what is old."""

import smtplib
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F, Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from zichtlijn.access.models import Organisation
from zichtlijn.notices.models import OutgoingMail, Silence
from zichtlijn.notices.queries import holding_address, silent_since
from zichtlijn.notices.telling import TOLD

#: How long to wait after each failure that may pass, three days together; one more and the message has failed for good.
#: What holds a link is given up sooner, see `OutgoingMail.comes_too_late`.
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 1539)]
#: Sent messages are kept this long, without their text; docs/data-retention.yaml says the same.
KEPT_DAYS = 90
#: Mail that failed and can be sent again as it is; any other may hold a link that opens an account, and is made anew.
KEEPS_ITS_TEXT = {"notice", "address_asked", "address_changed", "address_taken", TOLD}
#: Of those, what is for the member and not for one mailbox: tried again, it goes to the address of that moment.
FOLLOWS = {"notice", TOLD}
#: Messages sent before the worker looks at other work.
AT_ONCE = 100


def send_due() -> bool:
    """Send what is due, a hundred at most; True when more is waiting.

    Each message is claimed by a conditional update that also sets the moment of the next try. A worker that dies after
    sending and before writing that down causes one repetition, with the same Message-ID.
    """
    if silent_since():
        return False
    connection = get_connection(settings.OUTBOX_TRANSPORT)
    try:
        for _turn in range(AT_ONCE):
            mail = _claim()
            if mail is None:
                return False
            if not _send(mail, connection):
                return False  # the server is not there: no use in trying the rest now
        return OutgoingMail.objects.due(timezone.now()).exists()
    finally:
        connection.close()


def _claim() -> OutgoingMail | None:
    now = timezone.now()
    for mail in OutgoingMail.objects.due(now).select_related("user").order_by("next_at", "pk")[:20]:
        wait = WAITS[min(mail.attempts, len(WAITS) - 1)]
        if mail.kind == TOLD and mail.user:
            mail.to = [mail.user.email]  # the address may have changed since it was written
        mine = OutgoingMail.objects.due(now).filter(pk=mail.pk, attempts=mail.attempts)
        if mine.update(attempts=F("attempts") + 1, next_at=now + wait, to=mail.to):
            mail.attempts, mail.next_at = mail.attempts + 1, now + wait
            return mail
    return None


def _send(mail: OutgoingMail, connection) -> bool:
    """Send one message; False when the mail server itself cannot be reached."""
    row = OutgoingMail.objects.filter(pk=mail.pk)
    if mail.comes_too_late(timezone.now()):  # no worker was there, or this is a copy that was put back
        row.update(state=OutgoingMail.State.FAILED, last_error="", body="", calendar="")
        return True
    message = EmailMultiAlternatives(
        mail.subject,
        mail.body,
        settings.DEFAULT_FROM_EMAIL,
        mail.to,
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    if mail.calendar:
        method = "CANCEL" if "METHOD:CANCEL" in mail.calendar else "REQUEST"
        message.attach_alternative(mail.calendar, f"text/calendar; method={method}")
    try:
        connection.open()
        message.send()
    except Exception as error:  # whatever a server can do; the text of the error may hold addresses and is not kept
        connection.close()
        said = _described(error)
        if _is_permanent(error) or mail.attempts > len(WAITS) or mail.comes_too_late(mail.next_at):
            kept = {} if mail.kind in KEEPS_ITS_TEXT else {"body": "", "calendar": ""}
            row.update(state=OutgoingMail.State.FAILED, last_error=said, **kept)
        else:
            row.update(last_error=said)
        return isinstance(error, (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, ValueError))
    row.update(state=OutgoingMail.State.SENT, sent_at=timezone.now(), last_error="", body="", calendar="")
    return True


def _is_permanent(error: Exception) -> bool:
    """A refusal that will be the same tomorrow: of this address or this message, not of us or for want of a server."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            return all(500 <= code < 600 for code, _said in error.recipients.values())
        case smtplib.SMTPDataError():
            return 500 <= error.smtp_code < 600
        case ValueError():  # an address or a header that no server would take
            return True
    return False


def _described(error: Exception) -> str:
    code = getattr(error, "smtp_code", "")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = ", ".join(str(code) for code, _said in error.recipients.values())
    return f"{type(error).__name__} {code}".strip()[:300]


def send_once_more(mail: OutgoingMail) -> bool:
    """Put a mail that failed back in the outbox, with its text as it was; False when it no longer stands as failed.

    What is meant for the member goes to the address that their account has now. A word about a change of address stays
    with the mailbox it was written to, and so does a notice that still waits: whoever got hold of an account and gave
    it another address must not be the one who is warned.
    """
    to = [mail.user.email] if mail.kind in FOLLOWS and mail.user else mail.to
    row = OutgoingMail.objects.filter(pk=mail.pk, state=OutgoingMail.State.FAILED)
    again = {"state": OutgoingMail.State.WAITING, "attempts": 0, "next_at": timezone.now(), "last_error": "", "to": to}
    return row.update(**again) > 0


def fall_silent() -> None:
    """Let no mail leave until the operator says so; asked twice it is the same."""
    if not Silence.objects.exists():
        Silence.objects.create()


@transaction.atomic
def speak(*, discard: bool) -> int:
    """End the silence; how many messages now leave, or were discarded because they were written before it or in it."""
    waiting = OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING)
    number = waiting.delete()[0] if discard else waiting.count()
    Silence.objects.all().delete()
    return number


def purge_mail(day: date) -> int:
    """Forget messages that ended more than `KEPT_DAYS` before this day."""
    before = timezone.make_aware(datetime.combine(day - timedelta(days=KEPT_DAYS), time.min))
    ended = OutgoingMail.objects.exclude(state=OutgoingMail.State.WAITING)
    return ended.filter(created_at__lt=before).delete()[0]


def remove_mail_to(addresses: Collection[str], organisation: Organisation, users: Iterable[int] = ()) -> int:
    """Remove mail of this organisation to these addresses, and all mail to accounts that are about to go."""
    removed = OutgoingMail.objects.filter(user__in=list(users)).delete()[0]
    mine = OutgoingMail.objects.filter(Q(organisation=organisation) | Q(organisation=None, user=None))
    return removed + mine.annotate(told=Cast("to", TextField())).filter(holding_address("told", addresses)).delete()[0]
