"""The declared table: every address × role × method → what must come back. An address that is not here fails the build.

One line per address and object::

    page("members:member", "pk=employee.membership", GET="---------+", POST="---------+")

- the name of the address; then what stands in it: `pk=employee.membership` is that of the cast in tests/factories
  (or one of `OBJECTS` below), `name=!close` is the word itself. Another object at the same address: a line of its own;
- per method one sign for each role, in the order of `ROLES`:

      E employee · C colleague · M line manager · O other manager · H hr · D director · P project leader ·
      X consultant · W works council · A administrator

      +  allowed: a page, a redirect, or a form that is not filled in right yet (2xx, 3xx, 409, 422)
      -  may not, in one's own organisation (403)
      .  does not exist as far as this role may know (404)
      _  the address is allowed, but nothing of this kind is there (404 for everybody: a second factor that is not on)

  A method that is not mentioned answers 405. HEAD goes with GET. `ALL`, `NONE`, `ONLY("HA")` save counting signs.
- `data=` is sent with a POST where an empty form would not reach the question of rights;
- `public=True`: no sign-in needed (the view says why). Everything else sends a stranger to the sign-in page.

The same object of the other organisation answers 404 to everybody, with every method; that needs no sign.
"""

from dataclasses import dataclass, field
from operator import attrgetter

from zichtlijn.analysis.models import Analysis, AttentionPoint, ChainActivity, Contribution, Factor, ForceDriver
from zichtlijn.appraisals.models import Appraisal
from zichtlijn.audit.models import AuditEvent
from zichtlijn.competencies.models import Assessment, Competency
from zichtlijn.conversations.models import Agreement, Conversation, Cycle, Moment, Step
from zichtlijn.development.models import AgreedGoal, LearningActivity, LearningGoal, PlanReview, StudyAgreement
from zichtlijn.exchange.models import Import
from zichtlijn.feedback.models import FeedbackRequest, FeedbackRound
from zichtlijn.growth_plan.models import GrowthPlan, Review
from zichtlijn.jobs.models import Job
from zichtlijn.notices.models import OutgoingMail
from zichtlijn.objectives.models import Action, Milestone, ObjectiveLink, ObjectiveTemplate, Reading, Stakeholder
from zichtlijn.organisation.models import Placement
from zichtlijn.privacy.models import Correction, Hold, Statement
from zichtlijn.rewards.models import Promotion, Proposal, RewardSystem, Round, Salary, Scale
from zichtlijn.scorecards.models import Arrow
from zichtlijn.strategy.models import CoreValue

ROLES = {
    "E": "employee",
    "C": "colleague",
    "M": "line_manager",
    "O": "other_manager",
    "H": "hr",
    "D": "director",
    "P": "project_leader",
    "X": "consultant",
    "W": "works_council",
    "A": "administrator",
}
ALL = "+" * len(ROLES)
NONE = "-" * len(ROLES)


def ONLY(letters: str, others: str = "-") -> str:
    """The signs in which these roles may, and the others get `others`."""
    return "".join("+" if letter in letters else others for letter in ROLES)


#: Objects of a cast that have no name there.
OBJECTS = {
    "placement": lambda cast: Placement.objects.get(person=cast.employee.person),
    "value": lambda cast: CoreValue.objects.get(direction=cast.direction),
    "stakeholder": lambda cast: Stakeholder.objects.get(direction=cast.direction),
    "link": lambda cast: ObjectiveLink.objects.get(child=cast.department_objective),
    "personal_link": lambda cast: ObjectiveLink.objects.get(child=cast.personal),
    "reading": lambda cast: Reading.objects.get(measure=cast.measure),
    "personal_reading": lambda cast: Reading.objects.get(measure=cast.personal_measure),
    "action": lambda cast: Action.objects.get(objective=cast.personal),
    "growth_plan": lambda cast: GrowthPlan.objects.get(state="adopted"),
    "growth_draft": lambda cast: GrowthPlan.objects.get(state="draft"),
    "growth_review": lambda cast: Review.objects.get(),
    "plan_action": lambda cast: Action.objects.get(objective=cast.strategic),
    "template": lambda cast: ObjectiveTemplate.objects.get(),
    "milestone": lambda cast: Milestone.objects.get(measure=cast.measure),
    "job": lambda cast: Job.objects.get(asked_by=cast.administrator.user, kind="import"),
    "plan_job": lambda cast: Job.objects.get(asked_by=cast.administrator.user, kind="import_plan"),
    "imported": lambda cast: Import.objects.get(),
    "undo_job": lambda cast: Job.objects.get(asked_by=cast.administrator.user, kind="undo_import"),
    "failed_mail": lambda cast: OutgoingMail.objects.get(organisation=cast.organisation),
    "analysis": lambda cast: Analysis.objects.get(unit=None),
    "team_analysis": lambda cast: Analysis.objects.get(unit=cast.team),
    "contribution": lambda cast: Contribution.objects.get(by=cast.employee.user),
    "factor": lambda cast: Factor.objects.get(kind="strength"),
    "driver": lambda cast: ForceDriver.objects.get(),
    "activity": lambda cast: ChainActivity.objects.get(),
    "point": lambda cast: AttentionPoint.objects.get(),
    "cycle": lambda cast: Cycle.objects.get(state="running"),
    "draft_cycle": lambda cast: Cycle.objects.get(state="draft"),
    "step": lambda cast: Step.objects.get(cycle__state="running"),
    "draft_step": lambda cast: Step.objects.get(cycle__state="draft"),
    "conversation": lambda cast: Conversation.objects.get(employee=cast.employee.person, step__cycle__state="running"),
    "sent_conversation": lambda cast: Conversation.objects.get(
        employee=cast.colleague.person, step__cycle__state="running"
    ),
    "agreement": lambda cast: Agreement.objects.get(report__conversation__employee=cast.employee.person),
    "appraised": lambda cast: Conversation.objects.get(step__kind="appraisal", employee=cast.employee.person),
    "appraised_cycle": lambda cast: Cycle.objects.get(state="closed"),
    "answered_appraisal": lambda cast: Appraisal.objects.get(state="answered"),
    "final_appraisal": lambda cast: Appraisal.objects.get(state="final"),
    "objected_appraisal": lambda cast: Appraisal.objects.get(state="objected"),
    "draft_appraisal": lambda cast: Appraisal.objects.get(state="draft"),
    "statement": lambda cast: Statement.objects.get(),
    "correction": lambda cast: Correction.objects.get(),
    "hold": lambda cast: Hold.objects.get(),
    "moment": lambda cast: Moment.objects.get(about=cast.employee.person),
    "competency": lambda cast: Competency.objects.get(),
    "assessment": lambda cast: Assessment.objects.get(shared_on__isnull=False),
    "feedback_draft": lambda cast: FeedbackRound.objects.get(state="draft"),
    "feedback_proposed": lambda cast: FeedbackRound.objects.get(state="proposed"),
    "feedback_running": lambda cast: FeedbackRound.objects.get(state="running"),
    "feedback_closed": lambda cast: FeedbackRound.objects.get(state="closed"),
    "feedback_asked": lambda cast: FeedbackRequest.objects.get(round__state="running", group="colleagues"),
    "feedback_chosen": lambda cast: FeedbackRequest.objects.get(round__state="draft"),
    "learning_goal": lambda cast: LearningGoal.objects.get(shared_at__isnull=False, agreed=None),
    "private_goal": lambda cast: LearningGoal.objects.get(shared_at=None),
    "learning_activity": lambda cast: LearningActivity.objects.get(goal__shared_at__isnull=False),
    "agreed_goal": lambda cast: AgreedGoal.objects.get(),
    "plan_review": lambda cast: PlanReview.objects.get(),
    "study": lambda cast: StudyAgreement.objects.get(state="offered"),
    "study_draft": lambda cast: StudyAgreement.objects.get(state="draft"),
    "reward_system": lambda cast: RewardSystem.objects.get(state="adopted"),
    "reward_draft": lambda cast: RewardSystem.objects.get(state="draft"),
    "reward_proposed": lambda cast: RewardSystem.objects.get(state="proposed"),
    "reward_scale": lambda cast: Scale.objects.get(system__state="draft", name="7"),
    "salary": lambda cast: Salary.objects.get(person=cast.employee.person),
    "draft_round": lambda cast: Round.objects.get(state="draft"),
    "reward_round": lambda cast: Round.objects.get(state="running"),
    "closed_round": lambda cast: Round.objects.get(state="closed"),
    "reward_proposal": lambda cast: Proposal.objects.get(employee=cast.employee.person),
    "final_proposal": lambda cast: Proposal.objects.get(employee=cast.colleague.person, objection=None),
    "promotion": lambda cast: Promotion.objects.get(),
    "objected_proposal": lambda cast: Proposal.objects.exclude(objection=None).get(),
    "arrow": lambda cast: Arrow.objects.get(cause=cast.strategic),
    "line": lambda cast: AuditEvent.objects.first(),
}


