"""What the measures of an arrow tell: an association, and never a cause; and what the map tells as a whole."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.calculations.association import LEAST_PAIRS
from zichtlijn.scorecards.queries import MapPage, Together
from zichtlijn.scorecards.wording.perspectives import ends_of
from zichtlijn.ui.wording import write_number


def tell_together(together: Together | None) -> str:
    """How the two measures of an arrow went together, in sentences."""
    if together is None:
        return _("Not compared: one of the two has no measure.")
    if together.is_too_few:
        return ngettext(
            "Too few to compare: %(n)d period with both readings, and %(least)d are needed.",
            "Too few to compare: %(n)d periods with both readings, and %(least)d are needed.",
            together.pairs,
        ) % {"n": together.pairs, "least": LEAST_PAIRS}
    found = together.found
    if found is None:
        return _("Not to be compared: one of the two never changed.")
    figures = _("r = %(r)s, 95%% interval from %(low)s to %(high)s, %(pairs)s pairs") % {
        "r": _ratio(found.pearson),
        "low": _ratio(found.low),
        "high": _ratio(found.high),
        "pairs": found.pairs,
    }
    if found.beside_time is not None:
        figures += "; " + _("beside the course of time r = %(r)s") % {"r": _ratio(found.beside_time)}
    if together.turns and not together.is_doubtful:
        figures += "; " + _("for one of the two lower is better, which turns the sign of r")
    if together.is_doubtful:
        said = _("No clear association")
    elif not together.has_better:
        said = _("When the one rises, the other falls")
        if together.helps:
            said = _("When the one rises, so does the other")
    elif together.helps:
        said = _("When the one improves, so does the other")
    else:
        said = _("When the one improves, the other gets worse")
    told = f"{said}{_later(together)} ({figures})."
    if together.is_mostly_time:
        told += " " + _("Mostly both just moved on with time, which alone makes measures go together.")
    return told


def _ratio(number: float) -> str:
    return write_number(round(number, 2), 2)


def _later(together: Together) -> str:
    assert together.found is not None
    months = together.found.lag * together.months
    if not months:
        return ""
    return ngettext(", one month later", ", %(n)d months later", months) % {"n": months}


def tell_way(page: MapPage) -> str:
    """What the map tells, from which perspective to which."""
    told = _("What leads to what: from %(start)s up to %(end)s. An arrow is what you expect, not a proof.")
    return told % _ends(page)


def tell_no_way(page: MapPage) -> str:
    """That no arrows lead from the one end to the other; nothing when they do."""
    return "" if page.has_way else _("No way of arrows leads from %(start)s to %(end)s.") % _ends(page)


def _ends(page: MapPage) -> dict[str, str]:
    return ends_of([lane.perspective.label for lane in page.lanes])
