"""The pages that bring in and take along."""

import csv
import io
import re
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from tests.exchange.test_people import many, whole
from tests.factories import count_queries, make_objective, make_period, make_person
from zichtlijn.access.models import RoleAssignment
from zichtlijn.access.refusals import NotNow
from zichtlijn.access.roles import Role
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.exchange.actions import bringing_in, taking_along
from zichtlijn.exchange.columns import FILE_KINDS, SHEETS
from zichtlijn.exchange.lists import BUNDLES, LISTS
from zichtlijn.jobs.actions import report_folder
from zichtlijn.jobs.models import Job
from zichtlijn.jobs.tasks import run_job
from zichtlijn.organisation.actions import change_person
from zichtlijn.organisation.models import Person, Unit


def upload(path, name=None):
    return SimpleUploadedFile(name or path.name, path.read_bytes())


def run_jobs(organisation):
    """What a worker would do."""
    with in_organisation(organisation):
        jobs = list(Job.objects.filter(state="waiting").values_list("pk", flat=True))
    for pk in jobs:
        run_job.call(pk, organisation.pk)


@pytest.fixture
def admin(cast, signed_in):
    cast.administrator.user.language = "en"
    cast.administrator.user.save()
    return signed_in(cast.administrator)


@pytest.fixture
def try_file(cast, admin):
    """Send a file as the administrator and let the worker try it; gives the page of the result."""

    def send(path, kind="people", **more):
        response = admin.post(reverse("exchange:imports"), {"kind": kind, "file": upload(path), **more})
        assert response.status_code == 302, response.content.decode()
        run_jobs(cast.organisation)
        job_id = int(response["Location"].strip("/").split("/")[-1])
        return reverse("exchange:import_result", args=[job_id])

    return send


NEW = {
    "people": [
        ["personnel number", "given name", "family name", "unit", "position"],
        ["n1", "Noor", "Wit", "Z1", "MED"],
    ]
}


def test_a_file_is_tried_shown_and_then_brought_in(cast, admin, try_file, workbook):
    result = try_file(workbook(NEW))
    page = admin.get(result).content.decode()
    assert "1 to add" in page
    assert "Noor Wit" in page
    with in_organisation(cast.organisation):
        assert not Person.objects.filter(key="n1").exists()
    response = admin.post(result + "bring-in/")
    run_jobs(cast.organisation)
    done = response["Location"].replace("/jobs/", "/import/")
    page = admin.get(done).content.decode()
    assert "1 added, 0 changed" in page
    assert f'<a href="{reverse("organisation:units")}">check the units' in page, "what comes next"
    with in_organisation(cast.organisation):
        assert Person.objects.get(key="n1").placements.get().unit == cast.team
        line = AuditEvent.objects.filter(event=Event.FILE_IMPORTED).get()
        assert line.by == cast.administrator.user
    again = try_file(workbook(NEW))
    assert "Everything in this file is there already" in admin.get(again).content.decode()


def test_W77_a_double_press_brings_in_once(cast, admin, try_file, workbook):
    result = try_file(workbook(NEW))
    first = admin.post(result + "bring-in/")["Location"]
    assert admin.post(result + "bring-in/")["Location"] == first
    run_jobs(cast.organisation)
    assert admin.post(result + "bring-in/")["Location"] == first
    with in_organisation(cast.organisation):
        assert Person.objects.filter(key="n1").count() == 1
        assert Job.objects.filter(kind="import").count() == 2


def test_what_others_changed_since_the_check_is_not_ended_unseen(cast, admin, try_file, workbook):
    rows = [NEW["people"][0][:3], *([key, "A", "B"] for key in people_of(cast) if key != "p-employee")]
    result = try_file(workbook({"people": rows}), complete="on")
    with in_organisation(cast.organisation):
        make_person(cast.organisation, "Nieuw", "Sinds", key="since-the-check")
    page = admin.get(brought(admin, cast, result)).content.decode()
    assert "was changed since you checked it" in page
    assert "Not imported" in page
    with in_organisation(cast.organisation):
        assert not Person.objects.exclude(ends_on=None).exists()


