"""Large organisations have the shape that the benchmarks speak of, and store what follows from their rows."""

from datetime import date

import pytest

from zichtlijn.access.models import Membership
from zichtlijn.access.scoping import in_organisation
from zichtlijn.demo.large import make_large
from zichtlijn.objectives.actions.standing import differences
from zichtlijn.objectives.models import Measure, Objective, Reading
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


def test_a_tenth_of_the_measures_has_four_years_of_months(large):
    months = [Reading.objects.filter(measure=measure).count() for measure in Measure.objects.all()]
    assert set(months) == {0, 1, 48}
    assert months.count(48) == pytest.approx(50 * 8 / 10, abs=40)


def test_one_column_is_much_longer_than_the_others(large):
    assert Objective.objects.get(key="R-ALG").supporter_count == 38
    others = Objective.objects.filter(level=Level.ROLE).exclude(key="R-ALG")
    assert max(others.values_list("supporter_count", flat=True)) <= 60


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
