"""The weights of a scorecard: one set of numbers wherever they are shown, and what is planned from a day on."""

import io
from datetime import UTC, datetime, time, timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone, translation
from lxml.html import fromstring

from tests.factories import make_action, make_objective
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.states import State
from zichtlijn.scorecards import actions, queries
from zichtlijn.scorecards.models import ScorecardWeight
from zichtlijn.scorecards.wording import tell_weighing


@pytest.fixture
def card(scoped, time_machine):
    """Three objectives under a perspective and one without, with days of the period before and after today."""
    noon = datetime.combine(scoped.period.starts_on, time(12), tzinfo=UTC)
    time_machine.move_to(noon + timedelta(days=160), tick=False)
    scoped.strategic.state = State.DRAFT
    scoped.strategic.save()
    scoped.on_it = {
        side: make_objective(scoped.organisation, f"voor {side}", perspective=side, progress=0.5, coverage=1.0)
        for side in ("financial", "customers", "processes")
    }
    scoped.beside = make_objective(scoped.organisation, "zonder", progress=0.5, coverage=1.0)
    return scoped


def today():
    return timezone.localdate()


def later(cast, days=10):
    """A day to come within the period."""
    day = today() + timedelta(days=days)
    assert day <= cast.period.ends_on, "the cast has a period that runs on"
    return day


def page_of(cast):
    return queries.scorecard_page(cast.director.actor, None, cast.period, today=today())


def put(cast, from_on=None, **weights):
    """Weights in the table as they were written once, whatever stands on the scorecard now."""
    objectives = {**cast.on_it, "beside": cast.beside}
    for side, weight in weights.items():
        ScorecardWeight.objects.create(
            organisation=cast.organisation, objective=objectives[side], from_on=from_on or today(), weight=weight
        )


def divide(cast, from_on, **weights):
    given = {o.pk: weights.get(side) for side, o in cast.on_it.items()}
    now = queries.weights_of(cast.on_it.values(), from_on)
    version = actions.version_of_weights(now)
    return actions.divide_weights(
        None, given, period=cast.period, from_on=from_on, version=version, by=cast.director.actor
    )


def told(cast, language="en"):
    with translation.override(language):
        return tell_weighing(page_of(cast))


# one set of numbers -----------------------------------------------------------------------------------------------


def test_what_stands_beside_the_scorecard_does_not_weigh_and_the_rest_is_a_hundred_everywhere(card, signed_in):
    put(card, financial=20, customers=40, processes=30, beside=10)
    page = page_of(card)
    shown = [round(side.weight) for side in page.sides]
    assert shown == [22, 44, 33, 0]
    browser = signed_in(card.director)
    table = browser.get(reverse("scorecards:scorecard")).content.decode()
    wall = browser.get(reverse("scorecards:present")).content.decode()
    form = browser.get(reverse("scorecards:weights")).context["form"]
    assert [round(part) for _side, _fields, part in form.by_perspective()] == [20, 40, 30, 0]
    for percent in ("22%", "44%", "33%"):
        assert table.count(percent) >= 2, "in the circles and in the table"
        assert f"weighs {percent}" in wall
    for percent in ("20%", "40%", "30%"):
        assert percent not in table
    content, _name = actions.take_scorecard("xlsx", None, period=card.period, by=card.director.actor)
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(min_row=2, values_only=True))
    assert [round(row[5], 2) for row in rows] == [0.22, 0.44, 0.33, 0]
    course = queries.course_of(card.director.actor, None, card.period, today=today())
    assert course.periods[-1].shares["financial"] == pytest.approx(page.sides[0].weight / 100)
    assert any("Together they were 90%" in each for each in told(card))
    assert "1 objective has no perspective and does not weigh." in told(card)


def test_an_empty_weight_never_stands_on_the_scorecard_as_what_another_has(card):
    put(card, financial=20, customers=80)
    page = page_of(card)
    assert [side.weight for side in page.sides] == [20, 80, 0, 0]
    assert [row.objective for row in page.without_rest] == [card.on_it["processes"]]
    assert any("“voor processes” weighs 0%" in each for each in told(card))
    assert page.whole.score == 0.5


