"""OKR: key results with a score, the course by week, scoring with a reflection, and carrying over."""

import tomllib
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone, translation

from tests.factories import (
    count_queries,
    make_check_in,
    make_link,
    make_measure,
    make_milestone,
    make_objective,
    make_period,
    make_reading,
)
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.calculations.okr import IN_FULL, is_in_full
from zichtlijn.jobs.models import Job
from zichtlijn.jobs.tasks import run_job
from zichtlijn.objectives.models import CheckIn, Measure, Objective
from zichtlijn.objectives.states import Level, State
from zichtlijn.okr import actions, documents
from zichtlijn.okr.models import CarryOver, Grade
from zichtlijn.okr.queries import cycles
from zichtlijn.okr.queries.okr_page import okr_page
from zichtlijn.okr.wording import tell_ambition, tell_band, tell_grade, write_grade
from zichtlijn.organisation.models import Period

ROOT = Path(__file__).parents[2]
TODAY = timezone.localdate  # asked anew each time: midnight may pass after these tests are collected


def quarter(organisation, name, starts_on, **fields):
    return make_period(
        organisation,
        kind=Period.Kind.QUARTER,
        name=name,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=90),
        **fields,
    )


@pytest.fixture
def okr(scoped):
    """A quarter that is over, one that runs and one to come; in the first an OKR of the team with three key results."""
    scoped.past = quarter(scoped.organisation, "voorbij", TODAY() - timedelta(days=121))
    scoped.now = quarter(scoped.organisation, "nu", TODAY() - timedelta(days=30))
    scoped.next = quarter(scoped.organisation, "straks", TODAY() + timedelta(days=61))
    scoped.okr = make_okr(scoped, scoped.past, "Sneller helpen")
    scoped.calls = make_measure(scoped.okr, "Terugbellers", kind="down", baseline=60, target=20, unit="%")
    make_reading(scoped.calls, 30, on=scoped.past.ends_on - timedelta(days=7))
    scoped.steps = make_measure(scoped.okr, "Plan", kind="milestones", baseline=None, target=None)
    make_milestone(scoped.steps, "eerst", due_on=scoped.past.ends_on, done_on=scoped.past.starts_on)
    make_milestone(scoped.steps, "dan", due_on=scoped.past.ends_on)
    scoped.words = make_measure(scoped.okr, "Bewoners merken het", kind="yes_no", baseline=None, target=1)
    return scoped


def make_okr(cast, period, title, **fields):
    given = {"level": Level.OPERATIONAL, "unit": cast.team, "owner": cast.employee.person, **fields}
    return make_objective(cast.organisation, title, period=period, commitment="aspirational", **given)


def grade(cast, *, by="employee", by_hand=None, went_well="Samen", learned="Eerder bellen", version=0, close=False):
    return actions.grade_objective(
        cast.okr,
        by_hand=by_hand or {},
        went_well=went_well,
        learned=learned,
        version=version,
        close=close,
        by=getattr(cast, by).actor,
    )


def stood(measure):
    """The measure as a reading leaves it."""
    from zichtlijn.objectives.actions.standing import refresh_measure

    refresh_measure(Measure.objects.select_related("organisation").get(pk=measure.pk))
    return Measure.objects.get(pk=measure.pk)


# scoring ----------------------------------------------------------------------------------------------------------


def test_the_score_is_the_mean_of_what_has_one_and_missing_is_not_zero(okr):
    made = grade(okr)
    assert [row["grade"] for row in made.key_results] == [0.75, 0.5, None]
    assert (made.grade, made.coverage) == (0.625, pytest.approx(2 / 3))
    assert (made.period, made.went_well, made.learned) == (okr.past, "Samen", "Eerder bellen")
    assert AuditEvent.objects.filter(event=Event.OKR_GRADED, on_id=okr.okr.pk).count() == 1


