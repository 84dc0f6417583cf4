"""The pages of templates: who has them, what they refuse, and handing one out."""

import pytest
from django.urls import reverse
from django.utils import translation
from lxml import html

from tests.factories import (
    count_queries,
    make_objective,
    make_period,
    make_person,
    make_placement,
    make_position,
    make_template,
)
from zichtlijn.objectives.models import Measure, Objective, ObjectiveTemplate
from zichtlijn.objectives.queries.lists import direct_reports
from zichtlijn.objectives.states import Level, State
from zichtlijn.objectives.views import templates

LIST, NEW = reverse("objectives:templates"), reverse("objectives:new_template")
DATA = {
    "name": "Veilig", "title": "Werkt veilig", "commitment": "committed", "is_active": "on",
    "measure_name_1": "Gevolgd",
    "measure_kind_1": "up", "measure_baseline_1": "0", "measure_target_1": "1.234,5", "measure_frequency_1": "monthly",
    "measure_kind_2": "up", "measure_frequency_2": "monthly", "measure_kind_3": "up", "measure_frequency_3": "monthly",
}  # fmt: skip


def page(address, template):
    return reverse(f"objectives:{address}", kwargs={"pk": template.pk})


def text(answer):
    return answer.content.decode()


def handing(cast, **changes):
    return {
        "parent": f"Pers schoon [{cast.role_objective.key}]",
        "period": cast.period.pk,
        "confirmed": "on",
        **changes,
    }


def test_a_template_is_made_and_goes_on_to_handing_out(line, signed_in):
    browser = signed_in(line.line_manager)
    answer = browser.post(NEW, DATA)
    made = ObjectiveTemplate.objects.get(name="Veilig")
    assert answer["Location"] == page("hand_out", made)
    assert made.measures == [
        {"name": "Gevolgd", "kind": "up", "unit": "", "baseline": "0", "target": "1234.5", "frequency": "monthly"}
    ]
    assert "Veilig" in text(browser.get(LIST))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"title": ""}, "title"),
        ({"measure_target_1": ""}, "measure_target_1"),
        ({"measure_target_1": "-5"}, "measure_target_1"),
        ({"measure_kind_1": "down"}, "measure_target_1"),
        ({"measure_kind_1": "band"}, "measure_kind_1"),
        ({"measure_name_1": ""}, "measure_name_1"),
        ({"weight": "-1"}, "weight"),
    ],
)
def test_bad_input_comes_back_with_a_message_at_its_field(line, signed_in, changes, field):
    answer = signed_in(line.line_manager).post(NEW, DATA | changes)
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert not ObjectiveTemplate.objects.filter(name="Veilig").exists()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_saving_the_form_as_it_is_shown_keeps_the_amounts(line, signed_in, language):
    line.line_manager.user.language = language
    line.line_manager.user.save()
    measures = [{"name": "x", "kind": "up", "unit": "", "baseline": "1.234", "target": "1234", "frequency": "yearly"}]
    template = make_template(line.organisation, "Heel precies", measures=measures)
    browser = signed_in(line.line_manager)
    shown = browser.get(page("edit_template", template)).context["form"]
    with translation.override(language):
        data = {field.html_name: field.value() for field in shown if field.value() is not None}
    assert browser.post(page("edit_template", template), DATA | data).status_code == 302
    assert ObjectiveTemplate.objects.get(pk=template.pk).measures == measures
    assert ObjectiveTemplate.objects.get(pk=template.pk).version == 1


def test_R13_the_second_to_save_a_template_reads_both(line, signed_in):
    template = make_template(line.organisation, "Eerst")
    signed_in(line.line_manager).post(page("edit_template", template), DATA | {"name": "Van haar", "version": 1})
    answer = signed_in(line.director).post(page("edit_template", template), DATA | {"name": "Van hem", "version": 1})
    assert answer.status_code == 409
    assert "Van haar" in text(answer)
    assert "Van hem" in text(answer)
    assert signed_in(line.director).post(page("edit_template", template), DATA).status_code == 422


