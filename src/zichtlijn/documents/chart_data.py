"""The numbers behind a native chart of a deck, in the workbook that “Edit data” opens."""

import io
from collections.abc import Sequence

import xlsxwriter
from pptx.chart.data import CategoryChartData

from zichtlijn.documents.letters import for_xml

#: What people wrote stays text: no formula that reckons or fetches, and no link.
_TEXT_STAYS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class TextStays(CategoryChartData):
    """Numbers of a chart, of which no name becomes a formula or a link in the workbook."""

    @property
    def xlsx_blob(self) -> bytes:
        """The bytes of the workbook, on the places that the chart refers to."""
        target = io.BytesIO()
        with xlsxwriter.Workbook(target, _TEXT_STAYS) as book:
            self._workbook_writer._populate_worksheet(book, book.add_worksheet())
        return target.getvalue()


def chart_data(
    categories: Sequence[str], series: Sequence[tuple[str, Sequence[float | None]]], form: str
) -> CategoryChartData:
    """The numbers of a chart, written in this form."""
    given = TextStays(number_format=form)
    given.categories = [for_xml(name) for name in categories]
    for name, values in series:
        given.add_series(for_xml(name), list(values))
    return given
