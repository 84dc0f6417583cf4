"""Where it stands: stored, following each reading upward, and the same when recomputed from scratch."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import count_queries, make_link, make_measure, make_objective, make_reading
from zichtlijn.access.actor import actor_for, system_actor
from zichtlijn.calculations import objectives as core
from zichtlijn.objectives import actions
from zichtlijn.objectives.actions.standing import differences, follow_up, recompute_organisation
from zichtlijn.objectives.models import Objective, ObjectiveLink
from zichtlijn.objectives.queries.objective_page import how_made, measures_of
from zichtlijn.objectives.states import Level, State, Status


@pytest.fixture
def chain(standing):
    return standing


def test_a_reading_of_a_person_arrives_at_the_top(chain):
    actor = actor_for(chain.employee.membership)
    before = Objective.objects.get(pk=chain.strategic.pk).support_progress
    actions.record_reading(chain.personal_measure, value=Decimal(80), measured_on=timezone.localdate(), by=actor)
    personal = Objective.objects.get(pk=chain.personal.pk)
    assert personal.progress == pytest.approx(0.8)
    role = Objective.objects.get(pk=chain.role_objective.pk)
    assert role.progress == pytest.approx(0.8)
    assert role.coverage == pytest.approx(0.5)
    top = Objective.objects.get(pk=chain.strategic.pk)
    assert top.support_progress == pytest.approx(0.8) != before
    assert differences(chain.organisation) == []


@pytest.mark.usefixtures("time_of_year")
def test_recording_takes_the_same_queries_with_one_and_with_many_supporters(chain):
    actor = actor_for(chain.employee.membership)
    day = timezone.localdate()
    actions.record_reading(chain.personal_measure, value=Decimal(29), measured_on=day - timedelta(2), by=actor)
    with count_queries() as few:
        actions.record_reading(chain.personal_measure, value=Decimal(30), measured_on=day - timedelta(1), by=actor)
    for number in range(6):
        other = make_objective(chain.organisation, f"Nog {number}", level=Level.PERSONAL, owner=chain.colleague.person)
        make_link(other, chain.role_objective)
        make_measure(other)
    with count_queries() as many:
        actions.record_reading(chain.personal_measure, value=Decimal(40), measured_on=day, by=actor)
    assert many.count == few.count <= 17


@pytest.mark.parametrize("share", [0, 1, 50, 99, 100])
@pytest.mark.parametrize("own_is_read", [True, False])
def test_where_one_of_the_two_is_not_measured_the_other_counts_whole_whatever_its_share(chain, share, own_is_read):
    upper = make_objective(chain.organisation, "Boven", level=Level.ROLE, unit=chain.team, own_share=share)
    lower = make_objective(chain.organisation, "Onder", level=Level.PERSONAL, owner=chain.employee.person)
    link, own, support = make_link(lower, upper), make_measure(upper), make_measure(lower)
    make_reading(own if own_is_read else support, 60)
    recompute_organisation(chain.organisation)
    upper.refresh_from_db()
    link.child.refresh_from_db()
    read = own if own_is_read else support
    read.refresh_from_db()
    assert (upper.progress, upper.expected) == (read.progress, read.expected)
    assert upper.progress is not None
    assert upper.coverage == pytest.approx((share if own_is_read else 100 - share) / 100)
    assert (upper.status == Status.PARTIAL) is (upper.coverage < 0.6)
    made = how_made(upper, measures_of(upper), [link])
    assert (made.own_share, made.support_share) == ((1, 0) if own_is_read else (0, 1))
    assert differences(chain.organisation) == []


def test_a_reading_adds_its_difference_and_leaves_the_other_supporters_alone(chain):
    day = timezone.localdate()
    weighed = make_objective(chain.organisation, "Gewogen", level=Level.PERSONAL, owner=chain.colleague.person)
    make_link(weighed, chain.role_objective, weight=30)
    make_measure(weighed)
    recompute_organisation(chain.organisation)
    for measure, by in ((weighed.measures.get(), chain.colleague), (chain.personal_measure, chain.employee)):
        for value in (10, 90, 35):
            with count_queries() as asked:
                actions.record_reading(measure, value=Decimal(value), measured_on=day, by=actor_for(by.membership))
            assert not [sql for sql in asked.sql if "SUM(" in sql]
            assert differences(chain.organisation) == []


def test_sums_that_were_never_stored_are_made_by_the_first_reading(chain):
    Objective.objects.update(support_sums=None)
    actor = actor_for(chain.employee.membership)
    actions.record_reading(chain.personal_measure, value=Decimal(70), measured_on=timezone.localdate(), by=actor)
    for above in (chain.role_objective, chain.operational, chain.strategic):
        assert Objective.objects.get(pk=above.pk).support_sums["count"] >= 1
    assert not [line for line in differences(chain.organisation) if f"objective {chain.role_objective.pk}" in line]


def test_differences_finds_a_sum_that_was_bent(chain):
    sums = Objective.objects.get(pk=chain.operational.pk).support_sums
    Objective.objects.filter(pk=chain.operational.pk).update(support_sums=sums | {"open_measured": 7})
    assert any(f"objective {chain.operational.pk}" in line for line in differences(chain.organisation))


def test_what_is_not_agreed_does_not_count(chain):
    Objective.objects.filter(pk=chain.colleague_personal.pk).update(state=State.PROPOSED)
    follow_up([chain.role_objective.pk], organisation=chain.organisation)
    role = Objective.objects.get(pk=chain.role_objective.pk)
    assert role.supporter_count == 1
    assert role.coverage == 1.0


def test_missing_is_never_zero_and_shows_as_coverage(chain):
    role = Objective.objects.get(pk=chain.role_objective.pk)
    assert role.progress == pytest.approx(0.2)
    assert role.coverage == pytest.approx(0.5)
    assert role.status == core.Status.PARTIAL


def test_the_line_breaks_below_an_objective_that_is_dropped_and_mends_when_it_is_reopened(chain):
    boss = actor_for(chain.director.membership)
    assert Objective.objects.get(pk=chain.personal.pk).in_line
    actions.move_objective(chain.operational, "drop", by=boss)
    assert not Objective.objects.get(pk=chain.personal.pk).in_line
    assert differences(chain.organisation) == []
    actions.move_objective(chain.operational, "reopen", by=boss)
    assert Objective.objects.get(pk=chain.personal.pk).in_line
    assert differences(chain.organisation) == []


def test_differences_finds_a_number_that_was_bent(chain):
    Objective.objects.filter(pk=chain.operational.pk).update(progress=0.99)
    found = differences(chain.organisation)
    assert any(f"objective {chain.operational.pk}" in line for line in found)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(
        st.tuples(
            st.none() | st.integers(0, 100),
            st.none() | st.floats(0, 1),
            st.none() | st.floats(0, 1),
        ),
        max_size=6,
    )
)
def test_sums_of_the_database_give_what_the_core_gives(scoped, parts):
    parent = make_objective(scoped.organisation, "Ouder", level=Level.ROLE)
    for weight, progress, expected in parts:
        child = make_objective(
            scoped.organisation, "Kind", level=Level.PERSONAL, owner=scoped.employee.person, progress=progress,
            expected=expected, coverage=0.0 if progress is None else 1.0,
        )  # fmt: skip
        make_link(child, parent, weight=weight)
    follow_up([parent.pk], organisation=scoped.organisation)
    weights = core.filled_weights([weight for weight, *_rest in parts])
    wanted = core.roll_up(
        core.Part(weight, progress, expected, 0.0 if progress is None else 1.0)
        for weight, (_given, progress, expected) in zip(weights, parts, strict=True)
    )
    found = Objective.objects.get(pk=parent.pk)
    assert found.supporter_count == len(parts)
    assert found.progress == (None if wanted.progress is None else pytest.approx(wanted.progress))
    assert found.expected == (None if wanted.expected is None else pytest.approx(wanted.expected))
    assert found.coverage == pytest.approx(wanted.coverage)
    assert found.status == wanted.status
    ObjectiveLink.objects.filter(parent=parent).delete()


def test_two_parents_each_get_their_part(chain):
    by = system_actor(chain.organisation)
    second = make_objective(chain.organisation, "Tweede", level=Level.OPERATIONAL, parents=[chain.department_objective])
    recompute_organisation(chain.organisation)
    actions.link_objectives(chain.project_objective, second, weight=40, by=by)
    assert {link.parent_id for link in chain.project_objective.parent_links.all()} == {chain.operational.pk, second.pk}
    actions.link_objectives(chain.personal, chain.project_objective, by=actor_for(chain.employee.membership))
    assert [link.parent_id for link in chain.personal.parent_links.all()] == [chain.project_objective.pk]
    assert differences(chain.organisation) == []
