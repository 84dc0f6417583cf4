"""Closing a cycle while both go on with a conversation: real threads, real connections."""

import threading
import time

import pytest

from tests.conversations.talk import answer, send
from tests.factories import make_cast, make_conversation, make_cycle, make_step
from tests.objectives.test_together import at_once, press
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.conversations.actions import cycles, holding
from zichtlijn.conversations.models import Conversation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("first", ["finish", "close"])
def test_W80_what_becomes_final_while_the_cycle_is_closed_is_so_before_that_or_not_at_all(monkeypatch, first):
    """Whoever is first takes a while once it has the lock, and the other begins only then."""
    cast = make_cast()
    with in_organisation(cast.organisation):
        cast.cycle = make_cycle(cast.period)
        people = cast.employee.person, cast.line_manager.person
        cast.conversation = make_conversation(make_step(cast.cycle), *people, cast.team)
        send(cast)
        answer(cast)
    slow, name = (holding, "side_of") if first == "finish" else (cycles, "follow_close")
    does, has_the_lock = getattr(slow, name), threading.Event()

    def slowly(*given):
        has_the_lock.set()
        time.sleep(0.6)  # too short on a busy machine only means that they meet less often
        return does(*given)

    monkeypatch.setattr(slow, name, slowly)
    finish = press(cast.line_manager, "conversations:finish", cast.conversation.pk, {})
    close = press(cast.hr, "conversations:close", cast.cycle.pk, {})
    acts = {"finish": finish, "close": close}

    def later(act):
        assert has_the_lock.wait(timeout=60)
        return act()

    statuses = at_once(acts.pop(first), lambda: later(*acts.values()))
    with in_organisation(cast.organisation):
        told = AuditEvent.objects.filter(event__in=(Event.CONVERSATION_FINAL, Event.CYCLE_CLOSED))
        events = list(told.order_by("sequence").values_list("event", flat=True))
        is_final = Conversation.objects.get().state == "final"
    if first == "finish":
        assert (statuses, events, is_final) == ([302, 302], ["conversation_final", "cycle_closed"], True)
    else:
        assert (statuses, events, is_final) == ([302, 409], ["cycle_closed"], False)
