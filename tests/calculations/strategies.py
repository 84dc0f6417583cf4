"""What Hypothesis draws from, and a second route to the numbers: exact fractions instead of decimals and floats."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from zichtlijn.calculations.objectives import Aim, MeasureKind, Milestone, Part, Shape, Target

YEAR = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}

amounts = st.decimals(min_value=-1_000_000, max_value=1_000_000, places=4)
ratios = st.floats(min_value=0, max_value=1)
weights = st.floats(min_value=0.001, max_value=1000)
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2032, 12, 31))


@st.composite
def periods(draw, longest=1500):
    starts_on = draw(days)
    return starts_on, starts_on + timedelta(days=draw(st.integers(0, longest)))


@st.composite
def roads(draw):
    """A sound rising or falling aim of any shape, with interim targets within its period."""
    starts_on, ends_on = draw(periods())
    low, high = sorted(draw(st.lists(amounts, min_size=2, max_size=2, unique=True)))
    kind = draw(st.sampled_from([MeasureKind.UP, MeasureKind.DOWN]))
    length = (ends_on - starts_on).days
    on = st.integers(0, max(length - 1, 0)).map(lambda number: starts_on + timedelta(days=number))
    steps = draw(st.dictionaries(on, amounts, max_size=4)) if length else {}
    return Aim(
        kind=kind,
        baseline=low if kind == MeasureKind.UP else high,
        target=high if kind == MeasureKind.UP else low,
        starts_on=starts_on,
        ends_on=ends_on,
        shape=draw(st.sampled_from(Shape)),
        interim=tuple(Target(on, value) for on, value in steps.items()),
    )


@st.composite
def bands(draw):
    """A sound band with limits on both sides."""
    lower_limit, lower, upper, upper_limit = sorted(draw(st.lists(amounts, min_size=4, max_size=4, unique=True)))
    return Aim(
        kind=MeasureKind.BAND, lower=lower, upper=upper, lower_limit=lower_limit, upper_limit=upper_limit, **YEAR
    )


milestones = st.builds(Milestone, weights, days, st.none() | days)

measured_parts = st.builds(Part, weights, ratios, ratios, ratios)
missing_parts = st.builds(Part, weights, st.none(), ratios | st.none(), st.just(0.0))
parts = measured_parts | missing_parts | st.builds(Part, weights, ratios, st.none(), ratios)


def exact(number):
    """The number as a fraction, without any rounding."""
    return Fraction(number)


def clipped(number):
    return min(Fraction(1), max(Fraction(0), number))
