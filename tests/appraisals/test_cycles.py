"""The scale of a cycle, the calibration session, the distribution with its floor, and the outcome for other rooms."""

import re
from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from lxml import html

from tests.appraisals.judged import at, now, score, send, url
from tests.factories import (
    count_queries,
    make_appraisal,
    make_conversation,
    make_cycle,
    make_person,
    make_placement,
    make_report,
    make_scheme,
    make_step,
    make_unit,
)
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.appraisals.actions.scheme import set_scheme
from zichtlijn.appraisals.defaults import LevelGiven, default_levels
from zichtlijn.appraisals.models import Appraisal, KeptDistribution, Level, Scheme
from zichtlijn.appraisals.queries import final_levels
from zichtlijn.appraisals.queries.course import calibration_of, open_appraisals, shown_distribution
from zichtlijn.appraisals.queries.sheet import levels_of
from zichtlijn.appraisals.views import keeping
from zichtlijn.audit.models import AuditEvent
from zichtlijn.conversations.actions import cycles, talking
from zichtlijn.conversations.models import Conversation
from zichtlijn.jobs.schedule import run_daily_work
from zichtlijn.organisation.actions import paths
from zichtlijn.organisation.models import Placement

NUMBERS = {"agreements_weight": 60, "competencies_weight": 40, "objection_days": 14}


def level(name, from_score, **fields) -> LevelGiven:
    return LevelGiven(name, "", fields.pop("is_negative", False), Decimal(from_score), **fields)


def fill(cast, cycle, labels_by_unit, *, state="final"):
    """Final appraisals: unit → the labels of its people."""
    step = cycle.steps.filter(kind="appraisal").first() or make_step(cycle, "appraisal")
    made = []
    for unit, labels in labels_by_unit.items():
        for number, label in enumerate(labels):
            person = make_person(cast.organisation, f"P{number}", unit.name, key=f"{cycle.pk}-{unit.pk}-{number}")
            make_placement(person, unit, line_manager=cast.line_manager.person)
            held = make_conversation(
                step, person, cast.line_manager.person, unit, state="final" if state == "final" else "answered",
                final_on=timezone.localdate() if state == "final" else None,
            )  # fmt: skip
            report = make_report(held, cast.line_manager.person, sent_at=timezone.now())
            made.append(make_appraisal(report, state=state, label=label, final_on=held.final_on))
    return made


# the scale --------------------------------------------------------------------------------------------------------


def test_the_default_only_has_to_be_saved(judged, signed_in):
    cycle = make_cycle(judged.period, "Volgend jaar", state="draft")
    make_step(cycle, "appraisal")
    browser = signed_in(judged.hr)
    form = _form(browser.get(url(cycle, "scheme")))
    assert browser.post(url(cycle, "scheme"), form).status_code == 302
    scheme = Scheme.objects.get(cycle=cycle)
    names = list(scheme.levels.order_by("number").values_list("number", "is_negative", "from_score"))
    assert names == [(1, True, 1), (2, True, Decimal("1.5")), (3, False, Decimal("2.5")), (4, False, Decimal("3.5")),
                     (5, False, Decimal("4.5"))]  # fmt: skip
    assert "Set the scale" not in browser.get(f"/conversation-cycles/{cycle.pk}/").content.decode()


def _form(answer) -> dict:
    forms = html.fromstring(answer.content).xpath("//main//form[@method='post']")
    form = max(forms, key=lambda each: len(each.fields))
    return {name: value for name, value in form.form_values() if not name.startswith(("csrf", "_"))}


