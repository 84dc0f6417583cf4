"""What a position requires, how a person stands, and how a team stands: flat questions at any number of people."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, Sum

from zichtlijn.calculations.competencies import (
    CompetencyCoverage,
    CompetencyLine,
    competency_coverage,
    competency_line,
)
from zichtlijn.competencies.models import Assessment, Behaviour, Competency, Framework, Judgement, Profile, Requirement
from zichtlijn.competencies.scale import is_used_above
from zichtlijn.competencies.states import Side
from zichtlijn.organisation.models import Person, Placement, Position, Unit


@dataclass(frozen=True)
class Asked:
    """What is required of a competency."""

    competency: Competency
    level: int
    is_core: bool
    #: The day from which the profile holds that asks it.
    since: date


@dataclass(frozen=True)
class Judged:
    """What one side found last of a competency."""

    level: int
    example: str
    on: date


@dataclass(frozen=True)
class Row:
    """One competency of a person: what is asked, what each side found, and what follows."""

    asked: Asked
    by_self: Judged | None
    by_manager: Judged | None
    line: CompetencyLine

    @property
    def competency(self) -> Competency:
        return self.asked.competency


@dataclass(frozen=True)
class PersonGaps:
    """How a person stands today."""

    person: Person
    rows: list[Row]
    whole: CompetencyCoverage

    @property
    def reached(self) -> int:
        """How many competencies are as asked or above."""
        return sum(row.line.is_fulfilled is True for row in self.rows)

    @property
    def has_core(self) -> bool:
        return any(row.asked.is_core for row in self.rows)

    @property
    def since(self) -> date:
        """The day from which this is required."""
        return max(row.asked.since for row in self.rows)

    @property
    def changed_since_judged(self) -> bool:
        """True when the profile changed after the manager judged."""
        return any(row.by_manager and row.by_manager.on < self.since for row in self.rows)


@dataclass(frozen=True)
class HeatMap:
    """People by competencies; each line has a row or None for each competency, in their order."""

    competencies: list[Competency]
    lines: list[tuple[PersonGaps, list[tuple[Competency, Row | None]]]]


@dataclass
class Group:
    """The competencies of one group."""

    name: str
    competencies: list[Competency] = field(default_factory=list)


def framework() -> Framework | None:
    """The framework of the organisation, if there is one."""
    return Framework.objects.first()


def groups(competencies: Iterable[Competency]) -> list[Group]:
    """Competencies in their groups, both by name."""
    found: dict[str, Group] = {}
    for competency in competencies:
        found.setdefault(competency.group, Group(competency.group)).competencies.append(competency)
    return list(found.values())


def behaviours_of(competencies: Collection[int]) -> dict[int, dict[int, str]]:
    """Competency → level → what one sees."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = Behaviour.objects.filter(competency__in=competencies).order_by("level")
    for competency_id, level, text in rows.values_list("competency_id", "level", "text"):
        found[competency_id][level] = text
    return found


def is_scale_used() -> bool:
    """True when a position requires a level, somebody was judged by one, or a room above uses one."""
    return Requirement.objects.exists() or Judgement.objects.exists() or is_used_above()


# profiles ---------------------------------------------------------------------------------------------------------


def profile_on(position: Position, day: date) -> Profile | None:
    """The profile of a position that holds on this day."""
    return Profile.objects.filter(position=position, from_on__lte=day).order_by("-from_on").first()


def last_profile(position: Position) -> Profile | None:
    """The newest profile of a position, also when it has yet to begin."""
    return Profile.objects.filter(position=position).order_by("-from_on").first()


def next_profile(position: Position, today: date) -> Profile | None:
    """The newest profile of a position, if it has yet to begin."""
    return Profile.objects.filter(position=position, from_on__gt=today).order_by("-from_on").first()


def version_of_profiles(position: Position) -> int:
    """A number that is another one as soon as a profile of this position was added or changed; 0: there is none."""
    return Profile.objects.filter(position=position).aggregate(sum=Sum("version"))["sum"] or 0


def required_by(positions: Collection[int], day: date) -> dict[int, list[Asked]]:
    """Position → what its profile of that day asks, without competencies that have ended."""
    profiles = Profile.objects.filter(position__in=positions, from_on__lte=day).order_by("from_on")
    held = dict(profiles.values_list("position_id", "pk"))  # the last one stays
    found: dict[int, list[Asked]] = defaultdict(list)
    rows = Requirement.objects.filter(profile__in=held.values()).exclude(competency__ends_on__lt=day)
    rows = rows.select_related("competency", "profile").order_by("competency__group", "competency__name")
    for row in rows:
        found[row.profile.position_id].append(Asked(row.competency, row.level, row.is_core, row.profile.from_on))
    return found


