"""Who may what: every `can_…` of every room against the whole cast, so that a condition turned round is noticed (W24).

The objectives have a table of their own, in tests/objectives/test_permissions.py.
"""

import inspect
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.utils import timezone

from tests.factories import (
    make_analysis,
    make_appraisal,
    make_contribution,
    make_conversation,
    make_cycle,
    make_development_plan,
    make_feedback_request,
    make_feedback_round,
    make_growth_plan,
    make_job,
    make_learning_goal,
    make_objection,
    make_promotion,
    make_proposal,
    make_report,
    make_reward_round,
    make_reward_system,
    make_scheme,
    make_step,
    make_study_agreement,
    make_unit,
)
from tests.house.rights import ROLES
from zichtlijn.access.refusals import NotAllowed
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.privacy.models import Correction

#: Rooms whose functions stand in a table of their own.
ELSEWHERE = {"objectives"}


def file_of(cast):
    return cast.employee.person


def made_file(cast):
    """Somebody else's: the door to the job lets nobody but the asker in, this asks for the rights it was made with."""
    made = {"file_made": True, "rights": sorted(cast.administrator.actor.permissions)}
    given = {"list": "people", "format": "csv"}
    asked_by = cast.administrator.user
    return make_job(
        cast.organisation, "export", asked_by=asked_by, state="done", given=given, outcome=made, file="jobs/x"
    )


def seen_objective(cast):
    return audit.record(
        Event.OBJECTIVE_SEEN, on=cast.personal, by=cast.hr.actor, about=cast.employee.person.pk, detail={}
    )


def seen_person(cast):
    return audit.record(Event.PERSON_SEEN, on=cast.employee.person, by=cast.hr.actor, about=cast.employee.person.pk)


def changed_unit(cast):
    return audit.record(Event.UNIT_CHANGED, on=cast.team, by=cast.administrator.actor)


def personal(cast):
    return cast.personal


def other_department(cast):
    return cast.other_department


def correction(cast, member="employee", **fields):
    person = getattr(cast, member).person
    return Correction.objects.create(
        organisation=cast.organisation, person=person, wrong="Dit", due_on=timezone.localdate(), **fields
    )


def correction_of_hr(cast):
    return correction(cast, "hr")


def decided_correction(cast):
    return correction(cast, state="refused")


def team(cast):
    return cast.team


def plan_of_team(cast):
    return make_growth_plan(cast.team, cast.period, state="proposed")


def plan_below(cast, **fields):
    unit = make_unit(cast.organisation, "Eronder", parent=cast.team)
    return make_growth_plan(unit, cast.period, **{"state": "proposed", **fields})


def draft_below(cast):
    return plan_below(cast, state="draft")


def own_proposal_below(cast):
    return plan_below(cast, proposed_by=cast.line_manager.user)


def plan_of_own_unit_below(cast):
    unit = make_unit(cast.organisation, "Eronder", parent=cast.team, head=cast.line_manager.person)
    return make_growth_plan(unit, cast.period, state="proposed")


def whole_analysis(cast):
    return make_analysis(cast.organisation)


def analysis_of_team(cast):
    return make_analysis(cast.organisation, unit=cast.team)


def contribution(cast):
    return make_contribution(make_analysis(cast.organisation), by=cast.employee)


def strategic(cast):
    return cast.strategic


def department_objective(cast):
    return cast.department_objective


def conversation(cast):
    return make_conversation(
        make_step(make_cycle(cast.period)), cast.employee.person, cast.line_manager.person, cast.team
    )


def final_conversation(cast):
    return make_conversation(
        make_step(make_cycle(cast.period)),
        cast.employee.person,
        cast.line_manager.person,
        cast.team,
        state="final",
        final_on=timezone.localdate(),
    )


def file_of_manager(cast):
    return cast.line_manager.person


def proposed_system(cast):
    return make_reward_system(cast.organisation, state="proposed", proposed_by=cast.administrator.user)


def reward_round(cast):
    return make_reward_round(cast.period, make_cycle(cast.period), make_reward_system(cast.organisation))


def proposal(cast, **fields):
    return make_proposal(reward_round(cast), cast.employee.person, cast.line_manager.person, cast.team, **fields)


def proposed(cast):
    return proposal(cast, state="proposed")


def final_proposal(cast):
    return proposal(cast, state="final", final_on=timezone.localdate())


def objectable(cast):
    return proposal(cast, state="final", final_on=timezone.localdate(), object_until=timezone.localdate())


