"""Taking an OGSM along as a file."""

from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.documents.files import file_name
from zichtlijn.objectives.models import Objective
from zichtlijn.ogsm.documents import MAKERS, Taken
from zichtlijn.ogsm.permissions import can_take_ogsm
from zichtlijn.ogsm.queries import ogsm_page


def take_ogsm(objective: Objective, form: str, *, by) -> tuple[bytes, str]:
    """The plan as a file of this form with what this reader may see, and what it is called; this is written down.

    It is made before the log is written, so that nobody waits for the drawing.
    """
    require(can_take_ogsm(by), _("You need the right to export to take an OGSM along."))
    now = timezone.now()
    taken = Taken(ogsm_page(by, objective, whole=form == "xlsx"), by.organisation.name, now)
    content = MAKERS[form](taken)
    detail = {"list": "ogsm", "format": form} | ({"period": objective.period.name} if objective.period else {})
    audit.record(Event.LIST_EXPORTED, on=objective, by=by, detail=detail)
    return content, file_name(form, taken.title, objective.title, by.organisation.name, at=now)