def test_where_only_zeros_are_left_every_objective_counts_the_same(card):
    put(card, financial=0, customers=0, processes=0)
    page = page_of(card)
    assert page.is_weighed is False
    assert page.whole.score == 0.5
    assert "No weights yet" in told(card)[0]


def test_the_form_asks_no_weight_of_what_does_not_count_and_says_why(card, signed_in):
    text = signed_in(card.director).get(reverse("scorecards:weights")).content.decode()
    assert f'name="weight-{card.beside.pk}"' not in text
    assert "Without a perspective an objective does not count" in text
    assert reverse("objectives:edit", args=[card.beside.pk]) in text


def test_a_perspective_without_objectives_says_what_to_do_first(card, signed_in):
    text = signed_in(card.director).get(reverse("scorecards:weights")).content.decode()
    link = f"{reverse('objectives:new')}?level=strategic&amp;perspective=learning"
    assert link in text
    new = signed_in(card.director).get(reverse("objectives:new"), {"level": "strategic", "perspective": "learning"})
    assert new.context["form"]["perspective"].value() == "learning"


# from a day on ----------------------------------------------------------------------------------------------------


def test_what_is_planned_is_told_and_does_not_hold_yet(card, signed_in):
    divide(card, today(), financial=20, customers=40, processes=40)
    divide(card, later(card), financial=50, customers=30, processes=20)
    page = page_of(card)
    assert [side.weight for side in page.sides] == [20, 40, 40, 0]
    assert [(each.from_on, each.until, each.holds, each.is_planned) for each in page.divisions] == [
        (today(), later(card, 9), True, False),
        (later(card), None, False, True),
    ]
    sentence = f"From {later(card).day} Jun {later(card).year} other weights hold: financial 50%"
    assert any(each.startswith(sentence) for each in told(card))
    assert sentence in signed_in(card.employee).get(reverse("scorecards:scorecard")).content.decode()
    assert "planned" in signed_in(card.director).get(reverse("scorecards:weights")).content.decode()


def test_the_form_begins_with_what_holds_on_the_chosen_day(card, signed_in):
    divide(card, today(), financial=20, customers=40, processes=40)
    divide(card, later(card), financial=50, customers=30, processes=20)
    browser, url = signed_in(card.director), reverse("scorecards:weights")
    name = f"weight-{card.on_it['financial'].pk}"
    assert browser.get(url).context["form"][name].value() == 20
    assert browser.get(url, {"from": later(card, 12).isoformat()}).context["form"][name].value() == 50


def test_enter_in_a_weight_saves_it_and_another_day_is_a_form_of_its_own(card, signed_in):
    browser, url = signed_in(card.director), reverse("scorecards:weights")
    page = fromstring(browser.get(url).content.decode())
    (form,) = page.xpath("//form[@data-guard-unsaved]")
    (first, *_more) = form.xpath(".//button")
    assert (first.text, first.get("name"), first.get("formnovalidate")) == ("Save", None, None)
    (day,) = page.xpath("//input[@name='from']")
    assert day.get("value") == today().isoformat()
    assert day.xpath("ancestor::form/@method") == ["get"]
    sent = sent_from(browser, card, today(), financial=30, customers=30, processes=40) | {"show": "1"}
    browser.post(url, sent)
    assert queries.weights_of(card.on_it.values(), today())[card.on_it["financial"].pk] == 30


def test_another_day_on_the_scorecard_of_a_unit_stays_with_the_unit(card, signed_in):
    make_objective(card.organisation, "van hier", level="department", unit=card.department, perspective="customers")
    url = f"{reverse('scorecards:weights')}?unit={card.department.key}"
    page = fromstring(signed_in(card.director).get(url).content.decode())
    assert page.xpath("//form[.//input[@name='from']]//input[@name='unit']/@value") == [card.department.key]


