"""The parts of an OGSM in words, as they stand on the page and on paper."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from zichtlijn.calculations.plans import Column, Fit, Sharpen
from zichtlijn.objectives.models import Action, Measure, Objective
from zichtlijn.objectives.states import Kind, State, Status
from zichtlijn.ui.templatetags.ui import status_word
from zichtlijn.ui.wording import write_full_date, write_measured, write_number, write_percent


def say_state(objective: Objective) -> str:
    """That an objective is not, or no longer, what was agreed; nothing when it is."""
    return "" if objective.state == State.AGREED else str(State(objective.state).label)


def say_aim(measure: Measure) -> str:
    """What is aimed for: from 62% to 80%."""
    unit = measure.unit
    if measure.kind == Kind.BAND and measure.lower is not None and measure.upper is not None:
        return _("between %(low)s and %(high)s") % {
            "low": write_number(measure.lower),
            "high": write_measured(measure.upper, unit),
        }
    if measure.kind in {Kind.UP, Kind.DOWN} and measure.target is not None:
        goal = write_measured(measure.target, unit)
        if measure.baseline is None:
            return _("to %(goal)s") % {"goal": goal}
        start = write_measured(measure.baseline, unit) if measure.says_unit_twice else write_number(measure.baseline)
        return _("from %(start)s to %(goal)s") % {"start": start, "goal": goal}
    return ""


def say_standing(measure: Measure) -> str:
    """Where it stands against what is aimed for: 71% of 95%."""
    if measure.kind == Kind.MILESTONES:
        return write_percent(measure.progress)
    if measure.current_value is None:
        return say_aim(measure)
    if measure.kind == Kind.YES_NO:
        return _("yes") if measure.current_value else _("no")
    now = write_measured(measure.current_value, measure.unit)
    if measure.kind == Kind.BAND:
        return f"{now} ({say_aim(measure)})" if say_aim(measure) else now
    if measure.target is None:
        return now
    return _("%(now)s, target %(goal)s") % {"now": now, "goal": write_measured(measure.target, measure.unit)}


def write_goal(measure: Measure) -> str:
    """A goal on paper."""
    return f"1 {measure.name} {say_aim(measure)} {write_full_date(measure.ends_on)}"


def write_measure(measure: Measure) -> str:
    """A measure of a strategy on paper, with its status."""
    return f"{measure.name} {say_standing(measure)} {Status(measure.status).label}"


def write_action(action: Action) -> str:
    """An action on paper: what, who, by when."""
    when = _("done") if action.done_on else write_full_date(action.due_on) if action.due_on else ""
    return " · ".join(part for part in (action.title, str(action.owner or ""), when, say_budget(action)) if part)


def say_budget(action: Action) -> str:
    """What is set aside for an action; nothing when that is not said."""
    return "" if action.budget is None else write_measured(action.budget, action.currency)


def say_more_actions(n: int) -> str:
    """That there are more actions than stand here; nothing when there are none."""
    return ngettext("One more action", "%(n)s more actions", n) % {"n": n} if n else ""


def say_not_here(*, more: bool, finished: int) -> list[str]:
    """Which strategies do not stand on the plan, a sentence for each reason."""
    told = []
    if finished:
        said = ngettext(
            "One finished strategy is not on the page", "%(n)s finished strategies are not on the page", finished
        )
        told.append(said % {"n": finished})
    if more:
        told.append(_("Here are the first twelve strategies: more than that is no choice."))
    return told


def say_where_to_sharpen(fit: Fit, names: dict[str, str]) -> list[str]:
    """Where words can go so that the page fits, a sentence for each part; `names` are those of the strategies."""
    return [_part(part, names.get(part.key, "")) for part in fit.sharpen]


def _part(part: Sharpen, name: str) -> str:
    words = {"name": name, "lines": part.lines, "gains": part.gains}
    match part.column:
        case Column.OBJECTIVE:
            return _("The ambition takes %(lines)s lines: say it in one.") % words
        case Column.GOALS:
            return _("The goals take %(lines)s lines: %(gains)s fewer make it fit.") % words
        case Column.MEASURES:
            return _("The measures of “%(name)s” take %(lines)s lines: take out %(gains)s.") % words
        case Column.ACTIONS if not name:
            return _("The actions for the whole objective take %(lines)s lines: take out %(gains)s.") % words
        case Column.ACTIONS:
            return _("The actions of “%(name)s” take %(lines)s lines: take out %(gains)s.") % words
    return _("The strategy “%(name)s” takes %(lines)s lines: take out %(gains)s.") % words


# numbers to reckon on with ----------------------------------------------------------------------------------------


def head_of_measures() -> list[str]:
    """Above a sheet of measures: see `numbers_of`."""
    return [
        _("Objective"), _("Code"), _("Measure"), pgettext("of a measure", "Unit"), _("Baseline"), _("Target"),
        _("Value"), _("Measured on"), _("Progress"), _("Expected"), _("Status"), _("Until"),
    ]  # fmt: skip


def numbers_of(objective: str, measure: Measure) -> list[Any]:
    """A measure as a row of numbers, with the objective that it is of."""
    return [
        objective, measure.key, measure.name, measure.unit, measure.baseline, measure.target, measure.current_value,
        measure.current_on, measure.progress, measure.expected, status_word(measure.status), measure.ends_on,
    ]  # fmt: skip
