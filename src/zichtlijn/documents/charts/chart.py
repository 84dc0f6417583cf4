"""A chart with everything around it."""

from dataclasses import dataclass
from typing import Any

from zichtlijn.documents.charts.drawing import render_svg

#: How much room a point on a line needs, in pixels.
POINT_ROOM = 20


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
