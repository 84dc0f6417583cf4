"""The growth plan as a file: what the page says, for whom may read it, and a long one without waiting."""

import cProfile
import io
import pstats

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone, translation
from pptx import Presentation

from tests.factories import count_queries, make_action, make_growth_plan, make_measure, make_objective
from zichtlijn.access.refusals import NotAllowed
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.growth_plan import actions, documents, edition_paper, taking
from zichtlijn.growth_plan.models import GrowthPlan
from zichtlijn.jobs.models import Job
from zichtlijn.jobs.running import run_waiting_job
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.states import Level
from zichtlijn.strategy.models import Direction

EVIL = '#read("/settings.py") = *x* $y$ <b>'
TEXTS = {
    "analysis": f"**Sterk** in slib\n\n- een\n- twee\n\n{EVIL}",
    "choices": "Drogen, niet storten",
    "budget": "| Post | Bedrag |\n| --- | --- |\n| Oven | € 40 |",
    "agreements": "1. Maandag kijken",
}


@pytest.fixture
def plan(scoped):
    """A draft for the department of the cast, with its texts."""
    scoped.plan = make_growth_plan(scoped.department, scoped.period, **TEXTS)
    return scoped


@pytest.fixture
def set_data(set_on_paper):
    return set_on_paper(documents)


def take(cast, form="pdf", by="director"):
    return taking.take_plan(cast.plan, form, by=getattr(cast, by).actor)


def slides_of(content):
    deck = Presentation(io.BytesIO(content))
    return {
        slide.shapes.title.text: "\n".join(
            shape.text_frame.text
            if shape.has_text_frame
            else "\n".join(cell.text for row in shape.table.rows for cell in row.cells)
            for shape in slide.shapes
            if shape.has_text_frame or shape.has_table
        )
        for slide in deck.slides
    }


@pytest.mark.parametrize(
    ("language", "since"), [("nl", "Wat er veranderde sinds uitgave 1"), ("en", "What changed since edition 1")]
)
def test_on_paper_it_holds_the_three_layers_and_what_changed(plan, set_data, language, since):
    make_measure(plan.department_objective, name="Droge stof")
    actions.adopt_plan(plan.plan, version=plan.plan.version, after=0, by=plan.director.actor)
    make_action(plan.operational, "Oven bestellen", owner=plan.employee.person)
    plan.plan.refresh_from_db()
    with translation.override(language):
        content, name = take(plan)
    assert content.startswith(b"%PDF-1.7")
    assert name.endswith(".pdf")
    assert set_data["meta"]["language"] == language
    assert set_data["since"] == since
    assert "Oven bestellen" in [each["title"] for each in set_data["differences"]]
    assert [one["title"] for one in set_data["strategic"]] == [plan.strategic.title]
    assert [one["title"] for one in set_data["tactical"]] == [plan.department_objective.title]
    assert "Droge stof" in [measure["name"] for measure in set_data["tactical"][0]["measures"]]
    assert plan.operational.title in {one["title"] for one in set_data["operational"]}
    assert plan.personal.title not in str(set_data)
    assert [action["title"] for action in set_data["actions"]] == ["Oven bestellen"]
    assert plan.director.actor.name in set_data["state"]


def test_another_direction_is_told_wherever_it_is_told_what_changed(plan, set_data, signed_in):
    """The page of the plan said that the direction changed; paper, slides and the review said that nothing did."""
    actions.adopt_plan(plan.plan, version=plan.plan.version, after=0, by=plan.director.actor)
    Direction.objects.update(mission="Schoon en genoeg water")
    said = "The direction changed"
    browser = signed_in(plan.director)
    for name in ("plan", "review_now"):
        text = browser.get(reverse(f"growth_plan:{name}", args=[plan.plan.pk])).content.decode()
        assert said in text
        assert "Nothing" not in text
    with translation.override("en"):
        assert take(plan)[0].startswith(b"%PDF-")
        slides = slides_of(take(plan, "pptx")[0])
    assert said in set_data["besides"][0]
    assert set_data["differences"] == []
    assert said in slides["What changed since edition 1"]


