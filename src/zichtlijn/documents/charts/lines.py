"""A measure over time: its readings as a line, with target, expected course and the band in which it is good."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext

from zichtlijn.documents.charts.chart import Chart
from zichtlijn.documents.charts.look import FONT, TOKENS, base, legend, value_axis
from zichtlijn.documents.charts.scale import Band, Number, Point, decimals_of, limits, plain
from zichtlijn.ui import wording

#: From this many points on a line is thinned before it is drawn, keeping its shape.
MANY_POINTS = 600
#: Fewer days than any month but February has, and as ECharts counts them.
MANY_DAYS = 28
MONTH = MANY_DAYS * 24 * 60 * 60 * 1000


def line_chart(readings: Sequence[Point], *, name: str, unit: str = "", course: Sequence[Point] = (), **shape) -> Chart:
    """Return a measure over time as a chart with its table, newest reading first. Arguments as `line_chart_option`."""
    expected = dict(course)
    decimals = decimals_of([*(value for _, value in readings), shape.get("target")])
    newest_first = sorted(readings, key=lambda point: point[0], reverse=True)
    known = bool(expected) and any(day in expected for day, _ in newest_first)
    head = (gettext("Date"), gettext("Value"), gettext("Expected")) if known else (gettext("Date"), gettext("Value"))
    rows = tuple(
        (wording.write_full_date(day), wording.write_measured(value, unit))
        + ((wording.write_measured(expected.get(day), unit, decimals),) if known else ())
        for day, value in newest_first
    )
    return Chart(
        option=line_chart_option(readings, name=name, unit=unit, course=course, **shape),
        head=head,
        rows=rows,
        label=describe_line(readings, name=name, unit=unit, target=shape.get("target")),
    )


def line_chart_option(
    readings: Sequence[Point],
    *,
    name: str,
    unit: str = "",
    target: Number | None = None,
    course: Sequence[Point] = (),
    band: Band | None = None,
    today: date | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> dict[str, Any]:
    """Return the ECharts option of a measure over time.

    readings    day and value, in any order; drawn as a line with its points
    target      a thin line with the target at its end
    course      day and expected value, in any order; drawn dashed
    band        lowest and highest value that is good, one of them may be missing; drawn as an area
    today       an upright line
    starts_on, ends_on   the first and last day of the axis; without them the data decides
    """
    line = [[day.isoformat(), plain(value)] for day, value in sorted(readings, key=lambda point: point[0])]
    expected = [[day.isoformat(), plain(value)] for day, value in sorted(course, key=lambda point: point[0])]
    decimals = decimals_of([*(value for _, value in readings), target])
    option = base(unit, describe_line(readings, name=name, unit=unit, target=target), decimals)
    text = option.pop("_text")
    days = [day for day in (starts_on, ends_on, *(day for day, _ in (*readings, *course))) if day]
    option["xAxis"] = {
        "type": "time",
        # over months only their names: days between them crowd out the name of a month
        "minInterval": MONTH if days and (max(days) - min(days)).days >= 2 * MANY_DAYS else None,
        "min": starts_on.isoformat() if starts_on else None,
        "max": ends_on.isoformat() if ends_on else None,
        "axisLine": {"lineStyle": {"color": TOKENS["rule-2"]}},
        "axisTick": {"lineStyle": {"color": TOKENS["rule-2"]}},
        "axisLabel": {**text, "hideOverlap": True},
        "splitLine": {"show": False},
    }
    option["yAxis"] = value_axis(text)
    option["yAxis"].update(limits([*readings, *course], target, band))

    series = [_measured(line, _marks(target, today, unit, text), _band_area(band, option["yAxis"]))]
    if expected:
        series.append(_expected(expected))
        option["legend"] = legend(text)
        option["grid"]["top"] = 36
    option["series"] = series
    return option


def _marks(target: Number | None, today: date | None, unit: str, text: dict[str, Any]) -> list[dict[str, Any]]:
    """The line of the target, and the upright line of today."""
    marks: list[dict[str, Any]] = []
    if target is not None:
        marks.append(
            {
                "name": gettext("target"),
                "yAxis": plain(target),
                "lineStyle": {"color": TOKENS["ok"], "width": 1.5, "type": "solid"},
                "label": {
                    "formatter": gettext("target %(value)s") % {"value": wording.write_measured(target, unit)},
                    "position": "insideStartTop",
                    "color": TOKENS["ok"],
                    "fontWeight": 600,
                    "fontFamily": FONT,
                    "fontSize": 12,
                },
            }
        )
    if today is not None:
        marks.append(
            {
                "name": gettext("today"),
                "xAxis": today.isoformat(),
                "lineStyle": {"color": TOKENS["ink-3"], "width": 1, "type": [2, 3]},
                "label": {
                    "formatter": gettext("today"),
                    "position": "insideEndTop",
                    "rotate": 0,
                    "distance": [-22, 4],
                    **text,
                },
            }
        )
    return marks


def _measured(line: list, marks: list[dict[str, Any]], area: dict[str, Any] | None) -> dict[str, Any]:
    """The line of the readings, with its marks and the band in which it is good."""
    measured: dict[str, Any] = {
        "name": gettext("measured"),
        "type": "line",
        "data": line,
        "color": TOKENS["ink"],
        "lineStyle": {"width": 2.5, "color": TOKENS["ink"]},
        "symbol": "circle",
        "symbolSize": 6 if len(line) <= 60 else 4,
        "showSymbol": len(line) <= 120,  # fewer on a narrow drawing, see Chart.svg
        "itemStyle": {"color": TOKENS["ink"], "borderColor": TOKENS["surface"], "borderWidth": 1},
        "connectNulls": False,
        "z": 3,
        "markLine": {"silent": True, "symbol": "none", "animation": False, "data": marks},
    }
    if len(line) > MANY_POINTS:
        measured["sampling"] = "lttb"
    if area is not None:
        measured["markArea"] = area
    return measured


def _band_area(band: Band | None, axis: dict[str, Any]) -> dict[str, Any] | None:
    """The band as an area; an edge that is missing is the end of the axis."""
    if band is None or all(edge is None for edge in band):
        return None
    low, high = (plain(edge) for edge in band)
    start = {"name": gettext("good"), "yAxis": axis["min"] if low is None else low}
    end = {"yAxis": axis["max"] if high is None else high}
    return {
        "silent": True,
        "itemStyle": {"color": TOKENS["ok-soft"], "opacity": 0.8},
        "label": {"show": False},
        "data": [[start, end]],
    }


def _expected(course: list) -> dict[str, Any]:
    """The expected course: dashed, without points."""
    return {
        "name": gettext("expected"),
        "type": "line",
        "data": course,
        "color": TOKENS["sight"],
        "lineStyle": {"width": 2, "type": [6, 5], "color": TOKENS["sight"]},
        "symbol": "none",
        # the legend draws a point for a line without points, unless one cannot see it
        "itemStyle": {"opacity": 0},
        "z": 2,
    }


def describe_line(readings: Sequence[Point], *, name: str, unit: str = "", target: Number | None = None) -> str:
    """Say in one sentence what the line shows: how many readings, from what to what, and the target."""
    known = sorted((point for point in readings if point[1] is not None), key=lambda point: point[0])
    if not known:
        return gettext("%(name)s: no readings yet.") % {"name": name}
    (first_on, first), (last_on, last) = known[0], known[-1]
    text = ngettext(
        "%(name)s: one reading, %(last)s on %(last_on)s.",
        "%(name)s: %(count)s readings, from %(first)s on %(first_on)s to %(last)s on %(last_on)s.",
        len(known),
    ) % {
        "name": name,
        "count": wording.write_number(len(known)),
        "first": wording.write_measured(first, unit),
        "first_on": wording.write_long_date(first_on),
        "last": wording.write_measured(last, unit),
        "last_on": wording.write_long_date(last_on),
    }
    if target is not None:
        text += " " + gettext("Target: %(target)s.") % {"target": wording.write_measured(target, unit)}
    return text
