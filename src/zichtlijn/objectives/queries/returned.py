"""What a draft was returned with: by whom, when, and what was said."""

from dataclasses import dataclass
from datetime import datetime

from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.queries.history import knows_drafts
from zichtlijn.objectives.states import State


@dataclass(frozen=True)
class Returned:
    by_name: str
    at: datetime
    comment: str


#: The steps of which the last tells how an objective became a draft.
_STEPS = (Event.OBJECTIVE_PROPOSED, Event.OBJECTIVE_RETURNED, Event.OBJECTIVE_REOPENED)


def returned_to(actor, objective: Objective) -> Returned | None:
    """How this draft came back to who reads it; None when it did not, or when the reader returned it."""
    if objective.state != State.DRAFT or not knows_drafts(actor, objective):
        return None
    events = AuditEvent.objects.filter(on_type="objective", on_id=objective.pk, event__in=_STEPS)
    last = events.order_by("-sequence").first()
    if last is None or last.event != Event.OBJECTIVE_RETURNED:
        return None
    if last.by_id == objective.proposed_by_id:
        return None  # withdrawn by who proposed it: the log has one word for both
    if actor.user and last.by_id == actor.user.pk:
        return None
    # the comment is kept by the same act, just before its line in the log
    said = objective.check_ins.filter(by=last.by_id, at__lte=last.at).first() if last.detail.get("comment") else None
    return Returned(last.by_name, last.at, said.comment if said else "")
