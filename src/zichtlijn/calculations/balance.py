"""Whether a scorecard is in balance, or too one-sided: seven tests, each with what would mend it.

The axes are those of the method: financial is the short term, learning the long term, customers the external and
processes the internal perspective. A perspective that an organisation added stands on neither axis; another name for
a perspective moves nothing. Findings are data: the page turns them into sentences.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import ceil, fsum, isfinite, log

from zichtlijn.calculations.objectives import TINY
from zichtlijn.calculations.strategy_map import UPWARD, causal_path


class End(StrEnum):
    """The four ends of the two axes."""

    SHORT = "short"
    LONG = "long"
    INTERNAL = "internal"
    EXTERNAL = "external"


class BalanceTest(StrEnum):
    """What is asked; the two axes are one test, asked twice."""

    EMPTY = "empty"
    DOMINANCE = "dominance"
    TIME = "time"
    FOCUS = "focus"
    EVENNESS = "evenness"
    LEAD_LAG = "lead_lag"
    PATH = "path"
    SPREAD = "spread"


class Basis(StrEnum):
    """What the shares of the perspectives are taken of."""

    NUMBER = "number"  # of objectives
    WEIGHT = "weight"
    BUDGET = "budget"  # of what is undertaken for them


class BalanceLevel(StrEnum):
    """The outcome of a test."""

    FINE = "fine"
    ATTENTION = "attention"
    ONE_SIDED = "one_sided"
    UNKNOWN = "unknown"  # nothing there yet, or amounts that are not known


class MendCode(StrEnum):
    """What would mend it."""

    ADD = "add"  # so many objectives in (one of) these perspectives
    MOVE = "move"  # so much weight or budget from these perspectives to those
    FILL_IN = "fill_in"  # the amounts of these perspectives, which are not known
    ADD_LEAD = "add_lead"  # so many lead measures
    ADD_LAG = "add_lag"  # so many lag measures
    DRAW_PATH = "draw_path"  # arrows from an objective here to one there
    LIFT = "lift"  # the score of these perspectives by so much


class Trend(StrEnum):
    """Whether a difference grows."""

    WIDENING = "widening"
    STEADY = "steady"
    NARROWING = "narrowing"


#: Where the perspectives of the method stand.
USUAL_ENDS: Mapping[str, End] = {
    "financial": End.SHORT,
    "customers": End.EXTERNAL,
    "processes": End.INTERNAL,
    "learning": End.LONG,
}
#: The end towards which the index of an axis is positive, and the other one.
AXES: Mapping[BalanceTest, tuple[End, End]] = {
    BalanceTest.TIME: (End.SHORT, End.LONG),
    BalanceTest.FOCUS: (End.INTERNAL, End.EXTERNAL),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceLimits:
    """Beyond which value a test asks for attention, and beyond which it is called one-sided. All are ratios.

    ValueError when they are not in order.
    """

    dominance_attention: float = 0.4
    dominance_one_sided: float = 0.5
    axis_attention: float = 0.5
    axis_one_sided: float = 0.8
    evenness_attention: float = 0.75
    evenness_one_sided: float = 0.55
    least_lead: float = 0.25
    most_lead: float = 0.75
    spread_attention: float = 0.4

    def __post_init__(self):
        if not (
            0 < self.dominance_attention <= self.dominance_one_sided <= 1
            and 0 <= self.axis_attention <= self.axis_one_sided <= 1
            and 0 <= self.evenness_one_sided <= self.evenness_attention < 1
            and 0 <= self.least_lead < 1
            and 0 < self.most_lead <= 1
            and self.least_lead <= self.most_lead
            and 0 <= self.spread_attention <= 1
        ):
            raise ValueError(f"limits of balance must be ratios in order: {self}")


USUAL_BALANCE = BalanceLimits()


@dataclass(frozen=True, slots=True)
class Load:
    """What one perspective carries. A weight or budget that is not known is empty; without objectives it is 0."""

    objectives: int
    weight: float | None = None
    budget: Decimal | float | None = None
    lead: int = 0
    lag: int = 0


@dataclass(frozen=True, slots=True)
class Mend:
    """One thing that would mend a finding; `amount` is in the unit of its basis, or a score, or a number."""

    code: MendCode
    to: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    end: End | None = None
    amount: float | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one test.

    `concerns` are the perspectives that it is about, `leans` is the heavy end of an axis. `course` has the value of
    each period, oldest first, and `slope` how much it changes per period, for the one test that follows time.
    """

    test: BalanceTest
    level: BalanceLevel
    value: float | None
    basis: Basis | None = None
    concerns: tuple[str, ...] = ()
    leans: End | None = None
    mends: tuple[Mend, ...] = ()
    course: tuple[float | None, ...] = ()
    slope: float | None = None

    @property
    def trend(self) -> Trend | None:
        """Whether the difference grows; empty when there is no course."""
        if self.slope is None:
            return None
        if abs(self.slope) <= TINY:
            return Trend.STEADY
        return Trend.WIDENING if self.slope > 0 else Trend.NARROWING


