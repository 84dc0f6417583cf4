"""What the second appraiser returned and was not sent since: it comes to who is the manager by then."""

from zichtlijn.appraisals.models import Passage
from zichtlijn.appraisals.states import Move, State
from zichtlijn.conversations.models import Conversation, Report
from zichtlijn.conversations.queries.pages import manager_people, own_draft
from zichtlijn.conversations.states import BEFORE_SENDING, Kind


def last_return(conversation: Conversation) -> Passage | None:
    """How the appraisal that is a draft again was returned last, with its report; None when none is."""
    if conversation.step.kind != Kind.APPRAISAL or conversation.state not in BEFORE_SENDING:
        return None
    made = Passage.objects.filter(
        move=Move.RETURN,
        appraisal__state=State.DRAFT,
        appraisal__report__conversation=conversation,
        appraisal__report__sent_at=None,
    )
    found: Passage | None = made.select_related("appraisal__report__writer").order_by("at", "pk").last()
    return found


def report_returned(conversation: Conversation) -> Report | None:
    """The report of `last_return`."""
    made = last_return(conversation)
    return made.appraisal.report if made else None


def returned_to_earlier(actor, conversation: Conversation) -> Passage | None:
    """How it was returned to an earlier manager, when the actor is the manager by now and writes on in it; else None.

    It becomes the actor's when they begin.
    """
    made = last_return(conversation)
    if made is None or made.appraisal.report.writer_id == actor.person_id or own_draft(actor, conversation):
        return None
    manager = manager_people([conversation])[conversation.pk]
    return made if manager is not None and manager.pk == actor.person_id else None
