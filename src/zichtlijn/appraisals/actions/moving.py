"""Going on along the table of `states`: the wrong pen is refused with 403, the wrong moment with 409."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.appraisals.models import Appraisal, Passage
from zichtlijn.appraisals.permissions import WITH, pens_of
from zichtlijn.appraisals.states import WAYS, Pen
from zichtlijn.conversations.models import Conversation

SENTENCES = {
    Pen.MANAGER: _("The manager does this, not the employee."),
    Pen.EMPLOYEE: _("Only the employee does this."),
    Pen.SECOND: _("Only the second appraiser approves or returns an appraisal."),
    Pen.HR: _("Only HR changes a label in the calibration session, and not in an appraisal of their own."),
    Pen.DECIDER: _("Only HR, or whom HR named, decides on an objection; not who appraised, approved or calibrated it."),
}


def hold(appraisal: Appraisal) -> Appraisal:
    """The appraisal as it is now, locked after its conversation: the order in which everything here is locked.

    Its cycle is read after that lock too: who closes it holds the conversations that are not final, so that nothing
    goes on here in a cycle that was closed while one waited.
    """
    held = Conversation.objects.select_for_update(of=("self",)).filter(reports__appraisal=appraisal.pk)
    held.order_by("pk").first()
    found: Appraisal = Appraisal.objects.select_for_update(of=("self",)).select_related(*WITH).get(pk=appraisal.pk)
    return found


def check(appraisal: Appraisal, move: str, *, by) -> str:
    """The state to which this move leads; refuses who has no pen, and what cannot be done now."""
    way = WAYS[move]
    require(way.pen in pens_of(by, appraisal), str(SENTENCES[way.pen]))
    return target_of(appraisal, move)


def target_of(appraisal: Appraisal, move: str) -> str:
    """The state to which this move leads from here, or a refusal."""
    way = WAYS[move]
    if appraisal.state not in way.targets:
        words = {"state": appraisal.get_state_display()}
        raise NotNow(str(_("That is not possible now: the appraisal is “%(state)s”. Look at how it stands.")) % words)
    return way.targets[appraisal.state]


def refuse_old(appraisal: Appraisal, version: int) -> None:
    """What was read is what is decided on."""
    if appraisal.version != version:
        raise NotNow(str(_("The appraisal was changed after you opened it. Read it again first.")))


def go(appraisal: Appraisal, move: str, target: str, *, by, before=None, words="", answer="", **fields) -> Passage:
    """Store the new state with the passage that tells of it. The label after it is that which then counts."""
    fields |= {"state": target, "version": appraisal.version + 1}
    Appraisal.objects.filter(pk=appraisal.pk).update(**fields)
    for name, value in fields.items():
        setattr(appraisal, name, value)
    return Passage.objects.create(
        organisation=appraisal.organisation,
        appraisal=appraisal,
        move=move,
        by=by.person,
        account=by.user,
        by_name=by.name,
        at=timezone.now(),
        words=words,
        answer=answer,
        before=before,
        after=appraisal.level,
    )
