"""Picking a person, unit or position by typing."""

from datetime import timedelta

import pytest
from django import forms
from django.urls import reverse
from django.utils import timezone

from tests.factories import CANARY, count_queries, make_person, make_placement
from zichtlijn.access.rates import forget_rates
from zichtlijn.access.scoping import in_organisation
from zichtlijn.organisation import search
from zichtlijn.organisation.forms import PersonField, PickForm, PositionField, ProjectField, UnitField
from zichtlijn.organisation.models import Person, SearchWord, Unit
from zichtlijn.organisation.queries import picks


class OwnerForm(PickForm):
    owner = PersonField(required=False)
    led = PersonField(required=False, within="line")
    unit = UnitField(required=False)
    position = PositionField(required=False)
    project = ProjectField(required=False)
    title = forms.CharField(required=False)


@pytest.fixture(autouse=True)
def no_earlier_requests():
    forget_rates()


@pytest.fixture
def indexed(scoped):
    for cast in (scoped.twin, scoped):
        with in_organisation(cast.organisation):
            search.index_words(SearchWord.Kind.PERSON, [(person.pk, person.name) for person in Person.objects.all()])
            search.index_words(SearchWord.Kind.UNIT, [(unit.pk, unit.name) for unit in Unit.objects.all()])
    return scoped


def filled(member, **data):
    form = OwnerForm(data, actor=member.actor)
    form.is_valid()
    return form


def test_the_exact_name_is_enough(scoped):
    assert filled(scoped.hr, owner="emma  EIK").cleaned_data["owner"] == scoped.employee.person


def test_a_name_with_a_prefix_is_found_without_an_index(scoped):
    person = make_person(scoped.organisation, "Anne Marie", "Laan", family_prefix="van der")
    assert filled(scoped.employee, owner="anne marie van der laan").cleaned_data["owner"] == person


def test_the_personnel_number_is_enough_for_those_who_may_know_it(scoped):
    assert filled(scoped.hr, owner="p-employee").cleaned_data["owner"] == scoped.employee.person
    assert filled(scoped.colleague, owner="p-employee").errors["owner"]


def test_a_picked_row_goes_by_its_id_while_the_text_is_its_name(scoped):
    one, two = (make_person(scoped.organisation, "Jan", "Jansen") for _ in range(2))
    assert filled(scoped.hr, owner="Jan Jansen", owner_id=str(two.pk)).cleaned_data["owner"] == two
    form = filled(scoped.hr, owner="Emma Eik", owner_id=str(one.pk))
    assert form.cleaned_data["owner"] == scoped.employee.person


def test_two_people_of_one_name_are_shown_to_choose_from(scoped):
    one, two = (make_person(scoped.organisation, "Jan", "Jansen") for _ in range(2))
    make_placement(one, scoped.team, scoped.position)
    form = filled(scoped.hr, owner="Jan Jansen")
    assert "can mean more than one" in form.errors["owner"][0]
    page = str(form["owner"])
    assert f'value="{one.pk}"' in page
    assert f'value="{two.pk}"' in page
    assert "Team Slib" in page
    chosen = filled(scoped.hr, owner="Jan Jansen", owner_choice=str(two.pk), owner_choice_for="Jan Jansen")
    assert chosen.cleaned_data["owner"] == two


def test_a_choice_made_for_another_text_does_not_count(scoped):
    form = filled(scoped.hr, owner="Emma Eik", owner_choice=str(scoped.hr.person.pk), owner_choice_for="Jan Jansen")
    assert form.cleaned_data["owner"] == scoped.employee.person


def test_the_beginning_of_a_name_shows_who_can_be_meant(indexed):
    form = filled(indexed.hr, owner="Em")
    assert "Nothing is called exactly" in form.errors["owner"][0]
    assert "Emma Eik" in str(form["owner"])
    assert "Nothing here is called" in filled(indexed.hr, owner="Xq").errors["owner"][0]


def test_w34_a_row_of_another_organisation_is_no_choice_and_its_name_is_not_echoed(indexed):
    other = indexed.twin.employee.person
    for data in (
        {"owner": "x", "owner_id": str(other.pk)},
        {"owner": "x", "owner_choice": str(other.pk), "owner_choice_for": "x"},
        {"owner": other.name},
    ):
        form = filled(indexed.hr, **data)
        assert form.errors["owner"]
        assert "Emma" not in str(form["owner"]).replace(data["owner"], "")
    for field, row in (
        ("unit", indexed.twin.team),
        ("position", indexed.twin.position),
        ("project", indexed.twin.project),
    ):
        form = filled(indexed.hr, **{field: "x", f"{field}_id": str(row.pk)})
        assert form.errors[field]
        assert CANARY not in str(form[field])


