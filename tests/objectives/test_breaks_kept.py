"""Where the line breaks in a large organisation: what is kept follows every change at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import count_queries, make_cast
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit.figures import forget_figures
from zichtlijn.objectives import actions
from zichtlijn.objectives.actions.standing import recompute_organisation
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.queries import breaks
from zichtlijn.objectives.queries.break_kinds import KINDS
from zichtlijn.objectives.queries.break_pages import first_places
from zichtlijn.objectives.states import Level
from zichtlijn.organisation.actions import end_placement
from zichtlijn.organisation.models import Placement
from zichtlijn.organisation.queries import people

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def large(monkeypatch):
    """The cast, in an organisation that counts as one of many people."""
    monkeypatch.setattr(people, "FEW", 0)
    forget_figures()
    cast = make_cast()
    with in_organisation(cast.organisation):
        recompute_organisation(cast.organisation)
        yield cast
    forget_figures()


def without_line(cast, by=None):
    kind, today = KINDS["without-line"], timezone.localdate()
    return set(first_places(kind, by or cast.director.actor, cast.period, today=today, mine=False))


def whole(cast):
    return breaks.coverage_per_path(cast.period, timezone.localdate())[""]


def test_people_without_a_line_and_coverage_follow_what_is_closed_and_who_leaves(large):
    person = large.employee.person
    assert whole(large) == (9, 2)
    assert person.pk not in without_line(large)
    for objective in Objective.objects.filter(owner=person, level=Level.PERSONAL).exclude(pk=large.personal_draft.pk):
        actions.unlink_objectives(objective.parent_links.get(), by=large.line_manager.actor)
    assert person.pk in without_line(large)
    assert whole(large) == (9, 1)
    placement = Placement.objects.get(person=large.colleague.person)
    end_placement(placement, ends_on=timezone.localdate() - timedelta(days=1), by=large.hr.actor)
    assert whole(large) == (8, 0)


def test_looking_again_asks_only_the_log(large):
    director = large.director.actor
    first, again = whole(large), without_line(large, director)
    with count_queries() as asked:
        assert (whole(large), without_line(large, director)) == (first, again)
    assert asked.count == 4  # is it large, and has anything moved: twice


def test_the_loose_ends_follow_what_stands_on_its_own_on_purpose(large):
    director = large.director.actor
    lost = actions.create_objective(
        by=director, level=Level.DEPARTMENT, title="Los", period=large.period, owner=director.person,
        unit=large.department,
    )  # fmt: skip
    actions.move_objective(lost, "adopt", by=director)
    before = breaks.loose_ends(director, large.period)
    lost.refresh_from_db()
    actions.let_stand_alone(lost, version=lost.version, by=director)
    assert breaks.loose_ends(director, large.period) == (before[0] - 1, before[1])
