"""What all acts on a round share: holding its row, who may, and whether it can be done now."""

from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.feedback.models import FeedbackRound
from zichtlijn.feedback.permissions import can_move_round
from zichtlijn.feedback.states import MOVES, Move


def hold(round_: FeedbackRound) -> FeedbackRound:
    """The round as it is now, kept for this transaction."""
    found = FeedbackRound.objects.select_for_update(of=("self",)).select_related("person")
    now: FeedbackRound | None = found.filter(pk=round_.pk).first()
    if now is None:
        raise NotNow(_("This round was thrown away."))
    return now


def refuse_other(now: FeedbackRound, version: int) -> None:
    """What was read is what goes on."""
    if now.version != version:
        raise NotNow(_("The round was changed after you opened this page. Read it again first."))


def require_move(now: FeedbackRound, name: str, *, by) -> Move:
    """How a round that is held goes on in this way: the actor may, and it can be done now."""
    require(can_move_round(by, now, name), _("This is not for you to do in this round."))
    step = MOVES[name]
    if now.state != step.source:
        words = {"state": now.get_state_display()}
        raise NotNow(_("That is not possible now: the round is “%(state)s”. Look at how it stands.") % words)
    return step


def write(now: FeedbackRound, **fields: Any) -> None:
    """Write these fields; the version goes up, so that nobody goes on with what they read before."""
    FeedbackRound.objects.filter(pk=now.pk).update(version=F("version") + 1, **fields)
