"""The pages: choose, look, bring in, take along; and who may."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from tests.exchange.stratml.plans import obeys_the_schema, sample
from tests.factories import Client, make_cast, sign_in
from zichtlijn.access.scoping import in_organisation
from zichtlijn.exchange.stratml import reading
from zichtlijn.exchange.stratml.outcome import ACTS
from zichtlijn.exchange.stratml.wording import ACT_NAMES
from zichtlijn.jobs.models import Job
from zichtlijn.jobs.running import run_waiting_job
from zichtlijn.objectives.models import Objective
from zichtlijn.strategy.models import Direction

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return tmp_path_factory.mktemp("files")


@pytest.fixture
def cast(settings, files):
    settings.MEDIA_ROOT = files
    return make_cast()


@pytest.fixture
def administrator(cast):
    return sign_in(Client(), cast.administrator)


def uploaded(content, name="plan.xml"):
    return SimpleUploadedFile(name, content, content_type="text/xml")


def try_out(client, cast, content, name="plan.xml") -> Job:
    """Hand in a file and let a worker try it."""
    answer = client.post(reverse("exchange:import_plan"), {"file": uploaded(content, name)})
    assert answer.status_code == 302
    return work(cast)


def work(cast) -> Job:
    with in_organisation(cast.organisation):
        job = Job.objects.latest("pk")
        run_waiting_job(job.pk, cast.organisation.pk)
        job.refresh_from_db()
        return job


def goals(cast):
    with in_organisation(cast.organisation):
        return set(Objective.objects.values_list("title", flat=True))


def test_a_plan_is_tried_looked_at_and_brought_in(administrator, cast):
    before = goals(cast)
    tried = try_out(administrator, cast, sample("performance_plan"), "plan van ons.xml")

    page = administrator.get(reverse("exchange:plan_result", args=[tried.pk]))
    assert page.status_code == 200
    assert "Meerjarenplan Waterschap Westerwaard" in page.content.decode()
    assert "Nothing has been written yet." in page.content.decode()
    assert goals(cast) == before

    answer = administrator.post(reverse("exchange:bring_in_plan", args=[tried.pk]))
    assert answer.status_code == 302
    done = work(cast)
    assert answer.url == reverse("jobs:job", args=[done.pk])
    assert (done.state, done.file_name) == (Job.State.DONE, "plan van ons.xml")
    page = administrator.get(reverse("exchange:plan_result", args=[done.pk])).content.decode()
    assert "Imported" in page
    assert reverse("strategy:show", args=[done.outcome["direction_id"]]) in page
    assert goals(cast) - before >= {"Schoner oppervlaktewater", "Minder fosfaat"}

    again = try_out(administrator, cast, sample("performance_plan"))
    page = administrator.get(reverse("exchange:plan_result", args=[again.pk])).content.decode()
    assert "Importing it would change nothing." in page
    assert reverse("exchange:bring_in_plan", args=[again.pk]) not in page


def test_every_deviation_and_remark_stands_on_the_page_with_its_line(administrator, cast):
    tried = try_out(administrator, cast, sample("deviating_report"))

    url = reverse("exchange:plan_result", args=[tried.pk])
    page = administrator.get(url, {"list": "deviations"}).content.decode()
    assert page.count("aligned-top") == 49
    assert "Objective has no name." in page
    assert "deviates from the standard in 48 places" in page  # having no name is allowed
    for words in ("“1.234,56” is not a number", "read as 1234.56", "ActualResult 1", ">24<"):
        assert words in page
    remarks = administrator.get(url, {"list": "remarks"}).content.decode()
    assert "2023-12-31: 77.5 is a second amount for the same day." in remarks
    assert administrator.get(url, {"list": "nonsense", "page": "x"}).status_code == 200


def test_a_change_shows_what_was_and_what_is(administrator, cast):
    try_out(administrator, cast, sample("performance_plan"))
    administrator.post(reverse("exchange:bring_in_plan", args=[_last(cast)]))
    work(cast)

    newer = sample("performance_plan").replace(b"Minder fosfaat</Name>", b"Minder <![CDATA[<i>fosfaat</i>]]></Name>")
    tried = try_out(administrator, cast, newer)

    page = administrator.get(reverse("exchange:plan_result", args=[tried.pk])).content.decode()
    assert "<del>Minder fosfaat</del>" in page
    assert "<ins>Minder &lt;i&gt;fosfaat&lt;/i&gt;</ins>" in page


def _last(cast) -> int:
    with in_organisation(cast.organisation):
        return Job.objects.latest("pk").pk


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "has a DTD"),
        (b"not a plan", "not XML"),
        (b"PK\x03\x04", "zip file"),
    ],
)
def test_w58_w59_a_file_that_is_no_plan_is_refused_with_one_sentence(administrator, cast, content, says):
    tried = try_out(administrator, cast, content)

    assert tried.state == Job.State.REFUSED
    assert says in administrator.get(reverse("jobs:job", args=[tried.pk])).content.decode()
    page = administrator.get(reverse("exchange:plan_result", args=[tried.pk])).content.decode()
    assert says in page
    assert administrator.post(reverse("exchange:bring_in_plan", args=[tried.pk])).status_code == 409


def test_without_a_file_or_with_one_that_is_too_large_the_form_says_so(administrator, monkeypatch):
    url = reverse("exchange:import_plan")
    assert administrator.get(url).status_code == 200
    answer = administrator.post(url, {})
    assert answer.status_code == 422
    assert "Choose a file." in answer.content.decode()
    monkeypatch.setattr("zichtlijn.exchange.stratml.forms.MAX_BYTES", 10)
    answer = administrator.post(url, {"file": uploaded(b"<a>" + b"x" * 20)})
    assert answer.status_code == 422
    assert "larger than" in answer.content.decode()


def test_what_was_brought_in_or_refused_cannot_be_brought_in_again_by_its_number(administrator, cast):
    tried = try_out(administrator, cast, sample("strategic_plan"))
    administrator.post(reverse("exchange:bring_in_plan", args=[tried.pk]))
    done = work(cast)

    assert administrator.post(reverse("exchange:bring_in_plan", args=[done.pk])).status_code == 409


def test_W77_a_double_press_brings_in_once(administrator, cast):
    tried = try_out(administrator, cast, sample("strategic_plan"))
    press = reverse("exchange:bring_in_plan", args=[tried.pk])
    first = administrator.post(press).url
    assert administrator.post(press).url == first
    assert work(cast).state == Job.State.DONE
    assert administrator.post(press).url == first
    with in_organisation(cast.organisation):
        (begun,) = Job.objects.filter(kind=tried.kind).exclude(pk=tried.pk)
        Job.objects.filter(pk=begun.pk).update(state=Job.State.FAILED)
    assert administrator.post(press).url != first, "what came to nothing can be asked for again"


def test_a_plan_of_somebody_else_is_not_there(administrator, cast):
    tried = try_out(administrator, cast, sample("strategic_plan"))

    stranger = sign_in(Client(), cast.stranger)
    for client in (stranger, sign_in(Client(), cast.director)):
        assert client.get(reverse("exchange:plan_result", args=[tried.pk])).status_code == 404
        assert client.post(reverse("exchange:bring_in_plan", args=[tried.pk])).status_code == 404


def test_who_lost_the_right_while_it_waited_brings_in_nothing(administrator, cast):
    before = goals(cast)
    tried = try_out(administrator, cast, sample("strategic_plan"))
    administrator.post(reverse("exchange:bring_in_plan", args=[tried.pk]))
    cast.administrator.membership.roles.all().delete()

    assert work(cast).state == Job.State.REFUSED
    assert goals(cast) == before


def test_the_plan_is_taken_along_from_the_page(cast):
    director = sign_in(Client(), cast.director)
    url = reverse("exchange:export_plan")
    assert "Koers" in director.get(url).content.decode()

    answer = director.post(url, {"direction": cast.direction.pk})

    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="koers.stratml.xml"'
    assert reading.read(answer.content).deviations == []
    assert obeys_the_schema(answer.content)
    assert director.post(url, {}).status_code == 422
    assert director.post(url, {"direction": cast.twin.direction.pk}).status_code == 422


def test_a_plan_that_cannot_follow_the_standard_is_refused_with_the_reason(cast):
    with in_organisation(cast.organisation):
        Objective.objects.update(direction=None)

    answer = sign_in(Client(), cast.director).post(reverse("exchange:export_plan"), {"direction": cast.direction.pk})

    assert answer.status_code == 409
    assert "Goal is missing" in answer.content.decode()


def test_without_a_direction_the_page_leads_to_one(cast):
    with in_organisation(cast.organisation):
        Objective.objects.update(direction=None)
        Direction.objects.all().delete()

    page = sign_in(Client(), cast.director).get(reverse("exchange:export_plan")).content.decode()

    assert reverse("strategy:direction") in page


def test_the_pages_are_in_dutch_too(cast):
    cast.administrator.user.language = "nl"
    cast.administrator.user.save()
    client = sign_in(Client(), cast.administrator)
    tried = try_out(client, cast, sample("deviating_report"))

    page = client.get(reverse("exchange:plan_result", args=[tried.pk]), {"list": "deviations"}).content.decode()

    for words in (
        "Wat het zou doen",
        "Afwijkingen van de standaard",
        "gelezen als 1234.56",
        "in de goede volgorde gezet",
    ):
        assert words in page


@pytest.mark.parametrize("language", ["en", "nl"])
def test_no_two_columns_of_the_summary_have_one_heading(language):
    with translation.override(language):
        assert len({str(ACT_NAMES[act]) for act in ACTS}) == len(ACTS)
