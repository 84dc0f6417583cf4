"""Mail is first written down, in the transaction of what it tells about, and sent afterwards by the worker."""

from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django_tasks import task_backends
from django_tasks_db.backend import DatabaseBackend

from zichtlijn.access.mail import AccountMail
from zichtlijn.notices.models import OutgoingMail
from zichtlijn.notices.tasks import send_due_mail


class OutboxBackend(BaseEmailBackend):
    """Django's way to send mail ends here: nobody waits for a mail server, and no message is lost when it is down."""

    def send_messages(self, messages):
        kept = []
        for message in messages:
            if not message.recipients():
                continue
            message.message()  # refuses a header with a newline in it
            about = {}
            if isinstance(message, AccountMail):
                about = {"kind": message.kind, "user": message.user, "organisation": message.organisation}
                about["calendar"] = message.calendar
            kept.append(
                OutgoingMail(
                    **about,
                    to=message.recipients(),
                    subject=str(message.subject)[:300],
                    body=message.body,
                    message_id=make_msgid(domain=urlsplit(settings.BASE_URL).hostname),
                )
            )
        OutgoingMail.objects.bulk_create(kept)
        if kept and isinstance(task_backends["default"], DatabaseBackend):
            send_due_mail.enqueue()  # a row in the same transaction: seen by a worker when the mail is
        return len(kept)
