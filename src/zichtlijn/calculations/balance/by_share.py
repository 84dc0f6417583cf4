"""The tests of the shares of the perspectives: empty, dominance, the two axes and evenness."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from math import ceil, fsum, isfinite, log

from zichtlijn.calculations.balance.findings import (
    AXES,
    USUAL_BALANCE,
    USUAL_ENDS,
    BalanceLevel,
    BalanceLimits,
    BalanceTest,
    Basis,
    End,
    Finding,
    Mend,
    MendCode,
)
from zichtlijn.calculations.objectives import TINY

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
    level = BalanceLevel.above(value, allowed, limits.dominance_one_sided)
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
    level = BalanceLevel.above(abs(value), limits.axis_attention, limits.axis_one_sided)
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
    level = BalanceLevel.above(-value, -limits.evenness_attention, -limits.evenness_one_sided)
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
    counts = _filled_up(amounts, wanted)
    while _evenness_of(counts) < wanted - TINY:
        counts[min(counts, key=lambda name: counts[name])] += 1
    added = {name: int(counts[name] - amount) for name, amount in amounts.items()}
    by_size = sorted(added, key=lambda name: -added[name])
    return tuple(Mend(MendCode.ADD, (name,), amount=added[name]) for name in by_size if added[name])


def _filled_up(amounts: dict[str, float], wanted: float) -> dict[str, float]:
    """Return the amounts filled up to the highest whole level at which they are not yet even enough.

    Filling up one by one passes every level, and each is more even than the one before: so the level can be sought by
    halving, and thousands of objectives take no longer than a few.
    """
    low, high = 0, ceil(max(amounts.values()))
    while high - low > 1:
        level = (low + high) // 2
        if _evenness_of({name: max(amount, level) for name, amount in amounts.items()}) < wanted - TINY:
            low = level
        else:
            high = level
    return {name: max(amount, low) for name, amount in amounts.items()}


def _evenness_of(amounts: Mapping[str, float]) -> float:
    whole = fsum(amounts.values())
    return _evenness(amount / whole for amount in amounts.values())
