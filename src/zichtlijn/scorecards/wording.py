"""What is out of balance on a scorecard, in sentences: one that says it all, and what would mend it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.calculations.balance import BalanceLevel, BalanceTest, Basis, Finding, Mend, MendCode, worst_level
from zichtlijn.objectives.models import NamedPerspective
from zichtlijn.objectives.states import StandardPerspective
from zichtlijn.scorecards.queries import Row, ScorecardPage, Side
from zichtlijn.ui.wording import write_measured, write_percent

#: Tests of how the whole is divided over the perspectives.
_DIVISION = {BalanceTest.EMPTY, BalanceTest.DOMINANCE, BalanceTest.TIME, BalanceTest.FOCUS, BalanceTest.EVENNESS}
_BEYOND = (BalanceLevel.ATTENTION, BalanceLevel.ONE_SIDED)


def question_of(perspective: NamedPerspective) -> str:
    """The question that a perspective asks: that of the organisation, or that of the method."""
    if perspective.question or not perspective.is_standard:
        return perspective.question
    return {
        StandardPerspective.FINANCIAL: _("What do those who pay for us expect of us?"),
        StandardPerspective.CUSTOMERS: _("What do our customers expect of us?"),
        StandardPerspective.PROCESSES: _("In which processes must we excel?"),
        StandardPerspective.LEARNING: _("How do we keep changing and improving?"),
    }[StandardPerspective(perspective.key)]


def axis_of(code: str) -> str:
    """The end of the axis at which a perspective stands; one that an organisation added stands on neither."""
    words: dict[str, str] = {
        StandardPerspective.FINANCIAL: _("short term"),
        StandardPerspective.CUSTOMERS: _("external perspective"),
        StandardPerspective.PROCESSES: _("internal perspective"),
        StandardPerspective.LEARNING: _("long term"),
    }
    return words.get(code, "")


def behind(row: Row, currency: str) -> str:
    """What stands behind an objective: how many measures and initiatives, and what is set aside for them."""
    said = []
    if row.measures:
        said.append(ngettext("%(n)d measure", "%(n)d measures", row.measures) % {"n": row.measures})
    if number := len(row.initiatives):
        said.append(ngettext("%(n)d initiative", "%(n)d initiatives", number) % {"n": number})
    if row.budget is not None and currency:
        said.append(write_measured(row.budget, currency))
    return " · ".join(said)


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

    @property
    def spoken(self) -> str:
        """What the picture says, for who does not see it."""
        return " ".join([self.headline, *(f"{axis.words}." for axis in self.axes)])


def basis_of(page: ScorecardPage) -> Basis:
    """What balance is judged by on the page of the scorecard: the weights, or how many objectives there are."""
    return Basis.WEIGHT if page.is_weighed else Basis.NUMBER


def ends() -> dict[str, str]:
    """The four ends of the two axes."""
    return {
        "short": _("short term"),
        "long": _("long term"),
        "external": _("external perspective"),
        "internal": _("internal perspective"),
    }


def tell_balance(page: ScorecardPage) -> Balance:
    """The balance in one sentence, what would mend it, and how the two axes are divided."""
    basis = basis_of(page)
    division = [f for f in page.findings if f.test in _DIVISION and f.basis == basis]
    level = worst_level(division)
    beyond = [f for f in page.findings if f.level in _BEYOND and f.basis in {None, basis, Basis.NUMBER}]
    names = {side.code: side.label for side in page.sides}
    # what is empty comes first: until then it says little how the rest is divided
    has_empty = any(f.test == BalanceTest.EMPTY for f in beyond)
    advice = [
        sentence
        for finding in beyond
        if not has_empty or finding.test not in _DIVISION - {BalanceTest.EMPTY}
        for mend in finding.mends
        if (sentence := _mend(finding, mend, names))
    ]
    advice += [
        _("%(perspective)s has no measure.") % {"perspective": side.label}
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
    words: dict[str, object] = {"heavy": _name(heavy.label), "light": _name(light.label)}
    empty = [side for side in page.sides if not side.rows]
    if len(empty) > 1:
        said = _("nothing for %(perspectives)s") % {"perspectives": _(" or ").join(_name(side.label) for side in empty)}
    elif page.is_weighed:
        words |= {"most": write_percent((heavy.weight or 0) / 100), "least": write_percent((light.weight or 0) / 100)}
        said = _("%(heavy)s weighs %(most)s, %(light)s %(least)s") % words
    else:
        words |= {"most": len(heavy.rows), "least": len(light.rows), "all": page.count}
        said = _("%(heavy)s has %(most)s of the %(all)s objectives, %(light)s has %(least)s") % words
    if level == BalanceLevel.ONE_SIDED:
        return _("Far too one-sided: %(said)s.") % {"said": said}
    return _("Too one-sided: %(said)s.") % {"said": said}


def _mend(finding: Finding, mend: Mend, names: dict[str, str]) -> str:
    amount = mend.amount or 0
    to, source = _names(mend.to, names), _names(mend.source, names)
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
                "worst": _capital(_names(finding.concerns, names)),
                "points": _("%(n)d points") % {"n": round((finding.value or 0) * 100)},
                "best": source,
            }
    return ""  # what is not known yet (no budgets, no map) is no advice


def _axes(page: ScorecardPage) -> list[Axis]:
    return [
        _axis(page, _("Time"), StandardPerspective.LEARNING, StandardPerspective.FINANCIAL),
        _axis(page, _("Focus"), StandardPerspective.PROCESSES, StandardPerspective.CUSTOMERS),
    ]


def _axis(page: ScorecardPage, name: str, first: str, second: str) -> Axis:
    sides = {side.code: _carried(side) for side in page.sides}
    names = {side.code: side.label for side in page.sides}
    both = sides[first] + sides[second]
    share = sides[first] / both if both else None
    words: dict[str, object] = {
        "first": _capital(axis_of(first)),
        "first_name": _name(names[first]),
        "second": axis_of(second),
        "second_name": _name(names[second]),
    }
    if share is None:
        said = _("%(first)s (%(first_name)s) and %(second)s (%(second_name)s): both empty") % words
        return Axis(name, None, said)
    words |= {"a": round(share * 100), "b": 100 - round(share * 100)}
    said = _("%(first)s (%(first_name)s) %(a)s · %(second)s (%(second_name)s) %(b)s") % words
    return Axis(name, share, said)


def _carried(side: Side) -> float:
    return len(side.rows) if side.weight is None else side.weight


def _name(label: str) -> str:
    """A perspective in the middle of a sentence; what is written in capitals stays so."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _names(codes: tuple[str, ...], names: dict[str, str]) -> str:
    return _(" or ").join(_name(names[code]) for code in codes)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
