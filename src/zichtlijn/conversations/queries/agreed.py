"""What was agreed in the conversations of a cycle, what came of it, and whether a page still has it as it stands."""

from collections.abc import Iterable
from hashlib import sha256

from django.db.models import Q

from zichtlijn.conversations.models import Agreement, AgreementAnswer, Conversation, Report
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


#: What a report says of an agreement of which it says nothing: no outcome, no remark.
NOTHING = ("", "")


def said_in(report: Report) -> dict[int, tuple[str, str]]:
    """Earlier agreement → outcome and remark, of those of which a report says something."""
    return {row.agreement_id: (row.outcome, row.remark) for row in report.agreement_answers.all()}


def mark_of(*words: object) -> str:
    """A short mark of these words; other words have another one."""
    return sha256(repr(words).encode()).hexdigest()[:16]


def marks_of(said: dict[int, tuple[str, str]]) -> str:
    """A mark of each answer, in one word for a form."""
    return ".".join(f"{number}-{mark_of(*words)}" for number, words in sorted(said.items()))


def read_marks(text: str) -> dict[int, str]:
    """The marks that a form sent back; what is no mark is left out."""
    parts = [part.partition("-") for part in text.split(".")]
    return {int(number): mark for number, _dash, mark in parts if number.isascii() and number.isdigit()}


def mark_of_agreements(agreements: Iterable[Agreement]) -> str:
    """A mark of what is agreed in a report: another one once an agreement is added, changed or removed."""
    return mark_of(*sorted((row.pk, row.version) for row in agreements))
