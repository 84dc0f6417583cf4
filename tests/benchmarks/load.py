"""The last day of a cycle: so many pages and so many saved texts a second, on a server of its own.

    DATABASE_URL=… python -m tests.benchmarks.load PEOPLE SECONDS [--pages 40] [--submits 6]

The organisation must be there (`make bench` builds it). Everybody in it gets a conversation; four hundred of them come
by at moments that do not wait for each other, so that a slow answer makes a queue and no pause. A text counts as kept
once it was acknowledged; afterwards the database must hold the last one that each was told of.
"""

# ruff: noqa: E402 - models can be imported only when Django knows its settings

import argparse
import http.client
import json
import os
import queue
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zichtlijn.settings")
os.environ.setdefault("ZICHTLIJN_LOG_LEVEL", "CRITICAL")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.benchmarks.pages import fixed_work
from zichtlijn.access.actor import actor_for
from zichtlijn.access.models import Membership, Organisation, RoleAssignment, User
from zichtlijn.access.roles import Role
from zichtlijn.access.scoping import in_organisation
from zichtlijn.conversations.actions import cycles
from zichtlijn.conversations.models import Conversation, Cycle, Preparation, Step
from zichtlijn.jobs.models import Schedule
from zichtlijn.organisation.models import Period

#: So many people come by, with so many requests on their way at once.
VISITORS, AT_ONCE = 400, 32
HOST = "127.0.0.1"


class Visitor:
    """Somebody with a conversation to prepare: their cookies, and what they were told was kept."""

    def __init__(self, membership: Membership, conversation: Conversation):
        client = Client(SERVER_NAME=HOST)
        client.force_login(membership.user)
        session = client.session
        session["organisation"] = membership.organisation.slug
        session.save()
        self.person_id, self.organisation = membership.person_id, membership.organisation.slug
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
        self.token, self.version, self.kept, self.saved = "", 1, "", 0
        self.conversation = conversation.pk
        self.turn = threading.Lock()
        self.pages = (
            "/", "/conversations/", f"/conversations/{conversation.pk}/", f"/conversations/{conversation.pk}/prepare/",
            "/check-in/", "/alignment/",
        )  # fmt: skip

    def headers(self) -> dict[str, str]:
        return {"Cookie": f"{self.cookie}; {settings.CSRF_COOKIE_NAME}={self.token}"}


def prepare(organisation: Organisation) -> tuple[list[Visitor], int, float]:
    """A running cycle for everybody, and visitors; how many conversations that are, and the seconds it took."""
    Cycle.objects.filter(name="Load").delete()
    Schedule.objects.all().delete()  # the work of this day comes on top
    hr = _account(organisation, "hr", Role.HR)
    today = timezone.localdate()
    period = Period.objects.filter(kind="year", starts_on__lte=today, ends_on__gte=today).get()
    actor = actor_for(hr)
    cycle = cycles.add_cycle(name="Load", period=period, unit=None, by=actor)
    cycles.add_step(cycle, kind="progress", title="Load", opens_on=today - timedelta(days=9), closes_on=today, by=actor)
    begun = time.perf_counter()
    count = cycles.start_cycle(cycle, by=actor)
    took = time.perf_counter() - begun
    step = Step.objects.get(cycle=cycle)
    rows = list(Conversation.objects.filter(step=step).select_related("employee").order_by("?")[:VISITORS])
    visitors = [
        Visitor(_account(organisation, f"load-{row.employee_id}", Role.EMPLOYEE, row.employee), row) for row in rows
    ]
    return visitors, count, took


def _account(organisation, name: str, role: Role, person=None) -> Membership:
    user, _made = User.objects.get_or_create(
        email=f"{name}@{organisation.slug}.example", defaults={"name": name, "password": "!"}
    )
    membership = Membership.objects.filter(organisation=organisation, person=person).first() if person else None
    if membership is None:
        membership, _made = Membership.objects.get_or_create(
            organisation=organisation, user=user, defaults={"person": person, "name": "" if person else name}
        )
    RoleAssignment.objects.get_or_create(organisation=organisation, membership=membership, role=role)
    return Membership.objects.select_related("user", "person", "organisation").get(pk=membership.pk)


