"""What of this room a statement can go with: the report of one's own conversation, once it was sent."""

from django.http import Http404
from django.urls import reverse

from zichtlijn.conversations.permissions import get_own_conversation
from zichtlijn.conversations.states import SHARED, Side
from zichtlijn.privacy.states import Subject
from zichtlijn.privacy.subjects import Target, subject_of


@subject_of(Subject.REPORT)
def report_in_own_file(actor, conversation_id: int) -> Target:
    """The report of a conversation in which the actor is the employee."""
    conversation, side = get_own_conversation(actor, conversation_id)
    if side != Side.EMPLOYEE or conversation.state not in SHARED:
        raise Http404
    return Target(conversation.step.title, reverse("conversations:conversation", args=[conversation.pk]))
