"""Milestones that come in and go out: what the page of a measure can set, a file can carry."""
# Files are read across: one row of a sheet per line.
# ruff: noqa: E501

from datetime import date

import pytest
from django.utils import translation

from tests.exchange.conftest import codes, counts
from tests.factories import make_measure, make_milestone, make_objective, make_person
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.objectives.actions.standing import differences, recompute_organisation
from zichtlijn.objectives.models import Measure, Milestone, Objective
from zichtlijn.objectives.states import Level, State

HEAD = ["measure code", "milestone", "due on", "done on", "weight"]
DESIGN = ["M", "Design approved", date(2026, 3, 31), date(2026, 3, 30), 1]
BUILD = ["M", "Built", date(2026, 9, 30), None, 3]
PLAN = {
    "objectives": [["code", "level", "objective", "period"], ["S", "strategic", "New plant", "2026"]],
    "measures": [["code", "objective", "measure", "kind"], ["M", "S", "Plant in use", "milestones"]],
    "milestones": [HEAD, DESIGN, BUILD],
}


pytestmark = pytest.mark.usefixtures("time_of_year")


@pytest.fixture
def planned(empty):
    """A measure with two milestones, of which one was reached."""
    measure = make_measure(make_objective(empty, "New plant", key="S"), "Plant in use", key="M", kind="milestones")
    make_milestone(measure, "Design approved", due_on=date(2026, 3, 31), done_on=date(2026, 3, 30), weight=1)
    make_milestone(measure, "Built", due_on=date(2026, 9, 30), weight=3)
    recompute_organisation(empty)
    return measure


def only(*rows):
    return {"milestones": [HEAD, *rows]}


def stored(measure):
    return list(measure.milestones.values_list("name", "due_on", "done_on", "weight"))


def test_milestones_come_in_with_their_measure_and_count_at_once(empty, bring, workbook):
    written = bring(workbook(PLAN), "objectives", organisation=empty)
    assert (codes(written), written.plan.notes) == ([], [])
    assert counts(written) == {"added": 4}
    measure = Measure.objects.get(key="M")
    assert stored(measure) == [
        ("Design approved", date(2026, 3, 31), date(2026, 3, 30), 1),
        ("Built", date(2026, 9, 30), None, 3),
    ]
    assert (measure.progress, measure.due_on) == (0.25, date(2026, 9, 30))
    assert Objective.objects.get(key="S").progress == 0.25
    assert differences(empty) == []


def test_R10_the_same_milestones_again_change_nothing(empty, bring, workbook):
    path = workbook(PLAN)
    bring(path, "objectives", organisation=empty)
    version = Measure.objects.get(key="M").version
    again = bring(path, "objectives", organisation=empty)
    assert (again.brought_in, counts(again)) == (False, {"unchanged": 4})
    assert Measure.objects.get(key="M").version == version


def test_a_dry_run_shows_the_milestones_and_writes_nothing(empty, bring, workbook):
    tried = bring(workbook(PLAN), "objectives", organisation=empty, dry=True)
    assert counts(tried) == {"added": 4}
    assert "Plant in use · Built" in {line.name for line in tried.plan.lines()}
    assert Milestone.objects.count() == 0


def test_milestones_alone_come_in_from_csv_in_dutch(planned, bring, csv):
    rows = [["Code indicator", "Mijlpaal", "Uiterlijk op", "Klaar op", "Weging"],
            ["M", "Design approved", "31-03-2026", "30-03-2026", "1"], ["M", "Built", "30-09-2026", "01-08-2026", "3,5"]]  # fmt: skip
    with translation.override("nl"):
        written = bring(csv(rows, "mijlpalen.csv"), "objectives", organisation=planned.organisation)
    assert (codes(written), counts(written)) == ([], {"changed": 1, "unchanged": 1})
    assert stored(planned)[1] == ("Built", date(2026, 9, 30), date(2026, 8, 1), 3.5)
    (line,) = [line for line in written.plan.lines() if line.outcome == "changed"]
    assert line.changes == (("klaar op", "", "2026-08-01"), ("weging", "3", "3.5"))


