"""The growth matrix and the cases that the tests of rewards count with, and a second route: whole cents."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from zichtlijn.calculations.bands import Band
from zichtlijn.calculations.rewards import (
    CollectiveOrder,
    CollectiveRaise,
    MeritCell,
    MeritMatrix,
    MeritRow,
    PercentageOf,
    PositionBy,
    RewardCase,
    SalaryScale,
    merit_proposal,
    promotion_proposal,
    raised_scale,
    step_proposal,
)

LABELS = ["unsatisfactory", "to develop", "good", "very good", "excellent"]
#: Percentages by label and by relative salary position: below 80, 80 to 90, 90 to 100, and 100.
PERCENTAGES = [
    ("0", "0", "0", "0"),
    ("1.5", "1.0", "0.5", "0"),
    ("4.0", "3.0", "2.0", "0"),
    ("5.5", "4.5", "3.0", "0"),
    ("7.0", "6.0", "4.0", "0"),
]
BANDS = (
    Band("below 80", Decimal(0), Decimal("0.8")),
    Band("80-90", Decimal("0.8"), Decimal("0.9")),
    Band("90-100", Decimal("0.9"), Decimal(1)),
    Band("100", Decimal(1), None),
)
#: At the maximum the two highest labels may get a one-off reward.
ROWS = tuple(
    MeritRow(
        label,
        tuple(
            MeritCell(Decimal(percentage) / 100, Decimal("0.03") if column == 3 and place >= 3 else Decimal(0))
            for column, percentage in enumerate(percentages)
        ),
    )
    for place, (label, percentages) in enumerate(zip(LABELS, PERCENTAGES, strict=True))
)
MATRIX = MeritMatrix(BANDS, ROWS)
SCALE = SalaryScale("8", Decimal(2800), Decimal(4000))


def cents(amount):
    """A number of whole cents."""
    whole = amount * 100
    assert whole == int(whole)
    return int(whole)


def new_in_cents(salary, maximum, label, *, of_maximum=False):
    """The new salary in whole cents from whole cents, percentages in thousandths; half a cent goes up."""
    place = sum(1000 * salary >= edge * maximum for edge in (800, 900, 1000))
    thousandths = int(Decimal(PERCENTAGES[LABELS.index(label)][place]) * 10)
    exact = salary * 1000 + thousandths * (maximum if of_maximum else salary)
    exact = max(salary * 1000, min(exact, maximum * 1000))
    return (exact + 500) // 1000


STEPS = replace(SCALE, steps=tuple(Decimal(2800 + 300 * number) for number in range(5)))
COUNTS = {"unsatisfactory": 0, "to develop": 0, "good": 1, "very good": 1, "excellent": 2}


def case(salary, label="good", **what):
    return RewardCase(**{"key": "An", "salary": Decimal(salary), "scale": SCALE, "label": label} | what)


# Whole cents throughout, so that the second route needs nothing but whole numbers.
salaries = st.integers(100_00, 9_000_00).map(lambda number: Decimal(number) / 100)
ratios = st.decimals(0, "0.1", places=4)
labels = st.sampled_from(LABELS)
parts = st.decimals("0.05", "1.2", places=2)


@st.composite
def scales(draw, name="x"):
    low, high = sorted((draw(salaries), draw(salaries)))
    between = draw(st.lists(st.integers(cents(low), cents(high)), max_size=4))
    steps = tuple(Decimal(step) / 100 for step in sorted({cents(low), *between, cents(high)}))
    return SalaryScale(name, low, high, steps)


@st.composite
def collectives(draw, scale):
    ratio = draw(ratios)
    moved = draw(st.sampled_from([None, raised_scale(scale, ratio)]))
    return CollectiveRaise(ratio, draw(st.sampled_from(CollectiveOrder)), moved)


@st.composite
def proposals(draw):
    """A proposal of any kind, with or without a collective raise, and the case it was made of."""
    scale = draw(scales())
    what = {"part_time": draw(parts), "worked": draw(st.decimals(0, 1, places=2)), "scale": scale}
    one = case(draw(salaries | st.sampled_from(scale.amounts)), draw(st.none() | labels), **what)
    collective = draw(st.none() | collectives(scale))
    kind = draw(st.sampled_from(["merit", "steps", "promotion"]))
    if kind == "merit":
        matrix = replace(MATRIX, of=draw(st.sampled_from(PercentageOf)), by=draw(st.sampled_from(PositionBy)))
        return one, merit_proposal(one, matrix, collective=collective)
    if kind == "steps":
        return one, step_proposal(one, COUNTS, collective=collective)
    return one, promotion_proposal(one, draw(scales("y")), draw(ratios), on_step=draw(st.booleans()))
