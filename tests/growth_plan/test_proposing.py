"""Who adopts a plan: proposed by the unit, decided one level higher, sent back with a reason."""

import pytest
from django.urls import reverse
from django.utils import translation

from tests.factories import count_queries, make_growth_edition, make_growth_plan, make_unit
from tests.growth_plan.drafted import propose
from zichtlijn.access.models import Membership
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.growth_plan import actions
from zichtlijn.growth_plan.deciding import deciders_of, plans_waiting_for
from zichtlijn.growth_plan.models import GrowthPlan
from zichtlijn.growth_plan.permissions import can_adopt_plan
from zichtlijn.growth_plan.states import PlanState


def names(plan):
    return [member.shown_name for member in deciders_of([plan])[plan.pk]]


def test_the_unit_proposes_and_one_level_higher_adopts(plan):
    propose(plan)
    assert (plan.plan.state, plan.plan.proposed_by_name) == (PlanState.PROPOSED, plan.line_manager.actor.name)
    with pytest.raises(NotAllowed):
        actions.adopt_plan(plan.plan, version=1, after=0, by=plan.line_manager.actor)
    assert actions.adopt_plan(plan.plan, version=1, after=0, by=plan.director.actor).by_name == plan.director.actor.name
    plan.plan.refresh_from_db()
    assert (plan.plan.state, plan.plan.proposed_by_name) == (PlanState.ADOPTED, plan.line_manager.actor.name)
    told = AuditEvent.objects.filter(event__startswith="growth_plan").order_by("pk").values_list("event", flat=True)
    assert list(told) == [Event.GROWTH_PLAN_PROPOSED, Event.GROWTH_PLAN_ADOPTED]


def test_sent_back_with_a_reason_that_goes_when_it_is_proposed_again(plan):
    propose(plan)
    actions.return_plan(plan.plan, because="Wat kost het?", by=plan.director.actor)
    plan.plan.refresh_from_db()
    assert (plan.plan.state, plan.plan.returned_because) == (PlanState.DRAFT, "Wat kost het?")
    assert plans_waiting_for(plan.line_manager.actor) == ([], [plan.plan])
    propose(plan)
    assert plan.plan.returned_because == ""
    assert plans_waiting_for(plan.line_manager.actor) == ([], [])


def test_a_proposal_is_taken_back_and_what_was_adopted_stays_adopted(plan):
    propose(plan)
    actions.withdraw_plan(plan.plan, by=plan.line_manager.actor)
    plan.plan.refresh_from_db()
    assert plan.plan.state == PlanState.DRAFT
    make_growth_edition(plan.plan)
    propose(plan)
    assert plan.plan in GrowthPlan.objects.visible_to(plan.employee.actor)
    actions.return_plan(plan.plan, because="Nee", by=plan.director.actor)
    plan.plan.refresh_from_db()
    assert plan.plan.state == PlanState.ADOPTED


def test_what_is_not_proposed_is_not_taken_back_or_sent_back(plan):
    with pytest.raises(NotNow):
        actions.withdraw_plan(plan.plan, by=plan.line_manager.actor)
    with pytest.raises(NotNow):
        actions.return_plan(plan.plan, because="Nee", by=plan.director.actor)


def test_a_plan_is_proposed_once_and_only_what_was_read(plan):
    with pytest.raises(NotNow):
        actions.propose_plan(plan.plan, version=7, by=plan.line_manager.actor)
    propose(plan)
    with pytest.raises(NotNow):
        propose(plan)


def test_the_nearest_head_above_is_asked_who_is_somebody_else(plan):
    below = make_unit(plan.organisation, "Eronder", parent=plan.team)
    assert names(make_growth_plan(below, plan.period)) == [plan.line_manager.person.name]
    own = make_unit(plan.organisation, "Ook", parent=plan.team, head=plan.line_manager.person)
    assert names(make_growth_plan(own, plan.period)) == [plan.director.person.name]
    assert names(make_growth_plan(plan.top, plan.period)) == [plan.director.person.name]


def test_nobody_adopts_what_they_proposed_themselves(plan, signed_in):
    """The head above a unit without a head writes its plan: the next one up is asked, and adopts it."""
    unit = make_unit(plan.organisation, "Zonder hoofd", parent=plan.team)
    below = make_growth_plan(unit, plan.period, state=PlanState.PROPOSED, proposed_by=plan.line_manager.user)
    assert names(below) == [plan.director.person.name]
    browser = signed_in(plan.line_manager)
    for act in ("adopt", "return"):
        assert browser.post(reverse(f"growth_plan:{act}", args=[below.pk]), {"version": 1}).status_code == 403
    adopting = reverse("growth_plan:adopt", args=[below.pk])
    assert adopting not in browser.get(reverse("growth_plan:plan", args=[below.pk])).content.decode()
    assert signed_in(plan.director).get(adopting).status_code == 200


def test_who_is_about_to_propose_is_not_asked(plan, signed_in):
    below = make_growth_plan(make_unit(plan.organisation, "Zonder hoofd", parent=plan.team), plan.period)
    page = signed_in(plan.line_manager).get(reverse("growth_plan:propose", args=[below.pk])).content.decode()
    assert plan.director.person.name in page.split("<main")[1]


def test_who_cannot_sign_in_is_not_asked_and_without_anybody_nothing_is_proposed(plan):
    below = make_unit(plan.organisation, "Eronder", parent=plan.team)
    Membership.objects.filter(pk=plan.line_manager.membership.pk).update(is_active=False)
    assert names(make_growth_plan(below, plan.period)) == [plan.director.person.name]
    Membership.objects.filter(pk=plan.director.membership.pk).update(is_active=False)
    with translation.override("en"), pytest.raises(NotNow, match="Nobody can adopt"):
        propose(plan, by="administrator")


def test_it_waits_for_who_is_asked_and_for_nobody_else(plan):
    below = make_growth_plan(
        make_unit(plan.organisation, "Eronder", parent=plan.team), plan.period, state=PlanState.PROPOSED
    )
    assert plans_waiting_for(plan.line_manager.actor) == ([below], [])
    for part in ("director", "other_manager", "employee", "administrator", "consultant"):
        assert plans_waiting_for(getattr(plan, part).actor) == ([], []), part


def test_the_questions_of_my_line_do_not_grow_with_what_waits(plan, signed_in):
    browser, url = signed_in(plan.director), reverse("home:my_line")
    make_growth_plan(plan.department, plan.period, state=PlanState.PROPOSED)
    browser.get(url)
    with count_queries() as few:
        browser.get(url)
    for n in range(3):
        unit = make_unit(plan.organisation, f"Team {n}", parent=plan.top)
        make_growth_plan(unit, plan.period, state=PlanState.PROPOSED)
    with count_queries() as many:
        browser.get(url)
    assert many.count == few.count <= 25


def test_what_was_taken_back_meanwhile_is_not_adopted_by_the_head_above(plan):
    unit = make_unit(plan.organisation, "Eronder", parent=plan.team)
    read = make_growth_plan(unit, plan.period, state=PlanState.PROPOSED, proposed_by=plan.director.user)
    assert can_adopt_plan(plan.line_manager.actor, read)
    GrowthPlan.objects.filter(pk=read.pk).update(state=PlanState.DRAFT)
    with pytest.raises(NotAllowed):
        actions.adopt_plan(read, version=1, after=0, by=plan.line_manager.actor)
