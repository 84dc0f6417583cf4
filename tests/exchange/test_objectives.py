"""Bringing in objectives, measures and readings."""
# Files are read across: one row of a sheet per line.
# ruff: noqa: E501

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from tests.exchange.conftest import codes, counts
from tests.factories import (
    make_measure,
    make_objective,
)
from zichtlijn.access.refusals import NotAllowed
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.exchange.columns import FILE_KINDS
from zichtlijn.exchange.writing_files import template_workbook
from zichtlijn.objectives.actions.standing import differences
from zichtlijn.objectives.models import Measure, Objective, ObjectiveLink, Reading
from zichtlijn.objectives.states import Level, State

pytestmark = pytest.mark.usefixtures("time_of_year")

HEAD = ["code", "level", "objective", "owner", "unit", "period", "follows from", "state"]
CASCADE = [
    ["S1", "strategic", "Schoner water", "1", "W", "2026", "", ""],
    ["D1", "afdeling", "Minder lozen", "1", "W", "2026", "S1:60", ""],
    ["O1", "Operational", "Slib drogen", "", "W", "2026", "D1", ""],
    ["O2", "operational", "Slib persen", "", "W", "2026", "D1", ""],
    ["R1", "functie", "Pers schoon", "", "W", "2026", "O1:70|O2:30", ""],
    ["P1", "personal", "Pers leren", "2", "", "2026", "R1", ""],
]
MEASURES = [
    [
        "code",
        "objective",
        "measure",
        "kind",
        "unit of measure",
        "baseline",
        "target",
        "frequency",
        "responsible",
        "interim targets",
    ],
    ["M1", "S1", "Helder water", "hoger is beter", "%", 40, 80, "maandelijks", "1", "2026-06-30=55,5"],
    ["M2", "P1", "Uren", "down", "uur", "1.200,5", "600", "", "2", ""],
]
READINGS = [
    ["measure", "date", "value", "note"],
    ["M1", date(2026, 3, 31), 44.5, "na de storm"],
    ["M1", date(2026, 2, 28), 43, None],
]


def whole(*objectives, measures=None, readings=None):
    sheets = {"objectives": [HEAD, *(objectives or CASCADE)]}
    if measures:
        sheets["measures"] = measures
    if readings:
        sheets["readings"] = readings
    return sheets


def plan(bring, workbook, organisation, sheets, **options):
    return bring(workbook(sheets), "objectives", organisation=organisation, **options)


def test_a_cascade_with_measures_and_readings_comes_in_with_one_file(staffed, bring, workbook):
    written = plan(bring, workbook, staffed, whole(measures=MEASURES, readings=READINGS))
    assert codes(written) == []
    assert counts(written) == {"added": 10}
    objective = Objective.objects.get(key="R1")
    assert (objective.level, objective.state, objective.period.name) == (Level.ROLE, State.AGREED, "2026")
    assert (objective.starts_on, objective.ends_on) == (date(2026, 1, 1), date(2026, 12, 31))
    links = objective.parent_links.order_by("parent__key").values_list("parent__key", "weight")
    assert list(links) == [("O1", 70.0), ("O2", 30.0)]
    measure = Measure.objects.get(key="M2")
    assert (measure.kind, measure.baseline, measure.frequency, measure.responsible.key) == (
        "down",
        Decimal("1200.5"),
        "monthly",
        "2",
    )
    first = Measure.objects.get(key="M1")
    assert [(t.on, t.value) for t in first.interim_targets.all()] == [(date(2026, 6, 30), Decimal("55.5"))]
    assert (first.current_on, first.current_value) == (date(2026, 3, 31), Decimal("44.5"))
    assert first.readings.get(measured_on=date(2026, 3, 31)).note == "na de storm"


def test_the_standings_follow_as_if_it_had_been_typed(staffed, bring, workbook):
    plan(bring, workbook, staffed, whole(measures=MEASURES, readings=READINGS))
    assert Objective.objects.get(key="S1").progress is not None
    assert Objective.objects.get(key="P1").in_line
    assert differences(staffed) == []


