"""Whose turn it is in a conversation: one answer for what is late, for reminders and for the pages of both."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from zichtlijn.conversations.models import Conversation, Report
from zichtlijn.conversations.states import BEFORE_SENDING, Side, State


def here(today: date) -> Q:
    """Condition: of an employee who did not leave."""
    return Q(employee__ends_on=None) | Q(employee__ends_on__gte=today)


def over(today: date) -> Exists:
    """Condition: the report was sent, and the term to answer it is over."""
    return Exists(Report.objects.filter(conversation=OuterRef("pk"), sent_at__isnull=False, respond_by__lt=today))


def by_employee() -> Exists:
    """Condition: the employee wrote the report that was sent, or is writing it; in an open conversation one of both."""
    written = Report.objects.filter(conversation=OuterRef("pk"), writer=OuterRef("employee"))
    return Exists(written.filter(Q(sent_at__isnull=False) | Q(conversation__state__in=BEFORE_SENDING)))


def with_turns(conversations: QuerySet[Conversation]) -> QuerySet[Any]:
    """With what `turns_in` asks of each: `by_employee`, and until when its report can be answered."""
    sent = Report.objects.filter(conversation=OuterRef("pk"), sent_at__isnull=False).order_by("-sent_at")
    found = conversations.annotate(by_employee=by_employee(), answer_by=Subquery(sent.values("respond_by")[:1]))
    return found.select_related("step", "employee")


def turns_in(row: Any, *, today: date) -> dict[str, str]:
    """Side → what it is to do now: write the report, answer it, or make it final; who is waited for comes first.

    When the term to answer is over the one can still answer, and the other make it final. Who left does nothing any
    more, and what was not sent by then is not written any more. `row` is one of `with_turns`.
    """
    sides: tuple[str, str] = (Side.EMPLOYEE, Side.MANAGER) if row.by_employee else (Side.MANAGER, Side.EMPLOYEE)
    writer, other = sides
    if row.state == State.FINAL:
        return {}
    if row.state == State.ANSWERED:
        found = {writer: "finish"}
    elif row.state == State.SENT:
        is_over = row.answer_by is not None and row.answer_by < today
        found = {other: "answer"} | ({writer: "finish"} if is_over else {})
    else:
        found = {writer: "write"}
    if row.employee.ends_on is None or row.employee.ends_on >= today:
        return found
    return {} if row.state in BEFORE_SENDING else {side: act for side, act in found.items() if side == Side.MANAGER}
