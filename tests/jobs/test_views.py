"""Pages of background work: only who asked sees them; they move by themselves and without JavaScript."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from tests.factories import make_job
from zichtlijn.access.models import RoleAssignment
from zichtlijn.access.permissions import Permission
from zichtlijn.access.roles import Role
from zichtlijn.access.scoping import in_organisation
from zichtlijn.jobs import kinds, progress
from zichtlijn.jobs.models import Job

PROOF = kinds.Kind("proof", "Proof", lambda run: None, may_take=lambda by, job: by.may(Permission.EXPORT))


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def job(cast, monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {**kinds._kinds, "proof": PROOF})
    return make_job(cast.organisation, "proof", asked_by=cast.hr.user, file_name="lijst.csv")


def change(job, **fields):
    with in_organisation(job.organisation):
        Job.objects.filter(pk=job.pk).update(**fields)


def test_a_waiting_job_is_asked_for_again_by_itself(cast, signed_in, job):
    page = signed_in(cast.hr).get(reverse("jobs:job", args=[job.pk]))
    text = page.content.decode()
    assert 'http-equiv="refresh"' in text
    assert "<noscript>" in text
    assert f'hx-get="{reverse("jobs:progress", args=[job.pk])}"' in text
    assert "lijst.csv" in text


def test_a_running_job_shows_how_far_it_is(cast, signed_in, job):
    change(job, state="running")
    with progress.Progress(job.pk) as report:
        report(250, 1000, "Reading <b>")
        for name in ("jobs:job", "jobs:progress"):
            text = signed_in(cast.hr).get(reverse(name, args=[job.pk])).content.decode()
            assert 'value="25"' in text
            assert "Reading &lt;b&gt;" in text


def test_the_fragment_is_its_part_of_the_page(cast, signed_in, job):
    browser = signed_in(cast.hr)
    page = browser.get(reverse("jobs:job", args=[job.pk])).content.decode()
    fragment = browser.get(reverse("jobs:progress", args=[job.pk]), htmx=True).content.decode()
    assert fragment.strip() in page


def test_when_the_work_is_done_the_page_itself_is_asked_for(cast, signed_in, job):
    change(job, state="done")
    browser = signed_in(cast.hr)
    response = browser.get(reverse("jobs:progress", args=[job.pk]), htmx=True)
    assert (response.status_code, response["HX-Refresh"]) == (204, "true")
    page = browser.get(reverse("jobs:job", args=[job.pk])).content.decode()
    assert reverse("jobs:progress", args=[job.pk]) not in page
    assert "http-equiv" not in page


def test_a_refused_job_says_why(cast, signed_in, job):
    change(job, state="refused", outcome={"reasons": ["Not <i>this</i>."]})
    text = signed_in(cast.hr).get(reverse("jobs:job", args=[job.pk])).content.decode()
    assert "Not &lt;i&gt;this&lt;/i&gt;." in text


def test_W16_a_job_of_somebody_else_is_not_there(cast, signed_in, job):
    for member in (cast.administrator, cast.director, cast.employee, cast.stranger):
        browser = signed_in(member)
        for name in ("jobs:job", "jobs:progress", "jobs:file"):
            assert browser.get(reverse(name, args=[job.pk])).status_code == 404
        assert "lijst.csv" not in browser.get(reverse("jobs:jobs")).content.decode()


def test_W38_a_file_that_was_made_is_for_who_asked_alone_and_is_never_shown_in_the_browser(cast, signed_in, job):
    with in_organisation(job.organisation):
        job.file.save("list", ContentFile(b"<script>alert(1)</script>"))
    change(job, state="done", outcome={"file_made": True}, file=job.file.name, file_name="lijst.html")
    response = signed_in(cast.hr).get(reverse("jobs:file", args=[job.pk]))
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert signed_in(cast.administrator).get(reverse("jobs:file", args=[job.pk])).status_code == 404


def test_W68_a_file_is_no_longer_given_to_who_lost_a_right_with_which_it_was_made(cast, signed_in, job):
    with in_organisation(job.organisation):
        job.file.save("list", ContentFile(b"numbers"))
    made = {"file_made": True, "rights": sorted(cast.hr.actor.permissions)}
    change(job, state="done", outcome=made, file=job.file.name, file_name="lijst.csv")
    page, file = (reverse(name, args=[job.pk]) for name in ("jobs:job", "jobs:file"))
    assert file in signed_in(cast.hr).get(page).content.decode()
    RoleAssignment.objects.filter(membership=cast.hr.membership).update(role=Role.MANAGER)
    browser = signed_in(cast.hr)  # who leads may export too, and not this
    assert browser.get(file).status_code == 404
    assert file not in browser.get(page).content.decode()
    assert "no longer" in browser.get(page, headers={"accept-language": "en"}).content.decode()


def test_W68_a_file_of_work_that_names_no_right_is_not_given(cast, signed_in, job, monkeypatch):
    with in_organisation(job.organisation):
        job.file.save("list", ContentFile(b"numbers"))
    change(job, state="done", outcome={"file_made": True}, file=job.file.name)
    kinds._kinds["proof"] = kinds.Kind("proof", "Proof", lambda run: None)
    assert signed_in(cast.hr).get(reverse("jobs:file", args=[job.pk])).status_code == 404


def test_W48_an_upload_is_never_given_back(cast, signed_in, job):
    with in_organisation(job.organisation):
        job.file.save("upload", ContentFile(b"<svg/>"))
    change(job, state="done", outcome={}, file=job.file.name)
    assert signed_in(cast.hr).get(reverse("jobs:file", args=[job.pk])).status_code == 404


def test_the_list_asks_as_much_for_three_jobs_as_for_one(cast, signed_in, job):
    from tests.factories import count_queries

    browser = signed_in(cast.hr)
    browser.get(reverse("jobs:jobs"))
    with count_queries() as one:
        browser.get(reverse("jobs:jobs"))
    for _time in range(2):
        make_job(cast.organisation, "proof", asked_by=cast.hr.user)
    with count_queries() as three:
        assert browser.get(reverse("jobs:jobs")).content.decode().count("<tr>") == 4
    assert one.count == three.count


def test_a_check_is_told_apart_from_the_work_itself(cast, signed_in, job):
    browser = signed_in(cast.hr)
    assert "(check only)" not in browser.get(reverse("jobs:jobs")).content.decode()
    change(job, given={"dry_run": True})
    for url in (reverse("jobs:jobs"), reverse("jobs:job", args=[job.pk])):
        assert "Proof (check only)" in browser.get(url).content.decode()


def test_background_work_is_in_the_menu_of_the_account(cast, signed_in):
    page = signed_in(cast.employee).get(reverse("home:my_line")).content.decode()
    menu = page[page.index('class="menu user"') : page.index("</header>")]
    assert f'href="{reverse("jobs:jobs")}"' in menu
