"""Attention points: questions out of the strongest cells, weighed, and turned into objectives."""

import pytest
from django.urls import reverse

from tests.factories import count_queries, make_objective
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.analysis import actions
from zichtlijn.analysis.models import AttentionPoint, PointScore, Rater
from zichtlijn.analysis.queries.points import own_marks, points_of
from zichtlijn.analysis.states import Becomes, Mode
from zichtlijn.analysis.wording import question_for, title_from
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.objectives.actions import move_objective
from zichtlijn.objectives.models import Objective, ObjectiveLink
from zichtlijn.objectives.states import Level, State


def add(cast, analysis, text="Hoe kunnen we het lab gebruiken om de norm te halen?", **more):
    return actions.add_point(analysis, text=text, by=cast.director.actor, **more)


def weigh(cast, analysis, part, marks, version=None):
    by = getattr(cast, part).actor
    if version is None:
        version = actions.version_of_scores(own_marks(Rater.objects.filter(user=by.user).first()))
    return actions.weigh_points(analysis, marks, version=version, by=by)


@pytest.mark.parametrize(
    ("row", "column", "question"),
    [
        ("S1", "O1", "How can we use “strength 1” to take “opportunity 1”?"),
        ("S1", "T1", "How can we use “strength 1” to withstand “threat 1”?"),
        ("W1", "O1", "How can we solve “weakness 1” to take “opportunity 1”?"),
        ("W1", "T1", "How can we solve “weakness 1” to withstand “threat 1”?"),
    ],
)
def test_a_question_goes_from_the_inside_to_the_outside(factors, row, column, question):
    assert question_for(factors[row], factors[column]) == question


def test_a_question_quotes_a_factor_as_it_was_written(factors):
    factors["O1"].text = "Europese subsidies"
    assert "take “Europese subsidies”" in question_for(factors["S1"], factors["O1"])


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Hoe kunnen we ons lab gebruiken om de norm te halen?", "Ons lab gebruiken om de norm te halen"),
        ("How can we use our lab to meet the standard?", "Use our lab to meet the standard"),
        ("How do we help residents in one app?", "Help residents in one app"),
        ("Hoe helpen we bewoners in één app?", "We helpen bewoners in één app"),
        ("Hoe zorgen wij dat het blijft?", "Wij zorgen dat het blijft"),
        ("Kan het anders?", "Kan het anders"),
    ],
)
def test_the_answer_begins_as_the_question_without_asking(question, title):
    assert title_from(question) == title


def test_a_sixth_is_refused_and_the_others_close_up(scoped, analysis):
    points = [add(scoped, analysis, f"Vraag {n}") for n in range(5)]
    with pytest.raises(NotNow, match="5 attention points already"):
        add(scoped, analysis, "Vraag 6")
    actions.remove_point(points[1], by=scoped.director.actor)
    assert [(p.place, p.text) for p in AttentionPoint.objects.all()] == [
        (1, "Vraag 0"),
        (2, "Vraag 2"),
        (3, "Vraag 3"),
        (4, "Vraag 4"),
    ]
    assert add(scoped, analysis, "Vraag 6").place == 5


def test_R13_the_words_are_changed_by_one_at_a_time(scoped, analysis):
    point, by = add(scoped, analysis), scoped.director.actor
    assert actions.change_point(point, {"text": "Anders"}, version=1, by=by) == ["text"]
    with pytest.raises(EditConflict):
        actions.change_point(point, {"text": "Weer anders"}, version=1, by=by)


# weighing ---------------------------------------------------------------------------------------------------------


def test_a_point_that_somebody_removed_meanwhile_is_said_to_be_gone(scoped, analysis):
    point, by = add(scoped, analysis), scoped.director.actor
    AttentionPoint.objects.all().delete()
    with pytest.raises(NotNow, match="removed in the meantime"):
        actions.change_point(point, {"text": "Anders"}, version=1, by=by)
    with pytest.raises(NotNow, match="removed in the meantime"):
        actions.turn_into_objective(point, title="Anders", by=by)