def boxes(answer):
    """Names in the list, and those that are ticked."""
    found = html.fromstring(answer.content).xpath("//*[@data-ticks]//li")
    names = {li.xpath("normalize-space(.//label/text())"): bool(li.xpath(".//input/@checked")) for li in found}
    return set(names), {name for name, ticked in names.items() if ticked}


def test_people_are_ticked_in_a_list_and_who_has_it_is_passed_over(line, signed_in):
    template = make_template(line.organisation, "Veilig", title="Werkt veilig", measures=[])
    browser = signed_in(line.line_manager)
    names, ticked = boxes(browser.get(page("hand_out", template)))
    assert line.employee.person.name in names
    assert ticked == set()
    people = [person.pk for person in direct_reports(line.line_manager.actor)]
    assert len(people) == len(names)
    answer = browser.post(page("hand_out", template), handing(line, people=people[:1]), follow=True)
    assert "Proposed to 1 person." in text(answer)
    again = browser.get(page("hand_out", template))
    assert text(again).count("has it already") == 1
    answer = browser.post(page("hand_out", template), handing(line, people=people), follow=True)
    assert f"Proposed to {len(people) - 1} people." in text(answer)
    assert "1 person had it already." in text(answer)
    assert Objective.objects.filter(template=template, state=State.PROPOSED).count() == len(people)
    assert Measure.objects.filter(objective__template=template).count() == 0


def test_before_handing_out_one_sees_who_gets_it_and_whose_plan_comes_above_100(line, signed_in):
    template = make_template(line.organisation, "Veilig", title="Werkt veilig", measures=[], weight=30)
    people = direct_reports(line.line_manager.actor)
    full, having = people[0], people[1]
    for weight, state in ((60, State.AGREED), (20.5, State.PROPOSED), (90, State.DROPPED)):
        make_objective(line.organisation, owner=full, level=Level.PERSONAL, weight=weight, state=state)
    Objective.objects.filter(owner=having).update(weight=None)
    browser, address = signed_in(line.line_manager), page("hand_out", template)
    browser.post(address, handing(line, people=[having.pk]))
    sent = {**handing(line, people=[person.pk for person in people])}
    del sent["confirmed"]
    before = Objective.objects.count()
    answer = browser.post(address, sent)
    assert Objective.objects.count() == before
    shown = html.fromstring(answer.content)
    assert [one.person for one in answer.context["above"]] == [full]
    already = Objective.objects.filter(owner=full, state=State.AGREED).exclude(weight=60)
    total = 80.5 + sum(objective.weight or 0 for objective in already)
    assert [f"{total:g}%", f"{total + 30:g}%"] == [cell.text_content() for cell in shown.xpath("//td[@class='n']")]
    assert f"{len(people) - 1} people get it" in text(answer)
    assert "1 person has it already and is skipped:" in text(answer)
    assert all(person.name in text(answer) for person in people)
    form = dict(shown.xpath("//main//form")[0].fields) | {"people": sent["people"]}
    done = browser.post(address, form, follow=True)
    assert f"Proposed to {len(people) - 1} people." in text(done)
    assert "The plan of 1 person now comes above 100%: agree together what weighs less." in text(done)


def test_the_list_is_of_a_unit_and_all_or_none_are_ticked_without_scripts(line, signed_in):
    template = make_template(line.organisation, "Veilig", measures=[])
    browser, address = signed_in(line.director), page("hand_out", template)
    of_team = {"unit": line.team.name, "position": ""}
    names, ticked = boxes(browser.get(address, of_team))
    assert line.employee.person.name in names
    make_position(line.organisation, "Bode")
    assert boxes(browser.get(address, {**of_team, "position": "Bode"}))[0] == set()
    assert ticked == set()
    answer = browser.get(address, of_team)
    links = html.fromstring(answer.content).xpath("//a[@data-ticks-set]/@href")
    everybody = browser.get(address + links[0])
    assert boxes(everybody) == (names, names)
    assert f"{len(names)} of {len(names)} chosen" in text(everybody)
    assert boxes(browser.get(address + links[1])) == (names, set())
    answer = browser.post(f"{address}{links[0]}", handing(line, people=[line.employee.person.pk]), follow=True)
    assert "Proposed to 1 person." in text(answer)


