"""What the history of an objective tells of its weight on the scorecard."""

from datetime import date

from django.utils.translation import gettext as _

from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.objectives.mentions import Happened, remembers_objectives
from zichtlijn.objectives.states import Level
from zichtlijn.scorecards.queries.card import OF_A_UNIT
from zichtlijn.ui.wording import write_full_date, write_percent

#: So many divisions are told, the last ones.
MOST_TOLD = 50


@remembers_objectives
def weights_of_objective(actor, objective) -> list[Happened]:
    """Each time that the weight of this objective was set or withdrawn, and from when it holds."""
    if objective.level == Level.STRATEGIC:
        on = {"on_type": "organisation", "on_id": objective.organisation_id}
    elif objective.level in OF_A_UNIT and objective.unit_id:
        on = {"on_type": "unit", "on_id": objective.unit_id}
    else:
        return []
    key = str(objective.pk)
    lines = AuditEvent.objects.filter(event=Event.SCORECARD_WEIGHED, detail__weights__has_key=key, **on)
    return [
        Happened(line.at, _("weight on the scorecard"), _told(line.detail, key), line.by_name)
        for line in lines.order_by("-sequence")[:MOST_TOLD]
    ]


def _told(detail: dict, key: str) -> str:
    weight = detail["weights"][key]
    said = {
        "weight": _("left blank") if weight is None else write_percent(weight / 100),
        "day": write_full_date(date.fromisoformat(detail["starts_on"])),
    }
    if detail.get("withdrawn"):
        return _("%(weight)s from %(day)s, withdrawn before it began") % said
    return _("%(weight)s from %(day)s") % said