def test_several_raters_weigh_and_the_weakest_is_named(scoped, analysis):
    point, other = add(scoped, analysis), add(scoped, analysis, "Nog een")
    weigh(scoped, analysis, "employee", {(point.pk, "suitability"): 5, (point.pk, "feasibility"): 2})
    weigh(scoped, analysis, "colleague", {(point.pk, "suitability"): 4, (point.pk, "acceptability"): 4})
    first, second = points_of(analysis, scoped.employee.actor)
    assert [mean for _label, mean in first.means] == [4.5, 2, 4]
    assert first.weighing.score == 3.5
    assert first.weakest == ["feasibility"]
    assert first.raters == 2
    assert (second.point, second.weighing.score, second.weakest) == (other, None, [])


def test_what_weighs_most_stands_first_and_what_was_not_weighed_last(scoped, analysis, signed_in):
    low, unknown, high, alike = [add(scoped, analysis, f"Vraag {n}") for n in range(1, 5)]
    marks = {low.pk: 2, high.pk: 4, alike.pk: 4}
    weigh(scoped, analysis, "employee", {(pk, "suitability"): mark for pk, mark in marks.items()})
    found = points_of(analysis, scoped.director.actor)
    assert [(w.point.text, w.rank) for w in found] == [
        ("Vraag 3", 1), ("Vraag 4", 1), ("Vraag 1", 3), ("Vraag 2", None),
    ]  # fmt: skip
    browser = signed_in(scoped.director)
    assert "What weighs most stands first" in browser.get(url("points", analysis.pk)).content.decode()
    order = [point.text for point, _fields in browser.get(url("weigh", analysis.pk)).context["form"].groups()]
    assert order == ["Vraag 1", "Vraag 2", "Vraag 3", "Vraag 4"], "the form keeps its order while one weighs"
    assert unknown.place == 2


def test_a_new_point_shows_the_codes_of_its_factors(scoped, analysis, factors, signed_in):
    page = f"{url('add_point', analysis.pk)}?row={factors['W1'].pk}&column={factors['O2'].pk}"
    text = signed_in(scoped.director).get(page).content.decode()
    assert '<span class="code swot-weakness">W1</span> weakness 1' in text
    assert '<span class="code swot-opportunity">O2</span> opportunity 2' in text


def test_R13_two_screens_of_one_rater_lose_no_weighing(scoped, analysis):
    point = add(scoped, analysis)
    blank = actions.version_of_scores({})
    mark = (point.pk, "suitability")
    weigh(scoped, analysis, "employee", {mark: 5})
    with pytest.raises(EditConflict) as clash:
        weigh(scoped, analysis, "employee", {mark: 2}, version=blank)
    assert clash.value.fields == [("1. suitability", "5", "2")]
    assert weigh(scoped, analysis, "employee", {mark: None}) == 1
    assert not PointScore.objects.exists()


def test_points_of_another_analysis_are_not_weighed(scoped, analysis, of_unit):
    elsewhere = actions.add_point(of_unit, text="Elders", by=scoped.other_manager.actor)
    with pytest.raises(NotNow, match="changed in the meantime"):
        weigh(scoped, analysis, "employee", {(elsewhere.pk, "suitability"): 3})


# into an objective ------------------------------------------------------------------------------------------------


def test_one_act_makes_a_strategic_objective_that_says_where_it_comes_from(scoped, analysis, factors, signed_in):
    point = add(scoped, analysis, row=factors["S1"], column=factors["T1"])
    browser = signed_in(scoped.director)
    form = browser.get(url("turn", point.pk)).context["form"]
    assert form.initial["title"] == "Het lab gebruiken om de norm te halen"
    assert form.initial["becomes"] == Becomes.OBJECTIVE
    sent = {
        "title": form.initial["title"], "description": point.text, "perspective": "processes", "becomes": "objective",
    }  # fmt: skip
    answer = browser.post(url("turn", point.pk), sent)
    made = Objective.objects.get(title=form.initial["title"])
    assert answer["Location"] == reverse("objectives:objective", args=[made.pk])
    assert (made.level, made.state, made.period) == (Level.STRATEGIC, State.DRAFT, scoped.period)
    page = browser.get(answer["Location"]).content.decode()
    assert "Comes from" in page
    assert f"{url('points', analysis.pk)}#point-{point.pk}" in page
    assert point.text in page
    assert AuditEvent.objects.filter(event=Event.POINT_TURNED, on_id=point.pk).count() == 1


