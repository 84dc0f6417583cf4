"""What people may ask about themselves, and what must go in time, in an organisation of so many.

    DATABASE_URL=… python -m tests.benchmarks.privacy PEOPLE

The organisation must be there (`make bench` builds it). Everybody gets twenty lines in the log, and one in a hundred
left so long ago that everything of them must go. All of it happens in one transaction that is taken back.
"""

# ruff: noqa: E402 - models can be imported only when Django knows its settings

import argparse
import json
import os
import time
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zichtlijn.settings")
os.environ.setdefault("ZICHTLIJN_LOG_LEVEL", "CRITICAL")

import django

django.setup()

from django.db import connection, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from tests.benchmarks.pages import Asked, client_of, members
from zichtlijn.access.actor import actor_for
from zichtlijn.access.models import Organisation
from zichtlijn.access.scoping import in_organisation
from zichtlijn.access.sizes import learn_sizes
from zichtlijn.audit.models import AuditEvent, AuditHead, Event
from zichtlijn.exchange.own_data import own_data_archive
from zichtlijn.organisation.models import Person
from zichtlijn.privacy.actions.removing import remove_past_term

#: Lines of the log about each person; people of whom the own data is made; one in so many left long ago.
LINES, ASKED, LEFT_ONE_IN = 20, 5, 100


def measured(work):
    """Seconds, questions to the database, and what came of it."""
    asked, begun = Asked(), time.perf_counter()
    with connection.execute_wrapper(asked):
        result = work()
    return time.perf_counter() - begun, len(asked.statements), result


def fill_log(organisation: Organisation) -> int:
    """A log as after a year: everybody was looked at by many; how many lines."""
    first = number = AuditEvent.objects.aggregate(last=Max("sequence"))["last"] or 0
    people, now = list(Person.objects.values_list("pk", flat=True)), timezone.now()
    for start in range(0, len(people), 500):
        rows = []
        for pk in people[start : start + 500]:
            for turn in range(LINES):
                number += 1
                rows.append(
                    AuditEvent(
                        organisation=organisation, sequence=number, event=Event.PERSON_SEEN, at=now,
                        by_name=f"Kijker {(pk + turn) % 200}", on_type="organisation.person", on_id=pk,
                        about_person_id=pk, hash=f"{number:064d}",
                    )
                )  # fmt: skip
        AuditEvent.objects.bulk_create(rows, batch_size=1000)
    head = {"sequence": number, "hash": f"{number:064d}"}
    AuditHead.objects.update_or_create(organisation=organisation, defaults=head)
    return number - first


def let_some_leave(day) -> int:
    """One in so many left three years ago; nobody reports to them."""
    number = Person.objects.count() // LEFT_ONE_IN
    leads = Person.objects.exclude(placements__line_manager=None).values("placements__line_manager")
    gone = list(Person.objects.exclude(pk__in=leads).order_by("-pk").values_list("pk", flat=True)[:number])
    ended = day - timedelta(days=3 * 366)
    Person.objects.filter(pk__in=gone).update(starts_on=ended - timedelta(days=365), ends_on=ended)
    return len(gone)


def own_data_of(asking) -> dict:
    """The most that any of these took: a workbook and the same as text."""
    took = [measured(lambda member=member: own_data_archive(actor_for(member))) for member in asking]
    return {
        "seconds": round(max(seconds for seconds, _queries, _file in took), 2),
        "queries": max(queries for _seconds, queries, _file in took),
        "bytes": max(len(file) for _seconds, _queries, file in took),
    }


def page_of(member, url: str) -> dict:
    browser = client_of(member)
    browser.get(url)
    seconds, queries, answer = measured(lambda: browser.get(url))
    if answer.status_code != 200:
        raise SystemExit(f"{url}: {answer.status_code}")
    return {"seconds": round(seconds, 3), "queries": queries}


def measure(organisation: Organisation) -> dict:
    """All of it, inside the scope of the organisation and a transaction that is taken back."""
    parts, day = members(organisation), timezone.localdate()
    told: dict = {"on": day.isoformat(), "people": Person.objects.count(), "lines of the log": fill_log(organisation)}
    learn_sizes()
    told["own data"] = own_data_of(parts["employee"][:ASKED])
    told["my file"] = page_of(parts["employee"][0], reverse("home:my_file"))
    told["who saw what"] = page_of(parts["administrator"][0], f"{reverse('audit:log')}?who=Kijker+7")
    left = let_some_leave(day)
    seconds, queries, _removed = measured(lambda: remove_past_term(organisation, day))
    told["removed"] = {"people": left, "seconds": round(seconds, 1), "queries": queries}
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int)
    organisation = Organisation.objects.get(slug=f"groot-{parser.parse_args().people}")
    with transaction.atomic(), in_organisation(organisation):
        told = measure(organisation)
        transaction.set_rollback(True)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