@dataclass(frozen=True)
class Page:
    name: str
    on: str = ""
    GET: str | None = None
    POST: str | None = None
    public: bool = False
    query: str = ""
    data: dict = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.name} {self.on}".strip()

    def kwargs(self, cast) -> dict:
        """What stands in the address, for this cast."""
        found = {}
        for part in self.on.split():
            key, _, value = part.partition("=")
            if value.startswith("!"):
                found[key] = value[1:]
            else:
                thing = OBJECTS[value](cast) if value in OBJECTS else attrgetter(value)(cast)
                found[key] = thing.pk
        return found


def page(name, on="", **signs) -> Page:
    return Page(name, on, **signs)


#: Who keeps objectives at the top, which hang on no unit of a manager: by right.
TOP = ONLY("DXA")
#: Who knows of the employee's personal objective: the person, the line above, and HR by right (that is logged).
KNOWS_PERSONAL = ONLY("EMHD", others=".")
#: Who of those may do something with it.
KEEPS_PERSONAL = "+.+.-+...."
#: Both sides of a conversation of the employee, and of the colleague; who else knows that it is there.
BOTH, BOTH_OF_COLLEAGUE, KNOWS_CONVERSATION = ONLY("EM", "."), ONLY("CM", "."), ONLY("EMH", ".")
#: Who counts conversations; who of those may run a cycle.
COUNTS, RUNS = ONLY("HDW", "."), "....+-..-."
#: Who keeps a draft of the reward system, which the director reads; who keeps what others know nothing of.
KEEPS_SYSTEM, KEEPS_PAY = "....+-....", ONLY("H", ".")
#: Of a promotion that is proposed: HR, and the managers above the person with the right; the person not yet.
PROMOTES = ONLY("HD", ".")
#: The employee knows that there is a proposal, and HR; the director too of what was proposed about the colleague.
KNOWS_PROPOSAL, KNOWS_FINAL = ONLY("EH", "."), ONLY("CHD", ".")
#: Which version of an appraisal was read.
READ = {"version": 1}
#: Whose plan it is; both sides of it; who arranges a training for the employer beside the employee, who only reads it.
OWN_PLAN, BOTH_OF_PLAN, ARRANGES = ONLY("E", "."), ONLY("EM", "."), "-.+.+....."
#: Everybody who works here.
WORKS_HERE = ONLY("ECMOHDPWA")
ADMIN, PEOPLE = ONLY("A"), ONLY("HA")

TABLE = [
    # signing in
    page("account_login", GET=ALL, POST=ALL, public=True),
    page("account_logout", POST=ALL, public=True),
    page("account_inactive", GET=ALL, public=True),
    page("account_reauthenticate", GET=ALL, POST=ALL),
    page("account_change_password", GET=ALL, POST=ALL),
    page("account_reset_password", GET=ALL, POST=ALL, public=True),
    page("account_reset_password_done", GET=ALL, public=True),
    page("account_reset_password_from_key", "uidb36=!1 key=!set-password", GET=ALL, POST=ALL, public=True),
    page("account_reset_password_from_key_done", GET=ALL, public=True),
    page("mfa_index", GET=ALL),
    page("mfa_authenticate", GET=ALL, POST=ALL, public=True),
    page("mfa_reauthenticate", GET=ALL, POST=ALL),
    page("mfa_activate_totp", GET=ALL, POST=ALL),
    page("mfa_deactivate_totp", GET="_" * 10, POST="_" * 10),
    page("mfa_view_recovery_codes", GET="_" * 10),
    page("mfa_download_recovery_codes", GET="_" * 10),
    page("mfa_generate_recovery_codes", GET=ALL, POST=ALL),
    page("access:health", GET=ALL, public=True),
    page("access:csp_report", POST=ALL, public=True),
    page("access:language", POST=ALL, public=True),
    page("access:account", GET=ALL, POST=ALL),
    page("access:no_organisation", GET=ALL),
    page("access:open_in", "slug=!proef path=!people/", GET=ALL),
    page("access:switch", POST=ALL, data={"organisation": "proef"}),
    # members
    page("members:members", GET=ONLY("A")),
    page("members:add", GET=ONLY("A"), POST=ONLY("A")),
    page("members:invite", GET=ONLY("A"), POST=ONLY("A")),
    page("members:roles", GET=ALL),
    page("members:member", "membership_id=employee.membership", GET=ONLY("A"), POST=ONLY("A")),
    page("members:second_step", "membership_id=employee.membership", GET=ONLY("A"), POST=ONLY("A")),
    page("members:address", "membership_id=employee.membership", GET=ONLY("A"), POST=ONLY("A")),
    page("members:forget_address", "membership_id=employee.membership", POST=ONLY("A")),
    page("members:own_address", GET=ALL, POST=ALL),
    page("members:forget_own_address", POST=ALL),
    page("members:end_own_sessions", POST=ALL),
    page("members:confirm_address", "change_id=!1 key=!set", GET=ALL, POST=ALL, public=True),
    page("members:mail", GET=PEOPLE),
    page("members:send_all_again", POST=PEOPLE),
    page("members:send_again", "mail_id=failed_mail", POST=PEOPLE),
    page("members:give_up_mail", "mail_id=failed_mail", POST=PEOPLE),
    page("members:invite_again", "membership_id=employee.membership", POST=ONLY("A")),
    page("audit:log", GET=ONLY("A")),
]

