"""What is said about an analysis: the lists, their question, and what is wrong with them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from zichtlijn.analysis.states import Kind
from zichtlijn.calculations.confrontation import SwotProblem, SwotProblemCode


def letter_of(kind: str) -> str:
    """The letter by which a list is known, and its factors with their place behind it."""
    return {
        Kind.STRENGTH: pgettext("letter of strengths", "S"),
        Kind.WEAKNESS: pgettext("letter of weaknesses", "W"),
        Kind.OPPORTUNITY: pgettext("letter of opportunities", "O"),
        Kind.THREAT: pgettext("letter of threats", "T"),
    }[Kind(kind)]


def question_of(kind: str) -> str:
    """The question that a list answers."""
    return {
        Kind.STRENGTH: _("What are we better at than others?"),
        Kind.WEAKNESS: _("What are we worse at than others?"),
        Kind.OPPORTUNITY: _("What happens around us that we can use?"),
        Kind.THREAT: _("What happens around us that can hurt us?"),
    }[Kind(kind)]


def axis_of(kind: str) -> str:
    """Where a list stands: inside or outside, helping or hurting."""
    return {
        Kind.STRENGTH: _("inside · helps"),
        Kind.WEAKNESS: _("inside · hurts"),
        Kind.OPPORTUNITY: _("outside · helps"),
        Kind.THREAT: _("outside · hurts"),
    }[Kind(kind)]


def name_of(kind: str) -> str:
    """The list by itself, at the beginning of a line."""
    label = str(Kind(kind).label)
    return label[:1].upper() + label[1:]


def tell_refusals(problems: Iterable[SwotProblem]) -> list[str]:
    """Why a factor cannot be in its list, in sentences."""
    return [said for problem in problems if (said := _refusal(problem))]


def _refusal(problem: SwotProblem) -> str:
    match problem.code:
        case SwotProblemCode.TOO_MANY:
            return _(
                "A list has at most %(most)s factors: that keeps what matters in view. Merge this into one of them, or "
                "remove the least important one first."
            ) % {"most": problem.most}
        case SwotProblemCode.SAME_TEXT:
            return _("There is a factor with these words already. Merge it into that one, or say what is different.")
        case SwotProblemCode.NO_TEXT:
            return _("Tick what you want to merge, or write the factor in words.")
    return ""


def tell_missing(problems: Iterable[SwotProblem]) -> list[str]:
    """What the four lists still need before they can be confronted."""
    return [said for problem in problems if (said := _missing(problem))]


def _missing(problem: SwotProblem) -> str:
    match problem.code:
        case SwotProblemCode.NO_INTERNAL:
            return _("There is no strength or weakness yet.")
        case SwotProblemCode.NO_EXTERNAL:
            return _("There is no opportunity or threat yet.")
    return ""


def tell_contributors(names: list[str]) -> str:
    """Who took part, by name as far as that fits in a line."""
    shown = names[:4]
    more = len(names) - len(shown)
    listed = ", ".join(shown)
    if not more:
        return listed
    return ngettext("%(names)s and %(n)d other", "%(names)s and %(n)d others", more) % {"names": listed, "n": more}
