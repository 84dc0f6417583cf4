"""The radar: what is missing is a gap in its line and never the middle, and it can stand in a page."""

import doctest
import itertools
import math

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from zichtlijn.documents import charts
from zichtlijn.documents.charts import radar as radar_module
from zichtlijn.documents.charts.radar import radar_chart, runs_of

NAMES = ["Luisteren", "Plannen", "Klantgericht werken", "Samenwerken"]
SVG = "{http://www.w3.org/2000/svg}"


def drawn(values, names=NAMES, **size):
    chart = radar_chart(names, [("Gevraagd", values)], name="Competenties", most=5)
    return etree.fromstring(chart.svg(**size).encode())


def lines(root):
    """The lines of the series: those that are thicker than the web behind them."""
    return [one for one in root.iter(f"{SVG}polygon", f"{SVG}polyline") if one.get("stroke-width") in {"2", "2.5"}]


def points(element):
    return [tuple(float(part) for part in pair.split(",")) for pair in element.get("points").split()]


def test_the_examples_are_right():
    assert doctest.testmod(radar_module).failed == 0


def test_a_whole_line_is_closed_and_lies_where_its_values_are():
    (line,) = lines(drawn([5, 5, 5, 5], width=400, height=400))
    assert line.tag == f"{SVG}polygon"
    (x1, top), (right, y2), (x3, bottom), (left, y4) = points(line)
    assert x1 == x3
    assert y2 == y4
    assert math.isclose(right - x1, x1 - left)
    assert math.isclose(y2 - top, bottom - y2)
    (half,) = lines(drawn([2.5, 5, 5, 5], width=400, height=400))
    assert math.isclose(y2 - points(half)[0][1], (y2 - top) / 2, abs_tol=0.1)


def test_what_is_missing_is_a_gap_and_not_the_middle():
    root = drawn([3, None, 3, 4], width=400, height=400)
    (line,) = lines(root)
    assert line.tag == f"{SVG}polyline"
    middle = 200.0
    assert len(points(line)) == 3
    assert all(abs(x - middle) > 1 or abs(y - 211) > 5 for x, y in points(line))
    assert len(list(root.iter(f"{SVG}circle"))) == 4  # three points, and the sign in the legend


def test_a_value_between_gaps_is_a_point_and_nothing_at_all_is_no_line():
    assert lines(drawn([3, None, None, None])) == []
    assert len(list(drawn([3, None, None, None]).iter(f"{SVG}circle"))) == 2
    assert len(list(drawn([None] * 4).iter(f"{SVG}circle"))) == 1


@given(st.lists(st.one_of(st.none(), st.integers(1, 5)), min_size=3, max_size=12))
def test_every_value_is_in_one_run_and_no_run_crosses_a_gap(values):
    runs = runs_of(values)
    assert sorted(place for run in runs for place in run) == [n for n, value in enumerate(values) if value is not None]
    for run in runs:
        assert all((after - before) % len(values) == 1 for before, after in itertools.pairwise(run))


@given(st.lists(st.text(min_size=1, max_size=40), min_size=3, max_size=12), st.sampled_from([(340, 380), (460, 400)]))
def test_every_name_stands_on_the_paper(names, size):
    names = [name for name in names if name.isprintable()] or NAMES
    names = (names * 3)[:12]
    root = drawn([3] * len(names), names, width=size[0], height=size[1])
    said = "".join(text.text for text in root.iter(f"{SVG}text"))
    for text in root.iter(f"{SVG}text"):
        x, wide = float(text.get("x")), len(text.text) * radar_module.LETTER
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[text.get("text-anchor")]
        assert left >= -1
        assert left + wide <= size[0] + 1
        assert 0 <= float(text.get("y")) <= size[1] + 6
    assert all(name.split()[0][:5] in said for name in names if name.split())


def test_it_has_a_name_a_table_and_no_inline_style_or_script():
    evil = "</text><script>alert(1)</script>"
    chart = radar_chart([evil, "b", "c"], [("Gevraagd", [1, 2, 3]), (evil, [None, 1, None])], name="Wat", most=5)
    root = etree.fromstring(chart.svg().encode())
    assert (root.get("role"), root.get("aria-label")) == ("img", chart.label)
    assert chart.label.startswith("Wat: ")
    assert not list(root.iter(f"{SVG}script"))
    assert "style=" not in chart.svg()
    assert chart.rows[1] == ("b", "2", "1")
    assert chart.rows[0][2] == "–"


def test_it_stands_in_a_page_as_a_drawing_with_its_numbers():
    chart = radar_chart(NAMES, [("Gevraagd", [1, 2, 3, 4])], name="Competenties", most=5)
    with translation.override("nl"):
        page = Template("{% load charts %}{% chart chart caption='Niveaus' %}").render(Context({"chart": chart}))
    figure = etree.fromstring(page)
    assert figure.get("data-chart") is None
    assert figure.find("script") is None
    assert figure.xpath("count(.//tbody/tr)") == 4


def test_fewer_than_three_names_or_another_number_of_values_is_no_radar():
    with pytest.raises(ValueError, match="at least 3"):
        radar_chart(["a", "b"], [("x", [1, 2])], name="n", most=5)
    with pytest.raises(ValueError, match="2 values for 3 names"):
        radar_chart(["a", "b", "c"], [("x", [1, 2])], name="n", most=5)
    assert charts.FEWEST_AXES == 3
