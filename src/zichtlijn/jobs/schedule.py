"""Work that comes back by itself: every day, or every so many seconds. Each app names its own in its `tasks.py`."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from zichtlijn.access.models import Organisation
from zichtlijn.access.scoping import in_organisation
from zichtlijn.jobs.models import Schedule
from zichtlijn.jobs.running import NoSuchJob

logger = logging.getLogger("zichtlijn.jobs")


@dataclass(frozen=True)
class Daily:
    work: Callable
    per_organisation: bool


@dataclass(frozen=True)
class NowAndThen:
    work: Callable[[], object]
    every: timedelta


daily_work: dict[str, Daily] = {}
short_work: dict[str, NowAndThen] = {}


def daily(name: str, *, per_organisation: bool = True):
    """Mark a function as work of every day: `work(organisation, day)`, or `work(day)` for the whole installation.

    It runs as a task of its own, and again that day when it failed or its worker died: it must come to the same end.
    """

    def mark(work):
        daily_work[name] = Daily(work, per_organisation)
        return work

    return mark


def now_and_then(name: str, *, seconds: int):
    """Mark a short function `work()` as something to do every so many seconds, beside the tasks of the worker."""

    def mark(work):
        short_work[name] = NowAndThen(work, timedelta(seconds=seconds))
        return work

    return mark


def furthest_day() -> date:
    """The last day that a clock may have begun that is set back by an hour, or to another time zone.

    A day after it was begun by a clock that stood wrong: it says nothing of what was done.
    """
    return timezone.localdate() + timedelta(days=1)


def run_daily_work(name: str, day: date, organisation_id: int | None) -> None:
    """Do one day's work of this name, in the scope of the organisation that the task names.

    What was left of a day before is not done any more once a later day has begun, which does it too. What was asked
    for by a clock that stood in the future is left until that day comes by itself: terms are not over before.
    """
    work = daily_work[name]
    if day > furthest_day():
        logger.warning("%s of %s is not done: the clock stood in the future when it was asked for", name, day)
        return
    if Schedule.objects.filter(kind=name, last_on__gt=day, last_on__lte=furthest_day()).exists():
        return
    if not work.per_organisation:
        if organisation_id is not None:
            raise NoSuchJob(name)
        work.work(day)
        return
    organisation = Organisation.objects.filter(pk=organisation_id, is_active=True).first() if organisation_id else None
    if organisation is None:
        raise NoSuchJob(name)
    with in_organisation(organisation):
        work.work(organisation, day)
