"""Inviting others to a workshop: the link to its page, by mail, to whom one chooses."""

from collections.abc import Collection

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.access.refusals import NotNow
from zichtlijn.analysis.actions.swot import lock, require_lead
from zichtlijn.analysis.models import Analysis
from zichtlijn.analysis.queries.inviting import members_who_may_join
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.notices.telling import tell
from zichtlijn.organisation.models import Person

#: A workshop of more people is none.
MOST_INVITED = 60


@transaction.atomic
def invite_to_swot(analysis: Analysis, people: Collection[Person], *, by) -> int:
    """Mail these people the way to the SWOT, as long as it is open; how many were mailed."""
    require_lead(by, analysis)
    now = lock(analysis)
    if not now.is_gathering:
        raise NotNow(_("Contributions are closed. Open them first, then invite."))
    others = [person for person in people if person.pk != by.person_id]
    if not others:
        raise NotNow(_("Choose at least one person other than yourself."))
    if len(others) > MOST_INVITED:
        raise NotNow(_("At most %(n)s people at a time. Choose fewer.") % {"n": MOST_INVITED})
    members = members_who_may_join(by.organisation, others)
    there = {member.person_id for member in members}
    if lacking := [person.name for person in others if person.pk not in there]:
        said = ngettext(
            "%(names)s cannot sign in, so nobody was mailed. Ask the administrator for an account, or leave them out.",
            "%(names)s cannot sign in, so nobody was mailed. Ask the administrator for accounts, or leave them out.",
            len(lacking),
        )
        raise NotNow(said % {"names": ", ".join(lacking)})
    words = {"about": str(analysis.unit or by.organisation), "year": analysis.period.name}
    path = reverse("analysis:swot", args=[analysis.pk])
    number = tell(members, "analysis/mail/invitation.txt", path=path, by=by, **words)
    audit.record(Event.WORKSHOP_INVITED, on=now, by=by, detail={"people": number})
    return number
