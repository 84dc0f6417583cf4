"""Check-in: what is due stands in one list, each row is saved at once, all rows together or none."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from tests.factories import (
    count_queries,
    make_action,
    make_measure,
    make_milestone,
    make_objective,
    make_period,
    make_reading,
)
from zichtlijn.access.actor import actor_for
from zichtlijn.access.refusals import NotAllowed
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.objectives.actions.check_in_rows import record_rows, undo_reading
from zichtlijn.objectives.actions.standing import recompute_organisation
from zichtlijn.objectives.forms.check_in import Entry
from zichtlijn.objectives.models import CheckIn, Measure, Milestone, Objective, Reading
from zichtlijn.objectives.queries.check_in import check_in_page, default_day
from zichtlijn.objectives.states import Frequency, Kind, Level, State

pytestmark = pytest.mark.usefixtures("time_of_year")

URL = "/check-in/"


@pytest.fixture
def standing(standing):
    standing.personal_measure.refresh_from_db()
    return standing


@pytest.fixture
def employee(standing, signed_in):
    return signed_in(standing.employee)


def save_url(measure):
    return reverse("objectives:check_in_measure", args=[measure.pk])


def test_the_list_holds_what_is_due_and_leaves_out_what_is_not(standing, employee):
    later = make_measure(standing.personal, "Pas later", responsible=standing.employee.person, frequency="once")
    recompute_organisation(standing.organisation)
    page = employee.get(URL)
    assert page.status_code == 200
    assert standing.personal_measure.name in page.content.decode()
    assert later.name not in page.content.decode()
    everything = employee.get(URL, {"tab": "all"}).content.decode()
    assert later.name in everything
    assert standing.personal.title in everything


def test_a_measure_of_which_nobody_is_responsible_is_asked_of_the_owner(standing, employee):
    orphan = make_measure(standing.personal, "Van niemand")
    recompute_organisation(standing.organisation)
    assert orphan.name in employee.get(URL).content.decode()


def test_what_one_may_not_know_of_is_not_asked(standing, signed_in):
    """Responsible for a measure of an objective that stays hidden: the list tells nothing of it."""
    Measure.objects.filter(pk=standing.personal_measure.pk).update(responsible=standing.colleague.person)
    page = signed_in(standing.colleague).get(URL, {"tab": "all"})
    assert standing.personal_measure.name not in page.content.decode()
    assert signed_in(standing.colleague).post(save_url(standing.personal_measure), {}).status_code == 404


def test_a_row_is_saved_at_once_and_comes_back_with_its_standing(standing, employee):
    measure, today = standing.personal_measure, timezone.localdate()
    answer = employee.post(
        save_url(measure), {f"value-{measure.pk}": "62,5", f"on-{measure.pk}": today.isoformat()}, htmx=True
    )
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in text
    assert f'id="measure-{measure.pk}"' in text
    assert f'id="standing-{standing.personal.pk}"' in text
    reading = Reading.objects.current().get(measure=measure, measured_on=today)
    assert reading.value == Decimal("62.5")
    assert reverse("objectives:undo_reading", args=[reading.pk]) in text
    assert Objective.objects.get(pk=standing.personal.pk).progress == pytest.approx(0.625)


def test_without_htmx_the_button_of_a_row_goes_back_to_the_list(standing, employee):
    measure = standing.personal_measure
    answer = employee.post(save_url(measure), {f"value-{measure.pk}": "30"})
    assert answer.status_code == 302
    assert answer["Location"] == f"{URL}#measure-{measure.pk}"


@pytest.mark.parametrize(
    ("value", "on", "sentence"),
    [
        ("veel", "", "Schrijf een getal, bijvoorbeeld 12,5."),
        ("1,23456", "", "Schrijf hoogstens vier cijfers achter de komma."),
        ("", "", "Vul eerst een waarde in."),
        ("12", "2199-01-01", "een dag in de toekomst zijn"),
        ("12", "0026-01-01", "Vul een datum in tussen 1 januari 1900 en 31 december 2200."),
        ("12", "gisteren", ""),
    ],
)
def test_what_is_wrong_in_a_row_is_said_at_the_row(standing, employee, value, on, sentence):
    standing.employee.user.__class__.objects.filter(pk=standing.employee.user.pk).update(language="nl")
    measure = standing.personal_measure
    before = Reading.objects.count()
    answer = employee.post(save_url(measure), {f"value-{measure.pk}": value, f"on-{measure.pk}": on}, htmx=True)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert sentence in text
    assert f'id="error-{measure.pk}"' in text
    assert 'aria-invalid="true"' in text
    assert Reading.objects.count() == before


def test_the_page_opens_in_the_first_field_that_was_refused(standing, employee):
    """Also without scripts: the attribute is the browser's own."""
    measure = standing.personal_measure
    answer = employee.post(URL, {f"value-{measure.pk}": "veel", f"on-{measure.pk}": "2999-01-01"})
    assert answer.status_code == 422
    page = html.fromstring(answer.content)
    [field] = page.xpath("//*[@autofocus]")
    assert field.get("id") == f"value-{measure.pk}"
    assert field.get("aria-invalid") == "true"
    assert page.get_element_by_id(field.get("aria-describedby")).text_content().strip()
    links = page.xpath("//*[@data-error-summary]//a/@href")
    assert links == [f"#on-{measure.pk}", f"#value-{measure.pk}"]
    assert all(page.get_element_by_id(link[1:]) is not None for link in links)
    alone = employee.post(save_url(measure), {f"value-{measure.pk}": "1", f"on-{measure.pk}": "2999-01-01"})
    [field] = html.fromstring(alone.content).xpath("//*[@autofocus]")
    assert field.get("id") == f"on-{measure.pk}"
    fine = html.fromstring(employee.get(URL).content)
    assert not fine.xpath("//*[@autofocus] | //*[@data-error-summary]")


