"""Problems of a scale, and scores, in words."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from zichtlijn.appraisals.defaults import LevelGiven
from zichtlijn.appraisals.models import Passage
from zichtlijn.appraisals.states import Move
from zichtlijn.calculations.appraisal import Level, ScaleProblem, ScaleProblemCode, scale_problems
from zichtlijn.calculations.bands import Band, band_problems
from zichtlijn.conversations.states import Answer
from zichtlijn.ui.wording import write_number


def tell_scale(levels: Sequence[LevelGiven]) -> list[str]:
    """Everything that is wrong with a scale and its bands, each as a sentence."""
    scale = [Level(Decimal(n), level.name, level.is_negative) for n, level in enumerate(levels, start=1)]
    told = [_tell(problem, scale) for problem in scale_problems(scale)]
    if told:
        return told
    highest = Decimal(len(levels))
    edges = [level.from_score for level in levels[1:]] + [highest]
    bands = [Band(level.name, level.from_score, edge) for level, edge in zip(levels, edges, strict=True)]
    if levels[0].from_score != 1 or band_problems(bands, lowest=Decimal(1), highest=highest):
        told.append(
            _("The scores from which a label is proposed must rise from level to level, from 1 to %(highest)s.")
            % {"highest": write_number(highest)}
        )
    told += [
        _("Of “%(name)s” the target has a least above its most.") % {"name": level.name}
        for level in levels
        if level.least is not None and level.most is not None and level.least > level.most
    ]
    if sum(level.least or 0 for level in levels) > 100:
        told.append(_("The least shares of the target are more than the whole together."))
    return told


def _tell(problem: ScaleProblem, scale: Sequence[Level]) -> str:
    number = (problem.row or 0) + 1
    match problem.code:
        case ScaleProblemCode.TOO_FEW:
            return _("A scale has at least two levels.")
        case ScaleProblemCode.NO_NAME:
            return _("Level %(number)s has no name.") % {"number": number}
        case ScaleProblemCode.SAME_NAME:
            return _("Two levels are called “%(name)s”.") % {"name": scale[number - 1].name}
        case ScaleProblemCode.NEGATIVE_ABOVE:
            return _("“%(name)s” is not good enough, and stands above a level that is. Put such levels lowest.") % {
                "name": scale[number - 1].name
            }
    return _("The levels must go from low to high.")


def tell_level(names: dict[int, str], number: int | None) -> str:
    """A level by its name; "–" when there is none."""
    return names.get(number, str(number)) if number is not None else "–"


def tell_score(names: dict[int, str], told: tuple[int | None, str] | None) -> str:
    """A score with its remark, in a clash of two edits."""
    if told is None:
        return ""
    level, remark = told
    said = tell_level(names, level)
    return f"{said}: {remark}" if remark else said


def tell_passage(row: Passage, names: dict[int, str]) -> tuple[str, str]:
    """What happened as a sentence, and the words that were written with it."""
    words = {"name": row.by_name, "before": tell_level(names, row.before), "after": tell_level(names, row.after)}
    match row.move:
        case Move.SEND:
            said = _("Sent by %(name)s, with the label “%(after)s”")
        case Move.TAKE_BACK:
            said = _("Taken back by %(name)s")
        case Move.ANSWER if row.answer == Answer.AGREED:
            said = _("Signed as agreed by %(name)s; the label was “%(after)s”")
        case Move.ANSWER:
            said = _("Signed as seen by %(name)s; the label was “%(after)s”")
        case Move.LAPSE:
            said = _("Not answered within the term")
        case Move.CALIBRATE:
            said = _("Changed in the calibration session by %(name)s: “%(before)s” became “%(after)s”")
        case Move.APPROVE:
            said = _("Approved by %(name)s")
        case Move.RETURN:
            said = _("Returned by %(name)s")
        case Move.FINISH:
            said = _("Made final by %(name)s, with the label “%(after)s”")
        case Move.OBJECT:
            said = _("Objection of %(name)s")
        case _decided if row.before == row.after:
            said = _("Decided by %(name)s: the label stays “%(after)s”")
        case _decided:
            said = _("Decided by %(name)s: “%(before)s” became “%(after)s”")
    return said % words, row.words
