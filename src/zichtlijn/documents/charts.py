"""Charts: one description (an ECharts option, plain JSON) that the server draws as SVG and the browser brings to life.

`line_chart` and `bar_chart` return a `Chart`: the option, the numbers as a table, and a sentence for who cannot see it.
`render_svg` draws any option on the server. The drawing holds no inline style and no script, so that it may stand in a
page under the strict content security policy.
"""

import atexit
import json
import math
import os
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, gettext, ngettext
from lxml import etree

from zichtlijn.ui import wording

#: The colours of ui/static/ui/css/tokens.css; tests/documents/test_charts.py holds the two together.
TOKENS = {
    "surface": "#ffffff",
    "ink": "#14213d",
    "ink-2": "#4a5468",
    "ink-3": "#5f6778",
    "rule": "#e3dfd5",
    "rule-2": "#cfc9bb",
    "track": "#e9e6dd",
    "sight": "#c8420b",
    "ok": "#17693f",
    "ok-soft": "#e1f1e7",
    "fin": "#1d6b57",
    "cus": "#2656b8",
    "pro": "#84550a",
    "lrn": "#71358f",
}
FONT = "'Instrument Sans', system-ui, sans-serif"
#: How much room a point on a line needs, in pixels.
POINT_ROOM = 20
#: From this many points on a line is thinned before it is drawn, keeping its shape.
MANY_POINTS = 600

Number = Decimal | float | int
Point = tuple[date, Number | None]
#: What the bars of one colour are, and one value for each name.
Series = tuple[str, Sequence[Number | None]]
Band = tuple[Number | None, Number | None]


@dataclass(frozen=True)
class Chart:
    """A chart with everything around it."""

    option: dict[str, Any]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    label: str

    def svg(self, width: int = 760, height: int = 300) -> str:
        return render_svg(self._at(width), width, height, label=self.label)

    def _at(self, width: int) -> dict[str, Any]:
        """The option without its points where they would run together (which also halves the time to draw it)."""
        crowded = [len(series["data"]) * POINT_ROOM > width for series in self.option["series"]]
        if not any(crowded):
            return self.option
        series = [
            {**series, "showSymbol": False} if close else series
            for series, close in zip(self.option["series"], crowded, strict=True)
        ]
        return {**self.option, "series": series}


class ChartNotDrawn(Exception):
    """The drawing engine refused or took too long; the numbers are still there."""


# -- options ----------------------------------------------------------------------------------------------------------


def _language() -> str:
    return "nl" if (get_language() or "nl").startswith("nl") else "en"


def _plain(value: Number | None) -> float | None:
    """A value as JSON can hold it; what is missing or not finite is null."""
    if value is None:
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def _decimals(values: Iterable[Number | None]) -> int:
    """How many decimals the values have at most, so that a value worked out between them is not written finer."""
    most = 0
    for value in values:
        if value is not None and math.isfinite(value):
            exponent = Decimal(str(value)).normalize().as_tuple().exponent
            most = max(most, -exponent if isinstance(exponent, int) else 0)
    return min(most, 4)


def _base(unit: str, description: str, decimals: int) -> dict[str, Any]:
    text = {"color": TOKENS["ink-2"], "fontFamily": FONT, "fontSize": 12}
    return {
        "words": {"language": _language(), "unit": unit, "decimals": decimals},
        "animation": False,
        "backgroundColor": "transparent",
        "textStyle": {"fontFamily": FONT, "color": TOKENS["ink-2"]},
        "aria": {"enabled": True, "label": {"description": description}},
        "grid": {"left": 8, "right": 16, "top": 16, "bottom": 4, "containLabel": True},
        "tooltip": {
            "trigger": "axis",
            "renderMode": "richText",  # HTML would need inline style, which the content security policy refuses
            "confine": True,
            "backgroundColor": TOKENS["ink"],
            "borderWidth": 0,
            "padding": [8, 12],
            "textStyle": {"color": "#ffffff", "fontFamily": FONT, "fontSize": 13, "lineHeight": 19},
        },
        "_text": text,
    }


