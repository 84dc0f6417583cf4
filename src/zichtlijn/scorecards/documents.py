"""The scorecard to take along: on paper, as slides, and as a workbook of its numbers. All say what the page says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zichtlijn.documents.pdf import heading, make_pdf
from zichtlijn.documents.sheets import Sheet, make_workbook
from zichtlijn.documents.slides import Deck
from zichtlijn.objectives.models import Measure
from zichtlijn.organisation.models import Period, Unit
from zichtlijn.scorecards.queries import Row, ScorecardPage
from zichtlijn.scorecards.wording import (
    Balance,
    axis_of,
    question_of,
    tell_balance,
    tell_cut,
    tell_weighing,
    write_value,
)
from zichtlijn.ui.templatetags.ui import status_style, status_word
from zichtlijn.ui.wording import write_number, write_percent


@dataclass(frozen=True)
class Taken:
    """A scorecard as it is at one moment, of whom and of which period."""

    page: ScorecardPage
    measures: dict[int, list[Measure]]
    organisation: str
    unit: Unit | None
    period: Period | None
    at: datetime

    @property
    def title(self) -> str:
        if self.unit:
            return _("Scorecard of %(name)s") % {"name": self.unit.name}
        return _("Scorecard %(name)s") % {"name": self.period.name} if self.period else _("Scorecard")

    @property
    def subtitle(self) -> str:
        said = _("The perspectives on one strategy.")
        return f"{self.period.name}. {said}" if self.unit and self.period else said

    @property
    def rows(self) -> list[Row]:
        return [row for side in self.page.sides for row in side.rows]


def scorecard_pdf(taken: Taken) -> bytes:
    """The scorecard on one page of A4, and its numbers after it."""
    page, balance = taken.page, tell_balance(taken.page)
    data = {
        "meta": heading(taken.title, taken.subtitle, organisation=taken.organisation, at=taken.at),
        "words": {
            "balance": _("Balance"),
            "advice": _("What would mend it"),
            "numbers": _("The numbers"),
            "outside": _("Without a perspective"),
            "side_head": [_("Objective"), _("Course"), _("Progress"), _("Status")],
            "balance_head": [_("Perspective"), _("Objectives"), _("Measures"), _("Weight")],
            "numbers_head": _numbers_head(),
        },
        "sides": [_side(side) for side in page.sides],
        "headline": balance.headline,
        "axes": [{"words": axis.words, "share": axis.share} for axis in balance.axes],
        "whole": _whole(page),
        "cut": tell_cut(page),
        "weighing": tell_weighing(page),
        "advice": balance.sentences,
        "rows": [_row(row, taken.measures) | {"perspective": side.label} for side in page.sides for row in side.rows],
        "outside": [row.objective.title for row in page.outside],
    }
    return make_pdf("scorecards/paper/scorecard.typ", data, at=taken.at)


def _numbers_head() -> list[str]:
    return [
        _("Perspective"),
        _("Objective or measure"),
        _("Owner or value"),
        _("Weight"),
        _("Progress"),
        _("Expected"),
        _("Status"),
    ]


def _whole(page: ScorecardPage) -> str:
    if page.whole.score is None:
        return ""
    said = {"score": write_percent(page.whole.score), "covered": write_percent(page.whole.coverage)}
    return _("The whole stands at %(score)s; %(covered)s of it is measured.") % said


def _together(side) -> str:
    if side.scored is None or side.scored.score is None:
        return _("Not measured yet")
    said = _("Together %(score)s") % {"score": write_percent(side.scored.score)}
    if side.is_partly_measured:
        said += " · " + _("%(covered)s measured") % {"covered": write_percent(side.scored.coverage)}
    return said


def _side(side) -> dict[str, Any]:
    return {
        "style": side.style,
        "name": side.label,
        "axis": axis_of(side.code),
        "question": question_of(side.perspective),
        "nothing": _("No objective here: this perspective is empty."),
        "together": _together(side),
        "objectives": write_number(len(side.rows)),
        "measures": write_number(side.measures),
        "weight": "–" if side.weight is None else f"{write_number(side.weight, 0)}%",
        "rows": [_standing(row.objective) | {"title": row.objective.title} for row in side.rows],
    }


def _standing(thing) -> dict[str, Any]:
    """Progress, expected course and status of an objective or a measure."""
    return {
        "progress": thing.progress,
        "expected": thing.expected,
        "percent": write_percent(thing.progress),
        "expected_percent": write_percent(thing.expected),
        "status": status_style(thing.status),
        "word": status_word(thing.status),
    }


def _row(row: Row, measures: dict[int, list[Measure]]) -> dict[str, Any]:
    objective = row.objective
    return _standing(objective) | {
        "title": objective.title,
        "owner": str(objective.owner or ""),
        "weight": "–" if row.weight is None else f"{write_number(row.weight, 1)}%",
        "measures": [
            _standing(measure) | {"name": measure.name, "now": write_value(measure)}
            for measure in measures.get(objective.pk, [])
        ],
    }


# slides -----------------------------------------------------------------------------------------------------------


def scorecard_slides(taken: Taken) -> bytes:
    """The scorecard to tell it by: the balance, how the perspectives stand, and the objectives of each."""
    page, balance = taken.page, tell_balance(taken.page)
    deck = Deck(taken.title, taken.subtitle, organisation=taken.organisation, at=taken.at)
    _balance_slide(deck, page, balance)
    deck.bar_chart(
        _("How the perspectives stand"),
        [side.label for side in page.sides],
        [(_("Progress"), [side.scored.score if side.scored else None for side in page.sides])],
        percent=True,
        words="; ".join(f"{side.label}: {_together(side)}" for side in page.sides),
    )
    for side in page.sides:
        head = [_("Objective"), _("Owner"), _("Progress"), _("Expected"), _("Status")]
        rows = [_cells(row) for row in side.rows]
        title = f"{side.label}: {_together(side)}"
        if rows:
            deck.table(title, head, rows, widths=(5, 2.2, 1.4, 1.4, 1.8))
        if any(row.objective.progress is not None for row in side.rows):
            deck.bar_chart(
                _("%(perspective)s: how far, and how far expected") % {"perspective": side.label},
                [row.objective.title for row in side.rows],
                [
                    (_("Progress"), [row.objective.progress for row in side.rows]),
                    (_("Expected"), [row.objective.expected for row in side.rows]),
                ],
                percent=True,
                words="; ".join(f"{cells[0]}: {cells[2]}" for cells in rows),
            )
    if balance.advice:
        deck.points(_("What would mend it"), balance.sentences)
    if page.outside:
        deck.points(_("Without a perspective"), [row.objective.title for row in page.outside])
    if notes := [said for said in (tell_cut(page), *tell_weighing(page)) if said]:
        deck.points(_("With this scorecard"), notes)
    return deck.save()


def _balance_slide(deck: Deck, page: ScorecardPage, balance: Balance) -> None:
    weighed = page.is_weighed
    deck.bar_chart(
        balance.headline,
        [side.label for side in page.sides],
        [
            (
                _("Weight") if weighed else _("Objectives"),
                [(side.weight or 0) / 100 if weighed else len(side.rows) for side in page.sides],
            )
        ],
        percent=weighed,
        words=balance.headline,
    )


def _cells(row: Row) -> list[str]:
    standing = _standing(row.objective)
    owner = str(row.objective.owner or "")
    return [row.objective.title, owner, standing["percent"], standing["expected_percent"], standing["word"]]


# numbers ----------------------------------------------------------------------------------------------------------


def scorecard_workbook(taken: Taken) -> bytes:
    """Every number of the scorecard: perspectives, objectives, measures and initiatives, each on a sheet."""
    sheets = [_perspectives(taken.page), _objectives(taken.page), _measures(taken), _initiatives(taken.page)]
    return make_workbook(sheets, title=taken.title)


def _labelled(page: ScorecardPage) -> list[tuple[str, Row]]:
    """Every objective with the name of its perspective; those without one come last."""
    rows = [(side.label, row) for side in page.sides for row in side.rows]
    return [*rows, *(("", row) for row in page.outside)]


def _perspectives(page: ScorecardPage) -> Sheet:
    head = [
        _("Perspective"), _("Objectives"), _("Measures"), _("Initiatives"), _("Budget"), _("Weight"), _("Score"),
        _("Measured share"),
    ]  # fmt: skip
    rows = [
        [
            side.label,
            len(side.rows),
            side.measures,
            len(side.initiatives),
            side.budget if side.initiatives else None,
            None if side.weight is None else side.weight / 100,
            side.scored.score if side.scored else None,
            side.scored.coverage if side.scored and side.rows else None,
        ]
        for side in page.sides
    ]
    return Sheet(_("Perspectives"), head, rows, percent={5, 6, 7})


def _objectives(page: ScorecardPage) -> Sheet:
    head = [
        _("Perspective"), _("Code"), _("Objective"), _("Owner"), _("Weight"), _("Progress"), _("Expected"),
        _("Measured share"), _("Status"),
    ]  # fmt: skip
    rows = [
        [
            label,
            row.objective.key,
            row.objective.title,
            str(row.objective.owner or ""),
            None if row.weight is None else row.weight / 100,
            row.objective.progress,
            row.objective.expected,
            row.objective.coverage,
            status_word(row.objective.status),
        ]
        for label, row in _labelled(page)
    ] + ([["", "", tell_cut(page)]] if page.is_cut else [])
    return Sheet(_("Objectives"), head, rows, percent={4, 5, 6, 7})


def _measures(taken: Taken) -> Sheet:
    head = [
        _("Objective"), _("Code"), _("Measure"), pgettext("of a measure", "Unit"), _("Baseline"), _("Target"),
        _("Value"), _("Measured on"), _("Progress"), _("Expected"), _("Status"),
    ]  # fmt: skip
    rows = [
        [
            row.objective.title,
            measure.key,
            measure.name,
            measure.unit,
            measure.baseline,
            measure.target,
            measure.current_value,
            measure.current_on,
            measure.progress,
            measure.expected,
            status_word(measure.status),
        ]
        for _label, row in _labelled(taken.page)
        for measure in taken.measures.get(row.objective.pk, [])
    ]
    return Sheet(_("Measures"), head, rows, percent={8, 9})


def _initiatives(page: ScorecardPage) -> Sheet:
    head = [_("Objective"), _("Initiative"), _("Owner"), _("Deadline"), _("Done"), _("Budget"), _("Money")]
    rows = [
        [row.objective.title, each.title, str(each.owner or ""), each.due_on, each.done_on, each.budget, each.currency]
        for _label, row in _labelled(page)
        for each in row.initiatives
    ]
    return Sheet(_("Initiatives"), head, rows)


MAKERS = {"pdf": scorecard_pdf, "pptx": scorecard_slides, "xlsx": scorecard_workbook}