def test_a_scale_of_any_length_and_what_is_wrong_with_one(judged):
    by = judged.hr.actor
    cycle = make_cycle(judged.period, "Kort", state="draft")
    make_step(cycle, "appraisal")
    for levels, said in (
        ([level("een", 1)], "at least two"),
        ([level("een", 1), level("Een ", "1.5")], "Two levels are called"),
        ([level("een", 1), level("", "1.5")], "has no name"),
        ([level("een", 1), level("twee", "1.5", is_negative=True)], "stands above"),
        ([level("een", 1), level("twee", 1), level("drie", "2.5")], "must rise"),
        ([level("een", 1), level("twee", "3.5")], "must rise"),
        ([level("een", 1, least=60, most=50), level("twee", "1.5")], "least above its most"),
        ([level("een", 1, least=60), level("twee", "1.5", least=60)], "more than the whole"),
        ([level(f"n{n}", n) for n in range(1, 13)], "at most 10"),
    ):
        with pytest.raises(NotNow, match=said):
            set_scheme(cycle, levels=levels, version=0, by=by, **NUMBERS)
    with pytest.raises(NotNow, match="100%"):
        set_scheme(cycle, levels=default_levels(), version=0, by=by, **NUMBERS | {"agreements_weight": 70})
    three = [level("onder", 1, is_negative=True), level("op", "1.5"), level("boven", "2.5")]
    made = set_scheme(cycle, levels=three, version=0, by=by, **NUMBERS)
    assert [each.name for each in levels_of(made)] == ["onder", "op", "boven"]
    with pytest.raises(NotAllowed):
        set_scheme(cycle, levels=three, version=1, by=judged.line_manager.actor, **NUMBERS)
    with pytest.raises(EditConflict):
        set_scheme(cycle, levels=default_levels(), version=0, by=by, **NUMBERS)
    set_scheme(cycle, levels=default_levels(), version=1, by=by, **NUMBERS)
    assert Level.objects.filter(scheme=made).count() == 5


def test_after_the_first_score_the_scale_stays(judged, signed_in):
    by, version = judged.hr.actor, judged.scheme.version
    set_scheme(judged.cycle, levels=default_levels(), version=version, by=by, **NUMBERS)
    score(judged)
    with pytest.raises(NotNow, match="scored on this scale"):
        set_scheme(judged.cycle, levels=default_levels(), version=version + 1, by=by, **NUMBERS)
    assert "scored on this scale" in signed_in(judged.hr).get(url(judged.cycle, "scheme")).content.decode()


def test_a_form_that_is_wrong_comes_back_with_words(judged, signed_in):
    cycle = make_cycle(judged.period, "Fout", state="draft")
    make_step(cycle, "appraisal")
    browser = signed_in(judged.hr)
    form = _form(browser.get(url(cycle, "scheme")))
    for wrong in ({"levels-0-name": "goed", "levels-1-name": "goed"}, {"agreements_weight": "x"},
                  {"levels-2-from_score": "99"}, {"levels-TOTAL_FORMS": "x"}, {"levels-TOTAL_FORMS": "4000"},
                  {"objection_days": "0"}):  # fmt: skip
        assert browser.post(url(cycle, "scheme"), form | wrong).status_code == 422
    assert not Scheme.objects.filter(cycle=cycle).exists()


def test_a_cycle_without_an_appraisal_has_no_scale(judged, signed_in):
    cycle = make_cycle(judged.period, "Zonder", state="draft")
    make_step(cycle, "progress")
    assert signed_in(judged.hr).get(url(cycle, "scheme")).status_code == 404


def test_no_scale_is_said_before_the_cycle_starts_and_no_reason_to_wait(judged, signed_in):
    cycle = make_cycle(judged.period, name="Nieuw", state="draft", unit=judged.department, consent="none")
    browser, said = signed_in(judged.hr), "There is no scale for the appraisal yet"
    pages = [f"/conversation-cycles/{cycle.pk}/", f"/conversation-cycles/{cycle.pk}/start/"]
    make_step(cycle, "progress", opens_on=timezone.localdate() - timedelta(days=20))
    assert not any(said in browser.get(page).content.decode() for page in pages)
    make_step(cycle, "appraisal")
    assert all(said in browser.get(page).content.decode() for page in pages)
    assert "Everything is there" not in browser.get(pages[0]).content.decode()
    for page in pages:
        with count_queries() as queries:
            browser.get(page)
        assert queries.count <= 25
    make_scheme(cycle)
    assert not any(said in browser.get(page).content.decode() for page in pages)
    assert "Everything is there" in browser.get(pages[0]).content.decode()
    Scheme.objects.filter(cycle=cycle).delete()
    assert cycles.start_cycle(cycle, by=judged.hr.actor)
    assert not any(said in browser.get(page).content.decode() for page in pages[:1])


