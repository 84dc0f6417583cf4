"""Grades and what they tell, in words."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zichtlijn.calculations.okr import Ambition, Band, Commitment, SetOfGrades, grade_band, grade_shortfall, is_in_full
from zichtlijn.objectives.models import Measure
from zichtlijn.objectives.states import Kind
from zichtlijn.okr.queries.key_results import KeyResult
from zichtlijn.ui.wording import MISSING, write_measured, write_number

_TENTH = Decimal("0.1")
#: Shape and colour of each band, as in `status.css`.
STYLES = {Band.GREEN: "ok", Band.YELLOW: "risk", Band.RED: "off"}


def write_grade(grade: float | None) -> str:
    """A grade in tenths, always with its decimal: `0,7`, `1,0`; a dash when it is missing."""
    if grade is None:
        return MISSING
    tenths = Decimal(str(round(grade, 9))).quantize(_TENTH, rounding=ROUND_HALF_UP)
    text = write_number(tenths)
    return text if len(text) > 1 else text + write_number(_TENTH)[1] + "0"


def band_word(band: Band | None) -> str:
    """What a band says."""
    return {
        Band.GREEN: pgettext("band of a grade", "Delivered"),
        Band.YELLOW: pgettext("band of a grade", "Partly delivered"),
        Band.RED: pgettext("band of a grade", "Little progress"),
        None: pgettext("band of a grade", "No score"),
    }[band]


def tell_band(grade: float | None, commitment: str = "") -> tuple[str, str]:
    """The style and the word of a grade. Of a committed objective 1.0 is expected: 0.9 is not reached."""
    band = grade_band(grade)
    if band is None:
        return "none", band_word(None)
    if band == Band.GREEN and commitment == Commitment.COMMITTED and not is_in_full(grade):
        return STYLES[Band.YELLOW], pgettext("band of a grade", "Not in full")
    return STYLES[band], band_word(band)


def tell_grade(grade: float | None, commitment: str) -> str:
    """What a grade means for an objective of this firmness, in one sentence."""
    if grade is None:
        return _("None of its key results has a score, so there is none for the objective either.")
    short = grade_shortfall(grade, Commitment(commitment)) or 0.0
    if commitment == Commitment.COMMITTED:
        if is_in_full(grade):
            return _("Committed, and delivered in full.")
        return _("Committed: 1.0 was expected, so %(short)s is missing. What would we promise differently?") % {
            "short": write_grade(short)
        }
    tenth = write_grade(grade)
    if grade_band(grade) == Band.GREEN and not is_in_full(grade):
        return _("Aspirational: around 0.7 is a good result, and this is %(grade)s.") % {"grade": tenth}
    if is_in_full(grade):
        return _("Aspirational, and reached in full. Could the next one reach further?")
    return _("Aspirational: around 0.7 is a good result; this is %(grade)s. What did it teach?") % {"grade": tenth}


def tell_ambition(found: SetOfGrades, of: int | None = None) -> str:
    """What the grades of the aspirational objectives of a cycle tell of how high it aims: of them the mean is.

    `of`: how many there are; when some have no score yet, it says on how many it rests.
    """
    mean = write_grade(found.mean)
    told = {
        Ambition.NOTHING_GRADED: _("No aspirational objective has a score in this cycle yet."),
        Ambition.TOO_EASY: _("Everything aspirational was reached in full, two cycles in a row: aim higher."),
        Ambition.ABOVE: _("Aspirational: %(mean)s on average, above the 0.6 to 0.7 that tells of a good stretch."),
        Ambition.SWEET_SPOT: _("Aspirational: %(mean)s on average, between 0.6 and 0.7, a good stretch."),
        Ambition.BELOW: _("Aspirational: %(mean)s on average, below the 0.6 to 0.7 that tells of a good stretch."),
        Ambition.LOW: _("Aspirational: %(mean)s on average, far below 0.6 to 0.7. Look at what stood in the way."),
        Ambition.RECONSIDER: _("Aspirational: under 0.4, two cycles in a row: choose again what matters most."),
    }[found.ambition] % {"mean": mean}
    if of is None or not 0 < found.graded < of:
        return told
    return told + " " + _("So far %(n)s of the %(of)s have a score.") % {"n": found.graded, "of": of}


def tell_value(measure: Measure) -> str:
    """The value of a key result as people read it."""
    if measure.current_value is None:
        return _("no reading yet")
    if measure.kind == Kind.YES_NO:
        return _("yes") if measure.current_value else _("no")
    return write_measured(measure.current_value, measure.unit)


def tell_steps(key_result: KeyResult) -> str:
    """How many milestones are done; those of after the last day apart, as the score leaves them out."""
    told = _("%(done)s of %(all)s") % {"done": key_result.done_steps, "all": key_result.all_steps}
    if not key_result.later_steps:
        return told
    return told + ", " + _("%(n)s after the last day") % {"n": key_result.later_steps}


def tell_aim(measure: Measure) -> str:
    """From where to where a key result goes, in words."""
    if measure.kind == Kind.MILESTONES:
        return _("milestones")
    if measure.kind == Kind.YES_NO:
        return _("yes or no")
    if measure.kind == Kind.BAND:
        edges = {"low": write_number(measure.lower), "high": write_number(measure.upper), "unit": measure.unit}
        return _("between %(low)s and %(high)s %(unit)s") % edges
    if measure.baseline is None or measure.target is None:
        return ""
    start = write_measured(measure.baseline, measure.unit if measure.says_unit_twice else "")
    return _("from %(from)s to %(to)s") % {"from": start, "to": write_measured(measure.target, measure.unit)}


def tell_stand(key_result: KeyResult) -> str:
    """Where a key result stands: its value and its score."""
    if key_result.measure.current_value is None:
        return _("no reading yet")
    told = {"value": tell_value(key_result.measure), "grade": write_grade(key_result.grade)}
    return _("%(value)s, score %(grade)s") % told
