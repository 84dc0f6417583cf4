"""What the calculation says, in words: each line of it, and what is wrong with a version or an amount."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.calculations.bands import Exact
from zichtlijn.calculations.rewards import (
    GivenProblem,
    GivenProblemCode,
    MatrixProblem,
    MatrixProblemCode,
    RewardLine,
    RewardLineCode,
    RewardProposal,
    SalaryScale,
    SalaryScaleProblem,
    SalaryScaleProblemCode,
    matrix_problems,
    raise_ratio,
    salary_scale_problems,
    to_cents,
)
from zichtlijn.rewards.reckoning import Rules
from zichtlijn.ui.wording import write_measured, write_percent


@dataclass(frozen=True)
class Told:
    """One line of a calculation: what happens, and the amount after it."""

    text: str
    amount: str


def money(amount: Exact | None) -> str:
    """An amount in euros, to the cent."""
    return write_measured(_decimal(amount), "€")


def percent(ratio: Exact | None) -> str:
    """A ratio as a percentage, with as many decimals as it needs, two at most."""
    if ratio is None:
        return write_percent(None)
    exact = Fraction(ratio) * 100
    decimals = next((places for places in (0, 1) if (exact * 10**places).denominator == 1), 2)
    return write_percent(Fraction(ratio), decimals)


def tell_raise(old: Decimal, new: Decimal) -> str:
    """What is added to a salary: the amount, and what part of the salary that is. The one way in which it is told."""
    added = money(new - old)
    return f"{added} ({percent(raise_ratio(old, new))})" if old else added


def tell_scale(scale: SalaryScale, salary: Decimal) -> str:
    """A scale by its name, with the step on which a salary stands when it stands on one."""
    if salary not in scale.steps:
        return scale.name
    words = {"name": scale.name, "step": scale.steps.index(salary) + 1, "steps": len(scale.steps)}
    return _("%(name)s, step %(step)s of %(steps)s") % words


def _decimal(amount: Exact | None):
    return to_cents(amount) if isinstance(amount, Fraction) else amount


def write_lines(proposal: RewardProposal) -> list[Told]:
    """The calculation, a sentence for each line."""
    return [Told(_LINES[line.code](line), money(line.after)) for line in proposal.lines]


def write_decided(proposal: RewardProposal, decided: list[Told], amount: Decimal) -> list[Told]:
    """The calculation with what people decided otherwise under it, and only then what is paid of that amount."""
    if not decided:
        return write_lines(proposal)
    paid = [line for line in proposal.lines if line.code == RewardLineCode.PART_TIME]
    computed = [line for line in proposal.lines if line.code != RewardLineCode.PART_TIME]
    lines = [Told(_LINES[line.code](line), money(line.after)) for line in computed]
    lines += decided
    lines += [Told(_LINES[line.code](line), money(Fraction(amount) * Fraction(line.ratio or 1))) for line in paid]
    return lines


_LINES: dict[RewardLineCode, Callable[[RewardLine], str]] = {
    RewardLineCode.START: lambda line: _("Salary for full-time work, in scale %(name)s") % {"name": line.name},
    RewardLineCode.COLLECTIVE: lambda line: _("Collective raise of %(ratio)s") % {"ratio": percent(line.ratio)},
    RewardLineCode.ABOVE_SCALE: lambda line: (
        _("No collective raise: above the maximum of %(amount)s") % {"amount": money(line.of)}
    ),
    RewardLineCode.POSITION: lambda line: (
        _("Place in the scale: %(ratio)s of %(amount)s (%(band)s)")
        % {"ratio": percent(line.ratio), "amount": money(line.of), "band": line.name}
        if line.name
        else _("Place in the scale: %(ratio)s of %(amount)s") % {"ratio": percent(line.ratio), "amount": money(line.of)}
    ),
    RewardLineCode.NO_LABEL: lambda line: _(
        "No final appraisal: no personal raise was computed, and that is no verdict"
    ),
    RewardLineCode.WORKED: lambda line: _("Leave and illness change nothing"),
    RewardLineCode.PERCENTAGE: lambda line: (
        _("Appraisal “%(label)s”: %(ratio)s of %(amount)s")
        % {"label": line.name, "ratio": percent(line.ratio), "amount": money(line.of)}
    ),
    RewardLineCode.STEPS: lambda line: (
        ngettext("Appraisal “%(label)s”: %(count)s step", "Appraisal “%(label)s”: %(count)s steps", line.count or 0)
        % {"label": line.name, "count": line.count}
    ),
    RewardLineCode.PROMOTION: lambda line: _("Promotion: %(ratio)s") % {"ratio": percent(line.ratio)},
    RewardLineCode.TO_MINIMUM: lambda line: _("Up to the minimum of the scale"),
    RewardLineCode.TO_STEP: lambda line: _("Up to the next step of the scale"),
    RewardLineCode.CAPPED: lambda line: _("Held at the maximum of %(amount)s") % {"amount": money(line.of)},
    RewardLineCode.ROUNDED: lambda line: _("Rounded to whole cents"),
    RewardLineCode.PART_TIME: lambda line: _("Paid for %(ratio)s of full-time work") % {"ratio": percent(line.ratio)},
}


def write_given_problem(problem: GivenProblem) -> str:
    """What is wrong with an amount that somebody gives."""
    words = {"limit": money(problem.limit)}
    match problem.code:
        case GivenProblemCode.BELOW_CURRENT:
            return _("A salary never goes down: it is %(limit)s now.") % words
        case GivenProblemCode.ABOVE_MAXIMUM:
            return _("The maximum of the scale is %(limit)s. Enter that or less.") % words
        case GivenProblemCode.NO_REASON:
            return _("Write why this is not what was computed.")
        case _:
            return _("Enter an amount in whole cents.")


def problems_of(rules: Rules) -> tuple[list[str], list[str]]:
    """What is wrong with a version, and what is notable about it."""
    wrong: list[str] = []
    notable: list[str] = []
    if not rules.scales:
        wrong.append(_("There is no salary scale yet."))
    for scale in rules.scales.values():
        wrong += [_scale_problem(scale.name, problem) for problem in salary_scale_problems(scale)]
    if not rules.levels:
        wrong.append(_("There are no levels of appraisal yet."))
    if rules.levels and sorted(rules.levels) != list(range(1, len(rules.levels) + 1)):
        wrong.append(_("The levels are not numbered from 1 on."))
    if rules.levels:
        for problem in matrix_problems(rules.matrix, [level.name for level in rules.levels.values()]):
            (notable if problem.code.is_notable else wrong).append(_matrix_problem(rules, problem))
    return list(dict.fromkeys(wrong)), list(dict.fromkeys(notable))


def _scale_problem(name: str, problem: SalaryScaleProblem) -> str:
    words = {"name": name, "row": (problem.row or 0) + 1}
    match problem.code:
        case SalaryScaleProblemCode.NOT_CENTS:
            return _("Scale %(name)s: an amount is not in whole cents.") % words
        case SalaryScaleProblemCode.NOT_POSITIVE:
            return _("Scale %(name)s: the minimum must be above zero.") % words
        case SalaryScaleProblemCode.MAXIMUM_BELOW_MINIMUM:
            return _("Scale %(name)s: the maximum lies below the minimum.") % words
        case SalaryScaleProblemCode.STEPS_NOT_RISING:
            return _("Scale %(name)s: step %(row)s is not higher than the one before.") % words
        case _:
            return _("Scale %(name)s: the first step must be the minimum, and the last one the maximum.") % words


def _matrix_problem(rules: Rules, problem: MatrixProblem) -> str:
    bands = rules.matrix.bands
    band = bands[problem.column].name if problem.column is not None and problem.column < len(bands) else ""
    words = {"level": problem.label, "band": band}
    match problem.code:
        case MatrixProblemCode.BANDS_WRONG:
            return _("The places in the scale must begin at 0% and rise, each with a name of its own.")
        case MatrixProblemCode.LABEL_TWICE:
            return _("The level “%(level)s” stands in the matrix twice.") % words
        case MatrixProblemCode.ROW_LENGTH | MatrixProblemCode.LABEL_MISSING | MatrixProblemCode.LABEL_UNKNOWN:
            return _("The matrix is not filled in for “%(level)s”.") % words
        case MatrixProblemCode.RATIO_OUTSIDE:
            return _("A percentage of “%(level)s” lies outside 0%% to 100%%.") % words
        case MatrixProblemCode.FALLS_WITH_LABEL:
            return _("“%(level)s” gives less in “%(band)s” than the level below it.") % words
        case _:
            return _("“%(level)s” gives more in “%(band)s” than in the place below it.") % words