def test_what_others_changed_since_the_check_is_not_overwritten_unseen(cast, admin, try_file, workbook):
    result = try_file(workbook({"people": [NEW["people"][0][:3], ["p-employee", "Emma", "Beuk"]]}))
    with in_organisation(cast.organisation):
        change_person(cast.employee.person, family_name="Linde", version=1, by=cast.hr.actor)
    page = admin.get(brought(admin, cast, result)).content.decode()
    assert "was changed since you checked it" in page
    with in_organisation(cast.organisation):
        assert Person.objects.get(key="p-employee").family_name == "Linde"


def test_what_was_changed_beside_the_file_does_not_stand_in_the_way(cast, admin, try_file, workbook):
    result = try_file(workbook({"people": [NEW["people"][0][:3], ["p-employee", "Emma", "Beuk"], ["n1", "N", "W"]]}))
    with in_organisation(cast.organisation):
        change_person(cast.colleague.person, family_name="Linde", version=1, by=cast.hr.actor)
    cast.administrator.user.language = "nl"
    cast.administrator.user.save()
    brought(admin, cast, result)
    with in_organisation(cast.organisation):
        assert Person.objects.get(key="p-employee").family_name == "Beuk"


@pytest.mark.usefixtures("time_of_year")
def test_W08_the_page_says_the_same_of_what_one_may_not_read_when_nothing_of_it_is_new(cast, admin, try_file, workbook):
    with in_organisation(cast.organisation):
        measure, reading = cast.personal_measure, cast.personal_measure.readings.get()
    found = set()
    for value in (int(reading.value), 77):
        rows = [["measure", "date", "value", "note"], [measure.key, reading.measured_on, value, reading.note]]
        result = try_file(workbook({"readings": rows}), "readings")
        pages = [admin.get(result), admin.get(brought(admin, cast, result))]
        found.add(tuple("1 to change" in page.content.decode() for page in pages))
        assert "0 added, 1 changed, 0 ended, 0 unchanged" in pages[1].content.decode()
        assert "is there already" not in pages[0].content.decode() + pages[1].content.decode()
    assert found == {(True, False)}


def test_an_import_that_was_refused_can_be_asked_for_again(cast, admin, try_file, workbook, monkeypatch):
    result = try_file(workbook(NEW))
    with monkeypatch.context() as patch:
        patch.setattr(bringing_in, "lock_structure", busy)
        assert "try again later" in admin.get(brought(admin, cast, result)).content.decode()
    assert "1 added" in admin.get(brought(admin, cast, result)).content.decode()


def busy(by):
    raise NotNow("Others are changing the same things right now. Nothing was changed: try again later.")


def brought(browser, cast, result):
    """Press Import on what was checked, let the worker do it; the address of what came of it."""
    response = browser.post(result + "bring-in/")
    run_jobs(cast.organisation)
    return response["Location"].replace("/jobs/", "/import/")


def people_of(cast):
    with in_organisation(cast.organisation):
        return list(Person.objects.values_list("key", flat=True))


def test_W49_what_is_wrong_is_shown_escaped_with_its_row_and_reason(cast, admin, try_file, workbook):
    head = [*NEW["people"][0], "<b>extra</b>"]
    rows = [head, ["<script>alert(1)</script>", "A", "", "<img src=x onerror=alert(1)>", "MED", "x"]]
    result = try_file(workbook({"people": rows}, "<i>lijst</i>.xlsx".replace("/", "_")))
    text = admin.get(result).content.decode()
    assert "<img src=x" not in text
    assert "<script>alert" not in text
    assert "<b>extra" not in text
    assert "<i>lijst" not in text
    assert "&lt;img src=x onerror=alert(1)&gt;" in text
    assert "There is no unit with this code or name." in text
    assert "This is required." in text
    assert admin.post(result + "bring-in/").status_code == 409