@pytest.mark.parametrize("bad", ["abc", "-1", "1e3", "9" * 30, "१"])
def test_a_strange_id_is_no_choice(scoped, bad):
    assert filled(scoped.hr, owner="x", owner_choice=bad, owner_choice_for="x").errors["owner"]


def test_an_emptied_text_means_nobody(scoped):
    assert filled(scoped.hr, owner="", owner_id=str(scoped.employee.person.pk)).cleaned_data["owner"] is None


def test_of_units_only_those_are_offered_that_one_looks_after(indexed):
    def offered(member, text=""):
        return {choice.name for choice in picks.offer_units(member.actor, text, "led")}

    assert offered(indexed.line_manager) == {indexed.team.name}
    assert offered(indexed.line_manager, indexed.department.name) == set()
    assert offered(indexed.employee) == set()
    assert offered(indexed.director) == {unit.name for unit in Unit.objects.living()}


def test_within_the_line_only_those_who_report_to_me(indexed):
    assert filled(indexed.line_manager, led="Emma Eik").cleaned_data["led"] == indexed.employee.person
    assert filled(indexed.other_manager, led="Emma Eik").errors["led"]
    assert filled(indexed.employee, led="Cas Claes").errors["led"]
    assert filled(indexed.consultant, led="Cas Claes").errors["led"]


def test_units_positions_and_projects_by_code_or_name(scoped):
    form = filled(scoped.hr, unit="z1", position="medewerker", project="Nieuwe gisting")
    assert form.cleaned_data["unit"] == scoped.team
    assert form.cleaned_data["position"] == scoped.position
    assert form.cleaned_data["project"] == scoped.project


def test_somebody_who_left_cannot_be_picked(indexed):
    Person.objects.filter(pk=indexed.employee.person.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert filled(indexed.hr, owner="Emma Eik").errors["owner"]


def test_the_field_shows_the_row_it_begins_with(scoped):
    form = OwnerForm(initial={"owner": scoped.employee.person, "unit": scoped.team.pk}, actor=scoped.hr.actor)
    assert 'value="Emma Eik"' in str(form["owner"])
    assert f'value="{scoped.employee.person.pk}"' in str(form["owner"])
    assert 'value="Team Slib"' in str(form["unit"])
    same = OwnerForm(
        {"owner": "Emma Eik", "owner_id": str(scoped.employee.person.pk)},
        initial={"owner": scoped.employee.person},
        actor=scoped.hr.actor,
    )
    assert "owner" not in same.changed_data


def test_suggestions_say_position_and_unit_and_never_a_number(indexed, signed_in):
    page = signed_in(indexed.employee).get(reverse("organisation:pick_person"), {"q": "em"}).content.decode()
    assert 'data-name="Emma Eik"' in page
    assert "Medewerker · Team Slib" in page
    assert "p-employee" not in page


def test_w35_one_letter_gives_twenty_rows_at_most_of_ones_own_organisation(indexed, signed_in):
    people = [make_person(indexed.organisation, "Eva", f"Nummer{n}") for n in range(30)]
    search.index_words(SearchWord.Kind.PERSON, [(person.pk, person.name) for person in people])
    browser = signed_in(indexed.employee)
    page = browser.get(reverse("organisation:pick_person"), {"q": "e"}).content.decode()
    assert page.count('role="option"') == 20
    assert "data-pick-said>20 choices</p>" in page
    for name in ("pick_person", "pick_unit", "pick_position", "pick_project"):
        for typed in ("", "e", CANARY[:3], CANARY):
            assert CANARY not in browser.get(reverse(f"organisation:{name}"), {"q": typed}).content.decode()


def test_w35_asking_faster_than_people_type_is_refused(indexed, signed_in):
    browser, colleague = signed_in(indexed.employee), signed_in(indexed.colleague)
    url = reverse("organisation:pick_person")
    codes = [browser.get(url, {"q": "e"}).status_code for _ in range(121)]
    assert codes[:120] == [200] * 120
    assert codes[120] == 429
    assert colleague.get(url, {"q": "e"}).status_code == 200


def test_suggestions_take_the_same_number_of_queries_for_one_and_for_many(indexed, signed_in):
    browser = signed_in(indexed.hr)
    url = reverse("organisation:pick_person")
    browser.get(url, {"q": "emma"})
    with count_queries() as one:
        browser.get(url, {"q": "emma"})
    people = [make_person(indexed.organisation, "Emma", f"Nummer{n}") for n in range(10)]
    search.index_words(SearchWord.Kind.PERSON, [(person.pk, person.name) for person in people])
    with count_queries() as many:
        browser.get(url, {"q": "emma"})
    assert many.count == one.count <= 10
