"""What could be sharper in one part of an OGSM while it is being written, from what stands in its form now."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from zichtlijn.access.models import Organisation
from zichtlijn.calculations.plans import (
    Goal,
    Indicator,
    PlannedAction,
    Remark,
    RemarkCode,
    Sheet,
    Strategy,
    Where,
    ogsm_remarks,
)
from zichtlijn.objectives.forms.fields import read_amount
from zichtlijn.objectives.queries.sharper import Told, language_of, tell_remarks

#: What is on other parts of the page is not asked of this one, and an empty field needs no remark while one types.
_ELSEWHERE = {
    RemarkCode.TEXT_MISSING,
    RemarkCode.GOALS_MISSING,
    RemarkCode.STRATEGIES_MISSING,
    RemarkCode.GOAL_WITHOUT_STRATEGY,
    RemarkCode.STRATEGY_WITHOUT_GOAL,
    RemarkCode.INDICATOR_MISSING,
    RemarkCode.ACTION_MISSING,
    RemarkCode.TOO_FEW,
}
_KEY = "here"


def remarks_while_writing(part: str, sent: Mapping[str, str], organisation: Organisation) -> list[Told]:
    """The remarks on this part (`objective`, `strategy`, `goal`, `indicator` or `action`)."""
    if part not in {where.value for where in Where}:
        return []
    found = ogsm_remarks(_sheet(part, sent), language_of(organisation))
    return tell_remarks(remark for remark in found if _is_here(remark, part))


def _is_here(remark: Remark, part: str) -> bool:
    is_objective = part == Where.OBJECTIVE and remark.where == Where.OBJECTIVE
    return (is_objective or remark.key == _KEY) and remark.code not in _ELSEWHERE


def _sheet(part: str, sent: Mapping[str, str]) -> Sheet:
    title, has_owner = sent.get("title", "")[:300], bool(sent.get("owner", "").strip())
    value, baseline, unit = _amount(sent.get("target", "")), _amount(sent.get("baseline", "")), sent.get("unit", "")
    unit = unit or ("score" if value is not None and 0 < value <= 10 else "")
    match part:
        case Where.OBJECTIVE:
            return Sheet(title)
        case Where.STRATEGY:
            return Sheet("", strategies=(Strategy(_KEY, title, has_owner=has_owner),))
        case Where.GOAL:
            name = sent.get("name", "")[:300]
            return Sheet("", goals=(Goal(_KEY, name, value, unit, _day(sent.get("ends_on", "")), baseline),))
        case Where.INDICATOR:
            return Sheet("", strategies=(Strategy("", "", indicators=(Indicator(_KEY, unit, value, baseline),)),))
    due_on = _day(sent.get("due_on", "")) or _day(sent.get("done_on", ""))
    return Sheet("", strategies=(Strategy("", "", actions=(PlannedAction(_KEY, has_owner, due_on),)),))


def _amount(text: str) -> Decimal | None:
    try:
        return read_amount(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
