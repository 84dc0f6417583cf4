"""What will be removed in the coming time, and what was."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, Case, Value, When

from zichtlijn.organisation.models import Person
from zichtlijn.privacy.models import Hold
from zichtlijn.privacy.policy import rules, settable
from zichtlijn.privacy.queries.terms import BY_EVENT, PERSON, anything_of, left_before, removed_on, years_kept

#: How many days ahead one looks, and how many people stand on a page.
AHEAD, ROWS = 90, 25


@dataclass(frozen=True)
class Leaver:
    """Somebody of whom something goes: what on which day, and whether that is stopped."""

    person: Person
    goes: list[tuple[date, str]]
    hold: Hold | None


def leavers(today: date, number: str | int | None) -> tuple[Page, list[Leaver]]:
    """People of whom something that is still there goes within ninety days, who left longest ago first, a page of them.

    A day that is over tells of what is held, or goes tonight because the term was made shorter.
    """
    years = {name: count for name, count in years_kept().items() if name not in BY_EVENT and name in settable()}
    horizon = today + timedelta(days=AHEAD)
    # one question for what is there of everybody who left: the name waits for whatever is kept longest
    there = {
        f"has_{name}": Case(When(anything_of(name), then=Value(True)), default=False, output_field=BooleanField())
        for name in years
        if name != PERSON
    }
    left = Person.objects.filter(
        ends_on__lt=left_before(horizon + timedelta(days=1), min(years.values())), forgotten_on=None
    )
    everybody = left.annotate(**there).order_by("ends_on", "pk")
    due = [(person, days) for person in everybody if (days := _days(person, years, horizon))]
    page = Paginator(due, ROWS).get_page(number)
    holds = Hold.objects.on(today).filter(person__in=[person.pk for person, _days_of in page])
    held = {hold.person_id: hold for hold in holds}
    return page, [Leaver(person, _told(days), held.get(person.pk)) for person, days in page]


def _days(person: Person, years: dict[str, int], horizon: date) -> dict[str, date]:
    """Class of what is there → the day on which it goes, as far as that is soon. The name goes last of all."""
    kept = [name for name in years if name == PERSON or getattr(person, f"has_{name}")]
    days = {name: day for name in kept if (day := removed_on(person, years[name])) is not None}
    days[PERSON] = max(days.values())
    return {name: day for name, day in days.items() if day <= horizon}


def _told(days: dict[str, date]) -> list[tuple[date, str]]:
    """Day → what goes on it in words, the first day first."""
    found: dict[date, list[str]] = {}
    for name, day in days.items():
        found.setdefault(day, []).append(rules()[name].label)
    return [(day, ", ".join(labels).capitalize()) for day, labels in sorted(found.items())]
