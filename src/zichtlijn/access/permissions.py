"""What a person may do: the list of permissions, and the one way to refuse."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from zichtlijn.access.refusals import NotAllowed


class Permission(StrEnum):
    """One thing that a role allows. Rooms combine these with line of authority and the object itself."""

    MANAGE_ORGANISATION = "manage_organisation"  # settings, units, positions, periods, projects
    MANAGE_ROLES = "manage_roles"  # who is a member, with which roles
    MANAGE_PEOPLE = "manage_people"  # people and placements
    SEE_PEOPLE_DETAILS = "see_people_details"  # personnel number, e-mail, placement history
    SEE_PERSONAL_OBJECTIVES = "see_personal_objectives"  # of everyone, not only of one's own line
    SEE_OBJECTIVES = "see_objectives"  # everything that is not personal
    LEAD_PEOPLE = "lead_people"  # propose to, and agree with, the people who report to me
    MANAGE_OBJECTIVES = "manage_objectives"  # every objective that is not personal
    LEAD_UNIT_OBJECTIVES = "lead_unit_objectives"  # objectives of the units one heads
    LEAD_PROJECT_OBJECTIVES = "lead_project_objectives"  # objectives of the projects one leads
    MANAGE_DIRECTION = "manage_direction"  # mission, vision, values, strategy
    ADOPT_PLANS = "adopt_plans"  # the growth plan of every unit, also of the highest
    RUN_CONVERSATIONS = "run_conversations"  # cycles, their course; what stands in a conversation only by a logged look
    COUNT_CONVERSATIONS = "count_conversations"  # how far the conversations are, in figures, no names
    SEE_BREAKS = "see_breaks"  # lists of where the line breaks
    SEE_COVERAGE = "see_coverage"  # line-of-sight coverage in figures, no names
    KEEP_COMPETENCIES = "keep_competencies"  # the framework, and what positions require
    SEE_COMPETENCIES = "see_competencies"  # what was shared about everybody, not only one's own line
    RUN_FEEDBACK = "run_feedback"  # 360 rounds: prepare and open them, how far they are; no answers, no results
    ARRANGE_DEVELOPMENT = "arrange_development"  # needs of shared plans in figures, agreements on study costs
    KEEP_REWARDS = "keep_rewards"  # the reward system, salaries of everybody, rounds
    ADOPT_REWARDS = "adopt_rewards"  # a version of the reward system that another proposed
    DECIDE_REWARDS = "decide_rewards"  # salaries and proposals of the people who report to me, and to whom I lead
    COUNT_REWARDS = "count_rewards"  # totals and the check of equal pay of a closed round, no names
    IMPORT = "import"  # bring in files
    EXPORT = "export"  # lists beyond one's own data
    SEE_AUDIT = "see_audit"  # who did what, when


def require(allowed: bool, sentence: str | None = None) -> None:
    """Refuse with a sentence unless `allowed`."""
    if not allowed:
        raise NotAllowed(sentence or str(_("Your role does not allow this.")))