def test_a_key_result_without_reading_is_scored_by_hand_and_only_that_one(okr):
    made = grade(okr, by_hand={okr.words.pk: 0.4, okr.calls.pk: 1.0})
    assert [(row["grade"], row["by_hand"]) for row in made.key_results] == [(0.75, False), (0.5, False), (0.4, True)]
    assert made.grade == pytest.approx(0.55)


def test_a_reading_after_the_cycle_does_not_change_how_it_ended(okr):
    make_reading(okr.calls, 20, on=okr.past.ends_on + timedelta(days=2))
    assert grade(okr).key_results[0]["grade"] == 0.75


def test_the_pages_show_an_okr_that_is_over_as_it_ended(okr, signed_in, set_on_paper):
    make_reading(okr.calls, 20, on=okr.past.ends_on + timedelta(days=2))
    assert stood(okr.calls).current_value == 20
    (calls, _steps, _words) = okr_page(okr.employee.actor, okr.okr, today=TODAY()).key_results
    assert (calls.grade, calls.measure.current_value) == (0.75, 30), "as scoring takes it"
    Measure.objects.filter(pk=okr.steps.pk).update(current_on=TODAY())
    page = cycles.cycle_page(okr.employee.actor, okr.past, cycles.Whose(), today=TODAY())
    assert page.okrs[0].score.grade == 0.625
    browser = signed_in(okr.director)
    assert "by the readings" in browser.get(reverse("okr:cycle"), {"cycle": okr.past.pk}).content.decode()
    set_data = set_on_paper(documents)
    actions.make_cycle_file(okr.past, cycles.Whose(), commitment="", by=okr.director.actor)
    assert set_data["levels"][0]["okrs"][0]["so_far"] in {"by the readings", "volgens de meetwaarden"}
    make_okr(okr, okr.now, "Loopt nog")
    actions.make_cycle_file(okr.now, cycles.Whose(), commitment="", by=okr.director.actor)
    assert set_data["levels"][0]["okrs"][0]["so_far"] in {"so far", "tot nu toe"}


def test_outside_a_band_is_not_the_wrong_way(okr):
    band = make_measure(okr.okr, "Druk", kind="band", baseline=None, target=None, lower=10, upper=20, lower_limit=5,
                        upper_limit=25, unit="bar")  # fmt: skip
    make_reading(band, 40, on=okr.past.ends_on)
    found = {one.measure.pk: one for one in actions.final_key_results(okr.okr, TODAY())}
    assert (found[band.pk].grade, found[band.pk].fell_back) == (0.0, False)
    assert found[band.pk].scored.raw < 0
    kept = {row["measure"]: row["raw"] for row in grade(okr).key_results}
    assert kept[band.pk] == 0.0, "the page tells the wrong way from what was kept"


def test_what_moved_the_wrong_way_scores_zero_and_the_raw_number_stays(okr):
    make_reading(okr.calls, 70, on=okr.past.ends_on)
    row = grade(okr).key_results[0]
    assert (row["grade"], row["raw"]) == (0.0, -0.25)


def test_closing_goes_with_it_only_for_who_leads(okr):
    grade(okr, by="line_manager", close=True)
    assert Objective.objects.get(pk=okr.okr.pk).state == State.CLOSED
    assert AuditEvent.objects.filter(event=Event.OBJECTIVE_CLOSED).count() == 1


def test_the_owner_does_not_close_what_others_lead_and_nothing_is_kept(okr):
    with pytest.raises(NotAllowed):
        grade(okr, close=True)
    assert not Grade.objects.exists()


@pytest.mark.parametrize("part", ["colleague", "other_manager", "hr", "works_council", "project_leader"])
def test_others_do_not_score(okr, part):
    with pytest.raises(NotAllowed):
        grade(okr, by=part)


@pytest.mark.parametrize("state", [State.DRAFT, State.PROPOSED, State.DROPPED])
def test_what_was_not_agreed_has_no_score(okr, state):
    Objective.objects.filter(pk=okr.okr.pk).update(state=state)
    with pytest.raises(NotNow):
        grade(okr)


