"""The cast is what its picture says, and the twin is another world."""

from django.apps import apps
from django.db import connection

from tests.factories import CANARY, count_queries, make_cast, make_organisation, make_unit
from tests.factories.kept import FAR, kept
from zichtlijn.access.models import Organisation
from zichtlijn.access.permissions import Permission
from zichtlijn.demo.bulk import settle
from zichtlijn.organisation.models import Person


def test_the_line_of_managers_runs_from_employee_to_director(scoped):
    line = set(Person.objects.reporting_to(scoped.line_manager.person))
    assert line == {scoped.employee.person, scoped.colleague.person, scoped.project_leader.person}
    assert scoped.employee.person in Person.objects.reporting_to(scoped.director.person)
    assert scoped.employee.person not in Person.objects.reporting_to(scoped.other_manager.person)


def test_each_part_has_the_permissions_of_its_role(cast):
    assert cast.hr.actor.may(Permission.MANAGE_PEOPLE)
    assert not cast.employee.actor.may(Permission.MANAGE_PEOPLE)
    assert cast.consultant.actor.person is None


def test_the_canary_is_in_every_text_of_the_twin_and_nowhere_else(cast):
    twin = cast.twin

    def texts(organisation):
        for model in apps.get_models():
            names = {field.name for field in model._meta.fields}
            columns = names & {"name", "title", "description", "comment", "note", "mission"}
            if "organisation" in names and columns and model._meta.model_name != "period":
                for row in model._base_manager.filter(organisation=organisation).values(*columns):
                    yield from (value for value in row.values() if value)

    known_here = cast.consultant.user.name  # the consultant works for both
    assert [value for value in texts(twin.organisation) if CANARY not in value and value != known_here] == []
    assert [value for value in texts(cast.organisation) if CANARY in value] == []


def test_a_unit_below_another_is_within_it(cast):
    unit = make_unit(cast.organisation, parent=cast.team)
    assert unit.path.startswith(cast.team.path)


def test_queries_are_counted_without_savepoints(db):
    with count_queries() as queries, connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert queries.count == 1


def test_a_member_signs_in(cast, signed_in):
    browser = signed_in(cast.employee)
    assert browser.session["organisation"] == cast.organisation.slug


def test_kept_rows_never_meet_rows_that_a_test_makes(db):
    """Nor does anything that is made later get a lower number, also when somebody wrote in bulk in between."""
    before = make_organisation("Eerder").pk
    cast = kept("cast", make_cast)
    settle(Organisation)
    assert cast.organisation.pk > FAR
    assert cast.twin.organisation.pk > FAR
    kept_ones = [cast.organisation.pk, cast.twin.organisation.pk]
    after = [make_organisation(f"Later {number}").pk for number in range(3)]
    assert len({before, *kept_ones, *after}) == 6
    assert min(after) > max(kept_ones)
    assert after == sorted(after)
