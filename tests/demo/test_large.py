"""Large organisations have the shape that the benchmarks speak of, and store what follows from their rows."""

from datetime import date

import pytest
from django.db.models import Count

from zichtlijn.access.models import Membership
from zichtlijn.access.scoping import in_organisation
from zichtlijn.demo.large import make_large
from zichtlijn.objectives.actions.standing import differences
from zichtlijn.objectives.models import Measure, Objective
from zichtlijn.objectives.states import Level
from zichtlijn.organisation.actions import paths
from zichtlijn.organisation.models import Person, Placement, Unit
from zichtlijn.organisation.search import find

TODAY = date(2026, 11, 21)


@pytest.fixture
def large(db):
    organisation = make_large(people=50, today=TODAY, accounts=3)
    with in_organisation(organisation):
        yield organisation


def test_six_objectives_and_eight_measures_for_everybody(large):
    assert Person.objects.count() == Placement.objects.count() == 50
    assert Objective.objects.filter(level=Level.PERSONAL).count() == 300
    assert Measure.objects.filter(objective__level=Level.PERSONAL).count() == 400
    assert Unit.objects.filter(key__startswith="T").count() == 5


def test_one_in_fifteen_measures_of_people_has_four_years_of_months_and_all_above_them_have(large):
    each = Measure.objects.annotate(months=Count("readings")).values_list("objective__level", "months")
    months = [count for level, count in each if level == Level.PERSONAL]
    assert set(months) == {0, 1, 48}
    assert months.count(48) == 25  # of 400: more would make the largest organisations of the benchmarks larger
    assert {count for level, count in each if level != Level.PERSONAL} == {48}


def test_one_column_is_much_longer_than_the_others(db):
    organisation = make_large(people=140, today=TODAY, accounts=3)
    with in_organisation(organisation):
        columns = dict(Objective.objects.filter(level=Level.ROLE).values_list("key", "supporter_count"))
    assert columns.pop("R-ALG") == 76  # 38 of every hundred people, so that it goes on growing
    assert max(columns.values()) == 60  # six for each of a team of ten, however many teams


def test_everything_stored_follows_from_the_rows(large):
    assert paths.refresh_unit_paths(large) == 0
    assert paths.refresh_reporting_paths(large) == 0
    assert differences(large, today=TODAY) == []
    assert not Objective.objects.filter(in_line=False).exists()


def test_people_and_objectives_can_be_found(large):
    person = Person.objects.order_by("pk").last()
    assert person.pk in find("person", person.name, 50)
    assert find("objective", "eerste keer goed", 5)


def test_new_rows_get_ids_after_those_written_in_bulk(large):
    last = Objective.objects.order_by("pk").last()
    made = Unit.objects.create(organisation=large, key="nieuw", name="Nieuw")
    assert made.pk > Unit.objects.exclude(pk=made.pk).order_by("pk").last().pk
    assert last.pk == Objective.objects.count() + Objective.objects.order_by("pk").first().pk - 1


def test_accounts_of_every_part(large):
    parts = {
        role for m in Membership.objects.filter(organisation=large) for role in m.roles.values_list("role", flat=True)
    }
    assert parts == {"director", "manager", "employee"}
