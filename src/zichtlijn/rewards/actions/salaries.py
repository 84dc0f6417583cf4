"""Salaries of people from a day on, and the gender that is kept for the check of equal pay."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.organisation.models import Person
from zichtlijn.rewards.actions.systems import require_keeping
from zichtlijn.rewards.models import RecordedGender, Salary
from zichtlijn.rewards.permissions import can_write_salary

# The log tells that a salary was recorded, and of whom; never an amount.


def require_writing(by, *people: int) -> None:
    """Refuse whoever does not keep the rewards, and everybody about their own salary."""
    require_keeping(by)
    require(all(can_write_salary(by, person) for person in people), own_salary())


def own_salary() -> str:
    """Why one does not write one's own salary, and who can."""
    return _(
        "Nobody decides on their own reward: another of HR records, corrects or removes your salary, or imports it. "
        "Is there nobody else of HR? The administrator can give somebody that role."
    )


def hold_pay(person_id: int) -> None:
    """Let nobody else record what this person earns until this is done; inside a transaction."""
    hold_pay_of([person_id])


def hold_pay_of(people: Iterable[int]) -> None:
    """The same for many, in one order, so that two who hold the same people wait and never lock each other out."""
    held = Person.objects.select_for_update(no_key=True).filter(pk__in=set(people)).order_by("pk")
    list(held.values_list("pk", flat=True))


def add_salary(person: Person, *, from_on: date, scale: str, amount: Decimal, part_time: Decimal) -> Salary:
    """One more salary; there is one from this day already when somebody else recorded it in between."""
    try:
        with transaction.atomic():
            return Salary.objects.create(
                organisation_id=person.organisation_id,
                person=person,
                from_on=from_on,
                scale=scale,
                amount=amount,
                part_time=part_time,
            )
    except IntegrityError:
        raise NotNow(_("There is a salary from this day already. Change that one.")) from None


@transaction.atomic
def record_salary(
    person: Person, *, from_on: date, scale: str, amount: Decimal, part_time: Decimal = Decimal(1), by
) -> Salary:
    """What somebody earns from a day on."""
    require_writing(by, person.pk)
    hold_pay(person.pk)
    made = add_salary(person, from_on=from_on, scale=scale, amount=amount, part_time=part_time)
    audit.record(Event.SALARY_RECORDED, on=person, by=by, about=person.pk)
    return made


@transaction.atomic
def keep_salaries(fresh: list[Salary], changed: list[Salary], *, by) -> None:
    """Record many salaries, and correct others from the version at which they were read: all or none.

    Raises IntegrityError when one was recorded or corrected in between.
    """
    require_writing(by, *(salary.person_id for salary in (*fresh, *changed)))
    hold_pay_of(salary.person_id for salary in (*fresh, *changed))
    versions = {salary.pk: salary.version for salary in changed}
    now = Salary.objects.select_for_update().filter(pk__in=versions).order_by("pk").values_list("pk", "version")
    if dict(now) != versions:
        raise IntegrityError("a salary was changed in between")
    for salary in changed:
        salary.version += 1
    Salary.objects.bulk_create(fresh, batch_size=1000)
    Salary.objects.bulk_update(changed, ["scale", "amount", "part_time", "version"], batch_size=500)
    lines: list[tuple] = [(Event.SALARY_RECORDED, row.person, row.person_id, {}) for row in fresh]
    lines += [(Event.SALARY_CHANGED, row.person, row.person_id, {}) for row in changed]
    audit.record_many(lines, by=by)


@transaction.atomic
def change_salary(salary: Salary, changes: dict, *, version: int, by) -> list[str]:
    """Correct a salary."""
    require_writing(by, salary.person_id)
    hold_pay(salary.person_id)
    try:
        with transaction.atomic():
            changed = save_version(salary, changes, version=version)
    except IntegrityError:
        raise NotNow(_("There is a salary from this day already. Change that one.")) from None
    if changed:
        audit.record(Event.SALARY_CHANGED, on=salary.person, by=by, about=salary.person_id)
    return changed


@transaction.atomic
def remove_salary(salary: Salary, *, by) -> None:
    """Take out a salary that was recorded by mistake."""
    require_writing(by, salary.person_id)
    hold_pay(salary.person_id)
    audit.record(Event.SALARY_REMOVED, on=salary.person, by=by, about=salary.person_id)
    salary.delete()


@transaction.atomic
def record_gender(person: Person, gender: str, *, by) -> None:
    """Record the gender for the check of equal pay, or forget it."""
    require_keeping(by)
    if gender:
        RecordedGender.objects.update_or_create(
            person=person, defaults={"gender": gender, "organisation": by.organisation}
        )
    else:
        RecordedGender.objects.filter(person=person).delete()
    audit.record(Event.GENDER_RECORDED, on=person, by=by, about=person.pk)