def objected_reward(cast):
    made = final_proposal(cast)
    make_objection(made)
    return made


def promotion(cast):
    return make_promotion(cast.employee.person, make_reward_system(cast.organisation))


def agreed_promotion(cast):
    today = timezone.localdate()
    made = make_promotion(cast.employee.person, make_reward_system(cast.organisation))
    made.state, made.decided_on = "final", today
    made.save()
    return made


def appraisal_of(cast, talk, state):
    cycle = make_cycle(cast.period)
    make_scheme(cycle)
    held = make_conversation(
        make_step(cycle, "appraisal"), cast.employee.person, cast.line_manager.person, cast.team, state=talk
    )
    sent_at = None if state == "draft" else timezone.now()
    return make_appraisal(make_report(held, cast.line_manager.person, sent_at=sent_at), state=state)


def draft_appraisal(cast):
    return appraisal_of(cast, "writing", "draft")


def sent_appraisal(cast):
    return appraisal_of(cast, "sent", "sent")


def answered_appraisal(cast):
    return appraisal_of(cast, "answered", "answered")


def objected_appraisal(cast):
    return appraisal_of(cast, "final", "objected")


def appraised_conversation(cast):
    return make_conversation(
        make_step(make_cycle(cast.period), "appraisal"), cast.employee.person, cast.line_manager.person, cast.team
    )


def feedback_round(cast):
    return make_feedback_round(cast.employee.person, state="running")


def closed_feedback(cast):
    return make_feedback_round(cast.employee.person, state="closed")


def shared_feedback(cast):
    return make_feedback_round(cast.employee.person, state="closed", shared_with=cast.line_manager.person)


def feedback_asked(cast):
    return make_feedback_request(make_feedback_round(cast.employee.person, state="running"), cast.colleague.person)


def development_plan(cast):
    return make_development_plan(cast.employee.person)


def shared_goal(cast):
    return make_learning_goal(make_development_plan(cast.employee.person), shared=True)


def private_goal(cast):
    return make_learning_goal(make_development_plan(cast.employee.person))


def offered_study(cast):
    return make_study_agreement(cast.employee.person, cast.line_manager.person, state="offered")


def drafted_study(cast):
    return make_study_agreement(cast.employee.person, cast.line_manager.person)


def operational(cast):
    return cast.operational


