"""An organisation four times as large asks no more of the database: counted, not timed.

SQLite counts the steps of its own machine, PostgreSQL the pages of memory that a question touches. Whoever walks along
all objectives of a level finds what was looked for, in every test with ten objectives; here it is four times the work.
"""

import json

import pytest
from django.db import connection
from django.urls import reverse

from tests.factories import Client, sign_in
from zichtlijn.access.models import Membership
from zichtlijn.access.roles import Role
from zichtlijn.access.scoping import in_organisation
from zichtlijn.access.sizes import learn_sizes
from zichtlijn.demo.large import make_large
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.states import Level

#: As much more work as a page may ask in an organisation four times as large: deeper indexes, a longer line.
TIMES = 1.3
#: Work so small that growth says nothing: half a millisecond.
NOTHING = {"sqlite": 10_000, "postgresql": 2000}
#: More people report to the director of a larger organisation: the page shows more.
LONGER = {("director", "team")}
SMALL, LARGE = 250, 1000


class Work:
    """What the database does while the block runs."""

    def __enter__(self):
        self.asked, self.steps = [], 0
        self.wrapper = connection.execute_wrapper(self._note)
        self.wrapper.__enter__()
        if connection.vendor == "sqlite":
            connection.connection.set_progress_handler(self._step, 100)
        return self

    def __exit__(self, *failure):
        self.wrapper.__exit__(*failure)
        if connection.vendor == "sqlite":
            connection.connection.set_progress_handler(None, 0)

    def _step(self):
        self.steps += 100

    def _note(self, execute, sql, params, many, context):
        self.asked.append((sql, params))
        return execute(sql, params, many, context)

    @property
    def amount(self) -> int:
        if connection.vendor == "sqlite":
            return self.steps
        pages = 0
        with connection.cursor() as cursor:
            for sql, params in self.asked:
                if sql.startswith("SELECT"):
                    cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
                    (found,) = cursor.fetchone()
                    plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
                    pages += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
        return pages


def one_of_each(organisation):
    """An employee, somebody who leads a team, and the director."""
    members = Membership.objects.filter(organisation=organisation).select_related("user", "organisation", "person")
    director = members.filter(roles__role=Role.DIRECTOR).order_by("pk").first()
    manager = members.filter(roles__role=Role.MANAGER).exclude(pk=director.pk).order_by("-pk").first()
    employee = members.exclude(roles__role__in=[Role.MANAGER, Role.DIRECTOR]).order_by("pk").first()
    return {"employee": employee, "manager": manager, "director": director}


def pages_of(member):
    mine = Objective.objects.filter(owner=member.person, level=Level.PERSONAL).order_by("pk").first()
    common = Objective.objects.get(key="R-ALG")
    strategic = Objective.objects.filter(level=Level.STRATEGIC).order_by("pk").first()
    columns = reverse("objectives:alignment")
    return {
        "my line": reverse("home:my_line"),
        "columns": columns,
        "columns, a path open": f"{columns}?open={mine.pk}",
        "columns, the largest": f"{columns}?open={common.pk}",
        "objective": reverse("objectives:objective", args=[mine.pk]),
        "objective, the largest column": reverse("objectives:objective", args=[common.pk]),
        "objective, strategic": reverse("objectives:objective", args=[strategic.pk]),
        "check-in": reverse("objectives:check_in"),
        "team": reverse("home:team"),
        "people": reverse("organisation:people"),
        "objectives": reverse("objectives:list"),
        "search": f"{reverse('home:search')}?q=molenvliet",
        "scorecard": reverse("scorecards:scorecard"),
    }


def work_of_each(people):
    organisation = make_large(people, accounts=12)
    learn_sizes()
    found = {}
    for part, member in one_of_each(organisation).items():
        client = sign_in(Client(), member)
        with in_organisation(organisation):
            pages = pages_of(member)
        for name, address in pages.items():
            if (name, part) != ("team", "employee"):
                assert client.get(address).status_code == 200, (part, name)
                with Work() as work:
                    client.get(address)
                found[part, name] = (work.amount, len(work.asked))
    return found


@pytest.mark.django_db(transaction=True)
def test_a_larger_organisation_asks_no_more_of_the_database(request):
    if connection.vendor == "postgresql":
        # tables of this size it rather reads whole; asked not to, it does what it does at a hundred times the size
        request.addfinalizer(lambda: connection.cursor().execute("RESET enable_seqscan"))
        connection.cursor().execute("SET enable_seqscan = off")
    small, large = work_of_each(SMALL), work_of_each(LARGE)
    nothing = NOTHING[connection.vendor]
    grown = {
        page: (small[page][0], steps)
        for page, (steps, _asked) in large.items()
        if page not in LONGER and steps > max(nothing, TIMES * small[page][0])
    }
    assert not grown
    assert {page: asked for page, (_steps, asked) in large.items() if asked > 25} == {}
    assert sum(steps for steps, _asked in large.values()) > nothing, "nothing was counted"
