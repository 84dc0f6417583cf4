"""Measures one organisation in one database: every page by every part, in this process, without a network.

    DATABASE_URL=… python -m tests.benchmarks.pages PEOPLE REQUESTS

Builds the organisation when the database has none, then prints what it measured as JSON. The time of a page is that of
the whole program from request to answer (middleware, queries, template); what the test client adds is left out.
"""

# ruff: noqa: E402 - models can be imported only when Django knows its settings

import json
import os
import random
import statistics
import sys
import time
from contextlib import suppress
from functools import cache
from urllib.parse import urlencode

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zichtlijn.settings")
os.environ.setdefault("ZICHTLIJN_LOG_LEVEL", "CRITICAL")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse
from django.utils import timezone

from tests.benchmarks.past import KEY, directorate
from zichtlijn.access.models import Membership, Organisation, RoleAssignment, User
from zichtlijn.access.roles import Role
from zichtlijn.access.scoping import in_organisation
from zichtlijn.access.sizes import learn_sizes
from zichtlijn.demo.large import make_large
from zichtlijn.growth_plan.models import GrowthPlan
from zichtlijn.objectives.models import Measure, Objective
from zichtlijn.objectives.queries.break_kinds import KINDS
from zichtlijn.organisation.models import Person, Unit
from zichtlijn.wsgi import calm_collector

WARM = 5
#: Parts of pages that the browser fetches by itself.
PARTS_OF_PAGES = {"units of a department", "line-of-sight coverage", "choosing an objective", "choosing a person"}
SEARCHES = {"search, rare word": "molenvliet", "search, common word": "overdracht", "search, one letter": "w"}


class Clock:
    """Stands between the client and the program, and keeps how long the program took."""

    def __init__(self, handler):
        self.handler = handler
        self.seconds = self.worked = 0.0

    def __call__(self, environ):
        begun, worked = time.perf_counter(), processor_time()
        try:
            return self.handler(environ)
        finally:
            self.seconds, self.worked = time.perf_counter() - begun, processor_time() - worked


def processor_time() -> float:
    """Seconds of processor that this program and its connection to the database have used so far.

    Apart from whatever else runs on the machine. Linux tells it of the process that PostgreSQL keeps for a connection.
    """
    used = time.thread_time()
    if connection.vendor == "postgresql" and connection.connection is not None:
        with suppress(OSError):
            path = f"/proc/{connection.connection.info.backend_pid}/schedstat"
            with open(path) as file:
                used += int(file.read().split()[0]) / 1e9
    return used


class Asked:
    """Counts questions to the database."""

    def __init__(self):
        self.statements = []

    def __call__(self, execute, sql, params, many, context):
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")):
            self.statements.append(sql)
        return execute(sql, params, many, context)


@cache
def program() -> ClientHandler:
    """The program with its middleware loaded once, as a server does; each client of its own would load it anew."""
    handler = ClientHandler(enforce_csrf_checks=False)
    handler.load_middleware()
    return handler


def client_of(membership) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.handler = Clock(program())
    client.force_login(membership.user)
    session = client.session
    session["organisation"] = membership.organisation.slug
    session.save()
    return client


def members(organisation) -> dict[str, list[Membership]]:
    """Employees, managers and the director, spread over the organisation; somebody of HR and an administrator."""
    parts = {"employee": [], "manager": [], "director": [], "HR": [], "administrator": []}
    for role in (Role.HR, Role.ADMINISTRATOR):
        make_account(organisation, role)
    found = (
        Membership.objects.filter(organisation=organisation)
        .prefetch_related("roles")
        .select_related("user", "person", "organisation")
    )
    names = {Role.DIRECTOR: "director", Role.HR: "HR", Role.ADMINISTRATOR: "administrator", Role.MANAGER: "manager"}
    for membership in found.order_by("pk"):
        roles = {role.role for role in membership.roles.all()}
        parts[next((name for role, name in names.items() if role in roles), "employee")].append(membership)
    return parts


def make_account(organisation, role: Role) -> None:
    """An account with this role and no place in the organisation, made once."""
    email = f"{role}@{organisation.slug}.example"
    user, made = User.objects.get_or_create(email=email, defaults={"name": str(role), "password": "!"})
    if made:
        membership = Membership.objects.create(
            organisation=organisation, user=user, name=str(role), came_in_at=timezone.now()
        )
        RoleAssignment.objects.create(organisation=organisation, membership=membership, role=role)


