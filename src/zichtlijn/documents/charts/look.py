"""How every chart looks: the colours of the house, its axes, its legend, and the words that go along."""

from typing import Any

from django.utils.translation import get_language

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


def language() -> str:
    return "nl" if (get_language() or "nl").startswith("nl") else "en"


def base(unit: str, description: str, decimals: int) -> dict[str, Any]:
    text = {"color": TOKENS["ink-2"], "fontFamily": FONT, "fontSize": 12}
    return {
        "words": {"language": language(), "unit": unit, "decimals": decimals},
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


def value_axis(text: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "value",
        "scale": True,
        "splitNumber": 4,
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "axisLabel": text,
        "splitLine": {"lineStyle": {"color": TOKENS["rule"]}},
    }


def legend(text: dict[str, Any]) -> dict[str, Any]:
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