def test_a_large_file_is_computed_outside_its_transaction_and_leaves_no_difference(
    staffed, bring, workbook, django_capture_on_commit_callbacks
):
    rows = [["S1", "strategic", "Water", "1", "W", "2026", "", ""]]
    rows += [[f"D{n}", "department", f"Afdeling {n}", "1", "W", "2026", "S1", ""] for n in range(150)]
    measures = [MEASURES[0], *([f"M{n}", f"D{n}", "Meting", "up", "", 0, 10, "", "", ""] for n in range(150))]
    readings = [READINGS[0], *([f"M{n}", date(2026, 5, 1), n % 10, None] for n in range(150))]
    with django_capture_on_commit_callbacks(execute=True):
        written = plan(bring, workbook, staffed, whole(*rows, measures=measures, readings=readings))
        assert not Measure.objects.exclude(current_value=None).exists(), "while the file holds its locks"
    assert counts(written) == {"added": 451}
    assert differences(staffed) == []


def test_R10_the_same_file_again_changes_nothing(staffed, bring, workbook):
    sheets = whole(measures=MEASURES, readings=READINGS)
    plan(bring, workbook, staffed, sheets)
    lines = AuditEvent.objects.count()
    again = plan(bring, workbook, staffed, sheets)
    assert (again.brought_in, counts(again)) == (False, {"unchanged": 10})
    assert AuditEvent.objects.count() == lines


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_template_itself_can_be_brought_in(empty, bring, tmp_path, language):
    path = tmp_path / "template.xlsx"
    with translation.override(language):
        for kind in ("people", "objectives", "readings"):
            path.write_bytes(template_workbook(FILE_KINDS[kind]))
            written = bring(path, kind, organisation=empty)
            assert codes(written) == []
    assert (Objective.objects.count(), Measure.objects.count(), Reading.objects.count()) == (5, 4, 2)
    assert Measure.objects.get(key="M4").milestones.count() == 3


def test_a_measure_that_goes_down_is_judged_downwards(staffed, bring, workbook):
    measures = [MEASURES[0], ["M", "S1", "Lozing", "lager is beter", "kg", 100, 50, "", "", ""]]
    plan(
        bring,
        workbook,
        staffed,
        whole(CASCADE[0], measures=measures, readings=[READINGS[0], ["M", date(2026, 8, 1), 60, ""]]),
    )
    assert Objective.objects.get(key="S1").progress == pytest.approx(0.8)


def test_changes_are_shown_from_what_to_what(staffed, bring, workbook):
    plan(bring, workbook, staffed, whole(measures=MEASURES, readings=READINGS))
    changed = [list(row) for row in CASCADE]
    changed[0][2], changed[4][6] = "Nog schoner water", "O1:50|O2:50"
    measures = [MEASURES[0], [*MEASURES[1][:6], 90, *MEASURES[1][7:9], "2026-06-30=60"], MEASURES[2]]
    readings = [READINGS[0], ["M1", date(2026, 3, 31), 45, "na de storm"], READINGS[2]]
    written = plan(bring, workbook, staffed, whole(*changed, measures=measures, readings=readings))
    assert counts(written) == {"changed": 4, "unchanged": 6}
    lines = {line.key: line.changes for line in written.plan.lines() if line.outcome == "changed"}
    assert lines["S1"] == (("objective", "Schoner water", "Nog schoner water"),)
    assert lines["R1"] == (("follows from", "O1:70|O2:30", "O1:50|O2:50"),)
    old, new = Reading.objects.filter(measure__key="M1", measured_on=date(2026, 3, 31)).order_by("id")
    assert (old.is_current, new.is_current, new.replaces_id, new.value) == (False, True, old.pk, 45)
    assert Measure.objects.get(key="M1").current_value == 45
    assert Objective.objects.get(key="S1").history.count() == 2
    assert AuditEvent.objects.filter(event=Event.READING_CORRECTED).count() == 1
    assert differences(staffed) == []


def test_a_parent_that_is_taken_away_is_gone_and_the_line_with_it(staffed, bring, workbook):
    plan(bring, workbook, staffed, whole())
    rows = [list(row) for row in CASCADE]
    rows[1][6] = ""
    assert counts(plan(bring, workbook, staffed, whole(*rows))) == {"changed": 1, "unchanged": 5}
    assert not ObjectiveLink.objects.filter(child__key="D1").exists()
    assert not Objective.objects.get(key="P1").in_line
    without = [HEAD[:6], *(row[:6] for row in CASCADE)]
    assert counts(plan(bring, workbook, staffed, {"objectives": without})) == {"unchanged": 6}
    assert ObjectiveLink.objects.filter(child__key="R1").count() == 2