def addresses(part: str, membership: Membership, rng: random.Random) -> dict[str, str]:
    """The pages this part looks at, each with an address of its own kind."""
    person = membership.person or Person.objects.order_by("pk")[rng.randrange(Person.objects.count())]
    unit = Unit.objects.filter(placements__person=person).first()
    pages = {
        "people": reverse("organisation:people"),
        "person": reverse("organisation:person", args=[person.pk]),
        "units": reverse("organisation:units"),
        "unit": reverse("organisation:unit", args=[unit.pk]),
        "unit, the whole": reverse("organisation:unit", args=[Unit.objects.get(parent=None).pk]),
        "units of a department": reverse("organisation:unit_children", args=[unit.parent_id]),
        "positions": reverse("organisation:positions"),
        "objectives": reverse("objectives:list"),
        "OKR": reverse("okr:cycle"),
        "OKR, all cycles": reverse("okr:cycles"),
        "scorecard": reverse("scorecards:scorecard"),
        "scorecard of a department": f"{reverse('scorecards:scorecard')}?{urlencode({'unit': unit.parent.key})}",
        "balance of a department": f"{reverse('scorecards:balance')}?{urlencode({'unit': unit.parent.key})}",
        "strategy map of a department": f"{reverse('scorecards:map')}?{urlencode({'unit': unit.parent.key})}",
        "scorecard, 36 periods": f"{reverse('scorecards:scorecard')}?{urlencode({'unit': KEY})}",
        "balance, 36 periods": f"{reverse('scorecards:balance')}?{urlencode({'unit': KEY})}",
        "growth plan": reverse("growth_plan:plan", args=[GrowthPlan.objects.get(unit__key=KEY).pk]),
        "choosing an objective": f"{reverse('objectives:pick')}?q=over",
        "choosing a person": f"{reverse('organisation:pick_person')}?q=ma",
    }
    if part in {"HR", "administrator"}:
        pages = {name: pages[name] for name in ("units", "unit, the whole", "positions")}
    else:
        pages |= of_a_person(part, person, rng)
    if part == "administrator":
        pages |= {"members": reverse("members:members"), "log": reverse("audit:log")}
    if part != "employee":
        pages["line-of-sight coverage"] = f"{reverse('objectives:breaks')}?count=coverage"
        for kind in KINDS.values():
            if part != "administrator" or not kind.personal:
                pages[f"breaks: {kind.name}"] = reverse("objectives:break_list", args=[kind.name])
    return pages


def of_a_person(part: str, person: Person, rng: random.Random) -> dict[str, str]:
    """What somebody with objectives looks at."""
    own = Objective.objects.filter(owner=person, level="personal").order_by("pk")
    mine = own[rng.randrange(6)]
    above = Objective.objects.filter(child_links__child=mine).get()
    pages = {
        "Mijn zichtlijn": reverse("home:my_line"),
        "Afstemming": reverse("objectives:alignment"),
        "Afstemming, a path open": f"{reverse('objectives:alignment')}?open={mine.pk}",
        "objective": reverse("objectives:objective", args=[mine.pk]),
        "objective above": reverse("objectives:objective", args=[above.pk]),
        "check-in": reverse("objectives:check_in"),
    }
    for name, text in SEARCHES.items():
        pages[name] = f"{reverse('home:search')}?q={text}"
    if part != "employee":
        pages["team"] = reverse("home:team")
        pages["team, the whole line"] = f"{reverse('home:team')}?scope=line"
        common = Objective.objects.get(key="R-ALG")
        pages["Afstemming, largest column"] = f"{reverse('objectives:alignment')}?open={common.pk}"
        pages["objective, largest column"] = reverse("objectives:objective", args=[common.pk])
        strategic = Objective.objects.filter(level="strategic").order_by("pk")[rng.randrange(10)]
        pages["OGSM"] = reverse("ogsm:sheet", args=[strategic.pk])
        pages["objective, strategic"] = reverse("objectives:objective", args=[strategic.pk])
        pages["where the line breaks"] = reverse("objectives:breaks")
    return pages


def look(organisation, parts, requests: int) -> list[dict]:
    """Every page by every part: number of questions to the database, median and 95th percentile."""
    rows = []
    for part, memberships in parts.items():
        rng = random.Random(part)
        visits: dict[str, list[tuple]] = {}
        clients = {m.pk: client_of(m) for m in memberships}
        for number in range(requests + WARM):
            membership = memberships[number % len(memberships)]
            with in_organisation(organisation):
                for name, address in addresses(part, membership, rng).items():
                    visits.setdefault(name, []).append((clients[membership.pk], address))
        for name, asked in visits.items():
            rows.append(one_page(part, name, asked))
    return rows


def one_page(part, name, visits) -> dict:
    counts, times, work, paces, size = [], [], [], [], 0
    headers = {"HX-Request": "true"} if name in PARTS_OF_PAGES else {}
    row = {"part": part, "page": name}
    try:
        for client, address in visits[:WARM]:
            asked = Asked()
            with connection.execute_wrapper(asked):
                response = client.get(address, headers=headers)
            if response.status_code != 200:
                return {**row, "failed": f"{response.status_code} {address}"}
            size = len(response.content)
            counts.append(len(asked.statements))
        for client, address in visits[WARM:]:
            pace = fixed_work(1000)
            response = client.get(address, headers=headers)
            if response.status_code != 200:
                return {**row, "failed": f"{response.status_code} {address}"}
            times.append(client.handler.seconds * 1000)
            work.append(client.handler.worked * 1000)
            paces.append(work[-1] / pace)
    except Exception as failure:
        return {**row, "failed": f"{type(failure).__name__}: {failure}"[:200]}
    worked = {"processor": statistics.median(work), "paces": statistics.median(paces)}
    return {**row, "queries": max(counts), **spread(times), **worked, "bytes": size}


