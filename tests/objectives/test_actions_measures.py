"""Measures: their aims, interim targets, milestones and end."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.factories import make_interim_target, make_measure, make_milestone
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.audit.models import Event
from zichtlijn.objectives import actions
from zichtlijn.objectives.models import InterimTarget, Measure, Milestone, Objective
from zichtlijn.objectives.states import Kind, Shape, Status


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


@pytest.fixture
def stones(line):
    """A measure of the operational objective with two milestones, the first of them done."""
    measure = make_measure(line.operational, "Bouw", kind=Kind.MILESTONES, baseline=None, target=None)
    first = make_milestone(measure, "Ontwerp", due_on=line.period.starts_on, done_on=line.period.starts_on)
    second = make_milestone(measure, "Bouw", weight=3)
    actions.standing.recompute_organisation(line.organisation)
    return measure, first, second


def test_a_measure_is_put_with_the_objective_and_runs_as_long(line, last_line):
    made = actions.add_measure(
        line.operational, by=line.line_manager.actor, name="Droge stof", kind=Kind.UP, baseline=Decimal(10),
        target=Decimal(20), interim=[(date(line.period.starts_on.year, 6, 30), Decimal(15))],
    )  # fmt: skip
    assert (made.starts_on, made.ends_on) == (line.operational.starts_on, line.operational.ends_on)
    assert made.due_on is not None
    assert [target.value for target in made.interim_targets.all()] == [15]
    assert fresh(line.operational).measure_count == 1
    assert last_line() == (Event.MEASURE_ADDED, "measure", made.pk, None, line.line_manager.user.pk)


def test_who_does_not_keep_the_objective_adds_no_measure(line, refused):
    with refused(NotAllowed):
        actions.add_measure(line.operational, by=line.employee.actor, name="x")


def test_a_closed_objective_gets_no_measure(line, refused):
    closed = actions.move_objective(line.operational, "close", by=line.director.actor)
    with refused(NotNow, "Reopen it first"):
        actions.add_measure(closed, by=line.director.actor, name="x")


def test_another_target_gives_another_progress_all_the_way_up(line, last_line):
    changed = actions.change_measure(
        line.personal_measure, {"target": Decimal(40)}, version=1, by=line.line_manager.actor
    )
    assert changed == ["target"]
    assert last_line()[:4] == (
        Event.MEASURE_CHANGED, "measure", line.personal_measure.pk, line.employee.person.pk,
    )  # fmt: skip
    assert fresh(line.personal_measure).progress == pytest.approx(0.5)
    assert fresh(line.operational).progress is None, "what one side changed does not count before the other agrees"
    actions.move_objective(line.personal, "agree", by=line.employee.actor)
    assert fresh(line.operational).progress == pytest.approx(0.5)


def test_who_only_reads_a_measure_does_not_change_it(line, refused):
    measure = make_measure(line.operational, responsible=line.colleague.person)
    actions.standing.recompute_organisation(line.organisation)
    with refused(NotAllowed):
        actions.change_measure(measure, {"target": Decimal(1)}, version=1, by=line.colleague.actor)


def test_R13_two_people_change_one_target(line, refused):
    actions.change_measure(line.measure, {"target": Decimal(50)}, version=1, by=line.director.actor)
    with refused(EditConflict) as caught:
        actions.change_measure(line.measure, {"target": Decimal(60)}, version=1, by=line.administrator.actor)
    assert caught.value.fields[0][1:] == ("50", "60")


def test_R13_two_people_change_the_interim_targets(line, refused):
    day = date(line.period.starts_on.year, 6, 30)
    actions.change_measure(line.measure, {}, version=1, interim=[(day, Decimal(40))], by=line.director.actor)
    assert fresh(line.measure).version == 2
    with refused(EditConflict) as caught:
        actions.change_measure(
            line.measure, {"name": "Anders"}, version=1, interim=[(day, Decimal(45))], by=line.administrator.actor
        )
    shown = {str(label): (now, yours) for label, now, yours in caught.value.fields}
    assert shown["Interim targets"] == (f"30-06-{day.year} = 40", f"30-06-{day.year} = 45")
    assert shown["measure"] == (line.measure.name, "Anders")


def test_R13_two_people_change_the_milestones(stones, line, refused):
    measure, first, second = stones
    rows = [{"id": m.pk, "name": m.name, "due_on": m.due_on, "weight": m.weight} for m in (first, second)]
    hers = [*rows, {"name": "Opening", "due_on": second.due_on, "weight": 1.0}]
    actions.change_measure(measure, {}, version=1, milestones=hers, by=line.director.actor)
    with refused(EditConflict, "edit conflict"):
        actions.change_measure(measure, {}, version=1, milestones=rows[:1], by=line.administrator.actor)
    assert Milestone.objects.filter(measure=measure).count() == 3


def test_the_same_form_twice_is_no_conflict_and_changes_once(line, last_line):
    rows = {"interim": [(line.measure.ends_on - timedelta(days=9), Decimal(40))]}
    actions.change_measure(line.measure, {"name": "A"}, version=1, by=line.director.actor, **rows)
    before = last_line()
    assert actions.change_measure(line.measure, {"name": "A"}, version=1, by=line.director.actor, **rows) == []
    assert last_line() == before
    assert fresh(line.measure).version == 2


def test_interim_targets_are_replaced_as_a_whole_and_left_alone_when_not_said(line):
    year = line.period.starts_on.year
    make_interim_target(line.measure, date(year, 4, 1), 10)
    kept = make_interim_target(line.measure, date(year, 8, 1), 20)
    actions.change_measure(line.measure, {"name": "A"}, version=1, by=line.director.actor)
    assert InterimTarget.objects.filter(measure=line.measure).count() == 2
    wanted = [(kept.on, Decimal(25)), (date(year, 9, 1), Decimal(30))]
    actions.change_measure(line.measure, {"shape": Shape.STEPPED}, version=2, interim=wanted, by=line.director.actor)
    found = InterimTarget.objects.filter(measure=line.measure).values_list("on", "value")
    assert list(found) == wanted


def test_milestones_that_stay_keep_what_was_done(stones, line):
    measure, first, second = stones
    rows = [
        {"id": first.pk, "name": "Schets", "due_on": first.due_on, "weight": 1.0},
        {"name": "Nieuw", "due_on": second.due_on, "weight": 1.0},
    ]
    actions.change_measure(measure, {}, version=1, milestones=rows, by=line.line_manager.actor)
    found = {m.name: m.done_on for m in Milestone.objects.filter(measure=measure)}
    assert found == {"Schets": first.done_on, "Nieuw": None}
    assert fresh(measure).progress == pytest.approx(0.5)


def test_a_milestone_counts_by_its_weight_once_it_is_done(stones, line, last_line):
    measure, _first, second = stones
    assert fresh(measure).progress == pytest.approx(0.25)
    actions.mark_milestone(second, done_on=timezone.localdate(), by=line.line_manager.actor)
    assert fresh(measure).progress == 1.0
    assert fresh(measure).due_on is None
    assert last_line()[:3] == (Event.READING_RECORDED, "measure", measure.pk)
    actions.mark_milestone(second, done_on=None, by=line.line_manager.actor)
    assert fresh(measure).progress == pytest.approx(0.25)


def test_a_milestone_is_not_done_tomorrow_nor_by_somebody_else(stones, line, refused):
    measure, _first, second = stones
    with refused(NotNow, "in the future"):
        actions.mark_milestone(second, done_on=timezone.localdate() + timedelta(1), by=line.line_manager.actor)
    with refused(NotAllowed):
        actions.mark_milestone(second, done_on=timezone.localdate(), by=line.employee.actor)
    actions.end_measure(measure, by=line.line_manager.actor)
    with refused(NotNow, "has ended"):
        actions.mark_milestone(second, done_on=timezone.localdate(), by=line.line_manager.actor)


def test_milestones_of_a_closed_objective_stay_as_they_are(stones, line, refused):
    _measure, _first, second = stones
    actions.move_objective(line.operational, "close", by=line.director.actor)
    with refused(NotNow, "Reopen it first"):
        actions.mark_milestone(second, done_on=timezone.localdate(), by=line.director.actor)


def test_an_ended_measure_no_longer_counts_and_its_readings_stay(line, last_line, refused):
    with refused(NotAllowed):
        actions.end_measure(line.personal_measure, by=line.colleague.actor)
    actions.end_measure(line.personal_measure, by=line.employee.actor)
    assert fresh(line.personal).progress is None
    assert fresh(line.personal).status == Status.TO_MEASURE
    assert line.personal_measure.readings.count() == 1
    assert last_line()[0] == Event.MEASURE_ENDED
    with refused(NotNow, "has ended"):
        actions.end_measure(line.personal_measure, by=line.employee.actor)
    with refused(NotNow, "has ended"):
        actions.change_measure(line.personal_measure, {"name": "x"}, version=2, by=line.employee.actor)


def test_weights_of_measures_divide_the_own_progress(line):
    heavy = make_measure(line.personal, "Zwaar", weight=75)
    actions.record_reading(heavy, value=100, measured_on=line.period.starts_on, by=line.employee.actor)
    assert fresh(line.personal).progress == pytest.approx(0.75 * 1 + 0.25 * 0.2)


def test_a_measure_without_aim_is_kept_and_is_missing_not_zero(line):
    actions.add_measure(line.role_objective, by=line.director.actor, name="Nog te bepalen", kind=Kind.UP)
    found = Measure.objects.get(name="Nog te bepalen")
    assert (found.progress, found.coverage) == (None, 0.0)
    assert Objective.objects.get(pk=line.role_objective.pk).progress == pytest.approx(0.2)
