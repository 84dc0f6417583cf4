"""The clock: starts what is due. Daily work is due from local midnight on.

A row of `Schedule` is claimed by a conditional update, so however many workers tick, one of them does it. Days are
local days: a day of 23 or 25 hours is one day, and a clock that is set back does not bring a day back. One that once
stood years ahead does not stop the work until then.
"""

import logging
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from zichtlijn.access.models import Organisation
from zichtlijn.access.sizes import learn_sizes
from zichtlijn.jobs import actions
from zichtlijn.jobs.models import Schedule
from zichtlijn.jobs.schedule import daily, daily_work, furthest_day, now_and_then, short_work
from zichtlijn.jobs.tasks import run_daily

logger = logging.getLogger("zichtlijn.jobs")


@now_and_then("rescue_jobs", seconds=60)
def rescue_jobs() -> None:
    """Jobs and tasks of a worker that died are begun again, and so is what failed and may do better."""
    try:
        actions.rescue_jobs()
    finally:
        actions.rescue_tasks()


@daily("purge_jobs", per_organisation=False)
def purge_jobs(day: date) -> None:
    """Old jobs go, and with them their files."""
    actions.purge_jobs(day)


@daily("learn_sizes", per_organisation=False)
def learn_sizes_daily(day: date) -> None:
    """The database learns how large its tables have become."""
    learn_sizes()


def tick() -> list[str]:
    """Do what is due; returns the names. Called often, by every worker."""
    return [*_start_daily_work(), *_do_short_work()]


def _start_daily_work() -> list[str]:
    today = timezone.localdate()
    ahead = Q(last_on__gt=furthest_day())
    due = Q(last_on=None) | Q(last_on__lt=today) | ahead
    started = []
    for name, work in daily_work.items():
        _row(name)
        if not Schedule.objects.filter(due, kind=name).exists():
            continue
        if Schedule.objects.filter(ahead, kind=name).exists():
            logger.warning("the clock of this machine stood in the future: %s is done today again", name)
        with transaction.atomic():
            if not Schedule.objects.filter(due, kind=name).update(last_on=today):
                continue
            where: list[int | None] = [None]
            if work.per_organisation:
                where = list(Organisation.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True))
            for organisation_id in where:
                run_daily.enqueue(name, today.isoformat(), organisation_id)
        started.append(name)
    return started


def _do_short_work() -> list[str]:
    done = []
    for name, work in short_work.items():
        _row(name)
        now = timezone.now()
        set_back = Q(last_at__gt=now + work.every)  # the clock of this machine was
        due = Q(last_at=None) | Q(last_at__lte=now - work.every) | set_back
        if not Schedule.objects.filter(due, kind=name).exists():
            continue
        if Schedule.objects.filter(due, kind=name).update(last_at=now):
            try:
                work.work()
            except Exception:
                logger.exception("%s failed; it is tried again in its time", name)
            done.append(name)
    return done


def _row(name: str) -> None:
    if not Schedule.objects.filter(kind=name).exists():
        Schedule.objects.bulk_create([Schedule(kind=name)], ignore_conflicts=True)