def test_the_same_act_makes_a_strategy_that_stands_in_an_ogsm_and_leads_back(scoped, analysis, signed_in):
    point = add(scoped, analysis)
    browser = signed_in(scoped.director)
    parent = f"{scoped.strategic.title} [{scoped.strategic.key}]"
    sent = {"title": "Lab benutten", "becomes": "strategy", "parent": parent}
    for less, said in (
        ({"parent": "", "unit": scoped.department.name}, "in whose OGSM"),
        ({"becomes": "objective"}, "Only a strategy"),
        ({"becomes": ""}, "required"),
        ({}, "belongs to a unit"),
    ):
        without = browser.post(url("turn", point.pk), sent | less)
        assert without.status_code == 422
        assert said in without.content.decode()
        assert "Lab benutten" in without.content.decode()
    answer = browser.post(url("turn", point.pk), sent | {"unit": scoped.department.name})
    made = Objective.objects.get(title="Lab benutten")
    assert (made.level, made.unit, made.state) == (Level.DEPARTMENT, scoped.department, State.DRAFT)
    assert ObjectiveLink.objects.get(child=made).parent == scoped.strategic
    ogsm = reverse("ogsm:sheet", args=[scoped.strategic.pk])
    assert answer["Location"] == f"{ogsm}#text-{made.pk}"
    back = f"{url('points', analysis.pk)}#point-{point.pk}"
    for page in (ogsm, reverse("objectives:objective", args=[made.pk])):
        text = browser.get(page).content.decode()
        assert "Comes from" in text
        assert back in text
    text = browser.get(url("points", analysis.pk)).content.decode()
    assert "Became the strategy" in text
    assert f'href="{ogsm}#text-{made.pk}"' in text


def test_a_unit_chooses_what_it_becomes(scoped, of_unit, signed_in):
    point = actions.add_point(of_unit, text="Vraag", by=scoped.other_manager.actor)
    page = signed_in(scoped.other_manager).get(url("turn", point.pk))
    assert page.context["form"].initial["becomes"] is None
    assert "once it is adopted" in page.content.decode()


def test_R14_it_becomes_one_objective_until_that_one_is_dropped(scoped, analysis):
    point, by = add(scoped, analysis), scoped.director.actor
    made = actions.turn_into_objective(point, title="Eerste", by=by)
    with pytest.raises(NotNow, match="an objective already: “Eerste”"):
        actions.turn_into_objective(point, title="Tweede", by=by)
    with pytest.raises(NotNow, match="Drop the objective first"):
        actions.remove_point(point, by=by)
    move_objective(made, "discard", by=by)
    again = actions.turn_into_objective(point, title="Tweede", by=by)
    point.refresh_from_db()
    assert point.objective == again


def test_a_draft_is_named_only_to_those_who_may_know_of_it(scoped, analysis, signed_in):
    point = add(scoped, analysis)
    actions.turn_into_objective(point, title="Nog geheim", by=scoped.director.actor)
    text = signed_in(scoped.employee).get(url("points", analysis.pk)).content.decode()
    assert "Nog geheim" not in text
    assert "still a draft" in text
    assert "Nog geheim" in signed_in(scoped.director).get(url("points", analysis.pk)).content.decode()


def test_the_head_of_a_unit_puts_it_under_what_the_unit_serves(scoped, of_unit):
    by = scoped.other_manager.actor
    point = actions.add_point(of_unit, text="Vraag", by=by)
    with pytest.raises(NotAllowed):
        actions.turn_into_objective(point, title="Elders", unit=scoped.department, parent=scoped.strategic, by=by)
    made = actions.turn_into_objective(
        point, title="Hier", unit=scoped.other_department, parent=scoped.strategic, by=by
    )
    assert made.level == Level.DEPARTMENT
    with pytest.raises(NotNow, match="Choose a strategic or a department"):
        actions.turn_into_objective(
            actions.add_point(of_unit, text="Nog een", by=by), title="Diep", parent=scoped.operational, by=by
        )


