"""Salaries: of one person, of many before a day, and a list for who keeps them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from zichtlijn.organisation.models import Person
from zichtlijn.rewards.models import RecordedGender, Salary
from zichtlijn.rewards.permissions import can_keep_rewards
from zichtlijn.rewards.queries.systems import system_on
from zichtlijn.rewards.wording import money

#: From this part of the salary before on, a change is asked about.
FAR = Decimal("0.25")


def salaries_before(people: Iterable[int], day: date) -> dict[int, Salary]:
    """Person → the salary that holds on the day before this one."""
    wanted = set(people)
    found: dict[int, Salary] = {}
    for salary in Salary.objects.filter(from_on__lt=day).order_by("from_on"):
        if salary.person_id in wanted:
            found[salary.person_id] = salary
    return found


def salaries_of(actor, person: Person, *, today: date) -> list[Salary]:
    """All salaries of a person, the latest first; for who leads the person only the one that holds today."""
    found = Salary.objects.filter(person=person).order_by("-from_on")
    if person.pk == actor.person_id or can_keep_rewards(actor):
        return list(found)
    return list(found.filter(from_on__lte=today)[:1])


def holding(salaries: list[Salary], today: date) -> int | None:
    """Which of these salaries, the latest first, holds today; none when all begin later."""
    return next((salary.pk for salary in salaries if salary.from_on <= today), None)


def earned_on(person: Person, day: date) -> dict:
    """What somebody earns on a day, to begin a form with; empty when nothing is recorded."""
    now = Salary.objects.filter(person=person, from_on__lte=day).order_by("-from_on").first()
    return {"scale": now.scale, "amount": now.amount, "part_time": now.part_time} if now else {}


def has_salary(person: Person) -> bool:
    """True when a salary is recorded, of whichever day."""
    return Salary.objects.filter(person=person).exists()


def doubts_about(person: Person, from_on: date, scale: str, amount: Decimal, but: Salary | None = None) -> list[str]:
    """What makes a salary that is typed look like a mistake: beside its scale, or far from the one before."""
    doubts = []
    system = system_on(from_on)
    limits = system.scales.filter(name=scale).first() if system else None
    if limits is not None and not limits.minimum <= amount <= limits.maximum:
        words = {"amount": money(amount), "name": scale}
        words |= {"low": money(limits.minimum), "high": money(limits.maximum)}
        doubts.append(
            _("%(amount)s lies outside scale %(name)s, which goes from %(low)s to %(high)s. Is that right?") % words
        )
    others = Salary.objects.filter(person=person, from_on__lt=from_on)
    if but is not None:
        others = others.exclude(pk=but.pk)
    before = others.order_by("-from_on").first()
    if before is not None and abs(amount - before.amount) > before.amount * FAR:
        words = {"amount": money(amount), "before": money(before.amount)}
        doubts.append(_("%(amount)s is far from the %(before)s until then. Is that right?") % words)
    return doubts


def gender_of(person: Person) -> str:
    """What is recorded for the check of equal pay; empty when nothing is."""
    kept = RecordedGender.objects.filter(person=person).first()
    return kept.gender if kept else ""


def paid_people(day: date):
    """Everybody in service, with the salary that holds on this day."""
    latest = Salary.objects.filter(person=OuterRef("pk"), from_on__lte=day).order_by("-from_on")
    return (
        Person.objects.living(day)
        .annotate(
            scale_now=Subquery(latest.values("scale")[:1]),
            amount_now=Subquery(latest.values("amount")[:1]),
            part_time_now=Subquery(latest.values("part_time")[:1]),
            since=Subquery(latest.values("from_on")[:1]),
        )
        .order_by("sort_name", "pk")
    )
