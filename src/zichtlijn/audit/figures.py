"""Figures over a whole organisation, kept for as long as the log says that nothing they rest on has moved.

Counting a hundred thousand people takes a tenth of a second, and the answer is the same until somebody changes
something. Every change adds a line to the log in its own transaction, and the lines of an organisation become visible
in the order of their numbers: when no line that matters came after the one that was last when the counting began, the
figure is the one that counting anew would give. Every request looks at the log once, however many figures it shows: a
figure is right in every web process at once, and all figures of a page are of one moment.

Kept in the memory of each process: nothing is written while somebody looks.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection
from django.utils import timezone
from django_scopes import get_scope

from zichtlijn.access.prepared import prepared
from zichtlijn.audit.models import ONLY_LOOKED, AuditEvent, Event

#: Lines looked at after those that were known; beyond it counting anew is quicker than reading on.
LINES = 500
#: Seconds after which a figure is made anew whatever the log says: somebody may have mended the database by hand.
LONGEST = 600
#: Figures kept in one process, the least used goes first.
KEPT = 1000

#: What nobody's place, line or weight follows from.
LOOKS = ONLY_LOOKED | {Event.MEMBER_ADDED, Event.MEMBER_CHANGED, Event.ROLES_CHANGED}
READINGS = LOOKS | {
    Event.READING_RECORDED,
    Event.READING_CORRECTED,
    Event.READING_WITHDRAWN,
    Event.CHECKED_IN,
    Event.ACTION_ADDED,
    Event.ACTION_CHANGED,
}
OBJECTIVES = READINGS | {event for event in Event if event.value.startswith(("objective_", "measure_", "template_"))}


def all_but(*moved_by: Event) -> frozenset[Event]:
    """For what only these acts change, besides files that were brought in or taken out."""
    return frozenset(Event) - {*moved_by, Event.FILE_IMPORTED, Event.IMPORT_UNDONE}


T = TypeVar("T")


@dataclass
class _Figure:
    value: Any
    sequence: int
    made: float


@dataclass
class _Log:
    """The end of an organisation's log as a request saw it: the events after line `known`, up to line `last`."""

    known: int
    last: int
    later: tuple[tuple[int, str], ...] = ()

    def moved(self, figure: _Figure, unmoved_by: frozenset[Event]) -> bool:
        """True when something happened after the figure was counted that it may follow from."""
        if figure.sequence < self.known:
            return True
        return any(number > figure.sequence and event not in unmoved_by for number, event in self.later)


_figures: OrderedDict[tuple, _Figure] = OrderedDict()
_logs: dict[int, _Log] = {}
_lock = threading.Lock()
#: Per organisation, what this request saw of the log.
_seen: ContextVar[dict[int, _Log] | None] = ContextVar("seen of the log", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """Within it the log is looked at once, when the first figure is asked for."""
    token = _seen.set({})
    try:
        yield
    finally:
        _seen.reset(token)


def kept(name: tuple, make: Callable[[], T], *, unmoved_by: frozenset[Event]) -> T:
    """What `make` counts in the organisation of the scope, today; counted anew after any other event than these.

    `name` tells figures apart, and holds everything that `make` depends on besides the data. Do not change the value.
    """
    if connection.in_atomic_block:
        return make()  # it may see what is not committed, and perhaps never will be
    organisation = get_scope()["organisation"].pk
    key = (organisation, timezone.localdate(), *name)
    # the log first: what is committed while counting makes the figure count as moved
    log = _look(organisation)
    with _lock:
        figure = _figures.get(key)
        if figure is not None and time.monotonic() - figure.made < LONGEST and not log.moved(figure, unmoved_by):
            _figures.move_to_end(key)
            return figure.value
    value = make()
    with _lock:
        _figures[key] = _Figure(value, log.last, time.monotonic())
        _figures.move_to_end(key)
        if len(_figures) > KEPT:
            _figures.popitem(last=False)
    return value


def _look(organisation: int) -> _Log:
    """The end of the log of this organisation: the lines that this process did not know yet are read."""
    seen = _seen.get()
    if seen is not None and organisation in seen:
        return seen[organisation]
    before = _logs.get(organisation)
    if before is None:
        last = AuditEvent.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0
        log = _Log(last, last)
    else:
        lines = _lines_after(sequence=before.last)
        if len(lines) > LINES:  # nothing kept so far stands any longer
            last = AuditEvent.objects.order_by("-sequence").values_list("sequence", flat=True)[0]
            log = _Log(last, last)
        elif lines:
            known = (*before.later, *lines)[-LINES:]
            cut = len(before.later) + len(lines) - len(known)
            log = _Log((*before.later, *lines)[cut - 1][0] if cut else before.known, lines[-1][0], known)
        else:
            log = before
    with _lock:
        newest = _logs.get(organisation)
        if newest is None or log.last >= newest.last:
            _logs[organisation] = log
    if seen is not None:
        seen[organisation] = log
    return log


@prepared
def _lines_after(*, sequence: int):
    """Number and event of the lines after this one."""
    later = AuditEvent.objects.filter(sequence__gt=sequence).order_by("sequence")
    return later.values_list("sequence", "event")[: LINES + 1]


def forget_figures() -> None:
    """Begin anew; for tests."""
    with _lock:
        _figures.clear()
        _logs.clear()