def sent_from(browser, cast, day, **weights):
    """The form as it opens today, with another day filled in and these weights."""
    form = browser.get(reverse("scorecards:weights")).context["form"]
    sent = {name: form[name].value() for name in ("version", "shown_on")}
    values = {f"weight-{o.pk}": weights.get(side, form[f"weight-{o.pk}"].value()) for side, o in cast.on_it.items()}
    return {**sent, **values, "from_on": day.isoformat()}


def test_another_day_with_the_same_weights_is_no_clash(card, signed_in):
    divide(card, today(), financial=20, customers=40, processes=40)
    browser, day = signed_in(card.director), later(card)
    sent = sent_from(browser, card, day, financial=30, customers=30)
    assert browser.post(reverse("scorecards:weights"), sent).status_code == 302
    assert queries.weights_of(card.on_it.values(), day)[card.on_it["financial"].pk] == 30


def test_another_day_with_other_weights_is_shown_first_and_saved_the_second_time(card, signed_in):
    divide(card, today(), financial=20, customers=40, processes=40)
    divide(card, later(card), financial=50, customers=30, processes=20)
    browser, day, url = signed_in(card.director), later(card, 12), reverse("scorecards:weights")
    answer = browser.post(url, sent_from(browser, card, day, financial=10, customers=50))
    form = answer.context["form"]
    assert answer.status_code == 422
    assert "other weights hold than you saw" in answer.content.decode()
    again = {name: form[name].value() for name in form.fields}
    assert str(again[f"weight-{card.on_it['financial'].pk}"]) == "10", "what was typed stays"
    assert browser.post(url, again).status_code == 302
    assert queries.weights_of(card.on_it.values(), day)[card.on_it["financial"].pk] == 10


def test_only_another_day_shows_what_holds_there(card, signed_in):
    divide(card, today(), financial=20, customers=40, processes=40)
    divide(card, later(card), financial=50, customers=30, processes=20)
    browser = signed_in(card.director)
    answer = browser.post(reverse("scorecards:weights"), sent_from(browser, card, later(card, 12)))
    assert answer.status_code == 422
    assert str(answer.context["form"][f"weight-{card.on_it['financial'].pk}"].value()) == "50"


def test_what_was_planned_stays_what_it_was_when_today_is_divided_anew(card):
    divide(card, today(), financial=20, customers=40, processes=40)
    divide(card, later(card), financial=50, customers=10, processes=40)
    divide(card, today(), financial=10, customers=10, processes=80)
    on_the_day = queries.weights_of(card.on_it.values(), later(card))
    assert [on_the_day[o.pk] for o in card.on_it.values()] == [50, 10, 40]


def test_what_was_planned_part_by_part_is_written_out_before_something_comes_in_front_of_it(card):
    put(card, from_on=card.period.starts_on, financial=20, customers=40, processes=40)
    put(card, from_on=later(card), financial=30, customers=30)
    divide(card, today(), financial=5, customers=5, processes=90)
    on_the_day = queries.weights_of(card.on_it.values(), later(card))
    assert [on_the_day[o.pk] for o in card.on_it.values()] == [30, 30, 40]


def test_what_is_planned_can_be_withdrawn_and_what_holds_cannot(card, signed_in):
    divide(card, today(), financial=20, customers=40, processes=40)
    divide(card, later(card), financial=50, customers=30, processes=20)
    browser, url = signed_in(card.director), reverse("scorecards:withdraw_weights")
    asked = f"{url}?from_on={later(card).isoformat()}"
    assert f'href="{asked}"' in browser.get(reverse("scorecards:weights")).content.decode()
    assert "financial 50%" in browser.get(asked).content.decode(), "it asks first, with what is withdrawn"
    assert len(page_of(card).planned) == 1
    assert browser.get(url, {"from_on": today().isoformat()}).status_code == 302, "what holds is not asked about"
    assert browser.post(url, {"from_on": later(card).isoformat()}).status_code == 302
    assert page_of(card).planned == []
    (line,) = AuditEvent.objects.filter(event=Event.SCORECARD_WEIGHED, detail__withdrawn=True)
    assert line.detail["starts_on"] == later(card).isoformat()
    with pytest.raises(NotNow, match="die nog niet geldt"):
        actions.withdraw_weights(None, today(), period=card.period, by=card.director.actor)
    with pytest.raises(NotNow, match="niets meer gepland"):
        actions.withdraw_weights(None, later(card), period=card.period, by=card.director.actor)
    with pytest.raises(NotAllowed):
        actions.withdraw_weights(None, later(card), period=card.period, by=card.employee.actor)
    assert [side.weight for side in page_of(card).sides] == [20, 40, 40, 0]


