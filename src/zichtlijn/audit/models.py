"""Who did and who saw what, when: lines that are only ever added, each bound to the one before."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.scoping import OrganisationOwned, owned_manager


class Event(models.TextChoices):
    """What can be written down. The value is kept for good; the label may change."""

    ORGANISATION_CHANGED = "organisation_changed", _("organisation changed")
    MEMBER_ADDED = "member_added", _("member added")
    MEMBER_CHANGED = "member_changed", _("member changed")
    ROLES_CHANGED = "roles_changed", _("roles changed")
    SECOND_STEP_TURNED_OFF = "second_step_turned_off", _("two-step sign-in turned off")
    ADDRESS_ASKED = "address_asked", _("change of e-mail address asked for")
    SESSIONS_ENDED = "sessions_ended", _("signed out on all other devices")
    ADDRESS_CHANGED = "address_changed", _("e-mail address changed")
    MAIL_SENT_AGAIN = "mail_sent_again", _("failed mail sent again")
    MAIL_GIVEN_UP = "mail_given_up", _("failed mail removed from the list")
    UNIT_ADDED = "unit_added", _("unit added")
    UNIT_CHANGED = "unit_changed", _("unit changed")
    UNIT_ENDED = "unit_ended", _("unit ended")
    POSITION_ADDED = "position_added", _("position added")
    POSITION_CHANGED = "position_changed", _("position changed")
    POSITION_ENDED = "position_ended", _("position ended")
    PERSON_ADDED = "person_added", _("person added")
    PERSON_CHANGED = "person_changed", _("person changed")
    PERSON_ENDED = "person_ended", _("person ended")
    PERSON_SEEN = "person_seen", _("file looked at")
    PERSON_EXPORTED = "person_exported", _("own data downloaded")
    PLACEMENT_ADDED = "placement_added", _("placement added")
    PLACEMENT_CHANGED = "placement_changed", _("placement changed")
    PLACEMENT_ENDED = "placement_ended", _("placement ended")
    PROJECT_ADDED = "project_added", _("project added")
    PROJECT_CHANGED = "project_changed", _("project changed")
    PERIOD_ADDED = "period_added", _("period added")
    PERIOD_CHANGED = "period_changed", _("period changed")
    DIRECTION_STATED = "direction_stated", _("direction stated")
    DIRECTION_CHANGED = "direction_changed", _("direction changed")
    OBJECTIVE_ADDED = "objective_added", _("objective added")
    OBJECTIVE_CHANGED = "objective_changed", _("objective changed")
    OBJECTIVE_PROPOSED = "objective_proposed", _("objective proposed")
    OBJECTIVE_RETURNED = "objective_returned", _("objective returned")
    OBJECTIVE_AGREED = "objective_agreed", _("objective agreed")
    OBJECTIVE_CLOSED = "objective_closed", _("objective closed")
    OBJECTIVE_DROPPED = "objective_dropped", _("objective dropped")
    OBJECTIVE_REOPENED = "objective_reopened", _("objective reopened")
    OBJECTIVE_LINKED = "objective_linked", _("parent added")
    OBJECTIVE_UNLINKED = "objective_unlinked", _("parent removed")
    OBJECTIVE_SEEN = "objective_seen", _("personal objective looked at")
    MEASURE_ADDED = "measure_added", _("measure added")
    MEASURE_CHANGED = "measure_changed", _("measure changed")
    MEASURE_ENDED = "measure_ended", _("measure ended")
    READING_RECORDED = "reading_recorded", _("reading recorded")
    READING_CORRECTED = "reading_corrected", _("reading corrected")
    READING_WITHDRAWN = "reading_withdrawn", _("reading withdrawn")
    CHECKED_IN = "checked_in", _("checked in")
    ACTION_ADDED = "action_added", _("action added")
    ACTION_CHANGED = "action_changed", _("action changed")
    TEMPLATE_ADDED = "template_added", _("template added")
    TEMPLATE_CHANGED = "template_changed", _("template changed")
    TEMPLATE_HANDED_OUT = "template_handed_out", _("objective handed out")
    OKR_GRADED = "okr_graded", _("OKR scored")
    OKR_CARRIED_OVER = "okr_carried_over", _("OKR carried over to a later cycle")
    PERSPECTIVES_CHANGED = "perspectives_changed", _("perspectives changed")
    SCORECARD_WEIGHED = "scorecard_weighed", _("weights of the scorecard divided")
    ANALYSIS_STARTED = "analysis_started", _("analysis started")
    GATHERING_OPENED = "gathering_opened", _("contributions opened")
    GATHERING_CLOSED = "gathering_closed", _("contributions closed")
    WORKSHOP_INVITED = "workshop_invited", _("people invited to a SWOT")
    CONTRIBUTION_ADDED = "contribution_added", _("contribution added")
    CONTRIBUTION_CHANGED = "contribution_changed", _("contribution changed")
    CONTRIBUTION_WITHDRAWN = "contribution_withdrawn", _("contribution withdrawn")
    FACTOR_ADDED = "factor_added", _("factor added")
    FACTOR_CHANGED = "factor_changed", _("factor changed")
    FACTOR_REMOVED = "factor_removed", _("factor removed")
    FORCE_DESCRIBED = "force_described", _("force described")
    CHAIN_DESCRIBED = "chain_described", _("value chain described")
    GENERIC_STRATEGY_CHOSEN = "generic_strategy_chosen", _("generic strategy chosen")
    SCORING_OPENED = "scoring_opened", _("matrix opened for scores")
    SCORING_CLOSED = "scoring_closed", _("matrix closed")
    SCORES_THROWN_AWAY = "scores_thrown_away", _("scores of the matrix thrown away")
    MATRIX_SCORED = "matrix_scored", _("matrix scored")
    POINT_ADDED = "attention_point_added", _("attention point added")
    POINT_CHANGED = "attention_point_changed", _("attention point changed")
    POINT_REMOVED = "attention_point_removed", _("attention point removed")
    POINTS_WEIGHED = "attention_points_weighed", _("attention points weighed")
    POINT_TURNED = "attention_point_turned", _("attention point made an objective")
    STRATEGY_CHOSEN = "strategy_chosen", _("choice of a strategy written")
    ARROW_DRAWN = "arrow_drawn", _("arrow drawn on the strategy map")
    ARROW_CHANGED = "arrow_changed", _("arrow of the strategy map changed")
    ARROW_REMOVED = "arrow_removed", _("arrow of the strategy map removed")
    GROWTH_PLAN_STARTED = "growth_plan_started", _("growth plan started")
    GROWTH_PLAN_CHANGED = "growth_plan_changed", _("growth plan changed")
    GROWTH_PLAN_PROPOSED = "growth_plan_proposed", _("growth plan proposed")
    GROWTH_PLAN_WITHDRAWN = "growth_plan_withdrawn", _("growth plan withdrawn")
    GROWTH_PLAN_RETURNED = "growth_plan_returned", _("growth plan sent back")
    GROWTH_PLAN_ADOPTED = "growth_plan_adopted", _("growth plan adopted")
    GROWTH_PLAN_REVIEWED = "growth_plan_reviewed", _("growth plan reviewed")
    CYCLE_ADDED = "cycle_added", _("conversation cycle added")
    CYCLE_CHANGED = "cycle_changed", _("conversation cycle changed")
    CYCLE_STARTED = "cycle_started", _("conversation cycle started")
    CYCLE_JOINED = "cycle_joined", _("people added to a conversation cycle")
    CYCLE_CLOSED = "cycle_closed", _("conversation cycle closed")
    CYCLE_REMOVED = "cycle_removed", _("conversation cycle removed before it started")
    CYCLE_REMINDED = "cycle_reminded", _("people reminded of their conversations")
    STEP_ADDED = "step_added", _("step added to a cycle")
    STEP_CHANGED = "step_changed", _("step of a cycle changed")
    STEP_REMOVED = "step_removed", _("step removed from a cycle")
    CONVERSATION_SEEN = "conversation_seen", _("conversation looked at")
    MEETING_PLANNED = "meeting_planned", _("appointment for a conversation made")
    MEETING_MOVED = "meeting_moved", _("appointment for a conversation moved")
    MEETING_CALLED_OFF = "meeting_called_off", _("appointment for a conversation called off")
    PREPARATION_WRITTEN = "preparation_written", _("preparation written")
    PREPARATION_SHARED = "preparation_shared", _("preparation shared")
    REPORT_WRITTEN = "report_written", _("report of a conversation written")
    REPORT_LEFT = "report_left", _("report of a conversation left to the other to write")
    REPORT_SENT = "report_sent", _("report of a conversation sent")
    REPORT_TAKEN_BACK = "report_taken_back", _("report of a conversation taken back")
    REPORT_RETURNED = "report_returned", _("report of a conversation given back to its writer")
    REPORT_ANSWERED = "report_answered", _("report of a conversation answered")
    CONVERSATION_FINAL = "conversation_final", _("conversation made final")
    ADDENDUM_ADDED = "addendum_added", _("addition to a conversation")
    AGREEMENT_ADDED = "agreement_added", _("agreement added")
    AGREEMENT_CHANGED = "agreement_changed", _("agreement changed")
    AGREEMENT_REMOVED = "agreement_removed", _("agreement removed")
    MOMENT_NOTED = "moment_noted", _("moment noted")
    MOMENT_SHARED = "moment_shared", _("moment shared")
    MOMENT_REMOVED = "moment_removed", _("moment removed")
    SCHEME_SET = "appraisal_scheme_set", _("scale of an appraisal set")
    APPRAISAL_WRITTEN = "appraisal_written", _("appraisal begun")
    APPRAISAL_CALIBRATED = "appraisal_calibrated", _("label changed in a calibration session")
    APPRAISAL_APPROVED = "appraisal_approved", _("appraisal approved")
    APPRAISAL_RETURNED = "appraisal_returned", _("appraisal returned")
    APPRAISAL_OBJECTED = "appraisal_objected", _("objection to an appraisal made")
    APPRAISAL_DECIDED = "appraisal_decided", _("objection to an appraisal decided")
    APPRAISAL_NAMED = "appraisal_named", _("second appraiser or decider named")
    FRAMEWORK_CHANGED = "framework_changed", _("levels of the competencies changed")
    COMPETENCY_ADDED = "competency_added", _("competency added")
    COMPETENCY_CHANGED = "competency_changed", _("competency changed")
    COMPETENCY_ENDED = "competency_ended", _("competency taken out of use")
    PROFILE_CHANGED = "profile_changed", _("profile of a position changed")
    ASSESSMENT_SHARED = "assessment_shared", _("assessment of competencies shared")
    STATEMENT_MADE = "statement_made", _("statement attached")
    STATEMENT_WITHDRAWN = "statement_withdrawn", _("statement withdrawn")
    CORRECTION_ASKED = "correction_asked", _("correction asked for")
    CORRECTION_WITHDRAWN = "correction_withdrawn", _("request for a correction withdrawn")
    CORRECTION_DECIDED = "correction_decided", _("request for a correction decided")
    TERM_CHANGED = "term_changed", _("retention term changed")
    HOLD_SET = "hold_set", _("removal stopped for a person")
    HOLD_MOVED = "hold_moved", _("end of a stopped removal moved")
    HOLD_LIFTED = "hold_lifted", _("removal allowed again")
    PEOPLE_FORGOTTEN = "people_forgotten", _("people who left were forgotten")
    FEEDBACK_BEGUN = "feedback_begun", _("360 round begun")
    FEEDBACK_CHANGED = "feedback_changed", _("360 round changed")
    FEEDBACK_REMOVED = "feedback_removed", _("360 round thrown away")
    FEEDBACK_PROPOSED = "feedback_proposed", _("360 round proposed")
    FEEDBACK_HANDED_BACK = "feedback_handed_back", _("360 round handed back")
    FEEDBACK_OPENED = "feedback_opened", _("360 round opened")
    FEEDBACK_POSTPONED = "feedback_postponed", _("last day of a 360 round moved")
    FEEDBACK_STOPPED = "feedback_stopped", _("360 round stopped")
    FEEDBACK_CLOSED = "feedback_closed", _("360 round closed")
    FEEDBACK_SHARED = "feedback_shared", _("result of a 360 round shared")
    FEEDBACK_WITHDRAWN = "feedback_withdrawn", _("result of a 360 round no longer shared")
    DEVELOPMENT_BEGUN = "development_begun", _("development plan begun")
    DEVELOPMENT_CHANGED = "development_changed", _("development plan changed")
    DEVELOPMENT_REMOVED = "development_removed", _("goal taken out of a development plan")
    DEVELOPMENT_SHARED = "development_shared", _("part of a development plan shared")
    DEVELOPMENT_WITHDRAWN = "development_withdrawn", _("part of a development plan no longer shared")
    DEVELOPMENT_REMARKED = "development_remarked", _("remark on a development goal")
    DEVELOPMENT_AGREED = "development_agreed", _("support for a development goal agreed")
    STUDY_DRAWN_UP = "study_drawn_up", _("agreement on study costs drawn up")
    STUDY_CHANGED = "study_changed", _("agreement on study costs changed")
    STUDY_OFFERED = "study_offered", _("agreement on study costs offered")
    STUDY_TAKEN_BACK = "study_taken_back", _("agreement on study costs taken back")
    STUDY_SIGNED = "study_signed", _("agreement on study costs signed")
    STUDY_REMOVED = "study_removed", _("agreement on study costs thrown away")
    REWARD_SYSTEM_ADDED = "reward_system_added", _("version of the reward system added")
    REWARD_SYSTEM_CHANGED = "reward_system_changed", _("version of the reward system changed")
    REWARD_SYSTEM_REMOVED = "reward_system_removed", _("draft of the reward system removed")
    REWARD_SYSTEM_PROPOSED = "reward_system_proposed", _("version of the reward system proposed")
    REWARD_SYSTEM_RETURNED = "reward_system_returned", _("version of the reward system sent back")
    REWARD_SYSTEM_ADOPTED = "reward_system_adopted", _("version of the reward system adopted")
    REWARD_CONSENT_NOTED = "reward_consent_noted", _("works council on the reward system noted")
    SALARY_RECORDED = "salary_recorded", _("salary recorded")
    SALARY_CHANGED = "salary_changed", _("salary changed")
    SALARY_REMOVED = "salary_removed", _("salary removed")
    GENDER_RECORDED = "gender_recorded", _("gender recorded for the check of equal pay")
    ROUND_ADDED = "reward_round_added", _("round of rewards added")
    ROUND_CHANGED = "reward_round_changed", _("round of rewards changed")
    ROUND_REMOVED = "reward_round_removed", _("draft of a round of rewards removed")
    ROUND_STARTED = "reward_round_started", _("round of rewards started")
    ROUND_COMPUTED = "reward_round_computed", _("proposals computed again")
    ROUND_CLOSED = "reward_round_closed", _("round of rewards closed")
    REWARD_PROPOSED = "reward_proposed", _("reward proposed")
    REWARD_AGREED = "reward_agreed", _("reward agreed by the second manager")
    REWARD_RETURNED = "reward_returned", _("reward sent back")
    REWARD_FINAL = "reward_final", _("reward made final")
    PROMOTION_PROPOSED = "promotion_proposed", _("promotion proposed")
    PROMOTION_RETURNED = "promotion_returned", _("promotion not agreed to")
    PROMOTION_FINAL = "promotion_final", _("promotion agreed to")
    REWARD_OBJECTED = "reward_objected", _("objection to a reward made")
    REWARD_DECIDER_NAMED = "reward_decider_named", _("named who decides on an objection to a reward")
    REWARD_OBJECTION_DECIDED = "reward_objection_decided", _("objection to a reward decided")
    FILE_IMPORTED = "file_imported", _("file imported")
    IMPORT_UNDONE = "import_undone", _("import taken out again")
    LIST_EXPORTED = "list_exported", _("list exported")


#: Somebody looked at what the line is about, or took it along: nothing was done to it.
ONLY_LOOKED = frozenset(
    {
        Event.PERSON_SEEN,
        Event.PERSON_EXPORTED,
        Event.OBJECTIVE_SEEN,
        Event.CONVERSATION_SEEN,
        Event.LIST_EXPORTED,
    }
)
#: What is prepared about somebody and may come to nothing. They hear of it where it is decided, and not from the log.
UNTOLD = frozenset(
    {
        Event.AGREEMENT_ADDED,
        Event.AGREEMENT_CHANGED,
        Event.AGREEMENT_REMOVED,
        Event.APPRAISAL_WRITTEN,
        Event.APPRAISAL_RETURNED,
        Event.STUDY_DRAWN_UP,
        Event.STUDY_CHANGED,
        Event.STUDY_TAKEN_BACK,
        Event.STUDY_REMOVED,
        Event.REWARD_PROPOSED,
        Event.REWARD_AGREED,
        Event.REWARD_RETURNED,
        Event.PROMOTION_PROPOSED,
        Event.PROMOTION_RETURNED,
    }
)


def events() -> list[tuple[str, Any]]:
    """What can be written down, asked for anew by the table: a new event changes nothing there."""
    return Event.choices


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def told_to(self, person_id: int | None, user_id: int | None):
        """Without what another prepares about this person. `draft` in a detail says so of any event."""
        if person_id is None:
            return self
        prepared = Q(event__in=UNTOLD) | Q(detail__has_key="draft")
        return self.exclude(Q(about_person_id=person_id) & prepared & ~Q(by_id=user_id or 0))


class AuditEvent(OrganisationOwned):
    """One line. Never changed, never removed but by retention.

    Names and details are not in the chain themselves: a seal of them is, made with a salt. When somebody is forgotten
    the words and the salt go and the seal stays, so that the chain still holds and tells nothing.
    """

    sequence = models.BigIntegerField()
    event = models.CharField(max_length=30, choices=events)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,  # the number is in the chain, and outlives the account
        null=True,
        related_name="+",
        db_constraint=False,
    )
    by_name = models.CharField(max_length=200)
    on_type = models.CharField(max_length=40)
    on_id = models.BigIntegerField(null=True)
    on_name = models.CharField(max_length=300, blank=True)
    #: The person whose file this is about, where there is one.
    about_person_id = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)
    #: Empty: the names in this line were forgotten, and a later line says so.
    salt = models.CharField(max_length=32, blank=True)
    seal = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = owned_manager(AuditEventQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "sequence"], name="audit_event_sequence")]
        indexes = [
            models.Index(fields=["organisation", "on_type", "on_id", "-sequence"], name="audit_event_on"),
            models.Index(fields=["organisation", "about_person_id", "-sequence"], name="audit_event_about"),
        ]

    def __str__(self):
        return f"{self.sequence} {self.event}"

    @property
    def what(self) -> str:
        """What happened, in words; an act of an earlier version of the program by its name.

        Django's own word for a choice translates all of them for each row.
        """
        return str(Event(self.event).label) if self.event in Event else self.event


class AuditHead(OrganisationOwned):
    """Where the chain of an organisation ends now, and which line the oldest that is still kept follows on."""

    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
    removed_to = models.BigIntegerField(default=0)
    removed_hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="audit_head_unique")]
