"""Drawing an option as SVG that may stand in a page under the strict content security policy."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from lxml import etree

from zichtlijn.documents.charts import engine
from zichtlijn.documents.charts.look import language
from zichtlijn.documents.letters import for_xml


def render_svg(option: dict[str, Any], width: int, height: int, *, label: str = "") -> str:
    """Draw an option and return the `<svg>`, without inline style, in the language of the reader.

    `label` is what is read aloud instead of the drawing; without it the description of the option is. ChartNotDrawn
    when the engine refuses. Several threads may draw at once; they take turns.
    """
    label = label or option.get("aria", {}).get("label", {}).get("description", "")
    text = json.dumps(option, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)
    return _render(text, int(width), int(height), label, language().upper())


@lru_cache(maxsize=128)
def _render(text: str, width: int, height: int, label: str, locale: str) -> str:
    return _clean(engine.draw(text, width, height, locale), label)


_SVG = "{http://www.w3.org/2000/svg}"
#: What ECharts writes beside the drawing itself.
_LEFT_OUT = ("class", "ecmeta_series_index", "ecmeta_data_index", "ecmeta_ssr_type", "pointer-events", "baseProfile")


def _clean(drawn: str, label: str) -> str:
    """The drawing with attributes in place of inline style, without style sheets, with its role and label."""
    root = etree.fromstring(for_xml(drawn), etree.XMLParser(resolve_entities=False, no_network=True))
    for sheet in list(root.iter(f"{_SVG}style")):
        sheet.getparent().remove(sheet)
    for element in root.iter(etree.Element):
        for name in _LEFT_OUT:
            element.attrib.pop(name, "")
        for name, value in _presentation(str(element.attrib.pop("style", ""))):
            element.set(name, value)
    root.set("role", "img")
    root.set("aria-label", for_xml(label))
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
