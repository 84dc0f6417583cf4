"""What two sides agree to: who changes it proposes it, and nobody agrees to what was changed unseen."""

from django.utils.translation import gettext as _

from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.actions import Event
from zichtlijn.objectives.actions.cascade import about
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.queries.agreeing import agreed_with_another
from zichtlijn.objectives.states import Level, State


def propose_anew(objective: Objective, *, by) -> bool:
    """Let who changed a personal objective be who proposes it; True when it was agreed, and no longer counts by this.

    Inside a transaction that locked its line. The version goes up also when only a measure was changed: whoever
    opened the page before that would agree to something else.
    """
    was_agreed = agreed_with_another(by, objective)
    if not was_agreed and not (objective.level == Level.PERSONAL and objective.state == State.PROPOSED):
        return False
    now = Objective.objects.get(pk=objective.pk)
    now.state, now.proposed_by, now.agreed_on = State.PROPOSED, by.user, None
    now.version += 1
    now.save(update_fields=["state", "proposed_by", "agreed_on", "version"])
    for name in ("state", "proposed_by", "agreed_on", "version"):
        setattr(objective, name, getattr(now, name))
    if was_agreed:
        detail = {"from": State.AGREED, "comment": False}
        audit.record(Event.OBJECTIVE_PROPOSED, on=objective, by=by, about=about(objective), detail=detail)
    return was_agreed


def refuse_unread(objective: Objective, version: int) -> None:
    """Refuse to agree to what was changed after the page was opened. `version` is that which was read."""
    if objective.version != version:
        raise NotNow(_("The proposal was changed after you opened it. Read it again first."))