# people -----------------------------------------------------------------------------------------------------------


def asked_of(people: Collection[int], day: date) -> dict[int, list[Asked]]:
    """Person → what is required. Of who has two positions the highest level counts, and core when one says so."""
    placed = set(Placement.objects.on(day).filter(person__in=people).values_list("person_id", "position_id"))
    required = required_by({position for _person, position in placed}, day)
    found: dict[int, dict[int, Asked]] = defaultdict(dict)
    for person_id, position_id in placed:
        for one in required.get(position_id, ()):
            other = found[person_id].get(one.competency.pk)
            if other:
                level, is_core = max(one.level, other.level), one.is_core or other.is_core
                one = Asked(one.competency, level, is_core, max(one.since, other.since))
            found[person_id][one.competency.pk] = one
    return {
        person_id: sorted(asked.values(), key=lambda one: (one.competency.group, one.competency.name))
        for person_id, asked in found.items()
    }


def _judged(people: Collection[int]) -> dict[tuple[int, str, int], Judged]:
    """Person, side and competency → the last level that was shared. Drafts are no part of any figure."""
    rows = Judgement.objects.filter(assessment__in=Assessment.objects.shared().filter(person__in=people))
    rows = rows.filter(level__isnull=False).order_by("assessment__shared_on", "assessment_id")
    names = ("assessment__person_id", "assessment__side", "competency_id", "level", "example", "assessment__shared_on")
    return {(who, side, what): Judged(*told) for who, side, what, *told in rows.values_list(*names)}


def gaps_of(people: list[Person], today: date) -> list[PersonGaps]:
    """How these people stand today: four questions for one and for hundreds."""
    ids = [person.pk for person in people]
    asked, judged = asked_of(ids, today), _judged(ids)
    found = []
    for person in people:
        rows = []
        for one in asked.get(person.pk, ()):
            mine = judged.get((person.pk, Side.SELF, one.competency.pk))
            manager = judged.get((person.pk, Side.MANAGER, one.competency.pk))
            line = competency_line(
                one.level, by_self=mine.level if mine else None, by_manager=manager.level if manager else None
            )
            rows.append(Row(one, mine, manager, line))
        whole = competency_coverage((row.asked.is_core, row.line.is_fulfilled) for row in rows)
        found.append(PersonGaps(person, rows, whole))
    return found


def heat_map(people: list[Person], today: date) -> HeatMap:
    """People by the competencies that are required of any of them."""
    gaps = gaps_of(people, today)
    columns = {row.competency.pk: row.competency for one in gaps for row in one.rows}
    competencies = sorted(columns.values(), key=lambda one: (one.group, one.name))
    lines = []
    for one in gaps:
        by_pk = {row.competency.pk: row for row in one.rows}
        lines.append((one, [(competency, by_pk.get(competency.pk)) for competency in competencies]))
    return HeatMap(competencies, lines)


def direct_reports(manager_id: int | None):
    """Who is led by this person today, by the placements."""
    placed = Placement.objects.today().filter(line_manager=manager_id or 0)
    return Person.objects.living().filter(pk__in=placed.values("person_id")).order_by("sort_name", "pk")


def people_in(unit):
    """Who is placed in this unit today, or in one below it."""
    placed = Placement.objects.today().filter(unit__in=Unit.objects.within(unit))
    return Person.objects.living().filter(pk__in=placed.values("person_id")).order_by("sort_name", "pk")


# assessments ------------------------------------------------------------------------------------------------------


def draft_of(actor, person: Person, side: str) -> Assessment | None:
    """The draft that the actor is writing about this person."""
    mine = Q(assessor=actor.person_id, shared_on=None)
    return Assessment.objects.visible_to(actor).filter(mine, person=person, side=side).first()


def judgements_of(assessment: Assessment | None) -> dict[int, Judgement]:
    """Competency → what the assessment says of it."""
    if assessment is None:
        return {}
    rows = Judgement.objects.filter(assessment=assessment).select_related("competency")
    return {row.competency_id: row for row in rows}


def shared_with(actor, person: Person, limit: int = 40) -> list[Assessment]:
    """What was shared about this person, the newest first, as far as the actor may read it."""
    return list(
        Assessment.objects.shared().visible_to(actor).filter(person=person).order_by("-shared_on", "-id")[:limit]
    )
