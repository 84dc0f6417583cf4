"""Removing what is past its term: a few people at a time, each few in a transaction of its own.

It may be stopped anywhere and run again: what is left to do follows from what is still there.
"""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from zichtlijn.access.actor import system_actor
from zichtlijn.access.models import Membership, Organisation
from zichtlijn.audit.forgetting import remove_oldest
from zichtlijn.organisation.actions.paths import refresh_reporting_paths
from zichtlijn.organisation.models import Person
from zichtlijn.privacy.actions.forgetting import forget, forget_accounts
from zichtlijn.privacy.models import Removal
from zichtlijn.privacy.queries.terms import (
    ACCOUNT,
    BY_EVENT,
    PERSON,
    anything_of,
    ended_memberships,
    held_people,
    left_before,
    nothing_kept,
    past_term,
    years_kept,
)
from zichtlijn.privacy.registry import parts_of

#: People of whom something is removed in one transaction.
AT_ONCE = 25


def remove_past_term(organisation: Organisation, day: date) -> dict[str, int]:
    """Remove everything of this organisation whose term is over on this day; returns rows by class of data."""
    years = years_kept()
    removed: dict[str, int] = {}
    for name, number in years.items():
        if name in BY_EVENT or name == PERSON:
            continue
        for rows in _in_batches(organisation, name, day, number):
            removed[name] = removed.get(name, 0) + rows
    while rows := _forget_some(organisation, day, years[PERSON]):
        removed[PERSON] = removed.get(PERSON, 0) + rows
    if PERSON in removed:
        refresh_reporting_paths(organisation, day, cut_circles=True)  # whoever still reported to them
    _begin_terms(organisation, day)
    while rows := _forget_accounts(organisation, day, years[PERSON]):
        removed[ACCOUNT] = removed.get(ACCOUNT, 0) + rows
    while rows := _shorten_log(organisation, day, years["trail"]):
        removed["trail"] = removed.get("trail", 0) + rows
    return removed


def _lock(organisation: Organisation) -> None:
    """Two workers that do the same take turns, so that the second finds nothing left."""
    Organisation.objects.select_for_update(no_key=True).only("pk").get(pk=organisation.pk)


def _locked(due: QuerySet[Person], found: list[int]) -> QuerySet[Person]:
    """Those of these people who are still due once nobody can hold them, or let them come back, any more."""
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=found).order_by("pk").values_list("pk"))
    return due.filter(pk__in=found).order_by("pk")


def _in_batches(organisation: Organisation, data_class: str, day: date, years: int) -> Iterator[int]:
    """Rows of this class of data removed, a few people after the other."""
    last, parts = 0, parts_of(data_class)
    while True:
        with transaction.atomic():
            _lock(organisation)
            due = past_term(day, years).filter(anything_of(data_class), pk__gt=last)
            found = list(due.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
            if not found:
                return
            last = found[-1]
            people = list(_locked(due, found).values_list("pk", flat=True))
            if not people:
                continue
            rows = sum(part.remove(people) for part in parts)
            _write_down(data_class, day, people=len(people), rows=rows, organisation=organisation)
        yield rows


def _forget_some(organisation: Organisation, day: date, years: int) -> int:
    """Forget the next few people; 0 when nobody is left."""
    with transaction.atomic():
        _lock(organisation)
        due = nothing_kept(past_term(day, years))
        people = list(_locked(due, list(due.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])))
        if not people:
            return 0  # or all of them were held just now: the next night looks again
        rows = forget(people, on=day, by=system_actor(organisation))
        _write_down(PERSON, day, people=len(people), rows=rows, organisation=organisation)
    return max(rows, 1)


def _begin_terms(organisation: Organisation, day: date) -> None:
    """The term of a membership of which nobody wrote down since when it is out of use begins today."""
    Membership.objects.filter(organisation=organisation, is_active=False, ended_on=None).update(ended_on=day)


def _forget_accounts(organisation: Organisation, day: date, years: int) -> int:
    """Forget the next few members who never were, or no longer are, a person here; 0 when none is left."""
    with transaction.atomic():
        _lock(organisation)
        found = ended_memberships(day, years).filter(organisation=organisation).select_for_update(of=("self",))
        memberships: list[Membership] = list(found.select_related("user").order_by("pk")[:AT_ONCE])
        if not memberships:
            return 0
        rows = forget_accounts(memberships, by=system_actor(organisation))
        _write_down(ACCOUNT, day, people=len(memberships), rows=rows, organisation=organisation)
    return max(rows, 1)


def _shorten_log(organisation: Organisation, day: date, years: int) -> int:
    midnight = timezone.make_aware(datetime.combine(left_before(day, years), time.min))
    with transaction.atomic():
        rows = remove_oldest(organisation, before=midnight, held=held_people(day))
        if rows:
            _write_down("trail", day, people=0, rows=rows, organisation=organisation)
    return rows


def _write_down(data_class: str, day: date, *, people: int, rows: int, organisation: Organisation) -> None:
    found, _made = Removal.objects.get_or_create(organisation=organisation, on=day, data_class=data_class)
    Removal.objects.filter(pk=found.pk).update(people=F("people") + people, rows=F("rows") + rows)
