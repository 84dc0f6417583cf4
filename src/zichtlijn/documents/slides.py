"""Slides: a deck in the colours of the house with texts, tables and charts that stay editable in PowerPoint.

The charts are native: whoever opens the deck changes a number and the bar follows. The faces of the house are on few
machines, so the deck asks for ones that every machine has.
"""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Emu, Inches, Pt

from zichtlijn.ui.wording import write_full_date

INK, INK_2, RULE, SIGHT = RGBColor(0x14, 0x21, 0x3D), RGBColor(0x4A, 0x54, 0x68), RGBColor(0xE3, 0xDF, 0xD5), "C8420B"
#: Colours of the theme, by their name in it; charts take accents in this order.
_COLOURS = {
    "dk1": "14213D", "lt1": "FFFFFF", "dk2": "4A5468", "lt2": "F7F5F0", "accent1": "14213D", "accent2": SIGHT,
    "accent3": "17693F", "accent4": "2656B8", "accent5": "84550A", "accent6": "71358F", "hlink": "2656B8",
    "folHlink": "71358F",
}  # fmt: skip
_HEADINGS, _TEXT = "Georgia", "Calibri"
WIDTH, HEIGHT, MARGIN = Inches(13.333), Inches(7.5), Inches(0.75)
_BODY_TOP, _BODY_HEIGHT = Inches(1.75), Inches(4.95)
_DRAWING = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
#: Layouts of the template that comes with python-pptx.
_TITLE, _TITLE_ONLY, _TITLE_AND_TEXT = 0, 5, 1
#: More words than these in a title, and it is set smaller.
_LONG_TITLE = 60