def test_the_money_of_a_plan_is_that_of_the_actions_it_lists(plan, set_data, signed_in):
    """Of the highest unit the sum held actions of strategic objectives that were not listed; of others the reverse."""
    make_action(plan.strategic, "Groot", budget=20000)
    make_action(plan.operational, "Klein", budget=500)
    for unit, titles, total in ((plan.department, ["Klein"], "€500"), (plan.top, ["Groot", "Klein"], "€20,500")):
        plan.plan = GrowthPlan.objects.filter(unit=unit).first() or make_growth_plan(unit, plan.period)
        with translation.override("en"):
            assert take(plan)[0].startswith(b"%PDF-")
            slides = slides_of(take(plan, "pptx")[0])
            book = openpyxl.load_workbook(io.BytesIO(take(plan, "xlsx")[0]))
        text = signed_in(plan.director).get(reverse("growth_plan:plan", args=[plan.plan.pk])).content.decode()
        assert sorted(each["title"] for each in set_data["actions"]) == titles
        assert "€500" in [each["budget"] for each in set_data["actions"]]
        assert [row[1] for row in book["Actions"].iter_rows(min_row=2, values_only=True)] == titles
        assert ("Groot" in text, "Groot (€20,000)" in slides["Open actions"]) == (unit == plan.top,) * 2
        for told in (set_data["costs"], text, slides["Budget"]):
            assert f"add up to {total}." in told
        assert "€500</small>" in text


def test_words_of_people_come_as_parts_and_never_as_markup(plan, set_data):
    plan.department_objective.title = EVIL
    plan.department_objective.save()
    assert take(plan)[0].startswith(b"%PDF-")
    kinds = [part["kind"] for part in set_data["analysis"]]
    assert kinds == ["paragraph", "list", "paragraph"]
    assert set_data["analysis"][0]["runs"][0] == {"text": "Sterk", "strong": True, "emphasised": False}
    assert "".join(run["text"] for run in set_data["analysis"][2]["runs"]) == EVIL.replace("*x*", "x")
    assert set_data["budget"][0]["rows"][0][1][0]["text"] == "€ 40"


def test_an_empty_plan_says_that_nothing_is_there(plan, set_data):
    plan.plan = make_growth_plan(plan.other_department, plan.period)
    for form in ("pdf", "pptx"):
        assert take(plan, form)[0]
    assert set_data["tactical"] == set_data["differences"] == set_data["reviews"] == []
    with translation.override("en"):
        assert "Not written yet." in slides_of(take(plan, "pptx")[0])["Analysis"]


def test_the_slides_say_it_in_short(plan):
    make_measure(plan.department_objective)
    for n in range(30):
        make_objective(plan.organisation, f"lang {n} " + "woord " * 20, level=Level.OPERATIONAL, unit=plan.team)
    with translation.override("en"):
        told = slides_of(take(plan, "pptx")[0])
    assert "Sterk in slib" in told["Analysis"]
    assert EVIL.replace("*x*", "x") in told["Analysis"]
    parts = [title for title in told if title.startswith("Objectives of teams, roles and projects")]
    assert len(parts) > 1
    assert "all are in the plan on paper" in told[parts[-1]]
    assert "Follows from nothing in the layer above: lang 0" in " ".join(told.values())


def lengthen(cast, numbers):
    """So many objectives of the team, each with a measure and an action."""
    for n in numbers:
        row = make_objective(
            cast.organisation, f"Doel {n} met een lange naam", level=Level.OPERATIONAL, unit=cast.team,
            parents=[cast.department_objective],
        )  # fmt: skip
        make_measure(row)
        make_action(row, f"Stap {n}")


def work_for(cast):
    """How many calls of functions and how many questions it takes: the same on a quiet and on a busy machine."""
    calls = cProfile.Profile()
    with count_queries() as asked:
        calls.runcall(taking.make_plan_file, cast.plan, "pdf", by=cast.director.actor)
    return pstats.Stats(calls).total_calls, asked.count


