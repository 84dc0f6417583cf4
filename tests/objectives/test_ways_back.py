"""Where one comes out: back at the list of breaks, at one's own line, and in a period that is still open."""

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from tests.factories import make_objective, make_period
from zichtlijn.objectives.actions.objectives import index_objective
from zichtlijn.objectives.models import Objective, ObjectiveLink
from zichtlijn.objectives.states import Level, State


@pytest.fixture
def director(scoped, signed_in):
    return signed_in(scoped.director)


def test_mending_a_break_leads_back_to_the_list_and_names_both_ends(scoped, director):
    loose = make_objective(scoped.organisation, "Los werk", level=Level.DEPARTMENT, unit=scoped.department)
    place = reverse("objectives:break_list", args=["without-parent"])
    page = html.fromstring(director.get(place, {"of": "all"}).content)
    (address,) = [a for a in page.xpath("//a/@href") if a.startswith(reverse("objectives:parents", args=[loose.pk]))]
    assert "mends=without-parent" in address
    typed = f"{scoped.strategic.title} [{scoped.strategic.key}]"
    answer = director.post(address, {"parent": typed, "parent_id": "", "weight": ""}, follow=True)
    assert answer.redirect_chain[-1][0].startswith(place)
    assert ObjectiveLink.objects.get(child=loose).parent == scoped.strategic
    said = html.fromstring(answer.content).get_element_by_id("messages").text_content()
    assert loose.title in said
    assert scoped.strategic.title in said


def test_without_a_list_to_go_back_to_it_leads_to_the_objective(scoped, director):
    loose = make_objective(scoped.organisation, "Los werk", level=Level.DEPARTMENT, unit=scoped.department)
    address = reverse("objectives:parents", args=[loose.pk]) + "?mends=//elders.example"
    typed = f"{scoped.strategic.title} [{scoped.strategic.key}]"
    answer = director.post(address, {"parent": typed, "weight": ""})
    assert answer.url == reverse("objectives:objective", args=[loose.pk])


def test_only_an_objective_with_a_parent_is_told_that_another_replaces_it(scoped, director):
    loose = make_objective(scoped.organisation, "Los werk", level=Level.DEPARTMENT, unit=scoped.department)
    said = "Choosing another replaces it."
    scoped.director.user.__class__.objects.filter(pk=scoped.director.user.pk).update(language="en")
    assert said not in director.get(reverse("objectives:parents", args=[loose.pk])).content.decode()
    linked = reverse("objectives:parents", args=[scoped.department_objective.pk])
    assert said in director.get(linked).content.decode()


def test_from_ones_own_objective_the_way_back_is_ones_own_line(scoped, signed_in):
    for member, way in ((scoped.employee, "home:my_line"), (scoped.line_manager, "objectives:alignment")):
        for address in (
            reverse("objectives:objective", args=[scoped.personal.pk]),
            reverse("objectives:measure", args=[scoped.personal_measure.pk]),
        ):
            page = html.fromstring(signed_in(member).get(address).content)
            assert page.xpath("//ol[@class='crumbs']/li[1]/a/@href")[0].split("?")[0] == reverse(way)
            assert page.xpath("//nav[@id='rail']//a[@aria-current='page']/@href") == [reverse(way)]


def test_a_personal_objective_can_be_saved_and_proposed_in_one_go(scoped, signed_in):
    client, address = signed_in(scoped.employee), reverse("objectives:new") + "?level=personal"
    sent = {"period": scoped.period.pk, "commitment": "committed", "owner": str(scoped.employee.person)}
    client.post(address, sent | {"title": "Eerst een concept"})
    client.post(address, sent | {"title": "Meteen voorgesteld", "propose": "1"})
    assert Objective.objects.get(title="Eerst een concept").state == State.DRAFT
    assert Objective.objects.get(title="Meteen voorgesteld").state == State.PROPOSED


