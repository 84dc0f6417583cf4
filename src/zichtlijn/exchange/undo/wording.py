"""The sentences for why an import cannot be taken out."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from zichtlijn.exchange.undo.reasons import Reason

#: So many names go into one sentence.
MOST_NAMES = 5

SENTENCES: dict[str, Any] = {
    "taken_out": _("This import was taken out again before."),
    "too_late": _("It was imported more than 30 days ago."),
    "not_yours": _("It holds units, positions or projects: an organisation administrator can take it out."),
    "gone": ngettext_lazy(
        "%(count)s thing that it added is no longer there.",
        "%(count)s things that it added are no longer there.",
        "count",
    ),
    "agreed": ngettext_lazy(
        "%(count)s objective was agreed since.", "%(count)s objectives were agreed since.", "count"
    ),
    "closed": ngettext_lazy(
        "%(count)s objective for which it brought something is closed.",
        "%(count)s objectives for which it brought something are closed.",
        "count",
    ),
    # what it changed itself
    "changed_units": ngettext_lazy("It changed %(count)s unit.", "It changed %(count)s units.", "count"),
    "changed_positions": ngettext_lazy("It changed %(count)s position.", "It changed %(count)s positions.", "count"),
    "changed_people": ngettext_lazy("It changed %(count)s person.", "It changed %(count)s people.", "count"),
    "changed_placements": ngettext_lazy("It changed %(count)s placement.", "It changed %(count)s placements.", "count"),
    "changed_projects": ngettext_lazy("It changed %(count)s project.", "It changed %(count)s projects.", "count"),
    "changed_directions": ngettext_lazy("It changed %(count)s direction.", "It changed %(count)s directions.", "count"),
    "changed_objectives": ngettext_lazy("It changed %(count)s objective.", "It changed %(count)s objectives.", "count"),
    "changed_measures": ngettext_lazy("It changed %(count)s measure.", "It changed %(count)s measures.", "count"),
    "changed_levels": _("It changed the framework or its levels."),
    "changed_competencies": ngettext_lazy(
        "It changed %(count)s competency.", "It changed %(count)s competencies.", "count"
    ),
    "changed_profiles": ngettext_lazy("It changed %(count)s profile.", "It changed %(count)s profiles.", "count"),
    "changed_salaries": ngettext_lazy("It changed %(count)s salary.", "It changed %(count)s salaries.", "count"),
    # what was changed afterwards
    "edited_units": ngettext_lazy("%(count)s unit was changed since.", "%(count)s units were changed since.", "count"),
    "edited_positions": ngettext_lazy(
        "%(count)s position was changed since.", "%(count)s positions were changed since.", "count"
    ),
    "edited_people": ngettext_lazy(
        "%(count)s person was changed since.", "%(count)s people were changed since.", "count"
    ),
    "edited_placements": ngettext_lazy(
        "%(count)s placement was changed since.", "%(count)s placements were changed since.", "count"
    ),
    "edited_projects": ngettext_lazy(
        "%(count)s project was changed since.", "%(count)s projects were changed since.", "count"
    ),
    "edited_directions": ngettext_lazy(
        "%(count)s direction was changed since.", "%(count)s directions were changed since.", "count"
    ),
    "edited_objectives": ngettext_lazy(
        "%(count)s objective was changed since.", "%(count)s objectives were changed since.", "count"
    ),
    "edited_measures": ngettext_lazy(
        "%(count)s measure was changed since.", "%(count)s measures were changed since.", "count"
    ),
    "edited_readings": ngettext_lazy(
        "%(count)s reading was withdrawn since.", "%(count)s readings were withdrawn since.", "count"
    ),
    "edited_levels": _("The framework or its levels were changed since."),
    "edited_competencies": ngettext_lazy(
        "%(count)s competency was changed since.", "%(count)s competencies were changed since.", "count"
    ),
    "edited_profiles": ngettext_lazy(
        "%(count)s profile was changed since.", "%(count)s profiles were changed since.", "count"
    ),
    "edited_salaries": ngettext_lazy(
        "%(count)s salary was changed since.", "%(count)s salaries were changed since.", "count"
    ),
    "decided_salaries": ngettext_lazy(
        "%(count)s salary was the ground of a reward or a promotion that is final.",
        "%(count)s salaries were the ground of a reward or a promotion that is final.",
        "count",
    ),
    "own_salaries": ngettext_lazy(
        "%(count)s salary is your own: another of HR takes that out.",
        "%(count)s salaries are your own: another of HR takes those out.",
        "count",
    ),
    # what hangs on it
    "required": ngettext_lazy("%(count)s other profile requires it.", "%(count)s other profiles require it.", "count"),
    "judgements": ngettext_lazy(
        "%(count)s time it was assessed of somebody.", "%(count)s times it was assessed of somebody.", "count"
    ),
    "appraised": ngettext_lazy(
        "%(count)s line of an appraisal is about it.", "%(count)s lines of appraisals are about it.", "count"
    ),
    "later_competencies": ngettext_lazy(
        "%(count)s other competency has its levels.", "%(count)s other competencies have its levels.", "count"
    ),
    "accounts": ngettext_lazy(
        "%(count)s person has an account: invited or a member.",
        "%(count)s people have an account: invited or a member.",
        "count",
    ),
    "supporters": ngettext_lazy(
        "%(count)s objective was linked under it later.", "%(count)s objectives were linked under it later.", "count"
    ),
    "check_ins": ngettext_lazy("%(count)s check-in was recorded.", "%(count)s check-ins were recorded.", "count"),
    "actions": ngettext_lazy("%(count)s action belongs to it.", "%(count)s actions belong to it.", "count"),
    "assessments": ngettext_lazy(
        "%(count)s assessment of competencies is about it, or by it.",
        "%(count)s assessments of competencies are about it, or by it.",
        "count",
    ),
    "salaries": ngettext_lazy(
        "%(count)s salary was recorded, or a gender for the check of equal pay.",
        "%(count)s salaries were recorded, or genders for the check of equal pay.",
        "count",
    ),
    "rewards": ngettext_lazy(
        "%(count)s proposal for a reward is about it.", "%(count)s proposals for a reward are about it.", "count"
    ),
    "reward_rounds": ngettext_lazy(
        "%(count)s round of rewards is of it.", "%(count)s rounds of rewards are of it.", "count"
    ),
    "said_of_the_file": ngettext_lazy(
        "%(count)s statement or request for a correction is of it.",
        "%(count)s statements or requests for a correction are of it.",
        "count",
    ),
    "holds": ngettext_lazy(
        "%(count)s time it was decided to remove nothing of it.",
        "%(count)s times it was decided to remove nothing of it.",
        "count",
    ),
    "profiles": ngettext_lazy(
        "%(count)s profile of competencies is of it.", "%(count)s profiles of competencies are of it.", "count"
    ),
    "feedback_about": ngettext_lazy(
        "%(count)s question or outcome of 360 feedback is about it.",
        "%(count)s questions or outcomes of 360 feedback are about it.",
        "count",
    ),
    "feedback": ngettext_lazy(
        "%(count)s round or request of 360 feedback is of it.",
        "%(count)s rounds or requests of 360 feedback are of it.",
        "count",
    ),
    "development_plans": ngettext_lazy(
        "%(count)s development plan is of it.", "%(count)s development plans are of it.", "count"
    ),
    "learning_goals": ngettext_lazy(
        "%(count)s development goal is for it.", "%(count)s development goals are for it.", "count"
    ),
    "development_texts": ngettext_lazy(
        "%(count)s remark or agreement on development is by it.",
        "%(count)s remarks or agreements on development are by it.",
        "count",
    ),
    "study_costs": ngettext_lazy(
        "%(count)s agreement on study costs is with it, or by it.",
        "%(count)s agreements on study costs are with it, or by it.",
        "count",
    ),
    "growth_plans": ngettext_lazy("%(count)s growth plan is of it.", "%(count)s growth plans are of it.", "count"),
    "cycles": ngettext_lazy(
        "%(count)s conversation cycle is for it.", "%(count)s conversation cycles are for it.", "count"
    ),
    "conversations": ngettext_lazy(
        "%(count)s conversation is with it.", "%(count)s conversations are with it.", "count"
    ),
    "conversation_texts": ngettext_lazy(
        "%(count)s text of a conversation belongs to it.", "%(count)s texts of conversations belong to it.", "count"
    ),
    "appraisals": ngettext_lazy(
        "%(count)s step of an appraisal is by it.", "%(count)s steps of appraisals are by it.", "count"
    ),
    "analyses": ngettext_lazy(
        "%(count)s analysis (SWOT) is about it.", "%(count)s analyses (SWOT) are about it.", "count"
    ),
    "attention_points": ngettext_lazy(
        "%(count)s attention point became it.", "%(count)s attention points became it.", "count"
    ),
    "weights": ngettext_lazy(
        "%(count)s weight was set on the scorecard.", "%(count)s weights were set on the scorecard.", "count"
    ),
    "scores": ngettext_lazy("%(count)s has an OKR score.", "%(count)s have an OKR score.", "count"),
    "carried_over": ngettext_lazy(
        "%(count)s was carried over to or from another cycle.",
        "%(count)s were carried over to or from another cycle.",
        "count",
    ),
    "arrows": ngettext_lazy(
        "%(count)s arrow of the strategy map leads from or to it.",
        "%(count)s arrows of the strategy map lead from or to it.",
        "count",
    ),
    "choices": ngettext_lazy(
        "%(count)s choice was written on an OGSM.", "%(count)s choices were written on an OGSM.", "count"
    ),
    "goals_served": ngettext_lazy(
        "%(count)s strategy says that it serves it as a goal.",
        "%(count)s strategies say that they serve it as a goal.",
        "count",
    ),
    "later_units": ngettext_lazy("%(count)s other unit depends on it.", "%(count)s other units depend on it.", "count"),
    "later_placements": ngettext_lazy(
        "%(count)s other placement depends on it.", "%(count)s other placements depend on it.", "count"
    ),
    "later_projects": ngettext_lazy(
        "%(count)s other project depends on it.", "%(count)s other projects depend on it.", "count"
    ),
    "later_objectives": ngettext_lazy(
        "%(count)s other objective depends on it.", "%(count)s other objectives depend on it.", "count"
    ),
    "later_measures": ngettext_lazy(
        "%(count)s other measure depends on it.", "%(count)s other measures depend on it.", "count"
    ),
    "later_readings": ngettext_lazy(
        "%(count)s reading was recorded later.", "%(count)s readings were recorded later.", "count"
    ),
    "later_others": ngettext_lazy(
        "%(count)s other thing depends on it.", "%(count)s other things depend on it.", "count"
    ),
}


def sentence(reason: Reason) -> str:
    """The reason, in the language of the reader."""
    return str(SENTENCES[reason.code] % {"count": reason.count} if reason.count else SENTENCES[reason.code])


def sentences(reasons: Iterable[Reason]) -> list[str]:
    """The reasons as a job and the command line say them: with some of the things by name."""
    said = []
    for reason in reasons:
        some = [one.name for one in reason.named[:MOST_NAMES]]
        names = ", ".join([*some, *(["…"] if some and reason.count > len(some) else [])])
        said.append(f"{sentence(reason)} ({names})" if names else sentence(reason))
    return said
