"""The plan on one page: what stands on it, what could be sharper, and taking a strategy over."""

from datetime import timedelta
from decimal import Decimal
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from tests.factories import count_queries, make_action, make_link, make_measure, make_objective
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.objectives.models import Action, Measure, Objective, ObjectiveLink
from zichtlijn.objectives.states import CHILD_LEVELS, Kind, Level, State
from zichtlijn.ogsm import actions, documents, forms, queries
from zichtlijn.ogsm.models import Choice, GoalServed
from zichtlijn.ogsm.wording import head_of_measures, write_action


@pytest.fixture
def plan(scoped):
    """The department objective of the cast with two goals, and one strategy with a measure and an action."""
    scoped.goals = [
        make_measure(scoped.department_objective, name, unit="%", baseline=40, target=80, key=f"goal-{name}")
        for name in ("Fosfaat", "Stikstof")
    ]
    scoped.indicator = make_measure(scoped.operational, "Droge stof", unit="%", baseline=20, target=25, key="droog")
    scoped.step = make_action(scoped.operational, "Pers afstellen", owner=scoped.line_manager.person)
    return scoped


def page_of(cast, by="line_manager", objective=None):
    return queries.ogsm_page(getattr(cast, by).actor, objective or cast.department_objective)


def choose(cast, *, goals=(), left_out="", is_enabling=False, version=0, by="director"):
    return actions.say_choice(
        cast.department_objective,
        cast.operational,
        goals=[goal.pk for goal in goals],
        left_out=left_out,
        is_enabling=is_enabling,
        version=version,
        by=getattr(cast, by).actor,
    )


def sheet_url(cast, objective=None):
    return reverse("ogsm:sheet", args=[(objective or cast.department_objective).pk])


# what stands on it ------------------------------------------------------------------------------------------------


def test_the_five_parts_come_from_the_objectives_themselves(plan):
    page = page_of(plan)
    (row,) = page.rows
    assert [goal.name for goal in page.goals] == ["Fosfaat", "Stikstof"]
    assert (row.strategy, row.measures, row.actions) == (plan.operational, [plan.indicator], [plan.step])


def test_drafts_stay_with_the_writer_and_what_was_dropped_is_gone(plan):
    draft = make_objective(
        plan.organisation, "Plan", level=Level.OPERATIONAL, parents=[plan.department_objective], unit=plan.team,
        state=State.DRAFT,
    )  # fmt: skip
    make_objective(
        plan.organisation, "Weg", level=Level.OPERATIONAL, parents=[plan.department_objective], state=State.DROPPED
    )
    assert [row.strategy for row in page_of(plan, "colleague").rows] == [plan.operational]
    assert [row.strategy for row in page_of(plan, "line_manager").rows] == [plan.operational, draft]


def test_what_is_closed_and_over_leaves_the_page_while_the_objective_runs_on(plan, signed_in):
    yesterday, objective = timezone.localdate() - timedelta(days=1), page_of(plan).objective
    rows = len(page_of(plan).rows)
    over = {"state": State.CLOSED, "starts_on": yesterday - timedelta(days=60), "ends_on": yesterday}
    level = CHILD_LEVELS[objective.level][0]
    quarter = make_objective(plan.organisation, "Vorig kwartaal", level=level, parents=[objective], **over)
    page = page_of(plan)
    assert (len(page.rows), page.finished) == (rows, 1)
    text = signed_in(plan.employee).get(sheet_url(plan, objective)).content.decode()
    assert "One finished strategy is not on the page" in text
    assert "Vorig kwartaal" not in text
    Objective.objects.filter(pk=quarter.pk).update(state=State.AGREED)  # nobody closed it: it asks for attention
    assert (len(page_of(plan).rows), page_of(plan).finished) == (rows + 1, 0)
    Objective.objects.filter(pk=quarter.pk).update(state=State.CLOSED)
    Objective.objects.filter(pk=objective.pk).update(starts_on=over["starts_on"], ends_on=yesterday)
    objective.refresh_from_db()  # over as a whole: the page tells all of it
    assert len(page_of(plan, objective=objective).rows) == rows + 1