def test_a_state_may_be_said_and_may_close(staffed, bring, workbook):
    plan(bring, workbook, staffed, whole([*CASCADE[0][:7], "concept"]))
    assert Objective.objects.get(key="S1").state == State.DRAFT
    plan(bring, workbook, staffed, whole([*CASCADE[0][:7], "afgesproken"]))
    objective = Objective.objects.get(key="S1")
    assert (objective.state, objective.agreed_on) == (State.AGREED, timezone.localdate())
    assert counts(plan(bring, workbook, staffed, whole([*CASCADE[0][:7], "closed"]))) == {"ended": 1}
    assert Objective.objects.get(key="S1").state == State.CLOSED


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["X", "tactisch", "T", "", "", "", "", ""]], [("unknown_choice", 2, "level")]),
        ([["X", "strategic", "", "", "", "", "", ""]], [("required", 2, "objective")]),
        ([["X", "strategic", "T", "9", "Z9", "2031", "", ""]],
         [("unknown_person", 2, "owner"), ("unknown_unit", 2, "unit"), ("unknown_period", 2, "period")]),
        ([["X", "personal", "T", "", "", "", "", ""]], [("owner_needed", 2, "owner")]),
        ([["X", "department", "T", "", "", "", "NIKS", ""]], [("unknown_objective", 2, "follows from")]),
        ([["X", "department", "T", "", "", "", "X", ""]], [("own_objective", 2, "follows from")]),
        ([["A", "strategic", "T", "", "", "", "", ""], ["X", "operational", "T", "", "", "", "A", ""]], [("wrong_level", 3, "follows from")]),
        ([["A", "strategic", "T", "", "", "", "", ""], ["B", "strategic", "T", "", "", "", "A", ""]], [("wrong_level", 3, "follows from")]),
        ([["A", "strategic", "T", "", "", "", "", ""], ["B", "strategic", "T", "", "", "", "", ""],
          ["X", "department", "T", "", "", "", "A|B", ""]], [("several_parents", 4, "follows from")]),
        ([["A", "strategic", "T", "", "", "", "", ""], ["A", "strategic", "T", "", "", "", "", ""]], [("duplicate_key", 3, "code")]),
        ([["X", "department", "T", "", "", "", "A:200", ""]], [("not_a_percentage", 2, "follows from")]),
        ([["X", "strategic", "=T()", "", "", "", "", ""]], [("formula_text", 2, "objective")]),
    ],
)  # fmt: skip
def test_an_objective_that_will_not_do_is_named_with_its_reason(staffed, bring, workbook, rows, expected):
    written = plan(bring, workbook, staffed, whole(*rows))
    assert codes(written) == expected
    assert Objective.objects.count() == 0
    assert all("%(" not in problem.reason for problem in written.plan.problems)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["M", "NIKS", "N", "up", "", 0, 1, "", "", ""], [("unknown_objective", 2, "objective")]),
        (["M", "S1", "N", "opzij", "", 0, 1, "", "", ""], [("unknown_choice", 2, "kind")]),
        (["M", "S1", "N", "up", "", 10, 1, "", "", ""], [("aim_target_below_baseline", 2, "target")]),
        (["M", "S1", "N", "down", "", 1, 10, "", "", ""], [("aim_target_above_baseline", 2, "target")]),
        (["M", "S1", "N", "up", "", "tien", 10, "", "", ""], [("bad_number", 2, "baseline")]),
        (["M", "S1", "N", "up", "", "1.234", 10, "", "", ""], [("ambiguous_number", 2, "baseline")]),
        (["M", "S1", "N", "up", "", 0, 10, "", "9", ""], [("unknown_person", 2, "responsible")]),
        (["M", "S1", "N", "up", "", 0, 10, "", "", "2027-01-01=5"], [("aim_interim_outside_period", 2, "interim targets")]),
        (["M", "S1", "N", "up", "", 0, 10, "", "", "2026-12-31=5"], [("aim_interim_contradicts_target", 2, "interim targets")]),
        (["M", "S1", "N", "up", "", 0, 10, "", "", "juni=5"], [("bad_date", 2, "interim targets")]),
    ],
)  # fmt: skip
def test_a_measure_that_will_not_do_is_named_with_its_reason(staffed, bring, workbook, row, expected):
    assert codes(plan(bring, workbook, staffed, whole(CASCADE[0], measures=[MEASURES[0], row]))) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["NIKS", date(2026, 3, 1), 1, ""], [("unknown_measure", 2, "measure code")]),
        (["M1", date(2026, 12, 1), 1, ""], [("day_to_come", 2, "measured on")]),
        (["M1", "gisteren", 1, ""], [("bad_date", 2, "measured on")]),
        (["M1", date(2026, 3, 1), "veel", ""], [("bad_number", 2, "value")]),
        (["M1", date(2026, 3, 1), None, ""], [("required", 2, "value")]),
    ],
)
def test_a_reading_that_will_not_do_is_named_with_its_reason(staffed, bring, workbook, row, expected):
    written = plan(bring, workbook, staffed, whole(measures=MEASURES, readings=[READINGS[0], row]))
    assert codes(written) == expected
    assert Reading.objects.count() == 0


