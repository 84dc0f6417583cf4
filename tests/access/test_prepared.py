"""Questions of which the words are kept: the same answers as a queryset made anew, and what cannot be prepared."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Prefetch
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes.exceptions import ScopeError

from tests.factories import make_measure, make_objective
from zichtlijn.access.actor import Actor
from zichtlijn.access.prepared import prepared
from zichtlijn.access.scoping import in_organisation, scopes_disabled
from zichtlijn.objectives.models import Measure, Objective
from zichtlijn.objectives.states import Level, State

pytestmark = pytest.mark.usefixtures("time_of_year")

TODAY = date(2026, 5, 4)


@prepared
def of_owner(*, person: int, until: date, brief: bool):
    found = Objective.objects.filter(owner_id=person, starts_on__lte=until).select_related("unit", "owner")
    return found.only("title", "unit__name", "owner__family_name").order_by("pk") if brief else found.order_by("pk")


@prepared
def measures_of(*, objectives: list[int]):
    return Measure.objects.filter(objective__among=objectives).order_by("pk").values_list("pk", "target", "ends_on")


@prepared
def at_levels(*, levels: frozenset):
    return Objective.objects.filter(level__in=sorted(levels)).order_by("pk").values_list("pk", flat=True)


@prepared
def called(*, title: str):
    return Objective.objects.filter(title=title).order_by("pk")


@prepared
def numbered(*, pk: int):
    return Objective.objects.filter(pk=pk)


@prepared
def all_but(*, pk: int):
    return Objective.objects.exclude(pk=pk)


@prepared
def seen(*, actor: Actor, levels: frozenset):
    return Objective.objects.visible_to(actor, levels=levels).order_by("pk").values_list("pk", flat=True)


def test_it_answers_as_a_queryset_made_anew(scoped):
    make_objective(scoped.organisation, level=Level.PERSONAL, owner=scoped.employee.person, unit=scoped.team)
    for member in (scoped.employee, scoped.colleague, scoped.line_manager):
        for until in (TODAY, TODAY - timedelta(days=4000)):
            for brief in (True, False):
                values = {"person": member.person.pk, "until": until, "brief": brief}
                anew = list(of_owner.queryset(**values))
                assert of_owner(**values) == anew
                assert [(o.title, o.unit, o.owner) for o in of_owner(**values)] == [
                    (o.title, o.unit, o.owner) for o in anew
                ]
    assert of_owner(person=scoped.employee.person.pk, until=TODAY, brief=True)


def test_it_asks_the_database_as_often_as_it_is_asked_and_joins_what_was_selected(scoped):
    values = {"person": scoped.employee.person.pk, "until": TODAY, "brief": False}
    of_owner(**values)
    with CaptureQueriesContext(connection) as asked:
        first, second = of_owner(**values), of_owner(**values)
        assert [o.unit.name for o in first] == [o.unit.name for o in second]
    assert len(asked) == 2


def test_values_are_read_as_their_fields_are(scoped):
    made = [make_measure(scoped.personal, target=7), make_measure(scoped.strategic, target=9)]
    other = make_measure(scoped.department_objective)
    ids = [scoped.personal.pk, scoped.strategic.pk]
    rows = measures_of(objectives=ids)
    assert rows == list(Measure.objects.filter(objective__in=ids).order_by("pk").values_list("pk", "target", "ends_on"))
    assert {m.pk for m in made} <= {pk for pk, *_rest in rows}
    assert other.pk not in {pk for pk, *_rest in rows}
    assert measures_of(objectives=[]) == []
    assert len(measures_of(objectives=[scoped.personal.pk] * 3)) == len(measures_of(objectives=[scoped.personal.pk]))


@pytest.mark.parametrize("number", [2**63, 10**30, -(2**63) - 1])
def test_a_number_that_no_row_can_have_finds_no_row(scoped, number):
    """A database would fail over it."""
    make_measure(scoped.personal)
    assert numbered(pk=number) == []
    assert set(all_but(pk=number)) == set(Objective.objects.all())
    known = scoped.personal.pk
    assert measures_of(objectives=[number, known]) == measures_of(objectives=[known])
    assert Objective.objects.get(pk__among=[known, number]).pk == known


def test_among_takes_a_queryset_too(scoped):
    make_measure(scoped.personal)
    personal = Objective.objects.filter(level=Level.PERSONAL).order_by("title")
    found = Measure.objects.filter(objective__among=personal.values("pk"))
    assert found.exists()
    assert set(found) == set(Measure.objects.filter(objective__in=personal.values("pk")))


def test_W35_among_takes_numbers_and_nothing_else(scoped):
    with pytest.raises(ValueError, match="invalid literal"):
        measures_of(objectives=["1); DROP TABLE objectives_measure; --"])
    title = "'; DROP TABLE objectives_objective; --"
    make_objective(scoped.organisation, level=Level.STRATEGIC, title=title)
    assert [o.title for o in called(title=title)] == [title]


def test_the_organisation_is_that_of_the_scope_each_time(cast):
    with in_organisation(cast.organisation):
        here = set(at_levels(levels=frozenset({Level.STRATEGIC})))
    with in_organisation(cast.twin.organisation):
        there = set(at_levels(levels=frozenset({Level.STRATEGIC})))
    assert here
    assert there
    assert not here & there


def test_W36_without_a_scope_nothing_is_asked(cast):
    with in_organisation(cast.organisation):
        at_levels(levels=frozenset({Level.STRATEGIC}))
    with pytest.raises(ScopeError):
        at_levels(levels=frozenset({Level.STRATEGIC}))
    with scopes_disabled(), pytest.raises(ScopeError):
        at_levels(levels=frozenset({Level.STRATEGIC}))


def test_a_choice_is_another_question(scoped):
    strategic, personal = frozenset({Level.STRATEGIC}), frozenset({Level.PERSONAL})
    assert scoped.strategic.pk in at_levels(levels=strategic)
    assert scoped.strategic.pk not in at_levels(levels=personal)
    assert scoped.personal.pk in at_levels(levels=personal)


def test_W37_each_actor_gets_what_that_actor_may_know_of(scoped):
    for state in (State.DRAFT, State.PROPOSED, State.AGREED):
        make_objective(
            scoped.organisation, level=Level.PERSONAL, owner=scoped.employee.person, unit=scoped.team, state=state
        )
    parts = ("employee", "colleague", "line_manager", "other_manager", "hr", "director", "works_council", "consultant")
    answers = set()
    for levels in (frozenset(Level), frozenset({Level.PERSONAL}), frozenset({Level.STRATEGIC, Level.DEPARTMENT})):
        for part in [*parts, *reversed(parts)]:
            actor = getattr(scoped, part).actor
            anew = list(seen.queryset(actor=actor, levels=levels))
            assert seen(actor=actor, levels=levels) == anew, (part, levels)
            answers.add(tuple(anew))
    assert len(answers) > 5  # they differ, so that one answer for another's would have been seen


def test_a_question_to_which_nothing_can_come_is_not_asked(scoped):
    assert at_levels(levels=frozenset()) == []


def question_of(build):
    return prepared(build)


def test_what_depends_on_a_value_in_another_way_is_refused(scoped):
    @prepared
    def by_truth(*, person: int):
        return Objective.objects.filter(owner_id=person) if person else Objective.objects.none()

    @prepared
    def by_likeness(*, person: int):
        return Objective.objects.filter(owner_id=person) if person == 3 else Objective.objects.none()

    @prepared
    def by_order(*, until: date):
        return Objective.objects.filter(starts_on__lte=until) if until > TODAY else Objective.objects.none()

    @prepared
    def by_length(*, objectives: list[int]):
        return Objective.objects.filter(pk__among=objectives)[: len(objectives)]

    for question, values in (
        (by_truth, {"person": 3}),
        (by_likeness, {"person": 3}),
        (by_order, {"until": TODAY}),
        (by_length, {"objectives": [3]}),
    ):
        with pytest.raises(TypeError, match="cannot be decided by"):
            question(**values)


def test_a_day_in_the_words_is_refused(scoped):
    @prepared
    def today():
        return Objective.objects.filter(starts_on__lte=timezone.localdate())

    @prepared
    def this_moment():
        return Objective.objects.filter(created_at__lte=timezone.now())

    for question in (today, this_moment):
        with pytest.raises(TypeError, match="keeps the day"):
            question()


def test_a_function_that_sees_the_variables_of_another_is_refused():
    person = 3

    def mine():
        return Objective.objects.filter(owner_id=person)

    with pytest.raises(TypeError, match="sees variables of another function"):
        question_of(mine)


def test_values_without_their_names_are_refused():
    def mine(person: int):
        return Objective.objects.filter(owner_id=person)

    with pytest.raises(TypeError, match="by name only"):
        question_of(mine)


def test_a_prefetch_is_refused(scoped):
    @prepared
    def with_measures():
        return Objective.objects.prefetch_related(Prefetch("measures"))

    with pytest.raises(TypeError, match="prefetch"):
        with_measures()


def test_nothing_is_no_value(scoped):
    with pytest.raises(ValueError, match="nothing is another question"):
        of_owner(person=None, until=TODAY, brief=False)


def test_what_takes_many_values_is_no_choice(scoped):
    @prepared
    def chosen(*, person: object):
        return Objective.objects.filter(owner_id=person)

    with pytest.raises(TypeError, match="cannot choose"):
        chosen(person=3)
