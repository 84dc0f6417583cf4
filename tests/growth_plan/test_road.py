"""The road to a plan: what the analysis gives, what comes next, and the way back."""

import pytest
from django.urls import reverse
from django.utils import translation

from tests.factories import (
    count_queries,
    make_action,
    make_analysis,
    make_contribution,
    make_driver,
    make_factor,
    make_growth_edition,
    make_growth_plan,
    make_measure,
    make_objective,
)
from zichtlijn.analysis import actions as analysis_actions
from zichtlijn.analysis.states import Mode
from zichtlijn.growth_plan.ground import analyses_for, ground_of
from zichtlijn.growth_plan.models import GrowthPlan
from zichtlijn.growth_plan.permissions import can_adopt_plan
from zichtlijn.growth_plan.queries import content_of, plan_page, writing_page
from zichtlijn.growth_plan.steps import closing_steps, next_step, road_of, steps_of
from zichtlijn.growth_plan.wording import tell_costs, told_ground
from zichtlijn.objectives.actions import move_objective
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.states import Level, State


@pytest.fixture
def plan(scoped):
    """An empty draft of a department without objectives, headed by the other manager."""
    scoped.plan = make_growth_plan(scoped.other_department, scoped.period)
    return scoped


@pytest.fixture
def analysis(plan):
    """Its analysis with one factor in each list."""
    made = make_analysis(plan.organisation, unit=plan.other_department, period=plan.period)
    plan.factors = [
        make_factor(made, f"Een {kind}", kind=kind) for kind in ("strength", "weakness", "opportunity", "threat")
    ]
    return made


def score(cast, analysis, *, close=True):
    by = cast.other_manager.actor
    analysis_actions.open_scoring(analysis, Mode.LIKERT, by=by)
    cell = (cast.factors[0].pk, cast.factors[2].pk)
    analysis_actions.give_scores(analysis, {cell: 2}, version=analysis_actions.version_of_scores({}), by=by)
    if close:
        analysis_actions.close_scoring(analysis, by=by)
    analysis.refresh_from_db()


def coming(cast):
    """The act that comes next, and where it leads."""
    plan = GrowthPlan.objects.select_related("unit", "period").get(pk=cast.plan.pk)
    with translation.override("en"):
        step = next_step(road_of(writing_page(plan), cast.other_manager.actor))
    return step.act, step.url


def url(name, *args):
    return reverse(f"growth_plan:{name}", args=args)


# the analysis in the plan -----------------------------------------------------------------------------------------


def test_the_plan_takes_what_the_analysis_found(plan, analysis):
    make_driver(analysis, "Prijzen", force="rivalry", score=4)
    score(plan, analysis)
    by = plan.other_manager.actor
    point = analysis_actions.add_point(analysis, text="Hoe kunnen we?", by=by)
    made = analysis_actions.turn_into_objective(
        point,
        title="Drogen",
        unit=plan.other_department,
        owner=plan.other_manager.person,
        parent=plan.strategic,
        by=by,
    )
    ground = plan_page(plan.plan).ground
    assert ground["factors"][0]["text"] == "Een strength"
    assert (ground["issues"][0]["row"]["text"], ground["issues"][0]["quadrant"]) == ("Een strength", "grow")
    assert ground["forces"] == [["rivalry", 4.0]]
    assert ground["points"] == [{"text": "Hoe kunnen we?", "objective": None, "title": "", "became": True}]
    move_objective(made, "adopt", by=by)
    assert plan_page(plan.plan).ground["points"][0]["title"] == "Drogen"
    Objective.objects.filter(pk=made.pk).update(state=State.DROPPED)
    assert not plan_page(plan.plan).ground["points"][0]["became"], "what was dropped became nothing"


def test_while_people_score_nothing_of_it_is_told(plan, analysis):
    score(plan, analysis, close=False)
    assert ground_of(analysis)["issues"] == []


def test_an_edition_keeps_what_the_analysis_found_and_an_older_one_has_none(plan, analysis, signed_in):
    edition = make_growth_edition(plan.plan)
    plan.factors[0].delete()
    browser = signed_in(plan.other_manager)
    assert "Een strength" in browser.get(url("edition", plan.plan.pk, 1)).content.decode()
    edition.content.pop("ground")
    edition.save()
    assert browser.get(url("edition", plan.plan.pk, 1)).status_code == 200


def test_the_highest_unit_may_do_with_the_analysis_of_the_organisation(plan):
    whole = make_analysis(plan.organisation, period=plan.period)
    top = make_growth_plan(plan.top, plan.period)
    assert (analyses_for(top), analyses_for(plan.plan)) == ((whole, None), (None, whole))