def test_two_values_for_one_day_are_refused(staffed, bring, workbook):
    rows = [READINGS[0], ["M1", date(2026, 3, 1), 1, ""], ["M1", date(2026, 3, 1), 2, ""]]
    assert codes(plan(bring, workbook, staffed, whole(measures=MEASURES, readings=rows))) == [
        ("reading_twice", 3, "measured on")
    ]


def test_readings_alone_come_in_from_csv_in_dutch(staffed, bring, csv):
    objective = make_objective(staffed, "Water", key="S1")
    make_measure(objective, "Meting", key="M1")
    rows = [
        ["code meting", "datum", "waarde", "opmerking"],
        ["M1", "31-01-2026", "1.234,5", ""],
        ["M1", "28-02-2026", "1.300", "x"],
    ]
    written = bring(csv(rows, "meetwaarden.csv", separator=";"), "readings", organisation=staffed)
    assert codes(written) == []
    assert list(Reading.objects.order_by("measured_on").values_list("value", flat=True)) == [Decimal("1234.5"), 1300]
    english = [["measure code", "date", "value"], ["M1", "2026-03-31", "1,234.5"], ["M1", "2026-04-30", "1,400"]]
    assert bring(csv(english, "readings.csv", separator=","), "readings", organisation=staffed).brought_in
    assert list(Reading.objects.order_by("measured_on").values_list("value", flat=True))[2:] == [
        Decimal("1234.5"),
        1400,
    ]


def test_a_code_that_the_workbook_keeps_as_a_number_is_the_same_measure(staffed, bring, workbook):
    make_measure(make_objective(staffed, "Water", key="S1"), "Meting", key="100")
    head = ["measure code", "date", "value"]
    first = workbook({"readings": [head, [100, date(2026, 3, 31), 4]]})
    assert counts(bring(first, "readings", organisation=staffed)) == {"added": 1}
    assert counts(bring(first, "readings", organisation=staffed)) == {"unchanged": 1}
    second = workbook({"readings": [head, [100, date(2026, 3, 31), 5]]})
    assert counts(bring(second, "readings", organisation=staffed)) == {"changed": 1}
    assert [reading.value for reading in Reading.objects.current()] == [5]


def test_measures_that_are_read_otherwise_refuse_readings(staffed, bring, csv):
    objective = make_objective(staffed, "Water", key="S1")
    make_measure(objective, "Mijlpalen", key="MM", kind="milestones")
    make_measure(objective, "Ja of nee", key="MJ", kind="yes_no")
    make_measure(objective, "Voorbij", key="ME", ended_on=date(2026, 1, 1))
    closed = make_objective(staffed, "Dicht", key="S2", state=State.CLOSED)
    make_measure(closed, "Dicht", key="MC")
    rows = [["measure code", "date", "value"], *([key, "2026-03-01", "5"] for key in ("MM", "MJ", "ME", "MC"))]
    found = [code for code, *_rest in codes(bring(csv(rows, "readings.csv"), "readings", organisation=staffed))]
    assert found == ["reads_milestones", "not_yes_or_no", "measure_ended", "objective_closed"]
    rows = [["measure code", "date", "value"], ["MJ", "2026-03-01", "ja"]]
    assert bring(csv(rows, "readings.csv"), "readings", organisation=staffed).brought_in
    assert Reading.objects.get().value == 1


def test_only_some_levels_stand_on_their_own(staffed, bring, csv):
    rows = [
        ["code", "level", "objective", "owner", "unit", "staat op zichzelf"],
        ["S1", "strategic", "Water", "1", "W", "ja"],
        ["D1", "department", "Gemaal", "1", "W", "ja"],
        ["D2", "department", "Sloten", "1", "W", "nee"],
    ]
    assert codes(bring(csv(rows, "doelen.csv"), "objectives", organisation=staffed)) == [
        ("never_alone", 2, "stands on its own on purpose")
    ]
    rows[1][-1] = ""
    assert bring(csv(rows, "doelen.csv"), "objectives", organisation=staffed).brought_in
    assert list(Objective.objects.filter(stands_alone=True).values_list("key", flat=True)) == ["D1"]