def test_personal_objectives_are_no_strategies(plan, signed_in):
    page = page_of(plan, objective=plan.operational)
    assert {row.strategy for row in page.rows} == {plan.role_objective, plan.project_objective}
    assert signed_in(plan.employee).get(sheet_url(plan, plan.role_objective)).status_code == 404


def test_where_there_is_one_goal_every_strategy_serves_it_but_an_enabling_one(plan):
    plan.goals[1].delete()
    assert page_of(plan).rows[0].serves == (plan.goals[0].pk,)
    choose(plan, is_enabling=True)
    assert page_of(plan).rows[0].serves == ()
    assert not [told for told in page_of(plan).remarks if "which goal" in told.sentence]


def test_what_is_open_and_due_first_stands_first(plan):
    today = timezone.localdate()
    make_action(plan.operational, "Straks", due_on=today + timedelta(days=9))
    make_action(plan.operational, "Klaar", due_on=today, done_on=today)
    make_action(plan.operational, "Nu", due_on=today)
    assert [action.title for action in page_of(plan).rows[0].actions] == ["Nu", "Straks", "Pers afstellen", "Klaar"]


def test_the_list_has_every_objective_from_which_others_follow(plan):
    found = list(queries.plans(plan.employee.actor, None, plan.period))
    assert {each.pk for each in found} == {plan.strategic.pk, plan.department_objective.pk, plan.operational.pk}
    assert [each.strategy_count for each in found if each.pk == plan.operational.pk] == [2]
    assert list(queries.plans(plan.employee.actor, plan.other_department, plan.period)) == []


# what could be sharper --------------------------------------------------------------------------------------------


def test_every_rule_of_the_page_is_told_with_a_reason_and_an_example(plan):
    Objective.objects.filter(pk=plan.department_objective.pk).update(title="Zo veel mogelijk 3 keer beter. Ook later.")
    plan.department_objective.refresh_from_db()
    with translation.override("nl"):
        told = page_of(plan).remarks
        sentences = {(each.about, each.sentence) for each in told}
    assert ("", "Zeg het in één zin: nu zijn het er 2.") in sentences
    assert ("", "Laat de getallen aan de doelen over: “3”.") in sentences
    assert ("Slib drogen", "Er staat niet hoe: ‘… door …’.") in sentences
    assert ("Slib drogen", "Er staat niet welk doel deze strategie dient.") in sentences
    assert ("Slib drogen", "Er staat niet wat je niet meer doet.") in sentences
    assert ("Pers afstellen", "Er staat niet wanneer.") in sentences
    assert ("Fosfaat", "Geen enkele strategie dient dit doel.") in sentences
    assert all(each.why for each in told)
    assert any(each.example for each in told)


def test_a_reason_is_given_once(plan):
    reasons = [told.why for _about, group in page_of(plan).groups for told in group if told.why]
    assert len(reasons) == len(set(reasons))


def test_a_page_that_is_in_order_needs_no_words(plan):
    Objective.objects.filter(pk=plan.department_objective.pk).update(title="Schoner water door minder te lozen")
    Objective.objects.filter(pk=plan.operational.pk).update(title="Minder slib door het te drogen")
    plan.department_objective.refresh_from_db()
    plan.step.due_on = timezone.localdate()
    plan.step.save()
    choose(plan, goals=plan.goals, left_out="nat afvoeren")
    page = page_of(plan)
    assert (page.remarks, page.needing, page.fit.over) == ([], 0, 0)


def test_what_does_not_fit_on_one_page_is_said_in_words(plan, signed_in):
    for number in range(12):
        make_action(plan.operational, f"Stap {number}: " + "lange woorden over wat er allemaal moet gebeuren " * 4)
    text = signed_in(plan.director).get(sheet_url(plan)).content.decode()
    assert "Does not fit on one page" in text
    assert "The actions of “Slib drogen” take" in text


