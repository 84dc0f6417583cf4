"""Everything about oneself: complete against the models, and nothing of anybody else."""

import io
import json
import zipfile

import openpyxl
import pytest
from django.apps import apps
from django.conf import settings
from django.utils import timezone

from tests.factories import CANARY
from zichtlijn.access.models import User
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import UNTOLD, AuditEvent, Event
from zichtlijn.audit.queries import read_log
from zichtlijn.exchange.actions.taking_along import take_own_data
from zichtlijn.exchange.own_data import PARTS, own_data
from zichtlijn.organisation.models import Person
from zichtlijn.organisation.queries.people import looks_page

#: Every reference to a person or an account → the part of one's own data that holds it, or why it is left out.
REFERENCES = {
    "access.AddressChange.user": "account",
    "access.Membership.user": "roles",
    "access.Membership.person": "roles",
    "organisation.Unit.head": "leading",
    "organisation.Placement.person": "placements",
    "organisation.Placement.line_manager": "leading",
    "organisation.Project.leader": "leading",
    "objectives.Objective.owner": "objectives",
    "objectives.Objective.made_by": "objectives",
    "objectives.Objective.proposed_by": "objectives",
    "objectives.Measure.responsible": "measures",
    "objectives.Reading.recorded_by": "readings",
    "objectives.CheckIn.by": "check_ins",
    "objectives.Action.owner": "actions",
    "growth_plan.GrowthPlan.proposed_by": "acts",
    "growth_plan.Edition.adopted_by": "acts",
    "growth_plan.Review.reviewed_by": "acts",
    "conversations.Conversation.employee": "conversations",
    "conversations.Conversation.manager": "conversations",
    "conversations.Meeting.manager": "in whose calendar an appointment is; the conversation itself is in conversations",
    "conversations.Report.writer": "conversations",
    "conversations.Preparation.writer": "preparations",
    "conversations.Addendum.writer": "additions",
    "appraisals.Passage.by": "appraisal_course",
    "appraisals.Passage.account": "appraisal_course",
    "appraisals.Mandate.second": "appraisal_course",
    "appraisals.Mandate.decider": "appraisal_course",
    "conversations.Moment.about": "moments",
    "conversations.Moment.writer": "moments",
    "analysis.Contribution.by": "contributions",
    "competencies.Assessment.person": "competencies",
    "competencies.Assessment.assessor": "competencies",
    "feedback.FeedbackRound.person": "feedback",
    "feedback.FeedbackRound.shared_with": "with whom a result was shared is told to whom it is about",
    "feedback.FeedbackRequest.person": "feedback_answers",
    "development.DevelopmentPlan.person": "development",
    "development.GoalRemark.writer": "goal_remarks",
    "development.AgreedGoal.agreed_by": "agreed_goals",
    "development.StudyAgreement.person": "study_costs",
    "development.StudyAgreement.drawn_up_by": "study_costs",
    "rewards.Salary.person": "salaries",
    "rewards.RecordedGender.person": "gender",
    "rewards.Proposal.employee": "rewards",
    "rewards.Proposal.manager": "rewards",
    "rewards.Proposal.proposed_by": "acts",
    "rewards.Proposal.agreed_by": "acts",
    "rewards.Decision.by": "acts",
    "rewards.Promotion.person": "promotions",
    "rewards.Promotion.proposed_by": "acts",
    "rewards.Promotion.decided_by": "acts",
    "rewards.Objection.decider": "rewards",
    "rewards.Objection.decided_by": "acts",
    "rewards.RewardSystem.proposed_by": "acts",
    "rewards.RewardSystem.adopted_by": "acts",
    "okr.Grade.graded_by": "scores",
    "analysis.Rater.user": "matrix_scores",
    "privacy.Statement.person": "statements",
    "privacy.Correction.person": "corrections",
    "privacy.Correction.decided_by": "corrections",
    "privacy.Hold.person": "held",
    "privacy.Hold.set_by": "held",
    "privacy.Hold.lifted_by": "held",
    "jobs.Job.asked_by": "jobs",
    "audit.AuditEvent.by": "acts",
    "account.EmailAddress.user": "the address of the account is in account; this table of the framework stays empty",
    "notices.OutgoingMail.user": "the owner got the mail itself; what is kept for 90 days is only whether it left",
    "mfa.Authenticator.user": "account says whether there is one; the secret itself would break the second factor",
}


def references():
    """Every field of a stored model that points at a person or an account."""
    for model in apps.get_models():
        if hasattr(model, "history_object"):
            continue  # follows the model itself; the history of the person is a part of its own
        for field in model._meta.local_fields:
            if field.is_relation and field.related_model in (Person, User):
                yield f"{model._meta.app_label}.{model.__name__}.{field.name}"


def test_every_reference_to_a_person_or_account_is_taken_along_or_left_out_with_a_reason():
    assert set(references()) == set(REFERENCES)
    for told in REFERENCES.values():
        assert told in PARTS or " " in told


#: Fields of one's own rows that say nothing about anybody.
MECHANISM = {
    "id", "organisation", "version", "sort_name", "reporting_path", "person", "owner", "made_by", "proposed_by",
    "template", "direction", "unit", "position", "project", "created_at", "published", "coverage", "support_progress",
    "support_expected", "support_coverage", "support_sums", "supporter_count", "measure_count", "in_line",
    "forgotten_on",
}  # fmt: skip


