"""Figures that are kept: what counting anew would give, without counting anew."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.utils import timezone

from tests.factories import count_queries, make_organisation, make_person, make_placement, make_unit
from zichtlijn.access.actor import system_actor
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit import actions as audit
from zichtlijn.audit import figures
from zichtlijn.audit.figures import LOOKS, OBJECTIVES, READINGS, forget_figures, kept
from zichtlijn.audit.middleware import FiguresMiddleware
from zichtlijn.audit.models import Event
from zichtlijn.organisation import actions
from zichtlijn.organisation.models import Position
from zichtlijn.organisation.queries import people, positions, units

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def here():
    """An organisation in whose scope the test runs, and its system actor; nothing is kept from before."""
    forget_figures()
    organisation = make_organisation("Hier")
    with in_organisation(organisation):
        yield SimpleNamespace(organisation=organisation, by=system_actor(organisation))
    forget_figures()


def happens(here, event):
    audit.record(event, on=here.organisation, by=here.by)


class Counting:
    """Counts, and how often it was asked to."""

    def __init__(self):
        self.times = 0

    def __call__(self):
        self.times += 1
        return self.times


def test_a_figure_is_counted_once_and_asks_the_log_each_time(here):
    make = Counting()
    assert [kept(("one",), make, unmoved_by=LOOKS) for _ in range(3)] == [1, 1, 1]
    with count_queries() as asked:
        kept(("one",), make, unmoved_by=LOOKS)
    assert asked.count == 1
    assert kept(("another",), make, unmoved_by=LOOKS) == 2


def test_within_a_request_that_reads_all_figures_share_one_look(here):
    make = Counting()
    kept(("one",), make, unmoved_by=LOOKS)
    kept(("two",), make, unmoved_by=LOOKS)
    with count_queries() as asked, figures.one_look():
        assert [kept((name,), make, unmoved_by=LOOKS) for name in ("one", "two", "one")] == [1, 2, 1]
    assert asked.count == 1
    with figures.one_look():
        kept(("one",), make, unmoved_by=LOOKS)
        happens(here, Event.UNIT_ADDED)  # after the look: the page is of the moment at which it began
        assert kept(("two",), make, unmoved_by=LOOKS) == 2
    with figures.one_look():
        assert [kept((name,), make, unmoved_by=LOOKS) for name in ("one", "two")] == [3, 4]


@pytest.mark.parametrize(("method", "shares"), [("GET", True), ("HEAD", True), ("POST", False)])
def test_what_may_write_looks_each_time(here, rf, method, shares):
    make = Counting()

    def page(_request):
        kept(("one",), make, unmoved_by=LOOKS)
        happens(here, Event.UNIT_ADDED)
        return kept(("one",), make, unmoved_by=LOOKS)

    assert FiguresMiddleware(page)(rf.generic(method, "/")) == (1 if shares else 2)


def test_the_end_of_the_log_that_is_remembered_is_cut(here, monkeypatch):
    monkeypatch.setattr(figures, "LINES", 3)
    make = Counting()
    kept(("old",), make, unmoved_by=LOOKS)
    for _line in range(2):
        happens(here, Event.PERSON_SEEN)
        kept(("young",), make, unmoved_by=LOOKS)
    assert make.times == 2
    for _line in range(2):
        happens(here, Event.PERSON_SEEN)
        kept(("between",), make, unmoved_by=LOOKS)
    assert kept(("young",), make, unmoved_by=LOOKS) == 2
    assert kept(("old",), make, unmoved_by=LOOKS) == 4  # it was counted before the first line that is remembered


def test_an_event_that_matters_has_it_counted_anew_and_another_has_not(here):
    make = Counting()
    kept(("one",), make, unmoved_by=READINGS)
    happens(here, Event.PERSON_SEEN)
    happens(here, Event.READING_RECORDED)
    assert kept(("one",), make, unmoved_by=READINGS) == 1
    happens(here, Event.OBJECTIVE_UNLINKED)
    assert kept(("one",), make, unmoved_by=READINGS) == 2
    assert kept(("one",), make, unmoved_by=READINGS) == 2
    happens(here, Event.FILE_IMPORTED)
    assert kept(("one",), make, unmoved_by=OBJECTIVES) == 3


def test_an_event_of_another_organisation_moves_nothing_here(here):
    make, there = Counting(), make_organisation("Daar")
    kept(("one",), make, unmoved_by=LOOKS)
    with in_organisation(there):
        audit.record(Event.UNIT_ADDED, on=there, by=system_actor(there))
        assert kept(("one",), make, unmoved_by=LOOKS) == 2
    assert kept(("one",), make, unmoved_by=LOOKS) == 1


def test_what_happens_while_counting_makes_it_count_again(here):
    def make():
        happens(here, Event.UNIT_ADDED)
        return "half old"

    assert kept(("one",), make, unmoved_by=LOOKS) == "half old"
    assert kept(("one",), lambda: "new", unmoved_by=LOOKS) == "new"


def test_inside_a_transaction_nothing_is_kept(here):
    make = Counting()
    with transaction.atomic():
        assert kept(("one",), make, unmoved_by=LOOKS) == 1
    assert kept(("one",), make, unmoved_by=LOOKS) == 2


def test_many_later_lines_another_day_or_a_long_time_count_anew(here, monkeypatch):
    make = Counting()
    monkeypatch.setattr(figures, "LINES", 3)
    kept(("one",), make, unmoved_by=LOOKS)
    for _line in range(4):
        happens(here, Event.PERSON_SEEN)
    assert kept(("one",), make, unmoved_by=LOOKS) == 2
    tomorrow = timezone.localdate() + timedelta(days=1)
    with monkeypatch.context() as patch:
        patch.setattr(figures.timezone, "localdate", lambda: tomorrow)
        assert kept(("one",), make, unmoved_by=LOOKS) == 3
    assert kept(("one",), make, unmoved_by=LOOKS) == 2
    monkeypatch.setattr(figures, "LONGEST", -1)
    assert kept(("one",), make, unmoved_by=LOOKS) == 4


def test_so_many_figures_are_kept_and_no_more(here, monkeypatch):
    make = Counting()
    monkeypatch.setattr(figures, "KEPT", 2)
    for name in ("a", "b", "a", "c"):
        kept((name,), make, unmoved_by=LOOKS)
    assert make.times == 3
    assert kept(("a",), make, unmoved_by=LOOKS) == 1
    assert kept(("b",), make, unmoved_by=LOOKS) == 4


def test_units_and_positions_of_a_large_organisation_follow_every_change(here, monkeypatch):
    monkeypatch.setattr(units, "WHOLE_TREE", 0)
    monkeypatch.setattr(people, "FEW", 0)
    top = make_unit(here.organisation, "Alles")
    team = make_unit(here.organisation, "Team", parent=top)
    position = Position.objects.create(organisation=here.organisation, key="F1", name="Monteur")
    first = make_person(here.organisation, "An", "Eerste")
    make_placement(first, team, position)
    make_person(here.organisation, "Bea", "Tweede")
    assert units.people_per_unit([top, team]) == {top.pk: 1, team.pk: 1}
    assert positions.people_per_position() == {position.pk: 1}
    second = actions.add_person(
        key="P9", given_name="Cor", family_prefix="", family_name="Derde", email="", starts_on=None, by=here.by
    )
    actions.add_placement(
        second, unit=top, position=position, line_manager=None, starts_on=timezone.localdate(), ends_on=None, by=here.by
    )
    with count_queries() as asked:
        assert units.people_per_unit([top, team]) == {top.pk: 2, team.pk: 1}
    monkeypatch.undo()
    assert units.people_per_unit([top, team]) == {top.pk: 2, team.pk: 1}
    assert positions.people_per_position() == {position.pk: 2}
    assert asked.count <= 5
