"""What all shared goals ask together: of few people nothing is shown, and nobody can be found by subtraction."""

import re
from datetime import timedelta

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    make_activity_to_learn,
    make_agreed_goal,
    make_development_plan,
    make_learning_goal,
)
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.development.models import LearningGoal
from zichtlijn.development.queries.needs import needs
from zichtlijn.organisation.models import Person


def url(name, *args):
    return reverse(f"development:{name}", args=args)


def others_who_learn(cast, number, **more):
    from tests.factories import make_person, make_placement

    for each in range(number):
        person = make_person(cast.organisation, "Per", f"Soon {each}")
        make_placement(person, cast.team, cast.position)
        goal = make_learning_goal(
            make_development_plan(person), shared=True, competency=cast.listening, from_level=2, to_level=4
        )
        make_activity_to_learn(goal, **more)


def test_needs_of_few_people_stay_hidden_and_private_goals_count_for_nothing(plan):
    others_who_learn(plan, 3, hours=10)
    assert needs(timezone.localdate()) == []  # four people, with the employee
    make_learning_goal(make_development_plan(plan.colleague.person), competency=plan.listening)
    assert needs(timezone.localdate()) == []  # the fifth did not share it
    make_agreed_goal(plan.goal, plan.line_manager.person)
    others_who_learn(plan, 1)
    whole, *below = needs(timezone.localdate())
    assert (whole.unit, whole.competency, whole.people) == (None, plan.listening, 5)
    assert whole.hours is None  # of four people
    assert (str(whole.from_level), str(whole.to_level)) == ("2.0", "3.8")
    assert {row.people for row in below} == {5}


def test_who_left_asks_nothing_and_lifts_no_small_group_over_the_floor(plan):
    others_who_learn(plan, 4, hours=10)  # five people, with the employee
    assert needs(timezone.localdate())[0].people == 5
    yesterday = timezone.localdate() - timedelta(days=1)
    Person.objects.filter(pk=plan.employee.person.pk).update(ends_on=yesterday)
    assert needs(timezone.localdate()) == []
    assert needs(yesterday)[0].people == 5


def test_a_unit_that_would_tell_of_few_by_subtraction_is_hidden(plan):
    from tests.factories import make_person, make_placement

    others_who_learn(plan, 5, hours=10)
    person = make_person(plan.organisation, "Ver", "Weg")
    make_placement(person, plan.other_department, plan.position)
    make_learning_goal(make_development_plan(person), shared=True, competency=plan.listening)
    rows = {(row.unit.name if row.unit else ""): row.people for row in needs(timezone.localdate())}
    assert rows[""] == 7
    assert plan.team.name not in rows  # six of seven: it would tell of the one


def test_a_goal_that_is_shared_in_between_waits_for_the_next_look(plan):
    others_who_learn(plan, 5, hours=10)
    before, done = needs(timezone.localdate()), []

    def share_in_between(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if not done and 'FROM "development_learninggoal"' in sql:
            done.append(sql)
            LearningGoal.objects.filter(pk=plan.private.pk).update(shared_at=timezone.now())
        return answer

    with connection.execute_wrapper(share_in_between):
        assert needs(timezone.localdate()) == before
    assert len(done) == 1


def test_only_who_arranges_training_sees_needs(plan, signed_in):
    others_who_learn(plan, 5, hours=10)
    page = signed_in(plan.hr).get(url("needs")).content.decode()
    assert "Luisteren" in page
    assert "Beter luisteren" not in page
    assert not re.search(r"\bEik\b", page)  # as a word: the token of a form may hold these letters
    assert signed_in(plan.hr).get(url("needs"), {"unit": plan.team.name}).status_code == 200
    for name in ("employee", "line_manager", "director", "administrator", "works_council"):
        assert signed_in(getattr(plan, name)).get(url("needs")).status_code == 403
        assert signed_in(getattr(plan, name)).post(url("take_needs"), {"form": "xlsx"}).status_code == 403
    answer = signed_in(plan.hr).post(url("take_needs"), {"form": "xlsx"})
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert AuditEvent.objects.filter(event=Event.LIST_EXPORTED).count() == 1


def test_the_needs_of_many_ask_as_few_questions_as_those_of_one(plan, signed_in):
    from tests.factories import count_queries

    browser = signed_in(plan.hr)
    others_who_learn(plan, 5, hours=10)
    browser.get(url("needs"))
    with count_queries() as few:
        browser.get(url("needs"))
    others_who_learn(plan, 30, hours=10)
    with count_queries() as many:
        browser.get(url("needs"))
    assert many.count == few.count <= 25, many.sql