def test_a_comment_that_is_too_long_is_refused_at_its_field(standing, employee):
    pk = standing.personal.pk
    answer = employee.post(reverse("objectives:check_in_objective", args=[pk]), {f"comment-{pk}": "x" * 2001})
    assert answer.status_code == 422
    [field] = html.fromstring(answer.content).xpath("//*[@autofocus]")
    assert field.get("id") == f"comment-{pk}"


def test_with_another_period_chosen_the_page_says_that_it_is_about_today(standing, employee):
    today = timezone.localdate()
    past = make_period(standing.organisation, today.year - 1)
    assert "always about today" not in employee.get(URL).content.decode()
    employee.post(reverse("organisation:choose_period"), {"period": past.pk, "next": URL})
    text = employee.get(URL).content.decode()
    assert f"You have chosen {past}, but a check-in is always about today" in text
    assert f'<a href="{reverse("objectives:list")}">Objectives of {past}</a>' in text
    assert standing.personal_measure.name in text
    employee.post(reverse("organisation:choose_period"), {"period": standing.period.pk, "next": URL})
    assert "always about today" not in employee.get(URL).content.decode()


def test_undo_brings_back_what_stood_before(standing, employee):
    measure, today = standing.personal_measure, timezone.localdate()
    data = {f"on-{measure.pk}": today.isoformat()}
    for value in ("40", "50"):
        employee.post(save_url(measure), {**data, f"value-{measure.pk}": value}, htmx=True)
    second = Reading.objects.current().get(measure=measure, measured_on=today)
    assert second.value == 50
    answer = employee.post(reverse("objectives:undo_reading", args=[second.pk]), htmx=True)
    assert answer.status_code == 200
    assert Reading.objects.current().get(measure=measure, measured_on=today).value == 40
    first_of_day = Reading.objects.current().filter(measure=measure, measured_on=today - timedelta(1))
    assert not first_of_day.exists()


def test_undo_of_the_only_reading_of_a_day_leaves_the_day_without(standing, employee):
    measure, today = standing.personal_measure, timezone.localdate()
    employee.post(save_url(measure), {f"value-{measure.pk}": "40", f"on-{measure.pk}": today.isoformat()}, htmx=True)
    reading = Reading.objects.current().get(measure=measure, measured_on=today)
    employee.post(reverse("objectives:undo_reading", args=[reading.pk]), htmx=True)
    assert not Reading.objects.current().filter(measure=measure, measured_on=today).exists()
    assert Measure.objects.get(pk=measure.pk).current_value == 20
    assert employee.post(reverse("objectives:undo_reading", args=[reading.pk])).status_code == 409


