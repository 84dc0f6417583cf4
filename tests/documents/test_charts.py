"""Charts: what is drawn for a measure, in exact numbers; and that the drawing is safe to put in a page."""

import asyncio
import json
import multiprocessing
import re
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some
from lxml import etree, html
from py_mini_racer import JSTimeoutException

import zichtlijn.ui
from zichtlijn.documents import charts
from zichtlijn.documents.charts import chart as chart_module
from zichtlijn.documents.charts import engine
from zichtlijn.documents.templatetags import charts as chart_tags
from zichtlijn.ui import wording

SVG = "{http://www.w3.org/2000/svg}"
READINGS = [(date(2026, 3, 1), Decimal("66.5")), (date(2026, 1, 1), Decimal(140)), (date(2026, 2, 1), Decimal(100))]
COURSE = [(date(2026, 1, 1), Decimal(140)), (date(2026, 12, 31), Decimal(60))]
WAITING = {"name": "Wachttijd", "unit": "s"}


def shape(option):
    return json.loads(json.dumps(option, allow_nan=False))


def parse(svg):
    return etree.fromstring(svg)


def texts(svg):
    return ["".join(element.itertext()) for element in parse(svg).iter(f"{SVG}text")]


def test_the_colours_are_those_of_the_tokens():
    css = (Path(zichtlijn.ui.__file__).parent / "static/ui/css/tokens.css").read_text()
    tokens = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", css))
    assert {name: tokens[name] for name in charts.TOKENS} == charts.TOKENS


def test_a_line_holds_every_reading_in_order_with_target_course_and_today():
    with translation.override("nl"):
        option = shape(
            charts.line_chart_option(
                READINGS,
                target=60,
                course=COURSE,
                today=date(2026, 3, 5),
                starts_on=date(2026, 1, 1),
                ends_on=date(2026, 12, 31),
                **WAITING,
            )
        )
    measured, expected = option["series"]
    assert measured["data"] == [["2026-01-01", 140.0], ["2026-02-01", 100.0], ["2026-03-01", 66.5]]
    assert (measured["type"], measured["lineStyle"].get("type")) == ("line", None)
    assert expected["data"] == [["2026-01-01", 140.0], ["2026-12-31", 60.0]]
    assert expected["lineStyle"]["type"] == [6, 5], "the expected course is dashed"
    assert [series["name"] for series in option["series"]] == ["gemeten", "verwacht"]
    target, today = measured["markLine"]["data"]
    assert (target["yAxis"], target["label"]["formatter"]) == (60.0, "streefwaarde 60\u00a0s")
    assert (today["xAxis"], today["label"]["formatter"]) == ("2026-03-05", "vandaag")
    assert (option["xAxis"]["type"], option["xAxis"]["min"], option["xAxis"]["max"]) == (
        "time",
        "2026-01-01",
        "2026-12-31",
    )
    assert (option["yAxis"]["min"], option["yAxis"]["max"], option["yAxis"]["interval"]) == (60.0, 140.0, 20.0)
    assert option["words"] == {"language": "nl", "unit": "s", "decimals": 1}
    assert option["aria"]["enabled"] is True
    assert option["tooltip"]["renderMode"] == "richText"
    assert "markArea" not in measured


def test_without_target_course_and_today_only_the_line_is_left():
    option = charts.line_chart_option(READINGS, **WAITING)
    assert len(option["series"]) == 1
    assert option["series"][0]["markLine"]["data"] == []
    assert "legend" not in option


def test_what_is_missing_stays_a_gap_and_never_becomes_zero():
    option = charts.line_chart_option(
        [(date(2026, 1, 1), 5), (date(2026, 2, 1), None), (date(2026, 3, 1), float("nan"))], **WAITING
    )
    assert [value for _, value in option["series"][0]["data"]] == [5.0, None, None]
    assert option["series"][0]["connectNulls"] is False


@pytest.mark.parametrize(
    ("band", "area"),
    [
        ((Decimal(50), Decimal(70)), [50.0, 70.0]),
        ((None, Decimal(70)), [60.0, 70.0]),
        ((Decimal(100), None), [100.0, 140.0]),
    ],
)
def test_a_band_is_an_area_between_its_edges(band, area):
    option = charts.line_chart_option(READINGS, band=band, **WAITING)
    start, end = option["series"][0]["markArea"]["data"][0]
    assert [start["yAxis"], end["yAxis"]] == area
    assert option["yAxis"]["min"] <= area[0] < area[1] <= option["yAxis"]["max"]