class Load:
    """Requests that come at fixed moments, and how long each took from its moment on."""

    def __init__(self, port: int, visitors: list[Visitor]):
        self.port, self.visitors = port, visitors
        self.waiting: queue.Queue = queue.Queue()
        self.times: dict[str, list[float]] = {"page": [], "submit": []}
        #: Of each ten seconds, how long what came then took.
        self.course: defaultdict[int, list[float]] = defaultdict(list)
        self.begun = 0.0
        self.wrong: Counter[str] = Counter()
        self.lock = threading.Lock()

    def work(self) -> None:
        line = http.client.HTTPConnection(HOST, self.port, timeout=60)
        while (task := self.waiting.get()) is not None:
            moment, kind, visitor, number = task
            try:
                status = self._submit(line, visitor) if kind == "submit" else self._page(line, visitor, number)
            except (OSError, http.client.HTTPException) as failure:
                line.close()
                status = type(failure).__name__
            took = (time.perf_counter() - moment) * 1000
            with self.lock:
                self.times[kind].append(took)
                self.course[int(moment - self.begun) // 10].append(took)
                if status not in (200, "skipped"):
                    self.wrong[f"{kind} {status}"] += 1

    def _page(self, line, visitor: Visitor, number: int):
        line.request("GET", visitor.pages[number % len(visitor.pages)], headers=visitor.headers())
        answer = line.getresponse()
        answer.read()
        return answer.status

    def _submit(self, line, visitor: Visitor):
        with visitor.turn:
            if not visitor.token:
                line.request("GET", visitor.pages[3], headers=visitor.headers())
                answer = line.getresponse()
                answer.read()
                cookies = [value for name, value in answer.getheaders() if name.lower() == "set-cookie"]
                found = [c.split(";")[0].split("=", 1)[1] for c in cookies if c.startswith(settings.CSRF_COOKIE_NAME)]
                visitor.token = found[0] if found else ""
            text = f"Tekst {visitor.saved} van {visitor.person_id}. " + " ".join(["Wat goed ging en wat niet."] * 20)
            given = {
                "_organisation": visitor.organisation, "looking_back": text, "looking_ahead": "", "needs": "",
                "version": visitor.version,
            }  # fmt: skip
            headers = visitor.headers() | {
                "Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true",
                "X-CSRFToken": visitor.token, "X-Organisation": visitor.organisation,
            }  # fmt: skip
            line.request("POST", visitor.pages[3], body=urlencode(given), headers=headers)
            answer = line.getresponse()
            answer.read()
            if answer.status == 200:
                visitor.version += 1
                visitor.kept, visitor.saved = text, visitor.saved + 1
            return answer.status

    def run(self, seconds: float, pages: float, submits: float) -> float:
        """Let them come for so many seconds; returns how long it took until all were answered."""
        threads = [threading.Thread(target=self.work, daemon=True) for _number in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        rng, begun, number = random.Random(1), time.perf_counter(), 0
        self.begun = begun
        rate = pages + submits
        while (moment := begun + number / rate) < begun + seconds:
            time.sleep(max(0.0, moment - time.perf_counter()))
            kind = "submit" if rng.random() < submits / rate else "page"
            self.waiting.put((moment, kind, rng.choice(self.visitors), number))
            number += 1
        for _thread in threads:
            self.waiting.put(None)
        for thread in threads:
            thread.join()
        return time.perf_counter() - begun


def lost(visitors: list[Visitor]) -> int:
    """Of how many the last text that was acknowledged is not what the database holds."""
    rows = Preparation.objects.filter(writer__in=[visitor.person_id for visitor in visitors])
    there = dict(rows.filter(conversation__step__cycle__name="Load").values_list("writer_id", "looking_back"))
    return sum(visitor.kept != there.get(visitor.person_id, "") for visitor in visitors if visitor.kept)


def spread(times: list[float]) -> dict[str, float]:
    times = sorted(times)
    at = {f"p{part}": times[min(len(times) - 1, len(times) * part // 100)] for part in (50, 95, 99)}
    return {"requests": len(times), **{name: round(value, 1) for name, value in at.items()}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("people", type=int)
    parser.add_argument("seconds", type=int)
    parser.add_argument("--pages", type=float, default=40)
    parser.add_argument("--submits", type=float, default=6)
    chosen = parser.parse_args()
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    organisation = Organisation.objects.get(slug=f"groot-{chosen.people}")
    with in_organisation(organisation):
        visitors, count, took = prepare(organisation)
    vendor = connection.vendor
    connection.close()
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    program = Path(sys.executable).parent / "zichtlijn"
    server = subprocess.Popen([program, "serve", "--port", str(port)], stdout=subprocess.DEVNULL)
    try:
        _until_it_answers(port)
        load = Load(port, visitors)
        load.run(5, 10, 2)  # warm
        load.times, load.wrong = {"page": [], "submit": []}, Counter()
        load.course.clear()
        lasted = load.run(chosen.seconds, chosen.pages, chosen.submits)
    finally:
        server.terminate()
        server.wait(timeout=60)
    with in_organisation(organisation):
        missing = lost(visitors)
    told = {
        "database": vendor, "on": timezone.localdate().isoformat(), "people": chosen.people,
        "conversations": count, "started in": round(took, 1),
        "seconds": round(lasted, 1), "asked": {"pages": chosen.pages, "submits": chosen.submits},
        "page": spread(load.times["page"]), "submit": spread(load.times["submit"]),
        "wrong": dict(load.wrong), "texts lost": missing,
        "p95 of each ten seconds": [spread(load.course[part])["p95"] for part in sorted(load.course)],
        "yardstick": round(statistics.median(fixed_work(1000) for _n in range(9)), 2),
    }  # fmt: skip
    print(json.dumps(told))


def _until_it_answers(port: int) -> None:
    for _try in range(120):
        try:
            line = http.client.HTTPConnection(HOST, port, timeout=5)
            line.request("GET", "/health")
            if line.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.5)
    raise SystemExit("The server did not answer within a minute.")


if __name__ == "__main__":
    main()
