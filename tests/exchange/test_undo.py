"""Taking an import out again: everything that it made, or nothing and every reason why not."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.exchange.conftest import codes
from tests.exchange.test_objectives import CASCADE, MEASURES, READINGS, whole
from tests.exchange.test_people import DIRK, EMMA, HEAD, many
from tests.exchange.test_people import whole as whole_people
from tests.factories import (
    make_action,
    make_analysis,
    make_attention_point,
    make_check_in,
    make_contribution,
    make_link,
    make_measure,
    make_member,
    make_objective,
    make_organisation,
    make_person,
    make_placement,
    make_project,
    make_unit,
)
from zichtlijn.access.actor import system_actor
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.access.roles import Role
from zichtlijn.access.scoping import in_organisation
from zichtlijn.analysis.models import Analysis
from zichtlijn.audit.actions import broken_links
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.exchange.actions import bringing_in
from zichtlijn.exchange.bulk import ChangedMeanwhile
from zichtlijn.exchange.models import Import
from zichtlijn.exchange.undo import reasons as reasons_module
from zichtlijn.exchange.undo.actions import undo_import
from zichtlijn.exchange.undo.outlook import look_at
from zichtlijn.exchange.undo.ranges import Numbers, ranges_of
from zichtlijn.exchange.undo.tasks import purge_imports
from zichtlijn.exchange.undo.things import KINDS, PARTS, THINGS, pointing_at
from zichtlijn.exchange.undo.wording import SENTENCES
from zichtlijn.objectives.actions import measures as measure_actions
from zichtlijn.objectives.actions import objectives as objective_actions
from zichtlijn.objectives.actions import readings as reading_actions
from zichtlijn.objectives.actions.cascade import link_objectives
from zichtlijn.objectives.actions.standing import differences, recompute_organisation
from zichtlijn.objectives.models import (
    CheckIn,
    InterimTarget,
    Measure,
    Milestone,
    Objective,
    ObjectiveLink,
    Reading,
)
from zichtlijn.objectives.states import Level, State
from zichtlijn.ogsm.models import Choice, GoalServed
from zichtlijn.okr.models import CarryOver, Grade
from zichtlijn.organisation.actions import paths
from zichtlijn.organisation.actions.people import change_person
from zichtlijn.organisation.models import Person, Placement, Position, SearchWord, Unit
from zichtlijn.scorecards.models import Arrow, ScorecardWeight


def everything(organisation):
    """Every row of this organisation but the log and what is kept of imports: table → rows as they are stored."""
    found = {}
    for model in [*THINGS.values(), *(part for parts in PARTS.values() for part, _name in parts), SearchWord]:
        found[model._meta.label] = sorted(map(repr, model.objects.values_list()))
        if hasattr(model, "history"):
            found[model.history.model._meta.label] = sorted(map(repr, model.history.values_list()))
    return found


def undo(imported, by=None):
    return undo_import(imported.pk, by=by or system_actor(imported.organisation))


def reasons(imported, by=None):
    """Code → how many."""
    outlook = look_at(imported, by=by or system_actor(imported.organisation))
    return {reason.code: reason.count for reason in outlook.reasons}


def clean(organisation):
    """All that is stored is what working it out anew gives."""
    return differences(organisation) == [] and paths.differences(organisation) == [] and not broken_links(organisation)


# ranges -----------------------------------------------------------------------------------------------------------


def test_numbers_are_kept_as_ranges_and_found_again():
    kept = ranges_of([7, 1, 2, 3, 9, 8, 20, 3])
    assert kept == [[1, 3], [7, 9], [20, 20]]
    numbers = Numbers(kept)
    assert len(numbers) == 7
    assert [number for number in range(25) if number in numbers] == [1, 2, 3, 7, 8, 9, 20]
    assert numbers.part(0, 2) == [1, 2]
    assert numbers.part(2, 3) == [3, 7, 8]
    assert numbers.part(6, 50) == [20]
    assert numbers.part(7, 50) == []
    assert (len(Numbers()), Numbers().part(0, 5), 1 in Numbers()) == (0, [], False)


def test_what_belongs_to_a_thing_is_told_apart_from_what_hangs_on_it():
    on_objectives = set(pointing_at("objectives"))
    assert (ObjectiveLink, "parent") in on_objectives
    assert (ObjectiveLink, "child") not in on_objectives
    assert (CheckIn, "objective") in on_objectives
    assert {table._meta.label for table, _name in pointing_at("people")} == {
        "access.Membership", "organisation.Unit", "organisation.Placement", "organisation.Project",
        "objectives.Objective", "objectives.Measure", "objectives.Action", "competencies.Assessment",
        "conversations.Conversation", "conversations.Meeting", "conversations.Preparation", "conversations.Report",
        "conversations.Addendum", "conversations.Moment", "appraisals.Passage", "appraisals.Mandate",
        "feedback.FeedbackRound", "feedback.FeedbackRequest",
        "development.DevelopmentPlan", "development.GoalRemark", "development.AgreedGoal",
        "development.StudyAgreement", "privacy.Statement", "privacy.Correction", "privacy.Hold",
        "rewards.Salary", "rewards.RecordedGender", "rewards.Proposal", "rewards.Objection", "rewards.Promotion",
    }  # fmt: skip


# taken out --------------------------------------------------------------------------------------------------------


def test_a_file_of_people_goes_wholly_and_leaves_what_was_there(empty, bring, workbook):
    top = make_unit(empty, "Top", key="TOP")
    boss = make_person(empty, "Berend", "Baas", key="B")
    make_placement(boss, top)
    paths.refresh_unit_paths(empty)
    paths.refresh_reporting_paths(empty)
    before = everything(empty)
    imported = bring(workbook(whole_people()), organisation=empty).imported
    assert {kind: len(Numbers(ranges)) for kind, ranges in imported.made.items()} == {
        "units": 2, "positions": 2, "people": 2, "placements": 2,
    }  # fmt: skip
    assert everything(empty) != before
    outlook = undo(imported)
    assert outlook.total == 8
    assert everything(empty) == before, "rows, history and the words under which they are found"
    assert clean(empty)
    line = AuditEvent.objects.order_by("sequence").last()
    assert (line.event, line.detail["people"], line.detail["file"]) == (Event.IMPORT_UNDONE, 2, "file.xlsx")
    imported.refresh_from_db()
    assert imported.taken_out_by_name == "zichtlijn"


def test_after_it_the_same_file_can_come_in_again(empty, bring, workbook):
    path = workbook(whole_people())
    undo(bring(path, organisation=empty).imported)
    again = bring(path, organisation=empty)
    assert again.plan.counts()["added"] == 6
    assert reasons(again.imported) == {}


def test_a_placement_of_somebody_who_was_there_goes_and_the_line_is_laid_anew(empty, bring, workbook):
    bring(workbook(whole_people()), organisation=empty)
    make_person(empty, "Fenna", "Faber", key="9")
    sheets = {"placements": [
        ["personnel number", "unit", "position", "from", "line manager"], ["9", "Z", "OP", date(2026, 1, 1), "1"],
    ]}  # fmt: skip
    written = bring(workbook(sheets, "plaatsing.xlsx"), organisation=empty)
    assert codes(written) == []
    assert Person.objects.get(key="9").reporting_path.startswith(Person.objects.get(key="1").reporting_path)
    undo(written.imported)
    assert not Placement.objects.filter(person__key="9").exists()
    assert clean(empty)


def test_a_file_of_objectives_goes_and_what_stood_above_follows(staffed, bring, workbook):
    kept = make_objective(staffed, "Blijft", key="K", level=Level.DEPARTMENT, state=State.AGREED)
    recompute_organisation(staffed)
    before = everything(staffed)
    rows = [*CASCADE, ["O9", "operational", "Erbij", "", "W", "2026", "K", ""]]
    measures = [*MEASURES, ["M3", "K", "Nog een", "up", "%", 0, 10, "", "", ""]]
    sheets = whole(*rows, measures=measures, readings=[*READINGS, ["M3", date(2026, 2, 1), 5, None]])
    written = bring(workbook(sheets), "objectives", organisation=staffed)
    assert codes(written) == []
    kept.refresh_from_db()
    assert (kept.supporter_count, kept.measure_count) == (1, 1)
    outlook = undo(written.imported)
    assert [(kind, count) for kind, _label, count in outlook.counts] == [
        ("objectives", 7), ("measures", 3), ("readings", 3),
    ]  # fmt: skip
    assert everything(staffed) == before
    assert clean(staffed)
    kept.refresh_from_db()
    assert (kept.supporter_count, kept.measure_count, kept.progress) == (0, 0, None)


def test_readings_go_and_those_that_they_replaced_count_again(staffed, bring, workbook):
    bring(workbook(whole(measures=MEASURES, readings=READINGS)), "objectives", organisation=staffed)
    before, standing = everything(staffed), Measure.objects.get(key="M1").progress
    wrong = [READINGS[0], ["M1", date(2026, 3, 31), 99, None], ["M1", date(2026, 4, 30), 98, None]]
    imported = bring(workbook({"readings": wrong}), "readings", organisation=staffed).imported
    assert Measure.objects.get(key="M1").progress != standing
    outlook = look_at(imported, by=system_actor(staffed))
    assert (outlook.restored, outlook.reasons, outlook.total) == (1, [], 2)
    undo(imported)
    assert everything(staffed) == before
    assert Measure.objects.get(key="M1").progress == standing
    assert Reading.objects.current().get(measured_on=date(2026, 3, 31)).value == 44.5
    assert clean(staffed)


def test_milestones_of_a_new_measure_go_with_it(staffed, bring, workbook):
    sheets = whole(CASCADE[0]) | {
        "measures": [MEASURES[0], ["MM", "S1", "Stappen", "milestones", "", "", "", "", "", ""]],
        "milestones": [["measure", "milestone", "due on"], ["MM", "Eerste", date(2026, 5, 1)]],
    }
    written = bring(workbook(sheets), "objectives", organisation=staffed)
    assert codes(written) == []
    assert Milestone.objects.exists()
    undo(written.imported)
    assert (Milestone.objects.count(), Measure.objects.count(), Objective.objects.count()) == (0, 0, 0)


def test_1500_people_go_in_one_act(empty, bring, workbook):
    imported = bring(workbook(many(1500)), organisation=empty).imported
    assert sum(len(ranges) for ranges in imported.made.values()) <= 10, "ranges, and not every number"
    steps = []
    undo_import(imported.pk, by=system_actor(empty), progress=lambda done, total, step: steps.append((done, total)))
    assert (Person.objects.count(), Placement.objects.count(), Unit.objects.count()) == (0, 0, 0)
    assert not Person.history.exists()
    assert not SearchWord.objects.exists()
    assert max(done for done, _total in steps) > 0
    assert clean(empty)


# refused ----------------------------------------------------------------------------------------------------------


def test_an_analysis_of_a_unit_stands_in_the_way_until_it_is_gone(empty, bring, workbook):
    imported = bring(workbook(whole_people()), organisation=empty).imported
    unit = Unit.objects.get(key="Z")
    make_analysis(empty)  # of the whole organisation: it hangs on nothing of the file
    assert reasons(imported) == {}
    analysis = make_analysis(empty, unit=unit)
    make_contribution(analysis, "Wij kennen iedere sloot")
    before = everything(empty)
    assert reasons(imported) == {"analyses": 1}
    with pytest.raises(NotNow) as refusal:
        undo(imported)
    (said,) = refusal.value.reasons
    assert said.startswith("1 analysis (SWOT) is about it.")
    assert unit.name in said
    assert everything(empty) == before
    assert Analysis.objects.filter(pk=analysis.pk).exists()
    imported.refresh_from_db()
    assert imported.taken_out_at is None
    analysis.delete()
    undo(imported)
    assert not Unit.objects.filter(key="Z").exists()
    assert Analysis.objects.get().unit is None


def test_all_that_hangs_on_people_is_said_at_once_and_nothing_goes(empty, bring, workbook):
    imported = bring(workbook(whole_people()), organisation=empty).imported
    dirk, emma, unit = Person.objects.get(key="1"), Person.objects.get(key="2"), Unit.objects.get(key="Z")
    make_member(empty, Role.EMPLOYEE, person=emma)
    make_unit(empty, "Later", parent=unit, head=dirk)
    make_placement(make_person(empty, "Fenna", "Faber"), unit, Position.objects.get(key="OP"), line_manager=dirk)
    make_project(empty, leader=dirk)
    goal = make_objective(empty, owner=emma, level=Level.PERSONAL, state=State.AGREED)
    make_measure(goal, responsible=emma)
    make_action(goal, owner=emma)
    change_person(dirk, version=1, by=system_actor(empty), given_name="Derk")
    before = everything(empty)
    assert reasons(imported) == {
        "edited_people": 1, "accounts": 1, "later_units": 1, "later_placements": 1, "later_projects": 1,
        "later_objectives": 1, "later_measures": 1, "actions": 1,
    }  # fmt: skip
    with pytest.raises(NotNow) as refusal:
        undo(imported)
    assert len(refusal.value.reasons) == 8
    assert "1 person was changed since. (Derk Dijk)" in refusal.value.reasons
    assert everything(empty) == before
    imported.refresh_from_db()
    assert imported.taken_out_at is None


def test_all_that_hangs_on_objectives_is_said_at_once(staffed, bring, workbook):
    by = system_actor(staffed)
    rows = [*CASCADE[:-1], ["S2", "strategic", "Voorstel", "1", "W", "2026", "", "draft"]]
    imported = bring(workbook(whole(*rows, measures=MEASURES[:2])), "objectives", organisation=staffed).imported
    strategic, operational = Objective.objects.get(key="S1"), Objective.objects.get(key="O1")
    measure = Measure.objects.get(key="M1")
    make_link(make_objective(staffed, "Later", level=Level.DEPARTMENT), strategic)
    reading_actions.record_reading(measure, value=50, measured_on=date(2026, 4, 1), by=by)
    make_check_in(strategic)
    make_action(operational)
    make_measure(operational)
    ScorecardWeight.objects.create(organisation=staffed, objective=strategic, from_on=date(2026, 1, 1), weight=40)
    Grade.objects.create(organisation=staffed, objective=strategic, period=strategic.period, grade=0.7)
    CarryOver.objects.create(organisation=staffed, source=strategic, target=make_objective(staffed, "Verder"))
    Arrow.objects.create(organisation=staffed, cause=make_objective(staffed, "Oorzaak"), effect=strategic)
    make_attention_point(make_analysis(staffed, period=strategic.period), objective=strategic)
    lower = Objective.objects.get(key="D1")
    choice = Choice.objects.create(organisation=staffed, objective=strategic, strategy=lower)
    GoalServed.objects.create(organisation=staffed, choice=choice, goal=measure)
    draft = Objective.objects.get(key="S2")
    objective_actions.change_objective(operational, {"title": "Anders"}, version=1, by=by)
    objective_actions.move_objective(draft, "adopt", by=by)
    assert reasons(imported) == {
        "agreed": 1, "edited_objectives": 1, "supporters": 1, "later_readings": 1, "check_ins": 1, "actions": 1,
        "later_measures": 1, "weights": 1, "scores": 1, "carried_over": 1, "arrows": 1, "choices": 1,
        "goals_served": 1, "attention_points": 1,
    }  # fmt: skip


def test_a_reading_that_was_corrected_or_withdrawn_since_stands_in_the_way(staffed, bring, workbook):
    by = system_actor(staffed)
    bring(workbook(whole(measures=MEASURES)), "objectives", organisation=staffed)
    imported = bring(workbook({"readings": READINGS}), "readings", organisation=staffed).imported
    assert reasons(imported) == {}
    first, second = Reading.objects.order_by("pk")
    reading_actions.withdraw_reading(first, by=by)
    assert reasons(imported) == {"edited_readings": 1}
    reading_actions.correct_reading(second, value=46, by=by)
    assert reasons(imported) == {"edited_readings": 1, "later_readings": 1}


def test_a_later_import_hangs_on_an_earlier_one_until_it_is_taken_out_itself(staffed, bring, workbook):
    first = bring(workbook(whole(measures=MEASURES)), "objectives", organisation=staffed).imported
    second = bring(workbook({"readings": READINGS}), "readings", organisation=staffed).imported
    assert reasons(first) == {"later_readings": 2}
    undo(second)
    assert reasons(first) == {}
    undo(first)
    assert not Objective.objects.exists()
    assert clean(staffed)


def test_a_milestone_that_was_done_since_stands_in_the_way(staffed, bring, workbook):
    sheets = whole(CASCADE[0]) | {
        "measures": [MEASURES[0], ["MM", "S1", "Stappen", "milestones", "", "", "", "", "", ""]],
        "milestones": [["measure", "milestone", "due on"], ["MM", "Eerste", date(2026, 5, 1)]],
    }
    imported = bring(workbook(sheets), "objectives", organisation=staffed).imported
    measure_actions.mark_milestone(Milestone.objects.get(), done_on=timezone.localdate(), by=system_actor(staffed))
    assert reasons(imported) == {"edited_measures": 1}


def test_another_parent_given_since_stands_in_the_way(staffed, bring, workbook):
    imported = bring(workbook(whole(*CASCADE[:5])), "objectives", organisation=staffed).imported
    other = make_objective(staffed, "Ander", level=Level.OPERATIONAL)
    link_objectives(Objective.objects.get(key="R1"), other, by=system_actor(staffed))
    assert reasons(imported) == {"edited_objectives": 1}


def test_readings_of_an_objective_that_was_closed_since_stay(staffed, bring, workbook):
    bring(workbook(whole(measures=MEASURES)), "objectives", organisation=staffed)
    imported = bring(workbook({"readings": READINGS}), "readings", organisation=staffed).imported
    Objective.objects.filter(key="S1").update(state=State.CLOSED)
    assert reasons(imported) == {"closed": 1}


def test_what_an_import_changed_is_named_and_not_put_back(empty, bring, workbook):
    bring(workbook(whole_people()), organisation=empty)
    new = [*EMMA[:0], "3", "Fenna", *EMMA[2:]]
    written = bring(workbook({"people": [HEAD, [*DIRK[:1], "Derk", *DIRK[2:]], new]}), organisation=empty)
    assert codes(written) == []
    assert reasons(written.imported) == {"changed_people": 1}
    outlook = look_at(written.imported, by=system_actor(empty))
    assert [named.name for named in outlook.reasons[0].named] == ["Derk Dijk"]
    with pytest.raises(NotNow, match="It changed 1 person"):
        undo(written.imported)
    assert Person.objects.filter(key="3").exists()


def test_who_ended_with_a_complete_file_counts_as_changed(empty, bring, workbook):
    bring(workbook(whole_people()), organisation=empty)
    written = bring(workbook({"people": [HEAD, DIRK]}), organisation=empty, complete=True)
    assert codes(written) == []
    assert reasons(written.imported) == {"changed_people": 1, "changed_placements": 1}


def test_new_interim_targets_and_milestones_of_a_measure_that_was_there_count_as_changed(staffed, bring, workbook):
    sheets = whole(CASCADE[0]) | {
        "measures": [MEASURES[0], ["MM", "S1", "Stappen", "milestones", "", "", "", "", "", ""], MEASURES[1]],
    }
    bring(workbook(sheets), "objectives", organisation=staffed)
    steps = {"milestones": [["measure", "milestone", "due on"], ["MM", "Eerste", date(2026, 5, 1)]]}
    imported = bring(workbook(steps), "objectives", organisation=staffed).imported
    assert reasons(imported) == {"changed_measures": 1}
    targets = {"measures": [["code", "objective", "measure", "interim targets"], ["M1", "S1", "Helder water", ""]]}
    imported = bring(workbook(targets), "objectives", organisation=staffed).imported
    assert reasons(imported) == {"changed_measures": 1}
    assert not InterimTarget.objects.exists()


def test_once_taken_out_it_is_refused(empty, bring, workbook):
    imported = bring(workbook(whole_people()), organisation=empty).imported
    undo(imported)
    with pytest.raises(NotNow, match="taken out again before"):
        undo(imported)


def test_after_30_days_it_is_refused_and_what_was_kept_goes(empty, bring, workbook):
    imported = bring(workbook(whole_people()), organisation=empty).imported
    today = timezone.localdate()
    purge_imports(today + timedelta(days=30))
    assert Import.objects.count() == 1
    purge_imports(today + timedelta(days=31))
    assert Import.objects.count() == 0
    assert Person.objects.count() == 2, "what was imported stays"
    imported.pk, imported.at = None, imported.at - timedelta(days=31)
    imported.save()
    assert reasons(imported) == {"too_late": 1} or "too_late" in reasons(imported)


def test_who_may_not_import_may_not_take_out(cast, bring, workbook):
    with in_organisation(cast.organisation):
        sheets = {"units": [["code", "name"], ["NIEUW", "Nieuw"]]}
        imported = bring(workbook(sheets), by=cast.administrator.actor).imported
        assert reasons(imported, cast.hr.actor) == {"not_yours": 0}, "units ask for more than people"
        for member in (cast.hr, cast.employee, cast.director):
            with pytest.raises(NotAllowed):
                undo(imported, member.actor)
        only = bring(workbook({"people": [HEAD[:4], ["n7", "Noor", "", "Wit"]]}), by=cast.administrator.actor).imported
        undo(only, cast.hr.actor)
        undo(imported, cast.administrator.actor)


def test_nothing_of_another_organisation_is_touched(empty, bring, workbook):
    other = make_organisation("Ander", slug="ander")
    with in_organisation(other):
        bring(workbook(whole_people()), organisation=other)
        before = everything(other)
    imported = bring(workbook(whole_people()), organisation=empty).imported
    with in_organisation(other), pytest.raises(Import.DoesNotExist):
        undo_import(imported.pk, by=system_actor(other))
    undo(imported)
    with in_organisation(other):
        assert everything(other) == before


def test_a_save_between_looking_and_deleting_leaves_everything(empty, bring, workbook, monkeypatch):
    from zichtlijn.exchange.undo import actions

    imported = bring(workbook(whole_people()), organisation=empty).imported
    before_looking = actions.look_at

    def then_somebody_saves(*arguments, **options):
        outlook = before_looking(*arguments, **options)
        Person.objects.filter(key="1").update(version=2)
        return outlook

    monkeypatch.setattr(actions, "look_at", then_somebody_saves)
    with pytest.raises(NotNow, match="Others are changing"):
        undo(imported)
    assert (Person.objects.count(), Placement.objects.count()) == (2, 2)


# what is kept -----------------------------------------------------------------------------------------------------


def test_what_is_kept_of_an_import_holds_numbers_and_no_facts_of_people(empty, bring, workbook):
    imported = bring(workbook(whole_people()), organisation=empty).imported
    kept = str(imported.made) + str(imported.changed)
    assert not any(word in kept for word in ("Emma", "Eik", "example"))
    assert not set(kept) & set("@")
    nothing = bring(workbook(whole_people()), organisation=empty)
    assert nothing.imported is None
    assert bring(workbook({"people": [HEAD[:4], ["n7", "N", "", "W"]]}), organisation=empty, dry=True).imported is None
    assert Import.objects.count() == 1


# the command ------------------------------------------------------------------------------------------------------


def run(*arguments):
    out = StringIO()
    call_command("import_file", *map(str, arguments), organisation="leeg", stdout=out)
    return out.getvalue()


def test_the_command_says_the_number_and_takes_it_out(empty, workbook):
    said = run("people", workbook(whole_people()))
    number = Import.objects.get().pk
    assert f"zichtlijn import undo {number} --organisation leeg" in said
    said = run("undo", number, "--dry-run")
    assert "Dry run: nothing was written. Of file.xlsx this would be deleted:\nUnits: 2\n" in said
    assert Person.objects.count() == 2
    assert run("undo", number).endswith("8 taken out.\n")
    assert Person.objects.count() == 0


def test_the_command_refuses_with_every_reason_and_status_3(empty, workbook):
    run("people", workbook(whole_people()))
    make_member(empty, Role.EMPLOYEE, person=Person.objects.get(key="2"))
    make_project(empty, leader=Person.objects.get(key="1"))
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("import_file", "undo", str(Import.objects.get().pk), organisation="leeg", stdout=out)
    assert left.value.code == 3
    assert out.getvalue().splitlines() == [
        "1 other project depends on it. (Project)",
        "1 person has an account: invited or a member. (Emma van der Eik)",
        "Nothing was taken out.",
    ]
    assert Person.objects.count() == 2


@pytest.mark.parametrize("number", ["99999", "people.xlsx"])
def test_the_command_lists_what_there_is_for_a_number_that_is_not_there(empty, workbook, number):
    run("people", workbook(whole_people()))
    with pytest.raises(CommandError, match=f"There is no import {number}(.|\n)*file.xlsx"):
        run("undo", number)


def test_every_reason_has_a_sentence_and_every_table_that_can_hang_on_something_a_reason():
    codes_known = {
        reasons_module._CODES.get(table) or f"later_{KINDS.get(table, 'others')}"
        for kind in THINGS
        for table, _name in pointing_at(kind)
    }
    codes_known |= {f"{what}_{kind}" for what in ("changed", "edited") for kind in THINGS} - {"changed_readings"}
    assert codes_known <= set(SENTENCES)
    assert "later_others" not in codes_known, "give this table a word of its own in wording.py"


def test_of_a_refused_file_and_of_a_dry_run_the_command_says_what_would_be(empty, workbook, capsys):
    wrong = workbook({"people": [HEAD[:4], ["n1", "N", "", "W"], ["n2", "", "", "W"]]}, name="wrong.xlsx")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("import_file", "people", str(wrong), organisation="leeg", stdout=out)
    last = out.getvalue().splitlines()[-1]
    assert "Nothing was imported" in out.getvalue()
    assert last.startswith("Would be: ")
    assert last.endswith(" refused.")
    assert run("people", workbook(whole_people()), "--dry-run").splitlines()[-1].startswith("Would be: 6 added")
    assert not Person.objects.exists()
    assert run("people", workbook(whole_people())).splitlines()[-1].startswith("6 added")


def test_the_command_says_why_it_could_not_import_now(empty, workbook, monkeypatch):
    def clash(*_arguments, **_options):
        raise ChangedMeanwhile

    monkeypatch.setattr(bringing_in, "write_plan", clash)
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("import_file", "people", str(workbook(whole_people())), organisation="leeg", stdout=out)
    assert left.value.code == 3
    assert out.getvalue().splitlines() == [
        "Others are changing the same things right now. Nothing was changed: try again later.",
        "Nothing was imported.",
    ]
    assert not Person.objects.exists()