@pytest.mark.parametrize(("model", "part"), [("Person", "person"), ("Placement", "placements")])
def test_every_fact_of_the_person_is_there(scoped, model, part):
    fields = apps.get_model("organisation", model)._meta.local_fields
    wanted = {str(field.verbose_name) for field in fields if field.name not in MECHANISM - {"unit", "position"}}
    (row, *_more) = own_data(scoped.employee.actor)[part]
    assert wanted == set(row)


def test_every_fact_of_an_objective_is_there(scoped):
    fields = apps.get_model("objectives", "Objective")._meta.local_fields
    wanted = {str(field.verbose_name) for field in fields if field.name not in MECHANISM}
    rows = own_data(scoped.employee.actor)["objectives"]
    assert wanted <= set(rows[0])
    assert {row[next(iter(row))] for row in rows} == {scoped.personal.key, scoped.personal_draft.key}


def test_what_somebody_does_and_leads_is_there(scoped):
    data = own_data(scoped.employee.actor)
    assert [row["comment"] for row in data["check_ins"]] == ["Gaat goed"]
    assert [str(row["value"]) for row in data["readings"]] == ["20.0000"]
    assert [row["action"] for row in data["actions"]] == ["Cursus volgen"]
    assert data["follows_from"][0]["follows from"] == scoped.role_objective.title
    leading = own_data(scoped.line_manager.actor)["leading"]
    assert {row["name"] for row in leading} >= {scoped.team.name, "3"}
    assert own_data(scoped.project_leader.actor)["leading"][0]["name"] == scoped.project.name


def test_who_looked_is_told_without_names(scoped):
    from zichtlijn.organisation.actions import people

    people.see_details(scoped.employee.person, by=scoped.hr.actor)
    (row,) = own_data(scoped.employee.actor)["file_seen"]
    assert (row["what"], row["role"], row["by me"]) == ("file looked at", "hr", False)
    assert scoped.hr.user.name not in str(row)


def test_W04_nobody_reads_what_is_being_prepared_about_them(scoped):
    """Not in the own data, not among who looked, and not in the log: that one is to be promoted, or got no reward."""
    for member in (scoped.employee, scoped.administrator):
        person = member.person
        for event in UNTOLD:
            audit.record(event, on=person, by=scoped.hr.actor, about=person.pk)
            audit.record(event, on=scoped.colleague.person, by=scoped.hr.actor, about=scoped.colleague.person.pk)
        detail = {"list": "study_agreement", "draft": True}
        audit.record(Event.LIST_EXPORTED, on=person, by=scoped.hr.actor, about=person.pk, detail=detail)
        assert own_data(member.actor)["file_seen"] == []
        assert looks_page(person, not_by=member.user.pk).looks == []
    told = {(line.event.event, line.event.about_person_id) for line in read_log(scoped.administrator.actor).lines}
    assert {about for _event, about in told} == {scoped.colleague.person.pk, scoped.employee.person.pk}
    label = str(Event.PROMOTION_PROPOSED.label)
    assert label not in str(own_data(scoped.employee.actor))
    assert label in str(own_data(scoped.hr.actor)["acts"])


def test_what_one_prepared_oneself_is_told(scoped):
    person = scoped.employee.person
    audit.record(Event.AGREEMENT_ADDED, on=person, by=scoped.employee.actor, about=person.pk)
    (row,) = own_data(scoped.employee.actor)["file_seen"]
    assert (row["what"], row["by me"]) == (Event.AGREEMENT_ADDED.label, True)


@pytest.mark.parametrize("part", ["employee", "line_manager", "hr", "consultant", "administrator", "works_council"])
def test_the_archive_can_be_opened_and_says_the_same_twice(scoped, part):
    member = getattr(scoped, part)
    archive = zipfile.ZipFile(io.BytesIO(take_own_data(by=member.actor)))
    assert set(archive.namelist()) == {"my-data.xlsx", "my-data.json", "read-me.txt"}
    told = json.loads(archive.read("my-data.json"))
    assert told["organisation"] == "Waterschap Proef"
    assert told["data"]["account"][0]["e-mail"] == member.email
    book = openpyxl.load_workbook(io.BytesIO(archive.read("my-data.xlsx")))
    assert len(book.sheetnames) == len(PARTS)
    for sheet, rows in zip(book, told["data"].values(), strict=True):
        assert sheet.max_row - 1 == len(rows)
    assert "Waterschap Proef" in archive.read("read-me.txt").decode()


def test_nothing_of_anybody_else_is_in_it(scoped):
    assert scoped.twin
    for part in ("employee", "consultant", "line_manager"):
        text = str(own_data(getattr(scoped, part).actor))
        assert CANARY not in text
        assert scoped.colleague_personal.title not in text
        assert scoped.colleague.email not in text


def test_taking_it_along_is_written_down(scoped):
    take_own_data(by=scoped.employee.actor)
    line = AuditEvent.objects.get(event=Event.PERSON_EXPORTED)
    assert (line.about_person_id, line.by) == (scoped.employee.person.pk, scoped.employee.user)
    take_own_data(by=scoped.consultant.actor)
    assert AuditEvent.objects.filter(event=Event.PERSON_EXPORTED).count() == 2


def test_the_password_and_secrets_stay_here(scoped):
    text = str(own_data(scoped.employee.actor))
    assert scoped.employee.user.password not in text
    assert "password" not in text.lower()
    assert settings.SECRET_KEY not in text
    assert timezone.localdate().isoformat()[:4] in text