def test_a_change_has_a_version_an_audit_line_and_the_same_row(planned, bring, workbook):
    before = {milestone.name: milestone.pk for milestone in planned.milestones.all()}
    bring(
        workbook(only(DESIGN, [*BUILD[:2], date(2026, 10, 31), None, 3])),
        "objectives",
        organisation=planned.organisation,
    )
    measure = Measure.objects.get(pk=planned.pk)
    assert {milestone.name: milestone.pk for milestone in measure.milestones.all()} == before
    assert measure.version == planned.version + 1
    (line,) = AuditEvent.objects.filter(event=Event.MEASURE_CHANGED)
    assert (line.on_id, line.detail) == (planned.pk, {"fields": ["milestones"]})
    assert differences(planned.organisation) == []


def test_a_milestone_keeps_what_the_file_has_no_column_for(planned, bring, workbook):
    rows = {"milestones": [["measure code", "milestone", "due on"], ["M", "Design signed", DESIGN[2]], BUILD[:3]]}
    assert counts(bring(workbook(rows), "objectives", organisation=planned.organisation)) == {
        "changed": 1,
        "unchanged": 1,
    }
    assert stored(planned)[0] == ("Design signed", date(2026, 3, 31), date(2026, 3, 30), 1)


def test_the_rows_of_a_measure_are_all_its_milestones(planned, bring, workbook):
    other = make_measure(planned.objective, "Another", key="N", kind="milestones")
    make_milestone(other, "Stays")
    written = bring(workbook(only(DESIGN)), "objectives", organisation=planned.organisation)
    assert counts(written) == {"unchanged": 1, "ended": 1}
    (gone,) = [line for line in written.plan.lines() if line.outcome == "ended"]
    assert (gone.name, gone.row) == ("Plant in use · Built", 0)
    assert [name for name, *_rest in stored(planned)] == ["Design approved"]
    assert other.milestones.count() == 1
    assert Measure.objects.get(pk=planned.pk).progress == 1


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["M", "Later", None, None, 1], [("required", 3, "due on")]),
        (["M", None, date(2026, 5, 1), None, 1], [("required", 3, "milestone")]),
        ([None, "Later", date(2026, 5, 1), None, 1], [("required", 3, "measure code")]),
        (["X", "Later", date(2026, 5, 1), None, 1], [("unknown_measure", 3, "measure code")]),
        (["UP", "Later", date(2026, 5, 1), None, 1], [("not_by_milestones", 3, "measure code")]),
        (["M", "Later", "in mei", None, 1], [("bad_date", 3, "due on")]),
        (["M", "Later", date(2027, 1, 1), None, 1], [("milestone_outside_measure", 3, "due on")]),
        (["M", "Later", date(2026, 5, 1), date(2026, 8, 16), 1], [("done_to_come", 3, "done on")]),
        (["M", "Later", date(2026, 5, 1), None, -1], [("milestone_weight", 3, "weight")]),
        (["M", "Later", date(2026, 5, 1), None, "zwaar"], [("bad_number", 3, "weight")]),
        (["M", "=HYPERLINK()", date(2026, 5, 1), None, 1], [("formula_text", 3, "milestone")]),
        (DESIGN, [("milestone_twice", 3, "milestone")]),
    ],
)  # fmt: skip
def test_a_milestone_that_will_not_do_is_named_and_nothing_changes(planned, bring, workbook, row, expected):
    make_measure(planned.objective, "Cleaner", key="UP")
    before = stored(planned)
    written = bring(workbook(only(DESIGN, row)), "objectives", organisation=planned.organisation)
    assert (codes(written), stored(planned)) == (expected, before)
    assert all("%(" not in problem.reason for problem in written.plan.problems)


