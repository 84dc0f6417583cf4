"""The pages of measures, readings and milestones."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from lxml import html

from tests.factories import (
    CANARY,
    count_queries,
    make_interim_target,
    make_link,
    make_measure,
    make_milestone,
    make_objective,
    make_reading,
    make_stakeholder,
)
from zichtlijn.objectives.actions.standing import recompute_organisation
from zichtlijn.objectives.models import Measure, Milestone, Reading
from zichtlijn.objectives.queries.objective_page import POINTS, chart_of, measure_views, when_read
from zichtlijn.objectives.queries.wording import weighs_nothing
from zichtlijn.objectives.states import Kind, Level, Shape


def page(address, pk):
    return reverse(f"objectives:{address}", kwargs={"pk": pk})


def text(answer):
    return answer.content.decode()


def form(cast, **changes):
    """What the form of a rising measure sends."""
    return {
        "name": "Droge stof", "kind": "up", "unit": "%", "baseline": "10", "target": "20,5", "shape": "straight",
        "interim": "", "milestones": "", "starts_on": cast.period.starts_on.isoformat(), "weight": "",
        "ends_on": cast.period.ends_on.isoformat(), "frequency": "monthly", "tempo": "lag", **changes,
    }  # fmt: skip


# measures ----------------------------------------------------------------------------------------------------------


def test_a_measure_is_added_without_javascript(line, signed_in):
    browser = signed_in(line.line_manager)
    assert browser.get(page("new_measure", line.operational.pk)).status_code == 200
    day = date(line.period.starts_on.year, 6, 30)
    data = form(line, interim=f"{day:%d-%m-%Y} = 15", responsible=line.colleague.person.name)
    assert browser.post(page("new_measure", line.operational.pk), data).status_code == 302
    made = Measure.objects.get(name="Droge stof")
    assert (str(made.target), made.responsible) == ("20.5000", line.colleague.person)
    assert [(target.on, target.value) for target in made.interim_targets.all()] == [(day, 15)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"kind": "sideways"}, "kind"),
        ({"target": "veel"}, "target"),
        ({"target": "5"}, "target"),
        ({"kind": "down"}, "target"),
        ({"target": "1,23456"}, "target"),
        ({"target": "999999999999"}, "target"),
        ({"kind": "band", "lower": "5", "upper": "4"}, "upper"),
        ({"kind": "band", "lower": "5", "upper": "9", "lower_limit": "6"}, "lower_limit"),
        ({"ends_on": "2001-01-01"}, "ends_on"),
        ({"starts_on": "0001-01-01"}, "starts_on"),
        ({"ends_on": "9999-12-31"}, "ends_on"),
        ({"interim": "morgen = 3"}, "interim"),
        ({"interim": "01-07-0026 = 12"}, "interim"),
        ({"interim": "01-01-1999 = 12"}, "interim"),
        ({"kind": "milestones", "milestones": "Zonder dag"}, "milestones"),
        ({"weight": "101"}, "weight"),
        ({"weight": "zwaar"}, "weight"),
        ({"responsible": "Niemand"}, "responsible"),
    ],
)
def test_bad_input_comes_back_with_a_message_at_its_field(line, signed_in, changes, field):
    answer = signed_in(line.line_manager).post(page("new_measure", line.operational.pk), form(line, **changes))
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert Measure.objects.filter(objective=line.operational).count() == 0


def test_what_is_not_complete_is_not_added_but_may_become_so_and_that_is_said(line, signed_in):
    browser = signed_in(line.line_manager)
    answer = browser.post(page("new_measure", line.operational.pk), form(line, baseline="", target=""))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"baseline", "target"}
    browser.post(page("new_measure", line.operational.pk), form(line))
    made = Measure.objects.get(name="Droge stof")
    data = form(line, baseline="", target="", version=1)
    assert browser.post(page("edit_measure", made.pk), data).status_code == 302
    assert Measure.objects.get(pk=made.pk).progress is None
    shown = text(browser.get(page("measure", made.pk)))
    assert "Without a baseline there is no progress." in shown
    assert "Without a target there is no progress." in shown


def test_weights_of_measures_do_not_go_beyond_a_hundred(line, signed_in):
    make_measure(line.operational, "Een", weight=70)
    make_measure(line.operational, "Beëindigd", weight=70, ended_on=line.period.starts_on)
    recompute_organisation(line.organisation)
    browser, url = signed_in(line.line_manager), page("new_measure", line.operational.pk)
    assert browser.post(url, form(line, weight="31")).status_code == 422
    assert browser.post(url, form(line, weight="30")).status_code == 302


@pytest.mark.parametrize("language", ["nl", "en"])
def test_saving_the_form_as_it_is_shown_changes_nothing(line, signed_in, language):
    line.director.user.language = language
    line.director.user.save()
    year = line.period.starts_on.year
    stones = make_measure(line.strategic, kind=Kind.MILESTONES, baseline=None, target=None)
    make_milestone(stones, "Ontwerp = klaar", weight=0.125, done_on=line.period.starts_on, due_on=date(year, 3, 1))
    make_milestone(stones, "Bouw", weight=1234.5, due_on=date(year, 9, 1))
    odd = make_measure(line.strategic, baseline="1.234", target="1234.5", shape=Shape.OWN)
    make_interim_target(odd, date(year, 4, 1), "2.125")
    make_interim_target(odd, date(year, 5, 1), "1200")
    recompute_organisation(line.organisation)
    browser = signed_in(line.director)
    for measure in (stones, odd):
        shown = browser.get(page("edit_measure", measure.pk)).context["form"]
        with translation.override(language):
            data = {field.html_name: "" if (value := field.value()) is None else value for field in shown}
        data["starts_on"], data["ends_on"] = measure.starts_on.isoformat(), measure.ends_on.isoformat()
        data.pop("responsible")
        assert browser.post(page("edit_measure", measure.pk), data).status_code == 302
        assert Measure.objects.get(pk=measure.pk).version == 1
    assert Milestone.objects.get(name="Ontwerp = klaar").done_on == line.period.starts_on


def test_a_milestone_with_another_name_or_day_stays_done(line, signed_in):
    stones = make_measure(line.strategic, kind=Kind.MILESTONES, baseline=None, target=None)
    days = [line.period.starts_on + timedelta(days=number) for number in range(4)]
    for number, day in enumerate(days[:3]):
        make_milestone(stones, "Stap" if number else "Begin", due_on=day, done_on=day)
    recompute_organisation(line.organisation)
    lines = [f"Start = {days[0]:%d-%m-%Y}", f"Stap = {days[2]:%d-%m-%Y}", f"Stap = {days[3]:%d-%m-%Y}"]
    data = form(line, kind="milestones", milestones="\n".join(lines), version=1, baseline="", target="")
    assert signed_in(line.director).post(page("edit_measure", stones.pk), data).status_code == 302
    found = {(m.name, m.due_on): m.done_on for m in Milestone.objects.filter(measure=stones)}
    assert found == {("Start", days[0]): days[0], ("Stap", days[2]): days[2], ("Stap", days[3]): days[1]}


def test_R13_the_second_to_save_a_measure_reads_both(line, signed_in):
    url = page("edit_measure", line.measure.pk)
    first = form(line, name="Haar meting", version=1, interim=f"30-06-{line.period.starts_on.year} = 11")
    second = form(line, name="Zijn meting", version=1, interim=f"30-06-{line.period.starts_on.year} = 12")
    assert signed_in(line.director).post(url, first).status_code == 302
    answer = signed_in(line.administrator).post(url, second)
    assert answer.status_code == 409
    for words in ("Haar meting", "Zijn meting", "= 11", "= 12"):
        assert words in text(answer)
    assert Measure.objects.get(pk=line.measure.pk).name == "Haar meting"
    assert signed_in(line.director).post(url, form(line)).status_code == 422  # without its version


def test_an_ended_measure_is_read_no_more(line, signed_in):
    browser = signed_in(line.employee)
    assert browser.post(page("end_measure", line.personal_measure.pk)).status_code == 302
    assert browser.post(page("end_measure", line.personal_measure.pk)).status_code == 409
    for name in ("record_reading", "edit_measure"):
        assert browser.get(page(name, line.personal_measure.pk)).status_code == 409
    shown = text(browser.get(page("measure", line.personal_measure.pk)))
    assert "ended" in shown
    assert page("record_reading", line.personal_measure.pk) not in shown


def test_W34_the_person_of_another_organisation_cannot_be_responsible(line, signed_in):
    twin = line.twin.employee.person
    data = form(line, responsible=twin.name, responsible_id=twin.pk)
    answer = signed_in(line.line_manager).post(page("new_measure", line.operational.pk), data)
    assert answer.status_code == 422
    assert CANARY not in text(answer).replace(twin.name, "").replace(twin.name.replace(" ", "&#x20;"), "")
    assert not Measure.objects.filter(name="Droge stof").exists()


# readings ----------------------------------------------------------------------------------------------------------


def test_a_reading_is_added_and_arrives_above(line, signed_in):
    browser = signed_in(line.employee)
    assert browser.get(page("record_reading", line.personal_measure.pk)).status_code == 200
    data = {"value": "62,5", "measured_on": timezone.localdate().isoformat(), "note": "Geteld"}
    answer = browser.post(page("record_reading", line.personal_measure.pk), data)
    assert answer["Location"] == reverse("objectives:objective", args=[line.personal.pk])
    assert "62" in text(browser.get(reverse("objectives:objective", args=[line.operational.pk])))
    assert Reading.objects.get(note="Geteld").recorded_by_name == "Emma Eik"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": ""}, "value"),
        ({"value": "veel"}, "value"),
        ({"value": "NaN"}, "value"),
        ({"value": "1e5"}, "value"),
        ({"value": "123456789012"}, "value"),
        ({"measured_on": "2999-01-01"}, "measured_on"),
        ({"measured_on": "gisteren"}, "measured_on"),
        ({"note": "x" * 501}, "note"),
    ],
)
def test_a_reading_that_cannot_be_is_said_at_its_field(line, signed_in, changes, field):
    data = {"value": "5", "measured_on": timezone.localdate().isoformat()} | changes
    answer = signed_in(line.employee).post(page("record_reading", line.personal_measure.pk), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert Reading.objects.filter(measure=line.personal_measure).count() == 1


def test_a_reading_is_corrected_and_withdrawn_and_both_stay_to_be_read(line, signed_in):
    browser = signed_in(line.employee)
    reading = Reading.objects.get(measure=line.personal_measure)
    assert browser.post(page("correct_reading", reading.pk), {"value": "33"}).status_code == 302
    assert browser.post(page("correct_reading", reading.pk), {"value": "34"}).status_code == 409
    standing = Reading.objects.current().get(measure=line.personal_measure)
    assert standing.value == 33
    assert browser.post(page("withdraw_reading", standing.pk)).status_code == 302
    assert browser.post(page("withdraw_reading", standing.pk)).status_code == 409
    shown = text(browser.get(page("measure", line.personal_measure.pk)))
    assert shown.count("no longer counts") == 2


def test_yes_or_no_is_a_choice_and_shows_what_was_said(line, signed_in):
    measure = make_measure(line.personal, kind=Kind.YES_NO, baseline=None, target=None)
    recompute_organisation(line.organisation)
    browser = signed_in(line.employee)
    data = {"value": "1", "measured_on": timezone.localdate().isoformat()}
    assert browser.post(page("record_reading", measure.pk), data | {"value": "2"}).status_code == 422
    assert browser.post(page("record_reading", measure.pk), data).status_code == 302
    reading = Reading.objects.get(measure=measure)
    shown = text(browser.get(page("correct_reading", reading.pk)))
    assert html.fromstring(shown).xpath("//input[@name='value'][@checked]/@value") == ["1"]
    assert "Last reading: yes on" in shown


def test_the_target_of_yes_or_no_is_said_in_words(line, signed_in):
    measure = make_measure(line.personal, kind=Kind.YES_NO, baseline=0, target=1)
    recompute_organisation(line.organisation)
    assert "Target: yes on" in text(signed_in(line.employee).get(page("record_reading", measure.pk)))


def test_a_milestone_is_marked_with_a_button(line, signed_in):
    stones = make_measure(line.personal, kind=Kind.MILESTONES, baseline=None, target=None)
    stone = make_milestone(stones, "Diploma")
    recompute_organisation(line.organisation)
    browser = signed_in(line.employee)
    for _press in range(2):
        assert browser.post(page("mark_milestone", stone.pk), {"done": "1"}).status_code == 302
    assert Milestone.objects.get(pk=stone.pk).done_on == timezone.localdate()
    assert "Diploma" in text(browser.get(page("measure", stones.pk)))
    assert browser.get(page("record_reading", stones.pk)).url == page("measure", stones.pk)  # no value to type there
    browser.post(page("mark_milestone", stone.pk), {"done_on": "2999-01-01"})
    browser.post(page("mark_milestone", stone.pk), {"done_on": "morgen"})
    assert Milestone.objects.get(pk=stone.pk).done_on == timezone.localdate()
    browser.post(page("mark_milestone", stone.pk))
    assert Milestone.objects.get(pk=stone.pk).done_on is None


# the line of a measure -----------------------------------------------------------------------------------------------


def test_each_chart_has_its_own_points(scoped):
    busy = make_measure(scoped.role_objective, "Elke dag")
    quiet = make_measure(scoped.role_objective, "Zelden")
    start = scoped.period.starts_on
    for number in range(POINTS * 2 + 5):
        make_reading(busy, number, start + timedelta(days=number))
    make_reading(quiet, 7, start)
    views = {view.measure.name: view for view in measure_views([busy, quiet], today=timezone.localdate())}
    assert len(views["Elke dag"].readings) == POINTS
    assert views["Elke dag"].readings[0].value == POINTS * 2 + 4
    assert [reading.value for reading in views["Zelden"].readings] == [7]


def test_a_course_in_steps_is_drawn_with_upright_steps(scoped):
    measure = make_measure(scoped.role_objective, shape=Shape.STEPPED, baseline=0, target=90)
    step = date(scoped.period.starts_on.year, 5, 1)
    make_interim_target(measure, step, 30)
    chart = chart_of(measure, [make_reading(measure, 5)], today=timezone.localdate())
    drawn = str(chart.option)
    for day in (step - timedelta(days=1), step, measure.ends_on - timedelta(days=1), measure.ends_on):
        assert day.isoformat() in drawn, day


@pytest.mark.parametrize(
    ("kind", "fields", "value"),
    [
        (Kind.UP, {"baseline": 0, "target": 100}, 30),
        (Kind.DOWN, {"baseline": 100, "target": 0}, 70),
        (Kind.BAND, {"baseline": None, "target": None, "lower": 20, "upper": 40}, 30),
        (Kind.YES_NO, {"baseline": None, "target": None}, 1),
        (Kind.UP, {"baseline": None, "target": None}, 5),
    ],
)
def test_every_kind_of_measure_has_its_page_in_both_languages(line, signed_in, kind, fields, value):
    measure = make_measure(line.personal, "Soort", kind=kind, unit="m³", responsible=line.employee.person, **fields)
    make_reading(measure, value)
    recompute_organisation(line.organisation)
    for language in ("nl", "en"):
        line.employee.user.language = language
        line.employee.user.save()
        browser = signed_in(line.employee)
        for url in (page("measure", measure.pk), reverse("objectives:objective", args=[line.personal.pk])):
            answer = browser.get(url)
            assert answer.status_code == 200
            assert "Soort" in text(answer)


# as many questions for many as for one -----------------------------------------------------------------------------


def test_the_page_of_a_measure_asks_as_much_for_many_readings_as_for_one(line, signed_in):
    browser, url = signed_in(line.employee), page("measure", line.personal_measure.pk)
    browser.get(url)
    with count_queries() as few:
        browser.get(url)
    for number in range(70):
        make_reading(line.personal_measure, number, line.period.starts_on + timedelta(days=number + 1))
    for number in range(3):
        make_interim_target(line.personal_measure, line.period.starts_on + timedelta(days=number), number)
    with count_queries() as many:
        answer = browser.get(url)
    assert many.count == few.count <= 25
    assert 10 < len(answer.context["page"].object_list) < 70
    assert browser.get(url, {"page": "2"}).status_code == browser.get(url, {"page": "veel"}).status_code == 200
    recompute_organisation(line.organisation)


@pytest.mark.usefixtures("time_of_year")
def test_posting_a_reading_asks_as_much_in_a_long_line_as_in_a_short_one(line, signed_in):
    browser, url = signed_in(line.employee), page("record_reading", line.personal_measure.pk)

    def post(number):
        day = line.period.starts_on + timedelta(days=number)
        answer = browser.post(url, {"value": str(number), "measured_on": day.isoformat()})
        assert answer.status_code == 302

    post(1)
    with count_queries() as few:
        post(2)
    for number in range(3):
        second = make_objective(line.organisation, f"Boven {number}", level=Level.OPERATIONAL,
                                parents=[line.department_objective])  # fmt: skip
        make_link(line.role_objective, second)
    recompute_organisation(line.organisation)
    with count_queries() as many:
        post(3)
    assert many.count == few.count <= 25


def test_results_in_words_and_stakeholders_of_a_published_plan_are_shown(line, signed_in):
    said = {
        "MeasurementInstance": [
            {"TargetResult": [{"StartDate": "", "EndDate": "2026-12-31", "Description": "Visibly cleaner ditches"}]},
            {"ActualResult": [{"Description": "[To be determined]"}, {"NumberOfUnits": "4", "Description": "a note"}]},
        ]
    }
    Measure.objects.filter(pk=line.measure.pk).update(published={"stratml": said})
    make_stakeholder(line.direction, "Bewoners van de polder", objective=line.measure.objective, kind="Generic_Group")
    browser = signed_in(line.employee)
    for url in (page("measure", line.measure.pk), reverse("objectives:objective", args=[line.measure.objective_id])):
        shown = text(browser.get(url))
        assert "Target in words" in shown
        assert "Visibly cleaner ditches" in shown
        assert "2026-12-31" in shown
        assert "Result in words" in shown
        assert "[To be determined]" in shown
        assert "a note" not in shown
    assert "Bewoners van de polder" in shown


def test_readings_come_a_year_at_a_time(line, signed_in):
    for day in range(15):
        make_reading(line.measure, 40, on=line.period.starts_on - timedelta(days=day + 1))
    first = signed_in(line.employee).get(page("measure", line.measure.pk))
    assert len(first.context["page"].object_list) == 12
    assert "?page=2" in text(first)


# what was expected when it was read -------------------------------------------------------------------------------


@pytest.fixture
def read_a_month_ago(line):
    """A measure on its straight course on the day of its last reading, looked at a month later."""
    objective = line.operational
    starts_on = timezone.localdate() - timedelta(days=80)
    measure = make_measure(
        objective, baseline=0, target=100, starts_on=starts_on, ends_on=starts_on + timedelta(days=99)
    )
    make_reading(measure, 50, on=starts_on + timedelta(days=50))
    recompute_organisation(line.organisation)
    measure.refresh_from_db()
    return measure


@pytest.mark.usefixtures("time_of_year")
def test_the_page_says_what_was_expected_on_the_day_of_the_last_reading_and_what_is_today(
    line, signed_in, read_a_month_ago
):
    measure = read_a_month_ago
    found = when_read(measure, today=timezone.localdate())
    assert (found.on, found.status) == (measure.current_on, "on_course")
    assert measure.status != "on_course", "the rule of the status is what it was"
    answer = text(signed_in(line.line_manager).get(page("measure", measure.pk)))
    assert "the day of the last reading, 51% was expected; by today that is 81%" in answer
    assert "By the course of that day it was “On course”" in answer


@pytest.mark.usefixtures("time_of_year")
def test_nothing_is_said_of_a_reading_of_today(line, read_a_month_ago):
    measure = read_a_month_ago
    make_reading(measure, 80, on=timezone.localdate())
    recompute_organisation(line.organisation)
    measure.refresh_from_db()
    assert when_read(measure, today=timezone.localdate()) is None


@pytest.mark.parametrize(("value", "said"), [("20", "Reached."), ("19", "Not reached.")])
def test_a_target_that_equals_the_baseline_is_remarked_and_never_divided_by_nothing(line, signed_in, value, said):
    browser = signed_in(line.line_manager)
    data = form(line, baseline="20", target="20")
    answer = browser.post(page("new_measure", line.operational.pk), data, follow=True)
    assert "The target equals the baseline" in text(answer)
    made = Measure.objects.get(name="Droge stof")
    make_reading(made, value)
    recompute_organisation(line.organisation)
    answer = text(browser.get(page("measure", made.pk)))
    assert f"{said} Baseline and target are the same" in answer
    assert "(20 − 20)" not in answer
    fine = browser.post(page("new_measure", line.operational.pk), form(line, name="ander"), follow=True)
    assert "The target equals the baseline" not in text(fine)


def test_the_remark_after_a_change_is_about_what_was_saved(line, signed_in):
    browser = signed_in(line.line_manager)
    sent = form(line, baseline="20", target="20", weight="0")
    browser.post(page("new_measure", line.operational.pk), sent, follow=True)
    made = Measure.objects.get(name="Droge stof")
    mended = browser.post(page("edit_measure", made.pk), form(line, weight="50", version=made.version), follow=True)
    assert "The target equals the baseline" not in text(mended)
    assert weighs_nothing(made.name) not in unescape(text(mended))
    made.refresh_from_db()
    again = browser.post(page("edit_measure", made.pk), {**sent, "version": made.version}, follow=True)
    assert "The target equals the baseline" in text(again)
    assert weighs_nothing(made.name) in unescape(text(again))
