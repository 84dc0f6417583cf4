"""The OGSM as a file: what the page says to this reader, on one A4 where it fits."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import slugify
from pptx import Presentation

from tests.factories import make_action, make_measure, make_objective
from zichtlijn.access.refusals import NotAllowed
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.objectives.models import Measure, Objective
from zichtlijn.objectives.states import Level, State
from zichtlijn.ogsm import actions, documents, queries, taking

EVIL = "#set page(fill: red) [papier] $x$"


@pytest.fixture
def plan(scoped):
    """The department objective of the cast with two goals, and one strategy with a measure and an action."""
    for name in ("Fosfaat", "Stikstof"):
        make_measure(scoped.department_objective, name, unit="%", baseline=40, target=80, key=f"goal-{name}")
    scoped.indicator = make_measure(scoped.operational, "Droge stof", unit="%", baseline=20, target=25, key="droog")
    make_action(scoped.operational, "Pers afstellen", owner=scoped.line_manager.person)
    return scoped


@pytest.fixture
def set_data(set_on_paper):
    return set_on_paper(documents)


def take(cast, form, by="director", objective=None):
    return taking.take_ogsm(objective or cast.department_objective, form, by=getattr(cast, by).actor)


def pages_in(content) -> int:
    return int(re.search(rb"/Count (\d+)", content)[1])


def strategies_in(data) -> list[str]:
    return [row["title"] for row in data["rows"]]


@pytest.mark.parametrize(("language", "head"), [("nl", "Goals · doelen"), ("en", "Goals")])
def test_on_paper_it_is_one_page_that_says_what_the_page_says(plan, set_data, language, head):
    choice = {"goals": [], "left_out": EVIL, "is_enabling": True, "version": 0}
    actions.say_choice(plan.department_objective, plan.operational, **choice, by=plan.director.actor)
    with translation.override(language):
        content, name = take(plan, "pdf")
    assert content.startswith(b"%PDF-1.7")
    assert pages_in(content) == 1
    assert set_data["words"]["head"][0] == head
    assert set_data["ambition"] == plan.department_objective.title
    assert [goal["name"] for goal in set_data["goals"]] == ["Fosfaat", "Stikstof"]
    (row,) = set_data["rows"]
    assert row["title"] == plan.operational.title
    assert EVIL in row["beside"][-1], "what people write is text"
    assert [measure["name"] for measure in row["measures"]] == ["Droge stof"]
    assert [step["title"] for step in row["actions"]] == ["Pers afstellen"]
    assert name.startswith("ogsm-")
    assert slugify(plan.department_objective.title) in name, "the plans of one unit get names of their own"
    assert name.endswith(f"{timezone.localdate().isoformat()}.pdf")
    (line,) = AuditEvent.objects.filter(event=Event.LIST_EXPORTED)
    assert (line.detail["list"], line.detail["format"]) == ("ogsm", "pdf")


def test_paper_that_is_too_long_says_where_to_choose_sharper(plan, set_data):
    for number in range(12):
        strategy = make_objective(
            plan.organisation, f"Veel willen door nog een lange strategie {number} " * 3, level=Level.OPERATIONAL,
            parents=[plan.department_objective], unit=plan.team,
        )  # fmt: skip
        for step in range(6):
            make_action(strategy, f"Een stap die lang is en nooit klaar, nummer {step}", owner=plan.line_manager.person)
    with translation.override("en"):
        content, _name = take(plan, "pdf")
    assert set_data["too_long"].startswith("Does not fit on one page:")
    assert set_data["sharper"]
    assert pages_in(content) > 1


def test_what_fits_by_the_rule_of_the_page_stands_on_one_a4(plan):
    """As many strategies as the rule allows, each with a measure and two actions."""
    for n in range(11):
        strategy = make_objective(
            plan.organisation, f"Strategie {n} door afspraken met buren", level=Level.OPERATIONAL, unit=plan.team,
            parents=[plan.department_objective],
        )  # fmt: skip
        make_measure(strategy, f"Indicator {n} van een strategie", unit="%", baseline=20, target=25, key=f"i{n}")
        for step in range(2):
            make_action(strategy, f"Stap {step} van strategie {n}", owner=plan.line_manager.person)
        fit = queries.ogsm_page(plan.director.actor, plan.department_objective).fit
        assert (pages_in(take(plan, "pdf")[0]) == 1) or fit.over, (n, fit.lines)
        if fit.over:
            break
    assert fit.over, "the rule was tried to its end"


def test_an_empty_plan_goes_along_too(plan, set_data):
    empty = make_objective(plan.organisation, "Leeg", level=Level.STRATEGIC)
    with translation.override("en"):
        assert pages_in(take(plan, "pdf", objective=empty)[0]) == 1
        assert strategies_in(set_data) == ["No strategies yet"]
        deck = Presentation(io.BytesIO(take(plan, "pptx", objective=empty)[0]))
        book = openpyxl.load_workbook(io.BytesIO(take(plan, "xlsx", objective=empty)[0]))
    assert [slide.shapes.title.text for slide in deck.slides][1] == "Leeg"
    assert [sheet.max_row for sheet in book.worksheets] == [1, 1, 1, 1]


def test_the_slides_tell_the_plan_and_draw_its_measures(plan):
    Measure.objects.filter(pk=plan.indicator.pk).update(progress="0.6", expected="0.5")
    with translation.override("en"):
        deck = Presentation(io.BytesIO(take(plan, "pptx")[0]))
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles[1:] == [plan.department_objective.title, "Strategies", "Measures: Progress", "Measures", "Actions"]
    (chart,) = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert [list(series.values) for series in chart.plots[0].series] == [[0.6], [0.5]]


def test_the_workbook_holds_the_numbers_and_no_formula(plan):
    Objective.objects.filter(pk=plan.operational.pk).update(title="=1+1")
    with translation.override("en"):
        book = openpyxl.load_workbook(io.BytesIO(take(plan, "xlsx")[0]))
    assert book.sheetnames == ["Goals", "Strategies", "Measures", "Actions"]
    assert [row[2] for row in book["Goals"].iter_rows(min_row=2, values_only=True)] == ["Fosfaat", "Stikstof"]
    ((name, _code, measure, unit, baseline, target, value, *_rest),) = book["Measures"].iter_rows(
        min_row=2, values_only=True
    )
    assert (name, measure, unit, baseline, target, value) == ("'=1+1", "Droge stof", "%", 20, 25, None)


def test_with_one_goal_the_files_do_not_say_which_either(plan, set_data):
    actions.say_choice(plan.department_objective, plan.operational, goals=[Measure.objects.get(key="goal-Fosfaat").pk],
                       left_out="", is_enabling=False, version=0, by=plan.director.actor)  # fmt: skip
    with translation.override("en"):
        take(plan, "pdf")
        assert "For goal 1" in set_data["rows"][0]["beside"]
        Measure.objects.filter(key="goal-Stikstof").delete()
        take(plan, "pdf")
    assert "For goal 1" not in set_data["rows"][0]["beside"]


def test_what_is_not_agreed_says_so_in_every_file(plan, set_data, signed_in):
    take(plan, "pdf")
    assert "concept" not in f"{set_data['meta']}{set_data['rows']}"
    Objective.objects.filter(pk=plan.operational.pk).update(state=State.DRAFT)
    Objective.objects.filter(pk=plan.department_objective.pk).update(state=State.PROPOSED)
    plan.department_objective.refresh_from_db()
    with translation.override("en"):
        take(plan, "pdf")
        deck = Presentation(io.BytesIO(take(plan, "pptx")[0]))
        book = openpyxl.load_workbook(io.BytesIO(take(plan, "xlsx")[0]))
    assert str(set_data["meta"]["subtitle"]).endswith("proposed")
    assert set_data["rows"][0]["beside"][0].endswith("draft")
    (table,) = [shape.table for shape in deck.slides[2].shapes if shape.has_table]
    assert "draft" in table.cell(1, 0).text
    assert any("proposed" in shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame)
    assert [row[-1].value for row in book["Strategies"].iter_rows()] == ["State", "draft"]
    url = reverse("ogsm:sheet", args=[plan.department_objective.pk])
    assert '<span class="tag">proposed</span>' in signed_in(plan.director).get(url).content.decode()


def test_a_reader_takes_along_what_the_page_shows_to_them(plan, set_data):
    make_objective(
        plan.organisation, "Nog geheim", level=Level.OPERATIONAL, parents=[plan.department_objective], unit=plan.team,
        state=State.DRAFT,
    )  # fmt: skip
    take(plan, "pdf", by="line_manager")
    assert "Nog geheim" in strategies_in(set_data)
    take(plan, "pdf", by="hr")
    assert "Nog geheim" not in strategies_in(set_data)


@pytest.mark.parametrize("part", ["employee", "colleague", "works_council"])
def test_who_may_not_export_takes_no_plan_along(plan, signed_in, part):
    with pytest.raises(NotAllowed):
        take(plan, "pdf", by=part)
    page = (
        signed_in(getattr(plan, part)).get(reverse("ogsm:sheet", args=[plan.department_objective.pk])).content.decode()
    )
    assert reverse("ogsm:take", args=[plan.department_objective.pk]) not in page


def test_the_button_gives_the_file(plan, signed_in):
    browser, url = signed_in(plan.director), reverse("ogsm:take", args=[plan.department_objective.pk])
    assert url in browser.get(reverse("ogsm:sheet", args=[plan.department_objective.pk])).content.decode()
    assert browser.post(url, {"form": "pdf"})["Content-Disposition"].startswith('attachment; filename="ogsm-')
    assert browser.post(url, {"form": "exe"}).status_code == 400


def test_what_the_plan_has_no_room_for_is_told_on_paper_and_stands_in_the_workbook(plan, set_data):
    for number in range(queries.MOST):
        strategy = make_objective(
            plan.organisation, f"Strategie {number}", level=Level.OPERATIONAL, parents=[plan.department_objective]
        )
    for number in range(queries.MOST_ACTIONS + 3):
        make_action(plan.department_objective, f"Stap {number}")
        make_action(plan.operational, f"Actie {number}")
    yesterday = timezone.localdate() - timedelta(days=1)
    make_objective(
        plan.organisation, "Vorig kwartaal", level=Level.OPERATIONAL, parents=[plan.department_objective],
        state=State.CLOSED, starts_on=yesterday, ends_on=yesterday,
    )  # fmt: skip
    with translation.override("en"):
        take(plan, "pdf")
        deck = Presentation(io.BytesIO(take(plan, "pptx")[0]))
        book = openpyxl.load_workbook(io.BytesIO(take(plan, "xlsx")[0]))
    assert (set_data["more"], set_data["rows"][0]["more"]) == ("3 more actions", "4 more actions")
    assert set_data["not_here"] == [
        "One finished strategy is not on the page",
        "Here are the first twelve strategies: more than that is no choice.",
    ]
    said = [shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]
    assert "7 more actions" in said
    assert " · ".join(set_data["not_here"]) in said
    _goals, strategies, _measures, actions_sheet = book.worksheets
    assert strategy.title in [row[1].value for row in strategies.rows]
    assert actions_sheet.max_row - 1 == 2 * (queries.MOST_ACTIONS + 3) + 1, "the workbook holds all of them"