#: room, function, what it is asked about, who may (letters as in tests/house/rights.py).
TABLE = [
    ("audit", "can_see_log", (), "A"),
    ("audit", "can_see_subject", (seen_objective,), "EHD"),
    ("audit", "can_see_subject", (seen_person,), "ECMOHDPXWA"),
    ("audit", "can_see_subject", (changed_unit,), "ECMOHDPXWA"),
    ("members", "can_manage_members", (), "A"),
    ("notices", "can_mend_mail", (), "HA"),
    ("privacy", "can_keep_terms", (), "HA"),
    ("privacy", "can_decide_corrections", (), "HA"),
    ("privacy", "can_decide_correction", (correction,), "HA"),
    ("privacy", "can_decide_correction", (correction_of_hr,), "A"),
    ("privacy", "can_decide_correction", (decided_correction,), ""),
    ("privacy", "can_speak_for_oneself", (), "ECMOHDPWA"),
    ("privacy", "can_read_statements", (file_of,), "EMHDA"),
    ("organisation", "can_manage_organisation", (), "A"),
    ("organisation", "can_manage_people", (), "HA"),
    ("organisation", "leads", (file_of,), "MD"),
    ("organisation", "can_see_details", (file_of,), "EMHDA"),
    ("organisation", "can_see_numbers", (), "HA"),
    ("organisation", "can_see_line", (file_of,), "EMHD"),
    ("strategy", "can_manage_direction", (), "DXA"),
    ("competencies", "can_keep_competencies", (), "H"),
    ("competencies", "can_see_all_competencies", (), "H"),
    ("competencies", "can_assess", (file_of,), "EM"),
    ("competencies", "can_see_gaps", (file_of,), "EMH"),
    ("competencies", "can_see_competencies", (file_of,), "EMH"),
    ("okr", "can_grade", (operational,), "MDXA"),
    ("okr", "can_grade", (personal,), "EMD"),
    ("okr", "can_carry_over", (operational,), "MDXA"),
    ("okr", "can_carry_over", (personal,), "EMD"),
    ("objectives", "can_arrange_perspectives", (), "DXA"),
    ("scorecards", "can_draw_map", (None,), "DXA"),
    ("scorecards", "can_draw_map", (other_department,), "ODXA"),
    ("scorecards", "can_weigh_scorecard", (None,), "DXA"),
    ("scorecards", "can_weigh_scorecard", (other_department,), "ODXA"),
    ("analysis", "can_lead_analysis_of", (None,), "DXA"),
    ("analysis", "can_lead_analysis_of", (other_department,), "ODXA"),
    ("analysis", "can_lead_analysis", (whole_analysis,), "DXA"),
    ("analysis", "can_lead_analysis", (analysis_of_team,), "MDXA"),
    ("analysis", "can_start_an_analysis", (), "MODXA"),
    ("analysis", "can_take_part", (), "ECMOHDPXWA"),
    ("analysis", "can_change_contribution", (contribution,), "E"),
    ("growth_plan", "can_keep_plan", (other_department,), "ODXA"),
    ("growth_plan", "can_adopt_plan", (plan_of_team,), "D"),
    ("growth_plan", "can_adopt_plan", (plan_below,), "MD"),
    ("growth_plan", "can_adopt_plan", (draft_below,), "D"),
    ("growth_plan", "can_adopt_plan", (own_proposal_below,), "D"),
    ("growth_plan", "can_adopt_plan", (plan_of_own_unit_below,), "D"),
    ("growth_plan", "can_start_plan", (), "MODXA"),
    ("appraisals", "can_know_appraisal", (draft_appraisal,), "M"),
    ("appraisals", "can_know_appraisal", (sent_appraisal,), "EMHD"),
    ("appraisals", "can_read_appraisal", (draft_appraisal,), "M"),
    ("appraisals", "can_read_appraisal", (sent_appraisal,), "EM"),
    ("appraisals", "can_read_appraisal", (answered_appraisal,), "EMD"),
    ("appraisals", "can_read_appraisal", (objected_appraisal,), "EMH"),
    ("appraisals", "can_take_appraisal", (draft_appraisal,), ""),
    ("appraisals", "can_take_appraisal", (answered_appraisal,), "EMD"),
    ("appraisals", "can_keep_scheme", (), "H"),
    ("appraisals", "can_calibrate", (), "H"),
    ("appraisals", "can_see_distribution", (), "HDW"),
    ("appraisals", "can_name_people", (appraised_conversation,), "H"),
    ("appraisals", "can_score", (appraised_conversation,), "M"),
    ("conversations", "can_run_conversations", (), "H"),
    ("conversations", "can_count_conversations", (), "HDW"),
    ("conversations", "can_read_conversation", (conversation,), "EM"),
    ("conversations", "can_look_at_conversation", (conversation,), "H"),
    ("conversations", "can_plan_meeting", (conversation,), "EM"),
    ("conversations", "can_prepare", (conversation,), "EM"),
    ("conversations", "can_write_report", (conversation,), "M"),
    ("conversations", "can_add_addendum", (final_conversation,), "EM"),
    ("conversations", "can_note_moment", (file_of,), "EM"),
    ("conversations", "can_take_conversation", (final_conversation,), "EM"),
    ("feedback", "can_run_feedback", (), "H"),
    ("feedback", "can_begin_round", (file_of,), "EMH"),
    ("feedback", "can_move_round", (feedback_round, "propose"), "E"),
    ("feedback", "can_move_round", (feedback_round, "hand_back"), "EMH"),
    ("feedback", "can_move_round", (feedback_round, "open"), "MH"),
    ("feedback", "can_move_round", (feedback_round, "stop"), "EH"),
    ("feedback", "can_move_round", (feedback_round, "close"), ""),
    ("feedback", "can_postpone_round", (feedback_round,), "MH"),
    ("feedback", "can_share_result", (closed_feedback,), "E"),
    ("feedback", "can_read_result", (closed_feedback,), "E"),
    ("feedback", "can_read_result", (shared_feedback,), "EM"),
    ("feedback", "can_answer", (feedback_asked,), "C"),
    ("development", "can_keep_plan", (file_of,), "E"),
    ("development", "can_read_goal", (shared_goal,), "EM"),
    ("development", "can_read_goal", (private_goal,), "E"),
    ("development", "can_remark", (shared_goal,), "EM"),
    ("development", "can_agree_goal", (shared_goal,), "M"),
    ("development", "can_take_plan", (development_plan,), "EM"),
    ("development", "can_see_needs", (), "H"),
    ("development", "can_draw_up_study_agreement", (file_of,), "MH"),
    ("development", "can_sign_study_agreement", (offered_study,), "E"),
    ("development", "can_read_study_agreement", (offered_study,), "EMH"),
    ("development", "can_read_study_agreement", (drafted_study,), "MH"),
    ("ogsm", "can_choose", (strategic, department_objective), "DXA"),
    ("ogsm", "can_choose", (department_objective, operational), "MDXA"),
    ("rewards", "can_keep_rewards", (), "H"),
    ("rewards", "can_count_rewards", (), "HDW"),
    ("rewards", "can_decide_rewards", (), "D"),
    ("rewards", "can_adopt_system", (proposed_system,), "HD"),
    ("rewards", "can_see_salary", (file_of,), "EH"),
    ("rewards", "can_write_salary", (lambda cast: cast.employee.person.pk,), "H"),
    ("rewards", "can_see_salary", (file_of_manager,), "MHD"),
    ("rewards", "can_read_proposal", (proposal,), "H"),
    ("rewards", "can_read_proposal", (proposed,), "HD"),
    ("rewards", "can_read_proposal", (final_proposal,), "EHD"),
    ("rewards", "can_take_letter", (final_proposal,), "EHD"),
    ("rewards", "can_object", (objectable,), "E"),
    ("rewards", "can_decide_objection", (objected_reward,), "H"),
    ("rewards", "can_name_decider", (objected_reward,), "H"),
    ("rewards", "can_propose_promotion", (file_of,), "H"),
    ("rewards", "can_decide_promotion", (promotion,), "HD"),
    ("rewards", "can_take_promotion_letter", (promotion,), ""),
    ("rewards", "can_take_promotion_letter", (agreed_promotion,), "EHD"),
    ("rewards", "can_take_payroll", (reward_round,), "H"),
    ("jobs", "can_take_file", (made_file,), "A"),
    ("exchange", "can_import", ("people",), "HA"),
    ("exchange", "can_import", ("objectives",), "A"),
    ("exchange", "can_import", ("readings",), "A"),
    ("exchange", "can_import_anything", (), "HA"),
    ("exchange", "can_export", (), "MOHDXA"),
    ("scorecards", "can_take_scorecard", (), "MOHDXA"),
    ("okr", "can_take_cycle", (), "MOHDXA"),
    ("growth_plan", "can_take_plan", (), "MOHDXA"),
    ("ogsm", "can_take_ogsm", (), "MOHDXA"),
    ("analysis", "can_take_confrontation", (), "MOHDXA"),
]
ROW = pytest.mark.parametrize(("room", "name", "about", "letters"), TABLE)


