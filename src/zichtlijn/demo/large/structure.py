"""Units, positions, people and placements."""

from collections.abc import Iterator
from random import Random

from django.utils import timezone

from zichtlijn.access.models import Membership, RoleAssignment, User
from zichtlijn.access.roles import Role
from zichtlijn.access.scoping import path_step
from zichtlijn.demo.bulk import insert
from zichtlijn.demo.large.build import COMMON, TEAM, WIDTH, Build
from zichtlijn.demo.plan import ORIGINS, read_personal
from zichtlijn.demo.wording import names
from zichtlijn.organisation.models import Person, Placement, Position, SearchWord, Unit, sort_name
from zichtlijn.organisation.search import words_of


def write_units(build: Build) -> None:
    insert(Unit, ["id", "organisation", "key", "name", "parent", "path", "head"], _unit_rows(build))
    insert(SearchWord, WORD, _words(build, "unit", ((row[0], row[3]) for row in _unit_rows(build))))
    titles = sorted({key[1:] for key in read_personal() if key[0] == "#"})
    insert(
        Position,
        ["id", "organisation", "key", "name"],
        ((build.ids.position + n, build.organisation.pk, f"F{n:03d}", title) for n, title in enumerate(titles)),
    )


def _unit_rows(build: Build) -> Iterator[tuple]:
    organisation, size, person = build.organisation.pk, build.size, build.ids.person
    root = build.ids.unit
    yield root, organisation, "W", "Waterschap Groot", None, path_step(root), person
    towns, polders = names()["town"], names()["polder"]
    for n in range(size.divisions):
        pk = build.division_unit(n)
        yield (
            pk,
            organisation,
            f"V{n}",
            f"Divisie {n + 1}",
            root,
            _unit_path(build, n),
            person + build.leader_of_division(n),
        )
    for n in range(size.departments):
        pk = build.department_unit(n)
        name = f"Afdeling {towns[n % len(towns)]} {n + 1}"
        path = _unit_path(build, n // WIDTH, n)
        yield (
            pk,
            organisation,
            f"D{n}",
            name,
            build.division_unit(n // WIDTH),
            path,
            person + build.leader_of_department(n),
        )
    for n in range(size.teams):
        pk = build.team_unit(n)
        name = f"Team {polders[n % len(polders)]} {n + 1}"
        path = _unit_path(build, n // (WIDTH * WIDTH), n // WIDTH, n)
        yield pk, organisation, f"T{n}", name, build.department_unit(n // WIDTH), path, person + build.leader_of_team(n)


def _unit_path(build: Build, division: int, department: int | None = None, team: int | None = None) -> str:
    path = path_step(build.ids.unit) + path_step(build.division_unit(division))
    if department is not None:
        path += path_step(build.department_unit(department))
    if team is not None:
        path += path_step(build.team_unit(team))
    return path


def write_people(build: Build) -> None:
    fields = ["id", "organisation", "key", "given_name", "family_prefix", "family_name", "email", "starts_on"]
    insert(Person, [*fields, "sort_name", "reporting_path"], _person_rows(build))
    insert(
        Placement,
        ["organisation", "person", "unit", "position", "line_manager", "starts_on"],
        _placement_rows(build),
    )
    named = ((row[0], f"{row[3]} {row[4]} {row[5]}") for row in _person_rows(build))
    insert(SearchWord, WORD, _words(build, "person", named))


def _person_rows(build: Build) -> Iterator[tuple]:
    rng = Random(f"{build.size.people} people")
    given = {origin: names()[f"given {origin}"] for origin in ORIGINS}
    family = {origin: names()[f"family {origin}"] for origin in ORIGINS}
    origins, shares = list(ORIGINS), list(ORIGINS.values())
    base, organisation = build.ids.person, build.organisation.pk
    for number in range(build.size.people):
        origin = rng.choices(origins, shares)[0]
        first, last = rng.choice(given[origin]), rng.choice(family[origin])
        prefix, comma, last = last.rpartition(", ")
        prefix = prefix if comma else ""
        line = [number]
        while (above := build.manager_of(line[-1])) is not None:
            line.append(above)
        path = "".join(path_step(base + each) for each in reversed(line))
        since = f"{2000 + number % 24}-0{1 + number % 9}-01"
        mail = f"p{number}@groot.example"
        yield (
            base + number, organisation, str(1_000_000 + number), first, prefix, last, mail, since,
            sort_name(first, prefix, last), path,
        )  # fmt: skip


def _placement_rows(build: Build) -> Iterator[tuple]:
    rng = Random(f"{build.size.people} placements")
    positions = Position.objects.count()
    since = f"{build.today.year - 2}-01-01"
    for number in range(build.size.people):
        manager = build.manager_of(number)
        position = 0 if number % 100 < 100 * COMMON else 1 + rng.randrange(positions - 1)
        yield (
            build.organisation.pk, build.ids.person + number, build.team_unit(number // TEAM),
            build.ids.position + position, None if manager is None else build.ids.person + manager, since,
        )  # fmt: skip


WORD = ["organisation", "kind", "word", "target_id"]


def _words(build: Build, kind: str, named) -> Iterator[tuple]:
    """Words to search by, in the order of the words per hundred thousand: an index grows faster along its order."""
    waiting: list[tuple] = []
    organisation = build.organisation.pk
    for pk, name in named:
        waiting += [(organisation, kind, word, pk) for word in words_of(name)]
        if len(waiting) > 100_000:
            waiting.sort(key=lambda row: row[2])
            yield from waiting
            waiting.clear()
    waiting.sort(key=lambda row: row[2])
    yield from waiting


def write_accounts(build: Build, wanted: int) -> None:
    """Accounts over the whole organisation: the director, leaders of teams, people in teams. Nobody can sign in."""
    size = build.size
    step = max(1, size.teams // wanted)
    leaders = [build.leader_of_team(team) for team in range(1, size.teams, step)][:wanted]
    members = [number + 1 + n % (TEAM - 1) for n, number in enumerate(leaders)]
    for number, roles in (
        (0, (Role.DIRECTOR, Role.MANAGER, Role.EMPLOYEE)),
        *((number, (Role.MANAGER, Role.EMPLOYEE)) for number in leaders),
        *((number, (Role.EMPLOYEE,)) for number in members if number < size.people),
    ):
        user = User.objects.create(
            email=f"p{number}@{build.organisation.slug}.example",
            name=f"Persoon {number}",
            password="!",  # noqa: S106
        )
        membership = Membership.objects.create(
            organisation=build.organisation, user=user, person_id=build.ids.person + number, came_in_at=timezone.now()
        )
        for role in roles:
            RoleAssignment.objects.create(organisation=build.organisation, membership=membership, role=role)