# choices ----------------------------------------------------------------------------------------------------------


def test_a_choice_is_written_once_and_audited(plan):
    choice = choose(plan, goals=plan.goals[:1], left_out="nat afvoeren")
    assert choose(plan, goals=plan.goals[:1], left_out="nat afvoeren", version=choice.version) == choice
    assert (choice.version, choice.left_out) == (1, "nat afvoeren")
    assert [served.goal for served in GoalServed.objects.all()] == plan.goals[:1]
    assert AuditEvent.objects.filter(event=Event.STRATEGY_CHOSEN).count() == 1
    choose(plan, goals=plan.goals[1:], left_out="nat afvoeren", version=1)
    assert [served.goal for served in GoalServed.objects.all()] == plan.goals[1:]


def test_R13_the_second_to_choose_sees_both_and_nothing_is_lost(plan):
    choose(plan, goals=plan.goals[:1], left_out="nat afvoeren")
    with translation.override("en"), pytest.raises(EditConflict) as refusal:
        choose(plan, goals=plan.goals[1:], left_out="storten", version=0)
    assert ("Serves these goals", "Fosfaat", "Stikstof") in refusal.value.fields
    assert ("What is no longer done", "nat afvoeren", "storten") in refusal.value.fields
    assert Choice.objects.get().left_out == "nat afvoeren"


@pytest.mark.parametrize("part", ["employee", "other_manager", "hr", "works_council"])
def test_others_do_not_choose(plan, part):
    with pytest.raises(NotAllowed):
        choose(plan, goals=plan.goals, by=part)
    assert not Choice.objects.exists()


def test_the_keeper_of_the_strategy_chooses_too(plan):
    assert choose(plan, left_out="storten", by="line_manager").left_out == "storten"


def test_what_is_no_longer_on_the_page_is_refused(plan):
    with pytest.raises(NotNow):
        choose(plan, goals=[plan.indicator])
    ObjectiveLink.objects.filter(child=plan.operational).delete()
    with pytest.raises(NotNow):
        choose(plan, goals=plan.goals)
    assert not Choice.objects.exists()


# taking over ------------------------------------------------------------------------------------------------------


def test_a_strategy_is_taken_over_as_the_objective_of_a_unit(plan, signed_in):
    url = reverse("ogsm:take_over", args=[plan.strategic.pk, plan.department_objective.pk])
    browser = signed_in(plan.line_manager)
    assert plan.department_objective.title in browser.get(url).content.decode()
    given = {"title": "Minder lozen door te drogen", "unit": plan.team.name, "owner": plan.line_manager.person.name}
    answer = browser.post(url, given)
    made = Objective.objects.get(title="Minder lozen door te drogen")
    assert answer.url == reverse("ogsm:sheet", args=[made.pk])
    assert (made.level, made.unit, made.state) == (Level.OPERATIONAL, plan.team, State.DRAFT)
    assert [link.parent for link in made.parent_links.all()] == [plan.department_objective]


def test_a_unit_that_one_does_not_head_is_refused_and_nothing_typed_is_lost(plan, signed_in):
    url = reverse("ogsm:take_over", args=[plan.strategic.pk, plan.department_objective.pk])
    page = signed_in(plan.line_manager).post(url, {"title": "Mijn woorden", "unit": plan.other_department.name})
    assert page.status_code == 422
    assert "units you head" in page.content.decode()
    assert "Mijn woorden" in page.content.decode()
    assert not Objective.objects.filter(title="Mijn woorden").exists()


def test_below_an_operational_objective_a_position_or_a_project_is_chosen(plan, signed_in):
    url, browser = reverse("ogsm:new_strategy", args=[plan.operational.pk]), signed_in(plan.line_manager)
    neither = browser.post(url, {"title": "Pers elke dag schoon", "unit": plan.team.name})
    assert neither.status_code == 422
    assert "Choose a position, or a project." in neither.content.decode()
    given = {"title": "Pers elke dag schoon", "unit": plan.team.name, "position": plan.position.name}
    assert browser.post(url, given).status_code == 302
    assert Objective.objects.get(title="Pers elke dag schoon").level == Level.ROLE


