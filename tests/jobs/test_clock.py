"""The clock: once a day, on the right local day, however often and wherever it ticks."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django_tasks_db.models import DBTaskResult

from zichtlijn.access.models import Organisation
from zichtlijn.jobs import clock, schedule
from zichtlijn.jobs.models import Schedule
from zichtlijn.jobs.running import NoSuchJob
from zichtlijn.jobs.tasks import run_daily

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_scheduled(monkeypatch):
    for registry in ("daily_work", "short_work"):
        empty = {}
        monkeypatch.setattr(schedule, registry, empty)
        monkeypatch.setattr(clock, registry, empty)


def days_started():
    return [task.args_kwargs["args"][1] for task in DBTaskResult.objects.order_by("enqueued_at")]


@pytest.mark.parametrize(
    ("first", "hours"),
    [
        (datetime(2026, 3, 28, 12, tzinfo=AMSTERDAM), 48),  # into summer time: the 29th has 23 hours
        (datetime(2026, 10, 24, 12, tzinfo=AMSTERDAM), 48),  # out of it: the 25th has 25
        (datetime(2028, 2, 28, 12, tzinfo=AMSTERDAM), 48),  # a leap day
        (datetime(2026, 12, 31, 12, tzinfo=AMSTERDAM), 48),  # the end of the year
    ],
)
def test_R15_every_local_day_has_one_run(first, hours, time_machine):
    schedule.daily("proof", per_organisation=False)(lambda day: None)
    moment = first.astimezone(ZoneInfo("UTC"))
    started_at = {}
    for _quarter in range(hours * 4):
        time_machine.move_to(moment, tick=False)
        clock.tick()
        for day in days_started():
            started_at.setdefault(day, moment.astimezone(AMSTERDAM))
        moment += timedelta(minutes=15)
    expected = [(first.date() + timedelta(days=n)).isoformat() for n in range(hours // 24 + 1)]
    assert sorted(days_started()) == expected
    for day in expected[1:]:
        assert started_at[day].strftime("%Y-%m-%d %H:%M") == f"{day} 00:00"


def test_R15_a_clock_that_is_set_back_brings_no_day_back(time_machine):
    schedule.daily("proof", per_organisation=False)(lambda day: None)
    for hour, minute in ((23, 50), (0, 10), (23, 20), (23, 50), (0, 20)):
        day = 21 if hour == 23 else 22
        time_machine.move_to(datetime(2026, 11, day, hour, minute, tzinfo=AMSTERDAM), tick=False)
        clock.tick()
    assert days_started() == ["2026-11-21", "2026-11-22"]


def test_R15_a_clock_that_stood_years_ahead_does_not_stop_the_work_of_every_day(time_machine, caplog):
    done = []
    schedule.daily("proof", per_organisation=False)(done.append)
    noon = datetime(2026, 11, 21, 12, tzinfo=AMSTERDAM)
    time_machine.move_to(noon.replace(year=2036), tick=False)
    clock.tick()
    time_machine.move_to(noon, tick=False)
    run_daily.call("proof", "2026-11-21", None)
    run_daily.call("proof", "2036-11-21", None)  # it still waited when the clock was set right
    assert done == [date(2026, 11, 21)], "no term is over before its day"
    assert "proof of 2036-11-21 is not done" in caplog.text
    for _again in range(2):
        clock.tick()
    assert sorted(days_started()) == ["2026-11-21", "2036-11-21"]
    assert caplog.text.count("stood in the future: proof is done today again") == 1
    time_machine.move_to(noon + timedelta(days=1), tick=False)
    assert clock.tick() == ["proof"]


def test_every_organisation_that_is_open_gets_its_own_task(cast):
    closed = Organisation.objects.create(name="Closed", slug="closed", is_active=False)
    schedule.daily("proof")(lambda organisation, day: None)
    clock.tick()
    asked = {task.args_kwargs["args"][2] for task in DBTaskResult.objects.all()}
    assert cast.organisation.pk in asked
    assert closed.pk not in asked


def test_W41_daily_work_without_its_organisation_is_refused(cast, time_machine):
    time_machine.move_to(datetime(2026, 11, 21, 12, tzinfo=AMSTERDAM))
    seen = []
    schedule.daily("each")(lambda organisation, day: seen.append(organisation.pk))
    schedule.daily("whole", per_organisation=False)(lambda day: seen.append(day))
    for name, organisation_id in (("each", None), ("each", 999_999), ("whole", cast.organisation.pk)):
        with pytest.raises(NoSuchJob):
            run_daily.call(name, "2026-11-21", organisation_id)
    assert seen == []
    run_daily.call("each", "2026-11-21", cast.organisation.pk)
    run_daily.call("whole", "2026-11-21", None)
    assert seen == [cast.organisation.pk, date(2026, 11, 21)]


def test_short_work_comes_back_after_its_seconds(time_machine):
    done = []
    schedule.now_and_then("proof", seconds=60)(lambda: done.append(1))
    start = datetime(2026, 11, 21, 12, tzinfo=AMSTERDAM)
    for seconds, expected in ((0, 1), (30, 1), (61, 2), (90, 2)):
        time_machine.move_to(start + timedelta(seconds=seconds), tick=False)
        clock.tick()
        assert len(done) == expected
    time_machine.move_to(start - timedelta(hours=1), tick=False)
    clock.tick()
    assert len(done) == 3, "a clock that was set back does not stop the work for an hour"


def test_short_work_that_fails_does_not_stop_the_clock(caplog):
    def fails():
        raise RuntimeError("broken")

    schedule.now_and_then("fails", seconds=60)(fails)
    done = []
    schedule.now_and_then("works", seconds=60)(lambda: done.append(1))
    clock.tick()
    assert done == [1]
    assert "fails failed" in caplog.text


def test_two_workers_that_tick_at_once_start_the_day_once():
    schedule.daily("proof", per_organisation=False)(lambda day: None)
    clock._row("proof")
    stale = Schedule.objects.get(kind="proof")
    clock.tick()
    assert stale.last_on is None
    clock.tick()
    assert len(days_started()) == 1
