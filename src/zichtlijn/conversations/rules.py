"""What holds of every conversation: how far it is and what was signed tell the same."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from zichtlijn.access.rules import data_rule
from zichtlijn.conversations.models import Conversation, Report
from zichtlijn.conversations.states import SHARED, State


@data_rule
def states_and_signatures() -> Iterator[str]:
    """A report was sent when the state says so, answered when it says so, and only what is final has its day."""
    sent = Exists(Report.objects.filter(conversation=OuterRef("pk"), sent_at__isnull=False))
    answered = Exists(Report.objects.filter(conversation=OuterRef("pk"), answered_at__isnull=False))
    rules = (
        (Q(state__in=SHARED) & ~sent, "has no report that was sent"),
        (~Q(state__in=SHARED) & sent, "has a report that was sent before its time"),
        (Q(state=State.ANSWERED) & ~answered, "has no answer"),
        (Q(state=State.FINAL, final_on=None), "is final and has no day"),
        (~Q(state=State.FINAL) & Q(final_on__isnull=False), "has a last day and is not final"),
    )
    for condition, words in rules:
        for number in Conversation.objects.filter(condition).order_by("pk").values_list("pk", flat=True):
            yield f"conversation {number} {words}"