def test_W56_the_list_of_errors_goes_out_without_formulas(cast, admin, try_file, workbook):
    rows = [NEW["people"][0], ["1", "=1+1", "B", "@x", "MED"]]
    result = try_file(workbook({"people": rows}))
    response = admin.get(result + "errors/")
    assert response["Content-Disposition"].startswith("attachment")
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert lines[0] == ["Sheet", "Row", "Column", "Value", "Reason"]
    assert [line[:4] for line in lines[1:]] == [["people", "2", "given name", "'=1+1"], ["people", "2", "unit", "'@x"]]


def test_the_lists_are_paged_and_no_page_costs_more(cast, admin, try_file, workbook):
    result = try_file(workbook(many(120)))
    with count_queries() as short:
        first = admin.get(result + "?list=added").content.decode()
    assert first.count("<tr class=") == 50
    with count_queries() as long:
        last = admin.get(result + "?list=added&page=3").content.decode()
    assert last.count("<tr class=") == 23
    assert short.count == long.count
    assert admin.get(result + "?list=nonsense&page=99").status_code == 200


def test_who_is_not_in_a_complete_file_is_shown_as_ended(cast, admin, try_file, workbook):
    result = try_file(workbook({"people": [NEW["people"][0][:3], ["p-employee", "Emma", "Eik"]]}), complete="on")
    text = admin.get(result + "?list=ended").content.decode()
    assert "Cas Claes" in text
    assert "not in the file" in text
    with in_organisation(cast.organisation):
        assert not Person.objects.exclude(ends_on=None).exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("people.exe", b"MZ", "CASE packages (.json) can be imported"),
        ("people.csv", b"", "empty"),
        ("people.svg", b"<svg/>", "Only Excel workbooks"),
    ],
)
def test_W48_W59_a_file_that_cannot_be_meant_is_refused_at_once(cast, admin, name, content, said):
    response = admin.post(reverse("exchange:imports"), {"kind": "people", "file": SimpleUploadedFile(name, content)})
    assert response.status_code == 422
    assert said in response.content.decode()
    with in_organisation(cast.organisation):
        assert not Job.objects.exists()


def test_W61_a_file_that_is_too_large_is_refused_at_once(cast, admin, settings):
    settings.IMPORT_MAX_BYTES = 1024 * 1024
    file = SimpleUploadedFile("people.csv", b"x" * (1024 * 1024 + 1))
    response = admin.post(reverse("exchange:imports"), {"kind": "people", "file": file})
    assert response.status_code == 422
    assert "at most 1 MB" in response.content.decode()


def test_a_published_plan_is_pointed_to_its_own_import(cast, admin, tmp_path):
    path = tmp_path / "plan.xml"
    path.write_text("<StrategicPlan/>")
    answer = admin.post(reverse("exchange:imports"), {"kind": "people", "file": upload(path)})
    assert answer.status_code == 422
    assert f'<a href="{reverse("exchange:import_plan")}">Import a published plan</a>' in answer.content.decode()


def test_W48_a_drawing_called_csv_is_refused_by_the_worker_and_never_given_back(cast, admin, try_file, tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    result = try_file(path)
    text = admin.get(result).content.decode()
    assert "not a table" in text
    assert "onload" not in text
    assert admin.get(result.replace("/import/", "/jobs/") + "file/").status_code == 404


def test_a_right_that_was_lost_before_the_worker_came_refuses_the_file(cast, admin, workbook):
    response = admin.post(reverse("exchange:imports"), {"kind": "people", "file": upload(workbook(NEW))})
    RoleAssignment.objects.filter(membership=cast.administrator.membership, role=Role.ADMINISTRATOR).delete()
    run_jobs(cast.organisation)
    with in_organisation(cast.organisation):
        job = Job.objects.get()
        assert (job.state, Person.objects.filter(key="n1").exists()) == ("refused", False)
    assert response.status_code == 302


def test_what_came_of_a_file_is_closed_to_others_on_the_machine(try_file, workbook):
    result = try_file(workbook(NEW))
    kept = list(report_folder(int(result.strip("/").split("/")[-1])).glob("*.jsonl"))
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}


