"""What is past its term goes, on the right day, whole, and of nobody else."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.factories import (
    make_assessment,
    make_gender,
    make_objection,
    make_person,
    make_promotion,
    make_proposal,
    make_reward_round,
    make_reward_system,
    make_salary,
)
from tests.privacy.conftest import DAY_AFTER, LAST_DAY, LEFT, SONG, everything_about, places_with, rows_of
from zichtlijn.access.models import User
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit import actions as audit
from zichtlijn.audit.forgetting import remove_oldest
from zichtlijn.audit.models import AuditEvent, AuditHead, Event
from zichtlijn.competencies.models import Assessment
from zichtlijn.conversations.models import Cycle
from zichtlijn.development.models import DevelopmentPlan
from zichtlijn.exchange.own_data import own_data
from zichtlijn.jobs import clock
from zichtlijn.objectives.models import CheckIn, Objective
from zichtlijn.organisation.actions import paths
from zichtlijn.organisation.models import Person
from zichtlijn.privacy.actions import forgetting, removing
from zichtlijn.privacy.actions.removing import remove_past_term
from zichtlijn.privacy.models import Hold, Removal, Term
from zichtlijn.privacy.registry import names, parts
from zichtlijn.rewards.models import Decision, RecordedGender, Salary


def test_W44_nothing_of_who_left_is_in_any_table_or_file_the_day_after_the_term(departed):
    assert len(places_with(SONG)) > 20
    remove_past_term(departed.organisation, LAST_DAY)
    assert len(places_with(SONG)) > 20
    remove_past_term(departed.organisation, DAY_AFTER)
    assert places_with(SONG) == set()
    assert not User.objects.filter(pk=departed.member.user.pk).exists()


def test_what_others_made_stays_with_another_name(departed):
    remove_past_term(departed.organisation, DAY_AFTER)
    person = Person.objects.get(pk=departed.person.pk)
    assert (person.name, person.forgotten_on) == ("oud-collega", DAY_AFTER)
    assert not [told for told in paths.differences(departed.organisation) if f" {person.pk}:" in told]
    said = CheckIn.objects.get(comment="Namens het team")
    assert (said.by, said.by_name) == (None, "oud-collega")


def test_what_counts_in_an_objective_of_the_organisation_stays_as_figures(departed):
    before = Objective.objects.get(pk=departed.linked.pk)
    remove_past_term(departed.organisation, DAY_AFTER)
    after = Objective.objects.get(pk=departed.linked.pk)
    assert (after.title, after.description) == ("–", "")
    figures = ("weight", "progress", "expected", "coverage", "status", "state", "starts_on", "ends_on")
    assert [getattr(after, name) for name in figures] == [getattr(before, name) for name in figures]
    assert list(after.parent_links.values_list("parent", flat=True)) == [departed.cast.role_objective.pk]
    assert [reading.value for reading in after.measures.get().readings.all()] == [20]


def test_R20_the_chain_of_the_log_holds_and_a_line_emptied_by_hand_shows(departed):
    audit.record(Event.UNIT_CHANGED, on=departed.cast.team, by=departed.cast.hr.actor)
    remove_past_term(departed.organisation, DAY_AFTER)
    assert audit.broken_links(departed.organisation) == []
    line = AuditEvent.objects.filter(salt="").order_by("sequence").first()
    assert line.hash
    told = AuditEvent.objects.get(event=Event.PEOPLE_FORGOTTEN)
    assert told.detail["people"] == 1
    other = AuditEvent.objects.exclude(salt="").filter(event=Event.UNIT_CHANGED).get()
    AuditEvent.objects.filter(pk=other.pk).update(salt="", by_name="Iemand")
    assert audit.broken_links(departed.organisation) == [other.sequence]


def test_data_of_colleagues_and_of_other_organisations_is_unchanged(departed):
    cast = departed.cast
    before, elsewhere = str(own_data(cast.employee.actor)), rows_of(cast.twin.organisation)
    remove_past_term(departed.organisation, DAY_AFTER)
    assert str(own_data(cast.employee.actor)) == before
    assert rows_of(cast.twin.organisation) == elsewhere


def test_who_is_held_stays_until_the_hold_ends(departed):
    hold = Hold.objects.create(
        organisation=departed.organisation, person=departed.person, reason="Geschil", until=DAY_AFTER, set_by_name="HR"
    )
    before = places_with(SONG)
    assert remove_past_term(departed.organisation, DAY_AFTER) == {}
    assert places_with(SONG) == before
    remove_past_term(departed.organisation, hold.until + timedelta(days=1))
    assert places_with(SONG) == set()


def test_R13_a_hold_that_is_set_while_the_night_works_is_in_time(departed, monkeypatch):
    """Somebody is held after the night found them and before it removes anything."""
    other, real = everything_about(departed.cast, "lijsterzang"), removing._locked
    before = places_with(SONG)

    def meanwhile(due, found):
        hold = {"reason": "Geschil", "until": DAY_AFTER, "set_by_name": "HR"}
        if not Hold.objects.exists():
            Hold.objects.create(organisation=departed.organisation, person=departed.person, **hold)
        return real(due, found)

    monkeypatch.setattr(removing, "_locked", meanwhile)
    remove_past_term(departed.organisation, DAY_AFTER)
    assert places_with(SONG) == before
    assert Person.objects.get(pk=other.person.pk).forgotten_on == DAY_AFTER


def test_a_namesake_who_stays_keeps_the_name(departed):
    person = departed.person
    other = make_person(departed.organisation, person.given_name, person.family_name)
    audit.record(Event.PERSON_ADDED, on=other, by=departed.cast.hr.actor, about=other.pk)
    remove_past_term(departed.organisation, DAY_AFTER)
    assert Person.objects.get(pk=other.pk).name == other.name
    assert AuditEvent.objects.get(about_person_id=other.pk).on_name == other.name


def test_an_account_that_belongs_elsewhere_stays(departed):
    from tests.factories import make_member

    make_member(departed.cast.twin.organisation, "employee", user=departed.member.user)
    remove_past_term(departed.organisation, DAY_AFTER)
    assert User.objects.filter(pk=departed.member.user.pk).exists()
    assert not departed.member.user.memberships.filter(organisation=departed.organisation).exists()


def test_R12_a_second_run_changes_nothing(departed):
    remove_past_term(departed.organisation, DAY_AFTER)
    before = rows_of(departed.organisation)
    assert remove_past_term(departed.organisation, DAY_AFTER) == {}
    assert rows_of(departed.organisation) == before


class Killed(BaseException):
    """The worker ends here."""


@pytest.mark.parametrize(
    "step", ["forget_people", "_replace_names", "_remove_rows", "_remove_accounts", "_empty", "remove_jobs_of"]
)
def test_R12_killed_in_the_middle_nothing_is_half_done_and_the_next_run_ends_it(departed, monkeypatch, step):
    def killed(*_args, **_more):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(forgetting, step, killed)
        with pytest.raises(Killed):
            remove_past_term(departed.organisation, DAY_AFTER)
    person = Person.objects.get(pk=departed.person.pk)
    assert (person.name, person.forgotten_on) == (departed.person.name, None)
    remove_past_term(departed.organisation, DAY_AFTER)
    assert places_with(SONG) == set()
    assert audit.broken_links(departed.organisation) == []


@pytest.mark.parametrize("number", range(5))
def test_R12_killed_after_any_part_the_next_run_ends_it(departed, monkeypatch, number):
    calls = []

    def write_down(*args, **more):
        calls.append(1)
        if len(calls) > number:
            raise Killed
        return real(*args, **more)

    real = removing._write_down
    with monkeypatch.context() as patch:
        patch.setattr(removing, "_write_down", write_down)
        with pytest.raises(Killed):
            remove_past_term(departed.organisation, DAY_AFTER)
    remove_past_term(departed.organisation, DAY_AFTER)
    assert places_with(SONG) == set()


def test_what_was_removed_is_told_without_anybody(departed):
    remove_past_term(departed.organisation, DAY_AFTER)
    told = {row.data_class: (row.people, row.rows > 0) for row in Removal.objects.filter(on=DAY_AFTER)}
    assert set(told) >= {"person", "conversation", "assessment", "moment", "personal_objective"}
    assert told["person"] == (1, True)


def test_a_term_of_the_organisation_goes_before_that_of_the_policy(departed):
    Term.objects.create(organisation=departed.organisation, data_class="conversation", years=1)
    remove_past_term(departed.organisation, date(2025, 3, 1))
    assert {row.data_class for row in Removal.objects.all()} == {"conversation"}


def test_who_somebody_was_is_known_as_long_as_anything_is_kept(departed):
    Term.objects.create(organisation=departed.organisation, data_class="conversation", years=5)
    remove_past_term(departed.organisation, DAY_AFTER)
    assert Person.objects.get(pk=departed.person.pk).name == departed.person.name
    remove_past_term(departed.organisation, date(2029, 3, 1))
    assert places_with(SONG) == set()


def test_a_row_that_points_at_nobody_keeps_nobody_here(departed):
    """A draft without its assessor, a dropped personal objective without an owner: to SQL one such row is unknown."""
    draft = make_assessment(departed.cast.employee.person, {}, by=departed.cast.line_manager.person)
    Assessment.objects.filter(pk=draft.pk).update(assessor=None, shared_on=None)
    Objective.objects.filter(pk=departed.cast.personal.pk).update(owner=None, state="dropped")
    remove_past_term(departed.organisation, DAY_AFTER)
    assert Person.objects.get(pk=departed.person.pk).forgotten_on == DAY_AFTER


def test_many_people_go_in_batches(departed, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(removing, "AT_ONCE", 2)
    for number in range(5):
        make_person(departed.organisation, "Iemand", f"{SONG} {number}", ends_on=LEFT)
    remove_past_term(departed.organisation, DAY_AFTER)
    assert places_with(SONG) == set()
    assert Removal.objects.get(data_class="person").people == 6
    assert AuditEvent.objects.filter(event=Event.PEOPLE_FORGOTTEN).count() == 3


@pytest.mark.parametrize(
    "left", [date(2024, 3, 31), date(2024, 10, 27), date(2023, 12, 31), date(2024, 2, 28), date(2022, 2, 28)]
)
def test_R15_the_term_ends_with_the_same_day_of_the_calendar(departed, left):
    Person.objects.filter(pk=departed.person.pk).update(ends_on=left)
    last = left.replace(year=left.year + 2)
    assert remove_past_term(departed.organisation, last) == {}
    assert remove_past_term(departed.organisation, last + timedelta(days=1))


def test_R15_the_worker_does_it_once_on_the_first_local_day_after_the_term(departed, time_machine):
    from django_tasks_db.models import DBTaskResult

    midnight = datetime(2026, 3, 1, tzinfo=ZoneInfo("Europe/Amsterdam"))
    for minutes in (-30, -1, 1, 30):
        time_machine.move_to(midnight + timedelta(minutes=minutes), tick=False)
        clock.tick()
    enqueued = [task.args_kwargs["args"] for task in DBTaskResult.objects.all()]
    daily = [args for args in enqueued if args[:1] == ["remove_past_term"]]
    days = sorted(day for _name, day, organisation in daily if organisation == departed.organisation.pk)
    assert days == ["2026-02-28", "2026-03-01"]


def test_the_oldest_lines_of_the_log_go_and_the_chain_stays_whole(scoped):
    by = scoped.administrator.actor
    for number in range(6):
        audit.record(Event.UNIT_CHANGED, on=scoped.team, by=by, detail={"number": number})
    last = AuditEvent.objects.order_by("-sequence").first().sequence
    first = last - 5
    old = timezone.now() - timedelta(days=8 * 366)
    AuditEvent.objects.filter(sequence__lt=first + 3).update(at=old)
    assert remove_oldest(scoped.organisation, before=timezone.now() - timedelta(days=7 * 366)) == first + 2
    assert audit.broken_links(scoped.organisation) == []
    assert AuditHead.objects.get().removed_to == first + 2
    AuditEvent.objects.filter(sequence=first + 3).delete()
    assert audit.broken_links(scoped.organisation)


def test_lines_about_somebody_who_is_held_stay_and_all_after_them(scoped):
    by = scoped.administrator.actor
    audit.record(Event.PERSON_CHANGED, on=scoped.employee.person, by=by, about=scoped.employee.person.pk)
    later = timezone.now() + timedelta(days=1)
    assert remove_oldest(scoped.organisation, before=later, held={scoped.employee.person.pk}) == 0


def test_who_was_forgotten_is_in_no_list_and_has_no_page(departed, signed_in):
    remove_past_term(departed.organisation, DAY_AFTER)
    hr = signed_in(departed.cast.hr)
    assert "oud-collega" not in hr.get("/people/?show=ended").content.decode()
    assert hr.get(f"/people/{departed.person.pk}/").status_code == 404


def test_every_person_or_account_named_in_a_text_has_its_rule():
    """A field that ends in `name` and holds a person is in the registry, or its row goes with the person."""
    from django.apps import apps

    known = {(name.model._meta.label, name.field) for name in names}
    found = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        if not hasattr(model, "history_object")
        for field in model._meta.local_fields
        if field.name.endswith("by_name") or field.name in {"writer_name", "assessor_name"}
    }
    assert found - {("audit.AuditEvent", "by_name")} <= known
    assert {part.data_class for part in parts} == {
        *("conversation", "moment", "assessment", "personal_objective", "development", "pay", "equal_pay"),
        "feedback",
    }


def test_the_work_of_one_organisation_leaves_the_next_alone(departed):
    with in_organisation(departed.cast.twin.organisation):
        remove_past_term(departed.cast.twin.organisation, DAY_AFTER)
    assert len(places_with(SONG)) > 20


def test_two_who_left_one_of_whom_is_held(departed):
    other = everything_about(departed.cast, "lijsterzang")
    Hold.objects.create(
        organisation=departed.organisation, person=other.person, reason="Vraag", until=DAY_AFTER, set_by_name="HR"
    )
    before = places_with("lijsterzang")
    remove_past_term(departed.organisation, DAY_AFTER)
    assert places_with(SONG) == set()
    assert places_with("lijsterzang") == before


def test_who_had_a_salary_is_known_as_long_as_the_payroll_must_be(departed):
    """Seven years: then the salary goes, with the words of decisions about it, and the name with it."""
    person, today = departed.person, timezone.localdate()
    make_salary(person, 3000)
    make_gender(person)
    system = make_reward_system(departed.organisation, proposed_by=departed.member.user, proposed_by_name=person.name)
    of_round = make_reward_round(departed.cast.period, Cycle.objects.first(), system, effective_on=today)
    proposal = make_proposal(
        of_round, person, departed.cast.line_manager.person, departed.cast.team, reason=SONG, scale="7", part_time=1,
        structural=1, one_off=0, old="3000.00", new="3000.00", computed="3000.00",
    )  # fmt: skip
    Decision.objects.create(
        organisation=departed.organisation, proposal=proposal, act="finish", by_name=person.name, reason=SONG
    )
    make_objection(proposal, SONG, decision=SONG, decided_by_name=person.name)
    make_promotion(person, system, reason=SONG, proposed_by=departed.member.user, proposed_by_name=person.name)
    remove_past_term(departed.organisation, DAY_AFTER)
    assert not RecordedGender.objects.exists(), "kept only while in service"
    assert Person.objects.get(pk=person.pk).name == person.name
    assert Salary.objects.filter(person=person).exists()
    assert not DevelopmentPlan.objects.filter(person=person).exists()
    remove_past_term(departed.organisation, date(2031, 3, 1))
    assert places_with(SONG) == set()
    assert not Salary.objects.exists()
