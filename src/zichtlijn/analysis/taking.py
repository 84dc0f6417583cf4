"""Taking a confrontation along as a file."""

from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.analysis.documents import MAKERS, Taken
from zichtlijn.analysis.models import Analysis
from zichtlijn.analysis.permissions import can_lead_analysis, can_take_confrontation
from zichtlijn.analysis.queries.matrix import MatrixPage, matrix_page
from zichtlijn.analysis.queries.points import points_of
from zichtlijn.analysis.states import Scoring
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.documents.files import file_name


def sees_result(actor, analysis: Analysis, page: MatrixPage) -> bool:
    """While it is being scored only who leads it sees what comes out, so that nobody follows the others."""
    return page.is_scored and (analysis.scoring != Scoring.OPEN or can_lead_analysis(actor, analysis))


def take_confrontation(analysis: Analysis, form: str, *, by) -> tuple[bytes, str]:
    """The confrontation as a file of this form, and what it is called; that it was taken along is written down.

    It is made before the log is written, so that nobody waits for the drawing.
    """
    require(can_take_confrontation(by), _("You need the right to export to take a confrontation along."))
    page = matrix_page(analysis)
    if not sees_result(by, analysis, page):
        raise NotNow(_("There is nothing to take along yet: what comes out is shown when the scoring is closed."))
    now = timezone.now()
    taken = Taken(analysis, page, points_of(analysis, by), by.organisation.name, now)
    content = MAKERS[form](taken)
    detail = {"list": "confrontation", "format": form, "period": analysis.period.name}
    audit.record(Event.LIST_EXPORTED, on=analysis, by=by, detail=detail)
    return content, file_name(form, taken.title, by.organisation.name, at=now)
