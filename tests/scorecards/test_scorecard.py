"""The scorecard: a view on the objectives, its weights from a day on, and what is out of balance."""

import io
import re
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone, translation
from lxml.html import fromstring
from pptx import Presentation

from tests.factories import count_queries, make_measure, make_objective
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.calculations.balance import BalanceLevel
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.states import Level, State
from zichtlijn.scorecards import actions, documents, queries
from zichtlijn.scorecards.models import ScorecardWeight
from zichtlijn.scorecards.wording import tell_balance

SIDES = {"financial": 4, "customers": 2, "processes": 3, "learning": 1}


@pytest.fixture
def card(scoped):
    """Ten strategic objectives, leaning to the finances; the strategic one of the cast is put aside."""
    scoped.strategic.state = State.DRAFT
    scoped.strategic.save()
    scoped.sides = {
        side: [
            make_objective(
                scoped.organisation, f"{side} {n}", perspective=side, progress=0.5, coverage=1.0, key=f"{side}{n}"
            )
            for n in range(count)
        ]
        for side, count in SIDES.items()
    }
    for objective in scoped.sides["financial"]:
        make_measure(objective, tempo="lag")
    return scoped


def today():
    return timezone.localdate()


def page_of(cast, unit=None, by="employee"):
    return queries.scorecard_page(getattr(cast, by).actor, unit, cast.period, today=today())


def divide(cast, weights, *, from_on=None, version=None, unit=None, by="director"):
    member = getattr(cast, by).actor
    from_on = from_on or today()
    objectives = queries.objectives_on(member, unit, cast.period)
    if version is None:
        version = actions.version_of_weights(queries.weights_of(objectives, from_on))
    return actions.divide_weights(unit, weights, period=cast.period, from_on=from_on, version=version, by=member)


def by_side(cast, **given):
    """A weight for each objective: what is given for its side, divided over the objectives there."""
    return {o.pk: given[side] / len(rows) for side, rows in cast.sides.items() for o in rows}


# what stands on it ------------------------------------------------------------------------------------------------


def test_the_strategic_objectives_stand_under_their_perspective(card):
    page = page_of(card)
    assert {side.code: len(side.rows) for side in page.sides} == SIDES
    assert [side.measures for side in page.sides] == [4, 0, 0, 0]
    assert page.whole.score == 0.5


def test_drafts_other_levels_and_other_periods_do_not_stand_on_it(card):
    make_objective(card.organisation, "concept", perspective="learning", state=State.DRAFT)
    make_objective(
        card.organisation, "van vroeger", perspective="learning", starts_on=date(2001, 1, 1), ends_on=date(2001, 12, 31)
    )
    make_objective(card.organisation, "afdeling", perspective="learning", level=Level.DEPARTMENT, unit=card.department)
    assert {side.code: len(side.rows) for side in page_of(card).sides} == SIDES


def test_an_objective_without_perspective_is_named_apart(card):
    lost = make_objective(card.organisation, "zonder")
    page = page_of(card)
    assert [row.objective for row in page.outside] == [lost]
    assert page.count == 10


def test_the_scorecard_of_a_unit_has_its_highest_level(card):
    here = make_objective(
        card.organisation, "van ons", level=Level.DEPARTMENT, unit=card.other_department, perspective="customers"
    )
    make_objective(
        card.organisation, "lager", level=Level.OPERATIONAL, unit=card.other_department, perspective="customers"
    )
    page = page_of(card, card.other_department)
    assert [row.objective for side in page.sides for row in side.rows] == [here]
    below = make_objective(card.organisation, "team", level=Level.OPERATIONAL, unit=card.team, perspective="learning")
    assert below in [row.objective for side in page_of(card, card.team).sides for row in side.rows]


def test_what_stands_lower_takes_no_place_and_card_and_weights_hold_the_same(card, monkeypatch):
    monkeypatch.setattr("zichtlijn.scorecards.queries.card.MOST", 3)
    own = {"unit": card.other_department, "perspective": "learning"}
    for n in range(4):
        make_objective(card.organisation, f"team {n}", level=Level.OPERATIONAL, **own)
    for n in range(4):
        make_objective(card.organisation, f"afdeling {n}", level=Level.DEPARTMENT, **own)
    page = page_of(card, card.other_department)
    (learning,) = [side.rows for side in page.sides if side.code == "learning"]
    titles = ["afdeling 0", "afdeling 1", "afdeling 2"]
    assert ([row.objective.title for row in learning], page.is_cut) == (titles, True)
    found = queries.objectives_on(card.director.actor, card.other_department, card.period)
    assert [objective.title for objective in found] == titles, "what is weighed is what stands on the card"