def test_a_band_without_edges_is_no_band():
    assert "markArea" not in charts.line_chart_option(READINGS, band=(None, None), **WAITING)["series"][0]


@given(
    some.lists(some.floats(min_value=-1e9, max_value=1e9, allow_subnormal=False), min_size=1, max_size=20),
    some.none() | some.floats(min_value=-1e9, max_value=1e9, allow_subnormal=False),
)
def test_the_axis_holds_every_value_and_the_target_in_few_round_steps(values, target):
    readings = [(date(2026, 1, 1 + index), value) for index, value in enumerate(values)]
    axis = charts.line_chart_option(readings, name="x", target=target)["yAxis"]
    slack = 1e-9 * max(1.0, *(abs(value) for value in values), abs(target or 0))
    for value in [*values, *([] if target is None else [target])]:
        assert axis["min"] - slack <= value <= axis["max"] + slack
    if axis["max"] - axis["min"] > 1e-6:
        assert 1 <= round((axis["max"] - axis["min"]) / axis["interval"]) <= 8


def test_a_very_long_line_is_thinned_when_it_is_drawn():
    days = [(date.fromordinal(738_000 + index), index % 7) for index in range(charts.MANY_POINTS + 1)]
    option = charts.line_chart_option(days, **WAITING)
    assert option["series"][0]["sampling"] == "lttb"
    assert len(option["series"][0]["data"]) == charts.MANY_POINTS + 1
    assert "sampling" not in charts.line_chart_option(days[1:], **WAITING)["series"][0]


def test_bars_have_a_value_for_each_name_and_a_pattern_when_there_are_several():
    option = shape(
        charts.bar_chart_option(["Beheer", "Bestuur"], [("2025", [40, None]), ("2026", [60, 80])], name="Dekking")
    )
    assert option["xAxis"]["data"] == ["Beheer", "Bestuur"]
    assert [series["data"] for series in option["series"]] == [[40.0, None], [60.0, 80.0]]
    assert option["aria"]["decal"] == {"show": True}
    lying = charts.bar_chart_option(["Beheer"], [("2026", [60])], name="Dekking", horizontal=True)
    assert (lying["yAxis"]["type"], lying["yAxis"]["inverse"], lying["xAxis"]["type"]) == ("category", True, "value")
    assert "decal" not in lying["aria"]


def test_bars_with_a_value_too_few_are_refused():
    with pytest.raises(ValueError, match="'2026' has 1 values for 2 names"):
        charts.bar_chart_option(["a", "b"], [("2026", [1])], name="x")


@pytest.mark.parametrize(
    ("language", "course", "target"),
    [
        (
            "nl",
            "Wachttijd: 3 meetwaarden, van 140 s op donderdag 1 januari 2026 naar 66,5 s op zondag 1 maart 2026.",
            "Streefwaarde: 60 s.",
        ),
        (
            "en",
            "Wachttijd: 3 readings, from 140 s on Thursday 1 January 2026 to 66.5 s on Sunday 1 March 2026.",
            "Target: 60 s.",
        ),
    ],
)
def test_a_line_is_told_in_words(language, course, target):
    with translation.override(language):
        said = charts.describe_line(READINGS, target=60, **WAITING)
    assert said.replace("\u00a0", " ") == f"{course} {target}"


def test_one_reading_or_none_is_told_too():
    with translation.override("en"):
        assert (
            charts.describe_line(READINGS[:1], **WAITING)
            == "Wachttijd: one reading, 66.5\u00a0s on Sunday 1 March 2026."
        )
        assert charts.describe_line([(date(2026, 1, 1), None)], **WAITING) == "Wachttijd: no readings yet."


def test_many_bars_are_told_by_the_highest_and_the_lowest():
    with translation.override("en"):
        said = charts.describe_bars([f"team {n}" for n in range(9)], [("", list(range(9)))], name="Dekking", unit="%")
    assert said == "Dekking: highest 8% (team 8), lowest 0% (team 0)."


def test_the_table_beside_a_line_is_newest_first_with_what_was_expected():
    course = [(day, Decimal(60) + Decimal(1) / 3) for day, _ in READINGS]
    with translation.override("nl"):
        chart = charts.line_chart(READINGS, course=course, target=60, **WAITING)
    assert chart.head == ("Datum", "Waarde", "Verwacht")
    assert chart.rows == (
        ("1 mrt 2026", "66,5\u00a0s", "60,3\u00a0s"),
        ("1 feb 2026", "100\u00a0s", "60,3\u00a0s"),
        ("1 jan 2026", "140\u00a0s", "60,3\u00a0s"),
    )


