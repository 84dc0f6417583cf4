"""What could be sharper in an objective or a plan, in sentences: what, why it matters, and a better example."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zichtlijn.access.models import Organisation
from zichtlijn.calculations.plans import (
    Counted,
    DraftMeasure,
    DraftObjective,
    Language,
    Remark,
    RemarkCode,
    Where,
    count_remark,
    smart_remarks,
)
from zichtlijn.objectives.models import Measure, Objective
from zichtlijn.objectives.queries.wording import problem_sentence
from zichtlijn.objectives.states import OPEN, Level


@dataclass(frozen=True)
class Told:
    """One remark for a reader. It is help: nothing is refused because of it."""

    sentence: str
    why: str = ""
    example: str = ""
    #: What it is about, by name; empty: the thing on the page itself.
    about: str = ""
    key: str = ""


#: Why each matters, and an example of how it is better; a code that needs neither says enough by itself.
_REASONS: dict[RemarkCode, tuple] = {
    RemarkCode.SEVERAL_SENTENCES: (
        gettext_lazy("One sentence is remembered; a second one explains, or wants something else."),
        gettext_lazy("Residents are helped in one call, by having the knowledge at hand."),
    ),
    RemarkCode.HAS_NUMBERS: (
        gettext_lazy("The ambition says what and how; the goals beside it say how much."),
        gettext_lazy("“80 percent solved” becomes “solved in one call”, and 80 percent is a goal."),
    ),
    RemarkCode.HOW_MISSING: (
        gettext_lazy("What by how: only then can people see which choice was made."),
        gettext_lazy("Shorter waiting times by calling back."),
    ),
    RemarkCode.VAGUE_WORDS: (
        gettext_lazy("Later nobody can tell whether it was kept."),
        gettext_lazy("“answer faster” becomes “answer within one day”."),
    ),
    RemarkCode.VALUE_MISSING: (
        gettext_lazy("Without a number everybody has another one in mind."),
        gettext_lazy("From 62% to 80%."),
    ),
    RemarkCode.NOTHING_CHANGES: (
        gettext_lazy("Then nothing has to change: it is kept or not, and there is no course towards it."),
        gettext_lazy("From 90 to 60 seconds."),
    ),
    RemarkCode.UNIT_MISSING: (gettext_lazy("A number without a unit can mean anything."), gettext_lazy("%, days, €")),
    RemarkCode.DATE_MISSING: (gettext_lazy("What has no date gives way to what has one."), ""),
    RemarkCode.OWNER_MISSING: (gettext_lazy("What belongs to everybody is done by nobody."), ""),
    RemarkCode.SOURCE_MISSING: (
        gettext_lazy("Write it down: then anybody can look up the same value."),
        gettext_lazy("Case system, monthly report"),
    ),
    RemarkCode.MEASURE_MISSING: (
        gettext_lazy("With a measure everyone can see whether it is reached."),
        gettext_lazy("Reports solved in one call, from 62% to 80%"),
    ),
    RemarkCode.GOALS_MISSING: (
        gettext_lazy("Goals put numbers to the ambition."),
        gettext_lazy("Reports solved in one call, from 62% to 80%"),
    ),
    RemarkCode.STRATEGIES_MISSING: (
        gettext_lazy("Strategies are the choices that lead to the goals."),
        gettext_lazy("Solve more in one call by bringing knowledge into the conversation."),
    ),
    RemarkCode.GOAL_WITHOUT_STRATEGY: (
        gettext_lazy("A goal that no choice serves is reached by luck."),
        "",
    ),
    RemarkCode.STRATEGY_WITHOUT_GOAL: (gettext_lazy("A choice that serves no goal can be left out."), ""),
    RemarkCode.NOTHING_LEFT_OUT: (
        gettext_lazy("It is a choice only when something else is no longer done."),
        gettext_lazy("No longer: steering on the length of calls."),
    ),
    RemarkCode.INDICATOR_MISSING: (
        gettext_lazy("Without a measure nobody sees whether the choice works."),
        gettext_lazy("Questions with an answer in the knowledge base, from 71% to 95%"),
    ),
    RemarkCode.ACTION_MISSING: (gettext_lazy("A choice begins with a first action, by somebody, by a date."), ""),
    RemarkCode.TOO_MANY: (gettext_lazy("Whoever does everything at once chooses nothing."), ""),
}


def language_of(organisation: Organisation) -> Language:
    """The language in which the plans of this organisation are read."""
    return Language.ENGLISH if organisation.language == "en" else Language.DUTCH


def tell_remarks(remarks: Iterable[Remark], names: Mapping[str, str] | None = None) -> list[Told]:
    """Remarks in sentences, in their order; `names` says what the parts are called."""
    return [tell_remark(remark, (names or {}).get(remark.key, "")) for remark in remarks]


def tell_remark(remark: Remark, about: str = "") -> Told:
    """One remark in a sentence, with why it matters and a better example."""
    why, example = _REASONS.get(remark.code, ("", ""))
    return Told(_sentence(remark), str(why), str(example), about, remark.key)


def _sentence(remark: Remark) -> str:
    words = get_text_list([f"“{found.words}”" for found in remark.words], _("and"))
    match remark.code:
        case RemarkCode.TEXT_MISSING:
            return _("There are no words yet.")
        case RemarkCode.SEVERAL_SENTENCES:
            return _("Say it in one sentence: now there are %(n)s.") % {"n": remark.found}
        case RemarkCode.HAS_NUMBERS:
            return _("Leave the numbers to the goals: %(words)s.") % {"words": words}
        case RemarkCode.HOW_MISSING:
            return _("It does not say how: “… by …”.")
        case RemarkCode.VAGUE_WORDS:
            n = len(remark.words)
            return ngettext("%(words)s leaves it open.", "%(words)s leave it open.", n) % {"words": words}
        case RemarkCode.VALUE_MISSING:
            return _("It does not say how much.")
        case RemarkCode.NOTHING_CHANGES:
            return _("The target is the same as the baseline.")
        case RemarkCode.UNIT_MISSING:
            return _("The unit is missing.")
        case RemarkCode.DATE_MISSING:
            return _("It does not say by when.")
        case RemarkCode.OWNER_MISSING:
            return _("Nobody owns it yet.")
        case RemarkCode.SOURCE_MISSING:
            return _("It does not say where the values come from.")
        case RemarkCode.MEASURE_MISSING:
            return _("It has no measure yet.")
        case RemarkCode.DATES_NOT_IN_ORDER:
            return _("The target is not later than the baseline.")
        case RemarkCode.AIM if remark.problem is not None:
            return problem_sentence(remark.problem)
        case RemarkCode.TOO_FEW | RemarkCode.TOO_MANY:
            return _count_sentence(remark)
        case _:
            return _plan_sentence(remark)


def _plan_sentence(remark: Remark) -> str:
    match remark.code:
        case RemarkCode.GOALS_MISSING:
            return _("There are no goals yet.")
        case RemarkCode.STRATEGIES_MISSING:
            return _("There are no strategies yet.")
        case RemarkCode.GOAL_WITHOUT_STRATEGY:
            return _("No strategy serves this goal.")
        case RemarkCode.STRATEGY_WITHOUT_GOAL:
            return _("It does not say which goal it serves.")
        case RemarkCode.UNKNOWN_GOAL:
            return _("It serves a goal that is no longer on this page.")
        case RemarkCode.NOTHING_LEFT_OUT:
            return _("It does not say what is no longer done.")
        case RemarkCode.INDICATOR_MISSING:
            return _("It has no measure yet.")
        case RemarkCode.ACTION_MISSING:
            return _("It has no action yet.")
    raise ValueError(remark)


_COUNTED = {
    Counted.PERSONAL_OBJECTIVES: gettext_lazy("personal objectives"),
    Counted.GOALS: gettext_lazy("goals"),
    Counted.BUSINESS_STRATEGIES: gettext_lazy("strategies"),
    Counted.ENABLING_STRATEGIES: gettext_lazy("enabling strategies"),
    Counted.STRATEGY_INDICATORS: gettext_lazy("measures"),
}


def _count_sentence(remark: Remark) -> str:
    assert remark.counted is not None
    numbers = {"n": remark.found, "least": remark.least, "most": remark.most, "things": _COUNTED[remark.counted]}
    if remark.code == RemarkCode.TOO_FEW:
        return _("%(n)s %(things)s: at least %(least)s is usual.") % numbers
    return _("%(n)s %(things)s: at most %(most)s is usual.") % numbers


# an objective with its measures -----------------------------------------------------------------------------------


def draft_of(objective: Objective, measures: Iterable[Measure]) -> DraftObjective:
    """The objective as the checks take it."""
    return DraftObjective(
        key="",
        text=objective.title,
        has_owner=objective.owner_id is not None or objective.level == Level.ROLE,
        due_on=objective.ends_on,
        measures=tuple(DraftMeasure(f"m{m.pk}", m.aim(), m.unit, m.source) for m in measures),
    )


def sharper(objective: Objective, measures: list[Measure], *, organisation: Organisation) -> list[Told]:
    """What could be sharper in an objective; one that others support needs no measure of its own."""
    remarks = smart_remarks(draft_of(objective, measures), language_of(organisation))
    if objective.supporter_count:
        remarks = [remark for remark in remarks if remark.code != RemarkCode.MEASURE_MISSING]
    told = tell_remarks(remarks, {f"m{m.pk}": m.name for m in measures})
    if objective.level == Level.PERSONAL and (remark := _number_of_plan(objective)):
        told.append(tell_remark(remark))
    return told


def _number_of_plan(objective: Objective) -> Remark | None:
    """Whether its owner has too many personal objectives in the period."""
    beside = Objective.objects.filter(
        level=Level.PERSONAL, owner=objective.owner_id, period=objective.period_id, state__in=OPEN
    )
    remark = count_remark(Counted.PERSONAL_OBJECTIVES, beside.count(), where=Where.OBJECTIVE)
    return remark if remark and remark.code == RemarkCode.TOO_MANY else None


def sharper_while_writing(text: str, *, organisation: Organisation) -> list[Told]:
    """What could be sharper in the words of an objective that is still being written; all else is asked later."""
    remarks = smart_remarks(DraftObjective("", text), language_of(organisation))
    return tell_remarks(remark for remark in remarks if remark.code == RemarkCode.VAGUE_WORDS)