Amounts = Mapping[str, float | Decimal | None]


def shares(amounts: Amounts) -> dict[str, float] | None:
    """Return the share of each perspective in the whole.

    Definition
        What part of the objectives, of the weight or of the budget stands in each perspective. When the amount of one
        of them is not known, no share is known.
    Formula
        amount / sum of the amounts; None when an amount is missing, or when there is nothing at all
    Units
        Amounts of 0 or more in one unit; shares are ratios that add up to 1.
    Errors
        ValueError when an amount is negative or not finite.
    Source
        Own choice.
    Example
        >>> shares({"financial": 6, "customers": 1, "processes": 1, "learning": 0})
        {'financial': 0.75, 'customers': 0.125, 'processes': 0.125, 'learning': 0.0}
        >>> shares({"financial": 6, "customers": None}) is None
        True
    """
    known = {name: float(amount) for name, amount in amounts.items() if amount is not None}
    if any(not isfinite(amount) or amount < 0 for amount in known.values()):
        raise ValueError("an amount must be a finite number of 0 or more")
    whole = fsum(known.values())
    if len(known) < len(amounts) or whole == 0:
        return None
    return {name: amount / whole for name, amount in known.items()}


def empty_test(amounts: Amounts, basis: Basis = Basis.NUMBER) -> Finding:
    """Return whether a perspective is empty.

    Definition
        A scorecard with an empty perspective looks from fewer sides than it promises: it is one-sided.
    Formula
        number of perspectives with a share of 0; more than 0: one-sided
    Units
        Amounts of 0 or more in the unit of the basis; a number of perspectives.
    Errors
        As `shares`.
    Source
        The slides of the method show scorecards that are "te eenzijdig gericht"; the test: own choice.
    Example
        >>> found = empty_test({"financial": 6, "customers": 1, "processes": 1, "learning": 0})
        >>> found.level.value, found.value, found.concerns, found.mends[0].code.value, found.mends[0].amount
        ('one_sided', 1, ('learning',), 'add', 1)
    """
    part = shares(amounts)
    if part is None:
        return _unknown(BalanceTest.EMPTY, amounts, basis)
    empty = tuple(name for name, share in part.items() if share == 0)
    mends = tuple(_some(basis, (name,)) for name in empty)
    level = BalanceLevel.ONE_SIDED if empty else BalanceLevel.FINE
    return Finding(BalanceTest.EMPTY, level, len(empty), basis, empty, mends=mends)


def dominance_test(amounts: Amounts, basis: Basis = Basis.NUMBER, *, limits: BalanceLimits = USUAL_BALANCE) -> Finding:
    """Return whether one perspective has too much of the whole.

    Definition
        The largest share. Those above the limit are named, with what would bring them under it: objectives in the
        other perspectives, or weight or budget that moves there.
    Formula
        value = largest share; > .40: attention; > .50: one-sided
        objectives to add elsewhere = smallest whole x with amount / (whole + x) <= .40
        weight or budget to move away = amount - .40 * whole
    Units
        Amounts in the unit of the basis; the value is a ratio.
    Errors
        As `shares`.
    Source
        Own choice of the limits, each a setting.
    Example
        >>> found = dominance_test({"financial": 6, "customers": 1, "processes": 1, "learning": 0})
        >>> found.level.value, found.value, found.concerns, found.mends[0].to, found.mends[0].amount
        ('one_sided', 0.75, ('financial',), ('customers', 'processes', 'learning'), 7)
    """
    part = shares(amounts)
    if part is None:
        return _unknown(BalanceTest.DOMINANCE, amounts, basis)
    value = max(part.values())
    allowed = limits.dominance_attention
    heavy = tuple(name for name, share in part.items() if share > allowed + TINY)
    light = tuple(name for name in part if name not in heavy)
    mends: tuple[Mend, ...] = ()
    if heavy and basis == Basis.NUMBER:
        whole = fsum(_known(amounts).values())
        mends = (Mend(MendCode.ADD, light, heavy, amount=_up(value * whole / allowed - whole)),)
    elif heavy:
        whole = fsum(_known(amounts).values())
        mends = tuple(Mend(MendCode.MOVE, light, (name,), amount=(part[name] - allowed) * whole) for name in heavy)
    level = _level(value, allowed, limits.dominance_one_sided)
    return Finding(BalanceTest.DOMINANCE, level, value, basis, heavy, mends=mends)