# calibration ------------------------------------------------------------------------------------------------------


def test_the_session_shows_what_was_sent_and_keeps_both_labels(judged, signed_in):
    appraisal = send(judged)
    browser = signed_in(judged.hr)
    shown = browser.get(url(judged.cycle, "calibration")).content.decode()
    assert judged.employee.person.name in shown
    assert AuditEvent.objects.filter(event="person_seen", about_person_id=judged.employee.person.pk).count() == 1
    form = {"label": 4, "reason": "Zoals elders", "version": appraisal.version}
    assert browser.post(url(appraisal, "calibrate"), form | {"reason": ""}).status_code == 422
    assert browser.post(url(appraisal, "calibrate"), form | {"label": 9}).status_code == 422
    assert browser.post(url(appraisal, "calibrate"), form | {"label": 3}).status_code == 422
    assert browser.post(url(appraisal, "calibrate"), form).status_code == 302
    assert (now(judged).proposed, now(judged).chosen, now(judged).label) == (3, 3, 4)
    for part in ("employee", "line_manager"):
        told = signed_in(getattr(judged, part)).get(f"/conversations/{judged.conversation.pk}/").content.decode()
        assert "Zoals elders" in told
        assert "“goed” became “zeer goed”" in told
    found = calibration_of(judged.cycle, levels_of(judged.scheme))
    assert (found.whole.up, found.whole.down) == (1, 0)
    at(judged, "final")
    assert judged.employee.person.name not in browser.get(url(judged.cycle, "calibration")).content.decode()


def test_a_target_only_shows(judged, signed_in):
    send(judged)
    browser = signed_in(judged.hr)
    assert "A target is only shown" not in browser.get(url(judged.cycle, "calibration")).content.decode()
    Level.objects.filter(scheme=judged.scheme, number=3).update(most=40)
    assert "more than the target" in browser.get(url(judged.cycle, "calibration")).content.decode()
    assert now(judged).label == 3


def test_the_session_asks_as_much_for_thirty_as_for_three(judged, signed_in):
    browser = signed_in(judged.hr)
    browser.get("/")
    counts = []
    for more in (3, 27):
        unit = make_unit(judged.organisation, f"Team {more}", parent=judged.department)
        paths.refresh_unit_paths(judged.organisation)
        fill(judged, judged.cycle, {unit: [3] * more}, state="answered")
        browser.get(url(judged.cycle, "calibration"))  # writes down who was looked at
        with count_queries() as asked:
            assert browser.get(url(judged.cycle, "calibration")).status_code == 200
        counts.append(asked.count)
        with count_queries() as waiting:
            assert signed_in(judged.director).get("/appraisals/").status_code == 200
        counts.append(waiting.count)
    assert counts[:2] == counts[2:]
    assert max(counts) <= 25


def test_the_numbers_stand_on_the_page_once_and_the_scale_says_what_one_can_do(judged, signed_in):
    browser, cycle = signed_in(judged.hr), f"/conversation-cycles/{judged.cycle.pk}/"
    assert "Change the scale" in browser.get(cycle).content.decode()
    assert "Target: at least (%)" in browser.get(f"{cycle}scale/").content.decode()
    fill(judged, judged.cycle, {judged.top: [3, 4], judged.department: [2, 3, 3]}, state="answered")
    shown = browser.get(url(judged.cycle, "calibration")).content.decode()
    assert "As managers chose" in shown
    assert "Show the numbers" not in shown
    send(judged)
    assert "Look at the scale" in browser.get(cycle).content.decode()
    cycles.close_cycle(judged.cycle, by=judged.hr.actor)
    assert "Look at the scale" in browser.get(cycle).content.decode()


def test_the_group_of_the_top_is_not_the_whole_organisation(judged, signed_in):
    fill(judged, judged.cycle, {judged.top: [3, 4], judged.department: [2, 3, 3]}, state="answered")
    levels = levels_of(judged.scheme)
    top, below = calibration_of(judged.cycle, levels).groups
    assert (top.name, below.name) == (judged.top.name, judged.department.name)
    found = calibration_of(judged.cycle, levels, top.key)
    assert (found.whole.people, found.drafts, found.without) == (2, 0, 0)
    assert open_appraisals(judged.cycle, top.key).count() == 2
    assert open_appraisals(judged.cycle, below.key).count() == 3
    shown = signed_in(judged.hr).get(url(judged.cycle, "calibration"), {"unit": top.key}).content.decode()
    assert f"P2 {judged.department.name}" not in shown