def test_milestones_that_all_weigh_nothing_are_refused(planned, bring, workbook):
    rows = only([*DESIGN[:4], 0], [*BUILD[:4], 0])
    written = bring(workbook(rows), "objectives", organisation=planned.organisation)
    assert codes(written) == [("aim_milestones_without_weight", 3, "weight")]


def test_a_measure_that_is_moved_in_time_takes_its_milestones_into_account(planned, bring, workbook):
    measures = {"measures": [["code", "objective", "measure", "until"], ["M", "S", "Plant in use", date(2026, 6, 30)]]}
    written = bring(workbook(measures), "objectives", organisation=planned.organisation)
    assert codes(written) == [("aim_milestone_outside_period", 2, "until")]
    both = measures | only(DESIGN, [*BUILD[:2], date(2026, 6, 30), None, 3])
    assert bring(workbook(both), "objectives", organisation=planned.organisation).brought_in


def test_a_measure_without_milestones_is_told_not_to_show_progress(empty, bring, workbook):
    tried = bring(workbook({name: PLAN[name] for name in ("objectives", "measures")}), "objectives", organisation=empty)
    assert tried.plan.notes == ["1 measure has no baseline, target, band or milestones yet and will show no progress."]


def test_what_has_ended_or_is_closed_is_not_marked_done_but_may_be_described(planned, bring, workbook):
    Objective.objects.filter(pk=planned.objective_id).update(state=State.CLOSED)
    organisation = planned.organisation
    done = only(DESIGN, [*BUILD[:3], date(2026, 8, 1), 3])
    assert codes(bring(workbook(done), "objectives", organisation=organisation)) == [("objective_closed", 3, "done on")]
    assert bring(
        workbook(only(DESIGN, ["M", "Plant built", *BUILD[2:]])), "objectives", organisation=organisation
    ).brought_in


def test_W08_milestones_of_a_personal_objective_are_not_shown_to_who_may_not_read_it(scoped, bring, workbook):
    owner = make_person(scoped.organisation, "Iemand", "Anders")
    objective = make_objective(scoped.organisation, "Eigen", level=Level.PERSONAL, owner=owner, period=scoped.period)
    measure = make_measure(objective, "Stappen", key="P", kind="milestones")
    make_milestone(measure, "Diploma", due_on=measure.ends_on, weight=7)
    rows = only(["P", "Diploma", measure.ends_on, None, 8])
    written = bring(workbook(rows), "objectives", by=scoped.administrator.actor, dry=True)
    (line,) = written.plan.lines()
    assert line.changes[-1] == ("weight", "…", "8")


def test_W08_neither_names_nor_what_is_the_same_is_told_of_what_one_may_not_read(scoped, bring, workbook):
    owner = make_person(scoped.organisation, "Iemand", "Anders")
    objective = make_objective(scoped.organisation, "Eigen", level=Level.PERSONAL, owner=owner, period=scoped.period)
    measure = make_measure(objective, "Minder drinken", key="P", kind="milestones")
    make_milestone(measure, "Diploma", due_on=measure.ends_on, weight=7)
    make_milestone(measure, "Afkickkliniek", due_on=measure.starts_on, weight=1)
    seen = set()
    for weight in (7, 8):
        rows = only(["P", "Diploma", measure.ends_on, None, weight])
        plan = bring(workbook(rows), "objectives", by=scoped.administrator.actor, dry=True).plan
        assert "Minder drinken" not in str(list(plan.lines()))
        assert "Afkickkliniek" not in str(list(plan.lines()))
        seen.add(str([line._replace(changes=line.changes[:-1]) for line in plan.lines()]))
    assert len(seen) == 1, "a guess that is right looks like one that is wrong"


