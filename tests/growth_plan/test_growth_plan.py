"""The growth plan: three layers from what is there, step by step to an edition that stays, and what changed since."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from tests.factories import (
    count_queries,
    make_action,
    make_growth_edition,
    make_growth_plan,
    make_growth_review,
    make_link,
    make_measure,
    make_objective,
    make_period,
)
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.growth_plan import actions, queries
from zichtlijn.growth_plan.documents import unsupported_in
from zichtlijn.growth_plan.models import Edition, GrowthPlan, Review
from zichtlijn.growth_plan.quarters import asked_first, quarters_of, quarters_to_review
from zichtlijn.growth_plan.queries import content_of, names_of, number_of_quarter, plan_page
from zichtlijn.growth_plan.snapshots import Sort, courses, differences
from zichtlijn.growth_plan.states import PlanState
from zichtlijn.growth_plan.steps import missing, steps_of
from zichtlijn.growth_plan.wording import compare, label_of_quarter
from zichtlijn.objectives.models import Action, Objective, ObjectiveLink
from zichtlijn.objectives.states import Level, State
from zichtlijn.scorecards.models import ScorecardWeight

TEXTS = {
    "analysis": "**Sterk** in slib",
    "choices": "Drogen, niet storten",
    "budget": "",
    "agreements": "Maandag kijken",
}


@pytest.fixture
def plan(scoped):
    """A draft for the department of the cast, with its texts."""
    scoped.plan = make_growth_plan(scoped.department, scoped.period, **TEXTS)
    return scoped


def adopt(cast, by="director"):
    cast.plan.refresh_from_db()
    after = cast.plan.editions.count()
    return actions.adopt_plan(cast.plan, version=cast.plan.version, after=after, by=getattr(cast, by).actor)


def url(cast, name="plan", *more):
    return reverse(f"growth_plan:{name}", args=[cast.plan.pk, *more])


# what stands in it ------------------------------------------------------------------------------------------------


def test_three_layers_come_from_the_objectives_themselves(plan):
    page = plan_page(plan.plan)
    assert [row.objective for row in page.strategic] == [plan.strategic]
    assert [row.objective for row in page.tactical] == [plan.department_objective]
    found = {row.objective for row in page.operational}
    assert found == {plan.operational, plan.role_objective, plan.project_objective}
    assert plan.personal not in {row.objective for row in page.all_rows}


def test_drafts_and_other_units_do_not_stand_in_it(plan):
    make_objective(plan.organisation, "Concept", level=Level.DEPARTMENT, unit=plan.department, state=State.DRAFT)
    make_objective(plan.organisation, "Elders", level=Level.DEPARTMENT, unit=plan.other_department)
    assert [row.objective for row in plan_page(plan.plan).tactical] == [plan.department_objective]


def test_what_breaks_between_the_layers_is_named(plan):
    loose = make_objective(plan.organisation, "Los", level=Level.OPERATIONAL, unit=plan.team)
    make_action(loose, "Zomaar")
    lonely = make_objective(plan.organisation, "Alleen", level=Level.STRATEGIC)
    Objective.objects.filter(pk=plan.strategic.pk).update(supporter_count=1)
    page = plan_page(plan.plan)
    assert [row.objective for row in page.orphans] == [loose]
    assert page.unsupported == []  # that of another, or of the whole organisation, is not for this unit to mend
    assert plan_page(make_growth_plan(plan.top, plan.period)).unsupported == [lonely]
    Objective.objects.filter(pk=lonely.pk).update(unit=plan.team)
    assert plan_page(plan.plan).unsupported == [lonely]
    assert [action.title for action in page.loose_actions] == ["Zomaar"]
    ObjectiveLink.objects.filter(child=plan.department_objective).delete()
    assert plan.department_objective in [row.objective for row in plan_page(plan.plan).orphans]


def test_the_plan_of_the_whole_organisation_has_all_strategic_objectives(plan):
    other = make_objective(plan.organisation, "Ook", level=Level.STRATEGIC)
    whole = make_growth_plan(plan.top, plan.period)
    assert {row.objective for row in plan_page(whole).strategic} == {plan.strategic, other}


# steps and adopting -----------------------------------------------------------------------------------------------


def test_an_empty_unit_is_led_from_step_to_step(plan):
    empty = make_growth_plan(plan.other_department, plan.period)
    steps = steps_of(plan_page(empty), plan.other_manager.actor)
    assert [step.is_done for step in steps if step.is_needed] == [True, False, False, False, False]
    assert all(step.url for step in steps if step.is_needed and not step.is_done)
    with translation.override("en"):
        assert len(missing(steps)) == 4
        with pytest.raises(NotNow) as refusal:
            actions.propose_plan(empty, version=1, by=plan.other_manager.actor)
    needed = "agreed department objectives of this unit, or operational ones where it has no others"
    assert f"Missing: {needed}." in refusal.value.reasons
    assert not Edition.objects.exists()


def test_a_team_with_only_operational_objectives_adopts_a_plan(plan):
    """Its scorecard takes them; the plan asked for department objectives, which a team has not."""
    team = make_growth_plan(plan.other_department, plan.period, **TEXTS)
    own = make_objective(plan.organisation, "Van het team", level=Level.OPERATIONAL, unit=plan.other_department)
    page = plan_page(team)
    with translation.override("en"):
        steps = steps_of(page, plan.director.actor)
        assert missing(steps) == []
        labels = [step.label for step in steps if not step.is_extra]
        assert "every operational objective has an owner" in " ".join(labels)
        assert "every department objective" not in " ".join(labels)
    assert reverse("objectives:new_measure", args=[own.pk]) in {step.url for step in steps if not step.is_done}
    assert actions.adopt_plan(team, version=team.version, after=0, by=plan.director.actor).number == 1


def test_each_lack_leads_to_the_act_that_mends_it(plan):
    steps = {step.url for step in steps_of(plan_page(plan.plan), plan.director.actor) if not step.is_done}
    assert reverse("objectives:new_measure", args=[plan.department_objective.pk]) in steps
    assert reverse("objectives:new_action", args=[plan.operational.pk]) in steps
    assert url(plan, "write") + "#id_budget" in steps


def test_what_is_adopted_stays_as_it_was(plan):
    measure = make_measure(plan.department_objective, "Fosfaat", target=50)
    edition = adopt(plan)
    Objective.objects.filter(pk=plan.department_objective.pk).update(title="Anders")
    measure.delete()
    actions.write_plan(plan.plan, {**TEXTS, "analysis": "Nieuw"}, version=plan.plan.version, by=plan.director.actor)
    edition.refresh_from_db()
    plan.plan.refresh_from_db()
    assert (plan.plan.state, edition.number, edition.by_name) == (PlanState.ADOPTED, 1, plan.director.actor.name)
    assert "Fosfaat" in [measure["name"] for measure in edition.content["measures"]]
    assert edition.content["texts"]["analysis"] == "**Sterk** in slib"
    assert edition.content["texts_version"] == plan.plan.version - 1
    assert adopt(plan).number == 2
    assert AuditEvent.objects.filter(event=Event.GROWTH_PLAN_ADOPTED).count() == 2


def test_names_are_not_kept_so_that_they_can_be_forgotten(plan):
    edition = adopt(plan)
    assert plan.director.person.family_name not in str({**edition.content, "texts": ""})


def test_R13_what_was_not_read_is_not_adopted(plan):
    actions.write_plan(plan.plan, {"budget": "Veel"}, version=1, by=plan.director.actor)
    with pytest.raises(NotNow):
        actions.adopt_plan(plan.plan, version=1, after=0, by=plan.director.actor)
    assert not Edition.objects.exists()


def test_R13_a_plan_is_adopted_once_by_two_who_press_the_button(plan, signed_in):
    browsers = [signed_in(plan.director), signed_in(plan.director)]
    sent = [browser.get(url(plan, "adopt")).context["form"].initial for browser in browsers]
    answers = [browser.post(url(plan, "adopt"), each) for browser, each in zip(browsers, sent, strict=True)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert "was adopted as edition 1" in answers[1].content.decode()
    assert Edition.objects.count() == 1
    assert browsers[0].post(url(plan, "adopt"), browsers[0].get(url(plan, "adopt")).context["form"].initial).url
    assert Edition.objects.count() == 2, "who read that edition can adopt anew"


def test_what_is_kept_is_kept_whole(plan, monkeypatch, signed_in):
    for number in range(3):
        make_action(plan.operational, f"Stap {number}")
    monkeypatch.setattr(queries, "READ", 3)
    assert not plan_page(plan.plan).is_short
    monkeypatch.setattr(queries, "READ", 2)
    assert plan_page(plan.plan).is_short
    assert "more measures or actions than fit" in signed_in(plan.director).get(url(plan)).content.decode()
    with pytest.raises(NotNow):
        adopt(plan)
    monkeypatch.setattr(queries, "READ", 3)
    edition = adopt(plan)
    monkeypatch.setattr(queries, "READ", 2)
    with pytest.raises(NotNow):
        actions.review_plan(plan.plan, findings="Goed", on=plan.period.starts_on, by=plan.director.actor)
    assert len(edition.content["actions"]) == 3


def test_of_strategic_objectives_without_support_the_first_are_named_and_that_there_are_more(plan, signed_in):
    plan.plan = make_growth_plan(plan.top, plan.period)
    for number in range(queries.NAMED + 1):
        make_objective(plan.organisation, f"Alleen {number}", level=Level.STRATEGIC)
    page = plan_page(plan.plan)
    assert (len(page.unsupported), page.more_unsupported) == (queries.NAMED, True)
    with translation.override("en"):
        assert unsupported_in(page)[-1] == "There are more: these are the first 10."
    assert "There are more: these are the first 10." in signed_in(plan.director).get(url(plan)).content.decode()


@pytest.mark.parametrize("part", ["employee", "line_manager", "other_manager", "hr", "works_council"])
def test_others_write_adopt_and_review_nothing(plan, part):
    by = getattr(plan, part).actor
    make_growth_edition(plan.plan)
    for act in (
        lambda: actions.write_plan(plan.plan, {"budget": "Veel"}, version=1, by=by),
        lambda: actions.adopt_plan(plan.plan, version=1, after=0, by=by),
        lambda: actions.review_plan(plan.plan, findings="Goed", on=date(2026, 2, 1), by=by),
        lambda: actions.propose_plan(plan.plan, version=1, by=by),
        lambda: actions.withdraw_plan(plan.plan, by=by),
        lambda: actions.return_plan(plan.plan, because="Nee", by=by),
        lambda: actions.start_plan(plan.department, plan.period, by=by),
    ):
        with pytest.raises(NotAllowed):
            act()
    plan.plan.refresh_from_db()
    assert (plan.plan.budget, Edition.objects.count(), Review.objects.count()) == ("", 1, 0)


def test_the_head_of_a_unit_starts_writes_and_there_is_one_plan_a_year(plan):
    by = plan.line_manager.actor
    made = actions.start_plan(plan.team, plan.period, by=by)
    actions.write_plan(made, {"budget": "Weinig"}, version=1, by=by)
    assert (made.state, made.version, made.history.count()) == (PlanState.DRAFT, 2, 2)
    with pytest.raises(NotNow):
        actions.start_plan(plan.team, plan.period, by=by)
    with pytest.raises(EditConflict):
        actions.write_plan(made, {"budget": "Iets anders"}, version=1, by=by)


def test_a_unit_that_has_its_plan_is_not_proposed_for_a_new_one(plan, signed_in):
    browser, url = signed_in(plan.line_manager), reverse("growth_plan:start")
    own = browser.get(url).context["form"].initial["unit"]
    assert own.head_id == plan.line_manager.actor.person_id
    while own:  # one after the other, until none is left
        actions.start_plan(own, plan.period, by=plan.line_manager.actor)
        proposed = browser.get(url).context["form"].initial["unit"]
        assert proposed != own
        own = proposed
    assert own is None
    page = browser.get(url)
    links = [reverse("growth_plan:plan", args=[each.pk]) for each in page.context["there"]]
    assert links
    assert all(link in page.content.decode() for link in links)


def test_who_starts_a_plan_that_is_there_is_led_to_it(plan, signed_in):
    browser, url = signed_in(plan.director), reverse("growth_plan:start")
    refused = browser.post(
        url, {"_organisation": plan.organisation.slug, "unit": plan.department.name, "unit_id": plan.department.pk}
    )
    assert refused.status_code == 422
    assert reverse("growth_plan:plan", args=[plan.plan.pk]) in refused.content.decode()


# reviews ----------------------------------------------------------------------------------------------------------


def test_what_changed_since_is_added_removed_or_changed(plan):
    measure = make_measure(plan.department_objective, "Fosfaat", target=50, unit="%")
    step = make_action(plan.operational, "Bellen")
    then = content_of(plan_page(plan.plan))
    measure.target, plan.department_objective.owner = 40, plan.employee.person
    measure.save()
    plan.department_objective.save()
    ObjectiveLink.objects.filter(child=plan.department_objective).update(weight=30)
    gone = step.pk
    step.delete()
    added = make_objective(
        plan.organisation, "Erbij", level=Level.OPERATIONAL, unit=plan.team, parents=[plan.department_objective]
    )
    now = content_of(plan_page(plan.plan))
    found = {(each.sort, each.kind, each.thing["id"]): each for each in differences(then, now)}
    assert set(found) == {
        (Sort.CHANGED, "objectives", plan.department_objective.pk),
        (Sort.ADDED, "objectives", added.pk),
        (Sort.CHANGED, "measures", measure.pk),
        (Sort.REMOVED, "actions", gone),
    }
    with translation.override("en"):
        told = compare(then, now, names_of({plan.director.person.pk, plan.employee.person.pk}))
    fields = {field for each in told.differences for field in each.fields}
    assert ("owner", plan.director.person.name, plan.employee.person.name) in fields
    assert ("share in what it follows from", "–", "30%") in fields
    assert ("target", "50%", "40%") in fields
    assert differences(then, then) == []
    assert told.blocks == {"tactical", "operational"}


def test_weights_on_the_scorecard_and_budgets_are_among_what_changed(plan):
    step = make_action(plan.operational, "Bellen")
    then = content_of(plan_page(plan.plan, on=date(2026, 3, 1)))
    ScorecardWeight.objects.create(
        organisation=plan.organisation, objective=plan.department_objective, from_on=date(2026, 3, 2), weight=40
    )
    assert content_of(plan_page(plan.plan, on=date(2026, 3, 1))) == then, "a weight holds from its day on"
    Action.objects.filter(pk=step.pk).update(budget=Decimal(15000))
    now = content_of(plan_page(plan.plan, on=date(2026, 3, 2)))
    with translation.override("en"):
        told = compare(then, now, {})
    fields = [field for each in told.differences for field in each.fields]
    assert fields == [("weight on the scorecard", "–", "40%"), ("Budget", "–", "€15,000")]
    for content in (then["objectives"], then["actions"]):
        for thing in content:
            thing.pop("card_weight", None)
            thing.pop("budget", None)
            thing.pop("currency", None)
    assert differences(then, now) == [], "an edition from before they were kept says nothing of them"


def test_a_budget_is_told_in_the_money_that_it_was_in(plan):
    step = make_action(plan.operational, "Bellen", budget=100)
    then = content_of(plan_page(plan.plan))
    Action.objects.filter(pk=step.pk).update(budget=Decimal(120), currency="USD")
    with translation.override("en"):
        (told,) = compare(then, content_of(plan_page(plan.plan)), {}).differences
    assert told.fields == [("Budget", "€100", "$120"), ("money", "EUR", "USD")]


def test_an_adopted_plan_says_what_is_of_today_and_what_was_adopted(plan, signed_in):
    adopt(plan)
    reader, page = signed_in(plan.employee), url(plan)
    text = reader.get(page).content.decode()
    assert "This page shows the plan as it is today" in text
    assert f'<a href="{url(plan, "edition", 1)}">edition 1</a>' in text
    assert "Nothing changed since." in text
    assert "changed since it was adopted" not in text
    make_objective(
        plan.organisation, "Erbij", level=Level.OPERATIONAL, unit=plan.team, parents=[plan.department_objective]
    )
    answer = reader.get(page)
    text = answer.content.decode()
    assert answer.context["compared"].blocks == {"operational"}
    assert '<a href="#changes">1 thing changed since.</a>' in text
    assert text.count('<span class="tag">changed since it was adopted</span>') == 1


def test_a_quarter_that_was_reviewed_says_when_the_next_one_can_be(plan, signed_in):
    adopt(plan)
    browser, page = signed_in(plan.director), url(plan, "review_now")
    form = browser.get(page).context["form"]
    for quarter, _label in form.fields["quarter"].choices:
        assert browser.post(page, {"quarter": quarter, "findings": "Goed"}).status_code == 302
    assert {label for _review, label in browser.get(url(plan)).context["reviews"]} == {
        label for _quarter, label in form.fields["quarter"].choices
    }
    again = browser.get(page, follow=True)
    assert again.redirect_chain[0][0] == url(plan, "review", plan.plan.reviews.first().pk)
    is_last = timezone.localdate().month > 9
    said = "Every quarter of this plan has been reviewed." if is_last else "The next quarter can be reviewed from"
    assert said in again.content.decode()


def test_where_it_stands_is_told_and_is_no_change(plan):
    then = content_of(plan_page(plan.plan))
    Objective.objects.filter(pk=plan.operational.pk).update(status="off_course", progress=0.2)
    now = content_of(plan_page(plan.plan))
    assert differences(then, now) == []
    course = next(each for each in courses(then, now) if each.objective["id"] == plan.operational.pk)
    assert (course.then["status"], course.now["status"]) == ("to_measure", "off_course")


def test_a_quarter_is_reviewed_once_and_only_what_was_adopted(plan):
    by, day = plan.director.actor, plan.period.starts_on
    with pytest.raises(NotNow):
        actions.review_plan(plan.plan, findings="Goed", on=day, by=by)
    adopt(plan)
    review = actions.review_plan(plan.plan, findings="Goed", on=day, by=by)
    assert (review.edition.number, number_of_quarter(plan.organisation, review.quarter_on)) == (1, 1)
    with pytest.raises(NotNow):
        actions.review_plan(plan.plan, findings="Nog eens", on=day, by=by)
    assert Review.objects.count() == 1


def test_quarters_of_the_year_of_the_plan_are_reviewed_the_last_ended_first(plan):
    year, draft = plan.period.starts_on.year, plan.plan
    assert [first for first, _last in quarters_of(draft)] == [date(year, month, 1) for month in (1, 4, 7, 10)]
    new_year = date(year + 1, 1, 5)
    offered = quarters_to_review(draft, {date(year, 4, 1)}, today=new_year)
    assert [first.month for first, _last in offered] == [1, 7, 10], "what has ended can be reviewed after its end"
    assert asked_first(offered, {date(year, 4, 1)}, today=new_year) == (date(year, 10, 1), date(year, 12, 31))
    third = quarters_to_review(draft, {date(year, 7, 1)}, today=date(year, 11, 1))
    assert asked_first(third, {date(year, 7, 1)}, today=date(year, 11, 1))[0] == date(year, 10, 1), "not one before it"
    running = quarters_to_review(draft, set(), today=date(year, 2, 1))
    assert asked_first(running, set(), today=date(year, 2, 1)) == (date(year, 1, 1), date(year, 3, 31))
    assert asked_first([], set(), today=new_year) is None
    assert quarters_to_review(draft, set(), today=date(year - 1, 12, 31)) == []
    assert quarters_to_review(draft, set(), today=date(year + 1, 3, 31)) != []
    assert quarters_to_review(draft, set(), today=date(year + 1, 4, 1)) == [], "a plan of long ago offers none"


@pytest.mark.parametrize(("years", "days"), [(0, -1), (0, 365), (-2, 0)])
def test_a_quarter_of_another_year_or_of_long_ago_is_not_reviewed(plan, years, days):
    if years:
        plan.plan = make_growth_plan(plan.team, make_period(plan.organisation, plan.period.starts_on.year + years))
    make_growth_edition(plan.plan)
    on = plan.plan.period.starts_on + timedelta(days=days + (days > 0))
    with pytest.raises(NotNow):
        actions.review_plan(plan.plan, findings="Goed", on=on, by=plan.director.actor)
    assert not Review.objects.exists()


def test_a_quarter_is_named_after_its_own_year(plan):
    year = plan.period.starts_on.year
    review = make_growth_review(make_growth_edition(plan.plan), quarter_on=date(year + 1, 1, 1))
    with translation.override("en"):
        assert label_of_quarter(review) == f"quarter 1 of {year + 1}"
        review.quarter_on = date(year, 10, 1)
        assert label_of_quarter(review) == f"quarter 4 of {plan.period.name}"


def test_a_plan_of_long_ago_says_until_when_it_could_be_reviewed(plan, signed_in):
    plan.plan = make_growth_plan(plan.team, make_period(plan.organisation, plan.period.starts_on.year - 2))
    make_growth_edition(plan.plan)
    browser = signed_in(plan.director)
    assert url(plan, "review_now") not in browser.get(url(plan)).content.decode()
    assert "could be reviewed until" in browser.get(url(plan, "review_now"), follow=True).content.decode()


# pages ------------------------------------------------------------------------------------------------------------


def test_a_draft_is_for_its_writers_and_an_adopted_plan_for_everybody(plan, signed_in):
    reader, keeper = signed_in(plan.employee), signed_in(plan.director)
    assert reader.get(url(plan)).status_code == 404
    assert url(plan) not in reader.get(reverse("growth_plan:list")).content.decode()
    assert "Step by step" in keeper.get(url(plan)).content.decode()
    adopt(plan)
    text = reader.get(url(plan)).content.decode()
    assert "<strong>Sterk</strong> in slib" in text
    assert "Step by step" not in text
    assert url(plan) in reader.get(reverse("growth_plan:list")).content.decode()


def test_a_plan_of_another_organisation_is_not_there(plan, signed_in):
    elsewhere = make_growth_plan(plan.twin.department, plan.twin.period, state="adopted")
    make_growth_review(make_growth_edition(elsewhere))
    browser = signed_in(plan.director)
    for name, more in (("plan", ()), ("write", ()), ("adopt", ()), ("edition", (1,)), ("review_now", ())):
        assert browser.get(reverse(f"growth_plan:{name}", args=[elsewhere.pk, *more])).status_code == 404


def test_from_nothing_to_an_adopted_and_reviewed_plan(scoped, signed_in):
    browser = signed_in(scoped.line_manager)
    assert "No plan for this year yet" in browser.get(reverse("growth_plan:list")).content.decode()
    make_objective(
        scoped.organisation, "Teamdoel", level=Level.DEPARTMENT, unit=scoped.team, parents=[scoped.strategic]
    )
    started = browser.post(reverse("growth_plan:start"), {"unit": scoped.team.name})
    scoped.plan = GrowthPlan.objects.get()
    assert started.url == url(scoped)
    again = browser.post(reverse("growth_plan:start"), {"unit": scoped.team.name})
    assert (again.status_code, "already has a plan" in again.content.decode()) == (422, True)
    refused = browser.post(reverse("growth_plan:start"), {"unit": scoped.other_department.name})
    assert "units you head" in refused.content.decode()
    assert "Missing: the analysis" in browser.get(url(scoped, "propose")).content.decode()
    assert browser.post(url(scoped, "propose"), {"version": 1}).status_code == 409
    assert browser.post(url(scoped, "write"), {**TEXTS, "version": 1}).status_code == 302
    assert browser.post(url(scoped, "write"), {**TEXTS, "budget": "x", "version": 1}).status_code == 409
    assert scoped.director.person.name in browser.get(url(scoped, "propose")).content.decode()
    assert browser.post(url(scoped, "propose"), {"version": 2}).status_code == 302
    assert browser.post(url(scoped, "adopt"), {"version": 2, "after": 0}).status_code == 403
    above = signed_in(scoped.director)
    assert url(scoped) in above.get(reverse("home:my_line")).content.decode()
    assert above.post(url(scoped, "return"), {"because": ""}).status_code == 422
    assert above.post(url(scoped, "return"), {"because": "Wat kost het?"}).status_code == 302
    assert above.get(url(scoped, "return")).status_code == 409, "what is not proposed cannot be sent back"
    again = above.post(url(scoped, "return"), {"because": "Nog eens"})
    assert (again.status_code, "Nog eens" in again.content.decode()) == (422, True)
    assert "Write on" in browser.get(reverse("home:my_line")).content.decode()
    assert "Wat kost het?" in browser.get(url(scoped)).content.decode()
    assert browser.post(url(scoped, "propose"), {"version": 2}).status_code == 302
    assert above.post(url(scoped, "adopt"), {"version": 2, "after": 0}).status_code == 302
    assert url(scoped) not in above.get(reverse("home:my_line")).content.decode()
    assert "Teamdoel" in browser.get(url(scoped, "edition", 1)).content.decode()
    quarter = browser.get(url(scoped, "review_now")).context["form"]["quarter"].value()
    assert browser.post(url(scoped, "review_now"), {"quarter": quarter, "findings": ""}).status_code == 422
    reviewed = browser.post(url(scoped, "review_now"), {"quarter": quarter, "findings": "Op **koers**"})
    assert "<strong>koers</strong>" in browser.get(reviewed.url).content.decode()
    twice = browser.post(url(scoped, "review_now"), {"quarter": quarter, "findings": "Nog eens"})
    assert (twice.status_code, "Nog eens" in twice.content.decode()) == (422, True)
    assert browser.get(url(scoped, "edition", 9)).status_code == 404


def test_pages_ask_the_same_number_of_questions_for_few_and_for_many(plan, signed_in):
    make_measure(plan.operational)
    make_action(plan.operational, "stap", owner=plan.employee.person)
    adopt(plan)
    review = make_growth_review(Edition.objects.get())
    browser = signed_in(plan.director)
    urls = [reverse("growth_plan:list"), url(plan), url(plan, "review", review.pk), url(plan, "edition", 1)]
    few = []
    for each in urls:
        browser.get(each)
        with count_queries() as asked:
            browser.get(each)
        few.append(asked.count)
    for n in range(3):
        lower = make_objective(
            plan.organisation, f"meer {n}", level=Level.OPERATIONAL, unit=plan.team, parents=[plan.department_objective]
        )
        make_measure(lower)
        make_action(lower, "stap", owner=plan.employee.person)
        make_link(plan.role_objective, lower)
    for unit in (plan.team, plan.other_department):
        make_growth_review(make_growth_edition(make_growth_plan(unit, plan.period, state="adopted")))
    for each, before in zip(urls, few, strict=True):
        with count_queries() as asked:
            browser.get(each)
        assert asked.count == before <= 25, each


def test_the_quarters_of_a_year_that_begins_in_september(scoped):
    scoped.organisation.fiscal_first_month = 9
    numbers = [number_of_quarter(scoped.organisation, date(2026, month, 1)) for month in (9, 12, 3, 6)]
    assert numbers == [1, 2, 3, 4]


@pytest.mark.parametrize("name", ["scorecards:scorecard", "ogsm:list"])
def test_who_heads_a_unit_finds_it_with_one_click(plan, signed_in, name):
    own = f'href="?unit={plan.team.key}"'
    assert own in signed_in(plan.line_manager).get(reverse(name)).content.decode()
    assert 'href="?unit=' not in signed_in(plan.employee).get(reverse(name)).content.decode()
