"""Who hears by mail what happened to a plan, in whose language, and when nobody does."""

import pytest
from django.conf import settings as configured
from django.db import transaction
from django.urls import reverse

from tests.factories import make_growth_plan, make_objective, make_unit
from tests.growth_plan.drafted import TEXTS, propose
from zichtlijn.access.models import User
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.growth_plan import actions
from zichtlijn.notices.models import OutgoingMail
from zichtlijn.objectives.states import Level
from zichtlijn.organisation.models import Unit


@pytest.fixture
def plan(plan, settings):
    """That draft; mail goes to the outbox."""
    settings.EMAIL_BACKEND = "zichtlijn.notices.outbox.OutboxBackend"
    return plan


def told():
    return [(mail.to, mail.subject) for mail in OutgoingMail.objects.order_by("pk")]


def test_who_must_decide_hears_which_plan_and_where_and_nothing_of_what_it_says(plan):
    User.objects.filter(pk=plan.director.user.pk).update(language="en")
    propose(plan)
    (mail,) = OutgoingMail.objects.all()
    assert (mail.to, mail.organisation, mail.kind) == ([plan.director.user.email], plan.organisation, "told")
    unit, year = plan.team.name, plan.period.name
    assert mail.subject == f"The growth plan of {unit} for {year} is waiting for you"
    assert plan.line_manager.actor.name in mail.body
    assert f"{configured.BASE_URL}/in/proef{reverse('growth_plan:plan', args=[plan.plan.pk])}" in mail.body
    assert not any(text in mail.body for text in TEXTS.values())
    assert "Teamdoel" not in mail.body


def test_each_reads_it_in_their_own_language(plan):
    User.objects.filter(pk=plan.director.user.pk).update(language="nl")
    propose(plan)
    assert told()[0][1] == f"Het GroeiPrestatiePlan van {plan.team.name} voor {plan.period.name} wacht op jou"


def test_who_proposed_hears_that_it_came_back_and_the_reason_stays_with_the_plan(plan):
    propose(plan)
    OutgoingMail.objects.all().delete()
    actions.return_plan(plan.plan, because="Wat kost het?", by=plan.director.actor)
    (mail,) = OutgoingMail.objects.all()
    assert mail.to == [plan.line_manager.user.email]
    assert plan.director.actor.name in mail.body
    assert "Wat kost het?" not in mail.body


def test_the_head_of_the_unit_hears_that_it_was_adopted(plan):
    propose(plan, by="administrator")
    OutgoingMail.objects.all().delete()
    actions.adopt_plan(plan.plan, version=plan.plan.version, after=0, by=plan.director.actor)
    assert [to for to, _subject in told()] == [[plan.line_manager.user.email]]


def test_nobody_hears_of_their_own_act_or_for_a_unit_without_a_head(plan):
    Unit.objects.filter(pk=plan.top.pk).update(head=plan.director.person)
    own = make_growth_plan(plan.top, plan.period, **TEXTS)
    make_objective(plan.organisation, "Afdeling", level=Level.DEPARTMENT, unit=plan.top, parents=[plan.strategic])
    actions.adopt_plan(own, version=own.version, after=0, by=plan.director.actor)
    empty = make_unit(plan.organisation, "Zonder hoofd", parent=plan.top)
    headless = make_growth_plan(empty, plan.period, **TEXTS)
    make_objective(plan.organisation, "Daar", level=Level.DEPARTMENT, unit=empty, parents=[plan.strategic])
    actions.adopt_plan(headless, version=headless.version, after=0, by=plan.director.actor)
    assert told() == []


def test_what_is_refused_or_rolled_back_is_told_to_nobody(plan):
    with pytest.raises(NotNow):
        actions.propose_plan(plan.plan, version=7, by=plan.line_manager.actor)
    with pytest.raises(NotAllowed):
        actions.adopt_plan(plan.plan, version=1, after=0, by=plan.employee.actor)

    def breaks_down():
        with transaction.atomic():
            propose(plan)
            assert len(told()) == 1
            raise RuntimeError

    with pytest.raises(RuntimeError):
        breaks_down()
    assert told() == []
