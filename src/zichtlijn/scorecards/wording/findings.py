"""What each test of balance found, in a plain sentence for each way of counting, and what would mend it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.calculations.balance import (
    AXES,
    BalanceLevel,
    BalanceTest,
    Basis,
    End,
    Finding,
    Trend,
    worst_level,
)
from zichtlijn.scorecards.pictures import Compass
from zichtlijn.scorecards.queries import ScorecardPage, Side
from zichtlijn.scorecards.wording.advice import Advice, points_of, tell_mend
from zichtlijn.scorecards.wording.perspectives import capital, ends_of, in_sentence, in_sentences
from zichtlijn.ui.wording import write_percent


def level_words(level: BalanceLevel) -> tuple[str, str]:
    """The style and the word of an outcome."""
    match level:
        case BalanceLevel.FINE:
            return "ok", _("In balance")
        case BalanceLevel.ATTENTION:
            return "risk", _("Attention")
        case BalanceLevel.ONE_SIDED:
            return "off", _("One-sided")
    return "none", _("Not known")


@dataclass(frozen=True)
class Told:
    """What one test found by one way of counting."""

    level: BalanceLevel
    sentence: str
    basis: str = ""

    @property
    def mark(self) -> tuple[str, str]:
        """The style and the word of the outcome."""
        return level_words(self.level)


@dataclass(frozen=True)
class ToldTest:
    """One of the seven tests: what it asks, what it found, and what would mend it."""

    title: str
    asks: str
    level: BalanceLevel
    found: list[Told]
    mends: list[Advice]


def tell_tests(page: ScorecardPage) -> list[ToldTest]:
    """The seven tests in the order of the method; the two axes are one test."""
    return [
        _told(page, (BalanceTest.EMPTY,), _("Empty perspective"), _("Does every perspective have something?")),
        _told(page, (BalanceTest.DOMINANCE,), _("Dominance"), _("Does no perspective have more than 40%?")),
        _told(
            page,
            (BalanceTest.TIME, BalanceTest.FOCUS),
            _("The two axes"),
            _("Are the ends of an axis not further apart than three to one?"),
        ),
        _told(page, (BalanceTest.EVENNESS,), _("Evenness"), _("Is the whole spread over all perspectives?")),
        _told(
            page,
            (BalanceTest.LEAD_LAG,),
            _("Lead and lag"),
            _("Is a quarter to three quarters of the measures leading?"),
        ),
        _told(
            page,
            (BalanceTest.PATH,),
            _("The way over the map"),
            _("Does a way of arrows lead from %(start)s to %(end)s?") % ends_of(list(names_of(page).values())),
        ),
        _told(
            page, (BalanceTest.SPREAD,), _("Difference in results"), _("Does no perspective lag more than 40 points?")
        ),
    ]


def names_of(page: ScorecardPage) -> dict[str, str]:
    return {side.code: side.label for side in page.sides}


def basis_word(basis: Basis | None) -> str:
    """The way of counting, as a heading."""
    if basis is None:
        return ""
    return {Basis.NUMBER: _("Objectives"), Basis.WEIGHT: _("Weight"), Basis.BUDGET: _("Budget")}[basis]


def _told(page: ScorecardPage, tests: tuple[BalanceTest, ...], title: str, asks: str) -> ToldTest:
    findings = [finding for finding in page.findings if finding.test in tests]
    # by a way of counting of which nothing is known there is no test; the compass of that way says why
    findings = [f for f in findings if f.basis is None or f.level != BalanceLevel.UNKNOWN]
    found = [Told(f.level, tell(f, page), basis_word(f.basis)) for f in findings]
    if not findings:  # there is no map, or nothing was scored
        found = [Told(BalanceLevel.UNKNOWN, _no_finding(tests[0]))]
    mends = [advice for f in findings for mend in f.mends if (advice := tell_mend(f, mend, page))]
    return ToldTest(title, asks, worst_level(findings), found, list(dict.fromkeys(mends)))


def _no_finding(test: BalanceTest) -> str:
    if test == BalanceTest.PATH:
        return _("Not known: no arrow has been drawn yet.")
    return _("Not known: nothing has been measured yet.")


def tell(finding: Finding, page: ScorecardPage) -> str:
    """What a test found, in one sentence."""
    names = names_of(page)
    if finding.level == BalanceLevel.UNKNOWN:
        return _not_known(finding, page, names)
    match finding.test:
        case BalanceTest.EMPTY:
            if not finding.concerns:
                return _("Every perspective has something.")
            return _("Nothing for %(names)s.") % {"names": in_sentences(finding.concerns, names)}
        case BalanceTest.DOMINANCE:
            heaviest = max(page.sides, key=lambda side: _share(finding, page, side.code))
            return _("%(name)s has the most: %(percent)s.") % {
                "name": heaviest.label,
                "percent": write_percent(finding.value),
            }
        case BalanceTest.TIME | BalanceTest.FOCUS:
            return _axis(finding)
        case BalanceTest.EVENNESS:
            return _("%(percent)s even; at 100%% all have the same share.") % {"percent": write_percent(finding.value)}
        case BalanceTest.LEAD_LAG:
            return _("%(percent)s of the measures runs ahead of the result.") % {
                "percent": write_percent(finding.value)
            }
        case BalanceTest.PATH:
            return _path(finding, names)
        case BalanceTest.SPREAD:
            return _spread(finding, page, names)
    return ""


def _not_known(finding: Finding, page: ScorecardPage, names: dict[str, str]) -> str:
    if finding.test == BalanceTest.LEAD_LAG:
        return _("Not known: there are no measures yet.")
    if finding.test == BalanceTest.SPREAD:
        return _("Not known: fewer than two perspectives have been measured.")
    if finding.basis == Basis.WEIGHT and not page.is_weighed:
        return _("Not known: no weights have been divided yet.")
    if finding.basis == Basis.BUDGET and page.has_several_currencies:
        return _("Not known: there are budgets in more than one currency.")
    if finding.basis == Basis.BUDGET and finding.concerns:
        return _without_budget([side for side in page.sides if side.code in finding.concerns], names)
    if finding.basis == Basis.BUDGET:
        return _("Not known: no initiative has a budget yet.")
    return _("Not known: there is nothing here yet.")


def _without_budget(sides: list[Side], names: dict[str, str]) -> str:
    """That of some perspectives it is not known what is set aside: of none of their initiatives, or not of all."""
    missing = sum(side.without_budget for side in sides)
    words = {"names": in_sentences(tuple(side.code for side in sides), names), "n": missing}
    if missing == sum(len(side.initiatives) for side in sides):
        return _("Not known: no initiative of %(names)s has a budget yet.") % words
    sentence = ngettext(
        "Not known: one initiative of %(names)s has no budget yet.",
        "Not known: %(n)s initiatives of %(names)s have no budget yet.",
        missing,
    )
    return sentence % words


def tell_unknown(page: ScorecardPage, basis: Basis) -> str:
    """Why it is not known how this is divided over the perspectives; empty when it is."""
    found = next((f for f in page.findings if f.test == BalanceTest.EMPTY and f.basis == basis), None)
    unknown = found is not None and found.level == BalanceLevel.UNKNOWN
    return _not_known(found, page, names_of(page)) if found and unknown else ""


def tell_shares(picture: Compass) -> str:
    """What a compass shows, for who does not see it."""
    return ", ".join(f"{blob.label} {blob.percent}" for blob in picture.blobs)


def _share(finding: Finding, page: ScorecardPage, code: str) -> float:
    side = next(side for side in page.sides if side.code == code)
    if finding.basis == Basis.NUMBER:
        return len(side.rows)
    amount = side.weight if finding.basis == Basis.WEIGHT else side.budget
    return float(amount or 0)


def _axis(finding: Finding) -> str:
    plus, minus = AXES[finding.test]
    words: Mapping[End, str] = {
        End.SHORT: _("short term"),
        End.LONG: _("long term"),
        End.INTERNAL: _("internal"),
        End.EXTERNAL: _("external"),
    }
    if finding.value is None:
        return _("%(one)s and %(other)s are both empty: the axis is missing.") % {
            "one": capital(words[plus]),
            "other": words[minus],
        }
    part = round((1 + finding.value) * 50)
    return _("%(one)s %(a)s, %(other)s %(b)s.") % {
        "one": capital(words[plus]),
        "a": part,
        "other": words[minus],
        "b": 100 - part,
    }


def _path(finding: Finding, names: dict[str, str]) -> str:
    ends = ends_of(list(names.values()))
    if finding.value is None:
        return _("No way of arrows leads from %(start)s to %(end)s.") % ends
    number = int(finding.value)
    sentence = ngettext(
        "One arrow leads from %(start)s to %(end)s.",
        "A way of %(n)d arrows leads from %(start)s to %(end)s.",
        number,
    )
    return sentence % {**ends, "n": number}


def _spread(finding: Finding, page: ScorecardPage, names: dict[str, str]) -> str:
    points = points_of(finding.value)
    trend = {
        Trend.WIDENING: _("and the difference grows"),
        Trend.NARROWING: _("and the difference shrinks"),
        Trend.STEADY: _("and that stays so"),
        None: "",
    }[finding.trend]
    if finding.concerns:
        said = _("%(worst)s lies %(points)s behind") % {
            "worst": capital(in_sentences(finding.concerns, names)),
            "points": points,
        }
    else:
        said = _("The best and the worst perspective lie %(points)s apart") % {"points": points}
    scores = [(side.scored.score, side.label) for side in page.sides if side.scored and side.scored.score is not None]
    if len(scores) > 1:
        ends = (f"{in_sentence(label)} {write_percent(score)}" for score, label in (max(scores), min(scores)))
        said += f" ({', '.join(ends)})"
    return f"{said}, {trend}." if trend else f"{said}."
