"""A result on paper."""

import logging
from datetime import datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zichtlijn.documents.charts import Chart, ChartNotDrawn
from zichtlijn.documents.pdf import heading, make_pdf
from zichtlijn.feedback.charts import result_chart
from zichtlijn.feedback.queries.results import Cell, Result, Row
from zichtlijn.ui.wording import write_full_date, write_number

log = logging.getLogger(__name__)


def result_pdf(result: Result, *, organisation: str, at: datetime) -> bytes:
    """The table, the drawing and the words of a result."""
    title = _("360 feedback of %(name)s") % {"name": result.round.person.name}
    closed = _("Closed on %(day)s. To develop oneself: no part of an appraisal or of pay.")
    data: dict[str, Any] = {
        "meta": heading(
            title, closed % {"day": write_full_date(result.round.ended_on)}, organisation=organisation, at=at
        ),
        "none": result.why_nothing,
        "has_means": bool(result.groups),
        "head": [
            _("Competency"),
            _("Own judgement"),
            *(name for _code, name in result.groups),
            _("Others"),
            _("Side by side"),
        ],
        "rows": [_row(row) for row in result.rows],
        "note": _("Means on a scale of 1 to 5; between brackets how many could judge. A dash: too few, or nobody."),
        "chart_title": _("Own judgement beside the others"),
        "chart": _drawn(result_chart(result)) if result.groups else None,
        "words_title": _("In their own words"),
        "words_note": _("In random order. Without a name: of somebody whose group is not told."),
        "words": [
            {"question": capfirst(question), "said": [{"name": name, "text": text} for name, text in said]}
            for question, said in result.words
            if said
        ],
    }
    return make_pdf("feedback/paper/result.typ", data, at=at)


def _drawn(chart: Chart) -> dict[str, str] | None:
    """The drawing; without it the table above says the same."""
    try:
        return {"svg": chart.svg(), "label": chart.label}
    except ChartNotDrawn:
        log.exception("a chart was not drawn")
        return None


def _row(row: Row) -> dict[str, Any]:
    means = [row.own.told, *(_cell(one) for one in row.cells), row.others_told]
    return {"name": row.competency.name, "cells": means, "told": row.told}


def _cell(cell: Cell) -> str:
    return f"{cell.told} ({write_number(cell.raters)})" if cell.raters and cell.raters > 1 else cell.told
