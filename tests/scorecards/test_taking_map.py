"""The strategy map as a file: a drawing with words for who cannot see it, shapes with arrows tied to them, numbers."""

import io
import re

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation
from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from tests.factories import make_objective
from zichtlijn.access.refusals import NotAllowed
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.scorecards import actions, map_documents, queries
from zichtlijn.scorecards.map_documents import draw_svg, tell_map
from zichtlijn.scorecards.pictures import draw_map
from zichtlijn.scorecards.wording import axis_of

EVIL = '=1+1 <script>x</script> #read("/a") & "b"'


@pytest.fixture
def story(scoped):
    """Three objectives with two arrows, of which one within a perspective."""
    scoped.craft = make_objective(scoped.organisation, EVIL, perspective="learning")
    scoped.service = make_objective(scoped.organisation, "Tevreden bewoners", perspective="customers", progress=0.5)
    scoped.trust = make_objective(scoped.organisation, "Vertrouwen", perspective="customers")
    for cause, effect in ((scoped.craft, scoped.service), (scoped.service, scoped.trust)):
        actions.draw_arrow(None, cause=cause, effect=effect, period=scoped.period, by=scoped.director.actor)
    return scoped


def take(cast, form, by="director", unit=None):
    with translation.override("en"):
        return actions.take_map(form, unit, period=cast.period, by=getattr(cast, by).actor)[0]


def test_the_drawing_stands_by_itself_and_escapes_words(story):
    page = queries.map_page(story.director.actor, None, story.period)
    picture = draw_map(page, axis_of)
    drawing = etree.fromstring(draw_svg(picture).encode())
    assert {each.tag.rpartition("}")[2] for each in drawing.iter()} <= {
        "svg", "defs", "marker", "path", "rect", "text", "tspan", "circle",
    }  # fmt: skip
    assert "<script>" in "".join(drawing.itertext())
    said = tell_map(page)
    assert f"1. {EVIL} → Tevreden bewoners." in said or f"2. {EVIL} → Tevreden bewoners." in said


@pytest.mark.parametrize("language", ["nl", "en"])
def test_on_paper(story, language):
    with translation.override(language):
        content, name = actions.take_map("pdf", None, period=story.period, by=story.director.actor)
    assert content.startswith(b"%PDF-1.7")
    assert name.startswith("strategiekaart-" if language == "nl" else "strategy-map-")


def test_on_slides_arrows_are_tied_to_shapes(story):
    deck = Presentation(io.BytesIO(take(story, "pptx")))
    shapes = list(deck.slides[1].shapes)
    arrows = [shape for shape in shapes if shape.shape_type == MSO_SHAPE_TYPE.LINE]
    boxes = {shape.shape_id: shape.text_frame.text for shape in shapes if shape.has_text_frame}
    tied = set()
    for arrow in arrows:
        ends = [arrow._element.find(f".//{{*}}{name}").get("id") for name in ("stCxn", "endCxn")]
        tied.add(tuple(boxes[int(end)].split("\n")[0] for end in ends))
        assert arrow._element.nvCxnSpPr.cNvPr.get("descr")
    assert tied == {(EVIL, "Tevreden bewoners"), ("Tevreden bewoners", "Vertrouwen")}
    order = [shape.shape_id for shape in shapes]
    first_box = next(
        shape.shape_id for shape in shapes if shape.has_text_frame and shape.text_frame.text.startswith(EVIL)
    )
    assert all(order.index(arrow.shape_id) < order.index(first_box) for arrow in arrows), "words stay readable"


def test_on_slides_each_arrow_has_its_number_on_top_of_it(story):
    # two arrows that leave the same box straight up, of which one passes a row: their numbers stand apart
    result = make_objective(story.organisation, "Lagere kosten", perspective="financial")
    for effect in (result, story.trust):
        actions.draw_arrow(None, cause=story.craft, effect=effect, period=story.period, by=story.director.actor)
    slide = Presentation(io.BytesIO(take(story, "pptx"))).slides[1]
    numbers = [shape for shape in slide.shapes if shape.has_text_frame and shape.text_frame.text.isdigit()]
    assert sorted(shape.text_frame.text for shape in numbers) == ["1", "2", "3", "4"]
    assert [shape.shape_id for shape in list(slide.shapes)[-4:]] == [shape.shape_id for shape in numbers]
    for place, one in enumerate(numbers):
        for other in numbers[:place]:
            assert abs(one.left - other.left) >= one.width or abs(one.top - other.top) >= one.height


def test_the_workbook_and_an_empty_map(story):
    book = openpyxl.load_workbook(io.BytesIO(take(story, "xlsx")))
    assert f"'{EVIL}" in [row[2] for row in book["Objectives"].iter_rows(min_row=2, values_only=True)]
    assert book["Arrows"].max_row == 3
    for form in ("pdf", "pptx", "xlsx"):
        assert take(story, form, unit=story.other_department)


def test_a_map_with_less_than_all_says_so_on_the_page_and_in_files(story, set_on_paper, monkeypatch, signed_in):
    make_objective(story.organisation, "Zonder kant")
    set_data = set_on_paper(map_documents)
    url, said = reverse("scorecards:map"), "Here are the first of many objectives."
    assert said not in signed_in(story.director).get(url).content.decode()
    deck = Presentation(io.BytesIO(take(story, "pptx")))
    assert "Zonder kant" in list(deck.slides)[-1].placeholders[1].text_frame.text
    monkeypatch.setattr("zichtlijn.scorecards.queries.card.MOST", 3)
    assert said in signed_in(story.director).get(url).content.decode()
    content = take(story, "pdf")
    assert said in set_data["meta"]["subtitle"]
    assert re.search(rb"/Count (\d+)", content)[1] == b"2", "the drawing still stands on the first page"
    book = openpyxl.load_workbook(io.BytesIO(take(story, "xlsx")))
    assert book["Objectives"].cell(5, 3).value.startswith(said)


def test_for_who_may_export_and_written_down(story, signed_in):
    with pytest.raises(NotAllowed):
        take(story, "pdf", by="employee")
    page, url = reverse("scorecards:map"), reverse("scorecards:take_map")
    assert url not in signed_in(story.employee).get(page).content.decode()
    browser = signed_in(story.director)
    assert url in browser.get(page).content.decode()
    assert browser.post(url, {"form": "exe"}).status_code == 400
    assert browser.post(url, {"form": "pptx"})["Content-Disposition"].endswith('.pptx"')
    (line,) = AuditEvent.objects.filter(event=Event.LIST_EXPORTED)
    assert line.detail == {"list": "strategy_map", "format": "pptx", "period": story.period.name}
