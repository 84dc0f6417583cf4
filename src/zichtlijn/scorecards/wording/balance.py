"""What is out of balance on a scorecard, in sentences: one that says it all, and what would mend it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from zichtlijn.calculations.balance import BalanceLevel, BalanceTest, Basis, worst_level
from zichtlijn.objectives.states import StandardPerspective
from zichtlijn.scorecards.queries import ScorecardPage, Side
from zichtlijn.scorecards.wording.advice import Act, Advice, tell_mend
from zichtlijn.scorecards.wording.perspectives import axis_of, capital, in_sentence
from zichtlijn.ui.wording import write_percent

#: Tests of how the whole is divided over the perspectives.
_DIVISION = {BalanceTest.EMPTY, BalanceTest.DOMINANCE, BalanceTest.TIME, BalanceTest.FOCUS, BalanceTest.EVENNESS}
_BEYOND = (BalanceLevel.ATTENTION, BalanceLevel.ONE_SIDED)


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
    advice: list[Advice]
    axes: list[Axis]
    #: How the budget is divided, when that is more one-sided than what the headline is about.
    budget: str = ""

    @property
    def sentences(self) -> list[str]:
        """The advice as it is read on paper and on the wall."""
        return [each.sentence for each in self.advice]

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
    # what is empty comes first: until then it says little how the rest is divided
    has_empty = any(f.test == BalanceTest.EMPTY for f in beyond)
    advice = [
        told
        for finding in beyond
        if not has_empty or finding.test not in _DIVISION - {BalanceTest.EMPTY}
        for mend in finding.mends
        if (told := tell_mend(finding, mend, page))
    ]
    advice += [
        Advice(_("%(perspective)s has no measure.") % {"perspective": side.label}, Act.MEASURE, (side.code,))
        for side in page.sides
        if side.rows and not side.measures
    ]
    if page.count and not page.looks_ahead:
        advice.append(Advice(_("No objective looks beyond the short term."), Act.LONG_TERM))
    return Balance(level, _headline(page, level), list(dict.fromkeys(advice)), _axes(page), _budget_too(page, level))


def _budget_too(page: ScorecardPage, level: BalanceLevel) -> str:
    """What is to say of the budget, when it is divided worse than what the headline is about."""
    found = worst_level(f for f in page.findings if f.test in _DIVISION and f.basis == Basis.BUDGET)
    if (
        not page.is_budgeted
        or found not in _BEYOND
        or _BEYOND.index(found) <= (_BEYOND.index(level) if level in _BEYOND else -1)
    ):
        return ""
    by_money = sorted(page.sides, key=lambda side: side.budget or 0)
    light, heavy, whole = by_money[0], by_money[-1], sum(side.budget or 0 for side in page.sides)
    words = {
        "heavy": in_sentence(heavy.label),
        "light": in_sentence(light.label),
        "most": write_percent((heavy.budget or 0) / whole),
        "least": write_percent((light.budget or 0) / whole),
    }
    if found == BalanceLevel.ONE_SIDED:
        return _("The budget is far too one-sided: %(most)s is for %(heavy)s, %(least)s for %(light)s.") % words
    return _("The budget is too one-sided: %(most)s is for %(heavy)s, %(least)s for %(light)s.") % words


def _headline(page: ScorecardPage, level: BalanceLevel) -> str:
    if level == BalanceLevel.UNKNOWN:
        return _("There is nothing to weigh yet.")
    if level == BalanceLevel.FINE:
        return _("In balance: no perspective outweighs the others.")
    by_share = sorted(page.sides, key=_carried)
    light, heavy = by_share[0], by_share[-1]
    words: dict[str, object] = {"heavy": in_sentence(heavy.label), "light": in_sentence(light.label)}
    empty = [side for side in page.sides if not side.rows]
    if len(empty) > 1:
        said = _("nothing for %(perspectives)s") % {
            "perspectives": _(" or ").join(in_sentence(side.label) for side in empty)
        }
    elif page.is_weighed:
        words |= {"most": write_percent((heavy.weight or 0) / 100), "least": write_percent((light.weight or 0) / 100)}
        said = _("%(heavy)s weighs %(most)s, %(light)s %(least)s") % words
    else:
        words |= {"most": len(heavy.rows), "least": len(light.rows), "all": page.count}
        said = _("%(heavy)s has %(most)s of the %(all)s objectives, %(light)s has %(least)s") % words
    if level == BalanceLevel.ONE_SIDED:
        return _("Far too one-sided: %(said)s.") % {"said": said}
    return _("Too one-sided: %(said)s.") % {"said": said}


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
        "first": capital(axis_of(first)),
        "first_name": in_sentence(names[first]),
        "second": axis_of(second),
        "second_name": in_sentence(names[second]),
    }
    if share is None:
        said = _("%(first)s (%(first_name)s) and %(second)s (%(second_name)s): both empty") % words
        return Axis(name, None, said)
    words |= {"a": round(share * 100), "b": 100 - round(share * 100)}
    said = _("%(first)s (%(first_name)s) %(a)s · %(second)s (%(second_name)s) %(b)s") % words
    return Axis(name, share, said)


def _carried(side: Side) -> float:
    return len(side.rows) if side.weight is None else side.weight