# -- drawing ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def drawn():
    with translation.override("nl"):
        return charts.line_chart(
            READINGS, target=60, course=COURSE, today=date(2026, 3, 5), band=(50, 70), **WAITING
        ).svg(700, 300)


def test_the_drawing_is_one_picture_with_its_sentence(drawn):
    root = parse(drawn)
    assert root.tag == f"{SVG}svg"
    assert (root.get("viewBox"), root.get("role")) == ("0 0 700 300", "img")
    assert root.get("aria-label").startswith("Wachttijd: 3 meetwaarden, van 140")


def test_a_control_character_in_a_name_is_a_space_in_the_drawing():
    """XML cannot hold a soft line break that was pasted from PowerPoint: the page of the objective was an error."""
    name = "Wacht\x0btijd\x07"
    line = charts.line_chart(READINGS, name=name, unit="s")
    bars = charts.bar_chart([name, "Twee"], [(name, [1, 2])], name=name)
    for chart in (line, bars):
        assert "Wacht tijd" in parse(chart.svg(700, 300)).get("aria-label")
    assert "Wacht tijd " in parse(bars.svg(700, 300)).xpath("string()")


def test_the_drawing_holds_nothing_the_content_security_policy_refuses(drawn):
    for element in parse(drawn).iter(etree.Element):
        assert element.tag not in {f"{SVG}style", f"{SVG}script", f"{SVG}foreignObject", f"{SVG}image"}
        assert not {"style", "class"} & set(element.attrib)
        assert not [name for name in element.attrib if name.startswith("on")]


def test_the_drawing_shows_a_point_for_each_reading_and_a_line_through_them(drawn):
    root = parse(drawn)
    ink = charts.TOKENS["ink"]
    lines = [path for path in root.iter(f"{SVG}path") if path.get("stroke") == ink and path.get("fill") == "none"]
    through = [path for path in lines if len(re.findall(r"[ML]", path.get("d"))) == 3]
    assert len(through) == 1
    points = [path for path in root.iter(f"{SVG}path") if path.get("fill") == ink and "A1 1" in path.get("d")]
    assert len(points) == 3
    dashed = [path for path in root.iter(f"{SVG}path") if path.get("stroke-dasharray") == "6,5"]
    assert {path.get("stroke") for path in dashed} == {charts.TOKENS["sight"]}


def test_points_that_would_run_together_are_left_out():
    chart = charts.line_chart([(date(2026, 1, 1 + index), index) for index in range(30)], **WAITING)

    def points(svg):
        return [path for path in parse(svg).iter(f"{SVG}path") if "A1 1" in path.get("d")]

    assert len(points(chart.svg(760, 300))) == 30
    assert points(chart.svg(340, 240)) == []
    assert chart.option["series"][0]["showSymbol"] is True, "the option itself stays as it is"


def test_the_drawing_speaks_the_language_of_the_reader(drawn):
    words = texts(drawn)
    assert {"gemeten", "verwacht", "vandaag", "streefwaarde 60\u00a0s", "140\u00a0s", "mrt", "mei"} <= set(words)
    with translation.override("en"):
        words = texts(
            charts.line_chart(READINGS, target=60, course=COURSE, today=date(2026, 3, 5), **WAITING).svg(700, 300)
        )
    assert {"measured", "expected", "today", "target 60\u00a0s", "Mar", "May"} <= set(words)


def test_markup_in_a_name_stays_text():
    evil = "</text><script>alert(1)</script><b>"
    svg = charts.bar_chart([evil], [(evil, [1]), ("x", [2])], name=evil).svg(500, 240)
    root = parse(svg)
    assert not list(root.iter(f"{SVG}script"))
    assert root.get("aria-label").startswith(evil)
    assert any("<script>" in text for text in texts(svg))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_chart_writes_numbers_exactly_as_the_pages_do(language):
    """The same value in the same unit reads the same on an axis (JavaScript) and in a table (Python)."""
    values = [0, 1, -1, 0.1, 0.1 + 0.2, 12.5, 999, 1000, 1234.5, -1234567.25, 100000000, 0.05, 66.6, 1e-7, 2.5e15]
    units = ["", "s", "%", "€", "EUR", "dagen", " uur ", "$"]

    def in_javascript(value, unit):
        return engine._drawing_engine().call("zichtlijnChart.measured", value, unit, language == "nl")

    for unit in units:
        for value in values:
            js = engine._in_drawing_thread(in_javascript, value, unit).result()
            with translation.override(language):
                assert js == wording.write_measured(Decimal(f"{value:.12g}"), unit), (value, unit)


