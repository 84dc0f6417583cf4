"""What is not shared is nowhere for others; what is shared is for the line manager of today; what was agreed stays."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.development.conftest import SECRET
from tests.factories import (
    make_activity_to_learn,
    make_plan_review,
    make_remark,
    make_study_agreement,
)
from zichtlijn.access.models import Organisation, User
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.development.actions import agreeing, planning, taking
from zichtlijn.development.models import AgreedGoal, DevelopmentPlan, GoalRemark, LearningGoal
from zichtlijn.development.queries.pages import plan_page
from zichtlijn.development.queries.waiting import waiting_for
from zichtlijn.exchange.own_data import own_data
from zichtlijn.organisation.models import Placement, SearchWord

OTHERS = ("line_manager", "colleague", "other_manager", "hr", "director", "project_leader", "works_council")


def url(name, *args):
    return reverse(f"development:{name}", args=args)


def agree(cast, by="line_manager", **told):
    cast.goal.refresh_from_db()
    told = {"hours": 8, "budget": None, "support": "Elke vrijdag", "revision": cast.goal.revision} | told
    return agreeing.agree_goal(cast.goal, **told, by=getattr(cast, by).actor)


def hand_over(cast, to):
    """From today somebody else leads the employee."""
    today = timezone.localdate()
    Placement.objects.filter(person=cast.employee.person).update(ends_on=today - timedelta(days=1))
    Placement.objects.create(
        organisation=cast.organisation, person=cast.employee.person, unit=cast.team, position=cast.position,
        line_manager=to.person, starts_on=today,
    )  # fmt: skip


# what is private --------------------------------------------------------------------------------------------------


def test_W08_what_is_not_shared_is_nowhere_for_others(plan, signed_in, set_on_paper):
    from zichtlijn.development import documents

    given = set_on_paper(documents)
    person = plan.employee.person
    addresses = [
        url("person", person.pk), url("goal", plan.goal.pk), url("needs"), url("studies"), reverse("home:my_line"),
        reverse("home:team"), reverse("home:search") + "?q=Solliciteren",
        reverse("organisation:person", args=[person.pk]),
        reverse("competencies:person", args=[person.pk]), reverse("conversations:list"), reverse("audit:log"),
    ]  # fmt: skip
    for name in (*OTHERS, "administrator"):
        browser = signed_in(getattr(plan, name))
        for address in addresses:
            for htmx in (False, True):
                page = browser.get(address, htmx=htmx)
                assert SECRET not in page.content.decode(), (name, address)
        assert SECRET not in json.dumps(own_data(getattr(plan, name).actor), default=str), name
    assert signed_in(plan.line_manager).post(url("take", person.pk), {"form": "pdf"}).status_code == 200
    assert SECRET not in json.dumps(given)
    assert "Beter luisteren" in json.dumps(given)
    assert not SearchWord.objects.filter(word__startswith=SECRET[:6]).exists()
    assert SECRET not in json.dumps(list(AuditEvent.objects.values()), default=str)


def test_W08_taking_back_hides_it_again_and_the_log_says_nothing_of_it(plan, signed_in):
    planning.withdraw_goal(plan.goal, by=plan.employee.actor)
    manager = signed_in(plan.line_manager)
    assert manager.get(url("goal", plan.goal.pk)).status_code == 404
    assert "Beter luisteren" not in manager.get(url("person", plan.employee.person.pk)).content.decode()
    assert "Beter luisteren" not in json.dumps(list(AuditEvent.objects.values()), default=str)
    with pytest.raises(NotNow):
        agree(plan)


def test_W08_a_plan_that_shares_nothing_looks_like_no_plan(plan, signed_in):
    """Not its days, nor that it is there."""
    plan.goal.delete()
    make_plan_review(plan.plan)
    manager = signed_in(plan.line_manager)
    with_plan = manager.get(url("person", plan.employee.person.pk)).content.decode()
    without = manager.get(url("person", plan.colleague.person.pk)).content.decode()
    assert with_plan.count('class="card') == without.count('class="card')
    assert manager.post(url("take", plan.employee.person.pk), {"form": "pdf"}).status_code == 404
    assert plan_page(plan.line_manager.actor, plan.employee.person).reviews == []


def test_who_reads_this_says_that_days_are_seen_once_anything_is_shared(plan, signed_in):
    make_plan_review(plan.plan)
    page = signed_in(plan.employee).get(url("mine")).content.decode()
    assert "your manager also sees the days on which you look again" in page
    manager, person = plan.line_manager.actor, plan.employee.person
    assert plan_page(manager, person).reviews
    planning.withdraw_goal(plan.goal, by=plan.employee.actor)
    assert plan_page(manager, person).reviews == []


def test_the_owner_has_all_of_it_also_on_paper_and_in_the_own_data(plan, signed_in, set_on_paper):
    from zichtlijn.development import documents

    given = set_on_paper(documents)
    assert SECRET in signed_in(plan.employee).get(url("mine")).content.decode()
    taking.take_plan(plan.employee.person, by=plan.employee.actor)
    assert f"Brieven schrijven {SECRET}" in json.dumps(given)
    assert f"Brieven schrijven {SECRET}" in json.dumps(own_data(plan.employee.actor), default=str)


# by number --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["colleague", "other_manager", "hr", "director", "administrator"])
def test_W01_nobody_else_reads_or_changes_a_goal_by_its_number(plan, signed_in, name):
    browser, goal = signed_in(getattr(plan, name)), plan.goal.pk
    for page in ("goal", "change_goal", "remove_goal", "agree", "add_activity"):
        assert browser.get(url(page, goal)).status_code == 404, page
    for page in ("change_goal", "remove_goal", "share_goal", "withdraw_goal", "remark", "agree", "add_activity"):
        assert browser.post(url(page, goal), {"text": "x", "revision": 1, "title": "x"}).status_code == 404, page
    assert LearningGoal.objects.get(pk=goal).title == "Beter luisteren"


def test_W02_each_act_on_what_is_private_says_the_same_to_the_manager(plan, signed_in):
    browser, goal = signed_in(plan.line_manager), plan.private.pk
    activity = plan.private.activities.get()
    for page in ("goal", "change_goal", "remove_goal", "agree", "add_activity"):
        assert browser.get(url(page, goal)).status_code == 404, page
    for page in ("change_goal", "remove_goal", "share_goal", "withdraw_goal", "remark", "agree"):
        assert browser.post(url(page, goal), {"text": "x"}).status_code == 404, page
    for page in ("activity", "remove_activity"):
        assert browser.get(url(page, activity.pk)).status_code == 404, page
        assert browser.post(url(page, activity.pk)).status_code == 404, page


def test_W02_a_manager_reads_what_is_shared_and_writes_nothing_in_it(plan, signed_in):
    browser = signed_in(plan.line_manager)
    assert browser.get(url("goal", plan.goal.pk)).status_code == 200
    for page in ("change_goal", "remove_goal", "share_goal", "withdraw_goal", "add_activity"):
        assert browser.post(url(page, plan.goal.pk)).status_code == 404, page
    assert browser.post(url("remove_activity", plan.activity.pk)).status_code == 404
    review = make_plan_review(plan.plan)
    for page in ("hold_review", "remove_review"):
        assert browser.post(url(page, review.pk)).status_code == 404


def test_W04_a_goal_for_somebody_else_becomes_ones_own(plan, signed_in):
    told = {"title": "Voor Emma", "version": 1, "person": plan.employee.person.pk, "plan": plan.plan.pk}
    signed_in(plan.colleague).post(url("add_goal"), told)
    made = LearningGoal.objects.get(title="Voor Emma")
    assert made.plan.person == plan.colleague.person
    browser = signed_in(plan.colleague)
    assert browser.post(url("add_activity", plan.goal.pk), {"text": "x", "way": "working"}).status_code == 404


@pytest.mark.parametrize("name", ["colleague", "other_manager", "hr", "director"])
def test_W13_paper_follows_the_same_rule_as_the_page(plan, signed_in, name):
    browser, person = signed_in(getattr(plan, name)), plan.employee.person.pk
    assert browser.get(url("person", person)).status_code == 404
    assert browser.post(url("take", person), {"form": "pdf"}).status_code == 404


def test_W17_an_objective_of_another_in_a_goal_refuses_all_of_it(plan, signed_in):
    told = {"title": "Anders", "version": 1, "state": "open", "objective": plan.colleague_personal.pk}
    answer = signed_in(plan.employee).post(url("change_goal", plan.goal.pk), told)
    assert answer.status_code == 422
    assert plan.colleague_personal.title not in answer.content.decode()
    plan.goal.refresh_from_db()
    assert (plan.goal.title, plan.goal.objective) == ("Beter luisteren", None)


def test_W18_a_finished_goal_keeps_the_rule_of_an_open_one(plan, signed_in):
    for goal in (plan.private, plan.goal):
        LearningGoal.objects.filter(pk=goal.pk).update(state="reached")
    manager, colleague = signed_in(plan.line_manager), signed_in(plan.colleague)
    assert [manager.get(url("goal", goal.pk)).status_code for goal in (plan.private, plan.goal)] == [404, 200]
    assert [colleague.get(url("goal", goal.pk)).status_code for goal in (plan.private, plan.goal)] == [404, 404]


# the manager changes ----------------------------------------------------------------------------------------------


def test_W10_a_new_manager_reads_what_is_shared_and_the_earlier_one_only_what_they_agreed(plan, signed_in):
    agreed = agree(plan)
    make_remark(plan.goal, plan.line_manager.person, "Onder ons")
    hand_over(plan, plan.other_manager)
    earlier, new = signed_in(plan.line_manager), signed_in(plan.other_manager)
    assert earlier.get(url("goal", plan.goal.pk)).status_code == 404
    assert earlier.get(url("person", plan.employee.person.pk)).status_code == 404
    assert earlier.post(url("take", plan.employee.person.pk), {"form": "pdf"}).status_code == 404
    assert "Beter luisteren" in earlier.get(url("agreed", agreed.pk)).content.decode()
    page = new.get(url("goal", plan.goal.pk)).content.decode()
    assert "Beter luisteren" in page
    assert "Onder ons" not in page
    assert new.get(url("agreed", agreed.pk)).status_code == 200
    later = agree(plan, "other_manager")
    assert earlier.get(url("agreed", later.pk)).status_code == 404


def test_W10_what_the_employee_says_is_for_the_manager_of_that_day(plan):
    make_remark(plan.goal, plan.employee.person, "Toen", on=timezone.localdate() - timedelta(days=5))
    hand_over(plan, plan.other_manager)
    make_remark(plan.goal, plan.employee.person, "Nu")

    def read(member):
        return [row.text for row in GoalRemark.objects.visible_to(member.actor)]

    assert (read(plan.line_manager), read(plan.other_manager)) == (["Toen"], ["Nu"])
    assert read(plan.employee) == ["Toen", "Nu"]
    assert read(plan.hr) == []


def test_W10_the_objective_in_a_copy_is_for_who_agreed_and_who_may_know_of_it(plan, signed_in):
    objective = plan.personal
    LearningGoal.objects.filter(pk=plan.goal.pk).update(objective=objective)
    agreed, second = agree(plan), plan.other_manager
    where = {"organisation": plan.organisation, "unit": plan.team, "position": plan.position}
    Placement.objects.create(
        person=plan.employee.person, line_manager=second.person, starts_on=timezone.localdate(), **where
    )  # beside the main one, which decides who knows of a personal objective

    def told(member):
        answer = signed_in(member).get(url("agreed", agreed.pk))
        assert answer.status_code == 200
        return objective.title in answer.content.decode()

    assert [told(member) for member in (plan.employee, plan.line_manager, second)] == [True, True, False]
    Organisation.objects.update(personal_objectives_seen_by="everyone")
    assert told(second)
    AgreedGoal.objects.update(content={key: v for key, v in agreed.content.items() if key != "objective_id"})
    assert [told(member) for member in (plan.employee, plan.line_manager, second)] == [True, True, False]


# agreeing ---------------------------------------------------------------------------------------------------------


def test_what_was_agreed_stays_readable_as_it_was(plan, signed_in):
    agreed = agree(plan)
    planning.change_goal(plan.goal, {"title": "Iets heel anders"}, version=1, by=plan.employee.actor)
    planning.remove_activity(plan.activity, by=plan.employee.actor)
    for member in (plan.employee, plan.line_manager):
        page = signed_in(member).get(url("agreed", agreed.pk)).content.decode()
        assert "Beter luisteren" in page
        assert "Een dag meelopen" in page
        assert "Iets heel anders" not in page
        assert "changed since" in signed_in(member).get(url("goal", plan.goal.pk)).content.decode()
    assert signed_in(plan.colleague).get(url("agreed", agreed.pk)).status_code == 404
    assert signed_in(plan.hr).get(url("agreed", agreed.pk)).status_code == 404


def test_a_goal_that_was_reached_is_still_what_was_agreed(plan, signed_in):
    agree(plan)
    for version, state in enumerate(("reached", "open"), start=1):
        planning.change_goal(plan.goal, {"state": state}, version=version, by=plan.employee.actor)
        assert "changed since" not in signed_in(plan.line_manager).get(url("goal", plan.goal.pk)).content.decode()
    changes = {"state": "stopped", "title": "Iets anders"}
    planning.change_goal(plan.goal, changes, version=3, by=plan.employee.actor)
    assert "changed since" in signed_in(plan.line_manager).get(url("goal", plan.goal.pk)).content.decode()
    assert AuditEvent.objects.filter(event=Event.DEVELOPMENT_CHANGED).count() == 3


def test_the_same_promise_twice_is_refused_and_another_one_is_not(plan):
    for hours in (8, 16, 8):
        agree(plan, hours=hours)
        with pytest.raises(NotNow, match="exactly"):
            agree(plan, hours=hours)
    assert [row.hours for row in AgreedGoal.objects.all()] == [8, 16, 8]
    agreeing.remark_on_goal(plan.goal, "Mooi", by=plan.line_manager.actor)
    with pytest.raises(NotNow, match="exactly"):
        agreeing.remark_on_goal(plan.goal, "Mooi", by=plan.line_manager.actor)
    agreeing.remark_on_goal(plan.goal, "Mooi", by=plan.employee.actor)
    assert GoalRemark.objects.count() == 2


def test_a_goal_that_changed_after_it_was_read_is_not_agreed(plan, signed_in):
    make_activity_to_learn(plan.goal)
    planning.change_activity(plan.activity, {"hours": 400}, version=1, by=plan.employee.actor)
    with pytest.raises(NotNow, match="changed"):
        agreeing.agree_goal(
            plan.goal, hours=8, budget=None, support="", revision=1, by=plan.line_manager.actor
        )  # fmt: skip
    told = {"hours": "8", "budget": "", "support": "", "revision": 1}
    assert signed_in(plan.line_manager).post(url("agree", plan.goal.pk), told).status_code == 422
    assert not AgreedGoal.objects.exists()


def test_only_the_line_manager_agrees_and_only_while_it_is_under_way(plan):
    for name in ("employee", "hr", "director", "other_manager"):
        with pytest.raises(NotAllowed):
            agree(plan, name)
    LearningGoal.objects.filter(pk=plan.goal.pk).update(state="stopped")
    with pytest.raises(NotNow, match="under way"):
        agree(plan)


def test_both_talk_about_a_goal_as_long_as_it_is_shared(plan, signed_in):
    signed_in(plan.line_manager).post(url("remark", plan.goal.pk), {"text": "Goed idee"})
    signed_in(plan.employee).post(url("remark", plan.goal.pk), {"text": "Dank"})
    assert [row.text for row in GoalRemark.objects.all()] == ["Goed idee", "Dank"]
    assert signed_in(plan.employee).post(url("remark", plan.goal.pk), {"text": ""}).status_code == 422
    with pytest.raises(NotNow):
        agreeing.remark_on_goal(plan.private, "Hm", by=plan.employee.actor)
    with pytest.raises(NotAllowed):
        agreeing.remark_on_goal(plan.goal, "Hm", by=plan.hr.actor)


def test_a_shared_goal_waits_for_the_manager_until_they_answer(plan):
    me, until = plan.line_manager.actor, timezone.localdate()
    assert [(one.kind, one.title) for one in waiting_for(me, until=until)] == [("goal", "")]
    agreeing.remark_on_goal(plan.goal, "Ik denk erover na", by=me)
    assert waiting_for(me, until=until) == []
    assert waiting_for(plan.other_manager.actor, until=until) == []


def test_a_look_is_written_down_with_the_person_and_seen_by_them(plan, signed_in):
    signed_in(plan.line_manager).get(url("person", plan.employee.person.pk))
    line = AuditEvent.objects.get(event=Event.PERSON_SEEN)
    assert (line.about_person_id, line.detail["what"]) == (plan.employee.person.pk, "development_plan")
    own = signed_in(plan.employee)
    own.get(url("mine"))
    assert AuditEvent.objects.filter(event=Event.PERSON_SEEN).count() == 1
    page = own.get(reverse("organisation:person", args=[plan.employee.person.pk])).content.decode()
    assert "your development plan" in page


def looks(member, what):
    """Of whom the log says that this member looked."""
    lines = AuditEvent.objects.filter(event=Event.PERSON_SEEN, by=member.user).order_by("sequence")
    return [line.about_person_id for line in lines if line.detail["what"] == what]


def test_no_page_of_a_goal_tells_the_manager_of_it_without_a_look(plan, signed_in):
    """Also where a remark is refused, and on the form to agree; Mijn zichtlijn says only whose goal waits."""
    person, manager = plan.employee.person, signed_in(plan.line_manager)
    home = manager.get(reverse("home:my_line")).content.decode()
    assert url("goal", plan.goal.pk) in home
    assert person.name in home
    assert "Beter luisteren" not in home
    assert looks(plan.line_manager, "development_plan") == []
    for page in (
        lambda: manager.post(url("remark", plan.goal.pk), {"text": ""}),
        lambda: manager.get(url("agree", plan.goal.pk)),
        lambda: manager.post(url("agree", plan.goal.pk), {"revision": ""}),
    ):
        AuditEvent.objects.filter(event=Event.PERSON_SEEN).delete()
        assert "Beter luisteren" in page().content.decode()
        assert looks(plan.line_manager, "development_plan") == [person.pk]


def test_in_dutch_a_promise_has_a_day_and_study_costs_are_agreements(plan, signed_in):
    agreed = agree(plan)
    make_study_agreement(plan.employee.person, plan.line_manager.person, state="offered")
    User.objects.filter(pk=plan.employee.user.pk).update(language="nl")
    browser = signed_in(plan.employee)
    assert "<dt>Toegezegd op</dt>" in browser.get(url("agreed", agreed.pk)).content.decode()
    assert "Overeenkomsten over studiekosten" in browser.get(url("studies")).content.decode()


# elsewhere --------------------------------------------------------------------------------------------------------


def test_a_former_employee_of_the_twin_is_another_one(plan, signed_in):
    assert DevelopmentPlan.objects.count() == 1
    stranger = signed_in(plan.stranger)
    assert stranger.get(url("goal", plan.goal.pk)).status_code == 404
    assert stranger.get(url("person", plan.employee.person.pk)).status_code == 404
    study = make_study_agreement(plan.employee.person, plan.line_manager.person, state="offered")
    assert stranger.get(url("study", study.pk)).status_code == 404