def test_a_long_plan_is_made_in_the_background_and_twice_as_long_a_plan_is_twice_the_work(plan, signed_in, set_data):
    lengthen(plan, range(70))
    taking.make_plan_file(plan.plan, "pdf", by=plan.director.actor)  # what is kept is made now
    few, asked = work_for(plan)
    lengthen(plan, range(70, 140))
    answer = signed_in(plan.director).post(reverse("growth_plan:take", args=[plan.plan.pk]), {"form": "pdf"})
    job = Job.objects.get(kind="growth_plan")
    assert answer.url == reverse("jobs:job", args=[job.pk])
    assert job.state == Job.State.WAITING
    run_waiting_job(job.pk, plan.organisation.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.outcome
    with job.file.open("rb") as file:
        assert file.read(5) == b"%PDF-"
    many, asked_more = work_for(plan)
    assert len(set_data["actions"]) >= 140
    assert asked_more == asked <= 25
    assert many < 2.1 * few
    assert (many - few) / 70 < 3000


def test_a_plan_that_may_no_longer_be_read_is_not_made(plan):
    job = taking.start_taking_plan(plan.plan, "pdf", by=plan.director.actor)
    job.refresh_from_db()
    assert job.state == Job.State.WAITING
    GrowthPlan.objects.filter(pk=plan.plan.pk).delete()
    run_waiting_job(job.pk, plan.organisation.pk)
    job.refresh_from_db()
    assert job.state == Job.State.REFUSED


@pytest.mark.parametrize("part", ["employee", "colleague", "project_leader", "works_council"])
def test_who_may_not_export_takes_no_plan_along(plan, signed_in, part):
    GrowthPlan.objects.update(state="adopted")
    with pytest.raises(NotAllowed):
        take(plan, by=part)
    page = signed_in(getattr(plan, part)).get(reverse("growth_plan:plan", args=[plan.plan.pk])).content.decode()
    assert reverse("growth_plan:take", args=[plan.plan.pk]) not in page
    assert not AuditEvent.objects.filter(event=Event.LIST_EXPORTED).exists()


def test_that_it_was_taken_along_is_written_down(plan, signed_in):
    browser, url = signed_in(plan.director), reverse("growth_plan:take", args=[plan.plan.pk])
    answer = browser.post(url, {"form": "pptx"})
    assert answer["Content-Disposition"].endswith('.pptx"')
    (line,) = AuditEvent.objects.filter(event=Event.LIST_EXPORTED)
    assert line.detail == {"list": "growth_plan", "format": "pptx", "period": plan.period.name}
    assert browser.post(url, {"form": "exe"}).status_code == 400


# editions and numbers -------------------------------------------------------------------------------------------------


def adopt(cast):
    cast.plan.refresh_from_db()
    after = cast.plan.editions.count()
    return actions.adopt_plan(cast.plan, version=cast.plan.version, after=after, by=cast.director.actor)


def test_an_old_edition_is_taken_along_as_it_was_and_not_as_the_plan_is_now(plan, monkeypatch):
    made = []
    real = edition_paper.make_pdf
    monkeypatch.setattr(edition_paper, "make_pdf", lambda name, data, **kw: made.append(data) or real(name, data, **kw))
    measure = make_measure(plan.department_objective, "Fosfaat", target=50)
    action = make_action(plan.operational, "Oven kopen", owner=plan.employee.person)
    first = adopt(plan)
    actions.review_plan(plan.plan, findings="Goed op weg", on=timezone.localdate(), by=plan.director.actor)
    Objective.objects.filter(pk=plan.department_objective.pk).update(title="Nu anders")
    measure.delete()
    action.delete()
    actions.write_plan(plan.plan, {**TEXTS, "choices": "Nu iets anders"}, version=1, by=plan.director.actor)
    adopt(plan)
    with translation.override("en"):
        content, name = taking.take_edition(plan.plan, first, "pdf", by=plan.director.actor)
    (data,) = made
    assert content.startswith(b"%PDF")
    assert "edition-1" in name
    assert [row["title"] for row in data["tactical"]] == [plan.department_objective.title]
    assert "Fosfaat" in [each["name"] for each in data["tactical"][0]["measures"]]
    assert "Oven kopen" in [each["title"] for each in data["actions"]]
    assert plan.employee.person.name in [each["owner"] for each in data["actions"]]
    assert "Drogen, niet storten" in str(data["choices"])
    assert "Nu" not in str([data["choices"], data["tactical"]])
    assert [review["findings"] for review in data["reviews"]] != []
    assert data["shows_loose"] is False
    assert "does not change any more" in data["state"]
    told = AuditEvent.objects.filter(event=Event.LIST_EXPORTED).get()
    assert (told.detail["format"], told.detail["edition"]) == ("pdf", 1)


@pytest.mark.parametrize("whole", [False, True])
def test_an_edition_shows_the_strategy_and_the_money_that_were_adopted(plan, signed_in, monkeypatch, whole):
    """They were kept, but the page left them out, and paper said that the money was not kept."""
    made = []
    real = edition_paper.make_pdf
    monkeypatch.setattr(edition_paper, "make_pdf", lambda name, data, **kw: made.append(data) or real(name, data, **kw))
    if whole:
        plan.plan = make_growth_plan(plan.top, plan.period, **TEXTS)
    Direction.objects.update(strategy="Minder **storten**")
    make_action(plan.strategic, "Groot", budget=20000)
    action = make_action(plan.operational, "Klein", budget=500)
    edition = adopt(plan)
    action.delete()
    page = reverse("growth_plan:edition", args=[plan.plan.pk, 1])
    browser, total = signed_in(plan.director), "€20,500" if whole else "€500"
    text = browser.get(page).content.decode()
    assert "Minder <strong>storten</strong>" in text
    assert "Klein · €500" in text
    assert ("Groot" in text) == whole
    with translation.override("en"):
        taking.take_edition(plan.plan, edition, "pdf", by=plan.director.actor)
    assert {each["title"]: each["budget"] for each in made[0]["actions"]}["Klein"] == "€500"
    assert f"add up to {total}." in text
    assert f"add up to {total}." in made[0]["costs"]
    for each in edition.content["actions"]:
        each.pop("budget")
    edition.save()
    assert "add up to" not in browser.get(page).content.decode(), "an edition from before it was kept says nothing"


def test_an_edition_is_downloaded_from_its_page_by_who_may_export(plan, signed_in):
    edition = adopt(plan)
    page = reverse("growth_plan:edition", args=[plan.plan.pk, edition.number])
    take_it = reverse("growth_plan:take_edition", args=[plan.plan.pk, edition.number])
    assert take_it in signed_in(plan.director).get(page).content.decode()
    answer = signed_in(plan.director).post(take_it, {"form": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    assert signed_in(plan.director).post(take_it, {"form": "xlsx"}).status_code == 400
    assert take_it not in signed_in(plan.employee).get(page).content.decode()
    assert signed_in(plan.employee).post(take_it, {"form": "pdf"}).status_code == 403
    elsewhere = reverse("growth_plan:take_edition", args=[plan.plan.pk, 9])
    assert signed_in(plan.director).post(elsewhere, {"form": "pdf"}).status_code == 404


def test_a_long_edition_is_made_in_the_background(plan, signed_in, monkeypatch):
    edition = adopt(plan)
    monkeypatch.setattr(taking, "AT_ONCE", 0)
    take_it = reverse("growth_plan:take_edition", args=[plan.plan.pk, edition.number])
    answer = signed_in(plan.director).post(take_it, {"form": "pdf"})
    job = Job.objects.get(kind="growth_plan")
    assert answer.url == reverse("jobs:job", args=[job.pk])
    run_waiting_job(job.pk, plan.organisation.pk)
    job.refresh_from_db()
    assert "uitgave-1" in job.file_name or "edition-1" in job.file_name
    assert AuditEvent.objects.get(event=Event.LIST_EXPORTED).detail["edition"] == 1


def test_the_workbook_holds_the_numbers_of_the_plan_and_no_formula(plan):
    Objective.objects.filter(pk=plan.operational.pk).update(title="=1+1", progress=0.25)
    make_measure(plan.department_objective, "Fosfaat", baseline=20, target=50)
    make_action(plan.operational, "=Oven()", budget=40)
    with translation.override("en"):
        book = openpyxl.load_workbook(io.BytesIO(take(plan, "xlsx")[0]))
    assert book.sheetnames == ["Objectives", "Measures", "Actions"]
    rows = {row[2]: row for row in book["Objectives"].iter_rows(min_row=2, values_only=True)}
    assert rows["'=1+1"][0] == "Operational"
    assert rows["'=1+1"][9] == 0.25
    assert rows[plan.strategic.title][0] == "Strategic"
    measures = {row[2]: row for row in book["Measures"].iter_rows(min_row=2, values_only=True)}
    assert measures["Fosfaat"][4:6] == (20, 50)
    assert [(row[0], row[1], row[5]) for row in book["Actions"].iter_rows(min_row=2, values_only=True)] == [
        ("'=1+1", "'=Oven()", 40)
    ]