def test_a_missing_score_lowers_the_coverage_and_never_the_score(card):
    before = page_of(card).whole
    Objective.objects.filter(perspective="learning").update(progress=None, coverage=0.0)
    after = page_of(card).whole
    assert (before.score, after.score) == (0.5, 0.5)
    assert after.coverage == pytest.approx(0.9)


# weights ----------------------------------------------------------------------------------------------------------


def test_weights_hold_from_their_day_on_and_leave_what_was(card):
    first, second = card.period.starts_on, card.period.starts_on + timedelta(days=100)
    divide(card, by_side(card, financial=40, customers=20, processes=30, learning=10), from_on=first)
    divide(card, by_side(card, financial=25, customers=25, processes=25, learning=25), from_on=second)
    (learning,) = card.sides["learning"]
    objectives = [o for rows in card.sides.values() for o in rows]
    days = [first - timedelta(days=1), first, second - timedelta(days=1), second]
    assert [queries.weights_of(objectives, day)[learning.pk] for day in days] == [None, 10, 10, 25]


def test_only_what_changed_is_written_and_audited(card):
    weights = by_side(card, financial=40, customers=20, processes=30, learning=10)
    assert len(divide(card, weights)) == 10
    assert divide(card, weights) == []
    assert AuditEvent.objects.filter(event=Event.SCORECARD_WEIGHED).count() == 1


def test_a_weight_can_be_left_blank_again(card):
    divide(card, by_side(card, financial=40, customers=20, processes=30, learning=10), from_on=card.period.starts_on)
    divide(card, dict.fromkeys(by_side(card, financial=1, customers=1, processes=1, learning=1)), from_on=today())
    assert page_of(card).is_weighed is False


def test_R13_the_second_to_save_sees_both_and_nothing_is_lost(card):
    opened = actions.version_of_weights(dict.fromkeys(by_side(card, financial=1, customers=1, processes=1, learning=1)))
    divide(card, by_side(card, financial=40, customers=20, processes=30, learning=10))
    with pytest.raises(EditConflict) as refusal:
        divide(card, by_side(card, financial=52, customers=20, processes=18, learning=10), version=opened)
    assert ("financial 0", "10%", "13%") in refusal.value.fields
    assert ScorecardWeight.objects.get(objective=card.sides["financial"][0]).weight == 10


def test_other_objectives_than_those_of_the_form_are_refused(card):
    weights = by_side(card, financial=40, customers=20, processes=30, learning=10)
    make_objective(card.organisation, "erbij", perspective="learning")
    with pytest.raises(NotNow):
        divide(card, weights)
    assert not ScorecardWeight.objects.exists()


@pytest.mark.parametrize("part", ["employee", "line_manager", "hr", "works_council", "project_leader"])
def test_others_do_not_weigh_the_organisation(card, part):
    with pytest.raises(NotAllowed):
        divide(card, by_side(card, financial=40, customers=20, processes=30, learning=10), by=part)
    assert not ScorecardWeight.objects.exists()


def test_the_head_weighs_the_scorecard_of_the_unit(card):
    own = make_objective(
        card.organisation, "van ons", level=Level.DEPARTMENT, unit=card.other_department, perspective="customers"
    )
    divide(card, {own.pk: 100}, unit=card.other_department, by="other_manager")
    assert ScorecardWeight.objects.get().weight == 100
    with pytest.raises(NotAllowed):
        divide(card, {own.pk: 50}, unit=card.other_department, by="line_manager")


# balance ----------------------------------------------------------------------------------------------------------