def test_a_strategy_that_belongs_to_persons_is_not_taken_over(plan, signed_in):
    url = reverse("ogsm:take_over", args=[plan.operational.pk, plan.role_objective.pk])
    assert signed_in(plan.line_manager).get(url).status_code == 404


# pages ------------------------------------------------------------------------------------------------------------


def test_the_page_shows_the_plan_to_every_member_and_the_forms_to_its_keepers(plan, signed_in):
    reader = signed_in(plan.employee).get(sheet_url(plan)).content.decode()
    assert "Slib drogen" in reader
    assert "Pers afstellen" in reader
    assert "/actions/new/" not in reader
    keeper = signed_in(plan.line_manager).get(sheet_url(plan)).content.decode()
    assert reverse("ogsm:new_action", args=[plan.department_objective.pk, plan.operational.pk]) in keeper
    assert reverse("ogsm:new_measure", args=[plan.department_objective.pk, plan.department_objective.pk]) not in keeper


def test_a_plan_of_another_organisation_is_not_there(plan, signed_in):
    browser = signed_in(plan.director)
    assert browser.get(reverse("ogsm:sheet", args=[plan.twin.strategic.pk])).status_code == 404
    elsewhere = reverse("ogsm:text", args=[plan.strategic.pk, plan.twin.department_objective.pk])
    assert browser.post(elsewhere, {"title": "x"}).status_code == 404
    beside = reverse("ogsm:measure", args=[plan.strategic.pk, plan.indicator.pk])
    assert browser.get(beside).status_code == 404, "a measure that is not on this page"


def test_an_empty_plan_says_how_to_begin(plan, signed_in):
    empty = make_objective(plan.organisation, "Nieuw", level=Level.DEPARTMENT, unit=plan.other_department)
    text = signed_in(plan.other_manager).get(sheet_url(plan, empty)).content.decode()
    assert "No strategies yet" in text
    assert reverse("ogsm:new_strategy", args=[empty.pk]) in text
    Objective.objects.all().delete()
    assert "No plan on one page yet" in signed_in(plan.employee).get(reverse("ogsm:list")).content.decode()


def test_the_objective_leads_to_its_plan(plan, signed_in):
    browser = signed_in(plan.employee)
    page = browser.get(reverse("objectives:objective", args=[plan.department_objective.pk])).content.decode()
    assert sheet_url(plan) in page
    lower = browser.get(reverse("objectives:objective", args=[plan.role_objective.pk])).content.decode()
    assert "/ogsm/" not in lower.partition("<main")[2]


def test_a_part_is_asked_and_given_back_as_a_fragment(plan, signed_in):
    browser, url = (
        signed_in(plan.line_manager),
        reverse("ogsm:measure", args=[plan.department_objective.pk, plan.indicator.pk]),
    )
    form = browser.get(url, htmx=True).content.decode()
    assert form.lstrip().startswith("<form")
    assert f'id="measure-{plan.indicator.pk}"' in form
    sent = {"name": "Droge stof", "baseline": "30", "target": "20", "unit": "%", "ends_on": plan.period.ends_on}
    answer = browser.post(url, {**sent, "version": plan.indicator.version}, htmx=True)
    text = answer.content.decode()
    assert (answer.status_code, "<html" in text) == (200, False)
    assert f'id="measure-{plan.indicator.pk}"' in text
    assert 'id="ogsm-remarks"' in text
    plan.indicator.refresh_from_db()
    assert (plan.indicator.kind, plan.indicator.target) == (Kind.DOWN, Decimal(20)), "the direction follows the target"
    part = browser.get(sheet_url(plan), {"part": f"measure-{plan.indicator.pk}"}, htmx=True).content.decode()
    whole = browser.get(sheet_url(plan)).content.decode()
    assert part.strip().replace(" autofocus", "") in whole
    assert browser.get(sheet_url(plan), {"part": "measure-0"}, htmx=True).status_code == 404
    assert browser.get(sheet_url(plan), {"part": "huh"}, htmx=True).status_code == 404