def test_R13_the_second_to_score_sees_both_texts_and_nothing_is_lost(okr):
    grade(okr)
    with pytest.raises(EditConflict) as refusal:
        grade(okr, by="line_manager", learned="Later bellen", by_hand={okr.words.pk: 1})
    assert {field[1:] for field in refusal.value.fields} == {("Eerder bellen", "Later bellen"), ("0,6", "0,8")}
    assert Grade.objects.get().learned == "Eerder bellen"


def test_the_same_words_twice_are_one_score(okr):
    first = grade(okr)
    second = grade(okr, version=first.version)
    assert (second.pk, second.version) == (first.pk, first.version)
    assert AuditEvent.objects.filter(event=Event.OKR_GRADED).count() == 1


def test_a_score_is_changed_at_its_version(okr):
    first = grade(okr)
    changed = grade(okr, version=first.version, by_hand={okr.words.pk: 1.0}, learned="Anders")
    assert (changed.pk, changed.learned) == (first.pk, "Anders")
    assert changed.grade == 0.75
    assert changed.version > first.version


# by contract ------------------------------------------------------------------------------------------------------


def test_no_table_outside_okr_refers_to_a_score_and_none_leads_to_one():
    for model in apps.get_models():
        ours = model._meta.app_label == "okr"
        for field in model._meta.get_fields():
            if not ours and field.is_relation and field.related_model is not None:
                assert field.related_model._meta.app_label != "okr", f"{model._meta.label}.{field.name} leads to okr"


def test_no_room_but_those_that_bring_data_in_and_out_may_import_a_score():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = [c for c in project["tool"]["importlinter"]["contracts"] if c["id"] == "grades"]
    assert contract["type"] == "protected"
    assert set(contract["protected_modules"]) == {"zichtlijn.okr", "zichtlijn.calculations.okr"}
    assert set(contract["allowed_importers"]) == {"zichtlijn.okr", "zichtlijn.exchange", "zichtlijn.demo"}


def test_the_log_says_that_it_was_scored_and_not_with_what(okr):
    grade(okr)
    assert AuditEvent.objects.get(event=Event.OKR_GRADED).detail == {}


# carrying over ----------------------------------------------------------------------------------------------------


def carry(cast, *, by="line_manager", measures=None, period=None):
    chosen = [cast.calls.pk, cast.steps.pk] if measures is None else measures
    return actions.carry_over(cast.okr, period=period or cast.now, measures=chosen, by=getattr(cast, by).actor)


def test_it_goes_on_as_a_draft_that_starts_where_the_old_one_stands(okr):
    make_link(okr.okr, okr.department_objective, weight=40)
    stood(okr.calls)
    made = carry(okr)
    assert (made.state, made.period, made.title, made.commitment) == (
        State.DRAFT,
        okr.now,
        okr.okr.title,
        "aspirational",
    )
    calls, steps = made.measures.order_by("position", "id")
    assert (calls.baseline, calls.target, calls.starts_on) == (Decimal(30), Decimal(20), okr.now.starts_on)
    assert [(step.name, step.due_on, step.done_on) for step in steps.milestones.all()] == [
        ("dan", okr.now.ends_on, None)
    ]
    assert [(link.parent, link.weight) for link in made.parent_links.all()] == [(okr.department_objective, 40)]
    row = CarryOver.objects.get()
    assert (row.source, row.target) == (okr.okr, made)
    assert AuditEvent.objects.filter(event=Event.OKR_CARRIED_OVER, on_id=okr.okr.pk).count() == 1


@pytest.mark.parametrize(("reached", "target"), [(20, None), (15, None), (30, Decimal(20))])
def test_what_is_reached_goes_on_without_a_target_and_is_named(okr, signed_in, reached, target):
    make_reading(okr.calls, reached, on=okr.past.ends_on)
    stood(okr.calls)
    browser, url = signed_in(okr.line_manager), reverse("okr:carry_over", args=[okr.okr.pk])
    sent = {"title": "Nog sneller", "period": okr.now.pk, "measures": [okr.calls.pk]}
    answer = browser.post(url, sent, follow=True)
    (calls,) = Objective.objects.get(title="Nog sneller").measures.all()
    assert (calls.baseline, calls.target) == (Decimal(reached), target)
    assert ("without a target: Terugbellers" in answer.content.decode()) is (target is None)


