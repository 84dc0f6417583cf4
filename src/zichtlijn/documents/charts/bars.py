"""Values side by side: one bar for each name and each series."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext

from zichtlijn.documents.charts.chart import Chart
from zichtlijn.documents.charts.look import TOKENS, base, legend, value_axis
from zichtlijn.documents.charts.scale import Number, decimals_of, plain
from zichtlijn.ui import wording

#: What the bars of one colour are, and one value for each name.
Series = tuple[str, Sequence[Number | None]]


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
    decimals = decimals_of(value for _, values in series for value in values)
    option = base(unit, describe_bars(names, series, name=name, unit=unit), decimals)
    text = option.pop("_text")
    option["tooltip"]["axisPointer"] = {"type": "shadow", "shadowStyle": {"color": TOKENS["track"], "opacity": 0.5}}
    categories: dict[str, Any] = {
        "type": "category",
        "data": [str(item) for item in names],
        "axisLine": {"lineStyle": {"color": TOKENS["rule-2"]}},
        "axisTick": {"show": False},
        "axisLabel": {**text, "interval": 0, "width": 160 if horizontal else 90, "overflow": "break"},
    }
    numbers = value_axis(text) | {"scale": False}
    if not decimals:  # of people there are no halves, not on the axis either
        numbers["minInterval"] = 1
    if horizontal:
        categories["inverse"] = True
    option["xAxis"], option["yAxis"] = (numbers, categories) if horizontal else (categories, numbers)
    colours = [TOKENS["ink"], TOKENS["sight"], TOKENS["cus"], TOKENS["fin"]]
    option["series"] = [
        {
            "name": title,
            "type": "bar",
            "data": [plain(value) for value in values],
            "color": colours[index % len(colours)],
            "barMaxWidth": 28,
            "itemStyle": {"borderRadius": [0, 3, 3, 0] if horizontal else [3, 3, 0, 0]},
        }
        for index, (title, values) in enumerate(series)
    ]
    if len(series) > 1:
        option["aria"]["decal"] = {"show": True}
        option["legend"] = legend(text)
        option["grid"]["top"] = 36
    return option


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
