"""Mail to members about something that waits for them: what it is and where it stands, never what stands in it."""

from collections.abc import Callable, Iterable

from django.core.mail import get_connection
from django.utils import translation

from zichtlijn.access import mail
from zichtlijn.access.actor import Actor
from zichtlijn.access.models import Membership

#: The kind of mail that only points to a page: it holds no secret, and goes again as it was.
TOLD = "told"


def tell(members: Iterable[Membership], template: str, *, path: str, by: Actor, **words) -> int:
    """Mail this text with a link to each of these members but the actor, each in their own language; how many.

    Asked inside the transaction of what it tells about: what is rolled back is told to nobody.
    """
    me = by.user.pk if by.user else None
    return _post([_letter(member, template, path, by, words) for member in members if member.user_id != me])


def invite(
    members: Iterable[Membership],
    template: str,
    *,
    path: str,
    by: Actor,
    calendar: Callable[[Membership], str],
    own_words: Callable[[Membership], dict],
    **words,
) -> int:
    """As `tell`, to the actor as well, each with what `calendar` gives for them: an invitation (iCalendar).

    `own_words` gives what is said otherwise to each; `is_own` in the text: the actor reads it.
    """
    me = by.user.pk if by.user else None
    letters = []
    for member in members:
        own = own_words(member) | {"is_own": member.user_id == me}
        letter = _letter(member, template, path, by, words | own)
        with translation.override(member.user.language or by.organisation.language):
            letter.calendar = calendar(member)
        letters.append(letter)
    return _post(letters)


def _letter(member: Membership, template: str, path: str, by: Actor, words: dict) -> mail.AccountMail:
    return mail.write(
        template,
        member.user,
        kind=TOLD,
        language=by.organisation.language,
        organisation=by.organisation,
        name=member.shown_name,
        by=by.name,
        link=mail.link_in(by.organisation, path),
        **words,
    )


def _post(letters: list[mail.AccountMail]) -> int:
    if letters:
        get_connection().send_messages(letters)
    return len(letters)