@pytest.mark.parametrize(
    ("value", "sent", "is_saved"),
    [
        (Decimal("4.2"), {"baseline": "3,5", "target": "4"}, False),
        (Decimal("4.2"), {"baseline": "6", "target": "7"}, False),
        (Decimal("4.2"), {"baseline": "6,5", "target": "4,5"}, True),
        (None, {"baseline": "3,5", "target": "4"}, False),
    ],
)
def test_a_falling_measure_is_not_turned_round_by_a_correction(plan, signed_in, value, sent, is_saved):
    leave = make_measure(plan.operational, "Ziekteverzuim", kind=Kind.DOWN, baseline=6, target=4, unit="%",
                         current_value=value)  # fmt: skip
    url = reverse("ogsm:measure", args=[plan.department_objective.pk, leave.pk])
    more = {"name": "Ziekteverzuim", "unit": "%", "ends_on": plan.period.ends_on, "version": leave.version}
    answer = signed_in(plan.line_manager).post(url, sent | more, htmx=True)
    leave.refresh_from_db()
    assert leave.kind == Kind.DOWN
    assert (answer.status_code == 200) == is_saved
    if not is_saved:
        assert "Lower is better, but the target lies above the baseline." in answer.content.decode()
        assert (leave.baseline, leave.target) == (6, 4)


def test_with_one_goal_nobody_is_asked_which_and_what_was_said_stays(plan, signed_in):
    choose(plan, goals=plan.goals[:1])
    browser = signed_in(plan.director)
    url = reverse("ogsm:choice", args=[plan.department_objective.pk, plan.operational.pk])
    assert "goals" in browser.get(url).context["form"].fields
    Measure.objects.filter(pk=plan.goals[1].pk).update(ended_on=timezone.localdate())
    assert "goals" not in browser.get(url).context["form"].fields
    assert browser.post(url, {"left_out": "storten", "version": 1}).status_code == 302
    (row,) = page_of(plan).rows
    assert (row.serves, row.goal_numbers) == ((plan.goals[0].pk,), [])
    assert [served.goal for served in GoalServed.objects.all()] == plan.goals[:1]
    text = browser.get(sheet_url(plan)).content.decode()
    assert "For goal 1" not in text
    assert "For which goal?" not in text


def test_a_plan_without_strategies_shows_the_actions_for_the_whole(plan, signed_in):
    empty = make_objective(plan.organisation, "Leeg", level=Level.STRATEGIC)
    browser, url = signed_in(plan.director), reverse("ogsm:sheet", args=[empty.pk])
    new_action = reverse("ogsm:new_action", args=[empty.pk, empty.pk])
    assert new_action in browser.get(url).content.decode()
    make_action(empty, "Eerst praten")
    text = browser.get(url).content.decode()
    assert 'rowspan="2"' in text
    assert "Eerst praten" in text
    assert "Eerst praten" in signed_in(plan.employee).get(url).content.decode()


def test_every_part_is_saved_without_scripts(plan, signed_in):
    browser, top = signed_in(plan.director), plan.department_objective
    forms = {
        reverse("ogsm:text", args=[top.pk, top.pk]): {
            "title": "Schoon\nwater", "owner": plan.director.person.name, "version": top.version,
        },
        reverse("ogsm:choice", args=[top.pk, plan.operational.pk]): {
            "goals": [plan.goals[0].pk], "left_out": "storten", "version": 0,
        },
        reverse("ogsm:new_measure", args=[top.pk, top.pk]): {"name": "Zuurstof", "ends_on": plan.period.ends_on},
        reverse("ogsm:new_action", args=[top.pk, plan.operational.pk]): {"title": "Bellen"},
        reverse("ogsm:action", args=[top.pk, plan.step.pk]): {
            "title": "Pers nog eens afstellen", "done_on": timezone.localdate(), "version": plan.step.version,
        },
    }  # fmt: skip
    for url, sent in forms.items():
        assert browser.get(url).status_code == 200
        assert browser.post(url, sent).status_code == 302, url
    text = browser.get(sheet_url(plan)).content.decode()
    for words in ("Schoon water", "No longer: storten", "Zuurstof", "Bellen", "Pers nog eens afstellen"):
        assert words in text


