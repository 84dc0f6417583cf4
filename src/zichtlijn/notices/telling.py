"""Mail to members about something that waits for them: what it is and where it stands, never what stands in it."""

from collections.abc import Iterable

from django.core.mail import get_connection

from zichtlijn.access import mail
from zichtlijn.access.actor import Actor
from zichtlijn.access.models import Membership

#: The kind of mail that only points to a page: it holds no secret, and goes again as it was.
TOLD = "told"


def tell(members: Iterable[Membership], template: str, *, path: str, by: Actor, **words) -> int:
    """Mail this text with a link to each of these members but the actor, each in their own language; how many.

    Asked inside the transaction of what it tells about: what is rolled back is told to nobody.
    """
    link, me = mail.link_in(by.organisation, path), by.user.pk if by.user else None
    letters = [
        mail.write(
            template,
            member.user,
            kind=TOLD,
            language=by.organisation.language,
            organisation=by.organisation,
            name=member.shown_name,
            by=by.name,
            link=link,
            **words,
        )
        for member in members
        if member.user_id != me
    ]
    if letters:
        get_connection().send_messages(letters)
    return len(letters)