def test_what_stays_with_an_objective_cannot_be_changed_by_a_file(staffed, bring, workbook):
    plan(bring, workbook, staffed, whole(measures=MEASURES))
    rows = [
        ["S1", "department", "Schoner water", "1", "W", "2026", "", ""],
        ["P1", "personal", "Pers leren", "1", "", "2026", "R1", ""],
    ]
    assert codes(plan(bring, workbook, staffed, whole(*rows))) == [
        ("level_fixed", 2, "level"),
        ("owner_fixed", 3, "owner"),
    ]
    moved = [MEASURES[0], ["M1", "D1", *MEASURES[1][2:]]]
    assert codes(plan(bring, workbook, staffed, {"measures": moved})) == [("measure_moves", 2, "code")]


def test_an_agreed_objective_keeps_an_owner(staffed, bring, workbook):
    plan(bring, workbook, staffed, whole())
    rows = [["D1", "afdeling", "Minder lozen", "", "W", "2026", "S1:60", ""]]
    assert codes(plan(bring, workbook, staffed, whole(*rows))) == [("owner_stays", 2, "owner")]
    assert Objective.objects.get(key="D1").owner.key == "1"
    rows[0][-1] = "concept"
    assert plan(bring, workbook, staffed, whole(*rows)).brought_in
    assert Objective.objects.get(key="D1").owner is None


WEIGHTS = ["code", "objective", "measure", "baseline", "target", "weight", "no longer read since"]


def test_the_weights_of_the_measures_of_one_objective_are_a_hundred_at_most(staffed, bring, workbook):
    def weighed(*rows):
        sheet = [WEIGHTS, *([code, on, code, 0, 10, weight, end] for code, on, weight, end in rows)]
        return plan(bring, workbook, staffed, {"measures": sheet})

    plan(bring, workbook, staffed, whole())
    assert weighed(("M1", "S1", 60, None), ("M2", "S1", 40, None), ("M3", "D1", 100, None)).brought_in
    written = weighed(("M1", "S1", 60, None), ("M4", "S1", 30, None), ("M5", "S1", None, None))
    assert codes(written) == [("weights_together", 3, "weight")]
    assert written.plan.problems[0].reason == "The weights add up to 130, which is more than 100."
    assert weighed(("M1", "S1", 30, None), ("M4", "S1", 30, None)).brought_in, "one makes room for the other"
    assert weighed(("M2", "S1", 40, date(2026, 7, 1)), ("M4", "S1", 70, None)).brought_in, "what ended does not count"
    assert codes(weighed(("M2", "S1", 40, None))) == [("weights_together", 2, "weight")], "nor comes it back unseen"


def test_weights_that_were_too_much_already_are_not_judged_again(staffed, bring, workbook):
    plan(bring, workbook, staffed, whole())
    for key in ("M1", "M2"):
        make_measure(Objective.objects.get(key="S1"), key, key=key, target=10, weight=80)
    sheet = [WEIGHTS[:5], ["M1", "S1", "Anders", 0, 10], ["M2", "S1", "M2", 0, 10]]
    assert counts(plan(bring, workbook, staffed, {"measures": sheet})) == {"changed": 1, "unchanged": 1}


@pytest.mark.parametrize(
    ("seen_by", "who", "is_known"),
    [
        ("line", "employee", True),
        ("line", "line_manager", True),
        ("line", "colleague", False),
        ("unit", "colleague", True),
        ("everyone", "director", True),
    ],
)
def test_who_may_not_see_a_personal_objective_is_not_asked_for_its_readings(
    scoped, bring, workbook, seen_by, who, is_known
):
    scoped.organisation.personal_objectives_seen_by = seen_by
    scoped.organisation.save()
    asked = getattr(scoped, who).person
    sheet = [MEASURES[0], ["NEW", scoped.personal.key, "Uren", "up", "", 0, 10, "", asked.key, ""]]
    written = bring(workbook({"measures": sheet}), "objectives", by=scoped.administrator.actor)
    assert codes(written) == ([] if is_known else [("responsible_may_not_see", 2, "responsible")])
    assert Measure.objects.filter(key="NEW", responsible=asked).exists() is is_known


# rights ------------------------------------------------------------------------------------------------------------


def test_who_may_not_bring_in_objectives_is_refused(scoped, bring, workbook):
    for member in (scoped.employee, scoped.line_manager, scoped.director, scoped.hr, scoped.consultant):
        with pytest.raises(NotAllowed):
            bring(workbook(whole()), "objectives", by=member.actor)


