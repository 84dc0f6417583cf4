"""The confrontation as a file: what the page says, and not before it may be known."""

import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation
from pptx import Presentation

from tests.factories import make_attention_point
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.analysis import actions, documents, taking
from zichtlijn.analysis.models import Analysis, Factor
from zichtlijn.analysis.states import Mode
from zichtlijn.audit.models import AuditEvent, Event

EVIL = '#read("/settings.py") [x] $y$'


@pytest.fixture
def set_data(set_on_paper):
    return set_on_paper(documents)


@pytest.fixture
def scored(scoped, analysis, factors):
    """`scored("likert")`: one rater scored two cells, and the scoring is closed unless `close=False`."""

    def score(mode=Mode.LIKERT, *, close=True):
        actions.open_scoring(analysis, mode, by=scoped.director.actor)
        analysis.refresh_from_db()
        given = {(factors["S1"].pk, factors["O1"].pk): 2, (factors["W1"].pk, factors["T1"].pk): -1}
        if mode == Mode.POINTS:
            given = {(factors[code].pk, factors["O1"].pk): points for code, points in (("S1", 3), ("S2", 2), ("W1", 1))}
        actions.give_scores(analysis, given, version=actions.version_of_scores({}), by=scoped.employee.actor)
        if close:
            actions.close_scoring(analysis, by=scoped.director.actor)
        return Analysis.objects.get(pk=analysis.pk)

    return score


def take(cast, analysis, form, by="director"):
    return taking.take_confrontation(analysis, form, by=getattr(cast, by).actor)


@pytest.mark.parametrize(("language", "total"), [("nl", "Totaal"), ("en", "Total")])
def test_on_paper_it_holds_cells_totals_issues_and_points(scoped, scored, factors, set_data, language, total):
    Factor.objects.filter(pk=factors["S2"].pk).update(text=EVIL)
    analysis = scored()
    make_attention_point(analysis, "Hoe kunnen we groeien?", row=factors["S1"], column=factors["O1"])
    with translation.override(language):
        content, name = take(scoped, analysis, "pdf")
    assert content.startswith(b"%PDF-1.7")
    assert name.endswith(".pdf")
    assert (set_data["meta"]["language"], set_data["words"]["total"]) == (language, total)
    cells = {row["code"]: [cell["written"] for cell in row["cells"]] for row in set_data["rows"]}
    assert next(iter(cells.values())) == ["+2", "–", "–", "–"]
    assert [row["text"] for row in set_data["rows"]][1] == EVIL, "what people write is text"
    assert set_data["sums"] == ["+2", "–", "−1", "–"]
    assert [issue["rank"] for issue in set_data["issues"]] == ["1", "2"]
    assert [point["question"] for point in set_data["points"]] == ["Hoe kunnen we groeien?"]
    (line,) = AuditEvent.objects.filter(event=Event.LIST_EXPORTED)
    assert (line.detail["list"], line.detail["format"]) == ("confrontation", "pdf")


@pytest.mark.parametrize(("mode", "values"), [(Mode.LIKERT, [2.0, None, -1.0, None]), (Mode.POINTS, [0, None])])
def test_the_workbook_holds_the_numbers_with_what_is_missing_empty(scoped, scored, mode, values):
    book = openpyxl.load_workbook(io.BytesIO(take(scoped, scored(mode), "xlsx")[0]))
    assert book.sheetnames == ["Matrix", "Quadrants", "Strategic issues", "Attention points"]
    last = list(book["Matrix"].iter_rows(values_only=True))[-1]
    assert last[0] == ("Total" if mode == Mode.LIKERT else "W2 weakness 2"), "points add up to the same in each column"
    assert list(last[1 : 1 + len(values)]) == values


def test_the_slides_hold_the_matrix_and_a_chart_that_goes_both_ways(scoped, scored):
    deck = Presentation(io.BytesIO(take(scoped, scored(), "pptx")[0]))
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles[1:] == ["Matrix", "Opportunities and threats", "What it asks for", "Strategic issues"]
    table, issues = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert [cell.text for cell in table.rows[1].cells][1:] == ["+2", "–", "–", "–", "+2"]
    assert issues.cell(1, 0).text == "1"
    (chart,) = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert sorted(v for v in chart.plots[0].series[0].values if v is not None) == [-1.0, 2.0]
    assert chart.value_axis.minimum_scale is None


def test_while_it_is_scored_only_who_leads_it_takes_it_along(scoped, scored, signed_in):
    analysis = scored(close=False)
    with pytest.raises(NotNow, match="when the scoring is closed"):
        take(scoped, analysis, "pdf", by="hr")
    url = reverse("analysis:take_matrix", args=[analysis.pk])
    matrix = reverse("analysis:matrix", args=[analysis.pk])
    assert url not in signed_in(scoped.hr).get(matrix).content.decode()
    assert take(scoped, analysis, "pdf")[0]
    assert url in signed_in(scoped.director).get(matrix).content.decode()


def test_a_matrix_without_scores_is_not_taken_along(scoped, analysis, factors):
    with pytest.raises(NotNow):
        take(scoped, analysis, "pdf")


@pytest.mark.parametrize("part", ["employee", "works_council"])
def test_who_may_not_export_takes_nothing_along(scoped, scored, signed_in, part):
    analysis = scored()
    with pytest.raises(NotAllowed):
        take(scoped, analysis, "pdf", by=part)
    page = signed_in(getattr(scoped, part)).get(reverse("analysis:matrix", args=[analysis.pk])).content.decode()
    assert reverse("analysis:take_matrix", args=[analysis.pk]) not in page


def test_the_button_gives_the_file(scoped, scored, signed_in):
    url = reverse("analysis:take_matrix", args=[scored().pk])
    browser = signed_in(scoped.director)
    assert browser.post(url, {"form": "xlsx"})["Content-Disposition"].startswith('attachment; filename="confrontation')
    assert browser.post(url, {"form": "exe"}).status_code == 400
