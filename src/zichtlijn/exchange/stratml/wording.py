"""Deviations, remarks and things in the words of the reader."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zichtlijn.exchange.stratml.reading import Deviation

THING_NAMES = {
    "direction": gettext_lazy("Direction"),
    "value": gettext_lazy("Core values"),
    "stakeholder": gettext_lazy("Stakeholders"),
    "objective": gettext_lazy("Objectives"),
    "measure": gettext_lazy("Measures"),
    "target": gettext_lazy("Targets on the way and milestones"),
    "reading": gettext_lazy("Readings"),
}
#: The same, of one.
THING_NAME = {
    "direction": gettext_lazy("Direction"),
    "value": gettext_lazy("Core value"),
    "stakeholder": gettext_lazy("Stakeholder"),
    "objective": gettext_lazy("Objective"),
    "measure": gettext_lazy("Measure"),
    "target": gettext_lazy("Target on the way or milestone"),
    "reading": gettext_lazy("Reading"),
}
ACT_NAMES = {
    "added": gettext_lazy("added"),
    "changed": gettext_lazy("changed"),
    "unchanged": gettext_lazy("unchanged"),
    "left": gettext_lazy("not in the file"),
}


@dataclass(frozen=True)
class Told:
    """One deviation in words."""

    line: int
    where: str
    sentence: str
    done: str


def tell(deviation: Deviation) -> Told:
    """What deviates and what was done with it, in the language of the reader."""
    return Told(deviation.line, deviation.where, _sentence(deviation), _done(deviation.done))


def reasons_of(deviations: list[Deviation], most: int = 20) -> list[str]:
    """Why a plan cannot be handed out: one sentence for each deviation, and how many more there are."""
    reasons = [f"{deviation.where}: {_sentence(deviation)}" for deviation in deviations[:most]]
    more = len(deviations) - most
    if more > 0:
        reasons.append(ngettext("And %(count)s more.", "And %(count)s more.", more) % {"count": more})
    return reasons


def remark(code: str, name: str, found: str) -> str:
    """Why an amount did not become a reading or a target."""
    told = {"name": name, "found": found}
    match code:
        case "no_day":
            return _("“%(name)s”: %(found)s has no day, so it is not a reading or target of its own.") % told
        case "same_day":
            return _("“%(name)s”: %(found)s is a second amount for the same day.") % told
        case _:
            return _("“%(name)s”: %(found)s is too large to be kept as an amount.") % told


def _sentence(deviation: Deviation) -> str:
    told = {"name": deviation.name, "found": deviation.found}
    match deviation.code:
        case "namespace":
            if not deviation.found:
                return _("%(name)s is in no namespace.") % told
            return _("%(name)s is in another namespace: %(found)s.") % told
        case "wrapped":
            return _("The plan is inside another document: %(name)s.") % told
        case "misplaced":
            return _("%(name)s does not belong here.") % told
        case "unknown":
            if deviation.found:
                return _("The standard has no %(name)s here: “%(found)s”.") % told
            return _("The standard has no %(name)s here.") % told
        case "order":
            return _("The elements are in another order: %(found)s.") % told
        case "repeated":
            return _("%(name)s is here more often than allowed.") % told
        case "missing":
            return _("%(name)s is missing.") % told
        case "stray_text":
            return _("There is text between the elements: “%(found)s”.") % told
        case "unknown_attribute":
            return _("The standard has no attribute %(name)s here: “%(found)s”.") % told
        case "missing_attribute":
            return _("The attribute %(name)s is missing.") % told
        case "choice":
            if not deviation.found:
                return _("%(name)s is empty.") % told
            return _("%(name)s cannot be “%(found)s”.") % told
        case "identifier":
            if not deviation.found:
                return _("%(name)s is empty.") % told
            return _("%(name)s “%(found)s” is no identifier: a letter or underscore first, and no spaces.") % told
        case "same_identifier":
            return _("%(name)s “%(found)s” is used before.") % told
        case "day":
            if not deviation.found:
                return _("%(name)s is empty.") % told
            return _("%(name)s “%(found)s” is not a date such as 2026-12-31.") % told
        case "amount":
            if not deviation.found:
                return _("%(name)s holds only spaces.") % told
            return _("%(name)s “%(found)s” is not a number such as 1234.56.") % told
        case "address":
            return _("%(name)s “%(found)s” is not a web address.") % told
        case "unnamed":
            return _("%(name)s has no name.") % told
        case code:
            raise ValueError(f"no words for the deviation {code!r}")


def _done(done: str) -> str:
    act, _colon, what = done.partition(":")
    match act:
        case "":
            return _("nothing can be done about it")
        case "read":
            return _("read all the same")
        case "read_as":
            return _("read as %(what)s") % {"what": what}
        case "kept":
            return _("kept as text")
        case "moved":
            return _("put in %(what)s") % {"what": what}
        case "put_in_order":
            return _("put in the right order: %(what)s") % {"what": what}
        case "joined":
            return _("taken together")
        case "added":
            return _("added, empty")
        case "left_empty":
            return _("left empty")
        case "called":
            return _("called “%(what)s” here") % {"what": what}
        case "passed_over":
            return _("passed over")
        case other:
            raise ValueError(f"no words for {other!r}")
