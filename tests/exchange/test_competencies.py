"""The framework in and out: levels, competencies with what one sees, and what positions require."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone, translation

from tests.exchange.conftest import codes, counts
from tests.factories import (
    make_assessment,
    make_competency,
    make_development_plan,
    make_framework,
    make_learning_goal,
    make_organisation,
    make_person,
    make_position,
    make_profile,
)
from zichtlijn.access.actor import system_actor
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.competencies import actions
from zichtlijn.competencies.models import Behaviour, Competency, Framework, Profile, Requirement
from zichtlijn.competencies.queries import behaviours_of
from zichtlijn.exchange.actions.taking_along import stream_csv, write_workbook
from zichtlijn.exchange.columns import COMPETENCIES, FILE_KINDS, LEVELS
from zichtlijn.exchange.lists import BUNDLES, LISTS
from zichtlijn.exchange.models import Import
from zichtlijn.exchange.reading_files import FileRefused
from zichtlijn.exchange.undo.actions import undo_import
from zichtlijn.exchange.writing_files import template_workbook

SCALE = [["level", "level name", "framework"], [1, "Laag", "Zo werken wij"], [2, "Midden", ""], [3, "Hoog", ""]]
DESCRIBED = [
    ["competency", "group", "description", "behaviour at level 1", "behaviour at level 3"],
    ["Luisteren", "Mensen", "Horen wat iemand bedoelt.", "Laat uitspreken", "Vat samen"],
    ["Plannen", "Werk", "", "Weet wat vandaag moet", ""],
]
PROFILE = [
    ["position", "from", "competency", "required level", "core"],
    ["OP", "2026-01-01", "Luisteren", "3", "yes"],
    ["Operator", "2026-01-01", "Plannen", "midden", ""],
]


def whole(levels=SCALE, described=DESCRIBED, profiles=PROFILE):
    sheets = {"levels": levels, "competencies": described, "profiles": profiles}
    return {name: rows for name, rows in sheets.items() if rows}


@pytest.fixture
def come(bring, workbook, staffed):
    """Bring these sheets in as a workbook of competencies."""

    def do(sheets, **options):
        return bring(workbook(sheets), "competencies", organisation=staffed, **options)

    return do


def seen(name):
    made = Competency.objects.get(name=name)
    return behaviours_of([made.pk]).get(made.pk, {})


def asked(position_key="OP"):
    rows = Requirement.objects.filter(profile__position__key=position_key).select_related("competency", "profile")
    return sorted((row.profile.from_on.isoformat(), row.competency.name, row.level, row.is_core) for row in rows)


# in ---------------------------------------------------------------------------------------------------------------


def test_a_framework_with_profiles_comes_in_with_one_file(come, staffed):
    written = come(whole())
    assert codes(written) == []
    assert counts(written) == {"added": 4}
    assert (Framework.objects.get().name, Framework.objects.get().level_names) == (
        "Zo werken wij",
        ["Laag", "Midden", "Hoog"],
    )
    listening = Competency.objects.get(name="Luisteren")
    assert (listening.group, listening.description) == ("Mensen", "Horen wat iemand bedoelt.")
    assert seen("Luisteren") == {1: "Laat uitspreken", 3: "Vat samen"}
    assert asked() == [("2026-01-01", "Luisteren", 3, True), ("2026-01-01", "Plannen", 2, False)]
    told = AuditEvent.objects.values_list("event", flat=True)
    for event in (Event.FRAMEWORK_CHANGED, Event.COMPETENCY_ADDED, Event.PROFILE_CHANGED, Event.FILE_IMPORTED):
        assert event in told


def test_R10_the_same_file_again_changes_nothing(come):
    come(whole())
    lines = AuditEvent.objects.count()
    again = come(whole())
    assert (again.brought_in, counts(again)) == (False, {"unchanged": 4})
    assert AuditEvent.objects.count() == lines


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(come):
    written = come(whole(), dry=True)
    assert (written.brought_in, counts(written)) == (False, {"added": 4})
    assert not Framework.objects.exists()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_template_can_be_brought_in(come, bring, tmp_path, staffed, language):
    make_position(staffed, "Procesoperator", key="PROC")
    path = tmp_path / "template.xlsx"
    with translation.override(language):
        path.write_bytes(template_workbook(FILE_KINDS["competencies"]))
        written = bring(path, "competencies", organisation=staffed)
    assert codes(written) == []
    assert (Framework.objects.count(), Competency.objects.count(), Profile.objects.count()) == (1, 2, 1)


def test_dutch_headers_and_semicolons_and_commas_are_read(bring, csv, staffed):
    rows = [["Niveau", "Naam niveau"], *([number, name] for number, name in enumerate(["A", "B", "C"], start=1))]
    assert codes(bring(csv(rows, "niveaus.csv"), "competencies", organisation=staffed)) == []
    described = [
        ["Competentie", "Groep", "Definitie", "Gedrag op niveau 2"],
        ["Durf", "Zelf", "Iets, wagen", "Zegt; het"],
    ]
    path = csv(described, "competenties.csv", separator=",")
    assert codes(bring(path, "competencies", organisation=staffed)) == []
    assert (Framework.objects.get().name, seen("Durf")) == ("Leeg", {2: "Zegt; het"})
    profile = [["Functie", "Vanaf", "Competentie", "Gevraagd niveau", "Kern"], ["opp", "01-02-2026", "durf", "B", "ja"]]
    written = bring(csv(profile, "functieprofielen.csv"), "competencies", organisation=staffed)
    assert [problem.code for problem in written.plan.problems] == ["unknown_position"]
    profile[1][0] = "op"  # the code without its capitals
    assert codes(bring(csv(profile, "functieprofielen.csv"), "competencies", organisation=staffed)) == []
    assert asked() == [("2026-02-01", "Durf", 2, True)]
    profile[1][0] = "operator"  # the name
    assert counts(bring(csv(profile, "functieprofielen.csv"), "competencies", organisation=staffed)) == {"unchanged": 1}


def test_what_changes_is_told_from_what_to_what(come):
    come(whole())
    described = [row[:] for row in DESCRIBED]
    described[1][2], described[1][3], described[2][1] = "Anders.", "", "Vak"
    profiles = [PROFILE[0], ["OP", "2026-01-01", "Luisteren", "2", ""]]
    written = come(whole(described=described, profiles=profiles))
    assert counts(written) == {"changed": 3, "unchanged": 1}
    changes = {line.name: line.changes for line in written.plan.lines() if line.outcome == "changed"}
    assert changes["Luisteren"] == (
        ("description", "Horen wat iemand bedoelt.", "Anders."),
        ("behaviour at level 1", "Laat uitspreken", ""),
    )
    (of_profile,) = (told for name, told in changes.items() if name.startswith("Operator"))
    assert of_profile == (("Luisteren", "level 3, core", "level 2"), ("Plannen", "level 2", "not required"))
    assert seen("Luisteren") == {3: "Vat samen"}
    assert asked() == [("2026-01-01", "Luisteren", 2, False)]
    assert Competency.objects.get(name="Luisteren").version == 2


def test_a_column_that_is_not_there_is_left_alone(come):
    come(whole())
    written = come({"competencies": [["competency", "group"], ["luisteren", "Mensen"]]})
    assert counts(written) == {"changed": 1}  # the name is written otherwise
    assert seen("luisteren") == {1: "Laat uitspreken", 3: "Vat samen"}


def test_every_error_is_told_at_once_and_nothing_is_written(come, staffed):
    levels = [SCALE[0], [1, "Laag", "A"], [2, "laag", "B"], [9, "Hoog", ""]]
    described = [[*DESCRIBED[0], "ends on"], ["Durf", "", "", "", "", "ooit"], ["Plan", "G", "x" * 4001, "", "", ""]]
    described += [["plan", "G", "", "", "", ""]]
    profiles = [
        PROFILE[0],
        ["WEG", "2026-01-01", "Plan", "1", ""],
        ["OP", "31-02-2026", "Plan", "1", ""],
        ["OP", "2026-01-01", "Weg", "1", ""],
        ["OP", "2026-01-01", "Plan", "", ""],
        ["OP", "2026-02-01", "", "2", "misschien"],
    ]
    written = come(whole(levels, described, profiles))
    assert not written.brought_in
    assert set(codes(written)) == {
        ("several_frameworks", 3, "framework"),
        ("duplicate_key", 3, "level name"),
        ("bad_level_number", 4, "level"),
        ("required", 2, "group"),
        ("bad_date", 2, "ends on"),
        ("too_long", 3, "description"),
        ("duplicate_key", 4, "competency"),
        ("unknown_position", 2, "position"),
        ("no_such_day", 3, "from"),
        ("unknown_competency", 4, "competency"),
        ("required", 5, "required level"),
        ("unknown_choice", 6, "core"),
    }
    assert all(problem.reason for problem in written.plan.problems)
    assert not Framework.objects.exists()


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([[1, "A"], [2, "B"]], "levels_incomplete"),
        ([[1, "A"], [2, "B"], [4, "D"]], "levels_incomplete"),
        ([[0, "A"], [1, "B"], [2, "C"], [3, "D"]], "bad_level_number"),
        ([["een", "A"], [2, "B"], [3, "C"]], "bad_level_number"),
        ([["²", "A"], [2, "B"], [3, "C"]], "bad_level_number"),
        ([[1, "A"], [2, "B"], [2, "C"], [3, "D"]], "duplicate_key"),
    ],
)
def test_a_scale_without_sense_is_refused(come, rows, code):
    written = come({"levels": [SCALE[0][:2], *rows]})
    assert [problem.code for problem in written.plan.problems] == [code]
    assert not Framework.objects.exists()


def test_a_scale_in_use_keeps_its_number_of_levels_but_takes_other_names(come):
    come(whole())
    longer = [*SCALE, [4, "Top", ""]]
    written = come({"levels": longer})
    (problem,) = written.plan.problems
    assert (problem.code, problem.reason) == (
        "scale_in_use",
        "The scale is in use, so it keeps its 3 levels. You can give them other names.",
    )
    renamed = [SCALE[0], [1, "Een", "Nieuw"], [2, "Twee", ""], [3, "Drie", ""]]
    assert counts(come({"levels": renamed})) == {"changed": 1}
    assert Framework.objects.get().level_names == ["Een", "Twee", "Drie"]


def test_a_scale_of_which_a_development_goal_names_a_level_is_in_use(come, staffed):
    come({"levels": SCALE})
    goal = make_learning_goal(make_development_plan(make_person(staffed)), to_level=3)
    assert [problem.code for problem in come({"levels": [*SCALE, [4, "Top", ""]]}).plan.problems] == ["scale_in_use"]
    goal.delete()
    assert counts(come({"levels": [*SCALE, [4, "Top", ""]]})) == {"changed": 1}


def test_a_scale_that_is_not_in_use_can_get_shorter(come):
    levels = [*SCALE, [4, "Top", ""]]
    described = [[*DESCRIBED[0], "level 4"], ["Durf", "Zelf", "", "a", "", "vierde"]]
    come(whole(levels, described, None))
    come({"levels": SCALE})
    assert (Framework.objects.get().level_names, seen("Durf")) == (["Laag", "Midden", "Hoog"], {1: "a"})


def test_without_a_scale_nothing_comes_in_and_a_level_too_many_is_refused(come):
    assert codes(come({"competencies": DESCRIBED})) == [("no_scale", 2, "competency")]
    come({"levels": SCALE})
    described = [["competency", "group", "level 5"], ["Durf", "Zelf", "te hoog"]]
    assert codes(come({"competencies": described})) == [("no_such_level", 2, "behaviour at level 5")]


def test_what_held_before_stays_and_a_later_day_makes_the_next(come, staffed):
    come(whole())
    later = [PROFILE[0], ["OP", "2026-06-01", "Plannen", "3", ""]]
    assert counts(come({"profiles": later})) == {"added": 1}
    refused = come({"profiles": [PROFILE[0], ["OP", "2026-01-01", "Plannen", "1", ""]]})
    assert codes(refused) == [("later_profile", 2, "from")]
    nothing = [PROFILE[0], ["OP", "2026-09-01", "", "", ""]]
    assert counts(come({"profiles": nothing})) == {"added": 1}
    assert counts(come({"profiles": nothing})) == {"unchanged": 1}
    mixed = [*nothing, ["OP", "2026-09-01", "Plannen", "1", ""]]
    assert [code for code, _row, _column in codes(come({"profiles": mixed}))] == ["requires_nothing_and_something"]
    assert Profile.objects.count() == 3


def test_what_is_out_of_use_stays_required_for_when_it_comes_back(come, staffed):
    come(whole())
    Competency.objects.filter(name="Plannen").update(ends_on=timezone.localdate() - timedelta(days=1))
    come({"profiles": [PROFILE[0], ["OP", "2026-01-01", "Luisteren", "1", ""]]})
    assert asked() == [("2026-01-01", "Luisteren", 1, False), ("2026-01-01", "Plannen", 2, False)]


def test_two_who_bring_in_the_first_framework_end_with_one(come, bring, workbook, staffed, monkeypatch):
    """Between looking and writing somebody made a scale by hand: it is compared anew."""
    from zichtlijn.exchange.actions import bringing_in

    looked = bringing_in.make_plan
    made = []

    def look(*given, **named):
        plan = looked(*given, **named)
        if not made:
            made.append(
                actions.set_framework(name="Eerst", levels=["A", "B", "C"], version=0, by=system_actor(staffed))
            )
        return plan

    monkeypatch.setattr(bringing_in, "make_plan", look)
    assert counts(come({"levels": SCALE})) == {"changed": 1}
    assert [one.name for one in Framework.objects.all()] == ["Zo werken wij"]


@pytest.mark.parametrize("part", ["administrator", "line_manager", "works_council"])
def test_only_who_keeps_competencies_may_bring_them_in(scoped, workbook, bring, part):
    with pytest.raises(NotAllowed):
        bring(workbook(whole()), "competencies", by=getattr(scoped, part).actor)
    assert codes(bring(workbook(whole(profiles=None)), "competencies", by=scoped.hr.actor)) == []


def test_what_another_organisation_has_is_not_touched(come, staffed):
    other = make_organisation("Elders", slug="elders")
    with in_organisation(other):
        make_framework(other)
        make_competency(other, "Luisteren", description="Van hen")
    come(whole())
    with in_organisation(other):
        assert Competency.objects.get().description == "Van hen"


# out --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def filled(staffed):
    """Everything that could get lost on the way."""
    make_framework(staffed, "=Raamwerk", levels=("'t Begin", "-2", "Goed", "3"))
    tricky = make_competency(staffed, "-10 fouten", group="@Werk", description="Regel één\r\nRegel twee", seen="=1+1")
    Behaviour.objects.create(organisation=staffed, competency=tricky, level=4, text="'- zo\n- en zo")
    same = make_competency(staffed, "Zelfde", description="Zelfde")
    ended = make_competency(staffed, "Oud", ends_on=date(2024, 1, 31))
    position = make_position(staffed, "Adviseur", key="=ADV")
    make_profile(position, {tricky: (4, True), ended: 2}, from_on=date(2024, 1, 1))
    make_profile(position, {}, from_on=date(2025, 1, 1))
    make_profile(position, {tricky: 1, same: (2, False), ended: 1}, from_on=date(2026, 1, 1))
    return staffed


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_goes_out_comes_in_again_and_changes_nothing(filled, bring, tmp_path, language):
    by, path = system_actor(filled), tmp_path / "raamwerk.xlsx"
    with translation.override(language):
        write_workbook(str(path), [LISTS[name] for name in BUNDLES["framework"].lists], by=by)
        written = bring(path, "competencies", organisation=filled)
        assert (codes(written), counts(written)) == ([], {"unchanged": 7})
        for name in BUNDLES["framework"].lists:
            text = "".join(stream_csv(LISTS[name], by=by))
            one = tmp_path / f"{LISTS[name].sheet_name}.csv"
            one.write_text(text, encoding="utf-8", newline="")
            written = bring(one, "competencies", organisation=filled)
            assert (codes(written), set(counts(written))) == ([], {"unchanged"})


def everything():
    """All of the framework, by what people read."""
    return (
        [(one.name, one.level_names) for one in Framework.objects.all()],
        [
            (one.name, one.group, one.description.replace("\r\n", "\n"), one.ends_on, seen(one.name))
            for one in Competency.objects.all()
        ],
        asked("=ADV"),
    )


def test_what_goes_out_can_start_another_organisation(filled, bring, tmp_path):
    path = tmp_path / "raamwerk.xlsx"
    write_workbook(str(path), [LISTS[name] for name in BUNDLES["framework"].lists], by=system_actor(filled))
    before = everything()
    other = make_organisation("Elders", slug="elders")
    with in_organisation(other):
        make_position(other, "Adviseur", key="=ADV")
        assert codes(bring(path, "competencies", organisation=other)) == []
        assert everything() == before
        assert Profile.objects.count() == 3


def test_only_as_many_levels_go_out_as_there_are(filled):
    headers = LISTS["competencies"].headers(system_actor(filled))
    assert [header for header in headers if "level" in header] == [f"behaviour at level {n}" for n in range(1, 5)]


def test_nobody_but_who_may_export_takes_it_along(scoped, signed_in):
    make_framework(scoped.organisation)
    assert signed_in(scoped.employee).post("/export/framework.xlsx").status_code == 403
    answer = signed_in(scoped.hr).post("/export/framework.xlsx")
    assert answer.status_code == 200
    answer.close()


# taken out again --------------------------------------------------------------------------------------------------


def test_an_import_can_be_taken_out_as_long_as_nobody_did_anything_with_it(come, staffed):
    imported = come(whole()).imported
    outlook = undo_import(imported.pk, by=system_actor(staffed))
    assert {kind: len(numbers) for kind, numbers in outlook.made.items()} == {
        "levels": 1, "competencies": 2, "profiles": 1,
    }  # fmt: skip
    assert not (Framework.objects.exists())
    assert not (Competency.objects.exists())
    assert not (Requirement.objects.exists())
    assert not Behaviour.objects.exists()


def test_what_was_assessed_or_added_since_stands_in_the_way(come, staffed):
    from tests.factories import make_person

    imported = come(whole()).imported
    make_competency(staffed, "Van later")
    person = make_person(staffed, "Jan", "Jansen", key="99")
    make_assessment(person, {Competency.objects.get(name="Luisteren"): 2}, by=person)
    with pytest.raises(NotNow) as refused:
        undo_import(imported.pk, by=system_actor(staffed))
    said = " ".join(refused.value.reasons)
    assert "1 time it was assessed of somebody. (Luisteren)" in said
    assert "1 other competency has its levels. (Van later)" in said
    assert "Jansen" not in said
    assert Competency.objects.count() == 3


def test_what_stays_keeps_the_levels_that_it_stands_on(come, staffed):
    from tests.factories import make_person

    imported = come(whole()).imported
    person = make_person(staffed, "Jan", "Jansen", key="99")
    make_assessment(person, {Competency.objects.get(name="Luisteren"): 2}, by=person)
    from zichtlijn.exchange.undo.outlook import look_at_the_rest

    outlook = look_at_the_rest(imported, by=system_actor(staffed))
    assert {kind: len(pks) for kind, pks in outlook.left.items()} == {"competencies": 1, "levels": 1}
    undo_import(imported.pk, by=system_actor(staffed), leaving=outlook.total_left)
    assert [one.name for one in Competency.objects.all()] == ["Luisteren"]
    assert Framework.objects.exists()


def test_what_an_import_changed_is_not_put_back(come, staffed):
    come(whole())
    imported = come({"levels": [SCALE[0], [1, "A", ""], [2, "B", ""], [3, "C", ""]]}).imported
    with pytest.raises(NotNow, match="changed the framework"):
        undo_import(imported.pk, by=system_actor(staffed))


# the command ------------------------------------------------------------------------------------------------------


def run(kind, path, *options, command="import_file"):
    out = StringIO()
    call_command(
        command, kind, *([str(path)] if command == "import_file" else []), *options, organisation="leeg", stdout=out
    )
    return out.getvalue()


def test_the_command_brings_in_and_takes_along(staffed, workbook, tmp_path):
    assert "4 added" in run("competencies", workbook(whole()), "--dry-run")
    assert not Import.objects.exists()
    assert run("competencies", workbook(whole())).endswith("4 added, 0 changed, 0 unchanged, 0 refused.\n")
    for name in ("framework.xlsx", "competencies.csv"):
        run(name.partition(".")[0], None, f"--output={tmp_path / name}", command="export_file")
        assert " 0 changed" in run("competencies", tmp_path / name)


def test_a_file_of_competencies_that_is_brought_as_another_kind_is_refused_by_name(bring, workbook, staffed):
    with pytest.raises(FileRefused, match="Competencies"):
        bring(workbook({"competencies": DESCRIBED}), "people", organisation=staffed)


def test_the_columns_hold_what_the_forms_hold():
    assert LEVELS.by_name["name"].limit == 60
    assert COMPETENCIES.by_name["name"].limit == Competency._meta.get_field("name").max_length
