"""Codes of the calculating core, in sentences for people."""

from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zichtlijn.calculations.objectives import Problem, ProblemCode

_SENTENCES = {
    ProblemCode.NOT_A_NUMBER: _("This is not a number."),
    ProblemCode.ENDS_BEFORE_START: _("The end date is before the start date."),
    ProblemCode.BASELINE_MISSING: _("Without a baseline there is no progress."),
    ProblemCode.TARGET_MISSING: _("Without a target there is no progress."),
    ProblemCode.TARGET_EQUALS_BASELINE: _("Target and baseline are equal: it is reached, or it is not."),
    ProblemCode.TARGET_BELOW_BASELINE: _(
        "Higher is better, but the target lies below the baseline. Choose “lower is better”?"
    ),
    ProblemCode.TARGET_ABOVE_BASELINE: _(
        "Lower is better, but the target lies above the baseline. Choose “higher is better”?"
    ),
    ProblemCode.EDGE_MISSING: _("A band needs a lower and an upper edge."),
    ProblemCode.EDGES_CROSSED: _("The upper edge of the band is below the lower edge."),
    ProblemCode.LIMIT_INSIDE_BAND: _("This limit is inside the band; it should be outside."),
    ProblemCode.INTERIM_MISSING: _("This course needs interim targets."),
    ProblemCode.INTERIM_OUTSIDE_PERIOD: _("An interim target lies outside the period of the measure."),
    ProblemCode.INTERIM_SAME_DAY: _("There are two interim targets on the same day."),
    ProblemCode.INTERIM_CONTRADICTS_TARGET: _("The interim target on the last day differs from the target."),
    ProblemCode.MILESTONES_MISSING: _("There is no milestone yet."),
    ProblemCode.MILESTONE_WEIGHT_WRONG: _("A weight must be zero or more."),
    ProblemCode.MILESTONES_WITHOUT_WEIGHT: _("None of the milestones has any weight."),
    ProblemCode.MILESTONE_OUTSIDE_PERIOD: _("A milestone lies outside the period of the measure."),
}


_SAID_AFTER = {
    "propose": _("Proposed. The other side can now agree to it or return it."),
    "agree": _("Agreed. It now counts in the line to the mission."),
    "adopt": _("Adopted. It now counts in the line to the mission."),
    "return": _("Returned. It is a draft again."),
    "withdraw": _("Withdrawn. It is a draft again."),
    "close": _("Closed. It still counts, with its final result."),
    "discard": _("Discarded. It no longer appears in the lists."),
    "drop": _("Dropped. It no longer counts. You can reopen it."),
    "reopen": _("Reopened. It counts again."),
    "reopen draft": _("Reopened as a draft: nobody had agreed to it, or nobody answers for it."),
}

#: The same with a comment that goes along, for the moves after which it matters.
_SAID_WITH_COMMENT = {"return": _("Returned. It is a draft again, with your comment.")}

#: The same of what follows from nothing yet: it is in no line.
_SAID_OF_LOOSE = {
    "agree": _("Agreed. It counts from now on. It follows from nothing yet: choose what it follows from."),
    "adopt": _("Adopted. It counts from now on. It follows from nothing yet: choose what it follows from."),
}


def said_after(move: str, *, follows: bool = True, comment: str = "") -> str:
    """What happened by a move, with this comment or without one, and what comes next."""
    said = _SAID_AFTER | ({} if follows else _SAID_OF_LOOSE) | (_SAID_WITH_COMMENT if comment else {})
    return str(said[move])


def weighs_nothing(name: str) -> str:
    """What a weight of 0 means, which may be meant and more often is a slip."""
    return gettext(
        "“%(name)s” weighs 0%%: it is followed, but counts for nothing above it. Leave the weight empty for an equal "
        "share, or fill in another one."
    ) % {"name": name}


def problem_sentence(problem: Problem) -> str:
    """What is wrong, in a sentence."""
    return str(_SENTENCES[problem.code])


def write_amount(amount: Decimal) -> str:
    """An amount as the language of the page writes it in a field, without zeros at the end."""
    whole = amount.normalize()
    return formats.localize_input(whole.quantize(Decimal(1)) if whole == whole.to_integral_value() else whole)


def write_interim(pairs) -> str:
    """Interim targets, pairs of day and value, as people write them in a form: one a line."""
    return "\n".join(f"{on:%d-%m-%Y} = {write_amount(value)}" for on, value in sorted(pairs))


def write_milestones(rows) -> str:
    """Milestones, rows of day, name and weight, as people write them in a form: one a line."""
    return "\n".join(
        f"{name} = {due_on:%d-%m-%Y}" + ("" if weight == 1 else f" = {write_amount(Decimal(str(weight)))}")
        for due_on, name, weight in sorted(rows)
    )


_AMOUNTS = ("baseline", "target", "lower", "upper", "lower_limit", "upper_limit")


def amounts_as_numbers(measure: dict) -> dict:
    """A measure that is kept as data, as in a template, with its amounts as numbers."""
    return {
        name: Decimal(str(value)) if name in _AMOUNTS and value is not None else value
        for name, value in measure.items()
    }