def axis_test(
    axis: BalanceTest,
    amounts: Amounts,
    basis: Basis = Basis.NUMBER,
    *,
    ends: Mapping[str, End] = USUAL_ENDS,
    limits: BalanceLimits = USUAL_BALANCE,
) -> Finding:
    """Return to which end of an axis a scorecard leans.

    Definition
        The index of time compares the short term (financial) with the long term (learning), that of focus the internal
        perspective (processes) with the external one (customers). 0 is balance, 1 and -1 are all on one end. When
        neither end has anything, the axis is missing, and that is one-sided too. What stands on no axis does not count.
    Formula
        time = (S - L) / (S + L); focus = (I - E) / (I + E); distance from 0 > .5: attention; > .8: one-sided
        objectives to add on the light end = smallest whole x with (heavy - light - x) / (heavy + light + x) <= .5
        weight or budget to move = (heavy - light - .5 * (heavy + light)) / 2
    Units
        Amounts in the unit of the basis; the index runs from -1 to 1, and is None when the axis is missing.
    Errors
        As `shares`; ValueError when the test is not one of the two axes.
    Source
        The axes as on the slides of the method; the index and its limits: own choice.
    Example
        >>> amounts = {"financial": 6, "customers": 1, "processes": 1, "learning": 0}
        >>> found = axis_test(BalanceTest.TIME, amounts)
        >>> found.level.value, found.value, found.leans.value, found.mends[0].to, found.mends[0].amount
        ('one_sided', 1.0, 'short', ('learning',), 2)
        >>> axis_test(BalanceTest.FOCUS, amounts).value
        0.0
    """
    if axis not in AXES:
        raise ValueError(f"{axis} is not an axis")
    if shares(amounts) is None:
        return _unknown(axis, amounts, basis)
    plus, minus = AXES[axis]
    known = _known(amounts)
    at = {end: tuple(name for name in known if ends.get(name) == end) for end in (plus, minus)}
    weigh = {end: fsum(known[name] for name in names) for end, names in at.items()}
    both = weigh[plus] + weigh[minus]
    if both == 0:
        mends = tuple(_some(basis, names, end) for end, names in at.items())
        return Finding(axis, BalanceLevel.ONE_SIDED, None, basis, (*at[plus], *at[minus]), mends=mends)
    value = (weigh[plus] - weigh[minus]) / both
    level = _level(abs(value), limits.axis_attention, limits.axis_one_sided)
    if level == BalanceLevel.FINE:
        return Finding(axis, level, value, basis)
    heavy, light = (plus, minus) if value > 0 else (minus, plus)
    allowed = limits.axis_attention
    if basis == Basis.NUMBER:
        few = _up(weigh[heavy] * (1 - allowed) / (1 + allowed) - weigh[light])
        mend = Mend(MendCode.ADD, at[light], end=light, amount=few)
    else:
        much = (weigh[heavy] - weigh[light] - allowed * both) / 2
        mend = Mend(MendCode.MOVE, at[light], at[heavy], end=light, amount=much)
    return Finding(axis, level, value, basis, at[heavy], leans=heavy, mends=(mend,))