def test_what_cannot_be_says_why_and_keeps_what_was_typed(plan, signed_in):
    browser = signed_in(plan.line_manager)
    url = reverse("ogsm:new_measure", args=[plan.department_objective.pk, plan.operational.pk])
    page = browser.post(url, {"name": "Gloed", "target": "veel", "ends_on": "1999-01-01"}, htmx=True)
    text = page.content.decode()
    assert page.status_code == 422
    assert "Write a number" in text
    assert 'value="veel"' in text
    backwards = browser.post(url, {"name": "Gloed", "target": "5", "ends_on": "1999-01-01"})
    assert "The end date is before the start date." in backwards.content.decode()
    assert not plan.operational.measures.filter(name="Gloed").exists()


def test_R13_a_part_that_was_overtaken_shows_what_is_there_now(plan, signed_in):
    browser, url = (
        signed_in(plan.line_manager),
        reverse("ogsm:text", args=[plan.department_objective.pk, plan.operational.pk]),
    )
    old = plan.operational.version
    owner = plan.line_manager.person.name
    browser.post(url, {"title": "Van een ander", "owner": owner, "version": old})
    clash = browser.post(url, {"title": "Van mij", "owner": owner, "version": old}, htmx=True)
    text = clash.content.decode()
    assert clash.status_code == 409
    assert "Somebody changed this in the meantime" in text
    assert "Van een ander" in text
    assert "Van mij" in text
    plain = browser.post(url, {"title": "Van mij", "owner": owner, "version": old})
    assert (plain.status_code, "Save mine anyway" in plain.content.decode()) == (409, True)
    plan.operational.refresh_from_db()
    again = {"title": "Van mij", "owner": owner, "version": plan.operational.version}
    assert browser.post(url, again, htmx=True).status_code == 200


def test_an_agreed_strategy_keeps_its_owner(plan, signed_in):
    url = reverse("ogsm:text", args=[plan.department_objective.pk, plan.operational.pk])
    sent = {"title": "Slib drogen", "owner": "", "version": plan.operational.version}
    page = signed_in(plan.line_manager).post(url, sent, htmx=True)
    assert (page.status_code, "keeps an owner" in page.content.decode()) == (409, True)


@pytest.mark.parametrize(
    ("part", "sent", "said"),
    [
        ("objective", {"title": "De beste van 3"}, "“3”"),
        ("strategy", {"title": "Zo snel mogelijk drogen"}, "Nobody owns it yet."),
        ("goal", {"name": "Fosfaat", "target": "5"}, "by when"),
        ("indicator", {"name": "Fosfaat", "target": ""}, "how much"),
        ("action", {"title": "Bellen", "owner": "Emma"}, "by when"),
    ],
)
def test_help_comes_while_writing_and_saves_nothing(plan, signed_in, part, sent, said):
    url = reverse("ogsm:remarks", args=[plan.department_objective.pk]) + f"?part={part}"
    answer = signed_in(plan.director).post(url, sent, htmx=True)
    assert (answer.status_code, said in answer.content.decode()) == (200, True)
    quiet = signed_in(plan.director).post(url.partition("?")[0], sent, htmx=True)
    assert "<li>" not in quiet.content.decode()