def test_milestones_of_after_the_last_day_are_told_apart_and_not_carried_over_empty(okr, signed_in, set_on_paper):
    okr.steps.milestones.filter(name="dan").update(done_on=okr.past.ends_on + timedelta(days=2))
    browser = signed_in(okr.line_manager)
    (_calls, steps, _words) = okr_page(okr.employee.actor, okr.okr, today=TODAY()).key_results
    assert (steps.grade, steps.done_steps, steps.later_steps, steps.is_open) == (0.5, 1, 1, False)
    assert "1 of 2, 1 after the last day" in browser.get(reverse("okr:okr", args=[okr.okr.pk])).content.decode()
    set_data = set_on_paper(documents)
    with translation.override("nl"):
        actions.make_cycle_file(okr.past, cycles.Whose(), commitment="", by=okr.director.actor)
    assert set_data["levels"][0]["okrs"][0]["key_results"][1]["now"] == "1 van 2, 1 na de laatste dag"
    url = reverse("okr:carry_over", args=[okr.okr.pk])
    assert okr.steps.pk not in browser.get(url).context["form"].initial["measures"]
    sent = {"title": "Verder", "period": okr.now.pk, "measures": [okr.calls.pk, okr.steps.pk]}
    answer = browser.post(url, sent, follow=True)
    assert "All milestones done, so left behind: Plan." in answer.content.decode()
    assert [one.name for one in Objective.objects.get(title="Verder").measures.all()] == ["Terugbellers"]


def test_it_goes_on_once_unless_that_one_was_dropped(okr):
    made = carry(okr)
    with pytest.raises(NotNow):
        carry(okr)
    Objective.objects.filter(pk=made.pk).update(state=State.DROPPED)
    assert carry(okr, period=okr.next).period == okr.next


def test_it_goes_on_later_and_never_back(okr):
    with pytest.raises(NotNow):
        carry(okr, period=okr.past)


def test_key_results_of_another_objective_do_not_go_along(okr):
    with pytest.raises(NotNow):
        carry(okr, measures=[okr.calls.pk, okr.measure.pk])
    assert not CarryOver.objects.exists()


@pytest.mark.parametrize("part", ["employee", "colleague", "other_manager", "hr"])
def test_who_may_not_write_here_carries_nothing_over(okr, part):
    with pytest.raises(NotAllowed):
        carry(okr, by=part)


# pages ------------------------------------------------------------------------------------------------------------


def test_the_course_tells_each_week(okr):
    make_check_in(okr.okr, "Loopt", confidence=6, at=timezone.now() - timedelta(days=100), by_name="Emma")
    page = okr_page(okr.employee.actor, okr.okr, today=TODAY())
    assert page.weeks[0].ends_on == okr.past.ends_on
    assert page.weeks[-1].starts_on == okr.past.starts_on
    assert page.weeks[0].score == 0.625
    assert page.weeks[-1].score == 0.5, "only the milestone that was done on the first day"
    (week,) = [week for week in page.weeks if week.check_ins]
    assert (week.confidence, week.check_ins[0].comment) == (6, "Loopt")


def test_what_is_said_before_the_first_day_belongs_to_the_first_week(okr):
    make_check_in(okr.okr, "Bijna", confidence=4, at=timezone.now() - timedelta(days=130), by_name="Emma")
    first = okr_page(okr.employee.actor, okr.okr, today=TODAY()).weeks[-1]
    assert [said.comment for said in first.check_ins] == ["Bijna"]


