"""A value that is probably a slip of the finger: asked about once, and saved when it is meant."""

from decimal import Decimal

from django.db.models.functions import Abs
from django.utils.translation import gettext as _

from zichtlijn.calculations.objectives import is_far_outside
from zichtlijn.objectives.models import Measure, Reading
from zichtlijn.ui.wording import write_measured


def question_about(measure: Measure, value: Decimal) -> str:
    """The question whether this value is right; nothing when there is no reason to ask."""
    last = measure.current_value
    if not is_far_outside(measure.aim(), value, last):
        return ""
    if not is_far_outside(measure.aim(), value, last, _smallest_reading(measure)):
        return ""
    written = {"value": write_measured(value, measure.unit), "last": write_measured(last, measure.unit)}
    if last is None:
        return _("%(value)s is far from what this measure is about. Is this right? Then save it once more.") % written
    if value > last:
        said = _("%(value)s is far more than the %(last)s of last time. Is this right? Then save it once more.")
    else:
        said = _("%(value)s is far less than the %(last)s of last time. Is this right? Then save it once more.")
    return said % written


def _smallest_reading(measure: Measure) -> Decimal | None:
    """The reading that stands closest to zero; asked of the database only when there may be a question."""
    values = Reading.objects.current().filter(measure=measure).order_by(Abs("value"))
    return values.values_list("value", flat=True).first()