def evenness_test(amounts: Amounts, basis: Basis = Basis.NUMBER, *, limits: BalanceLimits = USUAL_BALANCE) -> Finding:
    """Return how evenly the whole is spread over the perspectives.

    Definition
        The normalised entropy: 1 when all perspectives have the same share, 0 when one has everything.
    Formula
        value = -sum(share * ln(share)) / ln(number of perspectives); < .75: attention; < .55: one-sided
        objectives to add = one by one to the smallest perspective, until the value is .75
    Units
        Amounts in the unit of the basis; the value is a ratio. With one perspective there is nothing to spread: None.
    Errors
        As `shares`.
    Source
        Entropy of C. Shannon (1948), divided by its largest value; the limits: own choice.
    Example
        >>> found = evenness_test({"financial": 6, "customers": 1, "processes": 1, "learning": 0})
        >>> found.level.value, round(found.value, 3), [(mend.to, mend.amount) for mend in found.mends]
        ('one_sided', 0.531, [(('customers',), 1), (('learning',), 1)])
        >>> evenness_test({"financial": 2, "customers": 2, "processes": 2, "learning": 2}).value
        1.0
    """
    part = shares(amounts)
    if part is None or len(part) < 2:
        return _unknown(BalanceTest.EVENNESS, amounts, basis)
    value = _evenness(part.values())
    level = _level(-value, -limits.evenness_attention, -limits.evenness_one_sided)
    if level == BalanceLevel.FINE:
        return Finding(BalanceTest.EVENNESS, level, value, basis)
    even = 1 / len(part)
    light = tuple(name for name, share in part.items() if share < even - TINY)
    heavy = tuple(name for name, share in part.items() if share > even + TINY)
    if basis == Basis.NUMBER:
        mends = _evened(_known(amounts), limits.evenness_attention)
    else:
        mends = (Mend(MendCode.MOVE, light, heavy),)
    return Finding(BalanceTest.EVENNESS, level, value, basis, heavy, mends=mends)


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
        few = _up((limits.least_lead * both - lead) / (1 - limits.least_lead))
        mends = (Mend(MendCode.ADD_LEAD, amount=few),)
    elif value > limits.most_lead + TINY:
        mends = (Mend(MendCode.ADD_LAG, amount=_up(lead / limits.most_lead - both)),)
    level = BalanceLevel.ATTENTION if mends else BalanceLevel.FINE
    return Finding(BalanceTest.LEAD_LAG, level, value, mends=mends)


def path_test(
    perspectives: Mapping[Hashable, str],
    arrows: Iterable[tuple[Hashable, Hashable]],
    *,
    start: str = UPWARD[0],
    end: str = UPWARD[-1],
) -> Finding:
    """Return whether the strategy map leads from learning to the financial result.

    Definition
        A map of the finances alone, or of the processes alone, explains nothing: no way over its arrows leads from
        what is learnt to what it yields.
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
    if _level(value, limits.spread_attention, 1.0) == BalanceLevel.FINE:
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
        strategy map, `scores` the scores per period, oldest first.
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
        found.append(path_test(perspectives, arrows))
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


def _known(amounts: Amounts) -> dict[str, float]:
    return {name: float(amount) for name, amount in amounts.items() if amount is not None}


def _unknown(test: BalanceTest, amounts: Amounts, basis: Basis) -> Finding:
    """Return that a test cannot be taken, with the perspectives whose amount is to be filled in."""
    missing = tuple(name for name, amount in amounts.items() if amount is None)
    mends = (Mend(MendCode.FILL_IN, missing),) if missing else ()
    return Finding(test, BalanceLevel.UNKNOWN, None, basis, missing, mends=mends)


def _some(basis: Basis, to: tuple[str, ...], end: End | None = None) -> Mend:
    """Return that something must be there: one objective, or any weight or budget."""
    if basis == Basis.NUMBER:
        return Mend(MendCode.ADD, to, end=end, amount=1)
    return Mend(MendCode.MOVE, to, end=end)


def _level(value: float, attention: float, one_sided: float) -> BalanceLevel:
    if value > one_sided + TINY:
        return BalanceLevel.ONE_SIDED
    return BalanceLevel.ATTENTION if value > attention + TINY else BalanceLevel.FINE


def _up(number: float) -> int:
    """Return the smallest whole number that is not below this one, a hair more being no difference."""
    return max(0, ceil(number - TINY))


def _evenness(parts: Iterable[float]) -> float:
    """Return the entropy of shares that add up to 1, divided by the largest that it could be."""
    parts = list(parts)
    entropy = -fsum(share * log(share) for share in parts if share > 0)
    return min(1.0, max(0.0, entropy / log(len(parts))))


def _evened(amounts: dict[str, float], wanted: float) -> tuple[Mend, ...]:
    """Return the fewest objectives, perspective by perspective, that bring the evenness to what is wanted.

    Of all ways to add a number of objectives the most even one fills up the smallest perspective each time.
    """
    counts, added = dict(amounts), dict.fromkeys(amounts, 0)
    while _evenness(count / fsum(counts.values()) for count in counts.values()) < wanted - TINY:
        smallest = min(counts, key=lambda name: counts[name])
        counts[smallest] += 1
        added[smallest] += 1
    by_size = sorted(added, key=lambda name: -added[name])
    return tuple(Mend(MendCode.ADD, (name,), amount=added[name]) for name in by_size if added[name])


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