def test_the_page_says_what_it_teaches_and_that_it_is_no_appraisal(okr, signed_in):
    grade(okr)
    text = signed_in(okr.colleague).get(reverse("okr:okr", args=[okr.okr.pk])).content.decode()
    assert "Eerder bellen" in text
    assert "Scores play no part in appraisal or pay" in text
    assert "Stands on its own" not in text  # nobody said that it does
    Objective.objects.filter(pk=okr.okr.pk).update(stands_alone=True)
    text = signed_in(okr.colleague).get(reverse("okr:okr", args=[okr.okr.pk])).content.decode()
    assert "Stands on its own. That is fine" in text
    assert reverse("okr:grade", args=[okr.okr.pk]) not in text


def test_a_check_in_is_that_of_the_objective_and_nothing_typed_is_lost(okr, signed_in):
    running = make_okr(okr, okr.now, "Nu bezig")
    browser, url = signed_in(okr.employee), reverse("okr:check_in", args=[running.pk])
    assert browser.post(url, {"confidence": "7", "comment": "Gaat goed"}).status_code == 302
    assert CheckIn.objects.filter(objective=running).values_list("confidence", "comment").get() == (7, "Gaat goed")
    wrong = browser.post(url, {"confidence": "11", "comment": "Heel lang getypt"})
    assert wrong.status_code == 422
    assert "Heel lang getypt" in wrong.content.decode()


def test_a_cycle_shows_whose_you_ask_for(okr, signed_in):
    make_okr(okr, okr.past, "Van de keringen", unit=okr.other_department, owner=okr.other_manager.person)
    browser, url = signed_in(okr.employee), reverse("okr:cycle")

    def shown(**asked):
        page = browser.get(url, {"cycle": okr.past.pk, **asked})
        return {one.objective.title for one in page.context["page"].okrs}

    assert shown() == {"Sneller helpen", "Van de keringen"}
    assert shown(whose="own") == {"Sneller helpen"}
    assert shown(whose="unit") == {"Sneller helpen"}
    assert shown(unit=okr.other_department.name) == {"Van de keringen"}
    assert shown(commitment="committed") == set()


def test_a_unit_shows_what_is_below_it_and_never_what_is_personal(okr):
    make_okr(okr, okr.past, "Van Emma alleen", level=Level.PERSONAL)
    whose = cycles.Whose("unit", (okr.top,))
    page = cycles.cycle_page(okr.line_manager.actor, okr.past, whose, today=TODAY())
    assert [one.objective.title for one in page.okrs] == ["Sneller helpen"]
    whose = cycles.Whose("own", (), okr.employee.person.pk)
    own = cycles.cycle_page(okr.employee.actor, okr.past, whose, today=TODAY())
    assert {one.objective.title for one in own.okrs} == {"Sneller helpen", "Van Emma alleen"}


def test_the_scores_of_ambitious_objectives_tell_how_high_they_aim(okr):
    grade(okr)
    page = cycles.cycle_page(okr.employee.actor, okr.past, cycles.Whose(), today=TODAY())
    with translation.override("en"):
        assert tell_ambition(page.ambition) == "Aspirational: 0.6 on average, between 0.6 and 0.7, a good stretch."
    assert (page.committed, page.counts) == (0, {"committed": 0, "aspirational": 1})


def test_what_cannot_have_a_score_is_counted_apart(okr, signed_in, set_on_paper):
    make_okr(okr, okr.past, "Concept", state=State.DRAFT)
    make_okr(okr, okr.past, "Voorstel", state=State.PROPOSED)
    grade(okr)
    page = cycles.cycle_page(okr.employee.actor, okr.past, cycles.Whose(), today=TODAY())
    mine = cycles.cycle_page(okr.line_manager.actor, okr.past, cycles.Whose(), today=TODAY())
    assert page.counts == mine.counts == {"committed": 0, "aspirational": 1}
    assert (page.not_agreed, mine.not_agreed) == (2, 2)
    text = signed_in(okr.line_manager).get(reverse("okr:cycle"), {"cycle": okr.past.pk}).content.decode()
    assert "<dt>Not agreed yet</dt><dd>2</dd>" in text
    assert "have a score" not in text, "all that can have one has it"
    set_data = set_on_paper(documents)
    with translation.override("nl"):
        actions.make_cycle_file(okr.past, cycles.Whose(), commitment="", by=okr.line_manager.actor)
    assert "2 nog niet afgesproken." in set_data["counts"]


