"""Somebody who left, of whom everything that can be kept is kept, and every word of it is a canary."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import translation

from tests.factories import (
    make_activity_to_learn,
    make_agreed_goal,
    make_agreement,
    make_appraisal,
    make_assessment,
    make_check_in,
    make_competency,
    make_conversation,
    make_cycle,
    make_development_plan,
    make_feedback_mean,
    make_feedback_request,
    make_feedback_round,
    make_feedback_words,
    make_framework,
    make_job,
    make_learning_goal,
    make_meeting,
    make_member,
    make_moment,
    make_objective,
    make_passage,
    make_person,
    make_placement,
    make_plan_review,
    make_preparation,
    make_remark,
    make_report,
    make_scheme,
    make_score,
    make_step,
    make_study_agreement,
)
from tests.factories.cast import Cast
from tests.factories.rows import Member
from zichtlijn.access.roles import Role
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.conversations.models import Addendum
from zichtlijn.notices.outbox import OutboxBackend
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.states import Level
from zichtlijn.organisation import search
from zichtlijn.organisation.actions import people
from zichtlijn.organisation.models import SearchWord, Unit
from zichtlijn.privacy.models import Correction, Statement

#: Stands in every text about who left, and nowhere else.
SONG = "merelzang"
#: The last day in service; two years later there is no such day.
LEFT = date(2024, 2, 29)
#: The last day on which everything is still there, and the first on which nothing is.
LAST_DAY, DAY_AFTER = date(2026, 2, 28), date(2026, 3, 1)


@dataclass
class Departed:
    cast: Cast
    member: Member
    linked: Objective
    conversation: object
    assessment: object

    @property
    def person(self):
        return self.member.person

    @property
    def organisation(self):
        return self.cast.organisation


def everything_about(cast: Cast, word: str = SONG, *, ends_on: date = LEFT) -> Departed:
    """Somebody in the team who left on this day, with this word in all that is kept of them."""
    organisation = cast.organisation
    person = make_person(
        organisation, word.title(), f"Van {word}", key=f"{word}-1", email=f"{word}@proef.example",
        starts_on=date(2020, 1, 1), manager=cast.line_manager.person,
    )  # fmt: skip
    placed = {"starts_on": date(2020, 1, 1), "ends_on": ends_on}
    make_placement(person, cast.team, cast.position, line_manager=cast.line_manager.person, **placed)
    member = make_member(
        organisation, Role.EMPLOYEE, person=person, email=f"{word}@thuis.example", name=f"{word} thuis"
    )
    by, actor = {"by": member.user, "by_name": person.name}, member.actor
    linked = make_objective(
        organisation, f"Leren {word}", level=Level.PERSONAL, parents=(cast.role_objective,), owner=person,
        unit=cast.team, period=cast.period, key=f"{word}-doel", description=word, made_by=member.user,
    )  # fmt: skip
    alone = make_objective(
        organisation, f"Alleen {word}", level=Level.PERSONAL, owner=person, unit=cast.team, period=cast.period,
        key=f"{word}-alleen", made_by=member.user,
    )  # fmt: skip
    _fill(linked, word, member)
    _fill(alone, word, member)
    make_check_in(cast.operational, "Namens het team", **by)
    search.index_words(SearchWord.Kind.PERSON, [(person.pk, person.name)])
    search.index_words(SearchWord.Kind.PERSONAL, [(linked.pk, linked.title), (alone.pk, alone.title)])
    conversation = _talk(cast, person, word)
    _learn(cast, person, word)
    framework = make_framework(organisation) if not cast.__dict__.get("framework") else cast.framework
    cast.framework = framework
    competency = make_competency(organisation, f"Samenwerken {ends_on} {len(word)}")
    assessment = make_assessment(
        person, {competency: 3}, by=cast.line_manager.person, example=f"Zag {word}", shared_on=date(2023, 5, 1)
    )
    _ask(cast, person, competency, word)
    Statement.objects.create(organisation=organisation, person=person, subject="file", text=word)
    Statement.objects.create(
        organisation=organisation, person=person, subject="report", target_id=conversation.pk, text=word
    )
    Correction.objects.create(organisation=organisation, person=person, wrong=word, right=word, due_on=ends_on)
    job = make_job(organisation, "export", asked_by=member.user, file_name=f"{word}.xlsx")
    job.file.save("list", ContentFile(word.encode()))
    OutboxBackend().send_messages([EmailMessage("Bericht", word, "van@proef.example", [member.email])])
    people.see_details(person, by=cast.hr.actor)
    audit.record(Event.CHECKED_IN, on=linked, by=actor, about=person.pk, detail={"comment": True})
    audit.record(
        Event.PERSON_CHANGED, on=person, by=cast.hr.actor, about=person.pk, detail={"values": {"name": [person.name]}}
    )
    audit.record(Event.UNIT_CHANGED, on=cast.team, by=cast.hr.actor, detail={"left": person.name})
    Unit.objects.filter(pk=cast.other_department.pk).update(head=person)
    type(person).objects.filter(pk=person.pk).update(ends_on=ends_on)
    person.refresh_from_db()
    return Departed(cast, member, linked, conversation, assessment)


def _fill(objective, word, member):
    from tests.factories import make_action, make_measure, make_milestone, make_reading

    measure = make_measure(objective, f"Meet {word}", key=f"{word}-{objective.pk}", source=word)
    make_reading(measure, 20, note=word, recorded_by=member.user, recorded_by_name=member.person.name)
    make_milestone(measure, word)
    make_check_in(objective, word, by=member.user, by_name=member.person.name)
    make_action(objective, word, owner=member.person, note=word)


def _talk(cast, person, word):
    cycle = make_cycle(cast.period, name=f"Gesprekken {person.pk}")
    step = make_step(cycle)
    manager = cast.line_manager.person
    conversation = make_conversation(step, person, manager, cast.team, state="final", final_by_name=person.name)
    make_preparation(conversation, person, "employee", looking_back=word)
    report = make_report(
        conversation, manager, discussed=word, sent_at="2023-05-01T10:00Z", remarks=word, answered_by_name=person.name
    )
    make_agreement(report, word, means=word)
    Addendum.objects.create(
        organisation=cast.organisation, conversation=conversation, writer=person, writer_name=person.name, text=word
    )
    _judge(cast, person, report, word)
    make_meeting(conversation, place=word)
    make_moment(person, manager, word, shared_at="2023-05-01T10:00Z")
    make_moment(cast.colleague.person, person, word)
    # with a colleague, where the one who left only was the writer of an addition
    other = make_conversation(step, cast.colleague.person, manager, cast.team, state="final")
    Addendum.objects.create(
        organisation=cast.organisation, conversation=other, writer=person, writer_name=person.name, text="Erbij"
    )
    return conversation


def _judge(cast, person, report, word):
    """Their appraisal with the report; and one of a colleague, in which they said something."""
    make_scheme(report.conversation.step.cycle)
    appraisal = make_appraisal(report, state="decided", reason=word)
    make_score(appraisal, agreement=report.agreements.get(), name=word, remark=word)
    make_passage(appraisal, "object", person, words=word)
    other = make_conversation(report.conversation.step, cast.other_manager.person, cast.line_manager.person, cast.team)
    make_passage(make_appraisal(make_report(other, cast.line_manager.person)), "approve", person)


def _learn(cast, person, word):
    """Their plan and study costs; and a remark that they made on the plan of a colleague."""
    plan = make_development_plan(person, strengths=word, work=word, wishes=word)
    goal = make_learning_goal(plan, word, shared=True, why=word)
    make_activity_to_learn(goal, word)
    make_agreed_goal(goal, cast.line_manager.person, content={"title": word})
    make_plan_review(plan)
    make_study_agreement(person, cast.line_manager.person, word, offered_by_name=person.name)
    colleague = cast.colleague.person
    kept = colleague.development_plans.first() or make_development_plan(colleague)
    theirs = make_learning_goal(kept, shared=True)
    make_remark(theirs, person, "Mooi")


def _ask(cast, person, competency, word):
    """A closed round of theirs; and what they answered, and opened, in rounds of a colleague."""
    manager = cast.line_manager.person
    closed = make_feedback_round(person, [competency], state="closed", manager_name=manager.name, shared_with=manager)
    make_feedback_mean(closed, competency)
    make_feedback_words(closed, word)
    names = {"opened_by_name": person.name, "manager_name": person.name, "shared_with": person}
    make_feedback_round(cast.colleague.person, [competency], state="closed", **names)
    open_round = cast.colleague.person.feedback_rounds.filter(state="running").first()
    open_round = open_round or make_feedback_round(cast.colleague.person, [competency], state="running")
    make_feedback_request(open_round, person, answer=4, keep=word, change=word)


@pytest.fixture(autouse=True)
def _in_english():
    """Pages and refusals are read in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def departed(scoped, settings, tmp_path):
    """Somebody of whom everything is kept, who left on 29 February 2024."""
    settings.MEDIA_ROOT = tmp_path
    return everything_about(scoped)


def places_with(word: str) -> set[str]:
    """Every table and every file in which a word stands, whatever the organisation."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(word in str(value).casefold() for row in cursor.fetchall() for value in row):
                found.add(table)
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        if path.is_file() and (word.encode() in path.read_bytes() or word in path.name):
            found.add(f"file {path.name}")
    return found


def rows_of(organisation) -> dict[str, list]:
    """Every row of an organisation, by table."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
            if "organisation_id" in columns:
                cursor.execute(f'SELECT * FROM "{table}" WHERE organisation_id = %s', [organisation.pk])
                found[table] = sorted(map(str, cursor.fetchall()))
    return found


def days_around(day: date) -> tuple[date, date]:
    return day - timedelta(days=1), day + timedelta(days=1)
