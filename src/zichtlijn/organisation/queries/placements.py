"""What stands in the way of a placement, as sentences."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from zichtlijn.organisation.models import Person, Placement
from zichtlijn.ui.wording import write_full_date

END_OF_TIME = date.max
#: Steps looked up along a line before giving up; a line is at most 31 people long.
STEPS = 200


def main_manager(person: Person, day: date, *, is_passed: bool) -> Person | None:
    """As in `main_managers`: of the placement that began last, or the last one of who left and is still passed."""
    placements = Placement.objects.filter(person=person).select_related("line_manager")
    main = placements.on(day).order_by("-starts_on", "-id").first()
    if main is None and is_passed:
        main = placements.filter(ends_on__lt=day).order_by("-ends_on", "-starts_on", "-id").first()
    return main.line_manager if main else None


def reasons_against_placement(placement: Placement) -> list[str]:
    """Why this placement, stored or not yet, cannot be so."""
    person, manager = placement.person, placement.line_manager
    starts_on, ends_on = placement.starts_on, placement.ends_on or END_OF_TIME
    if ends_on < starts_on:
        return [_("The last day is before the first day.")]
    reasons = []
    if manager and manager.pk == person.pk:
        reasons.append(_("%(person)s cannot be their own line manager.") % {"person": person.name})
    elif manager and reports_to(manager, person, starts_on, ends_on):
        reasons.append(circle_sentence(person.name, manager.name))
    twice = _overlapping(Placement.objects.filter(person=person), starts_on, ends_on)
    twice = twice.filter(unit=placement.unit, position=placement.position).exclude(pk=placement.pk).first()
    if twice:
        reasons.append(_already_there(twice))
    reasons.extend(_outside(placement, starts_on, ends_on))
    return reasons


def circle_sentence(person: str, manager: str) -> str:
    """Why this manager cannot be the line manager of this person."""
    sentence = _("%(manager)s cannot be the line manager of %(person)s, because %(manager)s reports to %(person)s.")
    return sentence % {"person": person, "manager": manager}


def reports_to(person, above, starts_on: date, ends_on: date) -> bool:
    """Whether `person` reports to `above`, at any depth, on some day between these two."""
    waiting = [(person.pk, starts_on, ends_on)]
    seen: set[tuple[int, date, date]] = set()
    while waiting and len(seen) < STEPS:
        step = waiting.pop()
        if step in seen:
            continue
        seen.add(step)
        person_id, first, last = step
        rows = _overlapping(Placement.objects.filter(person_id=person_id), first, last).exclude(line_manager=None)
        for manager_id, from_on, until_on in rows.values_list("line_manager_id", "starts_on", "ends_on"):
            if manager_id == above.pk:
                return True
            waiting.append((manager_id, max(first, from_on), min(last, until_on or END_OF_TIME)))
    return False


def _overlapping(rows, starts_on: date, ends_on: date):
    return rows.filter(starts_on__lte=ends_on).filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))


def _already_there(placement: Placement) -> str:
    words = {
        "person": placement.person.name,
        "position": placement.position.name,
        "unit": placement.unit.name,
        "from": write_full_date(placement.starts_on),
    }
    if placement.ends_on is None:
        return _("%(person)s is already placed as %(position)s in %(unit)s, from %(from)s on.") % words
    words["until"] = write_full_date(placement.ends_on)
    return _("%(person)s is already placed as %(position)s in %(unit)s, from %(from)s until %(until)s.") % words


def _outside(placement: Placement, starts_on: date, ends_on: date) -> list[str]:
    """Days on which the person, unit or position is not there."""
    reasons = []
    person = placement.person
    if person.starts_on and starts_on < person.starts_on:
        day = write_full_date(person.starts_on)
        reasons.append(_("%(person)s is in service from %(day)s.") % {"person": person.name, "day": day})
    for thing in (person, placement.unit, placement.position):
        if thing.ends_on and ends_on > thing.ends_on:
            day = write_full_date(thing.ends_on)
            sentence = _("%(thing)s ends on %(day)s: give the placement a last day.")
            if starts_on > thing.ends_on:
                sentence = _("%(thing)s ended on %(day)s.")
            reasons.append(sentence % {"thing": thing.name, "day": day})
    return reasons