def test_what_was_learned_without_a_score_is_still_to_score(okr, signed_in):
    Measure.objects.filter(objective=okr.okr).exclude(pk=okr.words.pk).update(ended_on=okr.past.ends_on)
    assert grade(okr).grade is None
    browser = signed_in(okr.line_manager)
    rows = {row.period.name: row for row in browser.get(reverse("okr:cycles")).context["rows"]}
    assert (rows["voorbij"].graded, rows["voorbij"].to_grade) == (0, 1)
    assert "Give it a score" in browser.get(reverse("okr:cycle"), {"cycle": okr.past.pk}).content.decode()


def test_committed_is_counted_in_full(okr):
    Objective.objects.filter(pk=okr.okr.pk).update(commitment="committed")
    grade(okr, by_hand={okr.words.pk: 1})
    page = cycles.cycle_page(okr.employee.actor, okr.past, cycles.Whose(), today=TODAY())
    assert (page.committed, page.in_full) == (1, 0)


def test_scoring_on_a_page(okr, signed_in):
    browser, url = signed_in(okr.line_manager), reverse("okr:grade", args=[okr.okr.pk])
    form = browser.get(url).context["form"]
    assert [field is not None for _one, field in form.rows] == [False, False, True]
    sent = {"went_well": "Veel", "learned": "Meer", "version": 0, f"hand-{okr.words.pk}": "1.4"}
    wrong = browser.post(url, sent)
    assert wrong.status_code == 422
    assert "Veel" in wrong.content.decode()
    assert browser.post(url, {**sent, f"hand-{okr.words.pk}": "0.4", "close": "on"}).status_code == 302
    made = Grade.objects.get()
    assert made.grade == pytest.approx(0.55)
    assert 'value="0.4"' in browser.get(url).content.decode(), "what was given by hand stands in the form again"


def test_carrying_over_on_a_page(okr, signed_in):
    browser, url = signed_in(okr.line_manager), reverse("okr:carry_over", args=[okr.okr.pk])
    form = browser.get(url).context["form"]
    assert form.initial["period"] == okr.now.pk
    sent = {"title": "Nog sneller", "period": okr.now.pk, "measures": [okr.calls.pk]}
    answer = browser.post(url, sent)
    made = Objective.objects.get(title="Nog sneller")
    assert answer.url == reverse("okr:okr", args=[made.pk])
    assert okr.okr.title in browser.get(answer.url).content.decode(), "the new one leads back to the old"
    assert "Goes on as" in browser.get(reverse("okr:okr", args=[okr.okr.pk])).content.decode()


def test_without_a_later_cycle_it_is_said_what_to_do(okr, signed_in):
    Period.objects.exclude(pk=okr.past.pk).exclude(objectives__isnull=False).delete()
    Objective.objects.filter(pk=okr.okr.pk).update(period=okr.period)
    text = signed_in(okr.director).get(reverse("okr:carry_over", args=[okr.okr.pk])).content.decode()
    assert "An administrator adds a year under Periods" in text


def test_the_list_of_cycles(okr, signed_in):
    page = signed_in(okr.employee).get(reverse("okr:cycles"))
    rows = {row.period.name: (row.total, row.graded, row.to_grade) for row in page.context["rows"]}
    assert rows["voorbij"] == (1, 0, 1)
    grade(okr)
    page = signed_in(okr.employee).get(reverse("okr:cycles"))
    rows = {row.period.name: (row.total, row.graded, row.to_grade) for row in page.context["rows"]}
    assert rows["voorbij"] == (1, 1, 0)


