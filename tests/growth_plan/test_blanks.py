"""An empty block of a plan says what belongs there, and leads whoever writes the plan to where that is made."""

import pytest
from django.urls import reverse

from tests.factories import make_action, make_analysis, make_growth_edition, make_growth_plan, make_objective
from zichtlijn.growth_plan.blanks import blanks_of
from zichtlijn.growth_plan.queries import writing_page
from zichtlijn.objectives.models import Action, ObjectiveLink
from zichtlijn.objectives.states import Level


@pytest.fixture
def plan(scoped):
    """An empty plan of the department that the other manager heads."""
    scoped.plan = make_growth_plan(scoped.other_department, scoped.period)
    return scoped


def blanks(cast, part="other_manager"):
    return blanks_of(writing_page(cast.plan), getattr(cast, part).actor, may_keep=True)


def test_each_empty_block_leads_to_where_its_content_is_made(plan):
    found = blanks(plan)
    write = reverse("growth_plan:write", args=[plan.plan.pk])
    for name in ("choices", "budget", "agreements"):
        assert found[name].url == f"{write}#id_{name}"
    assert found["analysis"].url.startswith(reverse("analysis:start"))
    assert f"unit={plan.other_department.pk}" in found["analysis"].url
    assert found["tactical"].url.startswith(reverse("objectives:new"))
    assert "level=department" in found["tactical"].url
    assert (found["strategic"].url, found["operational"].url, found["actions"].url) == ("", "", "")


def test_what_follows_is_led_to_once_it_can_be_made(plan):
    mine = make_objective(plan.organisation, "Eigen", level=Level.DEPARTMENT, unit=plan.other_department)
    analysis = make_analysis(plan.organisation, unit=plan.other_department)
    found = blanks(plan)
    assert found["strategic"].url == reverse("objectives:parents", args=[mine.pk])
    assert found["operational"].url == reverse("ogsm:sheet", args=[mine.pk])
    assert found["actions"].url == reverse("objectives:new_action", args=[mine.pk])
    assert found["analysis"].url == reverse("analysis:swot", args=[analysis.pk])
    ObjectiveLink.objects.create(organisation=plan.organisation, child=mine, parent=plan.strategic)
    assert blanks(plan)["strategic"].url == ""
    make_action(mine, "Klaar", done_on=plan.period.starts_on)
    assert blanks(plan)["actions"].url == ""
    Action.objects.all().delete()


def test_the_page_shows_them_to_who_writes_and_leads_readers_nowhere(plan, signed_in):
    address, write = (reverse(f"growth_plan:{name}", args=[plan.plan.pk]) for name in ("plan", "write"))
    shown = signed_in(plan.other_manager).get(address).content.decode()
    assert f'href="{write}#id_choices"' in shown
    make_growth_edition(plan.plan)
    read = signed_in(plan.employee).get(address).content.decode()
    assert write not in read
    assert "Not written yet." in read or "Nog niet geschreven." in read


def test_who_may_only_read_along_is_not_asked_to_make_a_strategic_objective(plan):
    plan.plan = make_growth_plan(plan.top, plan.period)
    found = blanks_of(writing_page(plan.plan), plan.director.actor, may_keep=True)
    assert "level=strategic" in found["strategic"].url
    assert blanks_of(writing_page(plan.plan), plan.other_manager.actor, may_keep=True)["strategic"].url == ""
