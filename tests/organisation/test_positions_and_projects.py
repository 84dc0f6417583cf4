"""Positions and projects: lists, adding, changing, ending."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import count_queries, make_person, make_placement, make_position, make_project
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.organisation import actions
from zichtlijn.organisation.models import Period, Person, Position, Project, Unit


def test_a_position_is_added_changed_and_ended(scoped):
    by, today = scoped.administrator.actor, timezone.localdate()
    position = actions.add_position(name="Dijkgraaf", by=by)
    assert position.key == "dijkgraaf"
    assert actions.change_position(position, name="Heemraad", key="H", description="", version=1, by=by) == [
        "name",
        "key",
    ]
    with pytest.raises(EditConflict):
        actions.change_position(position, name="Gemaal", key="H", description="", version=1, by=by)
    actions.end_position(position, ends_on=today - timedelta(days=1), by=by)
    assert position not in Position.objects.living()
    actions.resume_position(position, by=by)
    assert position in Position.objects.living()
    events = list(AuditEvent.objects.order_by("sequence").values_list("event", flat=True))
    assert events == [Event.POSITION_ADDED, Event.POSITION_CHANGED, Event.POSITION_ENDED, Event.POSITION_CHANGED]


def test_a_position_with_people_in_it_cannot_end(scoped):
    with pytest.raises(NotNow, match="people are still placed there after"):
        actions.end_position(scoped.position, ends_on=timezone.localdate(), by=scoped.administrator.actor)
    scoped.position.refresh_from_db()
    assert scoped.position.ends_on is None


@pytest.mark.parametrize("part", ["employee", "hr", "director", "project_leader", "consultant"])
def test_only_an_administrator_keeps_positions_and_projects(scoped, part):
    by, today = getattr(scoped, part).actor, timezone.localdate()
    for act in (
        lambda: actions.add_position(name="X", by=by),
        lambda: actions.change_position(scoped.position, name="X", key="x", description="", version=1, by=by),
        lambda: actions.end_position(scoped.position, ends_on=today, by=by),
        lambda: actions.add_project(name="X", by=by),
        lambda: actions.change_project(scoped.project, name="X", version=1, by=by),
        lambda: actions.end_project(scoped.project, ends_on=today, by=by),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not AuditEvent.objects.exists()


def test_a_project_is_added_changed_and_ended(scoped):
    by, today = scoped.administrator.actor, timezone.localdate()
    project = actions.add_project(name="Nieuw gemaal", leader=scoped.employee.person, starts_on=today, by=by)
    with pytest.raises(NotNow, match="before the first day"):
        actions.end_project(project, ends_on=today - timedelta(days=1), by=by)
    actions.end_project(project, ends_on=today, by=by)
    project.refresh_from_db()
    assert project.ends_on == today
    with pytest.raises(EditConflict):
        actions.change_project(Project.objects.get(pk=project.pk), name="Ander", version=1, by=by)


def test_positions_are_searched_sorted_and_counted(scoped, signed_in):
    for name in ("Adviseur", "Beleidsadviseur", "Zwemmeester"):
        make_position(scoped.organisation, name)
    browser = signed_in(scoped.employee)
    page = browser.get(reverse("organisation:positions"), {"q": "adv", "sort": "-name"}).content.decode()
    assert page.index("Beleidsadviseur") < page.index(">Adviseur<")
    assert "Zwemmeester" not in page
    whole = browser.get(reverse("organisation:positions")).content.decode()
    assert ">9</td>" in whole.replace(" ", "")


def test_names_with_numbers_go_in_the_order_of_the_numbers(scoped, signed_in):
    for number in (10, 2, 1):
        make_position(scoped.organisation, f"Ploeg {number}")
        make_project(scoped.organisation, f"Gemaal {number}")
    browser = signed_in(scoped.employee)
    for name, word in (("organisation:positions", "Ploeg"), ("organisation:projects", "Gemaal")):
        page = browser.get(reverse(name)).content.decode()
        places = [page.index(f">{word} {number}<") for number in (1, 2, 10)]
        assert places == sorted(places)
        page = browser.get(reverse(name), {"sort": "-name"}).content.decode()
        places = [page.index(f">{word} {number}<") for number in (10, 2, 1)]
        assert places == sorted(places)


def test_a_long_list_of_positions_is_left_to_the_database(scoped, signed_in, monkeypatch):
    monkeypatch.setattr("zichtlijn.organisation.queries.positions.COMPARED", 1)
    for number in (10, 2):
        make_position(scoped.organisation, f"Ploeg {number}")
    page = signed_in(scoped.employee).get(reverse("organisation:positions")).content.decode()
    assert page.index("Ploeg 10") < page.index("Ploeg 2")


@pytest.mark.parametrize("name", ["position", "project"])
def test_what_was_added_opens_at_once(scoped, signed_in, name):
    answer = signed_in(scoped.administrator).post(reverse(f"organisation:add_{name}"), {"name": "Nieuw hier"})
    made = {"position": Position, "project": Project}[name].objects.get(name="Nieuw hier")
    assert answer["Location"] == reverse(f"organisation:{name}", args=[made.pk])


@pytest.mark.parametrize("name", ["organisation:positions", "organisation:projects", "organisation:position"])
def test_lists_take_the_same_number_of_queries_for_one_row_and_for_many(scoped, signed_in, name):
    browser = signed_in(scoped.employee)
    url = reverse(name, args=[scoped.position.pk] if name.endswith("position") else [])
    browser.get(url)
    with count_queries() as few:
        browser.get(url)
    for number in range(5):
        position = make_position(scoped.organisation, f"Aap {number}")
        person = make_person(scoped.organisation, "Aad", f"Aap {number}")
        make_placement(person, scoped.team, position)
        make_placement(person, scoped.team, scoped.position)
        make_project(scoped.organisation, f"Aap {number}", leader=person, unit=scoped.team)
    with count_queries() as many:
        page = browser.get(url)
    assert "Aap 4" in page.content.decode()
    assert many.count == few.count <= 15


def test_the_pages_of_positions_and_projects_work(scoped, signed_in):
    browser = signed_in(scoped.administrator)
    assert browser.post(reverse("organisation:add_position"), {"name": "Baggeraar", "key": "BAG"}).status_code == 302
    position = Position.objects.get(key="BAG")
    assert browser.post(reverse("organisation:add_position"), {"name": "B", "key": "bag"}).status_code == 422
    change = reverse("organisation:change_position", args=[position.pk])
    assert browser.post(change, {"name": "Baggermeester", "key": "BAG", "version": 1}).status_code == 302
    assert browser.post(change, {"name": "Ander", "key": "BAG", "version": 1}).status_code == 409
    end = reverse("organisation:end_position", args=[position.pk])
    assert browser.post(end, {"ends_on": "2026-01-31"}).status_code == 302
    assert "This position ended" in browser.get(reverse("organisation:position", args=[position.pk])).content.decode()
    assert "Baggermeester" in browser.get(reverse("organisation:positions"), {"show": "ended"}).content.decode()
    form = {
        "name": "Gemaal",
        "leader": "Emma Eik",
        "unit": "Team Slib",
        "starts_on": "2026-02-01",
        "ends_on": "2026-01-01",
    }
    wrong = browser.post(reverse("organisation:add_project"), form)
    assert wrong.status_code == 422
    assert "before the first day" in wrong.content.decode()
    assert browser.post(reverse("organisation:add_project"), {**form, "ends_on": ""}).status_code == 302
    project = Project.objects.get(key="gemaal")
    assert project.leader == scoped.employee.person
    change = reverse("organisation:change_project", args=[project.pk])
    assert browser.post(change, {**form, "ends_on": "", "name": "Gemaal 2", "version": 1}).status_code == 302
    assert browser.post(change, {**form, "ends_on": "", "name": "Gemaal 3", "version": 1}).status_code == 409
    end = reverse("organisation:end_project", args=[project.pk])
    assert browser.post(end, {"ends_on": "2026-01-31"}).status_code == 422
    assert browser.post(end, {"ends_on": "2026-03-31"}).status_code == 302
    assert "Gemaal 2" in browser.get(reverse("organisation:project", args=[project.pk])).content.decode()


def test_w34_a_leader_of_another_organisation_is_no_choice(scoped, signed_in):
    other = scoped.twin.employee.person
    answer = signed_in(scoped.administrator).post(
        reverse("organisation:add_project"), {"name": "Lek", "leader": other.name, "leader_id": str(other.pk)}
    )
    assert answer.status_code == 422
    assert not Project.objects.filter(name="Lek").exists()


@pytest.mark.parametrize("name", ["positions", "projects", "people"])
def test_w52_a_name_to_sort_by_that_is_unknown_is_refused(scoped, signed_in, name):
    browser = signed_in(scoped.employee)
    for sort in ("password", "-organisation__slug", "name,id"):
        assert browser.get(reverse(f"organisation:{name}"), {"sort": sort}).status_code == 400
    assert browser.get(reverse(f"organisation:{name}"), {"sort": "-name"}).status_code == 200


def test_r14_a_form_sent_twice_has_one_effect(scoped, signed_in):
    browser = signed_in(scoped.administrator)
    person = {"given_name": "Noor", "family_name": "Wit", "key": "N-1"}
    for name, form, model in (
        ("add_unit", {"name": "Ploeg", "parent": "Team Slib"}, Unit),
        ("add_position", {"name": "Baggeraar"}, Position),
        ("add_project", {"name": "Gemaal"}, Project),
        ("add_person", person, Person),
        ("add_year", {"year": "2031", "parts": "tertial"}, Period),
    ):
        url, before = reverse(f"organisation:{name}"), model.objects.count()
        assert browser.post(url, form).status_code == 302
        after = model.objects.count()
        assert after > before
        assert browser.post(url, form).status_code == 422
        assert model.objects.count() == after
    end = reverse("organisation:end_person", args=[Person.objects.get(key="N-1").pk])
    last = (timezone.localdate() + timedelta(days=30)).isoformat()
    for _time in range(2):
        assert browser.post(end, {"ends_on": last}).status_code == 302
    assert AuditEvent.objects.filter(event=Event.PERSON_ENDED).count() == 1


@pytest.mark.parametrize(("page", "counted"), [("positions", "1 position"), ("projects", "1 project")])
def test_a_list_says_how_many_there_are_and_the_way_back_from_a_search(scoped, signed_in, page, counted):
    make_position(scoped.organisation, "Beëindigd", ends_on="2020-01-01")
    Position.objects.living().exclude(pk=scoped.position.pk).delete()
    browser = signed_in(scoped.administrator)
    everything, nothing = (browser.get(f"/{page}/{query}").content.decode() for query in ("", "?q=zzz"))
    assert f"<small>{counted}</small>" in everything
    assert "Everything</a>" not in everything
    assert f'<a class="btn bare" href="/{page}/">Everything</a>' in nothing


def test_a_list_of_what_ended_that_is_empty_says_so(scoped, signed_in):
    browser = signed_in(scoped.employee)
    for page in ("positions", "projects"):
        assert "Nothing has ended" in browser.get(f"/{page}/?show=ended").content.decode()
    assert "Nobody has left" in signed_in(scoped.hr).get("/people/?show=ended").content.decode()