def test_W08_the_counts_of_the_session_tell_of_no_label_that_is_final(judged, signed_in):
    fill(judged, judged.cycle, {judged.team: [1], judged.department: [2]}, state="final")
    fill(judged, judged.cycle, {judged.top: [3, 4]}, state="answered")
    found = calibration_of(judged.cycle, levels_of(judged.scheme))
    assert sum((one.after for one in found.groups), Counter()) == Counter({3: 1, 4: 1})
    assert [row.after for row in found.whole.rows] == [0, 0, 1, 1, 0]
    assert (found.whole.people, found.final) == (2, 2)
    cycles.close_cycle(judged.cycle, by=judged.hr.actor)
    answer = signed_in(judged.hr).get(url(judged.cycle, "calibration"))
    assert answer.url == url(judged.cycle, "distribution")
    assert (
        url(judged.cycle, "calibration")
        not in signed_in(judged.hr).get(f"/conversation-cycles/{judged.cycle.pk}/").content.decode()
    )


def test_who_is_told_of_by_the_counts_of_a_unit_was_looked_at(judged, signed_in, monkeypatch):
    """The list goes on over a next page; a small unit stands in the table all the same."""
    monkeypatch.setattr(keeping, "PER_PAGE", 1)
    fill(judged, judged.cycle, {judged.top: [3], judged.department: [1, 2, 3, 4, 5]}, state="answered")
    signed_in(judged.hr).get(url(judged.cycle, "calibration"), {"page": 2})
    seen = AuditEvent.objects.filter(event="person_seen").values_list("about_person_id", flat=True)
    assert len(seen) == 2
    alone = Conversation.objects.get(step__cycle=judged.cycle, unit=judged.top)
    assert alone.employee_id in seen


def test_what_an_earlier_manager_left_behind_is_not_being_written(judged):
    score(judged)
    Placement.objects.filter(person=judged.employee.person).update(line_manager=judged.other_manager.person)
    score(judged, by="other_manager", version=0)
    report = talking.write_report(
        judged.conversation, {"discussed": "Het jaar"}, version=1, by=judged.other_manager.actor
    )
    levels = levels_of(judged.scheme)
    found = calibration_of(judged.cycle, levels)
    assert (found.drafts, found.whole.people, found.without) == (1, 0, 0)
    talking.send_report(judged.conversation, version=report.version, by=judged.other_manager.actor)
    found = calibration_of(judged.cycle, levels)
    assert (found.drafts, found.whole.people, found.without) == (0, 1, 0)


# the distribution -------------------------------------------------------------------------------------------------


def test_the_distribution_waits_until_the_cycle_is_closed(judged, signed_in):
    fill(judged, judged.cycle, {judged.team: [3] * 6 + [4] * 6})
    for part in ("works_council", "director", "hr"):
        shown = signed_in(getattr(judged, part)).get(url(judged.cycle, "distribution")).content.decode()
        assert "shown once the cycle is closed" in shown
    type(judged.cycle).objects.filter(pk=judged.cycle.pk).update(state="closed")
    shown = signed_in(judged.works_council).get(url(judged.cycle, "distribution")).content.decode()
    assert "shown once the cycle is closed" not in shown
    assert not re.search(r"\bP1\b", shown)  # as a word: the token of a form may hold these letters
    for part in ("employee", "line_manager", "consultant", "administrator"):
        assert signed_in(getattr(judged, part)).get(url(judged.cycle, "distribution")).status_code == 404
    assert signed_in(judged.works_council).get(url(judged.cycle, "calibration")).status_code == 403


