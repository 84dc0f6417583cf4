"""What an appraisal does along with the report of its conversation: sent, taken back, answered, finished together."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.appraisals.actions.counting import keep_distribution
from zichtlijn.appraisals.actions.moving import go, hold, target_of
from zichtlijn.appraisals.actions.scoring import draft_of, fix_lines, reasons_not_to_send
from zichtlijn.appraisals.models import Appraisal, Passage
from zichtlijn.appraisals.permissions import is_term_over, scheme_of, second_appraisers
from zichtlijn.appraisals.queries.returned import report_returned
from zichtlijn.appraisals.queries.stuck import can_come_in
from zichtlijn.appraisals.states import OPEN, WAYS, Move, State
from zichtlijn.appraisals.telling import tell_final, tell_waiting
from zichtlijn.conversations.companions import Companion, go_along
from zichtlijn.conversations.models import Conversation, Cycle, Report
from zichtlijn.conversations.queries.pages import manager_people
from zichtlijn.conversations.states import Kind
from zichtlijn.conversations.states import State as Talk
from zichtlijn.organisation.models import Person

#: Move of the report → what it is for the appraisal.
SAME = {
    "send": Move.SEND,
    "take_back": Move.TAKE_BACK,
    "answer": Move.ANSWER,
    "finish": Move.FINISH,
    "lapse": Move.FINISH,
}
#: States of a conversation in which somebody is to go on with what was sent.
UNDERWAY = (Talk.SENT, Talk.ANSWERED)


def reasons_against(move: str, conversation: Conversation, report: Report) -> list[str]:
    """What of the appraisal stands in the way of a move of the report."""
    if conversation.step.kind != Kind.APPRAISAL:
        return []
    if move == "send":
        scheme = scheme_of(conversation.step.cycle)
        return reasons_not_to_send(conversation, draft_of(report), scheme) if scheme else []
    appraisal = Appraisal.objects.filter(report=report).first()
    if appraisal is None or appraisal.state in WAYS[SAME[move]].targets:
        if move == "take_back" and appraisal and appraisal.label != appraisal.chosen:
            return [_("HR changed the label in the calibration session: the appraisal is not taken back any more.")]
        return []
    if move in ("finish", "lapse"):
        return [_not_approved(conversation)]
    return [_("The second appraiser has it now, as the term to answer was over.")]


def _not_approved(conversation: Conversation) -> str:
    second = second_appraisers([conversation])[conversation.pk]
    if second is None:
        return _("Nobody can approve this appraisal yet: ask HR to name a second appraiser.")
    if not can_come_in(conversation.organisation_id, second):
        words = {"name": second.name}
        return _("%(name)s approves this appraisal, but cannot sign in: ask HR to name a second appraiser.") % words
    return _("%(name)s has not approved the appraisal yet.") % {"name": second.name}


@transaction.atomic
def follow(move: str, conversation: Conversation, report: Report, *, by) -> None:
    """Let the appraisal go along; nothing when there is none."""
    found = Appraisal.objects.filter(report=report).first() if conversation.step.kind == Kind.APPRAISAL else None
    if found is None:
        return
    appraisal = hold(found)
    target = target_of(appraisal, SAME[move])
    if move == "send":
        scheme = scheme_of(conversation.step.cycle)
        assert scheme is not None
        proposed = fix_lines(conversation, appraisal, scheme)
        # Words that the employee would not be shown are not kept where others read them.
        reason = appraisal.reason if appraisal.chosen != proposed else ""
        go(appraisal, Move.SEND, target, by=by, proposed=proposed, label=appraisal.chosen, reason=reason)
    elif move == "answer":
        go(appraisal, Move.ANSWER, target, by=by, answer=report.answer, words=report.remarks)
        tell_waiting(appraisal, by=by)
    elif target == State.FINAL:
        today, scheme = timezone.localdate(), scheme_of(conversation.step.cycle)
        days = scheme.objection_days if scheme else 0
        go(appraisal, Move.FINISH, target, by=by, final_on=today, object_until=today + timedelta(days=days))
        tell_final(appraisal, by=by)
    else:
        go(appraisal, SAME[move], target, by=by)


def holders(conversations: list[Conversation]) -> dict[int, list[Person]]:
    """Conversation → who can go on with an appraisal that was sent: the employee until somebody else has it, the second
    appraiser once it was answered or the term is over, the manager once it was approved."""
    waits = {row.pk: row for row in conversations if row.step.kind == Kind.APPRAISAL and row.state in UNDERWAY}
    if not waits:
        return {}
    rows = list(Appraisal.objects.filter(report__conversation__in=waits, state__in=OPEN).select_related("report"))
    second = [one for one in rows if one.state == State.ANSWERED or is_term_over(one)]
    seconds = second_appraisers(waits[one.report.conversation_id] for one in second) if second else {}
    approved = [waits[one.report.conversation_id] for one in rows if one.state == State.APPROVED]
    managers = manager_people(approved) if approved else {}
    found: dict[int, list[Person]] = {}
    for one in rows:
        number = one.report.conversation_id
        people = [
            waits[number].employee if one.state == State.SENT else None,
            seconds.get(number),
            managers.get(number),
        ]
        found[number] = [person for person in people if person]
    return found


def returned(conversation: Conversation) -> str | None:
    """What the employee wrote with the answer after which the second appraiser returned it; None: it was not."""
    if conversation.step.kind != Kind.APPRAISAL:
        return None
    rows = Passage.objects.filter(appraisal__report__conversation=conversation, move__in=(Move.ANSWER, Move.RETURN))
    made = list(rows.order_by("at", "pk"))
    if not any(row.move == Move.RETURN for row in made):
        return None
    return next((row.words for row in reversed(made) if row.move == Move.ANSWER), "")


def remarks_before_start(cycle: Cycle) -> list[str]:
    """That the appraisals of a cycle have no scale: they can go without, but that is rarely meant."""
    if not cycle.steps.filter(kind=Kind.APPRAISAL).exists() or scheme_of(cycle) is not None:
        return []
    return [
        _(
            "There is no scale for the appraisal yet: without one it is a report in words only. "
            "You can still set it after the start, before the first appraisal is sent."
        )
    ]


go_along(
    Companion(
        reasons_against,
        follow,
        holders,
        keep_distribution,
        returned,
        report_returned,
        before_start=remarks_before_start,
    )
)
