"""The chart component: {% load charts %}{% chart chart %}."""

import json
import logging
from datetime import date
from decimal import Decimal

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from zichtlijn.documents.charts import Chart, ChartNotDrawn, Radar, bar_chart, line_chart, radar_chart

register = template.Library()
log = logging.getLogger(__name__)

#: How wide and how high at the most a chart is drawn for a phone, so that letters stay as large as they are.
NARROW, LOW = 340, 240
#: What may not stand in a <script>, as JSON writes it.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@register.simple_tag(takes_context=True)
def chart(context, chart: Chart | Radar, caption="", width=760, height=300, live=True, numbers=True):
    """A chart drawn on the server, with its numbers in a table: {% chart chart caption=_("Waiting time") %}.

    When someone points at it the browser brings it to life from the same option; `live=False` leaves it a picture.
    `numbers=False` leaves its own table out, where the page shows a table of the same numbers anyway.
    When the drawing fails the table stands open in its place. A browser that says it is on a phone gets a drawing of
    that width; in any other narrow window the browser draws it anew.
    """
    drawing = ""
    if "Mobi" in getattr(context.get("request"), "headers", {}).get("User-Agent", ""):
        width, height = NARROW, min(height, getattr(chart, "low", LOW))
    if chart.rows:
        try:
            drawing = chart.svg(width, height)
        except ChartNotDrawn:
            log.exception("a chart was not drawn")
    option = (
        json.dumps(chart.option, allow_nan=False, separators=(",", ":")).translate(_ESCAPES)
        if drawing and live and chart.option
        else ""
    )
    return mark_safe(
        render_to_string(
            "documents/chart.html",
            {
                "chart": chart,
                "drawing": mark_safe(drawing),
                "option": mark_safe(option),
                "caption": caption,
                "numbers": numbers,
            },
        )
    )


@register.simple_tag
def sample_charts():
    """The charts on the gallery page: a falling measure on its course, values side by side, nothing measured."""
    readings = [
        (date(2023 + month // 12, month % 12 + 1, 28), Decimal(140 - month * 3 // 2 + month * 7 % 11))
        for month in range(46)
    ]
    course = [(date(2023, 1, 1), Decimal(140)), (date(2026, 12, 31), Decimal(60))]
    line = line_chart(
        readings,
        name=gettext("Waiting time"),
        unit="s",
        target=60,
        course=course,
        today=date(2026, 11, 19),
        ends_on=date(2026, 12, 31),
    )
    bars = bar_chart(
        ["Klantcontact", "Beheer", "Vergunningen"],
        [("2025", [61, 70, 48]), ("2026", [82, 74, None])],
        name=gettext("Coverage"),
        unit="%",
    )
    radar = radar_chart(
        ["Luisteren", "Plannen", "Klantgericht werken", "Samenwerken", "Vakmanschap"],
        [
            (gettext("Required level"), [3, 4, 3, 4, 2]),
            (gettext("Manager"), [3, 2, None, 4, 3]),
            (gettext("Own judgement"), [4, 3, 3, None, 2]),
        ],
        name=gettext("Levels per competency"),
        most=5,
    )
    nothing = line_chart([], name=gettext("Waiting time"), unit="s")
    return [
        {"chart": line, "caption": gettext("Waiting time on the telephone, per month"), "height": 300},
        {"chart": bars, "caption": gettext("People with a complete line, per department"), "height": 240},
        {"chart": radar, "caption": gettext("Levels per competency"), "height": 380},
        {"chart": nothing, "caption": "", "height": 200},
    ]
