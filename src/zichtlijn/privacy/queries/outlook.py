"""What will be removed in the coming time, and what was."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Page, Paginator

from zichtlijn.organisation.models import Person
from zichtlijn.privacy.models import Hold
from zichtlijn.privacy.policy import rules, settable
from zichtlijn.privacy.queries.terms import BY_EVENT, left_before, removed_on, years_kept

#: How many days ahead one looks, and how many people stand on a page.
AHEAD, ROWS = 90, 25


@dataclass(frozen=True)
class Leaver:
    """Somebody of whom something goes: what on which day, and whether that is stopped."""

    person: Person
    goes: list[tuple[date, str]]
    hold: Hold | None


def leavers(today: date, number: str | int | None) -> tuple[Page, list[Leaver]]:
    """People of whom something with a term goes within ninety days, who left longest ago first, a page of them."""
    years = {name: count for name, count in years_kept().items() if name not in BY_EVENT and name in settable()}
    horizon = today + timedelta(days=AHEAD)
    rows = Person.objects.filter(
        ends_on__lt=left_before(horizon + timedelta(days=1), min(years.values())), forgotten_on=None
    )
    page = Paginator(rows.order_by("ends_on", "pk"), ROWS).get_page(number)
    people = list(page.object_list)
    holds = {hold.person_id: hold for hold in Hold.objects.on(today).filter(person__in=[one.pk for one in people])}
    return page, [Leaver(person, _goes(person, years, horizon), holds.get(person.pk)) for person in people]


def _goes(person: Person, years: dict[str, int], horizon: date) -> list[tuple[date, str]]:
    """Day → what goes on it, the first day first, as far as that is soon."""
    found: dict[date, list[str]] = {}
    for name, count in years.items():
        day = removed_on(person, count)
        if day is not None and day <= horizon:
            found.setdefault(day, []).append(rules()[name].label)
    return [(day, ", ".join(labels).capitalize()) for day, labels in sorted(found.items())]
