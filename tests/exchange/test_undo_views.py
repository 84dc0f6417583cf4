"""The pages that take an import out again."""

import pytest
from django.urls import reverse

from tests.exchange.test_people import HEAD
from tests.exchange.test_views import run_jobs, try_file  # noqa: F401 - a fixture
from tests.factories import (
    count_queries,
    make_competency,
    make_cycle,
    make_feedback_mean,
    make_feedback_request,
    make_feedback_round,
    make_gender,
    make_import,
    make_member,
    make_objection,
    make_objective,
    make_promotion,
    make_proposal,
    make_reward_round,
    make_reward_system,
    make_salary,
)
from zichtlijn.access.roles import Role
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.exchange.models import Import
from zichtlijn.exchange.undo.naming import Named, named, named_all
from zichtlijn.jobs.models import Job
from zichtlijn.objectives.models import Reading
from zichtlijn.objectives.states import Level, State
from zichtlijn.organisation.models import Person


@pytest.fixture
def admin(cast, signed_in):
    cast.administrator.user.language = "en"
    cast.administrator.user.save()
    return signed_in(cast.administrator)


def people(count, first=0):
    numbers = range(first, first + count)
    rows = [[f"n{number}", "Noor", "", f"Wit{number}", "", None, "Z1", "MED"] for number in numbers]
    return {"people": [HEAD[:8], *rows]}


@pytest.fixture
def bring_in(cast, admin, try_file, workbook):  # noqa: F811
    """Bring a file in as the administrator, by its pages; gives the page that takes it out and the import."""

    def do(sheets):
        result = try_file(workbook(sheets))
        response = admin.post(result + "bring-in/")
        run_jobs(cast.organisation)
        with in_organisation(cast.organisation):
            imported = Import.objects.latest("pk")
        assert imported.job_id == int(response["Location"].strip("/").split("/")[-1])
        return reverse("exchange:undo", args=[imported.pk]), imported

    return do


