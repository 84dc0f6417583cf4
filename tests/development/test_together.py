"""The same form several times at once makes one goal, one activity, one remark, one agreement (R14, W77)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import Client, make_cast, make_development_plan, make_learning_goal, sign_in
from tests.objectives.test_together import at_once
from zichtlijn.access.scoping import in_organisation
from zichtlijn.development.models import AgreedGoal, GoalRemark, LearningActivity, LearningGoal, StudyAgreement

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 4
ONCE = [302] + [422] * (TIMES - 1)


@pytest.fixture
def cast():
    """The cast, with a shared goal of the employee."""
    found = make_cast()
    found.goal = make_learning_goal(make_development_plan(found.employee.person), shared=True)
    return found


def pressed(member, page, data, *args):
    """The answers to one form of this member, sent several times at once."""
    browser = sign_in(Client(raise_request_exception=False), member)
    address = reverse(f"development:{page}", args=args)
    return at_once(*[lambda: browser.post(address, data)] * TIMES)


def test_R14_W77_one_goal_from_a_nervous_finger(cast):
    """Also when it is the first of the plan."""
    assert pressed(cast.colleague, "add_goal", {"title": "Plannen", "why": "", "version": 1}) == ONCE
    with in_organisation(cast.organisation):
        assert LearningGoal.objects.filter(title="Plannen").count() == 1


def test_R14_W77_one_activity_so_hours_and_budget_are_not_doubled(cast):
    told = {"way": "course", "text": "Cursus", "hours": "8", "budget": "250", "support": "", "version": 1}
    assert pressed(cast.employee, "add_activity", told, cast.goal.pk) == ONCE
    with in_organisation(cast.organisation):
        assert LearningActivity.objects.count() == 1


def test_R14_W77_one_remark(cast):
    assert pressed(cast.line_manager, "remark", {"text": "Goed idee"}, cast.goal.pk) == ONCE
    with in_organisation(cast.organisation):
        assert GoalRemark.objects.count() == 1


def test_R14_W77_one_promise_that_never_changes(cast):
    told = {"hours": "8", "budget": "", "support": "Elke vrijdag", "revision": 1}
    assert pressed(cast.line_manager, "agree", told, cast.goal.pk) == ONCE
    with in_organisation(cast.organisation):
        assert AgreedGoal.objects.count() == 1


def test_R14_W77_one_agreement_on_study_costs(cast):
    today = timezone.localdate()
    told = {"training": "Opleiding", "required_by": "none", "amount": "2400", "months": "24", "terms": "", "version": 1}
    told |= {"starts_on": today.isoformat(), "ends_on": (today + timedelta(days=90)).isoformat()}
    assert pressed(cast.hr, "add_study", told, cast.employee.person.pk) == ONCE
    with in_organisation(cast.organisation):
        assert StudyAgreement.objects.count() == 1