def test_the_history_of_an_objective_tells_its_weights(card, signed_in):
    objective = card.on_it["financial"]
    divide(card, today(), financial=20, customers=40, processes=40)
    divide(card, later(card), financial=50, customers=30, processes=20)
    actions.withdraw_weights(None, later(card), period=card.period, by=card.director.actor)
    text = signed_in(card.director).get(reverse("objectives:history", args=[objective.pk])).content.decode()
    assert text.count("weight on the scorecard") == 3
    assert "20% from" in text
    assert "withdrawn before it began" in text
    other = Objective.objects.get(title="zonder")
    page = signed_in(card.director).get(reverse("objectives:history", args=[other.pk])).content.decode()
    assert "weight on the scorecard" not in page


# what would mend it -----------------------------------------------------------------------------------------------


def advice_of(cast, browser):
    return {each.sentence: each.url for each in browser.get(reverse("scorecards:scorecard")).context["advice"]}


def test_advice_leads_to_where_it_is_followed_and_asks_nothing_that_cannot_be_done_yet(card, signed_in):
    divide(card, today(), financial=80, customers=10, processes=10)
    found = advice_of(card, signed_in(card.director))
    new = reverse("objectives:new")
    assert found["Add one objective for learning and change."] == f"{new}?level=strategic&perspective=learning"
    assert found["No objective looks beyond the short term."] == f"{new}?level=strategic&horizon=long"
    first = reverse("objectives:new_measure", args=[card.on_it["financial"].pk])
    assert found["Financial has no measure."] == first
    assert not [each for each in found if "weight" in each], "learning has nothing to give weight to yet"
    make_objective(card.organisation, "voor learning", perspective="learning", progress=0.5, coverage=1.0)
    found = advice_of(card, signed_in(card.director))
    weights = [url for each, url in found.items() if "weight" in each]
    assert weights, "now weight can move there"
    assert set(weights) == {reverse("scorecards:weights")}


def test_who_may_not_follow_an_advice_reads_it_without_a_link(card, signed_in):
    found = advice_of(card, signed_in(card.employee))
    assert found["Add one objective for learning and change."] == ""
    assert not any(url.startswith(reverse("objectives:new")) for url in found.values())


def test_a_missing_budget_leads_to_the_initiative_for_who_may_change_it(card, signed_in):
    action = make_action(card.on_it["financial"], "doen")
    url = reverse("objectives:edit_action", args=[action.pk])
    assert url in signed_in(card.director).get(reverse("scorecards:scorecard")).content.decode()
    text = signed_in(card.employee).get(reverse("scorecards:scorecard")).content.decode()
    assert url not in text
    assert "no budget yet" in text


def test_the_difference_in_results_names_its_two_numbers(card, signed_in):
    Objective.objects.filter(pk=card.on_it["financial"].pk).update(progress=0.88)
    Objective.objects.filter(pk=card.on_it["customers"].pk).update(progress=0.71)
    Objective.objects.filter(pk=card.on_it["processes"].pk).update(progress=0.80)
    text = signed_in(card.director).get(reverse("scorecards:balance")).content.decode()
    assert "17 points apart (financial 88%, customers 71%)" in text


def test_a_new_measure_can_be_asked_for_as_a_leading_one(card, signed_in):
    url = reverse("objectives:new_measure", args=[card.on_it["financial"].pk])
    browser = signed_in(card.director)
    assert browser.get(url, {"tempo": "lead"}).context["form"]["tempo"].value() == "lead"
    assert browser.get(url, {"tempo": "x"}).context["form"]["tempo"].value() == "lag"