def test_another_day_in_a_saved_row_moves_the_reading(standing, employee):
    measure, today = standing.personal_measure, timezone.localdate()
    pk, wrong = measure.pk, today - timedelta(3)
    employee.post(save_url(measure), {f"value-{pk}": "40", f"on-{pk}": wrong.isoformat()}, htmx=True)
    reading = Reading.objects.current().get(measure=measure, measured_on=wrong)
    again = {f"value-{pk}": "40", f"on-{pk}": today.isoformat(), f"reading-{pk}": reading.pk}
    employee.post(save_url(measure), again, htmx=True)
    assert not Reading.objects.current().filter(measure=measure, measured_on=wrong).exists()
    assert Reading.objects.current().filter(measure=measure, measured_on=today).exists()


def test_w77_a_row_sent_twice_is_one_reading(standing, employee):
    measure, today = standing.personal_measure, timezone.localdate()
    data = {f"value-{measure.pk}": "40", f"on-{measure.pk}": today.isoformat(), f"note-{measure.pk}": "zo"}
    for _time in range(2):
        assert employee.post(save_url(measure), data, htmx=True).status_code == 200
    assert Reading.objects.filter(measure=measure, measured_on=today).count() == 1
    said = reverse("objectives:check_in_objective", args=[standing.personal.pk])
    before = CheckIn.objects.count()
    for _time in range(2):
        employee.post(said, {f"confidence-{standing.personal.pk}": "7", f"comment-{standing.personal.pk}": "Goed"})
    assert CheckIn.objects.count() == before + 1


def test_all_rows_are_saved_in_one_go(standing, employee):
    second = make_measure(standing.personal, "Tweede", responsible=standing.employee.person)
    empty = make_measure(standing.personal, "Leeg", responsible=standing.employee.person)
    recompute_organisation(standing.organisation)
    first, pk = standing.personal_measure.pk, standing.personal.pk
    answer = employee.post(
        URL,
        {
            f"value-{first}": "1.250,5",
            f"sure-{first}": "1.250,5",
            f"value-{second.pk}": "7",
            f"value-{empty.pk}": "",
            f"confidence-{pk}": "8",
        },
    )
    assert answer.status_code == 302
    assert Measure.objects.get(pk=first).current_value == Decimal("1250.5")
    assert Measure.objects.get(pk=second.pk).current_value == 7
    assert Measure.objects.get(pk=empty.pk).current_on is None
    assert Objective.objects.get(pk=pk).confidence == 8


