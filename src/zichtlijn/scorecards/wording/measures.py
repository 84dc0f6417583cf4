"""The measures of a scorecard in words."""

from django.utils.translation import gettext as _

from zichtlijn.objectives.models import Measure
from zichtlijn.objectives.states import Kind
from zichtlijn.ui.wording import write_measured, write_percent


def write_value(measure: Measure) -> str:
    """The value of a measure as people read it; milestones have none, beside their progress."""
    if measure.kind == Kind.MILESTONES:
        return ""
    if measure.kind == Kind.YES_NO and measure.current_value is not None:
        return _("yes") if measure.current_value else _("no")
    return write_measured(measure.current_value, measure.unit)


def tell_stand(measure: Measure) -> str:
    """Where a measure stands, when nothing stands beside it: milestones by how far they are."""
    if measure.kind == Kind.MILESTONES:
        return write_percent(measure.progress)
    return _("no reading yet") if measure.current_value is None else write_value(measure)