def test_too_one_sided_is_said_with_the_weights(card):
    divide(card, by_side(card, financial=40, customers=20, processes=30, learning=10))
    with translation.override("nl"):
        balance = tell_balance(page_of(card))
    assert balance.level == BalanceLevel.ATTENTION
    assert balance.headline == "Te eenzijdig: financieel weegt 40%, leren en veranderen 10%."
    assert "Geen doelstelling kijkt verder dan de korte termijn." in balance.sentences
    assert "Klanten heeft geen enkele indicator." in balance.sentences
    assert [axis.words for axis in balance.axes] == [
        "Lange termijn (leren en veranderen) 20 · korte termijn (financieel) 80",
        "Intern perspectief (processen) 60 · extern perspectief (klanten) 40",
    ]


def test_without_weights_the_number_of_objectives_counts(card):
    Objective.objects.filter(perspective="learning").delete()
    with translation.override("nl"):
        balance = tell_balance(page_of(card))
    assert balance.level == BalanceLevel.ONE_SIDED
    assert balance.headline == "Veel te eenzijdig: financieel heeft 4 van de 9 doelstellingen, leren en veranderen 0."
    assert "Voeg één doelstelling toe voor leren en veranderen." in balance.sentences


def test_what_is_empty_is_named_and_filled_first(card):
    Objective.objects.filter(perspective__in=["learning", "customers"]).delete()
    with translation.override("nl"):
        balance = tell_balance(page_of(card))
    assert balance.headline == "Veel te eenzijdig: niets voor klanten of leren en veranderen."
    assert [sentence for sentence in balance.sentences if "toe voor" in sentence] == [
        "Voeg één doelstelling toe voor klanten.",
        "Voeg één doelstelling toe voor leren en veranderen.",
    ]


def test_even_weights_are_in_balance(card):
    divide(card, by_side(card, financial=25, customers=25, processes=25, learning=25))
    with translation.override("en"):
        assert tell_balance(page_of(card)).headline == "In balance: no perspective outweighs the others."


def test_nothing_is_no_finding(scoped):
    Objective.objects.all().delete()
    page = page_of(scoped)
    assert page.is_empty
    with translation.override("en"):
        balance = tell_balance(page)
    assert (balance.level, balance.headline, balance.advice) == (
        BalanceLevel.UNKNOWN,
        "There is nothing to weigh yet.",
        [],
    )


# pages ------------------------------------------------------------------------------------------------------------


def test_the_page_shows_the_scorecard_to_every_member(card, signed_in):
    page = signed_in(card.employee).get(reverse("scorecards:scorecard"))
    text = page.content.decode()
    assert page.status_code == 200
    assert "financial 0" in text
    assert "Too one-sided: financial has 4 of the 10 objectives" in text
    assert reverse("scorecards:weights") not in text
    assert (
        reverse("scorecards:weights") in signed_in(card.director).get(reverse("scorecards:scorecard")).content.decode()
    )


def test_the_page_of_a_unit_and_an_unknown_one(card, signed_in):
    browser = signed_in(card.employee)
    page = browser.get(reverse("scorecards:scorecard"), {"unit": card.other_department.key})
    assert f'value="{card.other_department.name}"' in page.content.decode()
    unknown = browser.get(reverse("scorecards:scorecard"), {"unit": "bestaat niet"})
    assert "Nothing here is called" in unknown.content.decode()
    twin = browser.get(reverse("scorecards:scorecard"), {"unit": card.twin.other_department.name})
    assert "Nothing here is called" in twin.content.decode()
    assert "financial 0" in unknown.content.decode(), "the scorecard of the organisation stays in view"


def test_a_measure_stands_there_as_it_is_read(card, signed_in):
    objective = card.sides["learning"][0]
    make_measure(objective, "Plan", kind="milestones", baseline=None, target=None, progress=0.5)
    make_measure(objective, "Keurmerk", kind="yes_no", baseline=None, target=1, current_value=1)
    make_measure(objective, "Later", kind="yes_no", baseline=None, target=1)
    make_measure(objective, "Gewoon", unit="%", current_value=12)
    page = fromstring(signed_in(card.employee).get(reverse("scorecards:scorecard")).content.decode())
    rows = page.xpath("//details[@class='behind']//li[.//span[@class='values']]")
    shown = {row.find("a").text: row.find("span").text_content().strip() for row in rows if row.find("a") is not None}
    assert (shown["Plan"], shown["Keurmerk"], shown["Later"]) == ("50%", "yes", "no reading yet")
    assert shown["Gewoon"] == "12% → 100%"