def test_what_one_comes_for_is_the_main_button_and_the_way_back_is_the_team(scoped, signed_in):
    person, address = scoped.employee.person, reverse("objectives:new") + "?level=personal"
    manager = signed_in(scoped.line_manager)
    page = html.fromstring(manager.get(f"{address}&owner={person.pk}").content)
    assert page.xpath("//main//form//button[@class='btn go']/text()") == [f"Propose to {person.given_name}"]
    assert page.xpath("//main//form//button[@class='btn']/text()") == ["Save as draft"]
    crumbs = page.xpath("//ol[@class='crumbs']/li/a/@href")
    assert crumbs == [reverse("home:team"), reverse("organisation:person", args=[person.pk])]
    assert page.xpath("//nav[@id='rail']//a[@aria-current='page']/@href") == [reverse("home:team")]
    assert "the line breaks here" in page.xpath("string(//main//form)")
    own = html.fromstring(signed_in(scoped.employee).get(address).content)
    assert own.xpath("//main//form//button[@class='btn go']/text()") == ["Propose"]
    assert own.xpath("//ol[@class='crumbs']/li[1]/a/@href") == [reverse("objectives:alignment")]


def test_a_period_that_is_over_is_not_offered_for_something_new(scoped, signed_in):
    gone = make_period(scoped.organisation, year=timezone.localdate().year - 3)
    page = html.fromstring(signed_in(scoped.employee).get(reverse("objectives:new") + "?level=personal").content)
    offered = page.xpath("//select[@name='period']/option/@value")
    assert str(gone.pk) not in offered
    assert str(scoped.period.pk) in offered


def test_the_weights_stand_in_a_form_that_can_add_them_up(scoped, director):
    page = html.fromstring(director.get(reverse("objectives:weights", args=[scoped.strategic.pk])).content)
    (form,) = page.xpath("//form[@data-sum]")
    assert form.get("data-sum") == "0"
    assert len(form.xpath(".//input[contains(@class, 'amount')]")) >= 1
    assert form.xpath(".//*[@data-sum-shown]/@data-text")


def test_a_word_that_means_several_objectives_comes_back_with_them_to_choose_from(scoped, director):
    first, second = (
        make_objective(scoped.organisation, title, level=Level.STRATEGIC) for title in ("Droge voeten", "Droge kelders")
    )
    for objective in (first, second):
        index_objective(objective)
    loose = make_objective(scoped.organisation, "Los werk", level=Level.DEPARTMENT, unit=scoped.department)
    address = reverse("objectives:parents", args=[loose.pk])
    asked = director.post(address, {"parent": "droge", "weight": ""})
    assert asked.status_code == 422
    offered = html.fromstring(asked.content).xpath("//input[@type='radio'][@name='parent_choice']/@value")
    assert sorted(offered) == sorted(str(o.pk) for o in (first, second))
    sent = {"parent": "droge", "parent_choice": offered[0], "parent_choice_for": "droge", "weight": ""}
    assert director.post(address, sent).status_code == 302
    assert ObjectiveLink.objects.get(child=loose).parent_id == int(offered[0])
    few = director.post(address, {"parent": "kelders", "weight": ""})  # fits one, but a link is not laid on a guess
    assert few.status_code == 422
    assert second.title in few.content.decode()
    typed_on = sent | {"parent": scoped.strategic.key}  # another text counts, and no longer the choice of before
    director.post(address, typed_on)
    assert ObjectiveLink.objects.get(child=loose).parent == scoped.strategic


def test_what_was_picked_is_known_by_its_number_and_stays_picked_when_something_else_is_wrong(scoped, director):
    first, second = (make_objective(scoped.organisation, "Droge voeten", level=Level.STRATEGIC) for _n in range(2))
    loose = make_objective(scoped.organisation, "Los werk", level=Level.DEPARTMENT, unit=scoped.department)
    address = reverse("objectives:parents", args=[loose.pk])
    several = {"parent": "Droge voeten", "parent_choice": second.pk, "parent_choice_for": "Droge voeten"}
    refused = html.fromstring(director.post(address, several | {"weight": "x"}).content)
    assert refused.xpath("//input[@name='parent_id']/@value") == [str(second.pk)]
    assert not refused.xpath("//input[@name='parent_choice']")
    elsewhere = {"parent": "Droge voeten", "parent_id": scoped.operational.pk, "weight": ""}  # another text, or level
    assert director.post(address, elsewhere).status_code == 422
    director.post(address, {"parent": "Droge voeten", "parent_id": second.pk, "weight": ""})
    assert ObjectiveLink.objects.get(child=loose).parent == second
    assert first.child_links.count() == 0
