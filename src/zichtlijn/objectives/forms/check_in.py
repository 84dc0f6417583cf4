"""What was typed in the rows of the check-in list, read row by row. Names of fields end in the id of the row."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.objectives.forms.fields import AmountField
from zichtlijn.objectives.models import Measure
from zichtlijn.objectives.queries.check_in import (
    CheckInPage,
    Group,
    Left,
    MeasureRow,
    measures_by_id,
    objectives_by_id,
)
from zichtlijn.objectives.queries.plausible import question_about
from zichtlijn.objectives.states import OPEN, Kind, State
from zichtlijn.ui.days import DayField

_VALUE, _DAY = AmountField(required=False), DayField(required=False)
NOTE = 500
COMMENT = 2000


@dataclass(frozen=True)
class Entry:
    """What one row asks for: a value on a day, or milestones that were reached (day) or not after all (None)."""

    measure: Measure
    value: Decimal | None = None
    measured_on: date | None = None
    note: str = ""
    milestones: dict[int, date | None] = field(default_factory=dict)
    #: The reading that this row saved a moment ago: another day now means that it moves.
    moves: int | None = None


def posted_measures(post) -> list[int]:
    """Ids of the measures whose rows came along, at most a few hundred."""
    return _ids(post, r"(?:value|on)-(\d{1,18})")


def posted_objectives(post) -> list[int]:
    """Ids of the objectives of which something was said, at most a few hundred."""
    return _ids({key for key in post if post[key].strip()}, r"(?:confidence|comment)-(\d{1,18})")


def _ids(names, pattern: str) -> list[int]:
    return sorted({int(match[1]) for name in names if (match := re.fullmatch(pattern, name))})[:500]


def left_over(page: CheckInPage, post, *, actor) -> list[Left]:
    """What was typed and has no row to go to: of a measure or an objective that is not for this reader any more."""
    taken = {f"{name}-{row.key}" for row in page.rows for name in ("value", "note")}
    said = [group for group in page.groups if group.may_check_in]
    taken |= {f"{name}-{group.key}" for group in said for name in ("confidence", "comment")}
    steps = {f"was-{step.pk}" for row in page.rows for step in row.milestones}
    typed = {name: post[name].strip() for name in post if name not in taken and post[name].strip()}
    measures = {m.pk: m for m in measures_by_id(actor, _ids(typed, r"(?:value|note)-(\d{1,18})"))}
    objectives = objectives_by_id(actor, _ids(typed, r"(?:confidence|comment)-(\d{1,18})"))
    found = []
    for name, text in typed.items():
        kind, _dash, number = name.partition("-")
        pk = int(number) if re.fullmatch(r"\d{1,18}", number) else 0
        if kind in {"value", "note"} and pk:
            measure = measures.get(pk)
            if kind == "value" and measure and measure.kind == Kind.YES_NO and text in {"0", "1"}:
                text = _("yes") if text == "1" else _("no")
            found.append(Left(_why_no_row(measure), text))
        elif kind in {"confidence", "comment"} and pk:
            found.append(Left(_why_not_said(objectives.get(pk)), text))
        elif kind == "was" and name not in steps and text in {"0", "1"} and (text == "1") != (f"done-{number}" in post):
            found.append(Left(_("A milestone that you marked is not yours to mark any more.")))
    return found


def _why_no_row(measure: Measure | None) -> str:
    if measure is None:
        return _("One of these measures is not there for you any more.")
    return _("“%(name)s” is not yours to record any more.") % {"name": measure.name}


def _why_not_said(objective) -> str:
    if objective is None:
        return _("One of these objectives is not there for you any more.")
    if objective.state not in OPEN:
        return _("“%(title)s” is %(state)s by now.") % {
            "title": objective.title, "state": State(objective.state).label,
        }  # fmt: skip
    return _("“%(title)s” is not yours to say anything of any more.") % {"title": objective.title}


def read_row(row: MeasureRow, post, *, must: bool = False) -> bool:
    """Read what was typed in this row; True when nothing is wrong. `row.entry` is None when the row was left empty."""
    measure, pk = row.measure, row.measure.pk
    row.value, row.note = post.get(f"value-{pk}", "").strip(), post.get(f"note-{pk}", "").strip()
    row.on = post.get(f"on-{pk}", "").strip() or row.on
    day = _read_day(row)
    if measure.kind == Kind.MILESTONES:
        marks = _read_milestones(row, post, day)
        if marks and not row.errors:
            row.entry = Entry(measure, milestones=marks)
        elif not marks:
            row.errors.clear()
        return not row.errors
    if not row.value:
        row.errors.clear()
        if row.note or must:
            row.errors["value"] = _("Enter the value as well.") if row.note else _("Enter a value first.")
        return not row.errors
    value = None
    if measure.kind == Kind.YES_NO:
        if row.value in {"0", "1"}:
            value = Decimal(row.value)
        else:
            row.errors["value"] = _("Choose yes or no.")
    else:
        try:
            value = _VALUE.clean(row.value)
        except ValidationError as error:
            row.errors["value"] = " ".join(error.messages)
    if len(row.note) > NOTE:
        row.errors["note"] = _("Write at most %(n)s characters.") % {"n": NOTE}
    if not row.errors and value is not None and post.get(f"sure-{pk}", "") != row.value:
        question = question_about(measure, value)
        if question:
            row.errors["value"], row.sure = question, row.value
    if not row.errors and value is not None:
        moves = post.get(f"reading-{pk}", "")
        row.entry = Entry(measure, value, day, row.note, moves=int(moves) if re.fullmatch(r"\d{1,18}", moves) else None)
    return not row.errors


def _read_day(row: MeasureRow) -> date | None:
    try:
        day = _DAY.clean(row.on)
    except ValidationError as error:
        row.errors["on"] = " ".join(error.messages)
        return None
    if day is None:
        row.errors["on"] = _("Choose the day.")
    elif day > timezone.localdate():
        row.errors["on"] = _("A reading cannot be dated in the future.")
    return day


def _read_milestones(row: MeasureRow, post, day) -> dict[int, date | None]:
    """Only marks that differ from what the page showed: what somebody else marked meanwhile is left alone."""
    marks = {}
    for milestone in row.milestones:
        was, now = post.get(f"was-{milestone.pk}"), f"done-{milestone.pk}" in post
        if was in {"0", "1"} and (was == "1") != now:
            marks[milestone.pk] = day if now else None
            milestone.done_on = day if now else None
    return marks


def read_said(group: Group, post) -> bool:
    """Read confidence and comment of an objective; True when nothing is wrong. `group.said` is None when left empty."""
    pk = group.objective.pk
    group.confidence = post.get(f"confidence-{pk}", "").strip()
    group.comment = post.get(f"comment-{pk}", "").strip()
    if group.confidence and group.confidence not in {str(n) for n in range(1, 11)}:
        group.errors["confidence"] = _("Choose a number from 1 to 10.")
    if len(group.comment) > COMMENT:
        group.errors["comment"] = _("Write at most %(n)s characters.") % {"n": COMMENT}
    if not group.errors and (group.confidence or group.comment):
        group.said = (int(group.confidence) if group.confidence else None, group.comment)
    return not group.errors
