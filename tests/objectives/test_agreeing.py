"""Before an objective is agreed: somebody answers for it, and what else is missing is shown."""

import pytest
from django.urls import reverse

from tests.factories import make_link, make_measure, make_objective
from zichtlijn.access.refusals import NotNow
from zichtlijn.objectives import actions
from zichtlijn.objectives.actions.standing import recompute_organisation
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.queries.agreeing import lacks, without_owner
from zichtlijn.objectives.states import Level, State


def page(address, objective, **more):
    return reverse(f"objectives:{address}", kwargs={"pk": objective.pk, **more})


def text(answer):
    return answer.content.decode()


@pytest.fixture
def bare(line):
    """A draft of the team of which nobody wrote down whose it is, how it is measured, or what it serves."""
    fields = {"level": Level.OPERATIONAL, "unit": line.team, "state": State.DRAFT, "perspective": ""}
    return make_objective(line.organisation, "Kale doelstelling", owner=None, **fields)


def test_nobody_agrees_to_what_nobody_answers_for(line, bare, refused):
    with refused(NotNow, "Choose an owner first."):
        actions.move_objective(bare, "adopt", by=line.director.actor)
    proposed = actions.move_objective(bare, "propose", by=line.line_manager.actor)
    with refused(NotNow, "Choose an owner first."):
        actions.move_objective(proposed, "agree", by=line.director.actor)
    changes = {"owner": line.line_manager.person}
    actions.change_objective(proposed, changes, version=proposed.version, by=line.director.actor)
    assert actions.move_objective(proposed, "agree", by=line.director.actor).state == State.AGREED


def test_the_page_says_why_not_and_shows_the_way(line, bare, signed_in):
    browser = signed_in(line.director)
    shown = text(browser.get(page("move", bare, name="adopt")))
    assert "Nobody answers for this objective yet." in shown
    assert page("edit", bare) in shown
    assert '<button class="btn go">' not in shown
    assert browser.post(page("move", bare, name="adopt"), {"comment": ""}).status_code == 409
    assert Objective.objects.get(pk=bare.pk).state == State.DRAFT


def test_what_follows_from_nothing_is_not_said_to_be_in_the_line(line, bare, signed_in):
    Objective.objects.filter(pk=bare.pk).update(owner=line.line_manager.person)
    browser = signed_in(line.director)
    assert "It follows from nothing yet" in text(browser.get(page("move", bare, name="adopt")))
    said = text(browser.post(page("move", bare, name="adopt"), {"comment": ""}, follow=True))
    assert "Adopted. It counts from now on. It follows from nothing yet" in said
    assert "now counts in the line" not in said


def test_what_else_is_missing_is_a_hint_and_no_more(line, bare, signed_in):
    Objective.objects.filter(pk=bare.pk).update(owner=line.line_manager.person)
    browser = signed_in(line.director)
    shown = text(browser.get(page("move", bare, name="adopt")))
    for sentence, name in (
        ("It does not follow from another objective.", "parents"),
        ("It has no measure.", "new_measure"),
        ("It has no perspective.", "edit"),
    ):
        assert sentence in shown
        assert page(name, bare) in shown
    assert browser.post(page("move", bare, name="adopt"), {"comment": ""}).status_code == 302
    assert Objective.objects.get(pk=bare.pk).state == State.AGREED


def test_nothing_is_missing_from_what_is_complete(line, bare):
    assert [lack.url_name for lack in lacks(bare)] == [
        "objectives:parents", "objectives:new_measure", "objectives:edit",
    ]  # fmt: skip
    assert without_owner(bare)
    make_link(bare, line.department_objective)
    make_measure(bare)
    bare.perspective, bare.owner = "customers", line.employee.person
    assert (lacks(bare), without_owner(bare)) == ([], "")
    top = make_objective(line.organisation, "Boven", level=Level.STRATEGIC, perspective="customers")
    assert [lack.url_name for lack in lacks(top)] == ["objectives:new_measure"]
    recompute_organisation(line.organisation)


def test_an_agreed_objective_keeps_an_owner(line, signed_in, refused):
    fields = {"level": Level.OPERATIONAL, "unit": line.team, "owner": line.line_manager.person}
    agreed = make_objective(line.organisation, "Met eigenaar", state=State.AGREED, **fields)
    with refused(NotNow, "keeps an owner"):
        actions.change_objective(agreed, {"owner": None}, version=agreed.version, by=line.director.actor)
    browser = signed_in(line.director)
    form = browser.get(page("edit", agreed)).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    data |= {"owner": "", "unit": line.team.name, "version": agreed.version, "own_share": 50}
    answer = browser.post(page("edit", agreed), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors["owner"] == ["An agreed objective keeps an owner. Choose somebody else."]


def test_what_came_in_without_an_owner_can_still_be_changed(line):
    imported = make_objective(line.organisation, "Uit een plan", level=Level.STRATEGIC, owner=None, state=State.AGREED)
    changes = {"title": "Uit het plan", "owner": None}
    changed = actions.change_objective(imported, changes, version=imported.version, by=line.director.actor)
    assert changed == ["title"]
    recompute_organisation(line.organisation)


def test_the_page_of_an_objective_without_an_owner_asks_for_one(line, bare, signed_in):
    asked = "Nobody yet: choose an owner"
    assert asked in text(signed_in(line.director).get(page("objective", bare)))
    Objective.objects.filter(pk=bare.pk).update(owner=line.line_manager.person)
    assert asked not in text(signed_in(line.director).get(page("objective", bare)))
