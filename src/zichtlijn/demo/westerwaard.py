"""Waterschap Westerwaard and its English twin: the plan of the tables, written to the database in bulk."""

import itertools
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from zichtlijn.access.actor import system_actor
from zichtlijn.access.models import Organisation, User
from zichtlijn.access.scoping import in_organisation
from zichtlijn.access.sizes import learn_sizes
from zichtlijn.audit import actions as audit
from zichtlijn.audit.actions import Event
from zichtlijn.calculations.calendar import split_year, year_span
from zichtlijn.demo import (
    able,
    analysing,
    appraising,
    asking,
    cascade_rows,
    choosing,
    earlier,
    growing,
    learning,
    okrs,
    rewarding,
    talking,
    weighing,
)
from zichtlijn.demo.accounts import LOGINS, join, join_managers
from zichtlijn.demo.personal import personal_objectives
from zichtlijn.demo.plan import PlannedPerson, PlannedUnit, project_rows, read_cascade, read_units, staff
from zichtlijn.demo.wording import Text, sections
from zichtlijn.objectives.actions.standing import recompute_organisation
from zichtlijn.objectives.models import Objective, Stakeholder
from zichtlijn.objectives.states import Level
from zichtlijn.organisation import search
from zichtlijn.organisation.actions import paths
from zichtlijn.organisation.models import Period, Person, Placement, Position, Project, SearchWord, Unit, sort_name
from zichtlijn.strategy.models import CoreValue, Direction

SEED = 4711
YEARS = 4
NAMES = {"nl": "Waterschap Westerwaard", "en": "Westerwaard Water Authority"}
SLUGS = {"nl": "westerwaard", "en": "westerwaard-en"}
DESCRIPTIONS = Text(
    "Een waterschap dat niet bestaat: keringen, peil, zuivering en een mens aan de telefoon voor 412.000 inwoners.",
    "A water authority that does not exist: flood defences, water levels, treatment and a person on the phone for "
    "412,000 residents.",
)


@dataclass
class Scene:
    """Everything that is known while one organisation is being written."""

    organisation: Organisation
    language: str
    today: date
    seed: int
    users: dict[str, User]
    rng: Random
    planned_units: list[PlannedUnit]
    planned_people: list[PlannedPerson]
    units: dict[str, Unit] = field(default_factory=dict)
    positions: dict[str, Position] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    projects: dict[str, Project] = field(default_factory=dict)
    years: dict[int, Period] = field(default_factory=dict)
    direction: Direction | None = None

    def say(self, text: Text) -> str:
        return text.into(self.language)

    def source(self, *key) -> Random:
        """Chance of its own for one thing, so that a change here does not move everything there."""
        return Random(f"{self.seed}:{':'.join(map(str, key))}")

    def moment(self, day: date, rng: Random) -> datetime:
        """A moment on this day during working hours, or now when that has yet to come."""
        at = datetime.combine(day, time(rng.randint(7, 15), rng.randint(0, 59)), UTC)
        return min(at, datetime.combine(self.today, time(6, 30), UTC))

    @property
    def by_name(self) -> dict[str, Person]:
        return {planned.name: person for planned, person in zip(self.planned_people, self.people, strict=True)}