def test_an_empty_organisation_says_how_to_begin(scoped, signed_in):
    Objective.objects.all().delete()
    text = signed_in(scoped.director).get(reverse("scorecards:scorecard")).content.decode()
    assert "Nothing on the scorecard yet" in text


@pytest.mark.parametrize(
    ("part", "menu", "inside", "outside"),
    [
        ("director", True, ["Present", "Divide the weights", "Name and arrange the perspectives"], []),
        ("employee", False, [], ["Present"]),
    ],
)
def test_the_head_has_few_buttons_and_the_rest_under_more(card, signed_in, part, menu, inside, outside):
    text = signed_in(getattr(card, part)).get(reverse("scorecards:scorecard")).content.decode()
    head = text[text.index('<div class="head">') : text.index('class="filters"')]
    assert re.findall(r'<a class="btn[^"]*"[^>]*>([^<]+)</a>', head) == ["Strategy map", "Balance", *outside]
    rest = head[head.index("More <span") :] if "More <span" in head else ""
    assert bool(rest) == menu
    assert re.findall(r"<li><a [^>]*>([^<]+)</a></li>", rest) == inside


def test_the_weights_are_divided_on_a_page(card, signed_in):
    browser, url = signed_in(card.director), reverse("scorecards:weights")
    form = browser.get(url).context["form"]
    fields = {f"weight-{o.pk}": "10" for rows in card.sides.values() for o in rows}
    sent = {**fields, "from_on": today().isoformat(), "version": form.initial["version"]}
    assert browser.post(url, sent).status_code == 302
    assert ScorecardWeight.objects.filter(weight=10, from_on=today()).count() == 10


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"all": "11"}, "more than 100. Take off 10."),
        ({"all": "9"}, "must be 100"),
        ({"all": "-1"}, "greater than or equal to 0"),
        ({"from_on": "1999-01-01"}, "within the period"),
        ({"from_on": ""}, "required"),
    ],
)
def test_weights_that_cannot_be_say_why_and_keep_what_was_typed(card, signed_in, change, sentence):
    browser, url = signed_in(card.director), reverse("scorecards:weights")
    version = browser.get(url).context["form"].initial["version"]
    weight = change.get("all", "10")
    fields = {f"weight-{o.pk}": weight for rows in card.sides.values() for o in rows}
    page = browser.post(url, {**fields, "from_on": change.get("from_on", today().isoformat()), "version": version})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert f'value="{weight}"' in page.content.decode()
    assert not ScorecardWeight.objects.exists()


def test_a_blank_for_which_nothing_is_left_is_said_beside_it(card, signed_in):
    browser, url = signed_in(card.director), reverse("scorecards:weights")
    version = browser.get(url).context["form"].initial["version"]
    blank, *others = [f"weight-{o.pk}" for rows in card.sides.values() for o in rows]
    sent = {"from_on": today().isoformat(), "version": version, blank: ""}
    page = browser.post(url, sent | dict.fromkeys(others, str(100 / len(others))))
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [blank]
    assert "Nothing is left for this" in page.content.decode()
    assert browser.post(url, sent | dict.fromkeys(others, str(100 / len(others))) | {blank: "0"}).status_code == 302


def test_the_page_asks_the_same_number_of_questions_for_few_and_for_many(card, signed_in):
    browser, url = signed_in(card.director), reverse("scorecards:scorecard")
    browser.get(url)
    with count_queries() as few:
        browser.get(url)
    for n in range(12):
        make_measure(make_objective(card.organisation, f"meer {n}", perspective="customers"))
    with count_queries() as many:
        browser.get(url)
    assert few.count == many.count <= 25


# taking along -----------------------------------------------------------------------------------------------------


def take(cast, form, by="director", unit=None):
    return actions.take_scorecard(form, unit, period=cast.period, by=getattr(cast, by).actor)


def test_on_paper_it_is_tagged_and_says_what_the_page_says(card):
    content, name = take(card, "pdf")
    assert content.startswith(b"%PDF-1.7")
    assert name == f"scorecard-{card.period.name}-waterschap-proef-{today().isoformat()}.pdf"
    (line,) = AuditEvent.objects.filter(event=Event.LIST_EXPORTED)
    assert line.detail == {"list": "scorecard", "format": "pdf", "period": card.period.name}