# the direction
TABLE += [
    page("strategy:direction", GET=ALL),
    page("strategy:show", "pk=direction", GET=ALL),
    page("strategy:history", "pk=direction", GET=ALL),
    page("strategy:new", GET=ONLY("DXA"), POST=ONLY("DXA")),
    page("strategy:edit", "pk=direction", GET=ONLY("DXA"), POST=ONLY("DXA")),
    # organisation
    page("organisation:pick_person", GET=ALL, query="?q=e"),
    page("organisation:pick_unit", GET=ALL, query="?q=z"),
    page("organisation:pick_position", GET=ALL, query="?q=m"),
    page("organisation:pick_project", GET=ALL, query="?q=n"),
    page("organisation:units", GET=ALL),
    page("organisation:add_unit", GET=ADMIN, POST=ADMIN),
    page("organisation:unit", "pk=team", GET=ALL),
    page("organisation:unit_children", "pk=department", GET=ALL),
    page("organisation:place_person", "pk=team", GET=PEOPLE, POST=PEOPLE),
    page("organisation:change_unit", "pk=team", GET=ADMIN, POST=ADMIN),
    page("organisation:move_unit", "pk=team", GET=ADMIN, POST=ADMIN),
    page("organisation:end_unit", "pk=team", GET=ADMIN, POST=ADMIN),
    page("organisation:resume_unit", "pk=team", POST=ADMIN),
    page("organisation:positions", GET=ALL),
    page("organisation:add_position", GET=ADMIN, POST=ADMIN),
    page("organisation:position", "pk=position", GET=ALL),
    page("organisation:change_position", "pk=position", GET=ADMIN, POST=ADMIN),
    page("organisation:end_position", "pk=position", GET=ADMIN, POST=ADMIN),
    page("organisation:resume_position", "pk=position", POST=ADMIN),
    page("organisation:projects", GET=ALL),
    page("organisation:add_project", GET=ADMIN, POST=ADMIN),
    page("organisation:project", "pk=project", GET=ALL),
    page("organisation:change_project", "pk=project", GET=ADMIN, POST=ADMIN),
    page("organisation:end_project", "pk=project", GET=ADMIN, POST=ADMIN),
    page("organisation:people", GET=ALL),
    page("organisation:add_person", GET=PEOPLE, POST=PEOPLE),
    page("organisation:person", "pk=employee.person", GET=ALL),
    page("organisation:file", "pk=employee.person", GET=ONLY("EMHDA")),
    page("organisation:change_person", "pk=employee.person", GET=PEOPLE, POST=PEOPLE),
    page("organisation:end_person", "pk=employee.person", GET=PEOPLE, POST=PEOPLE),
    page("organisation:resume_person", "pk=employee.person", POST=PEOPLE),
    page("organisation:add_placement", "pk=employee.person", GET=PEOPLE, POST=PEOPLE),
    page("organisation:change_placement", "pk=placement", GET=PEOPLE, POST=PEOPLE),
    page("organisation:end_placement", "pk=placement", GET=PEOPLE, POST=PEOPLE),
    page("organisation:withdraw_placement", "pk=placement", POST=PEOPLE),
    page("organisation:periods", GET=ADMIN),
    page("organisation:choose_period", POST=ALL),
    page("organisation:add_year", GET=ADMIN, POST=ADMIN),
    page("organisation:change_period", "pk=period", GET=ADMIN, POST=ADMIN),
    page("organisation:remove_period", "pk=period", POST=ADMIN),
    page("organisation:settings", GET=ADMIN, POST=ADMIN),
    # objectives
    page("objectives:alignment", GET=ALL),
    page("objectives:list", GET=ALL),
    page("objectives:new", GET=ALL, POST=ALL),
    page("objectives:pick", GET=ALL, query="?q=s"),
    page("objectives:objective", "pk=strategic", GET=ALL),
    page("objectives:objective", "pk=personal", GET=KNOWS_PERSONAL),
    page("objectives:objective", "pk=personal_draft", GET="+....+...."),
    page("objectives:edit", "pk=strategic", GET=TOP, POST=TOP),
    page("objectives:edit", "pk=operational", GET=ONLY("MDXA"), POST=ONLY("MDXA")),
    page("objectives:edit", "pk=project_objective", GET=ONLY("MDPXA"), POST=ONLY("MDPXA")),
    page("objectives:edit", "pk=personal", GET=KEEPS_PERSONAL, POST=KEEPS_PERSONAL),
    page("objectives:edit", "pk=personal_draft", GET="+....+....", POST="+....+...."),
    page("objectives:history", "pk=strategic", GET=ALL),
    page("objectives:history", "pk=personal", GET=KNOWS_PERSONAL),
    page("objectives:move", "pk=strategic name=!close", GET=TOP, POST=TOP),
    page("objectives:move", "pk=personal name=!close", GET="-.+.-+....", POST="-.+.-+...."),
    page("objectives:move", "pk=personal_draft name=!propose", GET="+....+....", POST="+....+...."),
    page("objectives:parents", "pk=department_objective", GET=TOP, POST=TOP),
    page("objectives:parents", "pk=personal", GET=KEEPS_PERSONAL, POST=KEEPS_PERSONAL),
    page("objectives:objective", "pk=role_objective", GET=ALL),
    page("objectives:weights", "pk=strategic", GET=TOP, POST=TOP),
    page("objectives:weights", "pk=role_objective", GET=ONLY("MDXA"), POST=ONLY("MDXA")),
    page("okr:cycle", GET=ALL),
    page("okr:take", POST=ONLY("MOHDXA"), data={"form": "pdf"}),
    page("okr:cycles", GET=ALL),
    page("okr:okr", "pk=strategic", GET=ALL),
    page("okr:okr", "pk=personal", GET=KNOWS_PERSONAL),
    page("okr:check_in", "pk=strategic", POST=TOP),
    page("okr:check_in", "pk=personal", POST=KEEPS_PERSONAL),
    page("okr:grade", "pk=strategic", GET=TOP, POST=TOP),
    page("okr:grade", "pk=personal", GET=KEEPS_PERSONAL, POST=KEEPS_PERSONAL),
    page("okr:carry_over", "pk=strategic", GET=TOP, POST=TOP),
    page("okr:carry_over", "pk=personal", GET=KEEPS_PERSONAL, POST=KEEPS_PERSONAL),
    page("scorecards:scorecard", GET=ALL),
    page("scorecards:take", POST=ONLY("MOHDXA"), data={"form": "pdf"}),
    page("scorecards:take_map", POST=ONLY("MOHDXA"), data={"form": "pdf"}),
    page("scorecards:weights", GET=TOP, POST=TOP),
    page("scorecards:withdraw_weights", GET=TOP, POST=TOP),
    page("scorecards:perspectives", GET=TOP, POST=TOP),
    page("scorecards:balance", GET=ALL),
    page("scorecards:present", GET=ALL),
    page("scorecards:map", GET=ALL, POST=TOP),
    page("scorecards:arrow", "pk=arrow", GET=TOP, POST=TOP),
    page("scorecards:remove_arrow", "pk=arrow", POST=TOP),
    # analysis
    page("analysis:list", GET=ALL),
    page("analysis:start", GET=ONLY("MODXA"), POST=ONLY("MODXA")),
    page("analysis:swot", "pk=analysis", GET=ALL),
    page("analysis:board", "pk=analysis", GET=ALL, query="?since=x"),
    page("analysis:contribute", "pk=analysis", POST=ALL, data={"kind": "threat", "text": "Krapte"}),
    page("analysis:gathering", "pk=analysis", POST=TOP),
    page("analysis:invite", "pk=analysis", GET=TOP, POST=TOP),
    page("analysis:invite", "pk=team_analysis", GET=ONLY("MDXA"), POST=ONLY("MDXA")),
    page("analysis:gathering", "pk=team_analysis", POST=ONLY("MDXA")),
    page("analysis:rank", "pk=analysis kind=!strength", GET=TOP, POST=TOP),
    page("analysis:contribution", "pk=contribution", GET=ONLY("E"), POST=ONLY("E")),
    page("analysis:withdraw", "pk=contribution", POST=ONLY("E")),
    page("analysis:loosen", "pk=contribution", POST=TOP),
    page("analysis:factor", "pk=factor", GET=TOP, POST=TOP),
    page("analysis:move_factor", "pk=factor", POST=TOP),
    page("analysis:remove_factor", "pk=factor", POST=TOP),
    page("analysis:matrix", "pk=analysis", GET=ALL),
    page("analysis:scoring", "pk=analysis", GET=TOP, POST=TOP),
    page("analysis:score", "pk=analysis", GET=ALL, POST=ALL),
    page("analysis:take_matrix", "pk=analysis", POST=ONLY("MOHDXA"), data={"form": "pdf"}),
    page("analysis:points", "pk=analysis", GET=ALL),
    page("analysis:add_point", "pk=analysis", GET=TOP, POST=TOP),
    page("analysis:point", "pk=point", GET=TOP, POST=TOP),
    page("analysis:remove_point", "pk=point", POST=TOP),
    page("analysis:weigh", "pk=analysis", GET=ALL, POST=ALL),
    page("analysis:turn", "pk=point", GET=TOP, POST=TOP),
    page("analysis:industry", "pk=analysis", GET=ALL),
    page("analysis:chain", "pk=analysis", GET=TOP, POST=TOP),
    page("analysis:strategy", "pk=analysis", GET=TOP, POST=TOP),
    page("analysis:force", "pk=analysis force=!rivalry", GET=TOP, POST=TOP),
    page("analysis:take_driver", "pk=driver", POST=ALL, data={"kind": "threat"}),
    page("analysis:take_activity", "pk=activity", POST=ALL),
    # privacy
    page("home:my_file", GET=ALL),
    page("privacy:add_statement", GET=ONLY("ECMOHDPWA"), POST=ONLY("ECMOHDPWA")),
    page("privacy:add_statement_to", "subject=!report pk=sent_conversation", GET=ONLY("C", "."), POST=ONLY("C", ".")),
    page("privacy:add_statement_to", "subject=!assessment pk=assessment", GET=ONLY("E", "."), POST=ONLY("E", ".")),
    page("privacy:withdraw_statement", "pk=statement", POST=ONLY("E", ".")),
    page("privacy:ask_correction", GET=ONLY("ECMOHDPWA"), POST=ONLY("ECMOHDPWA")),
    page("privacy:withdraw_correction", "pk=correction", POST=ONLY("E", ".")),
    page("privacy:corrections", GET=ONLY("HA")),
    page("privacy:correction", "pk=correction", GET="-...+....+", POST="-...+....+"),
    page("privacy:retention", GET=ONLY("HA")),
    page("privacy:term", "data_class=!conversation", GET=ONLY("HA"), POST=ONLY("HA")),
    page("privacy:hold", "person_id=employee.person", GET=ONLY("HA"), POST=ONLY("HA")),
    page("privacy:lift", "pk=hold", POST=ONLY("HA", ".")),
    # competencies
    page("competencies:framework", GET=ALL),
    page("competencies:scale", GET=ONLY("H"), POST=ONLY("H")),
    page("competencies:add", GET=ONLY("H"), POST=ONLY("H")),
    page("competencies:competency", "pk=competency", GET=ALL),
    page("competencies:change", "pk=competency", GET=ONLY("H"), POST=ONLY("H")),
    page("competencies:end", "pk=competency", POST=ONLY("H")),
    page("competencies:resume", "pk=competency", POST=ONLY("H")),
    page("competencies:profile", "pk=position", GET=ONLY("H"), POST=ONLY("H")),
    page("competencies:throw_away_profile", "pk=position", GET=ONLY("H"), POST=ONLY("H")),
    page("competencies:mine", GET=ALL),
    page("competencies:team", GET=ONLY("MOHD")),
    page("competencies:person", "pk=employee.person", GET=ONLY("EMH", ".")),
    page("competencies:assess", "pk=employee.person", GET=ONLY("EM", "."), POST=ONLY("EM", ".")),
    page("competencies:throw_away", "pk=employee.person", GET=ONLY("EM", "."), POST=ONLY("EM", ".")),
    page("competencies:assessment", "pk=assessment", GET=ONLY("EMH", ".")),
    # 360 feedback: a draft of the colleague, proposed by the project leader, open and closed of the employee
    page("feedback:mine", GET=ALL),
    page("feedback:rounds", GET=ONLY("H")),
    page("feedback:begin_own", POST=WORKS_HERE),
    page("feedback:person", "pk=employee.person", GET=ONLY("EMH", ".")),
    page("feedback:begin", "pk=employee.person", POST=ONLY("EMH", ".")),
    page("feedback:round", "pk=feedback_running", GET=ONLY("EMH", ".")),
    page("feedback:set_up", "pk=feedback_draft", GET=ONLY("CMH", "."), POST=ONLY("CMH", ".")),
    page("feedback:raters", "pk=feedback_draft", GET=ONLY("CMH", "."), POST=ONLY("CMH", ".")),
    page("feedback:remove_rater", "pk=feedback_draft request_id=feedback_chosen", POST=ONLY("CMH", ".")),
    page("feedback:propose", "pk=feedback_draft", POST=".+-.-....."),
    page("feedback:hand_back", "pk=feedback_proposed", POST=ONLY("MHP", ".")),
    page("feedback:open", "pk=feedback_proposed", POST="..+.+.-..."),
    page("feedback:postpone", "pk=feedback_running", GET="-.+.+.....", POST="-.+.+....."),
    page("feedback:stop", "pk=feedback_running", GET="+.-.+.....", POST="+.-.+....."),
    page("feedback:remove", "pk=feedback_draft", GET=ONLY("CMH", "."), POST=ONLY("CMH", ".")),
    page("feedback:result", "pk=feedback_closed", GET=ONLY("E", ".")),
    page("feedback:share", "pk=feedback_closed", POST=ONLY("E", ".")),
    page("feedback:withdraw", "pk=feedback_closed", POST=ONLY("E", ".")),
    page("feedback:take", "pk=feedback_closed", POST=ONLY("E", "."), data={"form": "pdf"}),
    page("feedback:answer", "pk=feedback_asked", GET=ONLY("C", "."), POST=ONLY("C", ".")),
    page("feedback:decline", "pk=feedback_asked", GET=ONLY("C", "."), POST=ONLY("C", ".")),
    # development
    page("development:mine", GET=ALL),
    page("development:texts", POST=WORKS_HERE),
    page("development:share_texts", POST=WORKS_HERE),
    page("development:withdraw_texts", POST=WORKS_HERE),
    page("development:plan_review", GET=WORKS_HERE, POST=WORKS_HERE),
    page("development:hold_review", "review_id=plan_review", POST=OWN_PLAN),
    page("development:remove_review", "review_id=plan_review", POST=OWN_PLAN),
    page("development:person", "pk=employee.person", GET=BOTH_OF_PLAN),
    page("development:take", "pk=employee.person", POST=BOTH_OF_PLAN, data={"form": "pdf"}),
    page("development:add_goal", GET=WORKS_HERE, POST=WORKS_HERE),
    page("development:goal", "pk=learning_goal", GET=BOTH_OF_PLAN),
    page("development:goal", "pk=private_goal", GET=OWN_PLAN),
    page("development:change_goal", "pk=learning_goal", GET=OWN_PLAN, POST=OWN_PLAN),
    page("development:remove_goal", "pk=learning_goal", GET=OWN_PLAN, POST=OWN_PLAN),
    page("development:share_goal", "pk=private_goal", POST=OWN_PLAN),
    page("development:withdraw_goal", "pk=learning_goal", POST=OWN_PLAN),
    page("development:remark", "pk=learning_goal", POST=BOTH_OF_PLAN),
    page("development:agree", "pk=learning_goal", GET="-.+.......", POST="-.+......."),
    page("development:add_activity", "pk=learning_goal", GET=OWN_PLAN, POST=OWN_PLAN),
    page("development:activity", "activity_id=learning_activity", GET=OWN_PLAN, POST=OWN_PLAN),
    page("development:remove_activity", "activity_id=learning_activity", GET=OWN_PLAN, POST=OWN_PLAN),
    page("development:agreed", "agreed_id=agreed_goal", GET=BOTH_OF_PLAN),
    page("development:needs", GET=ONLY("H")),
    page("development:take_needs", POST=ONLY("H"), data={"form": "xlsx"}),
    page("development:studies", GET=ALL),
    page("development:choose_study", GET=ONLY("MOHD"), POST=ONLY("MOHD")),
    page("development:add_study", "pk=employee.person", GET=ONLY("MH", "."), POST=ONLY("MH", ".")),
    page("development:study", "pk=study", GET=ONLY("EMH", ".")),
    page("development:study", "pk=study_draft", GET=ONLY("MH", ".")),
    page("development:change_study", "pk=study", GET=ARRANGES, POST=ARRANGES),
    page("development:remove_study", "pk=study_draft", GET=ONLY("MH", "."), POST=ONLY("MH", ".")),
    page("development:offer_study", "pk=study_draft", POST=ONLY("MH", "."), data={"version": 1}),
    page("development:take_back_study", "pk=study", POST=ARRANGES),
    page("development:sign_study", "pk=study", POST="+.-.-.....", data={"version": 1}),
    page("development:take_study", "pk=study", POST=ONLY("EMH", "."), data={"form": "pdf"}),
    # check-ins, actions and measures
    page("objectives:remarks", POST=ALL),
    # conversations
    page("appraisals:list", GET=ALL),
    page("appraisals:appraisal", "pk=answered_appraisal", GET=ONLY("CMHD", ".")),
    page("appraisals:appraisal", "pk=draft_appraisal", GET=ONLY("M", ".")),
    page("appraisals:approve", "pk=answered_appraisal", POST=".--.-+....", data=READ),
    page("appraisals:return", "pk=answered_appraisal", GET=".--.-+....", POST=".--.-+....", data=READ),
    page("appraisals:calibrate", "pk=answered_appraisal", GET=".--.+-....", POST=".--.+-....", data=READ),
    page("appraisals:take", "pk=answered_appraisal", POST=ONLY("CMD", "."), data={"form": "pdf"}),
    page("appraisals:object", "pk=final_appraisal", GET="..-.--+...", POST="..-.--+...", data=READ),
    page("appraisals:decide", "pk=objected_appraisal", GET="...-+-..-.", POST="...-+-..-.", data=READ),
    page("appraisals:score", "pk=appraised", GET=ONLY("M", "."), POST=ONLY("M", ".")),
    page("appraisals:name", "pk=appraised", GET="-.-.+.....", POST="-.-.+....."),
    page("appraisals:scheme", "pk=appraised_cycle", GET=RUNS, POST=RUNS),
    page("appraisals:calibration", "pk=appraised_cycle", GET=RUNS),
    page("appraisals:distribution", "pk=appraised_cycle", GET=COUNTS),
    page("conversations:list", GET=ALL),
    page("conversations:conversation", "pk=conversation", GET=KNOWS_CONVERSATION),
    page("conversations:look", "pk=conversation", POST=KNOWS_CONVERSATION, data={"purpose": "Klacht"}),
    page("conversations:meeting", "pk=conversation", GET=BOTH, POST=BOTH),
    page("conversations:call_off", "pk=conversation", POST=BOTH),
    page("conversations:calendar", "pk=conversation", GET=BOTH),
    page("conversations:prepare", "pk=conversation", GET=BOTH, POST=BOTH),
    page("conversations:share", "pk=conversation", POST=BOTH),
    page("conversations:report", "pk=conversation", GET=BOTH, POST="-.+......."),
    page("conversations:leave", "pk=conversation", POST=BOTH),
    page("conversations:answer_agreements", "pk=conversation", POST="-.+......."),
    page("conversations:add_agreement", "pk=conversation", GET="-.+.......", POST="-.+......."),
    page("conversations:agreement", "agreement_id=agreement", GET=ONLY("M", "."), POST=ONLY("M", ".")),
    page("conversations:remove_agreement", "agreement_id=agreement", POST=ONLY("M", ".")),
    page("conversations:send", "pk=conversation", POST="-.+.......", data={"version": 1}),
    page("conversations:take_back", "pk=sent_conversation", POST=".-+......."),
    page("conversations:answer", "pk=sent_conversation", GET=BOTH_OF_COLLEAGUE, POST=BOTH_OF_COLLEAGUE),
    page("conversations:finish", "pk=sent_conversation", GET=BOTH_OF_COLLEAGUE, POST=".-+......."),
    page("conversations:addendum", "pk=sent_conversation", GET=BOTH_OF_COLLEAGUE, POST=BOTH_OF_COLLEAGUE),
    page("conversations:take", "pk=sent_conversation", POST=BOTH_OF_COLLEAGUE, data={"form": "pdf"}),
    page("conversations:moments", GET=ALL),
    page("conversations:note_moment", GET=ONLY("ECMOHDPWA"), POST=ONLY("ECMOHDPWA")),
    page("conversations:share_moment", "moment_id=moment", POST=ONLY("E", ".")),
    page("conversations:remove_moment", "moment_id=moment", POST=ONLY("E", ".")),
    page("conversations:cycles", GET=ONLY("HDW")),
    page("conversations:add_cycle", GET=ONLY("H"), POST=ONLY("H")),
    page("conversations:cycle", "pk=cycle", GET=COUNTS),
    page("conversations:change_cycle", "pk=cycle", GET=RUNS, POST=RUNS),
    page("conversations:add_step", "pk=draft_cycle", GET=RUNS, POST=RUNS),
    page("conversations:step", "step_id=step", GET=RUNS, POST=RUNS),
    page("conversations:remove_step", "step_id=draft_step", POST=RUNS),
    page("conversations:start", "pk=draft_cycle", GET=RUNS, POST=RUNS),
    page("conversations:join", "pk=cycle", POST=RUNS),
    page("conversations:remove_cycle", "pk=draft_cycle", GET=RUNS, POST=RUNS),
    page("conversations:close", "pk=cycle", GET=RUNS, POST=RUNS),
    page("conversations:remind", "pk=cycle", POST=RUNS),
    # rewards
    page("rewards:current", GET=ALL),
    page("rewards:add_system", GET=ONLY("H"), POST=ONLY("H")),
    page("rewards:system", "pk=reward_system", GET=ALL),
    page("rewards:system", "pk=reward_draft", GET=ONLY("HD", ".")),
    page("rewards:system", "pk=reward_proposed", GET=ONLY("HDW", ".")),
    page("rewards:take_system", "pk=reward_system", POST=ALL, data={"form": "pdf"}),
    page("rewards:change_system", "pk=reward_draft", GET=KEEPS_SYSTEM, POST=KEEPS_SYSTEM),
    page("rewards:remove_system", "pk=reward_draft", POST=KEEPS_SYSTEM),
    page("rewards:add_scale", "pk=reward_draft", GET=KEEPS_SYSTEM, POST=KEEPS_SYSTEM),
    page("rewards:scale", "scale_id=reward_scale", GET=KEEPS_SYSTEM, POST=KEEPS_SYSTEM),
    page("rewards:remove_scale", "scale_id=reward_scale", POST=KEEPS_SYSTEM),
    page("rewards:axes", "pk=reward_draft", GET=KEEPS_SYSTEM, POST=KEEPS_SYSTEM),
    page("rewards:cells", "pk=reward_draft", GET=KEEPS_SYSTEM, POST=KEEPS_SYSTEM),
    page("rewards:propose_system", "pk=reward_draft", POST=KEEPS_SYSTEM),
    page("rewards:return_system", "pk=reward_proposed", POST="....-+..-."),
    page("rewards:adopt_system", "pk=reward_proposed", POST="....-+..-.", data={"version": 1}),
    page("rewards:consent", "pk=reward_draft", GET=KEEPS_SYSTEM, POST=KEEPS_SYSTEM),
    page("rewards:mine", GET=ALL),
    page("rewards:team", GET=ONLY("D")),
    page("rewards:salaries", GET=ONLY("H")),
    page("rewards:person", "pk=employee.person", GET=ONLY("EH", ".")),
    page("rewards:record_salary", "pk=employee.person", GET="-...+.....", POST="-...+....."),
    page("rewards:promote", "pk=employee.person", GET="-...+.....", POST="-...+....."),
    page("rewards:promotion", "pk=promotion", GET=PROMOTES),
    page("rewards:agree_promotion", "pk=promotion", POST=PROMOTES),
    page("rewards:return_promotion", "pk=promotion", POST=PROMOTES),
    page("rewards:promotion_letter", "pk=promotion", POST="....--...."),
    page("rewards:gender", "pk=employee.person", POST="-...+....."),
    page("rewards:salary", "salary_id=salary", GET=KEEPS_PAY, POST=KEEPS_PAY),
    page("rewards:remove_salary", "salary_id=salary", POST=KEEPS_PAY),
    page("rewards:rounds", GET=ONLY("HDW")),
    page("rewards:add_round", GET=ONLY("H"), POST=ONLY("H")),
    page("rewards:round", "pk=draft_round", GET=KEEPS_PAY),
    page("rewards:round", "pk=reward_round", GET=KEEPS_PAY),
    page("rewards:round", "pk=closed_round", GET=ONLY("HDW", ".")),
    page("rewards:change_round", "pk=reward_round", GET=KEEPS_PAY, POST=KEEPS_PAY),
    page("rewards:start", "pk=draft_round", GET=KEEPS_PAY, POST=KEEPS_PAY),
    page("rewards:remove_round", "pk=draft_round", POST=KEEPS_PAY),
    page("rewards:compute", "pk=reward_round", POST=KEEPS_PAY),
    page("rewards:close", "pk=reward_round", GET=KEEPS_PAY, POST=KEEPS_PAY),
    page("rewards:finish_several", "pk=reward_round", POST=KEEPS_PAY),
    page("rewards:promotions_payroll", POST=ONLY("H"), data={"form": "xlsx", "purpose": "Run", "since": "2026-01-01"}),
    page("rewards:payroll", "pk=closed_round", POST="....+-..-.", data={"form": "xlsx", "purpose": "Run"}),
    page("rewards:figures", "pk=closed_round", GET=ONLY("HDW", ".")),
    page("rewards:figures", "pk=reward_round", GET=KEEPS_PAY),
    page("rewards:proposal", "pk=reward_proposal", GET=KNOWS_PROPOSAL),
    page("rewards:proposal", "pk=final_proposal", GET=KNOWS_FINAL),
    page("rewards:propose", "pk=reward_proposal", GET="-...-.....", POST="-...-....."),
    page("rewards:agree", "pk=reward_proposal", POST="-...-....."),
    page("rewards:return", "pk=reward_proposal", POST="-...+....."),
    page("rewards:finish", "pk=reward_proposal", POST="-...+....."),
    page("rewards:letter", "pk=reward_proposal", POST="-...-....."),
    page("rewards:letter", "pk=final_proposal", POST=KNOWS_FINAL),
    page("rewards:object", "pk=final_proposal", GET=".+..--....", POST=".+..--....", data={"reasons": "Nee"}),
    page("rewards:decider", "pk=objected_proposal", GET=".-..+-....", POST=".-..+-....", data=READ),
    page(
        "rewards:decide_objection",
        "pk=objected_proposal",
        GET=".-..+-....",
        POST=".-..+-....",
        data={"version": 1, "amount": "2575.43", "reasons": "Nee"},
    ),
    page("growth_plan:list", GET=ALL),
    page("growth_plan:start", GET=ONLY("MODXA"), POST=ONLY("MODXA")),
    page("growth_plan:plan", "pk=growth_plan", GET=ALL),
    page("growth_plan:plan", "pk=growth_draft", GET=ONLY("DXA", ".")),
    page("growth_plan:write", "pk=growth_plan", GET=ONLY("MDXA"), POST=ONLY("MDXA")),
    page("growth_plan:propose", "pk=growth_plan", GET=ONLY("MDXA"), POST=ONLY("MDXA")),
    page("growth_plan:withdraw", "pk=growth_plan", POST=ONLY("MDXA")),
    page("growth_plan:take", "pk=growth_plan", POST=ONLY("MOHDXA"), data={"form": "pdf"}),
    page("growth_plan:adopt", "pk=growth_plan", GET=ONLY("D"), POST=ONLY("D")),
    page("growth_plan:return", "pk=growth_plan", GET=ONLY("D"), POST=ONLY("D")),
    page("growth_plan:edition", "pk=growth_plan number=!1", GET=ALL),
    page("growth_plan:take_edition", "pk=growth_plan number=!1", POST=ONLY("MOHDXA"), data={"form": "pdf"}),
    page("growth_plan:review_now", "pk=growth_plan", GET=ONLY("MDXA"), POST=ONLY("MDXA")),
    page("growth_plan:review", "pk=growth_plan review_id=growth_review", GET=ALL),
    page("ogsm:list", GET=ALL),
    page("ogsm:sheet", "pk=strategic", GET=ALL),
    page("ogsm:sheet", "pk=role_objective", GET="_" * 10),
    page("ogsm:take", "pk=strategic", POST=ONLY("MOHDXA"), data={"form": "pdf"}),
    page("ogsm:take", "pk=role_objective", POST="_" * 10, data={"form": "pdf"}),
    page("ogsm:remarks", "pk=strategic", POST=ALL),
    page("ogsm:text", "pk=strategic objective_id=strategic", GET=TOP, POST=TOP),
    page("ogsm:text", "pk=department_objective objective_id=operational", GET=ONLY("MDXA"), POST=ONLY("MDXA")),
    page("ogsm:new_strategy", "pk=strategic", GET=TOP, POST=TOP),
    page("ogsm:choice", "pk=strategic strategy_id=department_objective", GET=TOP, POST=TOP),
    page("ogsm:choice", "pk=department_objective strategy_id=operational", GET=ONLY("MDXA"), POST=ONLY("MDXA")),
    page("ogsm:take_over", "pk=strategic strategy_id=department_objective", GET=ONLY("MODXA"), POST=ONLY("MODXA")),
    page("ogsm:measure", "pk=strategic measure_id=measure", GET=TOP, POST=TOP),
    page("ogsm:new_measure", "pk=strategic objective_id=strategic", GET=TOP, POST=TOP),
    page("ogsm:action", "pk=strategic action_id=plan_action", GET=TOP, POST=TOP),
    page("ogsm:new_action", "pk=strategic objective_id=strategic", GET=TOP, POST=TOP),
    page("objectives:add_check_in", "pk=strategic", POST=TOP),
    page("objectives:add_check_in", "pk=personal", POST=KEEPS_PERSONAL),
    page("objectives:new_action", "pk=strategic", GET=TOP, POST=TOP),
    page("objectives:new_action", "pk=personal", GET=KEEPS_PERSONAL, POST=KEEPS_PERSONAL),
    page("objectives:new_measure", "pk=strategic", GET=TOP, POST=TOP),
    page("objectives:new_measure", "pk=personal", GET=KEEPS_PERSONAL, POST=KEEPS_PERSONAL),
    page("objectives:remove_parent", "pk=link", POST=TOP),
    page("objectives:remove_parent", "pk=personal_link", POST=KEEPS_PERSONAL),
    page("objectives:edit_action", "pk=action", GET=KEEPS_PERSONAL, POST=KEEPS_PERSONAL),
    page("objectives:finish_action", "pk=action", POST=KEEPS_PERSONAL),
    page("objectives:measure", "pk=measure", GET=ALL),
    page("objectives:measure", "pk=personal_measure", GET=KNOWS_PERSONAL),
    page("objectives:edit_measure", "pk=measure", GET=TOP, POST=TOP),
    page("objectives:edit_measure", "pk=personal_measure", GET=KEEPS_PERSONAL, POST=KEEPS_PERSONAL),
    page("objectives:end_measure", "pk=measure", POST=TOP),
    page("objectives:end_measure", "pk=personal_measure", POST=KEEPS_PERSONAL),
    page("objectives:record_reading", "pk=measure", GET=TOP, POST=TOP),
    page("objectives:record_reading", "pk=personal_measure", GET=KEEPS_PERSONAL, POST=KEEPS_PERSONAL),
    page("objectives:correct_reading", "pk=reading", GET=TOP, POST=TOP),
    page("objectives:correct_reading", "pk=personal_reading", GET=KEEPS_PERSONAL, POST=KEEPS_PERSONAL),
    page("objectives:withdraw_reading", "pk=reading", POST=TOP),
    page("objectives:withdraw_reading", "pk=personal_reading", POST=KEEPS_PERSONAL),
    page("objectives:mark_milestone", "pk=milestone", POST=TOP),
    page("objectives:check_in", GET=ALL, POST=ALL),
    page("objectives:check_in_measure", "pk=measure", GET=TOP, POST=TOP),
    page("objectives:check_in_measure", "pk=personal_measure", GET=KEEPS_PERSONAL, POST=KEEPS_PERSONAL),
    page("objectives:check_in_objective", "pk=strategic", GET=TOP, POST=TOP),
    page("objectives:check_in_objective", "pk=personal", GET=KEEPS_PERSONAL, POST=KEEPS_PERSONAL),
    page("objectives:undo_reading", "pk=reading", POST=TOP),
    page("objectives:undo_reading", "pk=personal_reading", POST=KEEPS_PERSONAL),
    page("objectives:check_in_action", "pk=action", POST=KEEPS_PERSONAL),
    page("objectives:breaks", GET=ONLY("MOHDXWA")),
    page("objectives:break_list", "name=!without-parent", GET=ONLY("MOHDA")),
    page("objectives:break_list", "name=!without-line", GET=ONLY("MOHD")),
    page("objectives:templates", GET=ONLY("MOD")),
    page("objectives:new_template", GET=ONLY("MOD"), POST=ONLY("MOD")),
    page("objectives:edit_template", "pk=template", GET=ONLY("MOD", "."), POST=ONLY("MOD", ".")),
    page("objectives:hand_out", "pk=template", GET=ONLY("MOD", "."), POST=ONLY("MOD", ".")),
    # jobs
    page("jobs:jobs", GET=ALL),
    page("jobs:job", "job_id=job", GET=ONLY("A", ".")),
    page("jobs:progress", "job_id=job", GET=ONLY("A", ".")),
    page("jobs:file", "job_id=job", GET="_" * 10),
    # bringing in and taking along
    page("exchange:imports", GET=ONLY("HA"), POST=ONLY("HA")),
    page("exchange:import_result", "job_id=job", GET=ONLY("A", ".")),
    page("exchange:bring_in", "job_id=job", POST=ONLY("A", ".")),
    page("exchange:import_errors", "job_id=job", GET=ONLY("A", ".")),
    page("exchange:template_xlsx", "kind=!people", GET=ONLY("HA")),
    page("exchange:template_csv", "sheet=!units", GET=ONLY("HA")),
    page("exchange:columns", GET=ONLY("HA")),
    page("exchange:exports", GET=ALL),
    page("exchange:export", "name=!people form=!csv", POST=ONLY("MOHDXA")),
    page("exchange:export", "name=!placements form=!csv", POST="--..+.-.-+"),
    page("exchange:export", "name=!breaks form=!xlsx", POST="--++++-.-+"),
    page("exchange:export", "name=!plan form=!xlsx", POST=ONLY("MOHDXA")),
    page("exchange:export", "name=!framework form=!xlsx", POST=ONLY("MOHDXA")),
    page("exchange:export_case", POST=ONLY("MOHDXA")),
    page("exchange:my_data", POST=ALL),
    page("exchange:import_plan", GET=ONLY("A"), POST=ONLY("A")),
    page("exchange:plan_result", "job_id=plan_job", GET=ONLY("A", ".")),
    page("exchange:bring_in_plan", "job_id=plan_job", POST=ONLY("A", ".")),
    page("exchange:imported", GET=ONLY("HA")),
    page("exchange:undo", "import_id=imported", GET=ONLY("HA", ".")),
    page("exchange:undo_leaving", "import_id=imported", GET=ONLY("HA", ".")),
    page("exchange:take_out", "import_id=imported", POST=ONLY("HA", ".")),
    page("exchange:undo_result", "job_id=undo_job", GET=ONLY("A", ".")),
    page("exchange:export_plan", GET=ONLY("MOHDXA"), POST=ONLY("MOHDXA")),
    # what crosses rooms
    page("ui:gallery", GET=ALL),
    page("home:my_line", GET=ALL),
    page("home:line_of", "person_id=employee.person", GET=ONLY("EMHD", ".")),
    page("home:team", GET=ONLY("MOD")),
    page("home:take_team", POST=ONLY("MOD"), data={"form": "pdf"}),
    page("home:search", GET=ALL, query="?q=pers"),
]