def test_what_is_told_names_lists_codes_and_quadrants(plan, analysis):
    score(plan, analysis)
    with translation.override("en"):
        told = told_ground(content_of(plan_page(plan.plan))["ground"])
    kind, _name, listed = told.lists[0]
    assert (kind, listed[0].code) == ("strength", "S1")
    assert told.issues[0][2] == "growing"
    assert told_ground(None) is None


def test_what_the_analysis_found_is_not_asked_again(plan, signed_in):
    browser, page = signed_in(plan.other_manager), url("write", plan.plan.pk)
    assert "need not be written again" not in browser.get(page).content.decode()
    make_analysis(plan.organisation, unit=plan.other_department, period=plan.period)
    assert "need not be written again" in browser.get(page).content.decode()


# what comes next --------------------------------------------------------------------------------------------------


def test_from_nothing_each_step_leads_to_the_next(plan, signed_in):
    by = plan.other_manager.actor
    act, where = coming(plan)
    assert act == "Start the analysis"
    form = signed_in(plan.other_manager).get(where).context["form"]
    assert (form.initial["unit"], form.initial["period"]) == (plan.other_department, plan.period)
    analysis = analysis_actions.start_analysis(unit=plan.other_department, period=plan.period, by=by)
    assert coming(plan) == ("Fill in the SWOT", reverse("analysis:swot", args=[analysis.pk]))
    make_contribution(analysis, by=plan.other_manager)
    assert coming(plan) == ("Merge and rank", reverse("analysis:rank", args=[analysis.pk, "strength"]))
    plan.factors = [make_factor(analysis, kind=kind) for kind in ("strength", "weakness", "opportunity", "threat")]
    assert coming(plan) == ("Set them against each other", reverse("analysis:matrix", args=[analysis.pk]))
    score(plan, analysis)
    assert coming(plan)[0] == "Choose them"
    point = analysis_actions.add_point(analysis, text="Hoe kunnen we?", by=by)
    assert coming(plan)[0] == "Turn one into an objective"
    made = analysis_actions.turn_into_objective(
        point,
        title="Drogen",
        unit=plan.other_department,
        owner=plan.other_manager.person,
        parent=plan.strategic,
        by=by,
    )
    GrowthPlan.objects.update(choices="Drogen")
    act, where = coming(plan)
    assert (act, where) == (
        "Add one",
        f"{reverse('objectives:new')}?level=department&unit={plan.other_department.pk}",
    )
    new = signed_in(plan.other_manager).get(where)
    assert new.context["form"].initial["unit"] == plan.other_department
    move_objective(made, "adopt", by=by)
    assert coming(plan) == ("Add a measure", reverse("objectives:new_measure", args=[made.pk]))
    make_measure(made)
    assert coming(plan) == ("Open the OGSM", reverse("ogsm:sheet", args=[made.pk]))


def test_a_draft_that_waits_is_pointed_at_before_anything_below_it(plan):
    held = {"unit": plan.other_department, "parents": [plan.strategic], "owner": plan.other_manager.person}
    draft = make_objective(plan.organisation, "Concept", level=Level.DEPARTMENT, state=State.DRAFT, **held)
    nobody = make_objective(plan.organisation, "Van niemand", level=Level.DEPARTMENT, state=State.DRAFT, **held)
    make_measure(make_objective(plan.organisation, "Vast", level=Level.DEPARTMENT, **held))
    GrowthPlan.objects.update(analysis="Sterk", choices="Drogen")
    assert coming(plan) == ("Open the first", reverse("objectives:objective", args=[draft.pk]))
    draft.delete()
    nobody.owner = None
    nobody.save()
    assert coming(plan) == ("Choose its owner", reverse("objectives:edit", args=[nobody.pk]))


def test_who_decides_is_led_to_adopting_and_not_to_proposing(plan):
    def acts(part):
        actor = getattr(plan, part).actor
        last = closing_steps(plan.plan, [], [], may_adopt=can_adopt_plan(actor, plan.plan), has_quarter=True)
        return [step.url for step in last if step.url]

    assert acts("other_manager") == [url("propose", plan.plan.pk)]
    assert acts("director") == [url("adopt", plan.plan.pk)]


