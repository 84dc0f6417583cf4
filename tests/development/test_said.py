"""What the pages say once something was agreed, of a day that is over, and of what the needs can tell."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_agreed_goal
from zichtlijn.development.models import LearningActivity, LearningGoal

GO = 'class="btn go" href="{}"'


def test_after_agreeing_the_main_act_is_no_longer_to_agree_until_the_goal_changes(plan, signed_in):
    goal, agree = reverse("development:goal", args=[plan.goal.pk]), reverse("development:agree", args=[plan.goal.pk])
    browser = signed_in(plan.line_manager)
    assert GO.format(agree) in browser.get(goal).content.decode()
    agreed = make_agreed_goal(plan.goal, plan.line_manager.person)
    agreed.content = {**agreed.content, "revision": plan.goal.revision}
    agreed.save()
    page = browser.get(goal).content.decode()
    assert GO.format(agree) not in page
    assert "Agree anew" in page
    LearningGoal.objects.filter(pk=plan.goal.pk).update(revision=plan.goal.revision + 1)
    assert GO.format(agree) in browser.get(goal).content.decode()


@pytest.mark.parametrize(("days", "status"), [(-1, 422), (0, 302), (5, 302)])
def test_an_activity_is_not_planned_on_a_day_that_is_over(plan, signed_in, days, status):
    url, day = reverse("development:add_activity", args=[plan.goal.pk]), timezone.localdate() + timedelta(days=days)
    told = {"way": "working", "text": "Meelopen", "due_on": day.isoformat(), "version": "1"}
    answer = signed_in(plan.employee).post(url, told)
    assert answer.status_code == status
    assert ("That day is over." in answer.content.decode()) == (status == 422)


def test_an_activity_of_which_the_day_passed_can_still_be_written_on(plan, signed_in):
    day = timezone.localdate() - timedelta(days=9)
    LearningActivity.objects.filter(pk=plan.activity.pk).update(due_on=day)
    url = reverse("development:activity", args=[plan.activity.pk])
    told = {"way": "working", "text": "Anders", "due_on": day.isoformat(), "version": "1", "state": "busy"}
    assert signed_in(plan.employee).post(url, told).status_code == 302


def test_the_needs_do_not_promise_more_than_they_keep(plan, signed_in):
    page = signed_in(plan.hr).get(reverse("development:needs")).content.decode()
    assert "Nobody can be recognised" not in page
    assert "can see what was added since" in page