def test_pages_ask_the_same_number_of_questions_for_few_and_for_many(plan, signed_in):
    browser, urls = signed_in(plan.director), [sheet_url(plan), reverse("ogsm:list")]
    choose(plan, goals=plan.goals)
    few = []
    for url in urls:
        browser.get(url)
        with count_queries() as queried:
            browser.get(url)
        few.append(queried.count)
    for n in range(3):
        strategy = make_objective(
            plan.organisation, f"meer {n}", level=Level.OPERATIONAL, parents=[plan.department_objective], unit=plan.team
        )
        make_measure(strategy)
        make_action(strategy, "stap", owner=plan.employee.person)
        make_link(plan.role_objective, strategy)
        Choice.objects.create(
            organisation=plan.organisation, objective=plan.department_objective, strategy=strategy, left_out="x"
        )
    for url, before in zip(urls, few, strict=True):
        with count_queries() as queried:
            browser.get(url)
        assert queried.count == before <= 25, url


def test_the_list_stands_in_the_order_of_the_cascade(plan, signed_in):
    Objective.objects.filter(pk=plan.department_objective.pk).update(unit=plan.top)
    levels = [objective.level for objective in queries.plans(plan.director.actor, plan.top, None)]
    assert levels == sorted(levels, key=Level.values.index)
    assert len(set(levels)) > 1, "else the order says nothing"


def test_the_budget_of_an_action_is_asked_and_stands_on_the_page_and_in_the_files(plan, signed_in):
    browser, pk = signed_in(plan.line_manager), plan.department_objective.pk
    new = reverse("ogsm:new_action", args=[pk, plan.operational.pk])
    assert "Budget (EUR)" in browser.get(new).content.decode()
    negative = browser.post(new, {"title": "Pers huren", "budget": "-5"})
    assert (negative.status_code, "Pers huren" in negative.content.decode()) == (422, True)
    assert browser.post(new, {"title": "Pers huren", "budget": "15000"}).status_code == 302
    with translation.override("en"):
        step = next(each for each in page_of(plan).rows[0].actions if each.title == "Pers huren")
        assert write_action(step) == "Pers huren · €15,000"
        assert documents._step(step)["beside"] == "€15,000"
    assert "Pers huren · €15,000" in browser.get(sheet_url(plan)).content.decode()


def test_the_form_with_all_fields_leads_back_to_the_plan(plan, signed_in):
    browser = signed_in(plan.line_manager)
    cell = browser.get(reverse("ogsm:action", args=[plan.department_objective.pk, plan.step.pk])).content.decode()
    whole = reverse("objectives:edit_action", args=[plan.step.pk])
    back = f"{sheet_url(plan)}#action-{plan.step.pk}"
    address = f"{whole}?back={quote(back, safe='')}"
    assert f'href="{address}"' in cell
    sent = {"title": "Pers afstellen", "currency": "EUR", "version": plan.step.version}
    assert browser.post(address, sent)["Location"] == back
    elsewhere = browser.post(f"{whole}?back=//elders.example/", sent)
    assert elsewhere["Location"] == reverse("objectives:objective", args=[plan.operational.pk])


def test_a_target_that_is_the_baseline_is_remarked_and_not_refused(plan, signed_in):
    browser, pk = signed_in(plan.line_manager), plan.department_objective.pk
    sent = {"name": "Droge stof", "baseline": "20", "target": "20", "unit": "%", "ends_on": plan.period.ends_on}
    for part in ("indicator", "goal"):
        told = browser.post(reverse("ogsm:remarks", args=[pk]) + f"?part={part}", sent).content.decode()
        assert "The target is the same as the baseline." in told
    saved = browser.post(
        reverse("ogsm:measure", args=[pk, plan.indicator.pk]), sent | {"version": plan.indicator.version}
    )
    assert saved.status_code == 302
    with translation.override("en"):
        assert "The target is the same as the baseline." in {told.sentence for told in page_of(plan).remarks}


def test_plans_of_one_unit_are_told_apart_by_their_name(plan, signed_in):
    text = signed_in(plan.line_manager).get(sheet_url(plan)).content.decode()
    assert f"<h1>OGSM: {plan.department_objective.title}</h1>" in text
    assert "Pass on: the strategy becomes the objective of a unit one level down" in text


