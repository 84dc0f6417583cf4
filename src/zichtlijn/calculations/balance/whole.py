"""The tests of lead and lag, of the way over the map and of the scores; all tests together."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from decimal import Decimal
from math import ceil, fsum

from zichtlijn.calculations.balance.by_share import axis_test, dominance_test, empty_test, evenness_test
from zichtlijn.calculations.balance.findings import (
    USUAL_BALANCE,
    USUAL_ENDS,
    BalanceLevel,
    BalanceLimits,
    BalanceTest,
    Basis,
    End,
    Finding,
    Load,
    Mend,
    MendCode,
)
from zichtlijn.calculations.objectives import TINY
from zichtlijn.calculations.strategy_map import UPWARD, causal_path


def lead_lag_test(lead: int, lag: int, *, limits: BalanceLimits = USUAL_BALANCE) -> Finding:
    """Return whether lead and lag measures are mixed.

    Definition
        Lag measures tell what came of it, lead measures what is coming. A scorecard, or one perspective, with hardly
        any of either drives by the mirror alone, or never looks back.
    Formula
        value = lead / (lead + lag); < .25 or > .75: attention
        measures to add = smallest whole x that brings the value within those limits
    Units
        Numbers of measures; the value is a ratio, None without measures.
    Errors
        ValueError when a number is negative.
    Source
        Kaplan & Norton (1996): a mix of outcome measures and performance drivers; the limits: own choice.
    Example
        >>> found = lead_lag_test(1, 9)
        >>> found.level.value, found.value, found.mends[0].code.value, found.mends[0].amount
        ('attention', 0.1, 'add_lead', 2)
    """
    if lead < 0 or lag < 0:
        raise ValueError("a number of measures must be 0 or more")
    both = lead + lag
    if both == 0:
        return Finding(BalanceTest.LEAD_LAG, BalanceLevel.UNKNOWN, None)
    value = lead / both
    mends: tuple[Mend, ...] = ()
    if value < limits.least_lead - TINY:
        few = ceil((limits.least_lead * both - lead) / (1 - limits.least_lead) - TINY)
        mends = (Mend(MendCode.ADD_LEAD, amount=few),)
    elif value > limits.most_lead + TINY:
        mends = (Mend(MendCode.ADD_LAG, amount=ceil(lead / limits.most_lead - both - TINY)),)
    level = BalanceLevel.ATTENTION if mends else BalanceLevel.FINE
    return Finding(BalanceTest.LEAD_LAG, level, value, mends=mends)


def path_test(
    perspectives: Mapping[Hashable, str],
    arrows: Iterable[tuple[Hashable, Hashable]],
    *,
    start: str = UPWARD[0],
    end: str = UPWARD[-1],
) -> Finding:
    """Return whether the strategy map leads from learning to the financial result, or from one end to the other.

    Definition
        A map of the finances alone, or of the processes alone, explains nothing: no way over its arrows leads from
        what is learnt to what it yields. Where an organisation has an order of perspectives of its own, from the first
        of that order to the last.
    Formula
        value = arrows on the shortest way from an objective in `start` to one in `end`; none: attention
    Units
        Keys of objectives with their perspective; a number of arrows. Without objectives nothing is known.
    Errors
        None.
    Source
        Kaplan & Norton, Strategy Maps (2004); the test: own choice.
    Example
        >>> perspectives = {"craft": "learning", "margin": "financial"}
        >>> path_test(perspectives, [("craft", "margin")]).value, path_test(perspectives, []).level.value
        (1, 'attention')
    """
    if not perspectives:
        return Finding(BalanceTest.PATH, BalanceLevel.UNKNOWN, None)
    path = causal_path(perspectives, arrows, start=start, end=end)
    if path is None:
        mend = Mend(MendCode.DRAW_PATH, (end,), (start,))
        return Finding(BalanceTest.PATH, BalanceLevel.ATTENTION, None, concerns=(start, end), mends=(mend,))
    return Finding(BalanceTest.PATH, BalanceLevel.FINE, len(path) - 1)


def spread_test(scores: Sequence[Mapping[str, float | None]], *, limits: BalanceLimits = USUAL_BALANCE) -> Finding:
    """Return how far the best perspective runs ahead of the worst, and whether that grows.

    Definition
        The difference between the best and the worst score of the last period. One that is large says that results in
        one perspective may be paid for in another. Perspectives without a score are left out; with fewer than two
        scores there is no difference. The trend is the slope of the line through the differences of all periods.
    Formula
        value = best - worst; > .40: attention; score to gain by the worst = value - .40
        slope = sum((period - mean) * (difference - mean)) / sum((period - mean)^2), over the periods with a difference
    Units
        Scores are ratios, None when missing, one mapping for each period, oldest first; the slope is per period, and
        None with fewer than two differences.
    Errors
        ValueError when a score lies outside 0 to 1.
    Source
        Own choice; the slope is that of least squares.
    Example
        >>> found = spread_test([{"financial": 0.75, "learning": 0.5}, {"financial": 1.0, "learning": 0.25}])
        >>> found.level.value, found.value, found.concerns, found.slope, found.trend.value
        ('attention', 0.75, ('learning',), 0.5, 'widening')
        >>> round(found.mends[0].amount, 2)
        0.35
    """
    if any(score is not None and not -TINY <= score <= 1 + TINY for period in scores for score in period.values()):
        raise ValueError("a score must be a ratio from 0 to 1")
    course = tuple(_difference(period) for period in scores)
    slope = _slope(course)
    if not course or course[-1] is None:
        return Finding(BalanceTest.SPREAD, BalanceLevel.UNKNOWN, None, course=course, slope=slope)
    value = course[-1]
    if BalanceLevel.above(value, limits.spread_attention, 1.0) == BalanceLevel.FINE:
        return Finding(BalanceTest.SPREAD, BalanceLevel.FINE, value, course=course, slope=slope)
    known = {name: score for name, score in scores[-1].items() if score is not None}
    worst = tuple(name for name, score in known.items() if score == min(known.values()))
    best = tuple(name for name, score in known.items() if score == max(known.values()))
    mend = Mend(MendCode.LIFT, worst, best, amount=value - limits.spread_attention)
    return Finding(
        BalanceTest.SPREAD, BalanceLevel.ATTENTION, value, concerns=worst, mends=(mend,), course=course, slope=slope
    )


def balance(
    loads: Mapping[str, Load],
    *,
    ends: Mapping[str, End] = USUAL_ENDS,
    perspectives: Mapping[Hashable, str] | None = None,
    arrows: Iterable[tuple[Hashable, Hashable]] = (),
    order: Sequence[str] = UPWARD,
    scores: Sequence[Mapping[str, float | None]] = (),
    limits: BalanceLimits = USUAL_BALANCE,
) -> list[Finding]:
    """Return what all tests find of a scorecard.

    Definition
        Four tests are taken of the shares by number, by weight and by budget, as a scorecard may look even in one and
        lean in another; the axes count as one test that is asked twice. Then lead and lag, the way over the map when
        there is one, and the spread of the scores when there are any.
    Formula
        As the tests.
    Units
        `loads` has every perspective of the scorecard, also the empty ones; `perspectives` and `arrows` are the
        strategy map, `order` the perspectives from cause to effect, `scores` the scores per period, oldest first.
    Errors
        As the tests.
    Source
        The slides of the method: "Geen balance maar te eenzijdig gericht"; the tests: own choice.
    Example
        >>> loads = {"financial": Load(6), "customers": Load(1), "processes": Load(1), "learning": Load(0)}
        >>> [(found.test.value, found.level.value) for found in balance(loads) if found.basis == Basis.NUMBER]
        ... # doctest: +NORMALIZE_WHITESPACE
        [('empty', 'one_sided'), ('dominance', 'one_sided'), ('time', 'one_sided'), ('focus', 'fine'),
         ('evenness', 'one_sided')]
    """
    found = []
    for basis in Basis:
        amounts = {name: _carried(load, basis) for name, load in loads.items()}
        found += [
            empty_test(amounts, basis),
            dominance_test(amounts, basis, limits=limits),
            axis_test(BalanceTest.TIME, amounts, basis, ends=ends, limits=limits),
            axis_test(BalanceTest.FOCUS, amounts, basis, ends=ends, limits=limits),
            evenness_test(amounts, basis, limits=limits),
        ]
    lead, lag = sum(load.lead for load in loads.values()), sum(load.lag for load in loads.values())
    found.append(lead_lag_test(lead, lag, limits=limits))
    if perspectives is not None:
        found.append(path_test(perspectives, arrows, start=order[0], end=order[-1]))
    if scores:
        found.append(spread_test(scores, limits=limits))
    return found


def worst_level(findings: Iterable[Finding]) -> BalanceLevel:
    """Return the gravest outcome of several tests.

    Definition
        One one-sided outcome makes the whole one-sided. What is not known does not make it worse, and is the outcome
        only when nothing else is known.
    Formula
        one-sided before attention before fine before unknown
    Units
        None.
    Errors
        None: without findings the outcome is unknown.
    Source
        Own choice.
    Example
        >>> worst_level([lead_lag_test(1, 9), lead_lag_test(5, 5), lead_lag_test(0, 0)]).value
        'attention'
    """
    gravity = [BalanceLevel.UNKNOWN, BalanceLevel.FINE, BalanceLevel.ATTENTION, BalanceLevel.ONE_SIDED]
    return max((finding.level for finding in findings), key=gravity.index, default=BalanceLevel.UNKNOWN)


def _carried(load: Load, basis: Basis) -> float | Decimal | None:
    """Return what a perspective carries; where there is no objective there is nothing to weigh or to pay."""
    if basis == Basis.NUMBER:
        return load.objectives
    amount = load.weight if basis == Basis.WEIGHT else load.budget
    return 0 if amount is None and load.objectives == 0 else amount


def _difference(period: Mapping[str, float | None]) -> float | None:
    known = [score for score in period.values() if score is not None]
    return max(known) - min(known) if len(known) >= 2 else None


def _slope(course: Sequence[float | None]) -> float | None:
    points = [(number, value) for number, value in enumerate(course) if value is not None]
    if len(points) < 2:
        return None
    middle = fsum(number for number, _ in points) / len(points)
    mean = fsum(value for _, value in points) / len(points)
    across = fsum((number - middle) ** 2 for number, _ in points)
    return fsum((number - middle) * (value - mean) for number, value in points) / across