def test_an_empty_cycle_says_how_to_begin(okr, signed_in):
    page = signed_in(okr.employee).get(reverse("okr:cycle"), {"cycle": okr.next.pk})
    assert "No OKRs here yet" in page.content.decode()


def test_a_key_result_that_goes_nowhere_is_refused_where_a_measure_of_yes_or_no_may_be(okr, signed_in):
    browser = signed_in(okr.line_manager)
    url = reverse("objectives:new_measure", args=[okr.okr.pk])
    form = browser.get(url).context["form"]
    sent = {name: "" if value is None else value for name, value in form.initial.items()}
    sent |= {"name": "Staat stil", "unit": "%", "baseline": "10", "target": "10", "responsible": ""}
    refused = browser.post(url + "?from=okr", sent)
    assert refused.status_code == 422
    assert "else it has no score" in refused.content.decode()
    assert 'value="Staat stil"' in refused.content.decode()
    assert browser.post(url + "?from=okr", sent | {"target": "20"}).url == reverse("okr:okr", args=[okr.okr.pk])
    assert browser.post(url, sent | {"name": "Gehaald of niet"}).status_code == 302


def test_who_makes_an_okr_comes_back_to_it(okr, signed_in):
    browser = signed_in(okr.director)
    url = reverse("objectives:new") + f"?level=department&period={okr.now.pk}&from=okr"
    form = browser.get(url).context["form"]
    assert form.initial["period"] == okr.now
    sent = {"title": "Nieuw", "unit": okr.department.name, "period": okr.now.pk, "commitment": "aspirational"}
    answer = browser.post(url, {**sent, "own_share": 50})
    made = Objective.objects.get(title="Nieuw")
    assert answer.url == reverse("okr:okr", args=[made.pk])


@pytest.mark.parametrize("name", ["cycle", "cycles", "okr"])
def test_pages_ask_the_same_number_of_questions_for_few_and_for_many(okr, signed_in, name):
    browser = signed_in(okr.line_manager)
    url = reverse(f"okr:{name}", args=[okr.okr.pk] if name == "okr" else [])
    asked = {"cycle": okr.past.pk}
    grade(okr)
    browser.get(url, asked)
    with count_queries() as few:
        browser.get(url, asked)
    for n in range(6):
        more = make_okr(okr, okr.past, f"meer {n}")
        make_link(more, okr.department_objective)
        make_reading(make_measure(more), 40)
        make_reading(make_measure(okr.okr), 40)
        make_check_in(okr.okr, f"week {n}")
    with count_queries() as many:
        browser.get(url, asked)
    assert few.count == many.count <= 25


# taking along -----------------------------------------------------------------------------------------------------


def test_a_cycle_goes_along_on_paper_and_that_is_written_down(okr, signed_in):
    grade(okr)
    browser = signed_in(okr.director)
    asked = browser.get(reverse("okr:cycle"), {"cycle": okr.past.pk}).context["take_hidden"]
    answer = browser.post(reverse("okr:take"), {**dict(asked), "form": "pdf"})
    assert answer.content.startswith(b"%PDF-1.7")
    assert answer["Content-Disposition"] == (
        f'attachment; filename="okr-voorbij-waterschap-proef-{TODAY().isoformat()}.pdf"'
    )
    (line,) = AuditEvent.objects.filter(event=Event.LIST_EXPORTED)
    assert line.detail == {"list": "okr", "format": "pdf", "period": "voorbij"}


def test_paper_that_holds_less_than_the_cycle_says_so(okr, set_on_paper, monkeypatch):
    set_data = set_on_paper(documents)
    make_okr(okr, okr.past, "Nog een")
    actions.make_cycle_file(okr.past, cycles.Whose(), commitment="", by=okr.director.actor)
    assert set_data["cut"] == ""
    monkeypatch.setattr(actions, "MOST", 1)
    with translation.override("en"):
        actions.make_cycle_file(okr.past, cycles.Whose(), commitment="", by=okr.director.actor)
    assert set_data["cut"].startswith("Here are the first 1 of 2 objectives.")