def test_W08_who_may_bring_in_but_not_read_personal_objectives_is_not_shown_what_stood_there(scoped, bring, workbook):
    personal = scoped.personal
    row = [personal.key, "personal", "Iets anders", scoped.employee.person.key, "", scoped.period.name]
    readings = [READINGS[0], [scoped.personal_measure.key, scoped.personal_measure.readings.get().measured_on, 77, ""]]
    sheets = {"objectives": [HEAD[:6], row], "readings": readings}
    by = scoped.administrator.actor
    assert not Objective.objects.visible_to(by).filter(pk=personal.pk).exists()
    tried = bring(workbook(sheets), "objectives", by=by, dry=True)
    lines = [line for line in tried.plan.lines() if line.outcome == "changed"]
    assert len(lines) == 2
    shown = str([line.changes for line in lines])
    assert personal.title not in shown
    assert "'20'" not in shown
    bring(workbook(sheets), "objectives", by=by)
    assert not Objective.objects.visible_to(by).filter(pk=personal.pk).exists(), "bringing in gives no sight"


def test_W08_a_guess_at_a_reading_is_not_confirmed_and_the_measure_is_not_named(scoped, bring, workbook):
    measure, by = scoped.personal_measure, scoped.administrator.actor
    reading = measure.readings.get()
    for value in (int(reading.value), 77):
        sheets = {"readings": [READINGS[0], [measure.key, reading.measured_on, value, reading.note]]}
        (line,) = bring(workbook(sheets), "readings", by=by, dry=True).plan.lines()
        assert (line.outcome, line.name) == ("changed", f"{measure.key} · {reading.measured_on}")
        assert line.changes == (("value", "…", str(value)),)
    other_day = {"readings": [READINGS[0], [measure.key, date(2026, 5, 17), 77, ""]]}
    (line,) = bring(workbook(other_day), "readings", by=by, dry=True).plan.lines()
    assert (line.outcome, line.changes) == ("changed", (("value", "…", "77"),)), "nor that there is none of a day"
    (line,) = bring(workbook(sheets), "readings", organisation=scoped.organisation, dry=True).plan.lines()
    assert measure.name in line.name, "who may read it is told"


def told(bring, workbook, by, **sheets):
    """All that a trial run tells: its lines, its counts, its notes and what is wrong."""
    tried = bring(workbook(sheets), "objectives", by=by, dry=True).plan
    return list(tried.lines()), tried.counts(), tried.notes, [problem.as_data() for problem in tried.problems]


def the_same_but(told, *guesses):
    """What was told, without what the file itself says."""
    text = str(told)
    for guess in guesses:
        text = text.replace(str(guess), "*")
    return text


def objective_row(objective, /, **other):
    """All that stands of an objective, as a row of a file; or something else."""
    head = ["code", "level", "objective", "explanation", "owner", "unit", "period", "from", "until", "commitment", "weight",
            "share of its own measures", "follows from", "state"]  # fmt: skip
    parents = "|".join(objective.parent_links.values_list("parent__key", flat=True))
    row = [objective.key, "personal", objective.title, objective.description, objective.owner.key, objective.unit.key, objective.period.name,
           objective.starts_on, objective.ends_on, objective.commitment, objective.weight, objective.own_share, parents, objective.state]  # fmt: skip
    return [head, [other.get(name, value) for name, value in zip(head, row, strict=True)]]


@pytest.mark.parametrize(
    ("column", "wrong"),
    [("objective", "Iets anders"), ("explanation", "Omdat"), ("from", date(2026, 2, 1)), ("until", date(2026, 11, 30)),
     ("commitment", "aspirational"), ("weight", 35), ("share of its own measures", 45), ("follows from", ""), ("state", "closed")],
)  # fmt: skip
def test_W08_a_right_guess_at_a_personal_objective_looks_like_a_wrong_one(scoped, bring, workbook, column, wrong):
    by, personal = scoped.administrator.actor, scoped.personal
    given = objective_row(personal, **{column: wrong})
    place = given[0].index(column)
    right = objective_row(personal)[1][place]
    found = []
    for value in (right, wrong):
        lines, *rest = told(bring, workbook, by, objectives=objective_row(personal, **{column: value}))
        (line,) = lines
        assert (line.outcome, line.name, rest[0]["changed"]) == ("changed", personal.key, 1)
        found.append((line.outcome, [(what, old) for what, old, _new in line.changes], *rest))
        assert {old for _what, old, _new in line.changes} == {"…"}
    assert found[0] == found[1], "a guess that is right looks like one that is wrong"


