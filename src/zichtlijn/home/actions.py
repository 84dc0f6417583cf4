"""The team on paper."""

from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import Permission, require
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.documents.files import file_name
from zichtlijn.home.documents import team_pdf
from zichtlijn.home.queries.team_paper import team_paper

MAKERS = ("pdf",)


def require_leading(actor) -> None:
    """Refuse who leads nobody here."""
    require(actor.may(Permission.LEAD_PEOPLE), _("This page is for those who lead people."))


def take_team_paper(*, period, by) -> tuple[bytes, str]:
    """The people who report to the actor, for a meeting in which all of them are there."""
    require_leading(by)
    require(by.person is not None, _("This page is for those who lead people."))
    now = timezone.now()
    paper = team_paper(by, period, today=timezone.localdate(now))
    content = team_pdf(paper, organisation=by.organisation.name, at=now)
    audit.record(Event.LIST_EXPORTED, on=by.person, by=by, detail={"list": "team", "format": "pdf"})
    return content, file_name("pdf", _("Team of %(name)s") % {"name": by.name}, by.organisation.name, at=now)