@pytest.mark.parametrize(("state", "told"), [("draft", "draft"), ("closed", "closed"), ("agreed", "")])
def test_paper_says_of_an_okr_that_it_is_not_agreed(okr, set_on_paper, state, told):
    set_data = set_on_paper(documents)
    Objective.objects.filter(pk=okr.okr.pk).update(state=state)
    with translation.override("en"):
        content = actions.make_cycle_file(okr.past, cycles.Whose(), commitment="", by=okr.director.actor)[0]
    assert content.startswith(b"%PDF")
    assert [one["state"] for one in set_data["levels"][0]["okrs"]] == [told]


@pytest.mark.parametrize("part", ["employee", "works_council"])
def test_who_may_not_export_takes_no_cycle_along(okr, part):
    with pytest.raises(NotAllowed):
        actions.take_cycle(okr.past, cycles.Whose(), commitment="", by=getattr(okr, part).actor)
    assert not AuditEvent.objects.filter(event=Event.LIST_EXPORTED).exists()


def test_a_long_cycle_is_made_in_the_background(okr, signed_in, monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 0)
    browser = signed_in(okr.director)
    answer = browser.post(reverse("okr:take"), {"cycle": okr.past.pk, "form": "pdf", "unit": okr.top.name})
    job = Job.objects.get()
    assert answer.url == reverse("jobs:job", args=[job.pk])
    run_job.func(job.pk, okr.organisation.pk)
    job.refresh_from_db()
    assert (job.state, job.file_name.startswith("okr-")) == (Job.State.DONE, True)
    with job.file.open("rb") as file:
        assert file.read(8) == b"%PDF-1.7"
    assert AuditEvent.objects.filter(event=Event.LIST_EXPORTED).count() == 1


def test_a_cycle_of_another_organisation_cannot_be_asked_for(okr, signed_in):
    browser = signed_in(okr.director)
    answer = browser.post(reverse("okr:take"), {"cycle": okr.twin.period.pk, "form": "pdf"})
    assert "okr-nu-waterschap-proef" in answer["Content-Disposition"], "the cycle in which today falls"
    assert browser.post(reverse("okr:take"), {"cycle": okr.past.pk, "form": "exe"}).status_code == 400


# words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grade", "english", "dutch"),
    [(None, "–", "–"), (0, "0.0", "0,0"), (0.65, "0.7", "0,7"), (0.649, "0.6", "0,6"), (1.0, "1.0", "1,0")],
)
def test_a_score_is_written_in_tenths(grade, english, dutch):
    for language, text in (("en", english), ("nl", dutch)):
        with translation.override(language):
            assert write_grade(grade) == text


@pytest.mark.parametrize(
    ("grade", "commitment", "words"),
    [
        (0.8, "committed", "so 0.2 is missing"),
        (1.0, "committed", "delivered in full"),
        (0.7, "aspirational", "around 0.7 is a good result, and this is 0.7"),
        (1.0, "aspirational", "Could the next one reach further?"),
        (0.3, "aspirational", "What did it teach?"),
        (None, "aspirational", "None of its key results has a score"),
    ],
)
def test_what_a_score_means_depends_on_how_firm_it_was(grade, commitment, words):
    with translation.override("en"):
        assert words in tell_grade(grade, commitment)


# what a score says ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grade", "commitment", "said"),
    [
        (0.9, "committed", ("risk", "Not in full")),
        (0.96, "committed", ("ok", "Delivered")),
        (0.5, "committed", ("risk", "Partly delivered")),
        (0.9, "aspirational", ("ok", "Delivered")),
        (None, "committed", ("none", "No score")),
    ],
)
def test_colour_and_word_of_a_committed_okr_agree_with_what_counts_as_in_full(grade, commitment, said):
    with translation.override("en"):
        assert tell_band(grade, commitment) == said
    assert is_in_full(grade) == (grade is not None and grade >= IN_FULL)