def test_small_groups_and_groups_of_one_label_are_taken_together(judged):
    small = make_unit(judged.organisation, "Klein", parent=judged.top)
    alike = make_unit(judged.organisation, "Eender", parent=judged.top)
    paths.refresh_unit_paths(judged.organisation)
    for unit in (small, alike, judged.department, judged.other_department):
        unit.refresh_from_db()
    fill(
        judged,
        judged.cycle,
        {
            small: [1, 3],
            alike: [3] * 8,
            judged.department: [3] * 9 + [4] * 7,
            judged.other_department: [3] * 6 + [4] * 6,
        },
    )
    found = shown_distribution(judged.cycle, levels_of(judged.scheme))
    names = [row.name for row in found.rows]
    assert "Klein" not in names
    assert "Eender" not in names
    assert "" in names  # "Other units together"
    for row in found.rows:
        assert all(cell is None or cell == 0 or cell >= 5 for cell in row.cells)
    assert found.totals[0] is None  # one person was given the lowest label


def test_too_few_or_all_alike_shows_nothing(judged):
    fill(judged, judged.cycle, {judged.team: [3, 3, 4]})
    assert shown_distribution(judged.cycle, levels_of(judged.scheme)).people is None
    other = make_cycle(judged.period, "Eender", state="closed")
    scheme = make_scheme(other)
    fill(judged, other, {judged.team: [3] * 12})
    assert shown_distribution(other, levels_of(scheme)).people is None


def test_the_distribution_of_a_closed_cycle_stays_when_teams_move_and_people_are_forgotten(judged, signed_in):
    fill(judged, judged.cycle, {judged.department: [3] * 6 + [4] * 6, judged.other_department: [3] * 6 + [4] * 6})
    cycles.close_cycle(judged.cycle, by=judged.hr.actor)
    browser = signed_in(judged.works_council)
    before = html.fromstring(browser.get(url(judged.cycle, "distribution")).content).xpath("//main//table")
    assert len(before) == 2  # by label and by unit
    moved = Conversation.objects.filter(unit=judged.department)[:3]
    Conversation.objects.filter(pk__in=[one.pk for one in moved]).update(unit=judged.other_department)
    Appraisal.objects.filter(report__conversation__in=[one.pk for one in moved][:1]).delete()
    after = html.fromstring(browser.get(url(judged.cycle, "distribution")).content).xpath("//main//table")
    assert [html.tostring(one) for one in after] == [html.tostring(one) for one in before]
    assert shown_distribution(judged.cycle, levels_of(judged.scheme)).people == 23
    assert KeptDistribution.objects.count() == 1


def test_of_a_cycle_that_was_closed_before_it_is_kept_by_the_work_of_the_day(judged, signed_in):
    fill(judged, judged.cycle, {judged.department: [3] * 6 + [4] * 6})
    type(judged.cycle).objects.filter(pk=judged.cycle.pk).update(state="closed")
    browser = signed_in(judged.director)
    shown = browser.get(url(judged.cycle, "distribution")).content.decode()
    assert not KeptDistribution.objects.exists()  # a look writes nothing (W22)
    for _twice in range(2):
        run_daily_work("keep_distributions", timezone.localdate(), judged.organisation.pk)
    assert KeptDistribution.objects.count() == 1
    Conversation.objects.filter(unit=judged.department).update(unit=judged.other_department)
    assert judged.department.name in shown
    again = browser.get(url(judged.cycle, "distribution")).content.decode()
    assert judged.department.name in again
    assert judged.other_department.name not in again


# the outcome ------------------------------------------------------------------------------------------------------


def test_the_outcome_is_of_what_is_final_and_flat(judged):
    made = fill(judged, judged.cycle, {judged.team: [2, 3, 4]})
    send(judged)
    decided_on = timezone.localdate() + timedelta(days=3)
    Appraisal.objects.filter(pk=made[0].pk).update(state="decided", decided=3, decided_on=decided_on)
    Appraisal.objects.filter(pk=made[1].pk).update(state="objected")
    with count_queries() as asked:
        found = final_levels(judged.cycle)
    assert asked.count == 2
    rows = [found[one.report.conversation.employee_id] for one in made]
    assert [(row.level, row.label, row.is_contested) for row in rows] == [
        (3, "goed", False), (3, "goed", True), (4, "zeer goed", False),
    ]  # fmt: skip
    assert rows[0].on == decided_on
    assert judged.employee.person.pk not in found
