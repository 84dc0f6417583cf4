"""Writing one's own plan and sharing parts of it: each act, its refusals, and that nothing is lost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    make_agreed_goal,
    make_assessment,
    make_competency,
    make_development_plan,
    make_framework,
    make_learning_goal,
    make_objective,
    make_plan_review,
    make_profile,
)
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.competencies.actions import set_framework
from zichtlijn.development.actions import planning
from zichtlijn.development.models import DevelopmentPlan, LearningActivity, LearningGoal
from zichtlijn.development.queries.pages import gaps_to_learn, mix_of, plan_page
from zichtlijn.development.queries.waiting import waiting_for
from zichtlijn.objectives.models import Objective

TEXTS = {"strengths": "Rustig", "work": "Balie", "wishes": "Groeien"}


def url(name, *args):
    return reverse(f"development:{name}", args=args)


def today():
    return timezone.localdate()


# texts ------------------------------------------------------------------------------------------------------------


def test_texts_are_kept_and_the_log_tells_only_that_somebody_began(scoped):
    me = scoped.employee.actor
    kept = planning.write_texts(TEXTS, version=1, by=me)
    planning.write_texts(TEXTS | {"work": "Balie en telefoon"}, version=kept.version, by=me)
    plan = DevelopmentPlan.objects.get()
    assert (plan.person, plan.work, plan.version) == (me.person, "Balie en telefoon", 3)
    (line,) = AuditEvent.objects.filter(event__startswith="development")
    assert (line.event, line.about_person_id) == (Event.DEVELOPMENT_BEGUN, None)


def test_two_tabs_do_not_overwrite_each_other(scoped):
    me = scoped.employee.actor
    planning.write_texts(TEXTS, version=1, by=me)
    with pytest.raises(EditConflict) as clash:
        planning.write_texts(TEXTS | {"work": "Iets anders"}, version=1, by=me)
    assert [(now, yours) for _name, now, yours in clash.value.fields] == [("Balie", "Iets anders")]


def test_the_page_keeps_itself_and_says_which_version_it_is(scoped, signed_in):
    browser = signed_in(scoped.employee)
    page = browser.post(url("texts"), TEXTS | {"version": 1}, htmx=True)
    assert page.status_code == 200
    assert 'name="version" value="2"' in page.content.decode()
    clash = browser.post(url("texts"), TEXTS | {"version": 1, "work": "x"}, htmx=True)
    assert clash.status_code == 409
    assert "Balie" in clash.content.decode()
    assert browser.post(url("texts"), TEXTS | {"version": 2, "work": "y"}).status_code == 302
    assert DevelopmentPlan.objects.get().work == "y"


def test_who_is_no_person_here_has_no_plan(scoped, signed_in):
    assert signed_in(scoped.consultant).get(url("mine")).status_code == 200
    assert signed_in(scoped.consultant).post(url("texts"), TEXTS | {"version": 1}).status_code == 403
    assert not DevelopmentPlan.objects.exists()


# goals and activities ---------------------------------------------------------------------------------------------


def test_a_goal_hangs_on_a_competency_or_an_own_objective(plan):
    me = plan.employee.actor
    made = planning.add_goal(title="Plannen", objective=plan.personal, by=me)
    assert (made.objective, made.shared_at) == (plan.personal, None)
    with pytest.raises(NotNow):
        planning.add_goal(title="Plannen", objective=plan.strategic, by=me)


def test_levels_go_up_and_belong_to_a_competency(plan, signed_in):
    browser = signed_in(plan.employee)
    told = {"title": "Plannen", "version": 1, "why": "", "objective": ""}
    wrong = browser.post(url("add_goal"), told | {"competency": plan.listening.pk, "from_level": 3, "to_level": 3})
    assert wrong.status_code == 422
    assert browser.post(url("add_goal"), told | {"competency": "", "to_level": 3}).status_code == 422
    right = browser.post(url("add_goal"), told | {"competency": plan.listening.pk, "from_level": 2, "to_level": 4})
    made = LearningGoal.objects.get(title="Plannen")
    assert right.status_code == 302
    assert (made.competency, made.from_level, made.to_level) == (plan.listening, 2, 4)


@pytest.mark.parametrize("name", ["from_level", "to_level"])
def test_a_scale_of_which_a_goal_names_a_level_keeps_their_number(scoped, name):
    make_framework(scoped.organisation)
    goal = make_learning_goal(make_development_plan(scoped.employee.person))
    told, four = {"name": "Raamwerk", "by": scoped.hr.actor}, ["A", "B", "C", "D"]
    assert set_framework(levels=[*four, "E"], version=1, **told).level_names[-1] == "E"
    LearningGoal.objects.filter(pk=goal.pk).update(**{name: 5})
    with pytest.raises(NotNow, match="5"):
        set_framework(levels=four, version=2, **told)
    goal.delete()
    assert set_framework(levels=four, version=2, **told).level_names == four


def test_a_gap_of_the_profile_offers_a_goal(plan, signed_in):
    person, other = plan.employee.person, make_competency(plan.organisation, "Plannen")
    make_profile(plan.position, {plan.listening: 4, other: (4, True)})
    make_assessment(person, {plan.listening: 2, other: 2}, by=plan.line_manager.person, shared_on=today())
    (gap,) = gaps_to_learn(person, today())  # a goal for listening is under way
    assert (gap.name, gap.level, gap.required) == ("Plannen", 2, 4)
    page = signed_in(plan.employee).get(url("add_goal"), {"competency": other.pk}).content.decode()
    assert f'<option value="{other.pk}" selected>' in page


def test_a_change_of_what_is_asked_makes_another_revision_and_how_far_it_is_does_not(plan):
    me = plan.employee.actor
    planning.change_activity(plan.activity, {"state": "busy", "evidence": "Begonnen"}, version=1, by=me)
    plan.goal.refresh_from_db()
    assert plan.goal.revision == 1
    planning.change_activity(plan.activity, {"hours": Decimal(16)}, version=2, by=me)
    planning.add_activity(plan.goal, way="course", text="Cursus", by=me)
    plan.goal.refresh_from_db()
    assert plan.goal.revision == 3


@pytest.mark.parametrize("number", ["²", "9" * 500, "-1", "x"])
def test_a_competency_that_is_no_number_offers_nothing(plan, signed_in, number):
    person, other = plan.employee.person, make_competency(plan.organisation, "Plannen")
    make_profile(plan.position, {other: 4})
    make_assessment(person, {other: 2}, by=plan.line_manager.person, shared_on=today())
    assert gaps_to_learn(person, today())
    assert signed_in(plan.employee).get(url("add_goal"), {"competency": number}).status_code == 200


def test_what_was_thrown_away_in_another_window_is_said(plan):
    """Two presses at once both find it on their page; the second is told, and nothing breaks."""
    me, activity = plan.employee.actor, LearningActivity.objects.get(pk=plan.activity.pk)
    planning.remove_activity(activity, by=me)
    for act in (
        lambda: planning.remove_activity(plan.activity, by=me),
        lambda: planning.change_activity(plan.activity, {"text": "x"}, version=1, by=me),
    ):
        with pytest.raises(NotNow, match="thrown away"):
            act()
    goal = LearningGoal.objects.get(pk=plan.goal.pk)
    assert goal.revision == 2
    planning.remove_goal(goal, by=me)
    for act in (
        lambda: planning.remove_goal(plan.goal, by=me),
        lambda: planning.change_goal(plan.goal, {"title": "x"}, version=1, by=me),
        lambda: planning.add_activity(plan.goal, text="x", by=me),
    ):
        with pytest.raises(NotNow, match="thrown away"):
            act()


def test_only_what_was_added_last_counts_as_the_same_form_again(plan):
    me = plan.employee.actor
    told = {"way": "course", "text": "Cursusdag", "hours": Decimal(8)}
    planning.add_activity(plan.goal, **told, by=me)
    with pytest.raises(NotNow, match="exactly"):
        planning.add_activity(plan.goal, **told, by=me)
    planning.add_activity(plan.goal, **told | {"hours": Decimal(4)}, by=me)
    planning.add_activity(plan.goal, **told, by=me)
    made = planning.add_goal(title="Plannen", by=me)
    with pytest.raises(NotNow, match="exactly"):
        planning.add_goal(title="Plannen", by=me)
    planning.change_goal(made, {"state": "reached"}, version=1, by=me)
    planning.add_goal(title="Plannen", by=me)
    assert (plan.goal.activities.count(), LearningGoal.objects.filter(title="Plannen").count()) == (4, 2)


def test_removing_asks_first_and_takes_the_activities_along(plan, signed_in):
    browser = signed_in(plan.employee)
    assert "cannot undo" in browser.get(url("remove_goal", plan.private.pk)).content.decode()
    assert LearningGoal.objects.filter(pk=plan.private.pk).exists()
    browser.post(url("remove_goal", plan.private.pk))
    assert not LearningGoal.objects.filter(pk=plan.private.pk).exists()
    assert list(LearningActivity.objects.all()) == [plan.activity]
    assert browser.get(url("remove_activity", plan.activity.pk)).status_code == 200
    browser.post(url("remove_activity", plan.activity.pk))
    assert not LearningActivity.objects.exists()


def test_an_agreed_goal_is_neither_removed_nor_taken_back(plan):
    make_agreed_goal(plan.goal, plan.line_manager.person)
    for act in (planning.remove_goal, planning.withdraw_goal):
        with pytest.raises(NotNow, match="agreed"):
            act(plan.goal, by=plan.employee.actor)
    version = plan.goal.version
    planning.change_goal(plan.goal, {"state": "stopped"}, version=version, by=plan.employee.actor)
    plan.goal.refresh_from_db()
    assert (plan.goal.state, plan.goal.shared_at is not None) == ("stopped", True)


def test_a_goal_keeps_an_objective_that_was_dropped(plan, signed_in):
    LearningGoal.objects.filter(pk=plan.goal.pk).update(objective=plan.personal)
    Objective.objects.filter(pk=plan.personal.pk).update(state="dropped")
    browser, place = signed_in(plan.employee), url("change_goal", plan.goal.pk)
    initial = browser.get(place).context["form"].initial
    told = {name: value for name, value in initial.items() if value not in (None, "")}
    assert browser.post(place, told | {"why": "Daarom"}).status_code == 302
    plan.goal.refresh_from_db()
    assert (plan.goal.objective_id, plan.goal.why) == (plan.personal.pk, "Daarom")
    choices = dict(browser.get(url("add_goal")).context["form"]["objective"].field.choices)
    assert str(plan.personal.pk) not in choices
    assert browser.post(place, told | {"objective": "", "version": plan.goal.version}).status_code == 302
    plan.goal.refresh_from_db()
    assert plan.goal.objective_id is None


@pytest.mark.parametrize("state", ["open", "reached", "stopped"])
def test_the_page_of_a_goal_offers_its_owner_what_the_list_does(plan, signed_in, state):
    LearningGoal.objects.update(state=state)
    mine = signed_in(plan.employee)

    def offered(browser, goal):
        page = browser.get(url("goal", goal.pk)).content.decode()
        ways = ("share_goal", "withdraw_goal", "remove_goal")
        return [name for name in ways if f'"{url(name, goal.pk)}"' in page]

    assert offered(mine, plan.private) == ["share_goal", "remove_goal"]
    assert offered(mine, plan.goal) == ["withdraw_goal", "remove_goal"]
    assert mine.post(url("withdraw_goal", plan.goal.pk)).status_code == 302
    assert offered(mine, plan.goal) == ["share_goal", "remove_goal"]
    LearningGoal.objects.filter(pk=plan.goal.pk).update(shared_at=timezone.now())
    make_agreed_goal(plan.goal, plan.line_manager.person)
    assert offered(mine, plan.goal) == []
    assert offered(signed_in(plan.line_manager), plan.goal) == []


def test_sharing_and_taking_back_each_happen_once(plan):
    me = plan.employee.actor
    with pytest.raises(NotNow):
        planning.share_goal(plan.goal, by=me)
    planning.withdraw_goal(plan.goal, by=me)
    with pytest.raises(NotNow):
        planning.withdraw_goal(plan.goal, by=me)
    planning.share_texts(by=me)
    with pytest.raises(NotNow):
        planning.share_texts(by=me)
    planning.withdraw_texts(by=me)
    events = AuditEvent.objects.filter(about_person_id=me.person_id).values_list("event", flat=True)
    assert sorted(events) == ["development_shared", "development_withdrawn", "development_withdrawn"]


def test_without_words_there_is_nothing_to_share(scoped):
    with pytest.raises(NotNow, match="nothing"):
        planning.share_texts(by=scoped.colleague.actor)


def test_nobody_else_writes_in_a_plan(plan):
    for other in (plan.line_manager, plan.hr, plan.colleague, plan.director):
        with pytest.raises(NotAllowed):
            planning.change_goal(plan.goal, {"title": "x"}, version=1, by=other.actor)
        with pytest.raises(NotAllowed):
            planning.add_activity(plan.goal, way="working", text="x", by=other.actor)
        with pytest.raises(NotAllowed):
            planning.share_goal(plan.private, by=other.actor)
    plan.goal.refresh_from_db()
    assert (plan.goal.title, plan.goal.revision) == ("Beter luisteren", 1)


# the ways of learning ---------------------------------------------------------------------------------------------


def test_the_mix_counts_what_is_there_and_missing_hours_are_not_zero(plan, signed_in):
    planning.add_activity(plan.goal, way="working", text="Doen", by=plan.employee.actor)
    rows = mix_of(LearningActivity.objects.filter(goal=plan.goal))
    assert [(row.number, row.count, row.hours) for row in rows] == [(70, 1, None), (20, 1, Decimal(8)), (10, 0, None)]
    page = signed_in(plan.employee).get(url("mine")).content.decode()
    assert "It is no target" in page
    assert "%" not in page[page.index('id="mix"') : page.index("It is no target")]


# days to look again -----------------------------------------------------------------------------------------------


def test_a_day_to_look_again_is_asked_until_one_looked(plan):
    me = plan.employee.actor
    review = planning.plan_review(today() + timedelta(days=3), by=me)
    later = make_plan_review(plan.plan, today() + timedelta(days=60))
    with pytest.raises(NotNow):
        planning.plan_review(review.due_on, by=me)
    week = today() + timedelta(days=7)
    assert [(one.kind, one.due_on) for one in waiting_for(me, until=week)] == [("review", review.due_on)]
    planning.hold_review(review, by=me)
    assert waiting_for(me, until=week) == []
    with pytest.raises(NotNow):
        planning.hold_review(review, by=me)
    planning.remove_review(later, by=me)
    assert list(plan.plan.reviews.all()) == [review]


def test_days_and_goals_ask_for_the_same_number_of_questions(plan, signed_in):
    from tests.factories import count_queries, make_activity_to_learn

    browser = signed_in(plan.employee)
    browser.get(url("mine"))
    with count_queries() as few:
        browser.get(url("mine"))
    for number in range(30):
        goal = make_learning_goal(plan.plan, f"Doel {number}", shared=number % 2 == 0, objective=plan.personal)
        make_activity_to_learn(goal)
        make_agreed_goal(goal, plan.line_manager.person)
        make_plan_review(plan.plan, today() + timedelta(days=number))
    with count_queries() as many:
        browser.get(url("mine"))
    assert many.count == few.count + 1 <= 25, many.sql  # one for the objectives, of which there was none
    for member, address in ((plan.line_manager, url("person", plan.employee.person.pk)),):
        other = signed_in(member)
        other.get(address)
        with count_queries() as asked:
            other.get(address)
        assert asked.count <= 25, asked.sql


def test_an_objective_that_one_may_not_know_is_not_told_by_a_goal(plan):
    hidden = make_objective(plan.organisation, "Stil doel", level="personal", owner=plan.employee.person, state="draft")
    goal = make_learning_goal(plan.plan, "Daarvoor", shared=True, objective=hidden)
    mine = {row.goal.pk: row.objective for row in plan_page(plan.employee.actor, plan.employee.person).goals}
    theirs = {row.goal.pk: row.objective for row in plan_page(plan.line_manager.actor, plan.employee.person).goals}
    assert (mine[goal.pk], theirs[goal.pk]) == (hidden, None)
