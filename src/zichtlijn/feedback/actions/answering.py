"""Answering a request, or declining it. No line in the log, no moment: nobody else learns that it happened."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.calculations.feedback import HIGH, LOW
from zichtlijn.feedback.actions.moving import hold
from zichtlijn.feedback.models import AskedBehaviour, FeedbackRequest
from zichtlijn.feedback.permissions import can_answer
from zichtlijn.feedback.states import Group, RequestState, RoundState


def _hold_request(request: FeedbackRequest, by) -> FeedbackRequest:
    """The request with its round, kept for this transaction: an answer is wholly before the close, or not at all."""
    require(request.person_id == by.person_id, _("Only who is asked answers."))
    now_open = hold(request.round)
    now: FeedbackRequest | None = FeedbackRequest.objects.select_for_update().filter(pk=request.pk).first()
    if now is None or now_open.state != RoundState.RUNNING:
        raise NotNow(_("This round has ended, so nothing can be answered any more."))
    now.round = now_open
    if not can_answer(by, now):
        raise NotNow(_("You can no longer answer this: the last day is over, or you lead this person now."))
    return now


@transaction.atomic
def save_answers(
    request: FeedbackRequest,
    answers: Mapping[int, int | None],
    *,
    keep: str,
    change: str,
    version: int,
    send: bool = False,
    by,
) -> int:
    """Keep what was answered so far, or send it; until the close it can be changed. Returns the version it has now."""
    now = _hold_request(request, by)
    asked = set(AskedBehaviour.objects.filter(round=now.round_id).values_list("pk", flat=True))
    if set(answers) - asked or any(one is not None and not LOW <= one <= HIGH for one in answers.values()):
        raise NotNow(_("A behaviour is no longer there. Open the page again."))
    is_sent = send or now.state == RequestState.SENT
    missing = len(asked - set(answers))
    if is_sent and missing:
        raise NotNow(
            ngettext(
                "%(n)s behaviour has no answer yet. Choose “cannot judge” where you do not know.",
                "%(n)s behaviours have no answer yet. Choose “cannot judge” where you do not know.",
                missing,
            )
            % {"n": missing}
        )
    content = {"answers": {str(pk): one for pk, one in answers.items()}, "keep": keep, "change": change}
    content["state"] = RequestState.SENT if is_sent else RequestState.ASKED
    if all(getattr(now, name) == value for name, value in content.items()):
        return now.version
    if now.version != version:
        raise NotNow(_("You saved something else in another window. Open the page again to see it."))
    FeedbackRequest.objects.filter(pk=now.pk).update(version=now.version + 1, **content)
    return now.version + 1


@transaction.atomic
def decline_request(request: FeedbackRequest, *, by) -> None:
    """Say that one does not answer: what was written goes, and nobody hears of it."""
    now = _hold_request(request, by)
    if now.group == Group.SELF:
        raise NotNow(_("This is your own round. You can stop it instead."))
    FeedbackRequest.objects.filter(pk=now.pk).update(
        state=RequestState.DECLINED, answers={}, keep="", change="", version=now.version + 1
    )
