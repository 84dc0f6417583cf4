"""Figures over a whole organisation, kept for as long as the log says that nothing they rest on has moved.

Counting a hundred thousand people takes a tenth of a second, and the answer is the same until somebody changes
something. Every change adds a line to the log in its own transaction, and the lines of an organisation become visible
in the order of their numbers: when no line that matters came after the one that was last when the counting began, the
figure is the one that counting anew would give. The lines are looked at on every request, so that a figure is right in
every web process at once.

Kept in the memory of each process: nothing is written while somebody looks.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection
from django.utils import timezone
from django_scopes import get_scope

from zichtlijn.audit.models import AuditEvent, Event

#: Lines looked at after those that were known; beyond it counting anew is quicker than reading on.
LINES = 500
#: Seconds after which a figure is made anew whatever the log says: somebody may have mended the database by hand.
LONGEST = 600
#: Figures kept in one process, the least used goes first.
KEPT = 200

#: What nobody's place, line or weight follows from.
LOOKS = frozenset(
    {
        Event.PERSON_SEEN,
        Event.PERSON_EXPORTED,
        Event.OBJECTIVE_SEEN,
        Event.LIST_EXPORTED,
        Event.MEMBER_ADDED,
        Event.MEMBER_CHANGED,
        Event.ROLES_CHANGED,
    }
)
READINGS = LOOKS | {
    Event.READING_RECORDED,
    Event.READING_CORRECTED,
    Event.READING_WITHDRAWN,
    Event.CHECKED_IN,
    Event.ACTION_ADDED,
    Event.ACTION_CHANGED,
}
OBJECTIVES = READINGS | {event for event in Event if event.value.startswith(("objective_", "measure_", "template_"))}


T = TypeVar("T")


@dataclass
class _Figure:
    value: Any
    sequence: int
    made: float


_figures: OrderedDict[tuple, _Figure] = OrderedDict()
_lock = threading.Lock()


def kept(name: tuple, make: Callable[[], T], *, unmoved_by: frozenset[Event]) -> T:
    """What `make` counts in the organisation of the scope, today; counted anew after any other event than these.

    `name` tells figures apart, and holds everything that `make` depends on besides the data. Do not change the value.
    """
    if connection.in_atomic_block:
        return make()  # it may see what is not committed, and perhaps never will be
    key = (get_scope()["organisation"].pk, timezone.localdate(), *name)
    with _lock:
        figure = _figures.get(key)
    if figure is not None and time.monotonic() - figure.made < LONGEST and _stands(figure, unmoved_by):
        with _lock:
            if key in _figures:
                _figures.move_to_end(key)
        return figure.value
    # the number of the last line first: what is committed while counting makes the figure count as moved
    last = AuditEvent.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0
    value = make()
    with _lock:
        _figures[key] = _Figure(value, last, time.monotonic())
        _figures.move_to_end(key)
        if len(_figures) > KEPT:
            _figures.popitem(last=False)
    return value


def _stands(figure: _Figure, unmoved_by: frozenset[Event]) -> bool:
    later = AuditEvent.objects.filter(sequence__gt=figure.sequence).order_by("sequence")
    lines = list(later.values_list("sequence", "event")[: LINES + 1])
    if len(lines) > LINES or any(event not in unmoved_by for _sequence, event in lines):
        return False
    if lines:
        figure.sequence = lines[-1][0]
    return True


def forget_figures() -> None:
    """Begin anew; for tests."""
    with _lock:
        _figures.clear()
