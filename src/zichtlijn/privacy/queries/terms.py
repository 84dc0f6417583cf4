"""How long this organisation keeps what, and whose term is over on a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from zichtlijn.access.models import Membership
from zichtlijn.calculations.calendar import past_term_before, years_after
from zichtlijn.organisation.models import Person
from zichtlijn.privacy.models import Hold, Term
from zichtlijn.privacy.policy import Rule, rules, settable, termed
from zichtlijn.privacy.registry import parts, parts_of

#: Classes that run by the moment of an event, not by the day somebody left.
BY_EVENT = frozenset({"trail"})
#: What goes with the person, and so waits for whatever else is kept of them.
PERSON = "person"
#: Accounts of nobody who works here, such as of a consultant; the term is that of a person.
ACCOUNT = "account"


def years_kept() -> dict[str, int]:
    """Class of data → years."""
    set_here = dict(Term.objects.values_list("data_class", "years"))
    return {name: set_here.get(name, rule.years) for name, rule in termed().items() if rule.years is not None}


def left_before(day: date, years: int) -> date:
    """The day before which somebody must have left for this term to be over on `day`."""
    return past_term_before(day, years)


def removed_on(person: Person, years: int) -> date | None:
    """The first day on which this term is over; None for who did not leave."""
    return years_after(person.ends_on, years) + timedelta(days=1) if person.ends_on else None


def past_term(day: date, years: int) -> QuerySet[Person]:
    """People who left so long ago, are not forgotten yet, and of whom nothing is held."""
    left = Person.objects.filter(ends_on__lt=left_before(day, years), forgotten_on=None)
    return left.exclude(pk__in=Hold.objects.on(day).values("person"))


def nothing_kept(people: QuerySet[Person]) -> QuerySet[Person]:
    """Those of whom nothing else is kept: who somebody was is known as long as there is anything about them."""
    for part in parts:
        people = people.exclude(pk__in=part.kept_of())
    return people


def anything_of(data_class: str) -> Q:
    """Condition on people: something of this class is kept of them."""
    return reduce(or_, (Q(pk__in=part.kept_of()) for part in parts_of(data_class)), Q(pk__in=[]))


def ended_memberships(day: date, years: int) -> QuerySet[Membership]:
    """Memberships without a person that are out of use for so long. Those of a person go with the person."""
    return Membership.objects.filter(person=None, is_active=False, ended_on__lt=left_before(day, years))


def held_people(day: date) -> Collection[int]:
    """Numbers of the people of whom nothing may be removed on this day."""
    return set(Hold.objects.on(day).values_list("person_id", flat=True))


def terms_after_leaving() -> list[tuple[int, list[str]]]:
    """Years after a last day → the labels of what goes then, the shortest term first."""
    found: dict[int, list[str]] = {}
    for name, years in years_kept().items():
        if name not in BY_EVENT and name in settable():
            found.setdefault(years, []).append(rules()[name].label)
    return sorted(found.items())


@dataclass(frozen=True)
class ClassTerm:
    """One class of data with the term that holds here."""

    rule: Rule
    years: int | None
    version: int

    @property
    def is_by_event(self) -> bool:
        """True when its years count from an event and not from the day somebody left."""
        return self.rule.term_of in BY_EVENT

    @property
    def kept(self) -> str:
        """How long it is kept here, in a sentence; in that of the policy where it runs by a clock of its own."""
        if not self.years:
            return self.rule.keep
        if self.is_by_event:
            told = ngettext(
                "%(n)s year after the event; the names of who left go with their personal data",
                "%(n)s years after the event; the names of who left go with their personal data",
                self.years,
            )
        elif self.rule.term_of == PERSON:
            told = ngettext(
                "%(n)s year after leaving, or as long as anything else about them is kept",
                "%(n)s years after leaving, or as long as anything else about them is kept",
                self.years,
            )
        else:
            told = ngettext("%(n)s year after leaving", "%(n)s years after leaving", self.years)
        return told % {"n": self.years}

    @property
    def is_own(self) -> bool:
        """True when the organisation set it."""
        return self.version > 0


def class_terms() -> list[ClassTerm]:
    """Every class of personal data in the order of the policy."""
    set_here, years = {term.data_class: term for term in Term.objects.all()}, years_kept()
    found = []
    for rule in rules().values():
        if rule.personal:
            term = set_here.get(rule.term_of)
            found.append(ClassTerm(rule, years.get(rule.term_of), term.version if term and rule.years else 0))
    return found