def test_an_option_that_cannot_be_drawn_is_refused_and_the_next_chart_works():
    with pytest.raises(charts.ChartNotDrawn):
        charts.render_svg(
            {"words": {}, "series": [{"type": "line", "data": [1], "coordinateSystem": "nowhere"}], "xAxis": []}, 10, 10
        )
    assert parse(charts.line_chart(READINGS, **WAITING).svg(400, 200)).get("role") == "img"


def test_several_threads_draw_at_once():
    def draw(width):
        return charts.line_chart(READINGS, **WAITING).svg(width, 200)

    with ThreadPoolExecutor(4) as pool:
        drawings = list(pool.map(draw, range(500, 512)))
    assert [parse(svg).get("width") for svg in drawings] == [str(width) for width in range(500, 512)]


def test_an_event_loop_that_stands_still_is_not_in_the_way():
    """The engine is first asked for inside a running loop, and then from a thread while that loop waits."""
    engine._in_drawing_thread(engine._close_engine).result()

    async def ask():
        return charts.line_chart(READINGS, **WAITING).svg(601, 200)

    loop = asyncio.new_event_loop()
    with ThreadPoolExecutor(1) as pool:  # a thread of its own: another test may have a loop running in this one
        first = pool.submit(loop.run_until_complete, ask()).result(timeout=20)
    second = charts.line_chart(READINGS, **WAITING).svg(602, 200)
    loop.close()
    assert [parse(svg).get("width") for svg in (first, second)] == ["601", "602"]


def test_an_engine_that_does_not_answer_is_given_up_and_the_next_chart_works(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(engine, "SECONDS", 0.01)
        patch.setattr(engine, "_draw", lambda *arguments: time.sleep(0.5))
        with pytest.raises(charts.ChartNotDrawn, match="does not answer"):
            charts.line_chart(READINGS, **WAITING).svg(603, 200)
    assert "</svg>" in charts.line_chart(READINGS, **WAITING).svg(603, 200)


class StuckEngine:
    """An engine that answers only when it is told to, and then that it took too long."""

    def __init__(self):
        self.asked, self.may_answer, self.closed = threading.Event(), threading.Event(), False

    def call(self, *arguments, **limits):
        self.asked.set()
        self.may_answer.wait(20)
        raise JSTimeoutException

    def close(self):
        self.closed = True


def test_an_engine_that_was_given_up_leaves_the_next_one_alone(monkeypatch):
    def draw(width):
        return charts.line_chart(READINGS, **WAITING).svg(width, 200)

    engine._in_drawing_thread(engine._close_engine).result()
    stuck, thread = StuckEngine(), engine._thread
    engine._engine = stuck
    with monkeypatch.context() as patch, ThreadPoolExecutor(3) as pool:
        patch.setattr(engine, "SECONDS", 0.5)
        together = threading.Barrier(3)

        def ask():
            together.wait(timeout=60)
            return engine.draw("{}", 400, 200, "NL")

        waiting = [pool.submit(ask) for _time in range(3)]
        for drawing in waiting:
            with pytest.raises(charts.ChartNotDrawn, match="does not answer"):
                drawing.result()
    assert stuck.asked.is_set()
    assert "</svg>" in draw(607)
    fresh = engine._engine
    engine._give_up(thread)  # somebody who waited for the old one longest
    assert engine._engine is fresh
    stuck.may_answer.set()
    thread.shutdown(wait=True)
    assert stuck.closed
    assert engine._engine is fresh
    assert stuck not in [kept for _process, kept in engine._aside]
    assert "</svg>" in draw(608)


def test_an_engine_that_is_made_after_it_was_given_up_takes_no_place(monkeypatch):
    """What is slow is not the drawing but the making: it ends when another engine is in use."""
    engine._in_drawing_thread(engine._close_engine).result()
    begun, go_on, write = threading.Event(), threading.Event(), Path.read_text

    def slow(path, *arguments, **more):
        if path == engine.WORDS and not begun.is_set():
            begun.set()
            go_on.wait(20)
        return write(path, *arguments, **more)

    monkeypatch.setattr(Path, "read_text", slow)
    made, thread = engine._in_drawing_thread(engine._drawing_engine), engine._thread
    assert begun.wait(20)
    engine._give_up(thread)
    fresh = engine._in_drawing_thread(engine._drawing_engine).result()
    go_on.set()
    late = made.result()
    assert late is not fresh
    assert engine._engine is fresh
    engine._close_engine(late)
    assert engine._engine is fresh


def _draw_in_child(queue):
    queue.put(len(charts.line_chart(READINGS, **WAITING).svg(333, 200)))


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_child_process_draws_with_an_engine_of_its_own():
    """A V8 made before a fork hangs in the child, so the child makes its own."""
    charts.line_chart(READINGS, **WAITING).svg(332, 200)
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    child = context.Process(target=_draw_in_child, args=(queue,))
    child.start()
    try:
        assert queue.get(timeout=30) > 1000
    finally:
        child.join(10)
        if child.is_alive():
            child.kill()
            pytest.fail("the child did not end")


def test_a_process_that_drew_a_chart_ends():
    """An engine left open keeps the end of a process waiting, now and then without end."""
    program = (
        "import django; django.setup()\n"
        "from datetime import date\nfrom zichtlijn.documents import charts\n"
        "print(len(charts.line_chart([(date(2026, 1, 1), 1)], name='x').svg(300, 200)))"
    )
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True, env=_environment()
        )
        assert int(done.stdout) > 500


