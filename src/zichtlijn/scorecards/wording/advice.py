"""What would mend a scorecard that leans, as something that can be done now, and where."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.calculations.balance import Basis, Finding, Mend, MendCode
from zichtlijn.scorecards.queries import ScorecardPage
from zichtlijn.scorecards.wording.perspectives import capital, in_sentences
from zichtlijn.ui.wording import write_measured, write_percent


class Act(StrEnum):
    """What one does to follow an advice."""

    OBJECTIVE = "objective"  # write one
    LONG_TERM = "long_term"  # write one that looks further
    WEIGHTS = "weights"
    BUDGET = "budget"  # of an initiative
    MEASURE = "measure"
    LEAD = "lead"  # a measure that runs ahead
    LAG = "lag"  # a measure of the result
    MAP = "map"
    LOOK = "look"  # at a perspective


@dataclass(frozen=True)
class Advice:
    """A sentence, what it asks one to do, and for which perspectives."""

    sentence: str
    act: Act
    perspectives: tuple[str, ...] = ()


def tell_mend(finding: Finding, mend: Mend, page: ScorecardPage) -> Advice | None:
    """What would mend it, as something to do; nothing when it cannot be done before something else is."""
    names = {side.code: side.label for side in page.sides}
    number = int(mend.amount or 0)
    match mend.code:
        case MendCode.ADD:
            sentence = ngettext("Add one objective for %(to)s.", "Add %(n)d objectives for %(to)s.", number)
            said = sentence % {"n": number, "to": in_sentences(mend.to, names)}
            return Advice(said, Act.OBJECTIVE, mend.to)
        case MendCode.MOVE:
            return _move(finding, mend, page, names)
        case MendCode.FILL_IN:
            if finding.basis == Basis.BUDGET and not page.has_several_currencies:
                said = _("Fill in the budget of the initiatives of %(names)s.") % {
                    "names": in_sentences(mend.to, names)
                }
                return Advice(said, Act.BUDGET, mend.to)
            return None  # weights are divided on a page of their own, and the headline says that there are none
        case MendCode.ADD_LEAD:
            sentence = ngettext(
                "Add one measure that runs ahead of the result (lead).",
                "Add %(n)d measures that run ahead of the result (lead).",
                number,
            )
            return Advice(sentence % {"n": number}, Act.LEAD)
        case MendCode.ADD_LAG:
            sentence = ngettext(
                "Add one measure of the result itself (lag).",
                "Add %(n)d measures of the result itself (lag).",
                number,
            )
            return Advice(sentence % {"n": number}, Act.LAG)
        case MendCode.DRAW_PATH:
            return _draw(mend, page, names)
        case MendCode.LIFT:
            said = _("%(worst)s runs %(points)s behind %(best)s: look there first.") % {
                "worst": capital(in_sentences(finding.concerns, names)),
                "points": points_of(finding.value),
                "best": in_sentences(mend.source, names),
            }
            return Advice(said, Act.LOOK, finding.concerns)
    return None


def points_of(ratio: float | None) -> str:
    """A difference between two percentages."""
    number = round((ratio or 0) * 100)
    return ngettext("%(n)d point", "%(n)d points", number) % {"n": number}


def _draw(mend: Mend, page: ScorecardPage, names: dict[str, str]) -> Advice | None:
    """An arrow needs an objective at both of its ends."""
    ends = (*mend.source, *mend.to)
    if any(side.code in ends and not side.rows for side in page.sides):
        return None
    words = {"source": in_sentences(mend.source, names), "to": in_sentences(mend.to, names)}
    return Advice(_("Draw on the strategy map how %(source)s leads to %(to)s.") % words, Act.MAP)


def _move(finding: Finding, mend: Mend, page: ScorecardPage, names: dict[str, str]) -> Advice | None:
    """What is to go from one perspective to the other; how much, when the test can tell.

    Weight and money go to objectives: a perspective without one cannot get any, and an objective is advised there.
    """
    is_money = finding.basis == Basis.BUDGET
    there = tuple(side.code for side in page.sides if side.code in mend.to and side.rows)
    if not there:
        return None
    words = {"source": in_sentences(mend.source, names), "to": in_sentences(there, names)}
    if not mend.source:
        sentence = _("Set money aside for %(to)s.") if is_money else _("Give %(to)s some of the weight.")
    elif mend.amount is None:
        sentence = (
            _("Move some of the budget from %(source)s to %(to)s.")
            if is_money
            else _("Move some of the weight from %(source)s to %(to)s.")
        )
    elif is_money:
        words["amount"] = write_measured(round(mend.amount), page.currency)
        sentence = _("Move %(amount)s of the budget from %(source)s to %(to)s.")
    else:
        words["percent"] = write_percent(mend.amount / 100)
        sentence = _("Move %(percent)s of the weight from %(source)s to %(to)s.")
    return Advice(sentence % words, Act.BUDGET if is_money else Act.WEIGHTS, there)
