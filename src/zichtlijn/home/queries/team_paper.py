"""The team for a meeting: what everybody in the room may know of each other, and nothing else."""

from dataclasses import dataclass
from datetime import date, timedelta

from zichtlijn.access.models import Organisation
from zichtlijn.competencies.queries import direct_reports
from zichtlijn.conversations.models import Step
from zichtlijn.conversations.states import CycleState
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.states import COUNTING, Level
from zichtlijn.organisation.models import Person, Placement, Unit

#: So many days ahead of the meeting.
AHEAD = timedelta(days=90)


@dataclass(frozen=True)
class PaperMember:
    """One person with the objectives that the colleagues on the paper may know."""

    person: Person
    place: Placement | None
    objectives: list[Objective]


@dataclass(frozen=True)
class TeamPaper:
    """The paper: objectives of the units, the people, and windows of conversations that are the same for everybody."""

    leader: Person
    period_name: str
    of_units: list[Objective]
    members: list[PaperMember]
    #: The setting that keeps personal objectives from somebody on the paper; empty: none does.
    closed_by: str
    steps: list[Step]


def team_paper(actor, period, *, today: date) -> TeamPaper:
    """What stands on it: six questions, however many people."""
    people = list(direct_reports(actor.person_id))
    places = _places(people, today)
    closed_by = _closed_by(actor, places)
    personal = {} if closed_by else _personal(actor, people, period, places)
    steps = Step.objects.filter(
        cycle__state=CycleState.RUNNING, conversations__employee__in=people, closes_on__gte=today,
        opens_on__lte=today + AHEAD,
    )  # fmt: skip
    return TeamPaper(
        actor.person,
        period.name if period else "",
        _of_units(actor, period, today),
        [PaperMember(person, places.get(person.pk), personal.get(person.pk, [])) for person in people],
        closed_by,
        list(steps.distinct()),
    )


def _places(people: list[Person], today: date) -> dict[int, Placement]:
    rows = Placement.objects.on(today).filter(person__in=people).select_related("unit", "position")
    return {row.person_id: row for row in rows.order_by("-starts_on", "-pk")}  # the one that began first stays


def _closed_by(actor, places: dict[int, Placement]) -> str:
    """The setting by which one on the paper may not know the objectives of another; empty when all may."""
    seen_by = actor.organisation.personal_objectives_seen_by
    several = len({place.unit_id for place in places.values()}) > 1
    if seen_by == Organisation.SeenBy.EVERYONE or (seen_by == Organisation.SeenBy.UNIT and not several):
        return ""
    return str(seen_by)


def _personal(actor, people: list[Person], period, places: dict[int, Placement]) -> dict[int, list[Objective]]:
    """Agreed objectives of these people; where only the unit may know them, those of the unit that stands by them."""
    rows = Objective.objects.visible_to(actor).filter(owner__in=people, level=Level.PERSONAL, state__in=COUNTING)
    if period:
        rows = rows.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)
    units = {person_id: place.unit_id for person_id, place in places.items()}
    everyone = actor.organisation.personal_objectives_seen_by == Organisation.SeenBy.EVERYONE
    found: dict[int, list[Objective]] = {}
    for row in rows.select_related("owner").order_by("pk"):
        assert row.owner_id is not None
        if everyone or row.unit_id == units.get(row.owner_id):
            found.setdefault(row.owner_id, []).append(row)
    return found


def _of_units(actor, period, today: date) -> list[Objective]:
    """Agreed objectives of the units that the leader heads: no secret to anybody."""
    units = Unit.objects.living(today).filter(head=actor.person_id)
    rows = Objective.objects.visible_to(actor).filter(unit__in=units, state__in=COUNTING)
    rows = rows.exclude(level=Level.PERSONAL)
    if period:
        rows = rows.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)
    return list(rows.select_related("owner").order_by("pk")[:40])