def _value_axis(text: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "value",
        "scale": True,
        "splitNumber": 4,
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "axisLabel": text,
        "splitLine": {"lineStyle": {"color": TOKENS["rule"]}},
    }


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
    line = [[day.isoformat(), _plain(value)] for day, value in sorted(readings, key=lambda point: point[0])]
    expected = [[day.isoformat(), _plain(value)] for day, value in sorted(course, key=lambda point: point[0])]
    decimals = _decimals([*(value for _, value in readings), target])
    option = _base(unit, describe_line(readings, name=name, unit=unit, target=target), decimals)
    text = option.pop("_text")
    option["xAxis"] = {
        "type": "time",
        "min": starts_on.isoformat() if starts_on else None,
        "max": ends_on.isoformat() if ends_on else None,
        "axisLine": {"lineStyle": {"color": TOKENS["rule-2"]}},
        "axisTick": {"lineStyle": {"color": TOKENS["rule-2"]}},
        "axisLabel": {**text, "hideOverlap": True},
        "splitLine": {"show": False},
    }
    option["yAxis"] = _value_axis(text)
    option["yAxis"].update(_limits([*readings, *course], target, band))

    marks: list[dict[str, Any]] = []
    if target is not None:
        marks.append(
            {
                "name": gettext("target"),
                "yAxis": _plain(target),
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
    if band is not None and any(edge is not None for edge in band):
        low, high = (_plain(edge) for edge in band)
        limits = option["yAxis"]
        start = {"name": gettext("good"), "yAxis": limits["min"] if low is None else low}
        end = {"yAxis": limits["max"] if high is None else high}
        measured["markArea"] = {
            "silent": True,
            "itemStyle": {"color": TOKENS["ok-soft"], "opacity": 0.8},
            "label": {"show": False},
            "data": [[start, end]],
        }
    series = [measured]
    if expected:
        series.append(
            {
                "name": gettext("expected"),
                "type": "line",
                "data": expected,
                "color": TOKENS["sight"],
                "lineStyle": {"width": 2, "type": [6, 5], "color": TOKENS["sight"]},
                "symbol": "none",
                # the legend draws a point for a line without points, unless one cannot see it
                "itemStyle": {"opacity": 0},
                "z": 2,
            }
        )
        option["legend"] = _legend(text)
        option["grid"]["top"] = 36
    option["series"] = series
    return option


def _legend(text: dict[str, Any]) -> dict[str, Any]:
    return {
        "top": 0,
        "left": 0,
        "padding": 0,
        "itemWidth": 24,
        "itemHeight": 8,
        "itemGap": 20,
        "textStyle": text,
        "selectedMode": False,
    }


def _limits(points: Iterable[Point], target: Number | None, band: Band | None) -> dict[str, float]:
    """Ends and step of the value axis: ECharts does not look at marks outside the data by itself."""
    values = [number for _, value in points if (number := _plain(value)) is not None]
    marks = [number for mark in (target, *(band or ())) if (number := _plain(mark)) is not None]
    everything = values + marks
    if not everything:
        return {}
    low, high = min(everything), max(everything)
    if low == high:
        room = abs(low) * 0.1 or 1
        low, high = low - room, high + room
    step = _step((high - low) / 5)
    lowest, highest = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return {"min": _tidy(lowest), "max": _tidy(highest), "interval": _tidy(step)}


def _step(rough: float) -> float:
    """The round step (1, 2, 2.5 or 5 times a power of ten) just above a rough one."""
    power = 10 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)


def _tidy(value: float) -> float:
    return float(f"{value:.12g}")


def bar_chart_option(
    names: Sequence[str],
    series: Sequence[Series],
    *,
    name: str,
    unit: str = "",
    horizontal: bool = False,
) -> dict[str, Any]:
    """Return the ECharts option of values side by side: one bar for each name and each series.

    `series` is a list of (what it is, one value for each name). ValueError when a series has another number of values.
    With several series each gets a pattern besides its colour.
    """
    for title, values in series:
        if len(values) != len(names):
            raise ValueError(f"{title!r} has {len(values)} values for {len(names)} names")
    decimals = _decimals(value for _, values in series for value in values)
    option = _base(unit, describe_bars(names, series, name=name, unit=unit), decimals)
    text = option.pop("_text")
    option["tooltip"]["axisPointer"] = {"type": "shadow", "shadowStyle": {"color": TOKENS["track"], "opacity": 0.5}}
    categories: dict[str, Any] = {
        "type": "category",
        "data": [str(item) for item in names],
        "axisLine": {"lineStyle": {"color": TOKENS["rule-2"]}},
        "axisTick": {"show": False},
        "axisLabel": {**text, "interval": 0, "width": 160 if horizontal else 90, "overflow": "break"},
    }
    numbers = _value_axis(text) | {"scale": False}
    if horizontal:
        categories["inverse"] = True
    option["xAxis"], option["yAxis"] = (numbers, categories) if horizontal else (categories, numbers)
    colours = [TOKENS["ink"], TOKENS["sight"], TOKENS["cus"], TOKENS["fin"]]
    option["series"] = [
        {
            "name": title,
            "type": "bar",
            "data": [_plain(value) for value in values],
            "color": colours[index % len(colours)],
            "barMaxWidth": 28,
            "itemStyle": {"borderRadius": [0, 3, 3, 0] if horizontal else [3, 3, 0, 0]},
        }
        for index, (title, values) in enumerate(series)
    ]
    if len(series) > 1:
        option["aria"]["decal"] = {"show": True}
        option["legend"] = _legend(text)
        option["grid"]["top"] = 36
    return option


# -- words ------------------------------------------------------------------------------------------------------------


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


def describe_bars(names: Sequence[str], series: Sequence[Series], *, name: str, unit: str = "") -> str:
    """Say in one sentence what the bars show: the values, or for many of them the highest and the lowest."""
    if not series or not names:
        return gettext("%(name)s: nothing to show yet.") % {"name": name}
    parts = []
    for title, values in series:
        known = [(value, item) for value, item in zip(values, names, strict=True) if value is not None]
        if len(known) <= 6:
            said = (
                ", ".join(f"{item} {wording.write_measured(value, unit)}" for value, item in known) or wording.MISSING
            )
        else:
            high, low = max(known, key=lambda pair: pair[0]), min(known, key=lambda pair: pair[0])
            said = gettext("highest %(high)s (%(high_name)s), lowest %(low)s (%(low_name)s)") % {
                "high": wording.write_measured(high[0], unit),
                "high_name": high[1],
                "low": wording.write_measured(low[0], unit),
                "low_name": low[1],
            }
        parts.append(f"{title}: {said}" if len(series) > 1 else said)
    return f"{name}: {'; '.join(parts)}."


def line_chart(readings: Sequence[Point], *, name: str, unit: str = "", course: Sequence[Point] = (), **shape) -> Chart:
    """Return a measure over time as a chart with its table, newest reading first. Arguments as `line_chart_option`."""
    expected = dict(course)
    decimals = _decimals([*(value for _, value in readings), shape.get("target")])
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


def bar_chart(names: Sequence[str], series: Sequence[Series], *, name: str, unit: str = "", **shape) -> Chart:
    """Return values side by side as a chart with its table. Arguments as `bar_chart_option`."""
    return Chart(
        option=bar_chart_option(names, series, name=name, unit=unit, **shape),
        head=("", *(title for title, _ in series)),
        rows=tuple(
            (str(item), *(wording.write_measured(values[index], unit) for _, values in series))
            for index, item in enumerate(names)
        ),
        label=describe_bars(names, series, name=name, unit=unit),
    )


# -- drawing ----------------------------------------------------------------------------------------------------------

_STATIC = Path(__file__).resolve().parents[1] / "ui" / "static"
ECHARTS = _STATIC / "vendor" / "echarts-6.1.0.line-bar.min.js"
WORDS = _STATIC / "ui" / "js" / "chart-words.js"
_DRAW = """
function draw(text, width, height, locale) {
  const chart = echarts.init(null, null, {renderer: "svg", ssr: true, width: width, height: height, locale: locale});
  const option = JSON.parse(text);
  delete option.tooltip; // nobody points at a drawing, and it takes nearly half of the time
  delete option.aria;
  try {
    chart.setOption(zichtlijnChart.dress(option));
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
"ready";
"""
#: A drawing takes some 10 ms; one that takes this long is stuck.
SECONDS = 5
MEMORY = 400 * 1024 * 1024

_engine: Any = None
_engine_of = 0
#: The one thread of this process in which the engine lives, and that takes drawings one by one.
_thread: ThreadPoolExecutor | None = None
_starting = threading.Lock()
#: Engines that are no longer used, each with the process that made it: a child may not even close that of its parent.
_aside: list[tuple[int, Any]] = []


def _drawing_engine():
    """The V8 of this process, made when the first chart is drawn.

    It costs some 0.3 s and 100 MB, which a process that draws nothing does not pay.
    """
    global _engine, _engine_of
    if _engine is None:
        from py_mini_racer import MiniRacer

        engine = MiniRacer()
        # ECharts asks for timers to animate; here nothing moves, and a pending timer would keep V8 busy
        engine.eval("setTimeout = () => 0; clearTimeout = () => undefined; 0;")
        engine.eval(ECHARTS.read_text() + ";0;")
        engine.eval(WORDS.read_text() + ";0;")
        engine.eval(_DRAW)
        _engine, _engine_of = engine, os.getpid()
    return _engine


def _in_drawing_thread(task: Callable[..., Any], *arguments: Any) -> Any:
    """Do this in the thread of the engine and return what it returns.

    The engine would borrow an event loop that happens to run in the thread that makes it, and wait for it in vain when
    that loop stands still; in a thread of its own there is none.
    """
    global _thread
    with _starting:
        if _thread is None:
            _thread = ThreadPoolExecutor(1, thread_name_prefix="charts")
        waiting = _thread.submit(task, *arguments)
    return waiting.result(timeout=2 * SECONDS)


def _close_engine() -> None:
    """Close V8 in time: left open, the end of the process now and then waits for it without end."""
    global _engine
    if _engine is not None:
        _engine.close()
        _engine = None


def _set_aside() -> None:
    """Begin anew with the next chart, without touching the engine and the thread there were."""
    global _engine, _thread, _starting
    if _engine is not None:
        _aside.append((_engine_of, _engine))
        _engine = None
    _thread = None
    _starting = threading.Lock()


# After a fork: the parent's V8 hangs in a child, and the thread it lived in is not here.
os.register_at_fork(after_in_child=_set_aside)


def _close_all() -> None:
    """At the end of the process, see `_close_engine`."""
    _close_engine()
    for process, engine in _aside:
        if process == os.getpid():
            engine.close()


atexit.register(_close_all)


def render_svg(option: dict[str, Any], width: int, height: int, *, label: str = "") -> str:
    """Draw an option and return the `<svg>`, without inline style, in the language of the reader.

    `label` is what is read aloud instead of the drawing; without it the description of the option is. ChartNotDrawn
    when the engine refuses. Several threads may draw at once; they take turns.
    """
    label = label or option.get("aria", {}).get("label", {}).get("description", "")
    text = json.dumps(option, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)
    return _render(text, int(width), int(height), label, _language().upper())


@lru_cache(maxsize=128)
def _render(text: str, width: int, height: int, label: str, locale: str) -> str:
    try:
        drawn = _in_drawing_thread(_draw, text, width, height, locale)
    except TimeoutError as error:
        _set_aside()
        raise ChartNotDrawn("the engine does not answer") from error
    return _clean(drawn, label)


def _draw(text: str, width: int, height: int, locale: str) -> str:
    from py_mini_racer import JSEvalException, JSTimeoutException

    try:
        return _drawing_engine().call("draw", text, width, height, locale, timeout_sec=SECONDS, max_memory=MEMORY)
    except (JSEvalException, JSTimeoutException) as error:
        _close_engine()  # it may be out of memory or stuck: the next chart gets a new one
        raise ChartNotDrawn(str(error).splitlines()[0]) from error


_SVG = "{http://www.w3.org/2000/svg}"
#: What ECharts writes beside the drawing itself.
_LEFT_OUT = ("class", "ecmeta_series_index", "ecmeta_data_index", "ecmeta_ssr_type", "pointer-events", "baseProfile")


def _clean(drawn: str, label: str) -> str:
    """The drawing with attributes in place of inline style, without style sheets, with its role and label."""
    root = etree.fromstring(drawn, etree.XMLParser(resolve_entities=False, no_network=True))
    for sheet in list(root.iter(f"{_SVG}style")):
        sheet.getparent().remove(sheet)
    for element in root.iter(etree.Element):
        for name in _LEFT_OUT:
            element.attrib.pop(name, "")
        for name, value in _presentation(str(element.attrib.pop("style", ""))):
            element.set(name, value)
    root.set("role", "img")
    root.set("aria-label", label)
    root.set("focusable", "false")
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode")


def _presentation(style: str) -> Iterable[tuple[str, str]]:
    """Inline style as presentation attributes: `font: normal 600 12px Sans` becomes font-weight and so on."""
    for declaration in filter(None, (part.strip() for part in style.split(";"))):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name != "font":
            yield name, value
            continue
        slant, weight, size, family = value.split(" ", 3)
        yield from (("font-style", slant), ("font-weight", weight), ("font-size", size), ("font-family", family))
