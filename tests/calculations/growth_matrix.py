"""The growth matrix that the tests of rewards count with, and a second route to its numbers: whole cents."""

from decimal import Decimal

from zichtlijn.calculations.bands import Band
from zichtlijn.calculations.rewards import MeritCell, MeritMatrix, MeritRow, SalaryScale

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
