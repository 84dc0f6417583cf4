"""Taking along: lists of the organisation, and everything about oneself."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from zichtlijn.access.actor import Actor
from zichtlijn.access.permissions import require
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit import actions as audit
from zichtlijn.audit.actions import Event
from zichtlijn.exchange.bulk import in_batches
from zichtlijn.exchange.lists import BUNDLES, LISTS, Listed, lists_in
from zichtlijn.exchange.own_data import own_data_archive
from zichtlijn.exchange.permissions import can_export
from zichtlijn.exchange.writing_files import Workbook, csv_lines
from zichtlijn.jobs.actions import start_job
from zichtlijn.jobs.models import Job
from zichtlijn.jobs.running import Run
from zichtlijn.organisation.actions import look_at_many
from zichtlijn.organisation.models import Period, Person

#: Up to so many rows a file is made at once; beyond, in the background.
AT_ONCE = {"csv": 50_000, "xlsx": 10_000}
#: Up to so many people something personal is told of in such a file: each has a line in the log.
MOST_TOLD_OF = 2_000
FORMATS = tuple(AT_ONCE)


def _require(by: Actor, name: str, form: str) -> list[Listed]:
    require(can_export(by), _("You need the right to export lists for this."))
    found = lists_in(name, by)
    require(bool(found) and form in FORMATS, _("You may not export this list."))
    assert found is not None
    return found


def file_name(name: str, form: str) -> str:
    """What the file is called."""
    label = BUNDLES[name].label if name in BUNDLES else LISTS[name].label
    return f"{slugify(str(label))}-{timezone.localdate().isoformat()}.{form}"


def is_small(lists: list[Listed], form: str, by: Actor, period: Period | None = None) -> bool:
    """True when nobody has to wait for it: not for its rows, nor for writing down whom it tells of."""
    told_of = sum(owners.count() for owners in _owners(lists, by, period))
    return told_of <= MOST_TOLD_OF and sum(listed.count(by, period) for listed in lists) <= AT_ONCE[form]


def _owners(lists: list[Listed], by: Actor, period: Period | None) -> list[QuerySet[Person]]:
    """Of whom these lists tell something personal: each kind of question to the database once."""
    return [owners_of(by, period) for owners_of in {listed.owners_of for listed in lists} if owners_of]


def _note_looks(lists: list[Listed], by: Actor, period: Period | None) -> None:
    """With everybody else of whom these lists tell something personal, write down that somebody looked."""
    for owners in _owners(lists, by, period):
        for some in in_batches(owners.iterator(chunk_size=1000), 1000):
            look_at_many(some, what="line", by=by)


def lists_to_take(name: str, form: str, *, by: Actor) -> list[Listed]:
    """The lists that go out under this name, when this actor may have them."""
    return _require(by, name, form)


@transaction.atomic
def take_list(name: str, form: str, *, by: Actor, period: Period | None = None) -> list[Listed]:
    """Write down that these lists are taken along, and give them."""
    lists = _require(by, name, form)
    _note_looks(lists, by, period)
    audit.record(Event.LIST_EXPORTED, on=by.organisation, by=by, detail=_detail(name, form, period))
    return lists


def _detail(name: str, form: str, period: Period | None) -> dict:
    return {"list": name, "format": form} | ({"period": period.name} if period else {})


@transaction.atomic
def start_taking(name: str, form: str, *, by: Actor, period: Period | None = None) -> Job:
    """Make a long file in the background."""
    _require(by, name, form)
    given = {"list": name, "format": form, "period": period.pk if period else None}
    return start_job("export", given=given, by=by)


def stream_csv(listed: Listed, *, by: Actor, period: Period | None = None) -> Iterator[str]:
    """The lines of a list, made while they are sent: the scope and the language of the request are gone by then."""
    language = translation.get_language()
    with in_organisation(by.organisation), translation.override(language):
        yield from csv_lines(listed.headers(by), listed.rows(by, period))


def write_workbook(target, lists: list[Listed], *, by: Actor, period: Period | None = None, progress=None) -> int:
    """A workbook with these lists; returns how many rows it has."""
    rows = 0
    total = sum(listed.count(by, period) for listed in lists) if progress else 0
    with Workbook(target) as book:
        for listed in lists:

            def counted(source, start=rows, label=str(listed.label)):
                for number, row in enumerate(source, 1):
                    if progress and number % 500 == 0:
                        progress(start + number, total, label)
                    yield row

            found, columns = counted(listed.rows(by, period)), listed.columns_for(by)
            rows += book.add_sheet(listed.sheet_name, listed.headers(by), found, columns)
    return rows


def may_take_list(by: Actor, job: Job) -> bool:
    """Whether this actor may still have the file that this work made."""
    return can_export(by) and bool(lists_in(job.given["list"], by))


def make_file(run: Run) -> None:
    """The work of a long export: the file becomes that of the job."""
    name, form, by = run.job.given["list"], run.job.given["format"], run.by
    lists = _require(by, name, form)
    period = Period.objects.filter(pk=run.job.given.get("period")).first()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        if form == "csv":
            with path.open("w", encoding="utf-8", newline="") as file:
                rows = 0
                for rows, line in enumerate(stream_csv(lists[0], by=by, period=period)):
                    file.write(line)
                    if rows % 500 == 0:
                        run.progress(rows, 0, str(lists[0].label))
        else:
            rows = write_workbook(str(path), lists, by=by, period=period, progress=run.progress)
        with path.open("rb") as file:
            run.job.file.save("list", File(file), save=False)
    run.job.file_name = file_name(name, form)
    with run.writing():
        _note_looks(lists, by, period)
        detail = {**_detail(name, form, period), "rows": rows}
        audit.record(Event.LIST_EXPORTED, on=by.organisation, by=by, detail=detail)
        run.outcome = {"file_made": True, "rows": rows}


@transaction.atomic
def take_own_data(*, by: Actor) -> bytes:
    """Everything kept about whoever asks; that it was taken along is written down."""
    require(by.user is not None)
    archive = own_data_archive(by)
    on = by.person or by.membership
    audit.record(Event.PERSON_EXPORTED, on=on, by=by, about=by.person_id)
    return archive