def test_W08_the_owner_of_a_personal_objective_cannot_be_guessed(scoped, bring, workbook):
    by, personal = scoped.administrator.actor, scoped.personal
    found = {
        the_same_but(told(bring, workbook, by, objectives=objective_row(personal, owner=owner.key)), owner.key)
        for owner in (scoped.employee.person, scoped.colleague.person, scoped.director.person)
    }
    assert len(found) == 1
    assert "owner" in found.pop()
    rows = objective_row(personal, owner=scoped.colleague.person.key)
    assert not bring(workbook({"objectives": rows}), "objectives", by=by).brought_in
    personal.refresh_from_db()
    assert personal.owner == scoped.employee.person


def test_W08_days_and_direction_of_a_personal_objective_cannot_be_tried_out(scoped, bring, workbook):
    by, personal, head = scoped.administrator.actor, scoped.personal, ["code", "level", "objective"]
    for column, days in (
        ("until", (date(2025, 1, 1), date(2026, 6, 1))),
        ("from", (date(2026, 6, 1), date(2027, 6, 1))),
    ):
        rows = [[[*head, column], [personal.key, "personal", "x", day]] for day in days]
        found = {the_same_but(told(bring, workbook, by, objectives=row), row[1][-1]) for row in rows}
        assert len(found) == 1
        assert "one_day_unread" in found.pop()
    both = [
        [*head, "period", "from", "until"],
        [personal.key, "personal", "x", "2026", date(2026, 6, 1), date(2026, 5, 1)],
    ]
    assert codes(bring(workbook({"objectives": both}), "objectives", by=by)) == [("ends_before_start", 2, "until")]
    both[1][-1] = None
    assert codes(bring(workbook({"objectives": both}), "objectives", by=by, dry=True)) == [], (
        "the period is in the file"
    )


MEASURE_HEAD = ["code", "objective", "measure", "kind", "unit of measure", "baseline", "target"]


def test_W08_what_a_personal_measure_aims_for_cannot_be_guessed(scoped, bring, workbook):
    by, measure = scoped.administrator.actor, scoped.personal_measure
    row = [
        measure.key,
        measure.objective.key,
        measure.name,
        measure.kind,
        measure.unit,
        measure.baseline,
        measure.target,
    ]
    found = set()
    for target in (measure.target, measure.target + 1):
        lines, *rest = told(bring, workbook, by, measures=[MEASURE_HEAD, [*row[:-1], target]])
        (line,) = lines
        assert (line.outcome, line.name) == ("changed", measure.key)
        assert line.changes[-1] == ("target", "…", str(int(target)))
        found.add(str((line._replace(changes=line.changes[:-1]), rest)))
    assert len(found) == 1
    head, few = [*MEASURE_HEAD[:3], "target"], row[:3]
    found = {
        the_same_but(told(bring, workbook, by, measures=[head, [*few, target]]), target)
        for target in range(101, 140, 19)
    }
    found |= {
        the_same_but(told(bring, workbook, by, measures=[head, [*few, -target]]), -target)
        for target in range(101, 140, 19)
    }
    assert len(found) == 1, "the baseline cannot be closed in on"
    wrong = [MEASURE_HEAD, [*row[:3], "up", "", 10, 5]]
    assert codes(bring(workbook({"measures": wrong}), "objectives", by=by)) == [
        ("aim_target_below_baseline", 2, "target")
    ], "what the file says of it is judged"


def test_W08_days_of_a_personal_measure_cannot_be_tried_out(scoped, bring, workbook):
    by, measure = scoped.administrator.actor, scoped.personal_measure
    row = [measure.key, measure.objective.key, measure.name]
    for column, days in (
        ("until", (date(2025, 1, 1), date(2026, 6, 1))),
        ("from", (date(2026, 6, 1), date(2027, 6, 1))),
    ):
        found = {
            the_same_but(told(bring, workbook, by, measures=[[*MEASURE_HEAD[:3], column], [*row, day]]), day)
            for day in days
        }
        assert len(found) == 1
        assert "one_day_unread" in found.pop()
        new = [["NEW", *row[1:], day] for day in days]
        found = {
            the_same_but(told(bring, workbook, by, measures=[[*MEASURE_HEAD[:3], column], one]), one[-1]) for one in new
        }
        assert len(found) == 1
    interim = [[*MEASURE_HEAD, "interim targets"], ["NEW", row[1], "x", "up", "", 0, 9, "2031-01-01=5"]]
    assert codes(bring(workbook({"measures": interim}), "objectives", by=by, dry=True)) == []