@transaction.atomic
def make_westerwaard(language: str, users: dict[str, User], *, today: date, seed: int = SEED) -> Organisation:
    """Write the organisation in one language; the same seed and day give the same organisation."""
    organisation = Organisation.objects.create(
        slug=SLUGS[language],
        name=NAMES[language],
        acronym="WW",
        description=DESCRIPTIONS.into(language),
        language=language,
        personal_objectives_seen_by=Organisation.SeenBy.UNIT,
        is_demo=True,
    )
    rng = Random(f"{seed}:people")
    units = read_units()
    scene = Scene(organisation, language, today, seed, users, rng, units, staff(units, rng))
    with in_organisation(organisation):
        _periods(scene)
        _units_and_positions(scene)
        _people(scene)
        _projects(scene)
        _direction(scene)
        earlier.write(scene)
        planned = [*read_cascade(), *personal_objectives(scene.planned_people, scene.source("personal"))]
        objectives = cascade_rows.write(scene, planned)
        cascade_rows.write_templates(scene)
        _stakeholders(scene)
        weighing.fill_scorecard(organisation, today, scene.say)
        analysing.analyse(scene)
        okrs.write(scene)
        choosing.choose(scene)
        able.assess(scene)
        for login in LOGINS:
            join(organisation, users[login.name], (login.role, *login.more), scene.by_name[login.name])
        join_managers(organisation)
        finish(organisation, today=today)
        growing.plan_growth(scene)
        for write in (talking.talk, appraising.appraise, learning.learn, asking.ask):
            write(scene)
            learn_sizes()  # of what was written in this transaction: a guess can take minutes
        rewarding.reward(scene, users)
        audit.record_many(
            [(Event.DIRECTION_STATED, scene.direction, None, {})]
            + [(Event.OBJECTIVE_ADDED, o, None, {}) for o in objectives if o.level == Level.STRATEGIC],
            by=system_actor(organisation),
        )
    return organisation


def finish(organisation: Organisation, *, today: date) -> None:
    """What follows from the rows: paths, words to search by, and where everything stands."""
    paths.refresh_unit_paths(organisation)
    paths.refresh_reporting_paths(organisation)
    search.index_new(SearchWord.Kind.UNIT, Unit.objects.values_list("pk", "name"))
    search.index_new(SearchWord.Kind.PERSON, [(person.pk, person.name) for person in Person.objects.all()])
    personal = Objective.objects.filter(level=Level.PERSONAL).values_list("pk", "title")
    search.index_new(SearchWord.Kind.PERSONAL, personal)
    shared = Objective.objects.exclude(level=Level.PERSONAL).values_list("pk", "title")
    search.index_new(SearchWord.Kind.OBJECTIVE, shared)
    recompute_organisation(organisation, today=today)


def _periods(scene: Scene) -> None:
    for year in range(scene.today.year - YEARS + 1, scene.today.year + 1):
        first, last = year_span(year)
        period = Period.objects.create(
            organisation=scene.organisation, kind=Period.Kind.YEAR, name=str(year), starts_on=first, ends_on=last
        )
        scene.years[year] = period
        Period.objects.bulk_create(
            Period(
                organisation=scene.organisation,
                kind=Period.Kind.QUARTER,
                name=f"{year} · Q{number}",
                parent=period,
                starts_on=begin,
                ends_on=end,
            )
            for number, (begin, end) in enumerate(split_year(first, last, 4), start=1)
        )


def _units_and_positions(scene: Scene) -> None:
    for planned in scene.planned_units:
        unit = Unit(
            organisation=scene.organisation,
            key=planned.key,
            name=scene.say(planned.name),
            parent=scene.units.get(planned.parent),
        )
        unit.save()
        scene.units[planned.key] = unit
    texts = dict.fromkeys(text for planned in scene.planned_units for _count, text in planned.staff)
    positions = [
        Position(organisation=scene.organisation, key=f"F{number:03d}", name=scene.say(text))
        for number, text in enumerate(texts, start=1)
    ]
    bulk_create_with_history(positions, Position)
    scene.positions = {text.nl: position for text, position in zip(texts, positions, strict=True)}


