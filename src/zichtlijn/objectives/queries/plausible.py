"""A value that is probably a slip of the finger: recorded all the same, but not without a word."""

from decimal import Decimal

from django.utils.translation import gettext as _

from zichtlijn.objectives.models import Measure
from zichtlijn.objectives.states import Kind
from zichtlijn.ui.wording import write_measured

TIMES = 8


def is_unlikely(measure: Measure, value: Decimal, before: Decimal | None) -> bool:
    """True for a percentage above 100 where none was aimed for, and for many times the value before, or a fraction."""
    if measure.kind in {Kind.YES_NO, Kind.MILESTONES}:
        return False
    aimed = [amount for amount in (measure.baseline, measure.target, measure.upper, before) if amount is not None]
    if measure.unit.strip() == "%" and value > 100 and all(amount <= 100 for amount in aimed):
        return True
    if before is None or before == 0 or value == 0 or (before < 0) != (value < 0):
        return False
    return not 1 / TIMES < abs(value / before) < TIMES


def unlikely_sentence(measure: Measure, value: Decimal, before: Decimal | None) -> str:
    """The question whether this value is right."""
    written = write_measured(value, measure.unit)
    if before is None:
        return _("Is %(value)s right? Correct the reading if it is not.") % {"value": written}
    return _("Is %(value)s right? The previous reading was %(before)s. Correct the reading if it is not.") % {
        "value": written,
        "before": write_measured(before, measure.unit),
    }