@pytest.mark.parametrize("part", ["employee", "line_manager", "hr", "works_council"])
def test_others_weigh_but_do_not_lead(scoped, analysis, part):
    point, by = add(scoped, analysis), getattr(scoped, part).actor
    for act in (
        lambda: actions.add_point(analysis, text="x", by=by),
        lambda: actions.change_point(point, {"text": "x"}, version=1, by=by),
        lambda: actions.remove_point(point, by=by),
        lambda: actions.turn_into_objective(point, title="x", by=by),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert weigh(scoped, analysis, part, {(point.pk, "suitability"): 3}) == 1


# pages ------------------------------------------------------------------------------------------------------------


def url(name, *args):
    return reverse(f"analysis:{name}", args=args)


def test_the_strongest_cells_offer_themselves_as_questions(scoped, analysis, factors, signed_in):
    by = scoped.director.actor
    actions.open_scoring(analysis, Mode.LIKERT, by=by)
    cell = (factors["W1"].pk, factors["T1"].pk)
    actions.give_scores(analysis, {cell: -2}, version=actions.version_of_scores({}), by=by)
    actions.close_scoring(analysis, by=by)
    browser = signed_in(scoped.director)
    way = f"{url('add_point', analysis.pk)}?row={cell[0]}&amp;column={cell[1]}"
    assert way in browser.get(url("points", analysis.pk)).content.decode()
    way = way.replace("&amp;", "&")
    question = browser.get(way).context["form"].initial["text"]
    assert question == "How can we solve “weakness 1” to withstand “threat 1”?"
    browser.post(way, {"text": question})
    point = AttentionPoint.objects.get()
    assert (point.row, point.column) == (factors["W1"], factors["T1"])
    assert "Make a question" not in browser.get(url("points", analysis.pk)).content.decode()


def test_the_sixth_on_the_page_comes_back_with_its_words(scoped, analysis, signed_in):
    for n in range(5):
        add(scoped, analysis, f"Vraag {n}")
    answer = signed_in(scoped.director).post(url("add_point", analysis.pk), {"text": "De zesde vraag"})
    assert answer.status_code == 422
    assert "5 attention points already" in answer.content.decode()
    assert "De zesde vraag" in answer.content.decode()


def test_weighing_on_the_page(scoped, analysis, signed_in):
    point, browser = add(scoped, analysis), signed_in(scoped.employee)
    page = url("weigh", analysis.pk)
    version = browser.get(page).context["form"].initial["version"]
    field = f"mark-{point.pk}-suitability"
    assert browser.post(page, {field: "6", "version": version}).status_code == 422
    assert browser.post(page, {field: "4", "version": version})["Location"] == url("points", analysis.pk)
    assert PointScore.objects.get().score == 4
    assert "Weakest" not in browser.get(url("points", analysis.pk)).content.decode()


def test_the_page_asks_the_same_number_of_questions_for_few_and_for_many(scoped, analysis, factors, signed_in):
    browser, page = signed_in(scoped.director), url("points", analysis.pk)
    actions.turn_into_objective(add(scoped, analysis), title="Een", by=scoped.director.actor)

    def asked():
        browser.get(page)
        with count_queries() as queries:
            browser.get(page)
        return queries.count

    few = asked()
    for n in range(3):
        point = add(scoped, analysis, f"Vraag {n}", row=factors["S1"], column=factors["T1"])
        point.objective = make_objective(scoped.organisation, f"Doel {n}")
        point.save()
        for part in ("employee", "colleague", "hr"):
            weigh(scoped, analysis, part, {(point.pk, "suitability"): n + 1})
    assert asked() == few <= 25


def test_the_page_of_a_personal_objective_asks_nothing_more(scoped):
    from zichtlijn.objectives.mentions import mentions_of

    reader = scoped.employee.actor
    mentions_of(reader, scoped.strategic)  # a prepared question is written once
    with count_queries() as none:
        mentions_of(reader, scoped.personal)
    with count_queries() as one:
        mentions_of(reader, scoped.strategic)
    assert (none.count, one.count) == (0, 2)  # one for the attention points, one for the growth plan


def test_what_a_unit_finds_becomes_an_objective_of_the_unit(scoped, of_unit, signed_in):
    point = actions.add_point(of_unit, text="Hoe kunnen we drogen?", by=scoped.other_manager.actor)
    browser, page = signed_in(scoped.other_manager), url("turn", point.pk)
    form = browser.get(page).context["form"]
    assert (form.initial["unit"], form.initial["owner"]) == (scoped.other_department, scoped.other_manager.person)
    offers = f"{reverse('objectives:pick')}?levels=strategic,department"
    assert f'data-pick="{offers}"' in browser.get(page).content.decode()
    alone = {"title": "Drogen", "description": "", "becomes": "objective"}
    assert "Choose the unit" in browser.post(page, alone).content.decode()
    assert browser.post(page, alone | {"unit": scoped.other_department.name}).status_code == 302
    point.refresh_from_db()
    assert (point.objective.level, point.objective.unit) == (Level.DEPARTMENT, scoped.other_department)
