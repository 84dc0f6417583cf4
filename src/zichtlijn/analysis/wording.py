"""What is said about an analysis: the lists, their question, and what is wrong with them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from zichtlijn.analysis.states import SIGNS, Activity, Becomes, Criterion, Force, Kind, Mode
from zichtlijn.calculations.confrontation import (
    Quadrant,
    SwotProblem,
    SwotProblemCode,
    Total,
    VoteProblem,
    VoteProblemCode,
    points_to_give,
)
from zichtlijn.calculations.industry import Attractiveness, ForceProblem, ForceProblemCode
from zichtlijn.objectives.states import Level
from zichtlijn.ui.wording import write_number


def letter_of(kind: str) -> str:
    """The letter by which a list is known, and its factors with their place behind it."""
    return {
        Kind.STRENGTH: pgettext("letter of strengths", "S"),
        Kind.WEAKNESS: pgettext("letter of weaknesses", "W"),
        Kind.OPPORTUNITY: pgettext("letter of opportunities", "O"),
        Kind.THREAT: pgettext("letter of threats", "T"),
    }[Kind(kind)]


def question_of(kind: str) -> str:
    """The question that a list answers."""
    return {
        Kind.STRENGTH: _("What are we better at than others?"),
        Kind.WEAKNESS: _("What are we worse at than others?"),
        Kind.OPPORTUNITY: _("What happens around us that we can use?"),
        Kind.THREAT: _("What happens around us that can hurt us?"),
    }[Kind(kind)]


def axis_of(kind: str) -> str:
    """Where a list stands: inside or outside, helping or hurting."""
    return {
        Kind.STRENGTH: _("inside · helps"),
        Kind.WEAKNESS: _("inside · hurts"),
        Kind.OPPORTUNITY: _("outside · helps"),
        Kind.THREAT: _("outside · hurts"),
    }[Kind(kind)]


def name_of(kind: str) -> str:
    """The list by itself, at the beginning of a line."""
    label = str(Kind(kind).label)
    return label[:1].upper() + label[1:]


def a_kind(kind: str) -> str:
    """One thing of a list."""
    return {
        Kind.STRENGTH: _("a strength"),
        Kind.WEAKNESS: _("a weakness"),
        Kind.OPPORTUNITY: _("an opportunity"),
        Kind.THREAT: _("a threat"),
    }[Kind(kind)]


def tell_refusals(problems: Iterable[SwotProblem], said_as: str = "") -> list[str]:
    """Why a factor cannot be in its list, in sentences; `said_as`: the other list in which these words stand."""
    return [said for problem in problems if (said := _refusal(problem, said_as))]


def _refusal(problem: SwotProblem, said_as: str) -> str:
    match problem.code:
        case SwotProblemCode.TOO_MANY:
            return _(
                "A list has at most %(most)s factors: that keeps what matters in view. Merge this into one of them, or "
                "remove the least important one first."
            ) % {"most": problem.most}
        case SwotProblemCode.SAME_TEXT if said_as:
            return _(
                "There is a factor with these words already, as %(kind)s. Factors of two lists are not merged: say "
                "here what is different, or remove that one first."
            ) % {"kind": a_kind(said_as)}
        case SwotProblemCode.SAME_TEXT:
            return _("There is a factor with these words already. Merge it into that one, or say what is different.")
        case SwotProblemCode.NO_TEXT:
            return _("Tick what you want to merge, or write the factor in words.")
    return ""


def tell_room(ticked: int, room: int) -> str:
    """Why so many contributions cannot each become a factor."""
    return ngettext(
        "You ticked %(ticked)s, and %(n)s factor still fits in this list. Tick fewer, or merge some into one factor.",
        "You ticked %(ticked)s, and %(n)s factors still fit in this list. Tick fewer, or merge some into one factor.",
        room,
    ) % {"ticked": ticked, "n": room}


def tell_missing(problems: Iterable[SwotProblem]) -> list[str]:
    """What the four lists still need before they can be confronted."""
    return [said for problem in problems if (said := _missing(problem))]


def _missing(problem: SwotProblem) -> str:
    match problem.code:
        case SwotProblemCode.NO_INTERNAL:
            return _("There is no strength or weakness yet.")
        case SwotProblemCode.NO_EXTERNAL:
            return _("There is no opportunity or threat yet.")
    return ""


def tell_contributors(names: list[str]) -> str:
    """Who took part, by name as far as that fits in a line."""
    shown = names[:4]
    more = len(names) - len(shown)
    listed = ", ".join(shown)
    if not more:
        return listed
    return ngettext("%(names)s and %(n)d other", "%(names)s and %(n)d others", more) % {"names": listed, "n": more}


# the matrix -------------------------------------------------------------------------------------------------------


def describe_mode(mode: Mode) -> str:
    """A way of scoring, as one chooses it."""
    if mode == Mode.POINTS:
        return _("Points: 3, 2 and 1 in each column, for the factors that matter most there. Forces a choice.")
    return _("Scores: from −− to ++ in each cell. Says as well what hurts.")


def how_to_score(mode: str, rows: int) -> str:
    """What a rater does."""
    if mode == Mode.LIKERT:
        return _("Does the one help or hurt with the other? From −− (hurts much) to ++ (helps much).")
    points = " · ".join(str(points) for points in points_to_give(rows))
    return _(
        "Give your points (%(points)s) in each column: the most to the strength or weakness that matters most there."
    ) % {"points": points}


def say_points(points: int) -> str:
    """One choice of a rater."""
    return ngettext("%(n)d point to", "%(n)d points to", points) % {"n": points}


def tell_column(points: Iterable[int], given: Iterable[int]) -> str:
    """How far a column is, while points are given."""
    given = set(given)
    left = [str(each) for each in points if each not in given]
    return _("Still to give: %(points)s") % {"points": ", ".join(left)} if left else _("Done")


def write_score(score: int | None, mode: str) -> str:
    """What a rater gave one cell."""
    if score is None:
        return "–"
    return SIGNS.get(score, str(score)) if mode == Mode.LIKERT else str(score)


def write_value(value: float | None, mode: str) -> str:
    """What a cell or a total is worth: one digit behind the comma, with a real minus; of scores also with the plus."""
    if value is None:
        return "–"
    written = write_number(value, 1)
    plus = "+" if mode == Mode.LIKERT and value > 0 and written != "0" else ""
    return plus + written.replace("-", "−")


def tell_key(page) -> str:
    """How the numbers of the matrix are to be read."""
    if page.mode == Mode.POINTS:
        said = [_("Points: the mean of what people gave. Dark is much.")]
    else:
        said = [
            _("Scores from −− (hurts much, −2) to ++ (helps much, +2): the mean of the raters. Green helps, red hurts.")
        ]
    if page.has_weights:
        said.append(_("Where a column has “×”, its cells are multiplied by that weight."))
    if not page.has_column_totals:
        said.append(_("Columns have no total: everybody gives the same points in each."))
    return " ".join(said)


def quadrant_of(quadrant: Quadrant) -> str:
    """What a quadrant asks for, in a word."""
    return {
        Quadrant.GROW: _("growing"),
        Quadrant.DEFEND: _("defending"),
        Quadrant.IMPROVE: _("improving"),
        Quadrant.WITHDRAW: _("withdrawing"),
    }[quadrant]


@dataclass(frozen=True)
class ToldQuadrant:
    """One quadrant as the page tells it."""

    name: str
    meaning: str
    total: str
    #: Per cell that has a value.
    written: str
    is_strongest: bool


def tell_quadrants(
    totals: Iterable[tuple[Quadrant, Total]], strongest: Iterable[Quadrant], mode: str
) -> list[ToldQuadrant]:
    """The four quadrants with their total and their worth per cell."""
    meanings = {
        Quadrant.GROW: _("use a strength to take an opportunity"),
        Quadrant.DEFEND: _("use a strength against a threat"),
        Quadrant.IMPROVE: _("mend a weakness to take an opportunity"),
        Quadrant.WITHDRAW: _("a weakness where a threat hits: change or stop"),
    }
    chosen = set(strongest)
    return [
        ToldQuadrant(
            _capital(quadrant_of(quadrant)),
            meanings[quadrant],
            write_value(total.value, mode),
            write_value(total.mean, mode),
            quadrant in chosen,
        )
        for quadrant, total in totals
    ]


def tell_scoring(problems: Iterable[VoteProblem], codes: Mapping[str, str], rows: int) -> list[str]:
    """Why scores are refused, in sentences."""
    said = []
    for problem in problems:
        where = codes.get(problem.column or "", "?")
        match problem.code:
            case VoteProblemCode.POINTS_TWICE | VoteProblemCode.POINTS_WRONG:
                to_give = points_to_give(rows)
                points = ", ".join(str(points) for points in to_give)
                said.append(
                    _("In %(column)s, give each of the points %(points)s at most once.")
                    % {"column": where, "points": points}
                )
            case VoteProblemCode.UNKNOWN_ROW | VoteProblemCode.UNKNOWN_COLUMN:
                said.append(_("The factors changed in the meantime. Open the page again."))
            case VoteProblemCode.SCORE_OUTSIDE:
                said.append(_("In %(column)s stands a score that is not on the scale.") % {"column": where})
    return list(dict.fromkeys(said))


# attention points -------------------------------------------------------------------------------------------------


def question_for(row, column) -> str:
    """The question that joins an internal and an external factor, to go on from."""
    words = {"inside": row.text, "outside": column.text}
    match Kind(row.kind), Kind(column.kind):
        case Kind.STRENGTH, Kind.OPPORTUNITY:
            return _("How can we use “%(inside)s” to take “%(outside)s”?") % words
        case Kind.STRENGTH, _threat:
            return _("How can we use “%(inside)s” to withstand “%(outside)s”?") % words
        case _weakness, Kind.OPPORTUNITY:
            return _("How can we solve “%(inside)s” to take “%(outside)s”?") % words
    return _("How can we solve “%(inside)s” to withstand “%(outside)s”?") % words


#: A question for a way: what follows is what can be done.
_HOW_CAN_WE = re.compile(
    r"(?:how (?:can|could|do|will|should) we|hoe (?:kunnen|gaan|moeten) (?:we|wij)) ", re.IGNORECASE
)
_HOE_DOEN_WE = re.compile(r"hoe (?P<verb>\w+) (?P<who>we|wij) ", re.IGNORECASE)


def title_from(question: str) -> str:
    """The beginning of an objective out of an attention point: what can be done, without the question."""
    text = question.strip().rstrip("?").strip()
    if found := _HOW_CAN_WE.match(text):
        return _capital(text[found.end() :])[:300]
    # “Hoe helpen we bewoners” is answered by “We helpen bewoners”.
    if found := _HOE_DOEN_WE.match(text):
        return f"{_capital(found['who'])} {found['verb']} {text[found.end() :]}"[:300]
    return text[:300]


def describe_becoming(becomes: Becomes, alone: str) -> Promise:
    """What an attention point can become, as one chooses it; and where it then stands."""
    if becomes == Becomes.OBJECTIVE and alone != Level.STRATEGIC:
        return gettext_lazy("An objective of the unit: on its scorecard once it is adopted")
    if becomes == Becomes.OBJECTIVE:
        return gettext_lazy("A strategic objective: on the scorecard once it is adopted")
    return gettext_lazy("A strategy, in the OGSM of an objective")


def question_of_criterion(criterion: Criterion) -> str:
    """What is asked about an attention point."""
    return {
        Criterion.SUITABILITY: _("Does it answer what matters?"),
        Criterion.FEASIBILITY: _("Can we do it?"),
        Criterion.ACCEPTABILITY: _("Will those concerned go along?"),
    }[criterion]


# the industry -----------------------------------------------------------------------------------------------------


def question_of_force(force: str) -> str:
    """What is asked about a force; a public body has no competitors in the market, but feels all five."""
    return {
        Force.RIVALRY: _(
            "Who does what we do, and how hard do they push us? A public body: with whom are we compared?"
        ),
        Force.ENTRANTS: _("Who could start doing our work?"),
        Force.SUBSTITUTES: _("What could make our work unnecessary?"),
        Force.BUYERS: _("What can those we work for ask of us? A public body: residents and businesses."),
        Force.SUPPLIERS: _("On whom do we depend: suppliers, the labour market, those who pay?"),
    }[Force(force)]


def tell_force_problem(problem: ForceProblem) -> str:
    """What a force still lacks, in a sentence."""
    match problem.code:
        case ForceProblemCode.TOO_FEW_DRIVERS:
            return _("Has %(found)s of at least %(wanted)s drivers.") % {
                "found": problem.found,
                "wanted": problem.wanted,
            }
        case ForceProblemCode.TOO_MANY_DRIVERS:
            return _("Has more than %(wanted)s drivers.") % {"wanted": problem.wanted}
        case ForceProblemCode.SCORE_MISSING:
            return _("“%(driver)s” has no score yet.") % {"driver": problem.label}
    return _("“%(driver)s” has a score that nothing shows.") % {"driver": problem.label}


def tell_attractiveness(industry: Attractiveness) -> str:
    """How much room the forces leave, in a sentence."""
    if industry.value is None:
        return _("Nothing is scored yet.")
    if not industry.is_enough:
        return _("Too little is scored to judge by.")
    names = _(" and ").join(str(Force(force.value).label) for force in industry.strongest)
    if industry.value >= 3.5:
        return _("The forces leave much room. Strongest: %(forces)s.") % {"forces": names}
    if industry.value >= 2.5:
        return _("The forces leave some room. Strongest: %(forces)s.") % {"forces": names}
    return _("The forces leave little room. Strongest: %(forces)s.") % {"forces": names}


def tell_verdict(activity: str, kind: str) -> str:
    """An activity as a line of the SWOT, when nothing was written about it."""
    words = {"activity": Activity(activity).label}
    if kind == Kind.STRENGTH:
        return _capital(_("%(activity)s: done well") % words)
    return _capital(_("%(activity)s: not done well enough") % words)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
