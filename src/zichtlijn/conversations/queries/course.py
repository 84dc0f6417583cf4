"""How far a cycle is: in figures for those who count, with names for those who run it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain, count

from django.db.models import Count, Max, Min, Q

from zichtlijn.access.models import Membership
from zichtlijn.access.permissions import Permission
from zichtlijn.access.roles import roles_with
from zichtlijn.access.scoping import below
from zichtlijn.conversations.companions import holders_of
from zichtlijn.conversations.models import Conversation, Cycle, Step
from zichtlijn.conversations.queries.pages import manager_people
from zichtlijn.conversations.queries.turns import here, over, turns_in, with_turns
from zichtlijn.conversations.states import BEFORE_SENDING, CycleState, Kind, Side, State
from zichtlijn.organisation.models import Person, Placement, Unit

#: So many of the late ones are named, and of the managers who lack something.
NAMED = 50
#: So many days before a step closes people are reminded too.
SOON = 14


@dataclass
class Counts:
    """How many conversations are in each state, of a step or of a unit in it."""

    name: str
    states: dict[str, int] = field(default_factory=lambda: dict.fromkeys(State.values, 0))
    late: int = 0

    @property
    def total(self) -> int:
        return sum(self.states.values())

    @property
    def cells(self) -> list[tuple[str, int]]:
        """Each state in words with its number, in their order."""
        return [(str(label), self.states[value]) for value, label in State.choices]


@dataclass
class StepCourse:
    """One step: all together, and by unit for who runs the cycle."""

    step: Step
    whole: Counts
    units: list[Counts]


def cycles():
    """All cycles, with how many conversations each has and how many of those are final."""
    final = Count("steps__conversations", filter=Q(steps__conversations__state=State.FINAL))
    found = Cycle.objects.select_related("period", "unit").annotate(
        conversation_count=Count("steps__conversations"), final_count=final, closes_on=Max("steps__closes_on")
    )
    return found.order_by("-period__starts_on", "name", "pk")


def course_of(cycle: Cycle, *, today: date, by_unit: bool) -> list[StepCourse]:
    """How far the conversations of each step are. Two questions, however many there are."""
    courses = {step.pk: StepCourse(step, Counts(step.title), []) for step in cycle.steps.all()}
    units: dict[tuple[int, str], Counts] = {}
    rows = Conversation.objects.filter(step__cycle=cycle).order_by("unit__path")
    late = Count("pk", filter=is_late(today))
    for row in rows.values("step_id", "unit__name", "unit__path", "state").annotate(n=Count("pk"), late=late):
        course = courses[row["step_id"]]
        counted = [course.whole]
        if by_unit:
            key = (row["step_id"], row["unit__path"])
            if key not in units:
                units[key] = Counts(row["unit__name"])
                course.units.append(units[key])
            counted.append(units[key])
        for counts in counted:
            counts.states[row["state"]] += row["n"]
            counts.late += row["late"]
    return list(courses.values())


def is_late(today: date) -> Q:
    """Condition: not sent when the step closes, or not answered within the term; of who is still there."""
    unsent = Q(state__in=BEFORE_SENDING, step__closes_on__lt=today)
    return here(today) & (unsent | Q(over(today), state=State.SENT))


def late_conversations(cycle: Cycle, *, today: date) -> tuple[list[tuple[Conversation, str]], int]:
    """The first of those that are late, each with who is to act, and how many there are."""
    found = Conversation.objects.filter(is_late(today), step__cycle=cycle)
    rows = with_turns(found).select_related("step", "employee", "unit")
    named = list(rows.order_by("step__closes_on", "unit__path", "employee__sort_name")[:NAMED])
    acting = _acting(named, today)
    return [(row, ", ".join(person.name for person in acting[row.pk])) for row in named], found.count()


def _acting(rows: list[Conversation], today: date) -> dict[int, list[Person]]:
    """Conversation → who is waited for: whom a room above names, else the side whose turn it is."""
    managers, holders = manager_people(rows), holders_of(rows)
    found = {}
    for row in rows:
        side = next(iter(turns_in(row, today=today)), None)
        waits = row.employee if side == Side.EMPLOYEE else managers[row.pk] if side == Side.MANAGER else None
        found[row.pk] = holders.get(row.pk, [waits] if waits else [])
    return found


def waiting_people(cycle: Cycle, *, today: date) -> dict[int, int]:
    """Person → how many conversations wait for them: late, or of a step that closes soon.

    Of who left only a report waits that the manager can still sign, or make final.
    """
    soon = Q(state__in=BEFORE_SENDING, step__opens_on__lte=today, step__closes_on__lte=today + timedelta(days=SOON))
    found = Conversation.objects.filter(soon | Q(state__in=(State.SENT, State.ANSWERED)), step__cycle=cycle)
    acting = _acting(list(with_turns(found)), today)
    return dict(Counter(person.pk for people in acting.values() for person in people))


def members_of(organisation_id: int, people, *, today: date):
    """The accounts of these people, of those that can sign in."""
    found = Membership.objects.open_on(today).filter(organisation=organisation_id, person__in=people)
    return found.select_related("user", "person")


def members_with(organisation_id: int, permission: Permission, *, today: date):
    """The accounts that can sign in and may do this."""
    found = Membership.objects.open_on(today).filter(organisation=organisation_id)
    found = found.filter(roles__role__in=roles_with(permission))
    return found.select_related("user", "person").distinct()


def free_name(name: str) -> str:
    """This name, or with the next number behind it when a cycle has it already."""
    taken = {one.casefold() for one in Cycle.objects.filter(name__istartswith=name).values_list("name", flat=True)}
    names = chain([name], (f"{name} ({number})" for number in count(2)))
    return next(one for one in names if one.casefold() not in taken)


def doubled_with(cycle: Cycle) -> list[tuple[str, str, int]]:
    """Other cycles of the same time in which people of the same units have a conversation of the same kind: the name,
    the kind in words, and how many people. Of cycles that were closed only what became final counts.

    Of the same time: of periods that meet, and from the first to the last day of their steps they meet as well. Who
    plans the next year before it stands under Periods has nothing twice.
    """
    steps = list(cycle.steps.all())
    kinds = {step.kind for step in steps} - {Kind.FREE}
    if not kinds:
        return []
    others = Cycle.objects.exclude(pk=cycle.pk).filter(
        period__starts_on__lte=cycle.period.ends_on, period__ends_on__gte=cycle.period.starts_on
    )
    same_time = others.annotate(opens_on=Min("steps__opens_on"), closes_on=Max("steps__closes_on")).filter(
        opens_on__lte=max(step.closes_on for step in steps), closes_on__gte=min(step.opens_on for step in steps)
    )
    found = Conversation.objects.filter(
        Q(step__cycle__state=CycleState.RUNNING) | Q(step__cycle__state=CycleState.CLOSED, state=State.FINAL),
        step__kind__in=kinds,
        step__cycle__in=same_time.values("pk"),
    )
    if cycle.unit is not None:
        low, high = below(cycle.unit.path)
        found = found.filter(unit__path__gte=low, unit__path__lt=high)
    rows = found.values_list("step__cycle__name", "step__kind").annotate(people=Count("employee", distinct=True))
    return [(name, str(Kind(kind).label), people) for name, kind, people in rows.order_by("step__cycle", "step__kind")]


def people_in_scope(cycle: Cycle, *, today: date) -> tuple[list[Placement], list[Person]]:
    """Of everybody in scope the placement under whose manager they talk, and who have no line manager."""
    return led_people(cycle.unit, today=today)


def led_people(unit: Unit | None, *, today: date) -> tuple[list[Placement], list[Person]]:
    """The same for a unit and all below it, or for the whole organisation."""
    found = Placement.objects.on(today).exclude(person__ends_on__lt=today).select_related("person")
    if unit is not None:
        low, high = below(unit.path)
        found = found.filter(unit__path__gte=low, unit__path__lt=high)
    chosen: dict[int, Placement] = {}
    without: dict[int, Person] = {}
    for placement in found.order_by("starts_on", "pk"):
        if placement.line_manager_id is None:
            without[placement.person_id] = placement.person
        else:
            chosen.setdefault(placement.person_id, placement)
    unled = [person for number, person in without.items() if number not in chosen]
    return list(chosen.values()), sorted(unled, key=lambda person: (person.sort_name, person.pk))


@dataclass(frozen=True)
class Unable:
    """Managers who cannot open the conversations with their people: the first of them by name, and how many."""

    count: int
    without_account: list[str]
    without_role: list[str]


def unable_managers(placements: list[Placement], *, today: date) -> Unable:
    """The line managers in these who cannot sign in, or lack the role with which one leads people."""
    managers = {placement.line_manager_id for placement in placements if placement.line_manager_id}
    members = Membership.objects.open_on(today).filter(person__in=managers)
    leads = members.filter(roles__role__in=sorted(roles_with(Permission.LEAD_PEOPLE))).values_list("person", flat=True)
    with_account = set(members.values_list("person", flat=True))
    lacking = list(Person.objects.filter(pk__in=managers - set(leads)).order_by("sort_name", "pk"))
    named = lacking[:NAMED]
    return Unable(
        len(lacking),
        [person.name for person in named if person.pk not in with_account],
        [person.name for person in named if person.pk in with_account],
    )


def people_who_joined(cycle: Cycle, *, today: date) -> list[Placement]:
    """Of everybody in scope who has no conversation in this cycle the placement, while a step is not over."""
    if not any(step.closes_on >= today for step in cycle.steps.all()):
        return []
    placements, _without = people_in_scope(cycle, today=today)
    there = set(Conversation.objects.filter(step__cycle=cycle).values_list("employee_id", flat=True))
    return [placement for placement in placements if placement.person_id not in there]
