"""How often one account may ask for suggestions: enough for a fast typist, too little to copy a whole list."""

import time
from collections import OrderedDict, deque
from functools import wraps
from threading import Lock

from django.http import HttpResponse
from django.utils.translation import gettext as _

#: Accounts remembered at once; the one that was quiet longest is forgotten first.
REMEMBERED = 10_000
_asked: OrderedDict[tuple[str, int], deque[float]] = OrderedDict()
_lock = Lock()


def at_most(per_minute: int, what: str):
    """Refuse with 429 an account that asks this view more than `per_minute` times within a minute.

    Kept in the memory of each web process: nothing is written while somebody types.
    """

    def decorate(view):
        @wraps(view)
        def limited(request, *args, **kwargs):
            if not _may_ask((what, request.user.pk), per_minute, time.monotonic()):
                words = _("You are asking faster than anyone can type. Wait a minute and try again.")
                return HttpResponse(
                    words, status=429, headers={"Retry-After": "60"}, content_type="text/plain; charset=utf-8"
                )
            return view(request, *args, **kwargs)

        return limited

    return decorate


def _may_ask(who: tuple[str, int], per_minute: int, now: float) -> bool:
    with _lock:
        moments = _asked.setdefault(who, deque())
        _asked.move_to_end(who)
        while moments and moments[0] <= now - 60:
            moments.popleft()
        if len(moments) >= per_minute:
            return False
        moments.append(now)
        if len(_asked) > REMEMBERED:
            _asked.popitem(last=False)
        return True


def forget_rates() -> None:
    """Begin anew; for tests."""
    with _lock:
        _asked.clear()
