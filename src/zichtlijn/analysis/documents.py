"""The confrontation to take along: on paper, as slides, and as a workbook. All say what the page says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.analysis.models import Analysis
from zichtlijn.analysis.queries.matrix import Drawn, Issue, MatrixPage
from zichtlijn.analysis.queries.points import Weighed
from zichtlijn.analysis.states import Criterion, Mode
from zichtlijn.analysis.wording import ToldQuadrant, tell_key, tell_quadrants
from zichtlijn.documents.pdf import heading, make_pdf
from zichtlijn.documents.sheets import Sheet, make_workbook
from zichtlijn.documents.slides import Deck
from zichtlijn.ui.wording import write_number


@dataclass(frozen=True)
class Taken:
    """A confrontation as it is at one moment, with the attention points as this reader may see them."""

    analysis: Analysis
    page: MatrixPage
    points: list[Weighed]
    organisation: str
    at: datetime

    @property
    def title(self) -> str:
        whose = self.analysis.unit or self.analysis.organisation
        return f"{_('Confrontation')} {whose} {self.analysis.period}"

    @property
    def subtitle(self) -> str:
        return _("What is inside meets what is outside. The strongest cells are what a strategy must answer.")

    @property
    def quadrants(self) -> list[ToldQuadrant]:
        return tell_quadrants(self.page.quadrants, self.page.strongest, self.analysis.mode)

    @property
    def raters(self) -> str:
        names = [rater.name for rater in self.page.raters]
        said = ngettext("Scored by %(n)d person: %(names)s.", "Scored by %(n)d people: %(names)s.", len(names))
        return said % {"n": len(names), "names": ", ".join(names)}

    @property
    def key(self) -> str:
        return tell_key(self.page) + " " + _("A small number above is the rank of the cell among the issues.")


def confrontation_pdf(taken: Taken) -> bytes:
    """The matrix, its issues and quadrants, and the attention points."""
    page = taken.page
    data = {
        "meta": heading(taken.title, taken.subtitle, organisation=taken.organisation, at=taken.at),
        "words": {
            "total": _("Total"),
            "issues": _("Strategic issues"),
            "no_issue": _("No cell stands out yet."),
            "asks": _("What it asks for"),
            "points": _("Attention points"),
            "points_head": _points_head(),
        },
        "columns": [{"code": column.code, "text": column.factor.text} for column in page.columns],
        "rows": [
            {
                "code": row.side.code,
                "text": row.side.factor.text,
                "cells": [_cell(drawn) for drawn in row.cells],
                "total": row.written,
            }
            for row in page.rows
        ],
        "sums": [written for _column, written, _edge in page.column_sums] if page.has_column_totals else [],
        "whole": page.whole_written,
        "key": taken.key,
        "by_points": taken.analysis.mode == Mode.POINTS,
        "issues": [
            {"rank": str(issue.rank), "row": issue.row.name, "column": issue.column.name, "asks": _asks(issue)}
            for issue in page.issues
        ],
        "quadrants": [
            {
                "name": told.name,
                "meaning": f"{told.meaning} · " + _("%(mean)s per cell") % {"mean": told.written},
                "written": told.total,
                "strongest": told.is_strongest,
            }
            for told in taken.quadrants
        ],
        "points": [
            {
                "question": each.point.text,
                "means": [_written(mean) for _label, mean in each.means],
                "became": _became(each),
            }
            for each in taken.points
        ],
        "raters": taken.raters,
    }
    return make_pdf("analysis/paper/confrontation.typ", data, at=taken.at)


def _points_head() -> list[str]:
    return [_("How can we …"), *(str(criterion.label) for criterion in Criterion), _("What it became")]


def _cell(drawn: Drawn) -> dict[str, Any]:
    """How a cell is drawn: the tone of the page in steps, to either side."""
    side, _dash, step = drawn.tone.partition("-")
    return {
        "written": drawn.written,
        "rank": str(drawn.rank or ""),
        "step": int(step or 0),
        "helps": side == "plus",
    }


def _asks(issue: Issue) -> str:
    tied = f" · {_('shared rank')}" if issue.tied else ""
    return f"{issue.asks} · {issue.written}{tied}"


def _written(mean: float | None) -> str:
    return "–" if mean is None else write_number(mean, 1)


def _became(each: Weighed) -> str:
    return each.objective.title if each.objective else ""


def _totals(page: MatrixPage) -> list[str]:
    return [_("Total"), *(written for _column, written, _edge in page.column_sums), page.whole_written]


# slides -----------------------------------------------------------------------------------------------------------


def confrontation_slides(taken: Taken) -> bytes:
    """The confrontation to tell it by: the matrix, what it asks for, the issues, and the attention points."""
    page = taken.page
    deck = Deck(taken.title, taken.subtitle, organisation=taken.organisation, at=taken.at)
    deck.table(
        _("Matrix"),
        ["", *(column.code for column in page.columns), _("Total")],
        [[row.side.name, *(drawn.written for drawn in row.cells), row.written] for row in page.rows]
        + ([_totals(page)] if page.has_column_totals else []),
        widths=(5, *(1 for _column in page.columns), 1.2),
        more=taken.key,
    )
    deck.points(_("Opportunities and threats"), [column.name for column in page.columns])
    told = taken.quadrants
    deck.bar_chart(
        _("What it asks for"),
        [each.name for each in told],
        [(_("Per cell that has a score"), [total.mean for _quadrant, total in page.quadrants])],
        words="; ".join(f"{each.name}: {each.written}" for each in told),
        form="0.0",
    )
    if page.issues:
        deck.table(
            _("Strategic issues"),
            [_("Rank"), _("Inside"), _("Outside"), _("What it asks for")],
            [[str(issue.rank), issue.row.name, issue.column.name, _asks(issue)] for issue in page.issues],
            widths=(0.8, 4, 4, 3),
        )
    else:
        deck.points(_("Strategic issues"), [_("No cell stands out yet.")])
    if taken.points:
        deck.table(
            _("Attention points"),
            _points_head(),
            [
                [each.point.text, *(_written(mean) for _label, mean in each.means), _became(each)]
                for each in taken.points
            ],
            widths=(4.6, *(1.9 for _criterion in Criterion), 2.6),
        )
    return deck.save()


# numbers ----------------------------------------------------------------------------------------------------------


def confrontation_workbook(taken: Taken) -> bytes:
    """The matrix, the quadrants, the issues and the attention points, each on a sheet."""
    page = taken.page
    sheets = [
        Sheet(
            _("Matrix"),
            [_("Factor"), *(column.name for column in page.columns), _("Total")],
            [
                *([row.side.name, *(drawn.cell.value for drawn in row.cells), row.total.value] for row in page.rows),
                *(
                    [[_("Weight"), *(column.factor.weight for column in page.columns), None]]
                    if page.has_weights
                    else []
                ),
                *(
                    [[_("Total"), *(total.value for total in page.column_totals), page.whole.value]]
                    if page.has_column_totals
                    else []
                ),
            ],
        ),
        Sheet(
            _("Quadrants"),
            [_("Quadrant"), _("What it asks for"), _("Total"), _("Per cell that has a score"), _("Cells with a score")],
            [
                [told.name, told.meaning, total.value, total.mean, total.scored]
                for told, (_quadrant, total) in zip(taken.quadrants, page.quadrants, strict=True)
            ],
        ),
        Sheet(
            _("Strategic issues"),
            [_("Rank"), _("Inside"), _("Outside"), _("What it asks for"), _("Value")],
            [[i.rank, i.row.name, i.column.name, i.asks, i.cell.value] for i in page.issues],
        ),
        Sheet(
            _("Attention points"),
            _points_head(),
            [[each.point.text, *(mean for _label, mean in each.means), _became(each)] for each in taken.points],
        ),
    ]
    return make_workbook(sheets, title=taken.title)


MAKERS = {"pdf": confrontation_pdf, "pptx": confrontation_slides, "xlsx": confrontation_workbook}