def test_W08_a_reading_of_what_is_closed_cannot_be_guessed_either(scoped, bring, workbook):
    by, measure = scoped.administrator.actor, scoped.personal_measure
    reading = measure.readings.get()
    Objective.objects.filter(pk=measure.objective_id).update(state=State.CLOSED)
    found = set()
    for value in (int(reading.value), 77):
        rows = [READINGS[0], [measure.key, reading.measured_on, value, reading.note]]
        found.add(the_same_but(told(bring, workbook, by, readings=rows), f"'{value}'"))
        assert not bring(workbook({"readings": rows}), "readings", by=by).brought_in
    assert len(found) == 1
    assert "stay as they are" in found.pop()
    assert measure.readings.get().value == reading.value


def test_W08_the_same_file_again_writes_nothing_whatever_is_told(scoped, bring, workbook):
    by = scoped.administrator.actor
    rows = [
        HEAD,
        [
            "NEW",
            "personal",
            "Mijn doel",
            scoped.colleague.person.key,
            "",
            scoped.period.name,
            scoped.role_objective.key,
            "",
        ],
    ]
    measures = [MEASURES[0], ["NEW-M", "NEW", "Uren", "up", "uur", 0, 10, "", "", "2026-06-30=5"]]
    readings = [READINGS[0], ["NEW-M", date(2026, 3, 31), 4, ""]]
    path = workbook({"objectives": rows, "measures": measures, "readings": readings})
    assert bring(path, "objectives", by=by).brought_in
    events, version = AuditEvent.objects.count(), Objective.objects.get(key="NEW").version
    again = bring(path, "objectives", by=by)
    assert (counts(again), again.brought_in) == ({"changed": 3}, False)
    assert (AuditEvent.objects.count(), Objective.objects.get(key="NEW").version) == (events, version)
    rows[1][2] = "Een ander doel"
    path = workbook({"objectives": rows, "measures": measures, "readings": readings})
    changed = bring(path, "objectives", by=by)
    assert (counts(changed), changed.brought_in) == ({"changed": 3}, True)
    assert (Objective.objects.get(key="NEW").title, Measure.objects.get(key="NEW-M").version) == ("Een ander doel", 1)


def test_W04_a_personal_objective_that_is_brought_in_is_not_seen_by_who_brought_it(scoped, bring, workbook):
    row = ["NEW", "personal", "Mijn doel", scoped.colleague.person.key, "", scoped.period.name]
    bring(workbook({"objectives": [HEAD[:6], row]}), "objectives", by=scoped.administrator.actor)
    made = Objective.objects.get(key="NEW")
    assert (made.made_by, made.unit) == (None, scoped.team)
    assert not Objective.objects.visible_to(scoped.administrator.actor).filter(pk=made.pk).exists()
    assert Objective.objects.visible_to(scoped.colleague.actor).filter(pk=made.pk).exists()


def test_W34_codes_of_another_organisation_are_unknown_here(scoped, bring, workbook):
    twin = scoped.twin
    rows = [
        [
            "NEW",
            "department",
            "Doel",
            twin.employee.person.key,
            twin.team.key,
            scoped.period.name,
            twin.strategic.key,
            "",
        ]
    ]
    readings = [READINGS[0], [twin.measure.key, date(2026, 1, 31), 5, ""]]
    written = bring(workbook(whole(*rows, readings=readings)), "objectives", by=scoped.administrator.actor)
    assert {code for code, *_rest in codes(written)} == {
        "unknown_person",
        "unknown_unit",
        "unknown_objective",
        "unknown_measure",
    }


def test_a_reading_says_who_brought_it(scoped, bring, csv, time_machine):
    rows = [["measure code", "date", "value"], [scoped.measure.key, "2026-02-03", "5"]]
    time_machine.move_to("2026-08-15 12:00", tick=False)
    bring(csv(rows, "readings.csv"), "readings", by=scoped.administrator.actor)
    reading = Reading.objects.get(measured_on=date(2026, 2, 3))
    assert reading.recorded_by == scoped.administrator.user
    line = AuditEvent.objects.filter(event=Event.READING_RECORDED).get()
    assert (line.by, line.on_id) == (scoped.administrator.user, scoped.measure.pk)
