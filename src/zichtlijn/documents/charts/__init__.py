"""Charts: one description (an ECharts option, plain JSON) that the server draws as SVG and the browser brings to life.

`line_chart` and `bar_chart` return a `Chart`: the option, the numbers as a table, and a sentence for who cannot see it;
`radar_chart` a `Radar`, which has no option and stays a drawing.
`render_svg` draws any option on the server. The drawing holds no inline style and no script, so that it may stand in a
page under the strict content security policy.
"""

from zichtlijn.documents.charts.bars import bar_chart, bar_chart_option, describe_bars
from zichtlijn.documents.charts.chart import Chart
from zichtlijn.documents.charts.drawing import render_svg
from zichtlijn.documents.charts.engine import ChartNotDrawn
from zichtlijn.documents.charts.lines import MANY_POINTS, describe_line, line_chart, line_chart_option
from zichtlijn.documents.charts.look import TOKENS
from zichtlijn.documents.charts.radar import FEWEST_AXES, MOST_AXES, Radar, radar_chart

__all__ = [
    "FEWEST_AXES",
    "MANY_POINTS",
    "MOST_AXES",
    "TOKENS",
    "Chart",
    "ChartNotDrawn",
    "Radar",
    "bar_chart",
    "bar_chart_option",
    "describe_bars",
    "describe_line",
    "line_chart",
    "line_chart_option",
    "radar_chart",
    "render_svg",
]