def test_a_group_too_large_to_tick_is_chosen_as_a_whole(line, signed_in, monkeypatch):
    monkeypatch.setattr(templates, "LISTED", 1)
    template = make_template(line.organisation, "Veilig", measures=[])
    browser, address = signed_in(line.director), f"{page('hand_out', template)}?unit={line.team.name}&position="
    shown = browser.get(address)
    number = len(shown.context["listed"])
    assert f"This group has {number} people" in text(shown)
    refused = browser.post(address, handing(line))
    assert refused.status_code == 422
    assert "Choose at least one person." in text(refused)
    assert f"Proposed to {number} people." in text(browser.post(address, handing(line, everybody="on"), follow=True))


@pytest.mark.parametrize(
    ("asked", "changes", "words"),
    [
        ("", {}, "Choose at least one person."),
        ("?unit=Waterkeringen", {}, "Nobody in this group reports to you, directly or indirectly."),
        ("?unit=Nergens", {}, "Nothing here is called"),
        ("?unit=&position=Medewerker", {}, "Choose the unit as well."),
        ("?unit=Team Slib", {"people": ["1"], "parent": "Slib drogen"}, "is of another level (operational objective)"),
        ("?unit=Team Slib", {"people": ["1"], "parent": "Bestaat niet"}, "no such objective"),
        ("?unit=Team Slib", {"people": ["1"], "parent": ""}, "required"),
        ("", {"people": ["999999"]}, "not one of the available choices"),
        ("", {"people": [str(2**63)]}, "not one of the available choices"),
    ],
)
def test_a_group_or_parent_that_does_not_do_is_said(line, signed_in, asked, changes, words):
    template = make_template(line.organisation, "Veilig", measures=[])
    answer = signed_in(line.line_manager).post(page("hand_out", template) + asked, handing(line, **changes))
    assert answer.status_code == 422
    assert words in text(answer)
    assert not Objective.objects.filter(template=template).exists()


def test_W17_W34_one_person_outside_the_line_and_nobody_gets_it(line, signed_in):
    template = make_template(line.organisation, "Veilig", measures=[])
    for other in (line.works_council.person, line.twin.employee.person):
        answer = signed_in(line.line_manager).post(
            page("hand_out", template), handing(line, people=[line.employee.person.pk, other.pk])
        )
        assert answer.status_code == 422
        assert other.name not in text(answer)
    assert not Objective.objects.filter(template=template).exists()


def test_the_list_of_people_asks_as_much_for_many_as_for_few(line, signed_in):
    template = make_template(line.organisation, "Veilig", measures=[])
    browser, address = signed_in(line.director), f"{page('hand_out', template)}?unit={line.team.name}"
    browser.get(address)
    with count_queries() as few:
        browser.get(address)
    for number in range(5):
        person = make_person(line.organisation, given_name=f"Extra {number}")
        make_placement(person, line.team, line_manager=line.line_manager.person)
    with count_queries() as many:
        answer = browser.get(address)
    assert "Extra 4" in text(answer)
    assert many.count == few.count <= 25


def test_the_list_of_templates_asks_as_much_for_many_as_for_one(line, signed_in):
    browser = signed_in(line.line_manager)
    browser.get(LIST)
    with count_queries() as few:
        browser.get(LIST)
    for number in range(3):
        make_template(line.organisation, f"Nog {number}")
    with count_queries() as many:
        browser.get(LIST)
    assert many.count == few.count <= 25


@pytest.mark.parametrize("confirmed", [True, False])
def test_who_was_ticked_stays_ticked_when_the_parent_runs_in_another_period(line, signed_in, confirmed):
    template = make_template(line.organisation, "Veilig", measures=[])
    later = make_period(line.organisation, line.period.starts_on.year + 1)
    sent = handing(line, people=[line.employee.person.pk], period=later.pk)
    if not confirmed:
        del sent["confirmed"]
    answer = signed_in(line.line_manager).post(page("hand_out", template), sent)
    assert answer.status_code == 422
    assert "runs in another period" in text(answer)
    assert boxes(answer)[1] == {line.employee.person.name}
    assert "Pers schoon" in text(answer)
    assert not Objective.objects.filter(template=template).exists()