# more than the page has room for ----------------------------------------------------------------------------------


def test_an_action_that_the_page_has_no_room_for_is_saved_once_and_says_where_it_stands(plan, signed_in):
    today = timezone.localdate()
    for number in range(queries.MOST_ACTIONS):
        make_action(plan.operational, f"Stap {number}", due_on=today + timedelta(days=number))
    browser, place = signed_in(plan.line_manager), [plan.department_objective.pk, plan.operational.pk]
    sent = {"title": "Dertiende", "due_on": today + timedelta(days=90)}
    answer = browser.post(reverse("ogsm:new_action", args=place), sent, htmx=True)
    text, made = answer.content.decode(), Action.objects.get(title="Dertiende")
    assert answer.status_code == 200
    assert f'id="action-{made.pk}"' in text
    assert reverse("objectives:objective", args=[plan.operational.pk]) in text
    assert f'id="new-action-{plan.operational.pk}"' in text, "another can be added"
    first = Action.objects.get(title="Stap 0")
    sent = {"title": "Stap 0", "due_on": today + timedelta(days=200), "version": first.version}
    answer = browser.post(reverse("ogsm:action", args=[place[0], first.pk]), sent, htmx=True)
    assert (answer.status_code, f'id="action-{first.pk}"' in answer.content.decode()) == (200, True)
    first.refresh_from_db()
    assert first.due_on == today + timedelta(days=200)


def test_a_part_of_a_thirteenth_strategy_is_saved_without_an_error(plan, signed_in):
    for number in range(queries.MOST):
        last = make_objective(
            plan.organisation, f"Strategie {number}", level=Level.OPERATIONAL, unit=plan.team,
            parents=[plan.department_objective],
        )  # fmt: skip
    measure = make_measure(last, "Buiten beeld", unit="%", baseline=1, target=2, key="buiten")
    sent = {"name": "Buiten", "baseline": 1, "target": 2, "unit": "%", "ends_on": plan.period.ends_on}
    url = reverse("ogsm:measure", args=[plan.department_objective.pk, measure.pk])
    answer = signed_in(plan.director).post(url, {**sent, "version": measure.version}, htmx=True)
    assert answer.status_code == 200
    assert reverse("objectives:objective", args=[last.pk]) in answer.content.decode()


def test_actions_of_the_whole_that_do_not_fit_are_counted(plan, signed_in):
    for number in range(queries.MOST_ACTIONS + 2):
        make_action(plan.department_objective, f"Stap {number}")
    assert page_of(plan).more_actions == 2
    assert "2 more actions" in signed_in(plan.employee).get(sheet_url(plan)).content.decode()


def test_the_list_counts_the_strategies_that_the_reader_finds_on_the_page(plan):
    yesterday, level = timezone.localdate() - timedelta(days=1), CHILD_LEVELS[plan.department_objective.level][0]
    made = {"level": level, "unit": plan.team, "parents": [plan.department_objective]}
    make_objective(plan.organisation, "Klad", state=State.DRAFT, **made)
    over = {"state": State.CLOSED, "starts_on": yesterday - timedelta(days=60), "ends_on": yesterday}
    make_objective(plan.organisation, "Vorig kwartaal", **over, **made)

    def counted(by):
        found = queries.plans(getattr(plan, by).actor, None, plan.period)
        return [each.strategy_count for each in found if each.pk == plan.department_objective.pk]

    assert counted("colleague") == [len(page_of(plan, "colleague").rows)] == [1]
    assert counted("director") == [len(page_of(plan, "director").rows)] == [2]


def test_the_day_of_a_goal_and_the_unit_of_a_measure_are_called_by_their_own_words(plan):
    with translation.override("nl"):
        form = forms.MeasureForm(actor=plan.director.actor, objective=plan.department_objective)
        assert str(form.fields["ends_on"].label) == "Uiterlijk"
        assert head_of_measures()[3] == "Eenheid"
