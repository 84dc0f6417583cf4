"""Mail that could not be sent, or is held, and why, in words for whoever can do something about it."""

import json
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from zichtlijn.access.actor import Actor
from zichtlijn.access.models import Membership
from zichtlijn.notices.models import HOLDS_A_LINK, OutgoingMail, Silence


def failed_mail(by: Actor) -> QuerySet[OutgoingMail]:
    """Mail that was given up, newest first: what this organisation sent, and what went to accounts that are only here.

    That somebody who also belongs elsewhere asked for a new password is not for one of their organisations to know.
    """
    theirs = Membership.objects.filter(user=OuterRef("user"))
    elsewhere = theirs.exclude(organisation=by.organisation)
    only_here = Q(Exists(theirs.filter(organisation=by.organisation)), ~Exists(elsewhere), organisation=None)
    failed = OutgoingMail.objects.filter(state=OutgoingMail.State.FAILED)
    return failed.filter(Q(organisation=by.organisation) | only_here).select_related("user").order_by("-pk")


def holding_address(column: str, addresses: Iterable[str]) -> Q:
    """Rows in which the text of this JSON `column` (cast to text) holds one of these addresses.

    A letter outside ASCII (jan@bücher.example) is kept escaped by one kind of database, and as it is by the other.
    """
    found = Q(pk__in=[])
    for address in addresses:
        for kept in {json.dumps(address), json.dumps(address, ensure_ascii=False)}:
            found |= Q(**{f"{column}__icontains": kept})
    return found


def silent_since() -> datetime | None:
    """Since when no mail leaves, because this is a copy that was put back; None when mail leaves."""
    return Silence.objects.values_list("since", flat=True).first()


def mail_trouble(by: Actor) -> dict[str, object]:
    """What `notices/_mail_not_sent.html` shows: how much mail was given up, and since when all of it is held."""
    return {"mail_not_sent": failed_mail(by).count(), "mail_held_since": silent_since()}


#: What a mail server answers → what that means.
UNKNOWN_ADDRESS, MAILBOX_FULL = {"550", "551", "553"}, {"552"}


def why_it_failed(mail: OutgoingMail) -> str:
    """The reason in a sentence, with what to do about it."""
    kind, _space, codes = mail.last_error.partition(" ")
    answered = set(codes.split(", "))
    if kind == "SMTPRecipientsRefused" and answered & UNKNOWN_ADDRESS:
        return _("The mail server does not know this address. Check it with the person.")
    if answered & MAILBOX_FULL:
        return _("The mailbox is full. Try again later.")
    if kind in {"SMTPRecipientsRefused", "SMTPDataError"}:
        return _("The mail server refused this message. Ask whoever manages your mail why.")
    if kind == "ValueError":
        return _("This is not an address mail can be sent to. Check it with the person.")
    if mail.kind in HOLDS_A_LINK:
        return _(
            "For two days this message could not be sent, and the link in it would soon expire. Try again once mail is "
            "working: it then gets a new link."
        )
    return _("For three days the mail server did not accept this message. Try again once mail is working.")