def who_may(cast, function, about) -> str:
    with in_organisation(cast.organisation):
        things = [thing(cast) if callable(thing) else thing for thing in about]
        actors = {letter: getattr(cast, part).actor for letter, part in ROLES.items()}
        return "".join(letter for letter, actor in actors.items() if function(actor, *things))


@ROW
def test_W24_who_may(cast, room, name, about, letters):
    function = getattr(import_module(f"zichtlijn.{room}.permissions"), name)
    assert who_may(cast, function, about) == letters


@ROW
def test_W24_a_check_turned_round_is_noticed(cast, room, name, about, letters):
    function = getattr(import_module(f"zichtlijn.{room}.permissions"), name)
    assert who_may(cast, lambda *given: not function(*given), about) != letters


def test_W24_every_check_stands_in_a_table():
    found = set()
    for config in apps.get_app_configs():
        room = config.name.removeprefix("zichtlijn.")
        if not config.name.startswith("zichtlijn.") or room in ELSEWHERE or not find_spec(f"{config.name}.permissions"):
            continue
        module = import_module(f"{config.name}.permissions")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and name.startswith("can_"):
                found.add((room, name))
    assert found - {(room, name) for room, name, _about, _letters in TABLE} == set()


def test_W25_one_role_that_allows_is_enough_and_none_means_nothing(cast):
    """Roles only add; there is no role that takes away, so none can be got round by adding another."""
    from zichtlijn.access.permissions import Permission
    from zichtlijn.access.roles import ROLES as DESCRIBED
    from zichtlijn.access.roles import Role, permissions_of

    assert permissions_of(set()) == frozenset()
    for role in Role:
        for other in Role:
            together = permissions_of({role, other})
            assert together == DESCRIBED[role].permissions | DESCRIBED[other].permissions
    assert permissions_of(set(Role)) == frozenset(Permission)


def test_a_refusal_says_why():
    from zichtlijn.access.permissions import require

    require(True, "unused")
    with pytest.raises(NotAllowed, match="because"):
        require(False, "because")
