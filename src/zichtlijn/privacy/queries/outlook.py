"""What will be removed in the coming time, and what was."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, Case, Q, Value, When

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
    rows = Person.objects.filter(_due(years, horizon), forgotten_on=None, ends_on__isnull=False)
    page = Paginator(rows.order_by("ends_on", "pk"), ROWS).get_page(number)
    people = list(page.object_list)
    ids = [one.pk for one in people]
    holds = {hold.person_id: hold for hold in Hold.objects.on(today).filter(person__in=ids)}
    kept = _classes_kept(years, ids)
    return page, [Leaver(one, _goes(one, years, kept[one.pk], horizon), holds.get(one.pk)) for one in people]


def _due(years: dict[str, int], horizon: date) -> Q:
    """Something of a class that is still there is due by then; or the name itself, after everything else."""
    after = {name: left_before(horizon + timedelta(days=1), count) for name, count in years.items()}
    classes = [(name, anything_of(name)) for name in years if name != PERSON]
    due = reduce(or_, (Q(ends_on__lt=after[name]) & there for name, there in classes))
    waits = reduce(or_, (Q(ends_on__gte=after[name]) & there for name, there in classes))
    return due | Q(ends_on__lt=after[PERSON]) & ~waits


def _classes_kept(years: dict[str, int], ids: list[int]) -> dict[int, list[str]]:
    """Of each of these people the classes of data of which anything is there; one question."""
    names = [name for name in years if name != PERSON]
    there = {
        f"has_{name}": Case(When(anything_of(name), then=Value(True)), default=False, output_field=BooleanField())
        for name in names
    }
    rows = Person.objects.filter(pk__in=ids).annotate(**there).values("pk", *there)
    return {row["pk"]: [name for name in names if row[f"has_{name}"]] for row in rows}


def _goes(person: Person, years: dict[str, int], kept: list[str], horizon: date) -> list[tuple[date, str]]:
    """Day → what goes on it, the first day first, as far as that is soon. The name goes last of all."""
    days = {name: day for name in [PERSON, *kept] if (day := removed_on(person, years[name])) is not None}
    days[PERSON] = max(days.values())
    found: dict[date, list[str]] = {}
    for name in years:
        if name in days and days[name] <= horizon:
            found.setdefault(days[name], []).append(rules()[name].label)
    return [(day, ", ".join(labels).capitalize()) for day, labels in sorted(found.items())]