def text(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_an_import_is_offered_shown_taken_out_and_told(cast, admin, bring_in):
    page, imported = bring_in(people(3))
    result = reverse("exchange:import_result", args=[imported.job_id])
    assert f'<a href="{page}">Undo this import</a>' in text(admin, result)
    shown = text(admin, page)
    assert "Everything is deleted, or nothing" in shown
    assert "Noor Wit2" in shown
    assert shown.count("<h1") == 1
    response = admin.post(page + "take-out/")
    assert response.status_code == 302
    with in_organisation(cast.organisation):
        assert Person.objects.filter(key="n1").exists(), "nothing has gone yet"
    run_jobs(cast.organisation)
    done = admin.get(response["Location"])
    job = int(response["Location"].strip("/").split("/")[-1])
    assert reverse("exchange:undo_result", args=[job]) in done.content.decode()
    assert admin.get(reverse("exchange:undo_result", args=[job]))["Location"] == page
    shown = text(admin, page)
    assert "Taken out again" in shown
    assert "take-out/" not in shown
    assert "This import was taken out again on" in text(admin, result)
    assert "taken out again" in text(admin, reverse("exchange:imported"))
    with in_organisation(cast.organisation):
        assert not Person.objects.filter(key__startswith="n").exists()
        assert AuditEvent.objects.filter(event=Event.IMPORT_UNDONE).get().by == cast.administrator.user
    log = text(admin, reverse("audit:log"))
    assert "import taken out again" in log
    assert admin.post(page + "take-out/").status_code == 409


def test_every_reason_stands_on_the_page_and_the_button_does_not(cast, admin, bring_in):
    page, _imported = bring_in(people(3))
    with in_organisation(cast.organisation):
        noor = Person.objects.get(key="n1")
        make_member(cast.organisation, Role.EMPLOYEE, person=noor)
        make_objective(cast.organisation, "Haar doel", level=Level.PERSONAL, owner=noor, state=State.AGREED)
    shown = text(admin, page)
    assert "Not all of this import can be taken out" in shown
    assert "1 person has an account" in shown
    assert "1 other objective depends on it" in shown
    assert "take-out/" not in shown
    answer = admin.post(page + "take-out/")
    assert answer.status_code == 409
    assert "1 other objective depends on it" in answer.content.decode()
    with in_organisation(cast.organisation):
        assert not Job.objects.filter(kind="undo_import").exists()


def test_what_came_in_between_refuses_the_job_and_its_page_says_why(cast, admin, bring_in):
    page, _imported = bring_in(people(2))
    response = admin.post(page + "take-out/")
    with in_organisation(cast.organisation):
        make_member(cast.organisation, Role.EMPLOYEE, person=Person.objects.get(key="n1"))
    run_jobs(cast.organisation)
    with in_organisation(cast.organisation):
        job = Job.objects.get(kind="undo_import")
        assert job.state == Job.State.REFUSED
        assert job.outcome["reasons"] == ["1 person has an account: invited or a member. (Noor Wit1)"]
        assert Person.objects.filter(key__startswith="n").count() == 2
    assert "Refused: nothing was changed" in text(admin, response["Location"])


def test_a_double_press_takes_out_once(cast, admin, bring_in):
    page, _imported = bring_in(people(1))
    first = admin.post(page + "take-out/")["Location"]
    assert admin.post(page + "take-out/")["Location"] == first
    run_jobs(cast.organisation)
    with in_organisation(cast.organisation):
        assert Job.objects.filter(kind="undo_import").count() == 1


def test_what_an_import_changed_is_named_with_the_way_to_what_changed(cast, admin, bring_in):
    page, imported = bring_in({"people": [HEAD[:4], ["p-employee", "Emmalien", "", "Eik"], ["n1", "N", "", "W"]]})
    shown = text(admin, page)
    assert "It changed 1 person." in shown
    assert "Emmalien Eik" in shown
    result = reverse("exchange:import_result", args=[imported.job_id])
    assert f'href="{result}?list=changed"' in shown
    assert "See why it cannot be taken out again" in text(admin, result)


def test_a_colleague_with_the_same_right_may_take_it_out(cast, bring_in, signed_in):
    page, _imported = bring_in(people(1))
    cast.hr.user.language = "en"
    cast.hr.user.save()
    hr = signed_in(cast.hr)
    shown = text(hr, page)
    assert "Everything is deleted, or nothing" in shown
    assert hr.post(page + "take-out/").status_code == 302


@pytest.mark.parametrize("who", ["employee", "line_manager", "director", "works_council"])
def test_who_may_not_import_does_not_know_of_it(cast, bring_in, signed_in, who):
    page, _imported = bring_in(people(1))
    browser = signed_in(getattr(cast, who))
    assert browser.get(page).status_code == 404
    assert browser.post(page + "take-out/").status_code == 404
    assert browser.get(reverse("exchange:imported")).status_code == 403


def test_hr_does_not_know_of_imports_of_objectives(cast, signed_in):
    imported = make_import(cast.organisation, "objectives", file_name="doelen.xlsx")
    browser = signed_in(cast.hr)
    assert browser.get(reverse("exchange:undo", args=[imported.pk])).status_code == 404
    assert "doelen.xlsx" not in text(browser, reverse("exchange:imported"))


def test_an_import_of_another_organisation_is_not_there(cast, admin):
    imported = make_import(cast.twin.organisation, file_name="vreemd.xlsx")
    page = reverse("exchange:undo", args=[imported.pk])
    assert admin.get(page).status_code == 404
    assert admin.post(page + "take-out/").status_code == 404
    assert "vreemd.xlsx" not in text(admin, reverse("exchange:imported"))


def test_a_personal_objective_that_the_reader_may_not_see_is_not_named(cast):
    with in_organisation(cast.organisation):
        reading = Reading.objects.get(measure=cast.personal_measure)
        for thing in (cast.personal, cast.personal_measure, reading):
            (hidden,) = named(type(thing), [thing.pk], by=cast.colleague.actor)
            assert hidden == Named("not for you to see")
            (shown,) = named(type(thing), [thing.pk], by=cast.employee.actor)
            assert shown.url


def test_W24_pay_and_feedback_of_somebody_are_named_only_for_who_keeps_them(cast):
    person, manager = cast.employee.person, cast.line_manager.person
    system = make_reward_system(cast.organisation)
    round_ = make_reward_round(cast.period, make_cycle(cast.period), system)
    proposal = make_proposal(round_, person, manager, cast.team)
    asked = make_feedback_round(person)
    things = [
        make_salary(person, 2720), make_gender(person), round_, proposal, make_objection(proposal, decider=manager),
        make_promotion(person, system), asked, make_feedback_request(asked, manager),
    ]  # fmt: skip
    with in_organisation(cast.organisation):
        for by, knows in ((cast.administrator, False), (cast.line_manager, False), (cast.hr, True)):
            for (seen,), thing in zip(named_all([(type(x), [x.pk]) for x in things], by=by.actor), things, strict=True):
                assert (seen != Named("not for you to see")) is knows, (type(thing), by)
        (salary,) = named(type(things[0]), [things[0].pk], by=cast.hr.actor)
        assert (str(person) in salary.name, salary.code) == (True, person.key)


def test_W24_who_keeps_rewards_does_not_read_that_they_are_to_be_promoted(cast):
    system = make_reward_system(cast.organisation)
    with in_organisation(cast.organisation):
        for state, name in (("proposed", "not for you to see"), ("returned", "not for you to see"),
                            ("final", str(cast.hr.person))):  # fmt: skip
            promotion = make_promotion(cast.hr.person, system, state=state)
            assert [seen.name for seen in named(type(promotion), [promotion.pk], by=cast.hr.actor)] == [name]


def test_W24_of_what_was_asked_and_answered_only_the_competency_is_named(cast):
    competency = make_competency(cast.organisation, "Luisteren")
    round_ = make_feedback_round(cast.employee.person, [competency])
    mean = make_feedback_mean(round_, competency, mean="4.5")
    with in_organisation(cast.organisation):
        for thing in (round_.behaviours.first(), mean):
            (seen,) = named(type(thing), [thing.pk], by=cast.administrator.actor)
            assert seen == Named("Luisteren", "", reverse("competencies:competency", args=[competency.pk]))


def cost(client, url):
    with count_queries() as queries:
        text(client, url)
    return queries.count


def test_the_pages_cost_the_same_for_1_and_for_3_rows(cast, admin, bring_in):
    done = reverse("exchange:imported")
    page, _imported = bring_in(people(1))
    short, short_list = cost(admin, page), cost(admin, done)
    page, _imported = bring_in(people(3, first=100))
    bring_in(people(2, first=200))
    assert short == cost(admin, page) <= 25
    assert short_list == cost(admin, done) <= 25


def test_long_lists_are_paged(cast, admin, bring_in):
    page, _imported = bring_in(people(60))
    assert text(admin, page + "?list=people").count('<td data-label="Code">') == 50
    assert text(admin, page + "?list=people&page=2").count('<td data-label="Code">') == 10
    assert text(admin, page + "?list=nonsense&page=99")


def test_the_list_says_that_nothing_was_imported_yet(cast, admin):
    assert "Nothing imported yet" in text(admin, reverse("exchange:imported"))
    assert reverse("exchange:imported") in text(admin, reverse("exchange:imports"))