def test_the_slides_hold_the_numbers_of_the_page(card):
    divide(card, by_side(card, financial=40, customers=20, processes=30, learning=10))
    with translation.override("en"):
        content, _name = take(card, "pptx")
    deck = Presentation(io.BytesIO(content))
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles[1] == "Too one-sided: financial weighs 40%, learning and change 10%."
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert [round(value, 2) for value in charts[0].plots[0].series[0].values] == [0.4, 0.2, 0.3, 0.1]
    assert list(charts[1].plots[0].series[0].values) == [0.5, 0.5, 0.5, 0.5]


def test_the_workbook_holds_every_number(card):
    Objective.objects.filter(perspective="learning").update(title="=1+1", progress=None)
    with translation.override("en"):
        content, _name = take(card, "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Perspectives", "Objectives", "Measures", "Initiatives"]
    assert [row[:3] for row in book["Perspectives"].iter_rows(min_row=2, values_only=True)] == [
        ("Financial", 4, 4), ("Customers", 2, 0), ("Processes", 3, 0), ("Learning and change", 1, 0),
    ]  # fmt: skip
    learning = list(book["Objectives"].iter_rows(min_row=2, values_only=True))[-1]
    assert (learning[2], learning[5]) == ("'=1+1", None), "what was not measured is an empty cell, not 0"
    assert book["Measures"].max_row == 5


def test_the_files_say_what_the_page_says_beside_its_numbers(card, set_on_paper, monkeypatch):
    make_objective(card.organisation, "Zonder kant")
    set_data = set_on_paper(documents)
    with translation.override("en"):
        take(card, "pdf")
        assert (set_data["cut"], set_data["weighing"]) == ("", ["No weights yet: every objective counts the same."])
        monkeypatch.setattr("zichtlijn.scorecards.queries.card.MOST", 7)
        assert take(card, "pdf")[0].startswith(b"%PDF")
        assert set_data["cut"].startswith("Here are the first of many objectives.")
        book = openpyxl.load_workbook(io.BytesIO(take(card, "xlsx")[0]))
        assert book["Objectives"].cell(9, 3).value == set_data["cut"]
        monkeypatch.setattr("zichtlijn.scorecards.queries.card.MOST", 60)
        ScorecardWeight.objects.create(organisation=card.organisation, objective=card.sides["learning"][0],
                                       from_on=today(), weight=40)  # fmt: skip
        deck = Presentation(io.BytesIO(take(card, "pptx")[0]))
    said = {slide.shapes.title.text: slide.placeholders[1].text_frame.text for slide in list(deck.slides)[-2:]}
    assert said["Without a perspective"] == "Zonder kant"
    assert "1 objective has no perspective and does not weigh." in said["With this scorecard"]


@pytest.mark.parametrize("part", ["employee", "colleague", "project_leader", "works_council"])
def test_who_may_not_export_takes_nothing_along(card, signed_in, part):
    with pytest.raises(NotAllowed):
        take(card, "pdf", by=part)
    page = signed_in(getattr(card, part)).get(reverse("scorecards:scorecard")).content.decode()
    assert reverse("scorecards:take") not in page
    assert not AuditEvent.objects.filter(event=Event.LIST_EXPORTED).exists()


def test_the_buttons_give_the_scorecard_that_the_page_shows(card, signed_in):
    browser = signed_in(card.director)
    page = browser.get(reverse("scorecards:scorecard"), {"unit": card.other_department.key})
    make_objective(
        card.organisation, "van ons", level=Level.DEPARTMENT, unit=card.other_department, perspective="customers"
    )
    sent = dict(page.context["take_hidden"]) | {"form": "xlsx"}
    answer = browser.post(reverse("scorecards:take"), sent)
    assert answer["Content-Disposition"].startswith('attachment; filename="scorecard-')
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert [row[2] for row in book.worksheets[1].iter_rows(min_row=2, values_only=True)] == ["van ons"]
    assert browser.post(reverse("scorecards:take"), {"form": "exe"}).status_code == 400
