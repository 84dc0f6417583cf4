"""What is out of balance on a scorecard, in sentences: one that says it all, and what would mend it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.calculations.balance import BalanceLevel, BalanceTest, Basis, Finding, Mend, MendCode, worst_level
from zichtlijn.objectives.states import Perspective
from zichtlijn.scorecards.queries import ScorecardPage, Side
from zichtlijn.ui.wording import write_percent

#: Tests of how the whole is divided over the perspectives.
_DIVISION = {BalanceTest.EMPTY, BalanceTest.DOMINANCE, BalanceTest.TIME, BalanceTest.FOCUS, BalanceTest.EVENNESS}
_BEYOND = (BalanceLevel.ATTENTION, BalanceLevel.ONE_SIDED)


def question_of(code: str) -> str:
    """The question that a perspective asks."""
    return {
        Perspective.FINANCIAL: _("What do those who pay for us expect of us?"),
        Perspective.CUSTOMERS: _("What do our customers expect of us?"),
        Perspective.PROCESSES: _("In which processes must we excel?"),
        Perspective.LEARNING: _("How do we keep changing and improving?"),
    }[Perspective(code)]


def axis_of(code: str) -> str:
    """The end of the axis at which a perspective stands."""
    return {
        Perspective.FINANCIAL: _("short term"),
        Perspective.CUSTOMERS: _("external perspective"),
        Perspective.PROCESSES: _("internal perspective"),
        Perspective.LEARNING: _("long term"),
    }[Perspective(code)]


@dataclass(frozen=True)
class Axis:
    """How two opposite perspectives divide what they have together."""

    name: str
    share: float | None
    words: str


@dataclass(frozen=True)
class Balance:
    """The balance of a scorecard as the page tells it."""

    level: BalanceLevel
    headline: str
    advice: list[str]
    axes: list[Axis]


def tell_balance(page: ScorecardPage) -> Balance:
    """The balance in one sentence, what would mend it, and how the two axes are divided."""
    basis = Basis.WEIGHT if page.is_weighed else Basis.NUMBER
    division = [f for f in page.findings if f.test in _DIVISION and f.basis == basis]
    level = worst_level(division)
    beyond = [f for f in page.findings if f.level in _BEYOND and f.basis in {None, basis, Basis.NUMBER}]
    # what is empty comes first: until then it says little how the rest is divided
    has_empty = any(f.test == BalanceTest.EMPTY for f in beyond)
    advice = [
        sentence
        for finding in beyond
        if not has_empty or finding.test not in _DIVISION - {BalanceTest.EMPTY}
        for mend in finding.mends
        if (sentence := _mend(finding, mend))
    ]
    advice += [
        _("%(perspective)s has no measure.") % {"perspective": Perspective(side.code).label}
        for side in page.sides
        if side.rows and not side.measures
    ]
    if page.count and not page.looks_ahead:
        advice.append(_("No objective looks beyond the short term."))
    return Balance(level, _headline(page, level), list(dict.fromkeys(advice)), _axes(page))


def _headline(page: ScorecardPage, level: BalanceLevel) -> str:
    if level == BalanceLevel.UNKNOWN:
        return _("There is nothing to weigh yet.")
    if level == BalanceLevel.FINE:
        return _("In balance: no perspective outweighs the others.")
    by_share = sorted(page.sides, key=_carried)
    light, heavy = by_share[0], by_share[-1]
    words: dict[str, object] = {"heavy": _name(heavy.code), "light": _name(light.code)}
    empty = [side for side in page.sides if not side.rows]
    if len(empty) > 1:
        said = _("nothing for %(perspectives)s") % {"perspectives": _(" or ").join(_name(side.code) for side in empty)}
    elif page.is_weighed:
        words |= {"most": write_percent((heavy.weight or 0) / 100), "least": write_percent((light.weight or 0) / 100)}
        said = _("%(heavy)s weighs %(most)s, %(light)s %(least)s") % words
    else:
        words |= {"most": len(heavy.rows), "least": len(light.rows), "all": page.count}
        said = _("%(heavy)s has %(most)s of the %(all)s objectives, %(light)s has %(least)s") % words
    if level == BalanceLevel.ONE_SIDED:
        return _("Far too one-sided: %(said)s.") % {"said": said}
    return _("Too one-sided: %(said)s.") % {"said": said}


def _mend(finding: Finding, mend: Mend) -> str:
    amount = mend.amount or 0
    to, source = _names(mend.to), _names(mend.source)
    match mend.code:
        case MendCode.ADD:
            n = int(amount)
            sentence = ngettext("Add one objective for %(to)s.", "Add %(n)d objectives for %(to)s.", n)
            return sentence % {"n": n, "to": to}
        case MendCode.MOVE:
            return _("Move %(percent)s of the weight from %(source)s to %(to)s.") % {
                "percent": write_percent(amount / 100),
                "source": source,
                "to": to,
            }
        case MendCode.ADD_LEAD:
            n = int(amount)
            return ngettext(
                "Add one measure that runs ahead of the result (lead).",
                "Add %(n)d measures that run ahead of the result (lead).",
                n,
            ) % {"n": n}
        case MendCode.ADD_LAG:
            n = int(amount)
            return ngettext(
                "Add one measure of the result itself (lag).", "Add %(n)d measures of the result itself (lag).", n
            ) % {"n": n}
        case MendCode.LIFT:
            return _("%(worst)s runs %(points)s behind %(best)s: look there first.") % {
                "worst": _capital(_names(finding.concerns)),
                "points": _("%(n)d points") % {"n": round((finding.value or 0) * 100)},
                "best": source,
            }
    return ""  # what is not known yet (no budgets, no map) is no advice


def _axes(page: ScorecardPage) -> list[Axis]:
    return [
        _axis(page, _("Time"), Perspective.LEARNING, Perspective.FINANCIAL),
        _axis(page, _("Focus"), Perspective.PROCESSES, Perspective.CUSTOMERS),
    ]


def _axis(page: ScorecardPage, name: str, first: Perspective, second: Perspective) -> Axis:
    sides = {side.code: _carried(side) for side in page.sides}
    both = sides[first] + sides[second]
    share = sides[first] / both if both else None
    words: dict[str, object] = {
        "first": _capital(axis_of(first)),
        "first_name": _name(first),
        "second": axis_of(second),
        "second_name": _name(second),
    }
    if share is None:
        said = _("%(first)s (%(first_name)s) and %(second)s (%(second_name)s): both empty") % words
        return Axis(name, None, said)
    words |= {"a": round(share * 100), "b": 100 - round(share * 100)}
    said = _("%(first)s (%(first_name)s) %(a)s · %(second)s (%(second_name)s) %(b)s") % words
    return Axis(name, share, said)


def _carried(side: Side) -> float:
    return len(side.rows) if side.weight is None else side.weight


def _name(code: str) -> str:
    """The perspective in the middle of a sentence."""
    label = str(Perspective(code).label)
    return label[:1].lower() + label[1:]


def _names(codes: tuple[str, ...]) -> str:
    names = [_name(code) for code in codes]
    return _(" or ").join(names)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
