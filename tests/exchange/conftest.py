"""Files to bring in, made for one test."""

import csv as csv_module
import io

import pytest
import xlsxwriter
from django.utils import translation

from tests.factories import make_organisation, make_period, make_person, make_position, make_project, make_unit
from zichtlijn.access.actor import system_actor
from zichtlijn.access.scoping import in_organisation
from zichtlijn.exchange.actions.bringing_in import bring_in


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def empty(db, time_of_year):
    """An organisation with nothing in it but the year 2026, its scope open; it is August of that year."""
    organisation = make_organisation("Leeg", slug="leeg")
    make_period(organisation)
    with in_organisation(organisation):
        yield organisation


@pytest.fixture
def staffed(empty):
    """An organisation in which somebody works."""
    unit = make_unit(empty, "Waterschap", key="W")
    make_position(empty, "Operator", key="OP")
    make_person(empty, "Dirk", "Dijk", key="1")
    make_person(empty, "Emma", "Eik", key="2")
    make_project(empty, "Gisting", key="G", unit=unit)
    return empty


@pytest.fixture
def workbook(tmp_path):
    """`workbook({"people": [[header, …], [value, …]]})` → the path of an XLSX file."""

    def make(sheets, name="file.xlsx"):
        path = tmp_path / name
        book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"})
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(number, place, value)
                    elif value is not None:
                        sheet.write(number, place, value)
        book.close()
        return path

    return make


@pytest.fixture
def csv(tmp_path):
    """`csv([[header, …], [value, …]])` → the path of a CSV file."""

    def make(rows, name="file.csv", *, separator=";", encoding="utf-8-sig"):
        text = io.StringIO()
        csv_module.writer(text, delimiter=separator).writerows(rows)
        path = tmp_path / name
        path.write_bytes(text.getvalue().encode(encoding))
        return path

    return make


@pytest.fixture
def bring():
    """Bring a file in as the program itself, or as somebody; `dry=True` only tries it."""

    def do(path, kind="people", *, organisation=None, by=None, dry=False, complete=False, name=None):
        by = by or system_actor(organisation)
        return bring_in(path, name or path.name, kind, by=by, dry_run=dry, complete=complete)

    return do


def codes(written):
    """What is wrong: (code, row, column)."""
    return [(problem.code, problem.row, problem.column) for problem in written.plan.problems]


def counts(written):
    return {name: number for name, number in written.plan.counts().items() if number}
