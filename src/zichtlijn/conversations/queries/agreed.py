"""What was agreed in the conversations of a cycle, and counts together at the end of it."""

from django.db.models import Q

from zichtlijn.conversations.models import Agreement, AgreementAnswer, Conversation
from zichtlijn.conversations.states import Outcome, State


def agreed_in_cycle(
    conversation: Conversation, report_id: int | None
) -> list[tuple[Agreement, AgreementAnswer | None]]:
    """Agreements in the other final reports of the employee in the cycle, the oldest first, with what came of each.

    What was said to be no longer relevant is not among them. `report_id`: the report that is being written, of which
    alone a draft counts; None when it was not begun.
    """
    agreements = Agreement.objects.filter(
        report__conversation__employee=conversation.employee_id,
        report__conversation__step__cycle=conversation.step.cycle_id,
        report__conversation__state=State.FINAL,
        report__sent_at__isnull=False,
    ).exclude(report__conversation=conversation.pk)
    rows = list(agreements.order_by("report__sent_at", "pk"))
    final = Q(report__conversation__state=State.FINAL, report__sent_at__isnull=False)
    answers = AgreementAnswer.objects.filter(final | Q(report=report_id or 0), agreement__in=rows)
    said = {answer.agreement_id: answer for answer in answers.order_by("pk")}  # the last one stays
    found = [(row, said.get(row.pk)) for row in rows]
    return [(row, answer) for row, answer in found if answer is None or answer.outcome != Outcome.DROPPED]
