"""Slides: a deck in the colours of the house with texts, tables and charts that stay editable in PowerPoint.

The charts are native: whoever opens the deck changes a number and the bar follows. The faces of the house are on few
machines, so the deck asks for ones that every machine has.
"""

import io
import textwrap
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Emu, Inches, Pt

from zichtlijn.documents.chart_data import chart_data
from zichtlijn.documents.letters import for_xml
from zichtlijn.ui.wording import write_full_date

INK, INK_2, RULE, SIGHT = RGBColor(0x14, 0x21, 0x3D), RGBColor(0x4A, 0x54, 0x68), RGBColor(0xE3, 0xDF, 0xD5), "C8420B"
#: The first is what it is about; what it is held against stands behind it, in grey.
_BARS = (INK, RGBColor(0xCF, 0xC9, 0xBB), RGBColor(0xC8, 0x42, 0x0B))
WHITE, PAPER = RGBColor(0xFF, 0xFF, 0xFF), RGBColor(0xF7, 0xF5, 0xF0)
#: Colours of the theme, by their name in it; charts take accents in this order.
_COLOURS = {
    "dk1": "14213D", "lt1": "FFFFFF", "dk2": "4A5468", "lt2": "F7F5F0", "accent1": "14213D", "accent2": SIGHT,
    "accent3": "17693F", "accent4": "2656B8", "accent5": "84550A", "accent6": "71358F", "hlink": "2656B8",
    "folHlink": "71358F",
}  # fmt: skip
_HEADINGS, _TEXT = "Georgia", "Calibri"
WIDTH, HEIGHT, MARGIN = Inches(13.333), Inches(7.5), Inches(0.75)
_BODY_TOP, _BODY_HEIGHT = Inches(1.75), Inches(4.95)
_SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
_DRAWING = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
#: Layouts of the template that comes with python-pptx.
_TITLE, _TITLE_ONLY, _TITLE_AND_TEXT = 0, 5, 1
#: More letters than these in a title, and it is set smaller.
_LONG_TITLE = 60
#: The most letters of a fact of a deck, as its title.
_FACT = 255
#: Letters of a list and of a table: as large as lets it stay on one slide; of one that does not fit on one.
_POINT_SIZES, _POINT_SIZE = (20, 18, 16), 18
_CELL_SIZES, _CELL_SIZE = (18, 16, 14, 12), 14
_LINE = Inches(0.4)
#: What fits: letters one point high in an inch and on a line of a list, and letters of one point before it is cut.
_LETTERS_IN_AN_INCH, _LETTERS_ON_A_LINE, _LETTERS_IN_A_POINT = 165, 1800, 700
#: Inches of a line one point high, around the lines of a cell and of a point of a list, and of the whole body.
_LINE_HIGH, _CELL_EDGE, _POINT_EDGE, _BODY_INCHES = 0.0167, 0.16, 0.1, 4.9

_HEAD_HIGH = 0.45
#: Places on a box where an arrow is tied.
_TOP, _BOTTOM = 0, 2
#: Before the first shape of a slide stand two facts of the whole, its title and its foot.
_FIRST_SHAPE = 4

Thing = TypeVar("Thing")


class Tinted(str):
    """A text of a table with the colour behind it, as six hexadecimal digits."""

    fill: str

    def __new__(cls, text: str, fill: str) -> "Tinted":
        made = super().__new__(cls, text)
        made.fill = fill
        return made


def _pages(things: Sequence[Thing], height: Callable[[Thing], float]) -> list[list[Thing]]:
    """The things over slides, as many on each as fit; one slide at least."""
    pages: list[list[Thing]] = [[]]
    filled = _HEAD_HIGH  # of a table
    for thing in things:
        high = height(thing)
        if pages[-1] and filled + high > _BODY_INCHES:
            pages.append([])
            filled = _HEAD_HIGH
        pages[-1].append(thing)
        filled += high
    return pages


def _numbered(title: str, number: int, of: int) -> str:
    """The title of one of several slides, so that each has one of its own."""
    return title if of == 1 else f"{title} ({number}/{of})"


