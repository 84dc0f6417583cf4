"""An OGSM to take along: on one A4, as slides, and as a workbook of its numbers. All say what the page says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from zichtlijn.documents.pdf import heading, make_pdf
from zichtlijn.documents.sheets import Sheet, make_workbook
from zichtlijn.documents.slides import Deck
from zichtlijn.objectives.models import Action, Measure
from zichtlijn.objectives.states import State
from zichtlijn.ogsm.queries import OgsmPage, StrategyRow
from zichtlijn.ogsm.wording import (
    head_of_measures,
    numbers_of,
    say_aim,
    say_budget,
    say_more_actions,
    say_not_here,
    say_standing,
    say_state,
    say_where_to_sharpen,
)
from zichtlijn.ui.templatetags.ui import status_style, status_word
from zichtlijn.ui.wording import write_full_date, write_percent


@dataclass(frozen=True)
class Taken:
    """An OGSM as it is at one moment."""

    page: OgsmPage
    organisation: str
    at: datetime

    @property
    def title(self) -> str:
        objective = self.page.objective
        words = ("OGSM", str(objective.unit or ""), str(objective.period or ""))
        return " ".join(word for word in words if word)

    @property
    def subtitle(self) -> str:
        owner, state = self.page.objective.owner, say_state(self.page.objective)
        said = _("Owner: %(name)s") % {"name": owner} if owner else ""
        return " · ".join(part for part in (said, state) if part)


def _heads() -> list[str]:
    """The four columns, by the words of the method."""
    return [
        pgettext("column", "Goals"),
        pgettext("column", "Strategies"),
        pgettext("column", "Measures"),
        pgettext("column", "Actions"),
    ]


def ogsm_pdf(taken: Taken) -> bytes:
    """The plan on one A4 on its side; where it does not fit, it says where to choose sharper and goes on."""
    page = taken.page
    names = {f"o{row.strategy.pk}": row.strategy.title for row in page.rows}
    over = page.fit.over
    data = {
        "meta": heading(taken.title, taken.subtitle, organisation=taken.organisation, at=taken.at),
        "words": {
            "ambition": _("Objective · ambition"),
            "head": _heads(),
            "whole": _("For the objective as a whole"),
        },
        "ambition": page.objective.title,
        "too_long": ngettext(
            "Does not fit on one page: one line too many.", "Does not fit on one page: %(n)s lines too many.", over
        )
        % {"n": over}
        if over
        else "",
        "sharper": say_where_to_sharpen(page.fit, names) if over else [],
        "goals": [
            {"number": str(number), "name": goal.name, "aim": _aim(goal)} for number, goal in enumerate(page.goals, 1)
        ],
        "rows": [
            {
                "title": row.strategy.title,
                "beside": _beside(row),
                "measures": [_measure(measure) for measure in row.measures],
                "actions": [_step(action) for action in row.actions],
                "more": say_more_actions(row.more_actions),
            }
            for row in page.rows
        ]
        or [{"title": _("No strategies yet"), "beside": [], "measures": [], "actions": [], "more": ""}],
        "whole": [_step(action) for action in page.actions],
        "more": say_more_actions(page.more_actions),
        "not_here": say_not_here(more=page.more, finished=page.finished),
    }
    return make_pdf("ogsm/paper/ogsm.typ", data, at=taken.at)


def _aim(goal: Measure) -> str:
    return " · ".join(part for part in (say_aim(goal), write_full_date(goal.ends_on)) if part)


def _who(row: StrategyRow) -> str:
    strategy = row.strategy
    return str(strategy.owner or strategy.position or strategy.project or strategy.unit or "")


def _serves(row: StrategyRow) -> str:
    if row.choice and row.choice.is_enabling:
        return _("Enabling")
    numbers = ", ".join(str(number) for number in row.goal_numbers)
    if not numbers:
        return ""
    return ngettext("For goal %(numbers)s", "For goals %(numbers)s", len(row.goal_numbers)) % {"numbers": numbers}


def _left_out(row: StrategyRow) -> str:
    return _("No longer: %(what)s") % {"what": row.choice.left_out} if row.choice and row.choice.left_out else ""


def _beside(row: StrategyRow) -> list[str]:
    """What stands under the words of a strategy."""
    who = " · ".join(part for part in (_who(row), say_state(row.strategy)) if part)
    return [line for line in (who, _serves(row), _left_out(row)) if line]


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "name": measure.name,
        "stands": say_standing(measure),
        "status": status_style(measure.status),
        "word": status_word(measure.status),
    }


def _step(action: Action) -> dict[str, str]:
    when = _("done") if action.done_on else write_full_date(action.due_on) if action.due_on else ""
    beside = " · ".join(part for part in (str(action.owner or ""), when, say_budget(action)) if part)
    return {"title": action.title, "beside": beside}


# slides -----------------------------------------------------------------------------------------------------------


def ogsm_slides(taken: Taken) -> bytes:
    """The plan to tell it by: the ambition with its goals, the strategies, and dashboard and action plan of each."""
    page = taken.page
    deck = Deck(taken.title, taken.subtitle, organisation=taken.organisation, at=taken.at)
    goals, strategies, measures, actions = _heads()
    deck.points(
        page.objective.title,
        [f"{number}. {goal.name}: {_aim(goal)}" for number, goal in enumerate(page.goals, 1)] or [_("No goals yet.")],
    )
    if page.rows:
        deck.table(
            strategies,
            [strategies, _("Owner"), goals],
            [
                [
                    "\n".join(line for line in (row.strategy.title, say_state(row.strategy), _left_out(row)) if line),
                    _who(row),
                    _serves(row),
                ]
                for row in page.rows
            ],
            widths=(6, 2.4, 2),
            more=" · ".join(say_not_here(more=page.more, finished=page.finished)),
        )
    measured = [(row, measure) for row in page.rows for measure in row.measures]
    if any(measure.progress is not None for _row, measure in measured):
        deck.bar_chart(
            f"{measures}: {_('Progress')}",
            [measure.name for _row, measure in measured],
            [
                (_("Progress"), [_number(measure.progress) for _row, measure in measured]),
                (_("Expected"), [_number(measure.expected) for _row, measure in measured]),
            ],
            percent=True,
            words="; ".join(f"{measure.name}: {write_percent(measure.progress)}" for _row, measure in measured),
        )
    if measured:
        deck.table(
            measures,
            [strategies, _("Measure"), _("Value"), _("Status")],
            [[row.strategy.title, m.name, say_standing(m), status_word(m.status)] for row, m in measured],
            widths=(3.4, 3.2, 3, 1.8),
        )
    steps = [(row.strategy.title, action) for row in page.rows for action in row.actions]
    steps += [("", action) for action in page.actions]
    if steps:
        deck.table(
            actions,
            [strategies, _("Action"), _("Owner"), _("Deadline"), _("Budget")],
            [[title, step.title, str(step.owner or ""), _when(step), say_budget(step)] for title, step in steps],
            widths=(3, 3.4, 2, 1.8, 1.4),
            more=say_more_actions(page.more_actions + sum(row.more_actions for row in page.rows)),
        )
    return deck.save()


def _number(share) -> float | None:
    return None if share is None else float(share)


def _when(action: Action) -> str:
    if action.done_on:
        return _("done")
    return write_full_date(action.due_on) if action.due_on else ""


# numbers ----------------------------------------------------------------------------------------------------------


def ogsm_workbook(taken: Taken) -> bytes:
    """Goals, strategies, measures and actions, each on a sheet; the ambition is the name of the first column's rows.

    With what the page has no room for: see `ogsm_page(…, whole=True)`.
    """
    page = taken.page
    goals, strategies, measures, actions = _heads()
    sheets = [
        Sheet(
            goals, head_of_measures(), [numbers_of(page.objective.title, goal) for goal in page.goals], percent={8, 9}
        ),
        Sheet(
            strategies,
            [
                _("Code"),
                _("Strategy"),
                _("Owner"),
                goals,
                _("No longer"),
                _("Progress"),
                _("Expected"),
                _("Status"),
                _("State"),
            ],
            [
                [
                    row.strategy.key,
                    row.strategy.title,
                    _who(row),
                    _serves(row),
                    row.choice.left_out if row.choice else "",
                    row.strategy.progress,
                    row.strategy.expected,
                    status_word(row.strategy.status),
                    str(State(row.strategy.state).label),
                ]
                for row in page.rows
            ]
            + [["", said] for said in say_not_here(more=False, finished=page.finished)],
            percent={5, 6},
        ),
        Sheet(
            measures,
            head_of_measures(),
            [numbers_of(row.strategy.title, measure) for row in page.rows for measure in row.measures],
            percent={8, 9},
        ),
        Sheet(
            actions,
            [_("Objective"), _("Action"), _("Owner"), _("Deadline"), _("Done"), _("Budget"), _("Money")],
            [
                [title, step.title, str(step.owner or ""), step.due_on, step.done_on, step.budget, step.currency]
                for title, some in [
                    (page.objective.title, page.actions),
                    *((row.strategy.title, row.actions) for row in page.rows),
                ]
                for step in some
            ],
        ),
    ]
    return make_workbook(sheets, title=taken.title)


MAKERS = {"pdf": ogsm_pdf, "pptx": ogsm_slides, "xlsx": ogsm_workbook}
