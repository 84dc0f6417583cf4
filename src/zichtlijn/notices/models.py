"""Mail on its way out."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: Mail with a link that opens an account, or confirms its address; the link lives for PASSWORD_RESET_TIMEOUT.
HOLDS_A_LINK = {"invitation", "password_link", "address_link"}


class Silence(models.Model):
    """While there is a row, no mail leaves: this is a copy that was put back, and what waits may have been sent.

    A copy is made with the row in it, so that whoever puts it back, and however, has a silent one.
    """

    since = models.DateTimeField(default=timezone.now)

    objects = models.Manager()

    def __str__(self):
        return f"silent since {self.since:%Y-%m-%d %H:%M}"


class OutgoingMailQuerySet(models.QuerySet):
    def due(self, moment):
        """Not sent yet, and its next try has come."""
        return self.filter(state=OutgoingMail.State.WAITING, next_at__lte=moment)


class OutgoingMail(models.Model):
    """One message, kept until it is sent; for the whole installation, since sign-in mail knows no organisation."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    #: Which text it is (the name of its template); empty for mail that no room can write anew.
    kind = models.CharField(max_length=30, blank=True)
    #: The organisation that sends it, and the account it goes to, where there are such.
    organisation = models.ForeignKey("access.Organisation", on_delete=models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey("access.User", on_delete=models.CASCADE, null=True, related_name="+")
    to = models.JSONField()
    subject = models.CharField(max_length=300)
    body = models.TextField()
    #: An invitation for a calendar that goes with it; forgotten once it is sent, like the text.
    calendar = models.TextField(blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "next_at"], name="notices_mail_due")]

    def __str__(self):
        return self.subject

    def comes_too_late(self, moment: datetime) -> bool:
        """True when it holds a link that would be dead within a day of this moment: it is better made anew."""
        lives = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT) - timedelta(days=1)
        return self.kind in HOLDS_A_LINK and moment > self.created_at + lives