def spread(times: list[float]) -> dict:
    times = sorted(times)
    return {
        "median": statistics.median(times),
        "p95": times[min(len(times) - 1, round(0.95 * len(times)))],
        "requests": len(times),
    }


def post_readings(organisation, parts, requests: int) -> list[dict]:
    """One reading, posted as the page does: below the role objective of a team, and below the largest column."""
    rows = []
    for name, under_common in (("post of one reading", False), ("post of one reading, largest column", True)):
        visits = []
        for number in range(requests + WARM):
            membership = parts["employee"][number % len(parts["employee"])]
            with in_organisation(organisation):
                measures = Measure.objects.filter(responsible=membership.person, objective__level="personal")
                common = Measure.objects.filter(pk__in=measures, objective__parent_links__parent__key="R-ALG").order_by(
                    "pk"
                )
                if under_common:
                    measure = common.first()
                    if measure is None:
                        continue
                else:
                    choice = list(measures.exclude(pk__in=common.values("pk")).order_by("pk"))
                    measure = choice[number % len(choice)]
                visits.append((client_of(membership), membership.organisation.slug, measure))
        if len(visits) <= WARM:
            continue
        visits = [visits[n % len(visits)] for n in range(requests + WARM)]
        counts, times, work, paces = [], [], [], []
        row = {"part": "employee", "page": name}
        for number, (client, slug, measure) in enumerate(visits):
            # near what is aimed for, or the page asks whether it is no slip of the finger; and another value each time:
            # the same value of the same day is no second reading
            aimed = next(float(v) for v in (measure.target, measure.lower, measure.baseline, 0) if v is not None)
            way = abs(aimed - float(measure.baseline)) if measure.baseline is not None else 1
            value = aimed + way * (time.time_ns() // 1000 % 10_000) / 10_000
            data = {
                "_organisation": slug,
                "measured_on": timezone.localdate().isoformat(),
                "value": f"{value:.4f}".replace(".", ","),
                "note": "",
            }
            asked, pace = Asked(), fixed_work(1000)
            with connection.execute_wrapper(asked):
                response = client.post(reverse("objectives:record_reading", args=[measure.pk]), data)
            if response.status_code != 302:
                row["failed"] = f"{response.status_code}"
                break
            if number < WARM:
                counts.append(len(asked.statements))
            else:
                times.append(client.handler.seconds * 1000)
                work.append(client.handler.worked * 1000)
                paces.append(work[-1] / pace)
        if "failed" not in row:
            worked = {"processor": statistics.median(work), "paces": statistics.median(paces)}
            row = {**row, "queries": max(counts), **spread(times), **worked}
        rows.append(row)
    return rows


def build(people: int) -> float | None:
    """Make the database and the organisation; the seconds that took, or None when both were there."""
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    call_command("createcachetable", verbosity=0)
    if Organisation.objects.filter(slug=f"groot-{people}").exists():
        return None
    begun = time.perf_counter()
    make_large(people)
    return time.perf_counter() - begun


def counted(organisation) -> dict:
    from zichtlijn.objectives.models import Reading

    with in_organisation(organisation):
        return {
            "people": Person.objects.count(),
            "objectives": Objective.objects.count(),
            "measures": Measure.objects.count(),
            "readings": Reading.objects.count(),
            "largest column": Objective.objects.get(key="R-ALG").supporter_count,
        }


def fixed_work(size: int) -> float:
    """Milliseconds of processor for a fixed piece of work in plain Python."""
    begun = time.thread_time()
    rows = [{"number": n, "title": f"objective {n}", "progress": n / 7} for n in range(size)]
    for row in rows:
        row["words"] = f"{row['title']}: {row['progress']:.3f}".replace(".", ",").split()
    sorted(rows, key=lambda row: row["words"][-1])
    return (time.thread_time() - begun) * 1000


def yardstick() -> float:
    """How fast this machine is at this moment: less time, the faster."""
    return statistics.median(fixed_work(4000) for _ in range(21))


def version() -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_version()")
            return f"SQLite {cursor.fetchone()[0]}"
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"


def main(people: int, requests: int) -> dict:
    built = build(people)
    call_command("collectstatic", verbosity=0, interactive=False)
    organisation = Organisation.objects.get(slug=f"groot-{people}")
    directorate(organisation)
    learn_sizes()
    if requests == 0:
        return {"people": people, "built": built, "database": version()}
    parts = members(organisation)
    calm_collector()  # as a web process does
    rows = look(organisation, parts, requests)
    rows += post_readings(organisation, parts, requests)
    return {
        "people": people,
        "built": built,
        "database": version(),
        "on": timezone.localdate().isoformat(),
        "load": os.getloadavg()[0],
        "yardstick": yardstick(),
        "counts": counted(organisation),
        "rows": rows,
    }


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
