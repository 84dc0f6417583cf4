"""Which requests for a correction wait for somebody: for the page of all asks."""

from zichtlijn.privacy.models import Correction
from zichtlijn.privacy.permissions import can_decide_corrections
from zichtlijn.privacy.states import CorrectionState

#: So many are listed; the page of requests has all of them.
MOST = 100


def corrections_waiting_for(actor) -> list[Correction]:
    """Requests on which the actor can decide, the nearest term on top; never one's own."""
    if not can_decide_corrections(actor):
        return []
    asked = Correction.objects.filter(state=CorrectionState.ASKED).exclude(person=actor.person_id)
    return list(asked.select_related("person").order_by("due_on", "pk")[:MOST])