def _mailbox(name: str, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", name.lower().replace("ı", "i")).encode("ascii", "ignore").decode()
    whole = "".join(letter for letter in plain if letter.isalnum() or letter == " ").replace(" ", ".")
    for number in itertools.count(1):
        mailbox = whole if number == 1 else f"{whole}{number}"
        if mailbox not in taken:
            taken.add(mailbox)
            return mailbox
    raise AssertionError


def _people(scene: Scene) -> None:
    rng, today = scene.rng, scene.today
    domain = "westerwaard.example" if scene.language == "nl" else "westerwaard-en.example"
    mailboxes = {login.name: login.mailbox for login in LOGINS}
    taken = set(mailboxes.values())
    for planned in scene.planned_people:
        starts_on = date(rng.randint(1996, today.year - 1), rng.randint(1, 12), 1)
        box = mailboxes.get(planned.name) or _mailbox(planned.name, taken)
        scene.people.append(
            Person(
                organisation=scene.organisation,
                key=f"{10000 + 17 * planned.number + 3}",
                given_name=planned.given,
                family_prefix=planned.prefix,
                family_name=planned.family,
                email=f"{box}@{domain}",
                starts_on=starts_on,
                sort_name=sort_name(planned.given, planned.prefix, planned.family),
            )
        )
    bulk_create_with_history(scene.people, Person)
    placements = []
    for planned, person in zip(scene.planned_people, scene.people, strict=True):
        manager = scene.people[planned.manager.number] if planned.manager else None
        in_service = person.starts_on or today
        here_since = max(in_service, date(today.year - rng.randint(0, 6), rng.choice((1, 3, 5, 9)), 1))
        here_since = min(here_since, today)
        common = {"organisation": scene.organisation, "person": person, "line_manager": manager}
        moved = rng.random() < 0.15 and not planned.is_head and in_service < here_since
        if moved:
            unit = next(unit for unit in scene.planned_units if unit.key == planned.unit)
            before = rng.choice(unit.staff[1:] or unit.staff)[1].nl
            placements.append(
                Placement(
                    unit=scene.units[planned.unit],
                    position=scene.positions[before],
                    starts_on=in_service,
                    ends_on=here_since - timedelta(days=1),
                    **common,
                )
            )
        placements.append(
            Placement(
                unit=scene.units[planned.unit],
                position=scene.positions[planned.position],
                starts_on=here_since,
                **common,
            )
        )
    bulk_create_with_history(placements, Placement)
    scene.units["WW"].head = scene.people[0]
    scene.units["WW"].save()
    for planned, person in zip(scene.planned_people, scene.people, strict=True):
        if planned.is_head:
            scene.units[planned.unit].head = person
            scene.units[planned.unit].save()


def _projects(scene: Scene) -> None:
    people = scene.by_name
    for key, unit, leader, dutch, english, description, in_english, began, _units in project_rows():
        project = Project(
            organisation=scene.organisation,
            key=key,
            name=scene.say(Text(dutch, english)),
            description=scene.say(Text(description, in_english)),
            leader=people[leader] if leader else _leader(scene, unit),
            unit=scene.units[unit],
            starts_on=date(scene.today.year - int(began), 9, 1),
            ends_on=date(scene.today.year + 1, 6, 30),
        )
        project.save()
        scene.projects[key] = project


def _leader(scene: Scene, unit: str) -> Person:
    around = [p for p in scene.planned_people if p.unit.startswith(unit) and not p.is_head]
    leaders = [p for p in around if p.position == "Projectleider"] or around
    return scene.people[scene.source("leader", unit).choice(leaders).number]


def _direction(scene: Scene) -> None:
    rows = sections("direction.txt")["direction"]
    texts = {row[0]: Text(row[1], row[2]) for row in rows if row[0] in {"name", "mission", "vision", "strategy"}}
    until = scene.today.year + 4
    said = {name: scene.say(text).replace("{year}", str(until)) for name, text in texts.items()}
    scene.direction = Direction(
        organisation=scene.organisation,
        starts_on=date(scene.today.year - YEARS + 1, 1, 1),
        ends_on=date(until, 12, 31),
        **said,
    )
    scene.direction.save()
    values = [row for row in rows if row[0] == "value"]
    CoreValue.objects.bulk_create(
        CoreValue(
            organisation=scene.organisation,
            direction=scene.direction,
            name=scene.say(Text(dutch, english)),
            description=scene.say(Text(description, in_english)),
            position=place,
        )
        for place, (_sort, dutch, english, description, in_english) in enumerate(values)
    )


def _stakeholders(scene: Scene) -> None:
    rows = [row for row in sections("direction.txt")["direction"] if row[0] == "stakeholder"]
    Stakeholder.objects.bulk_create(
        Stakeholder(
            organisation=scene.organisation,
            direction=scene.direction,
            name=scene.say(Text(dutch, english)),
            kind=kind,
            description=scene.say(Text(description, in_english)),
            position=place,
        )
        for place, (_sort, dutch, english, kind, description, in_english) in enumerate(rows)
    )
