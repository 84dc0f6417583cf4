"""The page of the balance: seven tests by number, weight and budget, and the course over the periods."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from tests.factories import count_queries, make_action, make_measure, make_objective, make_period, make_reading
from zichtlijn.calculations.balance import BalanceLevel, BalanceTest, Basis
from zichtlijn.objectives.models import Action, Objective
from zichtlijn.objectives.states import State
from zichtlijn.scorecards import queries
from zichtlijn.scorecards.models import Arrow, ScorecardWeight
from zichtlijn.scorecards.pictures import compass, draw_course
from zichtlijn.scorecards.wording import ends, tell_balance, tell_tests, tell_unknown

SIDES = {"financial": 4, "customers": 2, "processes": 3, "learning": 1}
MONEY = {"financial": "600", "customers": "60", "processes": "240", "learning": "100"}


@pytest.fixture
def card(scoped):
    """Ten strategic objectives, each with an initiative; most of the money goes to the finances."""
    scoped.strategic.state = State.DRAFT
    scoped.strategic.save()
    scoped.sides = {}
    for side, count in SIDES.items():
        scoped.sides[side] = [
            make_objective(scoped.organisation, f"{side} {n}", perspective=side, progress=0.5, coverage=1.0)
            for n in range(count)
        ]
        for objective in scoped.sides[side]:
            make_action(objective, f"voor {objective.title}", budget=Decimal(MONEY[side]) / count)
    return scoped


def today():
    return timezone.localdate()


def page_of(cast, unit=None):
    return queries.scorecard_page(cast.employee.actor, unit, cast.period, today=today())


def finding(page, test, basis=None):
    return next(f for f in page.findings if f.test == test and f.basis == basis)


def told(page, language="nl"):
    with translation.override(language):
        return tell_tests(page)


# by budget --------------------------------------------------------------------------------------------------------


def test_the_budget_of_the_initiatives_is_weighed_per_perspective(card):
    page = page_of(card)
    assert {side.code: side.budget for side in page.sides} == {side: Decimal(money) for side, money in MONEY.items()}
    assert page.currency == "EUR"
    assert page.is_budgeted
    dominance = finding(page, BalanceTest.DOMINANCE, Basis.BUDGET)
    assert (dominance.level, dominance.value) == (BalanceLevel.ONE_SIDED, 0.6)
    sentences = [each.sentence for each in told(page)[1].found]
    assert sentences == ["Financieel heeft het meest: 40%.", "Financieel heeft het meest: 60%."]
    assert any("€\N{NO-BREAK SPACE}200 van het budget van financieel" in mend.sentence for mend in told(page)[1].mends)


def test_nothing_undertaken_is_nothing_and_a_budget_that_is_missing_is_not_known(card):
    Action.objects.filter(objective__perspective="learning").delete()
    assert page_of(card).sides[3].budget == 0
    Action.objects.filter(objective__perspective="customers").update(budget=None)
    page = page_of(card)
    assert page.sides[1].budget is None
    assert finding(page, BalanceTest.DOMINANCE, Basis.BUDGET).level == BalanceLevel.UNKNOWN
    with translation.override("nl"):
        assert tell_unknown(page, Basis.BUDGET) == "Onbekend: nog geen initiatief van klanten heeft een budget."
    assert all(each.basis != "Budget" for test in told(page) for each in test.found)


def test_one_initiative_without_a_budget_makes_its_perspective_not_known(card):
    first, second = card.sides["customers"]
    Action.objects.filter(objective=first).update(budget=None)
    page = page_of(card)
    assert (page.sides[1].without_budget, page.sides[1].budget, page.is_budgeted) == (1, None, False)
    assert finding(page, BalanceTest.DOMINANCE, Basis.BUDGET).level == BalanceLevel.UNKNOWN
    with translation.override("nl"):
        assert tell_balance(page).budget == ""
        assert tell_unknown(page, Basis.BUDGET) == "Onbekend: één initiatief van klanten heeft nog geen budget."
        make_action(second, "nog een")
        told_of_two = "Onbekend: 2 initiatieven van klanten hebben nog geen budget."
        assert tell_unknown(page_of(card), Basis.BUDGET) == told_of_two
    Action.objects.filter(objective__in=[first, second], budget=None).update(budget=0)
    assert page_of(card).sides[1].budget == 30, "that nothing is set aside can be said as well"


def test_money_of_two_kinds_is_not_added_up(card):
    Action.objects.filter(objective__perspective="customers").update(currency="USD")
    page = page_of(card)
    assert (page.currency, page.has_several_currencies) == ("", True)
    assert all(side.budget is None for side in page.sides)
    with translation.override("nl"):
        assert tell_unknown(page, Basis.BUDGET) == "Onbekend: er zijn budgetten in meer dan één munt."


# the seven tests --------------------------------------------------------------------------------------------------


def test_there_are_seven_with_a_sentence_each(card):
    tests = told(page_of(card))
    assert [test.title for test in tests] == [
        "Leeg perspectief", "Overwicht", "De twee assen", "Gelijkmatigheid", "Leidend en volgend",
        "De weg over de kaart", "Verschil in resultaat",
    ]  # fmt: skip
    assert all(each.sentence for test in tests for each in test.found)
    assert tests[4].found[0].sentence == "Onbekend: er zijn nog geen indicatoren."
    assert tests[5].found[0].sentence == "Onbekend: er is nog geen pijl getekend."


def test_the_way_over_the_map_is_a_test_as_soon_as_there_is_a_map(card):
    learning, processes, financial = (card.sides[side][0] for side in ("learning", "processes", "financial"))
    draw = {"organisation": card.organisation}
    Arrow.objects.create(cause=learning, effect=processes, **draw)
    assert finding(page_of(card), BalanceTest.PATH).level == BalanceLevel.ATTENTION
    Arrow.objects.create(cause=processes, effect=financial, **draw)
    assert (
        told(page_of(card))[5].found[0].sentence
        == "Een weg van 2 pijlen loopt van leren en veranderen naar financieel."
    )


def test_lead_and_lag_stand_apart(card):
    lead = make_measure(card.sides["financial"][0], tempo="lead")
    lag = make_measure(card.sides["financial"][0], tempo="lag")
    row = next(row for row in page_of(card).sides[0].rows if row.objective == card.sides["financial"][0])
    assert (row.lead, row.lag) == ([lead], [lag])


@pytest.mark.parametrize("basis", list(Basis))
def test_the_compass_is_as_large_as_the_shares_and_leans_where_the_test_says(card, basis):
    page = page_of(card)
    ScorecardWeight.objects.create(organisation=card.organisation, objective=card.sides["learning"][0],
                                   from_on=card.period.starts_on, weight=70)  # fmt: skip
    page = page_of(card)
    with translation.override("nl"):
        picture = compass(page.sides, page.findings, basis, ends())
    areas = [blob.radius**2 for blob in picture.blobs]
    amounts = {
        Basis.NUMBER: [4, 2, 3, 1],
        Basis.WEIGHT: [side.weight for side in page.sides],
        Basis.BUDGET: [600, 60, 240, 100],
    }[basis]
    for area, amount in zip(areas, amounts, strict=True):
        assert area / sum(areas) == pytest.approx(amount / sum(amounts), abs=0.01)
    index = finding(page, BalanceTest.TIME, basis).value
    assert (picture.mark[1] < picture.middle[1]) == (index > 0), "up is the short term"


# the course -------------------------------------------------------------------------------------------------------


@pytest.fixture
def years(card):
    """Two years before this one, each with one objective per perspective that went its own way."""
    first = card.period.starts_on
    for ago, reached in ((2, 40), (1, 80)):
        starts = date(first.year - ago, 1, 1)
        ends_on = date(first.year - ago, 12, 31)
        period = make_period(card.organisation, year=first.year - ago)
        for side in SIDES:
            objective = make_objective(
                card.organisation,
                f"{side} toen {ago}",
                perspective=side,
                period=period,
                starts_on=starts,
                ends_on=ends_on,
            )
            measure = make_measure(objective, baseline=0, target=100, starts_on=starts, ends_on=ends_on)
            make_reading(measure, reached if side != "learning" else reached / 2, on=ends_on)
            make_reading(measure, 99, on=ends_on + timedelta(days=20))
    return card


def course_of(cast):
    return queries.course_of(cast.employee.actor, None, cast.period, today=today())


def test_the_course_follows_from_the_readings_up_to_the_last_day_of_each_period(years):
    course = course_of(years)
    before, last, _now = course.with_something
    assert before.scores == {"financial": 0.4, "customers": 0.4, "processes": 0.4, "learning": 0.2}
    assert last.scores == {"financial": 0.8, "customers": 0.8, "processes": 0.8, "learning": 0.4}
    assert (before.level, before.is_weighed) == (BalanceLevel.FINE, False)
    assert course.spread.course[:2] == (pytest.approx(0.2), pytest.approx(0.4))


def test_the_course_is_the_same_for_every_reader(years):
    make_objective(
        years.organisation, "concept", state=State.DRAFT, perspective="financial", made_by=years.director.user
    )
    of_all = [
        queries.course_of(who.actor, None, years.period, today=today())
        for who in (years.employee, years.line_manager, years.director)
    ]
    assert of_all[0] == of_all[1] == of_all[2]
    assert of_all[0].with_something


def test_what_was_weighed_then_holds_then(years):
    objective = Objective.objects.get(title="learning toen 1")
    ScorecardWeight.objects.create(
        organisation=years.organisation, objective=objective, from_on=objective.starts_on, weight=70
    )
    _before, last, now = course_of(years).with_something
    assert last.shares["learning"] == pytest.approx(0.7)
    assert (last.is_weighed, now.is_weighed) == (True, False)


def test_a_perspective_without_a_reading_has_no_point_and_never_a_zero(years):
    picture = draw_course(course_of(years))
    assert [len(line.points) for line in picture.lines] == [2, 2, 2, 2]
    assert all(line.last == "–" for line in picture.lines)
    assert all(sum(bar.height for bar in column.bars) == pytest.approx(150, abs=0.1) for column in picture.columns)


def test_one_period_is_no_course(card):
    assert draw_course(course_of(card)) is None


# the pages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["balance", "present"])
def test_the_pages_are_there_for_every_member_and_say_the_headline(years, signed_in, name):
    text = signed_in(years.employee).get(reverse(f"scorecards:{name}")).content.decode()
    assert "Too one-sided: financial has 4 of the 10 objectives" in text
    assert "style=" not in text.split("<main")[1]


@pytest.mark.parametrize("name", ["present", "scorecard"])
def test_what_does_not_fit_is_said_on_the_page_and_on_the_wall(years, signed_in, monkeypatch, name):
    browser, url = signed_in(years.employee), reverse(f"scorecards:{name}")
    assert "Here are the first of many objectives" not in browser.get(url).content.decode()
    monkeypatch.setattr("zichtlijn.scorecards.queries.card.MOST", 3)
    assert "Here are the first of many objectives" in browser.get(url).content.decode()


def test_an_empty_scorecard_has_an_empty_balance(scoped, signed_in):
    Objective.objects.all().delete()
    browser = signed_in(scoped.employee)
    assert "There is nothing to weigh yet" in browser.get(reverse("scorecards:balance")).content.decode()
    assert "this perspective is empty" in browser.get(reverse("scorecards:present")).content.decode()


@pytest.mark.parametrize("name", ["balance", "present", "scorecard"])
def test_the_pages_ask_the_same_for_few_and_for_many(years, signed_in, name):
    browser, url = signed_in(years.director), reverse(f"scorecards:{name}")
    browser.get(url)
    with count_queries() as few:
        browser.get(url)
    for n in range(6):
        objective = make_objective(years.organisation, f"meer {n}", perspective="customers")
        make_reading(make_measure(objective), 5)
        make_action(objective, "doen", budget=10)
    for ago in range(3, 9):
        make_period(years.organisation, year=years.period.starts_on.year - ago)
    with count_queries() as many:
        browser.get(url)
    assert few.count == many.count <= 25