def _row_height(cells: Sequence[str], inches: Sequence[float], size: int) -> float:
    """Inches that a row of a table takes."""
    lines = max(
        sum(
            max(1, -(-len(line) // max(1, int((width - 0.2) * _LETTERS_IN_AN_INCH / size))))
            for line in text.split("\n")
        )
        for text, width in zip(cells, inches, strict=True)
    )
    return lines * size * _LINE_HIGH + _CELL_EDGE


def _point_pages(points: Sequence[str], size: int) -> list[list[str]]:
    """A list in letters of this size over slides."""
    letters = _LETTERS_ON_A_LINE // size
    return _pages(points, lambda point: -(-max(1, len(point)) // letters) * size * _LINE_HIGH + _POINT_EDGE)


def _cut(point: str) -> list[str]:
    """A long point in pieces that fit on a slide."""
    return textwrap.wrap(point, _LETTERS_IN_A_POINT) or [""]


class Deck:
    """A deck that is built slide by slide; `save` gives its bytes."""

    def __init__(self, title: str, subtitle: str, *, organisation: str, at: datetime):
        self._deck = Presentation()
        self._deck.slide_width, self._deck.slide_height = WIDTH, HEIGHT
        self._organisation, self._at = organisation, at
        self._language = "nl-NL" if (get_language() or "nl").startswith("nl") else "en-GB"
        self._dress()
        facts = self._deck.core_properties
        facts.title, facts.author = for_xml(title)[:_FACT], for_xml(organisation)[:_FACT]
        facts.language = self._language
        facts.created = facts.modified = at.astimezone(UTC).replace(tzinfo=None)
        facts.last_modified_by = facts.author
        slide = self._deck.slides.add_slide(self._deck.slide_layouts[_TITLE])
        self._say(slide.shapes.title, title, size=40, colour=INK)
        self._say(slide.placeholders[1], f"{subtitle}\n{write_full_date(at)}", size=20, colour=INK_2)

    # slides -------------------------------------------------------------------------------------------------------

    def points(self, title: str, points: Sequence[str]) -> None:
        """A list, on as many slides as it needs."""
        cut = [point for given in points for point in _cut(given)]
        size = next((size for size in _POINT_SIZES if len(_point_pages(cut, size)) == 1), _POINT_SIZE)
        pages = _point_pages(cut, size)
        for number, some in enumerate(pages, 1):
            slide = self._slide(_numbered(title, number, len(pages)), _TITLE_AND_TEXT)
            self._say(slide.placeholders[1], "\n".join(some), size=size, colour=INK, after=6)

    def table(
        self,
        title: str,
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        widths: Sequence[float],
        more: str = "",
    ) -> None:
        """A table, on as many slides as it needs; `widths` are the columns in proportion, `more` stands under it."""
        room = (WIDTH - 2 * MARGIN) / Inches(1)
        inches = [room * width / sum(widths) for width in widths]
        size = next((size for size in _CELL_SIZES if self._fit(rows, inches, size)), _CELL_SIZE)
        pages = _pages(rows, lambda cells: _row_height(cells, inches, size))
        for number, some in enumerate(pages, 1):
            slide = self._table(_numbered(title, number, len(pages)), head, some, inches, size)
            if more and number == len(pages):
                self._text_box(slide, more, Inches(6.62))

    @staticmethod
    def _fit(rows: Sequence[Sequence[str]], inches: Sequence[float], size: int) -> bool:
        """True when they fit on one slide in letters of this size."""
        return len(_pages(rows, lambda cells: _row_height(cells, inches, size))) == 1

    def _table(
        self, title: str, head: Sequence[str], rows: Sequence[Sequence[str]], inches: Sequence[float], size: int
    ):
        slide = self._slide(title, _TITLE_ONLY)
        frame = slide.shapes.add_table(
            len(rows) + 1, len(head), MARGIN, _BODY_TOP, WIDTH - 2 * MARGIN, _LINE * (len(rows) + 1)
        )
        frame.name = for_xml(title)
        self._describe(frame, title)
        for place, width in enumerate(inches):
            frame.table.columns[place].width = Inches(width)
        for row, cells in enumerate((head, *rows)):
            frame.table.rows[row].height = Inches(_row_height(cells, inches, size))
            for place, text in enumerate(cells):
                cell = frame.table.cell(row, place)
                cell.vertical_anchor = MSO_ANCHOR.MIDDLE
                cell.fill.solid()
                plain = INK if row == 0 else PAPER if row % 2 else WHITE
                cell.fill.fore_color.rgb = RGBColor.from_string(text.fill) if isinstance(text, Tinted) else plain
                self._say(cell, text, size=size, colour=WHITE if row == 0 else INK, bold=row == 0)
        return slide

    def bar_chart(
        self,
        title: str,
        categories: Sequence[str],
        series: Sequence[tuple[str, Sequence[float | None]]],
        *,
        words: str,
        percent: bool = False,
        form: str = "General",
    ) -> None:
        """A slide with a native chart of bars; `words` tell it to who cannot see it; missing values leave a gap."""
        slide = self._slide(title, _TITLE_ONLY)
        form = "0%" if percent else form
        given = chart_data(categories, series, form)
        frame = slide.shapes.add_chart(
            XL_CHART_TYPE.BAR_CLUSTERED, MARGIN, _BODY_TOP, WIDTH - 2 * MARGIN, _BODY_HEIGHT, given
        )
        frame.name = for_xml(title)
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
        axis.has_major_gridlines, axis.visible = False, False
        if all(value is None or value >= 0 for _name, values in series for value in values):
            axis.minimum_scale = 0
        else:  # names stand left of all bars, not where they begin
            chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        if percent:
            axis.maximum_scale = 1
        plot = chart.plots[0]
        plot.gap_width, plot.overlap, plot.has_data_labels = 60, -10, True
        for place, one in enumerate(plot.series):
            one.format.fill.solid()
            one.format.fill.fore_color.rgb = _BARS[place % len(_BARS)]
        labels = plot.data_labels
        labels.number_format, labels.number_format_is_linked = form, False
        labels.position, labels.font.size = XL_LABEL_POSITION.OUTSIDE_END, Pt(12)

    def canvas(self, title: str, *, width: float, height: float) -> "Canvas":
        """A slide to draw on with shapes, in the measures of a picture that is so wide and high."""
        return Canvas(self, self._slide(title, _TITLE_ONLY), width, height)

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
        number = len(self._deck.slides)
        box = self._text_box(slide, f"{self._organisation} · {write_full_date(self._at)} · {number}", Inches(6.95))
        box.name = _("Foot")

    def _text_box(self, slide, text: str, top: int):
        box = slide.shapes.add_textbox(MARGIN, top, WIDTH - 2 * MARGIN, Inches(0.35))
        self._say(box, text, size=11, colour=INK_2)
        return box

    def _say(
        self, holder, text: str, *, size: float, colour: RGBColor, bold: bool | None = None, after: int | None = None
    ) -> None:
        """Put text in a placeholder, box or cell: one paragraph a line, in the language of the deck."""
        frame = holder.text_frame
        frame.word_wrap = True
        for place, line in enumerate(for_xml(text).split("\n")):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            if after is not None:
                paragraph.space_before, paragraph.space_after = Pt(0), Pt(after)
            run = paragraph.add_run()
            run.text = line
            run.font.size, run.font.color.rgb = Pt(size), colour
            if bold is not None:
                run.font.bold = bold
            run.font._element.set("lang", self._language)

    @staticmethod
    def _describe(frame, words: str) -> None:
        """The words that are read to who cannot see it."""
        frame._element.nvGraphicFramePr.cNvPr.set("descr", for_xml(words))

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
        for holder in master._element.iterfind(f".//{{{_SLIDES}}}titleStyle/a:lvl1pPr", _DRAWING):
            holder.set("algn", "l")
        room = WIDTH - 2 * MARGIN
        for layout in (master, *master.slide_layouts):
            for holder in layout.placeholders:
                kind = holder.placeholder_format.idx
                if kind == 0:
                    holder.left, holder.top, holder.width, holder.height = MARGIN, Inches(0.55), room, Inches(1.05)
                    holder.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
                elif kind == 1:
                    holder.left, holder.top, holder.width, holder.height = MARGIN, _BODY_TOP, room, _BODY_HEIGHT
        first = master.slide_layouts[_TITLE]
        for holder in first.placeholders:
            if holder.placeholder_format.idx == 0:
                holder.top, holder.height = Inches(2.3), Inches(1.3)
            elif holder.placeholder_format.idx == 1:
                holder.top, holder.height = Inches(3.7), Inches(1.6)
                for style in holder._element.iterfind(".//a:lstStyle/*", _DRAWING):
                    style.set("algn", "l")
        for holder in list(master.placeholders):
            if holder.placeholder_format.idx > 1:  # date, number and foot: each slide has its own
                holder._element.getparent().remove(holder._element)


class Canvas:
    """A slide with native shapes and arrows that stay tied to them; places are those of a picture."""

    def __init__(self, deck: Deck, slide: Any, width: float, height: float):
        self._deck, self._slide = deck, slide
        self._scale = min((WIDTH - 2 * MARGIN) / width, Inches(_BODY_INCHES + 0.2) / height)
        self._left = (WIDTH - width * self._scale) / 2
        self._size = 10
        #: So many shapes lie at the bottom, under the arrows.
        self._behind = 0

    def box(
        self, x: float, y: float, width: float, height: float, *, text: str = "", fill: str, line: str = "", top=False
    ):
        """A box with a text; `top`: the text stands at its top. Colours as six hexadecimal digits."""
        place = (self._left + x * self._scale, _BODY_TOP + y * self._scale, width * self._scale, height * self._scale)
        shape = self._slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *(Emu(int(each)) for each in place))
        shape.adjustments[0] = 0.06
        shape.shadow.inherit = False
        for effect in shape._element.iterfind(".//a:effectRef", _DRAWING):
            effect.set("idx", "0")  # nor the shadow of the theme
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(fill)
        if line:
            shape.line.color.rgb, shape.line.width = RGBColor.from_string(line), Pt(1.25)
        else:
            shape.line.fill.background()
        frame = shape.text_frame
        frame.vertical_anchor = MSO_ANCHOR.TOP if top else MSO_ANCHOR.MIDDLE
        frame.margin_left = frame.margin_right = Pt(4)
        frame.margin_top = frame.margin_bottom = Pt(2)
        self._behind += top
        if text:
            self._deck._say(shape, text, size=self._size, colour=INK)
            for paragraph in frame.paragraphs:
                paragraph.alignment = PP_ALIGN.LEFT
        return shape

    def arrow(self, start: Any, end: Any, *, upward: bool, beside: bool, words: str, line: str) -> None:
        """An arrow that follows both boxes when they are moved; `words` tell it to who cannot see it."""
        kind = MSO_CONNECTOR.CURVE if beside else MSO_CONNECTOR.STRAIGHT
        made = self._slide.shapes.add_connector(kind, 0, 0, 0, 0)
        made.begin_connect(start, _TOP if upward or beside else _BOTTOM)
        made.end_connect(end, _TOP if beside or not upward else _BOTTOM)
        made.line.color.rgb, made.line.width = RGBColor.from_string(line), Pt(1.5)
        made._element.nvCxnSpPr.cNvPr.set("descr", for_xml(words))
        self._slide.shapes._spTree.insert(_FIRST_SHAPE + self._behind, made._element)  # behind the boxes
        etree.SubElement(made.line._get_or_add_ln(), f"{{{_DRAWING['a']}}}tailEnd", type="triangle")

    def number(self, x: float, y: float, number: int, *, line: str) -> None:
        """A number in a small circle around this place of the picture, on top of what stands there."""
        size = Pt(15)
        left, top = self._left + x * self._scale - size / 2, _BODY_TOP + y * self._scale - size / 2
        shape = self._slide.shapes.add_shape(MSO_SHAPE.OVAL, Emu(int(left)), Emu(int(top)), size, size)
        shape.shadow.inherit = False
        for effect in shape._element.iterfind(".//a:effectRef", _DRAWING):
            effect.set("idx", "0")
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string("ffffff")
        shape.line.color.rgb, shape.line.width = RGBColor.from_string(line), Pt(1)
        frame = shape.text_frame
        frame.vertical_anchor, frame.word_wrap = MSO_ANCHOR.MIDDLE, False
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        self._deck._say(shape, str(number), size=9, colour=RGBColor.from_string(line))
        for paragraph in frame.paragraphs:
            paragraph.alignment = PP_ALIGN.CENTER