def test_W08_which_milestones_there_are_and_when_cannot_be_tried_out(scoped, bring, workbook):
    by, organisation = scoped.administrator.actor, scoped.organisation
    owner = make_person(organisation, "Iemand", "Anders")
    objective = make_objective(organisation, "Eigen", level=Level.PERSONAL, owner=owner, period=scoped.period)
    measure = make_measure(objective, "Minder drinken", key="P", kind="milestones")
    make_milestone(measure, "Diploma", due_on=date(2026, 3, 1), done_on=date(2026, 2, 1))
    make_milestone(measure, "Afkickkliniek", due_on=date(2026, 6, 1))

    def told(*row):
        plan = bring(workbook(only(["P", *row, 1])), "objectives", by=by, dry=True).plan
        outcomes = [(line.outcome, line.name, [what for what, *_pair in line.changes]) for line in plan.lines()]
        return outcomes, plan.counts(), plan.notes, codes_of(plan)

    def codes_of(plan):
        return [problem.code for problem in plan.problems]

    def cannot_be_told_apart(*rows):
        assert len({str(told(*row)) for row in rows}) == 1

    right = ("Diploma", date(2026, 3, 1), date(2026, 2, 1))
    wrong = [("Iets", date(2026, 3, 2), date(2026, 2, 1)), ("Diploma", date(2026, 3, 1), date(2026, 2, 2)),
             ("Diploma", date(2031, 1, 1), None)]  # fmt: skip
    cannot_be_told_apart(right, *wrong)
    Objective.objects.filter(pk=objective.pk).update(state=State.CLOSED)
    cannot_be_told_apart(right, *wrong)
    both = only(["P", *right, 1], ["P", "Afkickkliniek", date(2026, 6, 1), None, 1])
    assert not bring(workbook(both), "objectives", by=by).brought_in, "the same again writes nothing"
    plain = make_measure(objective, "Uren", key="U")
    refused = bring(workbook(only([plain.key, *right, 1])), "objectives", by=by).plan.problems
    assert [problem.reason for problem in refused] == ["This measure is not read from milestones."]


def test_a_measure_that_stopped_is_carried_and_may_go_on(planned, bring, workbook):
    organisation = planned.organisation
    head = ["code", "objective", "measure", "no longer read since"]
    stopped = {"measures": [head, ["M", "S", "Plant in use", date(2026, 8, 1)]]}
    assert counts(bring(workbook(stopped), "objectives", organisation=organisation)) == {"ended": 1}
    assert Measure.objects.get(key="M").ended_on == date(2026, 8, 1)
    assert AuditEvent.objects.filter(event=Event.MEASURE_ENDED).count() == 1
    assert counts(bring(workbook(stopped), "objectives", organisation=organisation)) == {"unchanged": 1}
    later = {"measures": [head, ["M", "S", "Plant in use", date(2026, 8, 16)]]}
    assert codes(bring(workbook(later), "objectives", organisation=organisation)) == [
        ("end_to_come", 2, "no longer read since")
    ]
    assert bring(
        workbook({"measures": [head, ["M", "S", "Plant in use", None]]}), "objectives", organisation=organisation
    ).brought_in
    assert Measure.objects.get(key="M").ended_on is None
    assert differences(organisation) == []


def test_interim_targets_make_the_course_run_through_them_unless_another_is_chosen(empty, bring, workbook):
    head = ["code", "objective", "measure", "baseline", "target", "interim targets", "expected course"]
    rows = [["A", "S", "One", 0, 10, "2026-06-30=3", None], ["B", "S", "Two", 0, 10, "2026-06-30=3", "straight line"]]
    sheets = {"objectives": PLAN["objectives"], "measures": [head, *rows]}
    assert codes(bring(workbook(sheets), "objectives", organisation=empty)) == []
    assert list(Measure.objects.order_by("key").values_list("shape", flat=True)) == ["own", "straight"]


def test_share_and_direction_are_judged(empty, bring, workbook):
    head = ["code", "level", "objective", "period", "share of its own measures", "direction"]
    rows = [head, ["S", "strategic", "Plant", "2026", "33,5", "Nowhere"]]
    written = bring(workbook({"objectives": rows}), "objectives", organisation=empty)
    assert codes(written) == [("not_whole", 2, "share of its own measures"), ("unknown_direction", 2, "direction")]