class Deck:
    """A deck that is built slide by slide; `save` gives its bytes."""

    def __init__(self, title: str, subtitle: str, *, organisation: str, at: datetime):
        self._deck = Presentation()
        self._deck.slide_width, self._deck.slide_height = WIDTH, HEIGHT
        self._organisation, self._at = organisation, at
        self._language = "nl-NL" if (get_language() or "nl").startswith("nl") else "en-GB"
        self._dress()
        facts = self._deck.core_properties
        facts.title, facts.author, facts.language = title, organisation, self._language
        facts.created = facts.modified = at.astimezone(UTC).replace(tzinfo=None)
        facts.last_modified_by = organisation
        slide = self._deck.slides.add_slide(self._deck.slide_layouts[_TITLE])
        self._say(slide.shapes.title, title, size=40, colour=INK)
        self._say(slide.placeholders[1], f"{subtitle}\n{write_full_date(at)}", size=20, colour=INK_2)

    # slides -------------------------------------------------------------------------------------------------------

    def points(self, title: str, points: Sequence[str]) -> None:
        """A slide with a list."""
        slide = self._slide(title, _TITLE_AND_TEXT)
        self._say(slide.placeholders[1], "\n".join(points), size=20, colour=INK)

    def table(self, title: str, head: Sequence[str], rows: Sequence[Sequence[str]], *, widths: Sequence[float]) -> None:
        """A slide with a table; `widths` are the columns in proportion."""
        slide = self._slide(title, _TITLE_ONLY)
        room = WIDTH - 2 * MARGIN
        frame = slide.shapes.add_table(
            len(rows) + 1, len(head), MARGIN, _BODY_TOP, room, Inches(0.45) * (len(rows) + 1)
        )
        frame.name = title
        self._describe(frame, title)
        for place, width in enumerate(widths):
            frame.table.columns[place].width = Emu(int(room * width / sum(widths)))
        for row, cells in enumerate((head, *rows)):
            for place, text in enumerate(cells):
                cell = frame.table.cell(row, place)
                cell.vertical_anchor = MSO_ANCHOR.MIDDLE
                cell.fill.solid()
                cell.fill.fore_color.rgb = INK if row == 0 else RGBColor(255, 255, 255)
                self._say(cell, text, size=13, colour=RGBColor(255, 255, 255) if row == 0 else INK, bold=row == 0)

    def bar_chart(
        self,
        title: str,
        categories: Sequence[str],
        series: Sequence[tuple[str, Sequence[float | None]]],
        *,
        words: str,
        percent: bool = False,
        most: float | None = None,
    ) -> None:
        """A slide with a native chart of bars; `words` tell it to who cannot see it; missing values leave a gap."""
        slide = self._slide(title, _TITLE_ONLY)
        form = "0%" if percent else "General"
        given = CategoryChartData(number_format=form)
        given.categories = list(categories)
        for name, values in series:
            given.add_series(name, list(values))
        frame = slide.shapes.add_chart(
            XL_CHART_TYPE.BAR_CLUSTERED, MARGIN, _BODY_TOP, WIDTH - 2 * MARGIN, _BODY_HEIGHT, given
        )
        frame.name = title
        self._describe(frame, words)
        chart: Any = frame.chart
        chart.has_title = False
        chart.font.size, chart.font.name = Pt(13), _TEXT
        chart.font.color.rgb = INK
        chart.has_legend = len(series) > 1
        if chart.has_legend:
            chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.category_axis.reverse_order = True  # the first on top, as one reads
        chart.category_axis.format.line.color.rgb = RULE
        axis = chart.value_axis
        axis.minimum_scale, axis.has_major_gridlines, axis.visible = 0, False, False
        if percent or most:
            axis.maximum_scale = most or 1
        plot = chart.plots[0]
        plot.gap_width, plot.overlap, plot.has_data_labels = 60, -10, True
        labels = plot.data_labels
        labels.number_format, labels.number_format_is_linked = form, False
        labels.position, labels.font.size = XL_LABEL_POSITION.OUTSIDE_END, Pt(12)

    def save(self) -> bytes:
        """The bytes of the deck."""
        target = io.BytesIO()
        self._deck.save(target)
        return target.getvalue()

    # parts --------------------------------------------------------------------------------------------------------

    def _slide(self, title: str, layout: int):
        slide = self._deck.slides.add_slide(self._deck.slide_layouts[layout])
        self._say(slide.shapes.title, title, size=28 if len(title) <= _LONG_TITLE else 22, colour=INK)
        self._foot(slide)
        return slide

    def _foot(self, slide) -> None:
        box = slide.shapes.add_textbox(MARGIN, Inches(6.95), WIDTH - 2 * MARGIN, Inches(0.35))
        box.name = _("Foot")
        number = len(self._deck.slides)
        self._say(box, f"{self._organisation} · {write_full_date(self._at)} · {number}", size=11, colour=INK_2)

    def _say(self, holder, text: str, *, size: int, colour: RGBColor, bold: bool | None = None) -> None:
        """Put text in a placeholder, box or cell: one paragraph a line, in the language of the deck."""
        frame = holder.text_frame
        frame.word_wrap = True
        for place, line in enumerate(text.split("\n")):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            run = paragraph.add_run()
            run.text = line
            run.font.size, run.font.color.rgb = Pt(size), colour
            if bold is not None:
                run.font.bold = bold
            run.font._element.set("lang", self._language)

    @staticmethod
    def _describe(frame, words: str) -> None:
        """The words that are read to who cannot see it."""
        frame._element.nvGraphicFramePr.cNvPr.set("descr", words)

    def _dress(self) -> None:
        """The theme in our colours and faces, and the layouts as wide as the slide."""
        master = self._deck.slide_master
        part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        theme = etree.fromstring(part.blob)
        for name, colour in _COLOURS.items():
            for holder in theme.iterfind(f".//a:clrScheme/a:{name}", _DRAWING):
                for child in list(holder):
                    holder.remove(child)
                etree.SubElement(holder, f"{{{_DRAWING['a']}}}srgbClr", val=colour)
        for kind, face in (("majorFont", _HEADINGS), ("minorFont", _TEXT)):
            for latin in theme.iterfind(f".//a:{kind}/a:latin", _DRAWING):
                latin.set("typeface", face)
        part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)
        room = WIDTH - 2 * MARGIN
        for layout in (master, *master.slide_layouts):
            for holder in layout.placeholders:
                kind = holder.placeholder_format.idx
                if kind == 0:
                    holder.left, holder.top, holder.width, holder.height = MARGIN, Inches(0.55), room, Inches(1.05)
                    for paragraph in holder.text_frame.paragraphs:
                        paragraph.alignment = PP_ALIGN.LEFT
                elif kind == 1:
                    holder.left, holder.top, holder.width, holder.height = MARGIN, _BODY_TOP, room, _BODY_HEIGHT
        first = master.slide_layouts[_TITLE]
        for holder in first.placeholders:
            if holder.placeholder_format.idx == 0:
                holder.top, holder.height = Inches(2.3), Inches(1.3)
            elif holder.placeholder_format.idx == 1:
                holder.top, holder.height = Inches(3.7), Inches(1.2)
        for holder in list(master.placeholders):
            if holder.placeholder_format.idx > 1:  # date, number and foot: each slide has its own
                holder._element.getparent().remove(holder._element)