def test_the_money_of_others_is_not_the_budget_of_the_unit(plan, signed_in):
    own = make_objective(
        plan.organisation, "Eigen", level=Level.DEPARTMENT, unit=plan.other_department, parents=[plan.strategic]
    )
    make_action(plan.strategic, "Groot", budget=20000)
    assert plan_page(plan.plan).action_budgets == []
    make_action(own, "Klein", budget=500)
    assert plan_page(plan.plan).action_budgets == [("EUR", 500)]
    whole = make_growth_plan(plan.top, plan.period)
    assert plan_page(whole).action_budgets == [("EUR", 20500)]
    make_action(own, "Elders", budget=300, currency="USD")
    make_action(own, "Daar", budget=20, currency="CHF")
    page = plan_page(plan.plan)
    assert page.action_budgets == [("EUR", 500), ("CHF", 20), ("USD", 300)], "money of one kind is added up, not of two"
    with translation.override("en"):
        assert tell_costs(page).endswith("add up to €500 + 20\N{NO-BREAK SPACE}CHF + $300.")
        assert "CHF" in signed_in(plan.other_manager).get(url("plan", plan.plan.pk)).content.decode()


def test_words_do_for_who_analysed_elsewhere(plan):
    GrowthPlan.objects.update(analysis="Sterk")
    plan.plan.refresh_from_db()
    steps = steps_of(writing_page(plan.plan), plan.other_manager.actor)
    assert next(step for step in steps if step.act == "Start de analyse" or step.act == "Start the analysis").is_done


# the way to it and back -------------------------------------------------------------------------------------------


def test_the_pages_that_the_road_leads_past_lead_back(plan, analysis, signed_in):
    browser, there = signed_in(plan.other_manager), reverse("analysis:swot", args=[analysis.pk])
    assert "Back to the growth plan" not in browser.get(there).content.decode()
    browser.get(url("plan", plan.plan.pk))
    back = f'href="{url("plan", plan.plan.pk)}">Back to the growth plan'
    assert back in browser.get(there).content.decode()
    assert back in browser.get(reverse("objectives:alignment")).content.decode()
    assert back not in browser.get(reverse("organisation:people")).content.decode()
    GrowthPlan.objects.update(state="adopted")
    browser.get(url("plan", plan.plan.pk))
    assert back not in browser.get(there).content.decode()


def test_who_only_reads_is_on_no_road(plan, analysis, signed_in):
    GrowthPlan.objects.update(state="adopted")
    browser = signed_in(plan.employee)
    browser.get(url("plan", plan.plan.pk))
    assert "Back to the growth plan" not in browser.get(reverse("analysis:swot", args=[analysis.pk])).content.decode()


def test_unit_analysis_objective_and_home_lead_to_the_plan(plan, analysis, signed_in):
    own = make_objective(
        plan.organisation, "Eigen", level=Level.DEPARTMENT, unit=plan.other_department, parents=[plan.strategic]
    )
    link = f'href="{url("plan", plan.plan.pk)}"'
    pages = [
        reverse("organisation:unit", args=[plan.other_department.pk]),
        reverse("analysis:swot", args=[analysis.pk]),
        reverse("analysis:points", args=[analysis.pk]),
        reverse("objectives:objective", args=[own.pk]),
    ]
    keeper, reader = signed_in(plan.other_manager), signed_in(plan.employee)
    for page in pages:
        assert link in keeper.get(page).content.decode(), page
        assert link not in reader.get(page).content.decode(), page
    assert link in keeper.get(reverse("home:my_line")).content.decode()
    GrowthPlan.objects.all().delete()
    start = f'href="{url("start")}?unit={plan.other_department.pk}&amp;period={plan.period.pk}"'
    assert start in keeper.get(pages[0]).content.decode()
    assert start in keeper.get(reverse("home:my_line")).content.decode()
    form = keeper.get(start.removeprefix('href="').removesuffix('"').replace("&amp;", "&")).context["form"]
    assert form.initial["unit"] == plan.other_department


def test_a_full_plan_asks_no_more_than_an_empty_one_may(plan, analysis, signed_in):
    score(plan, analysis)
    browser, page = signed_in(plan.other_manager), url("plan", plan.plan.pk)
    own = make_objective(
        plan.organisation, "Eigen", level=Level.DEPARTMENT, unit=plan.other_department, parents=[plan.strategic]
    )
    make_measure(own)
    GrowthPlan.objects.update(state="proposed")
    make_growth_edition(plan.plan)

    def asked():
        browser.get(page)
        with count_queries() as queries:
            browser.get(page)
        return queries.count

    few = asked()
    for n in range(3):
        make_driver(analysis, f"Drijver {n}", score=3)
        analysis_actions.add_point(analysis, text=f"Hoe {n}?", by=plan.other_manager.actor)
        more = make_objective(plan.organisation, f"Meer {n}", level=Level.DEPARTMENT, unit=plan.other_department)
        make_action(more, "stap")
    assert asked() == few <= 25