def test_W24_whoever_lost_the_right_reads_no_more_what_came_of_a_file(cast, admin, try_file, workbook):
    result = try_file(workbook(NEW))
    pages = [result, result + "errors/"]
    assert [admin.get(page).status_code for page in pages] == [200, 200]
    RoleAssignment.objects.filter(membership=cast.administrator.membership, role=Role.ADMINISTRATOR).delete()
    assert [admin.get(page).status_code for page in pages] == [404, 404]
    assert admin.post(result + "bring-in/").status_code == 404


def test_hr_is_offered_people_only(cast, signed_in):
    cast.hr.user.language = "en"
    cast.hr.user.save()
    text = signed_in(cast.hr).get(reverse("exchange:imports")).content.decode()
    assert 'value="people"' in text
    assert 'value="objectives"' not in text
    response = signed_in(cast.hr).post(
        reverse("exchange:imports"), {"kind": "objectives", "file": SimpleUploadedFile("x.csv", b"a;b")}
    )
    assert response.status_code == 422


@pytest.mark.parametrize("kind", FILE_KINDS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_template_is_a_workbook_with_an_explanation(cast, signed_in, kind, language):
    reader = cast.hr if kind in {"salaries", "competencies"} else cast.administrator
    reader.user.language = language
    reader.user.save()
    response = signed_in(reader).get(reverse("exchange:template_xlsx", args=[kind]))
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    with translation.override(language):
        titles = [sheet.title() for sheet in FILE_KINDS[kind].sheets]
        for sheet in FILE_KINDS[kind].sheets:
            assert [cell.value for cell in book[sheet.title()][1]] == [column.header() for column in sheet.columns]
    assert book.sheetnames[:-1] == titles
    assert book.worksheets[-1].max_row > sum(len(sheet.columns) for sheet in FILE_KINDS[kind].sheets)


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("nl", {"people": "medewerkers", "objectives": "doelstellingen", "readings": "meetwaarden"}),
        ("en", {"people": "people", "objectives": "objectives", "readings": "readings"}),
    ],
)
def test_a_template_is_called_by_a_word_of_the_reader(cast, admin, language, names):
    cast.administrator.user.language = language
    cast.administrator.user.save()
    for kind, name in names.items():
        response = admin.get(reverse("exchange:template_xlsx", args=[kind]))
        assert response["Content-Disposition"] == f'attachment; filename="{name}.xlsx"'


def test_a_template_per_sheet_and_none_for_what_is_not_there(admin):
    others = {"salaries", "levels", "competencies", "profiles"}  # for HR; an administrator does not know of them
    for sheet in SHEETS:
        answer = admin.get(reverse("exchange:template_csv", args=[sheet]))
        assert answer.status_code == 404 if sheet in others else answer.content.startswith(b"\xef\xbb\xbf"), sheet
    assert admin.get(reverse("exchange:template_xlsx", args=["salaries"])).status_code == 404


def test_every_column_is_explained(cast, admin):
    RoleAssignment.objects.create(
        organisation=cast.organisation, membership=cast.administrator.membership, role=Role.HR
    )
    text = admin.get(reverse("exchange:columns")).content.decode()
    for name in set(SHEETS) - {"salaries"}:
        for column in SHEETS[name].columns:
            assert f"<b>{column.en}</b>" in text
    assert "an import skips them: owner name, progress (%), expected progress (%)," in text


# taking along ------------------------------------------------------------------------------------------------------