def test_one_wrong_row_keeps_all_rows_from_being_saved(standing, employee):
    second = make_measure(standing.personal, "Tweede", responsible=standing.employee.person)
    recompute_organisation(standing.organisation)
    before = Reading.objects.count()
    answer = employee.post(URL, {f"value-{standing.personal_measure.pk}": "55", f"value-{second.pk}": "niets"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert Reading.objects.count() == before
    assert 'value="55"' in text  # what was typed is still there
    assert f'href="#value-{second.pk}"' in text


def test_a_refusal_halfway_undoes_the_rows_before_it(standing):
    closed = make_objective(standing.organisation, "Dicht", level=Level.PERSONAL, owner=standing.employee.person)
    second = make_measure(closed, "Tweede", responsible=standing.employee.person)
    Objective.objects.filter(pk=closed.pk).update(state=State.CLOSED)
    second = Measure.objects.select_related("objective").get(pk=second.pk)
    before, today = Reading.objects.count(), timezone.localdate()
    entries = [Entry(m, Decimal(5), today) for m in (standing.personal_measure, second)]
    with pytest.raises(Exception, match="Tweede"):
        record_rows(entries, [], by=actor_for(standing.employee.membership))
    assert Reading.objects.count() == before


def test_a_measure_that_was_closed_meanwhile_gives_back_what_was_typed(standing, employee):
    measure = standing.personal_measure
    Measure.objects.filter(pk=measure.pk).update(ended_on=timezone.localdate())
    answer = employee.post(URL, {f"value-{measure.pk}": "33"})
    assert answer.status_code == 409
    assert 'value="33"' in answer.content.decode()


def test_yes_or_no_and_milestones(standing, employee):
    ready = make_measure(standing.personal, "Af?", kind=Kind.YES_NO, baseline=None, target=None)
    plan = make_measure(standing.personal, "Plan", kind=Kind.MILESTONES, baseline=None, target=None)
    first, second = make_milestone(plan, "Een", due_on=plan.starts_on), make_milestone(plan, "Twee")
    recompute_organisation(standing.organisation)
    employee.post(save_url(ready), {f"value-{ready.pk}": "1"}, htmx=True)
    assert Measure.objects.get(pk=ready.pk).progress == 1.0
    assert employee.post(save_url(ready), {f"value-{ready.pk}": "5"}, htmx=True).status_code == 422
    sent = {f"was-{first.pk}": "0", f"done-{first.pk}": "on", f"was-{second.pk}": "0"}
    answer = employee.post(save_url(plan), sent, htmx=True)
    assert answer.status_code == 200
    assert Measure.objects.get(pk=plan.pk).progress == pytest.approx(0.5)
    assert Milestone.objects.get(pk=second.pk).done_on is None
    # a page from before the first mark does not take it away
    employee.post(save_url(plan), {f"was-{first.pk}": "0", f"was-{second.pk}": "0", f"done-{second.pk}": "on"})
    assert Measure.objects.get(pk=plan.pk).progress == 1.0


def test_confidence_stays_apart_from_the_number(standing, employee):
    pk = standing.personal.pk
    before = Objective.objects.get(pk=pk).progress
    url = reverse("objectives:check_in_objective", args=[pk])
    answer = employee.post(url, {f"confidence-{pk}": "3", f"comment-{pk}": "Stroef"}, htmx=True)
    assert answer.status_code == 200
    fresh = Objective.objects.get(pk=pk)
    assert (fresh.confidence, fresh.progress) == (3, before)
    assert employee.post(url, {}, htmx=True).status_code == 422
    assert employee.post(url, {f"confidence-{pk}": "11"}, htmx=True).status_code == 422


def test_an_action_is_done_from_the_list(standing, employee):
    action = make_action(standing.personal, "Bellen", owner=standing.employee.person, due_on=timezone.localdate())
    assert ">Bellen</a>" in employee.get(URL).content.decode()
    assert employee.post(reverse("objectives:check_in_action", args=[action.pk])).status_code == 302
    action.refresh_from_db()
    assert action.done_on == timezone.localdate()
    assert ">Bellen</a>" not in employee.get(URL).content.decode()


def test_somebody_else_is_refused_and_nothing_is_stored(standing, signed_in):
    measure, before = standing.measure, Reading.objects.count()  # of a strategic objective: seen by all, read by few
    answer = signed_in(standing.employee).post(save_url(measure), {f"value-{measure.pk}": "3"}, htmx=True)
    assert answer.status_code == 403
    entry = Entry(measure, Decimal(3), timezone.localdate())
    with pytest.raises(NotAllowed):
        record_rows([entry], [], by=actor_for(standing.employee.membership))
    reading = Reading.objects.filter(measure=measure).first()
    assert signed_in(standing.employee).post(reverse("objectives:undo_reading", args=[reading.pk])).status_code == 403
    with pytest.raises(NotAllowed):
        undo_reading(reading, by=actor_for(standing.employee.membership))
    assert Reading.objects.current().count() == before


def test_another_organisation_does_not_exist(standing, signed_in):
    stranger = signed_in(standing.stranger)
    measure = standing.measure
    reading = Reading.objects.filter(measure=measure).first()
    assert stranger.post(save_url(measure), {f"value-{measure.pk}": "3"}).status_code == 404
    assert stranger.post(reverse("objectives:undo_reading", args=[reading.pk])).status_code == 404
    assert stranger.post(reverse("objectives:check_in_objective", args=[standing.strategic.pk])).status_code == 404
    refused = stranger.post(URL, {f"value-{measure.pk}": "3"})
    assert refused.status_code == 409
    assert measure.name not in refused.content.decode()
    assert not Reading.objects.filter(value=3).exists()


def test_a_consultant_without_a_person_sees_an_empty_list(standing, signed_in):
    assert signed_in(standing.consultant).get(URL).status_code == 200


def test_the_row_is_the_same_in_the_page_and_alone(standing, employee):
    measure = standing.personal_measure
    page = employee.get(URL, {"tab": "all"}).content.decode()
    today = timezone.localdate().isoformat()
    employee.post(save_url(measure), {f"value-{measure.pk}": "30", f"on-{measure.pk}": today}, htmx=True)
    reading = Reading.objects.current().get(measure=measure, measured_on=today)
    alone = employee.post(reverse("objectives:undo_reading", args=[reading.pk]), htmx=True).content.decode()

    def what(text):
        start = text.index(f'<div class="check-row" id="measure-{measure.pk}"')
        return text[start : text.index('<div class="day">', start)]

    assert what(page) == what(alone)


def test_the_list_asks_the_database_as_often_for_one_row_as_for_many(standing, employee):
    employee.get(URL)
    with count_queries() as one:
        employee.get(URL)
    for number in range(30):
        other = make_objective(
            standing.organisation, f"Doel {number}", level=Level.PERSONAL, owner=standing.employee.person
        )
        for kind in (Kind.UP, Kind.MILESTONES):
            measure = make_measure(other, f"Meting {number}", kind=kind, responsible=standing.employee.person)
            if kind == Kind.MILESTONES:
                make_milestone(measure, due_on=measure.starts_on)
    recompute_organisation(standing.organisation)
    for tab in ("", "all"):
        with count_queries() as many:
            page = employee.get(URL, {"tab": tab})
        assert "Meting 29" in page.content.decode()
        assert many.count <= one.count + (1 if tab else 0) <= 25


def test_one_reading_takes_at_most_25_queries(standing, employee):
    measure = standing.personal_measure
    employee.get(URL)
    with count_queries() as queries:
        employee.post(save_url(measure), {f"value-{measure.pk}": "61"}, htmx=True)
    assert queries.count <= 25, queries.sql


@pytest.mark.parametrize(
    ("frequency", "due_on", "today", "wanted"),
    [
        (Frequency.MONTHLY, date(2026, 11, 30), date(2026, 11, 21), date(2026, 11, 21)),
        (Frequency.MONTHLY, date(2026, 10, 31), date(2026, 11, 21), date(2026, 10, 31)),
        (Frequency.MONTHLY, date(2026, 3, 31), date(2026, 11, 21), date(2026, 10, 31)),
        (Frequency.QUARTERLY, date(2026, 6, 30), date(2026, 11, 21), date(2026, 9, 30)),
        (Frequency.ONCE, date(2026, 11, 1), date(2026, 11, 21), date(2026, 11, 1)),
        (Frequency.MONTHLY, None, date(2026, 11, 21), date(2026, 11, 21)),
    ],
)
def test_the_day_that_is_filled_in(frequency, due_on, today, wanted):
    measure = Measure(frequency=frequency, due_on=due_on, ends_on=date(2026, 12, 31), kind=Kind.UP)
    assert default_day(measure, today=today) == wanted


def test_late_rows_come_first_and_are_counted(standing):
    page = check_in_page(actor_for(standing.employee.membership), everything=False, today=timezone.localdate())
    dues = [row.measure.due_on for row in page.rows]
    assert dues == sorted(dues)
    assert page.late == sum(due < timezone.localdate() for due in dues)


def test_a_reading_of_before_stays_in_the_history(standing, employee):
    measure, today = standing.personal_measure, timezone.localdate()
    make_reading(measure, 33, on=today)
    employee.post(save_url(measure), {f"value-{measure.pk}": "44", f"on-{measure.pk}": today.isoformat()}, htmx=True)
    assert Reading.objects.filter(measure=measure, measured_on=today).count() == 2


def test_a_value_far_outside_is_asked_about_once_in_its_row(standing, employee):
    pk, day = standing.personal_measure.pk, timezone.localdate().isoformat()
    sent = {f"value-{pk}": "9000", f"on-{pk}": day}
    for address in (save_url(standing.personal_measure), URL):
        asked = employee.post(address, sent)
        assert asked.status_code == 422
        assert not Reading.objects.filter(measure=pk, value=9000).exists()
        assert html.fromstring(asked.content).xpath(f"//input[@name='sure-{pk}']/@value") == ["9000"]
    employee.post(URL, sent | {f"sure-{pk}": "9000"})
    assert Reading.objects.current().get(measure=pk, value=9000)


def test_a_value_far_too_small_is_asked_about_until_the_measure_was_that_low(standing, employee):
    measure, today = standing.personal_measure, timezone.localdate()
    Measure.objects.filter(pk=measure.pk).update(baseline=60, target=80)
    make_reading(measure, Decimal("73.5"), on=today - timedelta(days=2))
    recompute_organisation(standing.organisation)
    sent = {f"value-{measure.pk}": "5", f"on-{measure.pk}": today.isoformat()}
    asked = employee.post(URL, sent)
    assert asked.status_code == 422
    assert "is far less than the 73.5" in asked.content.decode()
    assert not measure.readings.filter(value=5).exists()
    make_reading(measure, 4, on=today - timedelta(days=3))
    assert employee.post(URL, sent).status_code < 400
    assert measure.readings.current().filter(value=5).exists()


def test_enter_without_scripts_saves_what_was_typed_whatever_the_row(standing, employee):
    page = html.fromstring(employee.get(URL, {"tab": "all"}).content)
    first = page.xpath("//button[@form='check-in'] | //form[@id='check-in']//button")[0]
    assert first.getparent().get("id") == "check-in"
    assert first.get("formaction") is None


def test_the_button_of_one_row_leaves_what_was_typed_in_the_others(standing, employee):
    other = make_measure(standing.personal, "Nog een", responsible=standing.employee.person)
    recompute_organisation(standing.organisation)
    pk, day = standing.personal_measure.pk, timezone.localdate().isoformat()
    sent = {f"value-{pk}": "33", f"on-{pk}": day, f"value-{other.pk}": "44", f"on-{other.pk}": day}
    page = html.fromstring(employee.post(save_url(standing.personal_measure) + "?tab=all", sent).content)
    assert page.get_element_by_id(f"value-{other.pk}").get("value") == "44"
    assert Reading.objects.current().filter(measure=pk, value=33).exists()
    assert not Reading.objects.filter(measure=other).exists()
    wrong = employee.post(save_url(standing.personal_measure), sent | {f"value-{pk}": "x"})
    assert html.fromstring(wrong.content).get_element_by_id(f"value-{other.pk}").get("value") == "44"


def test_the_address_of_a_row_leads_to_the_row_in_the_list(standing, employee):
    answer = employee.get(save_url(standing.personal_measure) + "?tab=all")
    assert answer.status_code == 302
    assert answer.url == f"{URL}?tab=all#measure-{standing.personal_measure.pk}"
    answer = employee.get(reverse("objectives:check_in_objective", args=[standing.personal.pk]))
    assert answer.url == f"{URL}#objective-{standing.personal.pk}"


def test_the_number_on_the_tab_goes_down_with_a_saved_row(standing, employee):
    pk, day = standing.personal_measure.pk, timezone.localdate().isoformat()
    before = int(html.fromstring(employee.get(URL).content).get_element_by_id("count-due").text)
    sent = {f"value-{pk}": "33", f"on-{pk}": day}
    row = employee.post(save_url(standing.personal_measure), sent, headers={"HX-Request": "true"})
    standing.personal_measure.refresh_from_db()
    assert standing.personal_measure.due_on > timezone.localdate() + timedelta(days=7)
    assert html.fragment_fromstring(row.content.decode(), create_parent="div").get_element_by_id(
        "count-due"
    ).text == str(before - 1)


def test_W04_who_reads_a_measure_or_does_an_action_of_a_personal_objective_looks_at_whose_it_is(standing, signed_in):
    looks = AuditEvent.objects.filter(event=Event.PERSON_SEEN)
    today = timezone.localdate()
    make_measure(standing.personal, "Geoefend", responsible=standing.line_manager.person, due_on=today)
    make_action(standing.colleague_personal, "Samen oefenen", owner=standing.project_leader.person, due_on=today)
    signed_in(standing.employee).get(URL)
    assert not looks.exists(), "nobody looks at oneself"
    for member, word in ((standing.line_manager, "Geoefend"), (standing.project_leader, "Samen oefenen")):
        for _time in range(2):
            assert word in signed_in(member).get(URL).content.decode()
    assert [(look.by_id, look.about_person_id) for look in looks.order_by("pk")] == [
        (standing.line_manager.user.pk, standing.employee.person.pk),
        (standing.project_leader.user.pk, standing.colleague.person.pk),
    ]
