"""Readings: recorded, corrected and withdrawn; what they do to the number, in both directions."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.factories import make_measure, make_milestone
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.audit.models import Event
from zichtlijn.objectives import actions
from zichtlijn.objectives.models import Measure, Objective, Reading
from zichtlijn.objectives.states import Kind, Status

pytestmark = pytest.mark.usefixtures("time_of_year")


def fresh(measure):
    return Measure.objects.get(pk=measure.pk)


def today(days_ago=0):
    return timezone.localdate() - timedelta(days=days_ago)


def record(cast, value, on=None, measure=None, by="employee", **more):
    measure = measure or cast.personal_measure
    return actions.record_reading(
        measure, value=Decimal(str(value)), measured_on=on or today(), by=getattr(cast, by).actor, **more
    )


def test_a_reading_is_kept_with_who_and_when_and_the_number_follows(line, last_line):
    made = record(line, "62.5", note="Geteld")
    assert (made.recorded_by, made.recorded_by_name, made.note) == (line.employee.user, "Emma Eik", "Geteld")
    measure = fresh(line.personal_measure)
    assert (measure.current_value, measure.current_on, measure.progress) == (Decimal("62.5"), today(), 0.625)
    assert Objective.objects.get(pk=line.operational.pk).progress == pytest.approx(0.625)
    assert last_line() == (
        Event.READING_RECORDED, "measure", line.personal_measure.pk, line.employee.person.pk, line.employee.user.pk,
    )  # fmt: skip


def test_an_older_reading_does_not_change_what_stands_now(line):
    record(line, 50)
    record(line, 90, on=today(3))
    assert fresh(line.personal_measure).current_value == 50


def test_the_same_value_on_the_same_day_is_one_reading(line, last_line):
    first = record(line, 50)
    before = last_line()
    assert record(line, 50) == first
    assert last_line() == before
    assert Reading.objects.filter(measured_on=today(), measure=line.personal_measure).count() == 1


def test_another_value_on_the_same_day_replaces_the_first_which_stays_to_be_read(line, last_line):
    first = record(line, 50)
    second = record(line, 60)
    assert (second.replaces, second.is_current) == (first, True)
    assert not Reading.objects.get(pk=first.pk).is_current
    assert fresh(line.personal_measure).current_value == 60
    assert last_line()[0] == Event.READING_CORRECTED


def test_a_correction_replaces_and_keeps(line, last_line):
    wrong = record(line, 500)
    right = actions.correct_reading(wrong, value=Decimal(50), note="Komma", by=line.line_manager.actor)
    assert (right.replaces, right.measured_on, right.note) == (wrong, wrong.measured_on, "Komma")
    assert fresh(line.personal_measure).current_value == 50
    assert Reading.objects.filter(measured_on=today(), measure=line.personal_measure).count() == 2
    assert last_line()[0] == Event.READING_CORRECTED


def test_a_correction_that_corrects_nothing_leaves_no_trace(line, last_line):
    reading = record(line, 50)
    before = last_line()
    assert actions.correct_reading(reading, value=Decimal(50), by=line.employee.actor) == reading
    assert last_line() == before


def test_what_was_corrected_is_not_corrected_again(line, refused):
    wrong = record(line, 500)
    actions.correct_reading(wrong, value=Decimal(50), by=line.employee.actor)
    with refused(NotNow, "in the meantime"):
        actions.correct_reading(wrong, value=Decimal(40), by=line.employee.actor)
    with refused(NotNow, "in the meantime"):
        actions.withdraw_reading(wrong, by=line.employee.actor)


def test_a_withdrawn_reading_gives_the_word_to_the_one_before(line, last_line):
    record(line, 30, on=today(2))
    reading = record(line, 50)
    actions.withdraw_reading(reading, by=line.employee.actor)
    measure = fresh(line.personal_measure)
    assert (measure.current_value, measure.current_on, measure.progress) == (30, today(2), 0.3)
    assert last_line()[0] == Event.READING_WITHDRAWN
    assert record(line, 70).replaces is None


def test_without_any_reading_left_it_is_missing_and_not_zero(line):
    reading = Reading.objects.get(measure=line.personal_measure)
    actions.withdraw_reading(reading, by=line.employee.actor)
    measure = fresh(line.personal_measure)
    assert (measure.current_value, measure.current_on, measure.progress) == (None, None, None)
    assert (measure.status, measure.coverage) == (Status.TO_MEASURE, 0.0)
    assert Objective.objects.get(pk=line.personal.pk).progress is None


@pytest.mark.parametrize("part", ["colleague", "other_manager", "hr", "consultant", "works_council", "administrator"])
def test_somebody_else_records_corrects_and_withdraws_nothing(line, refused, part):
    reading = Reading.objects.get(measure=line.personal_measure)
    by = getattr(line, part).actor
    with refused(NotAllowed):
        record(line, 1, by=part)
    with refused(NotAllowed):
        actions.correct_reading(reading, value=Decimal(1), by=by)
    with refused(NotAllowed):
        actions.withdraw_reading(reading, by=by)


def test_the_responsible_person_records(line):
    measure = make_measure(line.operational, responsible=line.colleague.person)
    record(line, 10, measure=measure, by="colleague")
    assert fresh(measure).current_value == 10


def test_a_day_that_has_yet_to_come_is_refused(line, refused):
    with refused(NotNow, "in the future"):
        record(line, 1, on=today(-1))


def test_a_closed_objective_takes_no_reading(line, refused):
    reading = Reading.objects.get(measure=line.personal_measure)
    actions.move_objective(line.personal, "close", by=line.line_manager.actor)
    for act in (
        lambda: record(line, 1),
        lambda: actions.correct_reading(reading, value=Decimal(1), by=line.employee.actor),
        lambda: actions.withdraw_reading(reading, by=line.employee.actor),
    ):
        with refused(NotNow, "Reopen it first"):
            act()


def test_an_ended_measure_takes_no_reading(line, refused):
    actions.end_measure(line.personal_measure, by=line.employee.actor)
    with refused(NotNow, "has ended"):
        record(line, 1)


def test_milestones_are_marked_and_not_read(line, refused):
    measure = make_measure(line.personal, kind=Kind.MILESTONES, baseline=None, target=None)
    make_milestone(measure)
    actions.standing.recompute_organisation(line.organisation)
    with refused(NotNow, "milestone"):
        record(line, 1, measure=measure)


def test_yes_or_no_is_one_or_zero(line, refused):
    measure = make_measure(line.personal, kind=Kind.YES_NO, baseline=None, target=None)
    actions.standing.recompute_organisation(line.organisation)
    with refused(NotNow, "yes"):
        record(line, 2, measure=measure)
    record(line, 0, measure=measure)
    assert fresh(measure).progress == 0.0
    record(line, 1, measure=measure)
    assert fresh(measure).progress == 1.0


def test_a_falling_measure_is_better_lower_all_the_way_up(line):
    falling = {"kind": Kind.DOWN, "baseline": Decimal(40), "target": Decimal(20)}
    actions.change_measure(line.personal_measure, falling, version=1, by=line.line_manager.actor)
    actions.move_objective(line.personal, "agree", by=line.employee.actor)
    record(line, 35)
    low = Objective.objects.get(pk=line.operational.pk).progress
    record(line, 25)
    high = Objective.objects.get(pk=line.operational.pk).progress
    assert (low, high) == (pytest.approx(0.25), pytest.approx(0.75))
    record(line, 15)
    assert fresh(line.personal_measure).progress == 1.0
    record(line, 50)
    assert fresh(line.personal_measure).progress == 0.0


def test_inside_the_band_is_whole_and_outside_falls_on_both_sides(line):
    band = {
        "kind": Kind.BAND, "baseline": None, "target": None, "lower": Decimal(40), "upper": Decimal(60),
        "lower_limit": Decimal(30), "upper_limit": Decimal(80),
    }  # fmt: skip
    actions.change_measure(line.personal_measure, band, version=1, by=line.employee.actor)
    found = {}
    for value in (50, 35, 70, 30, 80):
        record(line, value)
        found[value] = fresh(line.personal_measure).progress
    assert found == {50: 1.0, 35: 0.5, 70: 0.5, 30: 0.0, 80: 0.0}


def test_the_next_reading_is_due_after_the_last_and_comes_back_when_it_is_withdrawn(line):
    Reading.objects.all().delete()
    actions.standing.recompute_organisation(line.organisation)
    first_due = fresh(line.personal_measure).due_on
    reading = record(line, 50, on=line.period.starts_on)
    assert fresh(line.personal_measure).due_on > first_due
    actions.withdraw_reading(reading, by=line.employee.actor)
    assert fresh(line.personal_measure).due_on == first_due
