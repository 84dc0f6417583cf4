"""What a round would come to before it starts: who lacks something, who falls outside and why, and what it costs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.access.scoping import below
from zichtlijn.calculations.rewards import BudgetCheck, RewardCost, budget_check
from zichtlijn.conversations.queries.course import led_people
from zichtlijn.organisation.models import Person, Placement
from zichtlijn.rewards.models import Proposal, Round
from zichtlijn.rewards.queries.levels import counted_elsewhere, others_from_that_day, scale_of
from zichtlijn.rewards.queries.rounds import NAMED as MANAGERS
from zichtlijn.rewards.queries.rounds import those_without_right
from zichtlijn.rewards.queries.systems import is_raised, version_before
from zichtlijn.rewards.states import Missing
from zichtlijn.rewards.wording import percent

#: So many people of each group are named.
NAMED = 20


@dataclass(frozen=True)
class Group:
    """People of whom the same is to be said; the first of them by name."""

    label: str
    count: int
    people: list[Person]

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.people)


@dataclass(frozen=True)
class Outlook:
    """What a round would come to if it started today. Nothing of it is kept."""

    people: int
    computed: int
    #: For whom nothing could be computed, by what is missing.
    lacking: list[Group]
    #: Who is not in the round, or will not get what it decides.
    outside: list[Group]
    #: What all that could be computed would cost in a year, against the budget.
    budget: BudgetCheck
    #: The reader is in the round: what is computed for them is not in an amount.
    own_is_left_out: bool = False


def outlook_of(of_round: Round, proposals: list[Proposal], *, today: date, reader=None) -> Outlook:
    """From what would be proposed (not kept, see `actions.rounds.proposals_beforehand`) what is to be said of it.

    For a reader who is in it the amounts are those of all others.
    """
    own = reader.person_id if reader else None
    units = {row.unit_id: row for row in proposals}
    names = dict(Placement.objects.filter(unit__in=units).values_list("unit_id", "unit__name"))
    costs = [
        RewardCost(str(row.employee_id), row.structural, Decimal(0), names.get(row.unit_id, ""))
        for row in proposals
        if row.structural is not None and (own is None or row.employee_id != own)
    ]
    lacking = [
        _group(str(label), [row.employee_id for row in proposals if row.missing == value])
        for value, label in Missing.choices
    ]
    return Outlook(
        len(proposals),
        sum(row.structural is not None for row in proposals),
        [group for group in lacking if group.count],
        [group for group in _outside(of_round, proposals, today) if group.count],
        budget_check(costs, budget=of_round.budget),
        own is not None and any(row.employee_id == own for row in proposals),
    )


def _outside(of_round: Round, proposals: list[Proposal], today: date) -> list[Group]:
    ids = {row.employee_id for row in proposals}
    placed = Placement.objects.on(today).exclude(person__ends_on__lt=today)
    if of_round.unit is not None:
        low, high = below(of_round.unit.path)
        placed = placed.filter(unit__path__gte=low, unit__path__lt=high)
    led = set(placed.exclude(line_manager=None).values_list("person_id", flat=True))
    here = set(placed.values_list("person_id", flat=True))
    twice = set(others_from_that_day(of_round).values_list("employee_id", flat=True)) & here
    leaving = set(
        Person.objects.filter(ends_on__gte=today, ends_on__lt=of_round.effective_on).values_list("pk", flat=True)
    )
    return [
        _group(_("No line manager, so not in the round: nobody could propose."), here - led),
        _group(_("In another round from the same day already, so not in this one."), twice),
        _group(_("Leaves before the new salaries hold; in the round all the same."), leaving & ids),
    ]


def _group(label: str, people: Iterable[int]) -> Group:
    ids = set(people)
    named = Person.objects.filter(pk__in=ids).order_by("sort_name", "pk")[:NAMED] if ids else []
    return Group(label, len(ids), list(named))


def warnings_of(of_round: Round, *, today: date) -> list[str]:
    """What is to be known before a round starts, and stops nothing."""
    placements, _without = led_people(of_round.unit, today=today)
    people = {placement.person_id for placement in placements}
    managers = {placement.line_manager_id for placement in placements if placement.line_manager_id}
    return [
        *_without_right(of_round, managers),
        *_counted_twice(of_round, people),
        *_raised_twice(of_round),
        *_called_otherwise(of_round),
    ]


def _without_right(of_round: Round, managers: set[int]) -> Iterator[str]:
    lacking = [person.name for person in those_without_right(of_round, managers)]
    if len(lacking) == MANAGERS:
        lacking.append("…")
    if lacking:
        yield (
            _(
                "These managers cannot propose yet: %(names)s. Ask the administrator to give them the role “Decides on "
                "rewards”."
            )
            % {"names": ", ".join(lacking)}
        )


def _counted_twice(of_round: Round, people: set[int]) -> Iterator[str]:
    twice = people & set(counted_elsewhere(of_round).values_list("employee_id", flat=True))
    if twice:
        yield ngettext(
            "The appraisal of %(n)s person counted in another round already, and would count a second time.",
            "The appraisals of %(n)s people counted in another round already, and would count a second time.",
            len(twice),
        ) % {"n": len(twice)}


def _raised_twice(of_round: Round) -> Iterator[str]:
    """The version holds higher scales than the one before it, and the collective raise would lift them once more."""
    if not (of_round.collective and of_round.scales_rise):
        return
    before = version_before(of_round.system)
    if before is not None and is_raised(of_round.system, before):
        words = {"system": of_round.system.name, "before": before.name, "ratio": percent(of_round.collective)}
        yield (
            _(
                "The scales of “%(system)s” are higher than those of “%(before)s” already, and rise by another "
                "%(ratio)s in this round. Is that not meant? Take the tick off “The scales rise along”."
            )
            % words
        )


def _called_otherwise(of_round: Round) -> Iterator[str]:
    """Levels go by their number: where the names differ, somebody should say that these are meant."""
    theirs, ours = scale_of(of_round.cycle), list(of_round.system.levels.order_by("number"))
    if len(theirs) != len(ours):
        return  # such a round does not start
    pairs = [(theirs[level.number], level.name) for level in ours if level.number in theirs]
    if other := [f"{one} → {two}" for one, two in pairs if one.strip().casefold() != two.strip().casefold()]:
        yield (
            _(
                "The appraisals and the reward system call their levels otherwise. They go together by their order: "
                "%(names)s."
            )
            % {"names": "; ".join(other)}
        )