def test_a_short_list_comes_at_once_and_is_written_down(cast, admin):
    response = admin.post(reverse("exchange:export", args=["people", "csv"]))
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "Emma" in text
    assert response["Content-Disposition"].startswith('attachment; filename="people-')
    response = admin.post(reverse("exchange:export", args=["organisation", "xlsx"]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert book.sheetnames == ["units", "positions", "people", "placements", "projects"]
    with in_organisation(cast.organisation):
        lines = AuditEvent.objects.filter(event=Event.LIST_EXPORTED).order_by("sequence")
        assert [(line.detail["list"], line.detail["format"]) for line in lines] == [
            ("people", "csv"),
            ("organisation", "xlsx"),
        ]


def test_the_chosen_period_is_where_a_list_of_objectives_starts(cast, admin):
    with in_organisation(cast.organisation):
        old = make_period(cast.organisation, 1999)
        make_objective(cast.organisation, "Lang geleden", level="strategic", key="OUD", period=old)
    page = admin.get(reverse("exchange:exports")).content.decode()
    assert f'<option value="{cast.period.pk}" selected>' in page
    assert '<option value="all">All periods' in page

    def keys(**asked):
        response = admin.post(reverse("exchange:export", args=["objectives", "csv"]), asked)
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        return {row[0] for row in csv.reader(io.StringIO(text))}

    assert "OUD" not in keys()
    assert "OUD" not in keys(period=cast.period.pk)
    assert keys(period=old.pk) == {"code", "OUD"}
    assert "OUD" in keys(period="all")
    assert admin.post(reverse("exchange:export", args=["objectives", "csv"]), {"period": "0"}).status_code == 404
    with in_organisation(cast.organisation):
        detail = AuditEvent.objects.filter(event=Event.LIST_EXPORTED).order_by("sequence")[2].detail
    assert detail["period"] == "1999"


def test_a_long_list_in_the_background_keeps_to_its_period(cast, admin, monkeypatch):
    monkeypatch.setattr(taking_along, "AT_ONCE", {"csv": 0, "xlsx": 0})
    with in_organisation(cast.organisation):
        old = make_period(cast.organisation, 1999)
        make_objective(cast.organisation, "Lang geleden", level="strategic", key="OUD", period=old)
    response = admin.post(reverse("exchange:export", args=["plan", "xlsx"]), {"period": old.pk})
    run_jobs(cast.organisation)
    content = b"".join(admin.get(response["Location"] + "file/").streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["objectives"]
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["code", "OUD"]
    with in_organisation(cast.organisation):
        assert AuditEvent.objects.filter(event=Event.LIST_EXPORTED).count() == 1, "when it was made"


def test_W04_a_long_list_is_a_look_when_it_is_made(cast, signed_in, monkeypatch):
    monkeypatch.setattr(taking_along, "AT_ONCE", {"csv": 0, "xlsx": 0})
    signed_in(cast.hr).post(reverse("exchange:export", args=["readings", "csv"]), {"period": "all"})
    with in_organisation(cast.organisation):
        looks = AuditEvent.objects.filter(event=Event.PERSON_SEEN, about_person_id=cast.employee.person.pk)
        assert not looks.exists()
        run_jobs(cast.organisation)
        assert looks.get().detail["what"] == "line"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_W38_a_long_list_is_made_in_the_background_for_who_asked(cast, admin, signed_in, monkeypatch, form):
    monkeypatch.setattr(taking_along, "AT_ONCE", {"csv": 3, "xlsx": 3})
    response = admin.post(reverse("exchange:export", args=["people", form]))
    assert response.status_code == 302
    run_jobs(cast.organisation)
    page = admin.get(response["Location"]).content.decode()
    file = response["Location"] + "file/"
    assert f'href="{file}"' in page
    content = b"".join(admin.get(file).streaming_content)
    if form == "xlsx":
        assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames == ["people"]
    else:
        assert "Emma" in content.decode("utf-8-sig")
    assert signed_in(cast.hr).get(file).status_code == 404
    with in_organisation(cast.organisation):
        assert AuditEvent.objects.filter(event=Event.LIST_EXPORTED).last().by == cast.administrator.user


def test_W32_what_goes_out_holds_nothing_of_another_organisation(cast, admin):
    assert cast.twin
    for name in ("organisation", "plan"):
        response = admin.post(reverse("exchange:export", args=[name, "xlsx"]))
        archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
        for part in archive.namelist():
            assert b"kanariegeel" not in archive.read(part)


def test_a_form_or_list_that_does_not_exist_is_not_there(admin):
    for name, form in (("salaries", "csv"), ("people", "pdf"), ("organisation", "csv")):
        assert admin.post(reverse("exchange:export", args=[name, form])).status_code == 404
    assert admin.get(reverse("exchange:export", args=["people", "csv"])).status_code == 405


@pytest.mark.parametrize("part", ["employee", "consultant", "works_council"])
def test_everybody_takes_their_own_data(cast, signed_in, part):
    member = getattr(cast, part)
    browser = signed_in(member)
    assert reverse("exchange:my_data") in browser.get(reverse("exchange:exports")).content.decode()
    response = browser.post(reverse("exchange:my_data"))
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    assert archive.testzip() is None
    assert member.email in archive.read(next(n for n in archive.namelist() if n.endswith(".json"))).decode()
    assert response["Content-Disposition"].startswith("attachment")


def test_a_unit_in_the_file_of_hr_is_refused_by_row(cast, signed_in, workbook):
    browser = signed_in(cast.hr)
    sheets = whole(units=[["code", "name"], ["N1", "Nieuw"]])
    browser.post(reverse("exchange:imports"), {"kind": "people", "file": upload(workbook(sheets))})
    run_jobs(cast.organisation)
    with in_organisation(cast.organisation):
        job = Job.objects.get()
        assert job.state == "refused"
        assert not Unit.objects.filter(key="N1").exists()
    shown = browser.get(reverse("exchange:import_result", args=[job.pk])).content.decode()
    row = next(row for row in re.findall(r"<tr.*?</tr>", shown, re.DOTALL) if "do not have the right" in row)
    assert re.sub(r"<[^>]+>|\s+", " ", row).split()[:2] == ["units", "2"]


def test_an_import_is_summed_up_by_kind_and_its_lists_narrow_to_one(cast, admin, try_file, workbook):
    result = try_file(
        workbook(
            {
                "units": [["code", "name"], ["N1", "Nieuw"], ["N2", "Ook nieuw"]],
                "people": [
                    ["personnel number", "given name", "family name", "unit", "position"],
                    ["n1", "Noor", "Wit", "N1", "MED"],
                ],
            }
        )
    )
    page = admin.get(result).content.decode()
    assert "3 to add" in page
    assert '<tr><td>Units</td><td class="n" data-label="Added">2</td>' in page
    assert '<tr><td>People</td><td class="n" data-label="Added">1</td>' in page
    assert "One placement stands in the row of a person" in page
    assert "?list=added&amp;kind=units" in page
    units = admin.get(result + "?list=added&kind=units").content.decode()
    assert "Ook nieuw" in units
    assert "Noor Wit" not in units
    assert "Noor Wit" in admin.get(result + "?list=added&kind=salaries").content.decode(), "no such kind"


def test_the_file_with_ones_own_data_has_a_name_in_ones_own_language_and_no_comma(cast, signed_in):
    browser = signed_in(cast.employee)
    for language, name in (("en", "my-data.zip"), ("nl", "mijn-gegevens.zip")):
        cast.employee.user.language = language
        cast.employee.user.save()
        response = browser.post(reverse("exchange:my_data"))
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    for language, _name in (("en", "English"), ("nl", "Dutch")):
        with translation.override(language):
            names = [taking_along.file_name(name, "xlsx") for name in (*LISTS, *BUNDLES)]
        assert not any("," in name or " " in name for name in names)