def _environment():
    import os

    return {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(Path(__file__).parents[2])}


# -- the component ----------------------------------------------------------------------------------------------------


def component(chart, browser="", **context):
    text = "{% load charts %}{% chart chart caption=caption live=live %}"
    context = {"chart": chart, "caption": "Wachttijd per maand", "live": True, **context}
    request = RequestFactory(headers={"User-Agent": browser}).get("/")
    with translation.override("nl"):
        return html.fragment_fromstring(engines["django"].from_string(text).render(context, request))


def test_the_component_holds_the_drawing_the_option_and_the_numbers():
    with translation.override("nl"):
        chart = charts.line_chart(READINGS, target=60, **WAITING)
    figure = component(chart)
    assert figure.get("data-chart") is not None
    (drawing,) = figure.xpath("div[@class='canvas']/div/svg")
    assert (drawing.get("width"), drawing.get("height")) == ("760", "300")
    assert json.loads(figure.xpath("string(script[@type='application/json'])")) == shape(chart.option)
    assert figure.findtext("figcaption") == "Wachttijd per maand"
    rows = [[cell.text for cell in row] for row in figure.xpath("details//tr")]
    assert rows == [
        ["Datum", "Waarde"],
        ["1 mrt 2026", "66,5\u00a0s"],
        ["1 feb 2026", "100\u00a0s"],
        ["1 jan 2026", "140\u00a0s"],
    ]
    assert figure.xpath("details/@open") == []


def test_a_phone_gets_a_drawing_of_its_own_width():
    chart = charts.line_chart(READINGS, target=60, **WAITING)
    (drawing,) = component(chart, browser="Mozilla/5.0 (Linux; Android 15) Mobile Safari/537.36").xpath("//svg")
    assert (drawing.get("width"), drawing.get("height")) == ("340", "240")


def test_markup_in_the_option_cannot_end_its_script():
    chart = charts.bar_chart(["</script><img src=x onerror=alert(1)>"], [("x", [1])], name="<!--")
    figure = component(chart)
    assert not figure.xpath("//img")
    assert json.loads(figure.xpath("string(script)"))["xAxis"]["data"] == ["</script><img src=x onerror=alert(1)>"]


def test_a_chart_without_readings_says_so():
    figure = component(charts.line_chart([], **WAITING))
    assert figure.text_content() == "Nog niets gemeten."
    assert figure.get("data-chart") is None


def test_a_chart_that_cannot_be_drawn_leaves_its_numbers_open(monkeypatch, caplog):
    def refuse(*args, **kwargs):
        raise charts.ChartNotDrawn("no")

    monkeypatch.setattr(chart_module, "render_svg", refuse)
    figure = component(charts.line_chart(READINGS, **WAITING))
    assert not figure.xpath("//svg | //script")
    assert figure.xpath("details/@open")
    assert len(figure.xpath("details//tbody/tr")) == 3
    assert "a chart was not drawn" in caplog.text


def test_a_picture_only_carries_no_option():
    figure = component(charts.line_chart(READINGS, **WAITING), live=False)
    assert not figure.xpath("script")
    assert figure.get("data-chart") is None


def test_the_samples_of_the_gallery_draw():
    with translation.override("en"):
        line, bars, radar, nothing = chart_tags.sample_charts()
    assert len(line["chart"].rows) == 46
    assert len(bars["chart"].rows) == 3
    assert len(radar["chart"].rows) == 5
    assert nothing["chart"].rows == ()
