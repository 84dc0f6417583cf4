"""The page of the balance: the seven tests in every way of counting, and how it went over the periods."""

from dataclasses import replace

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zichtlijn.calculations.balance import BalanceTest, Basis
from zichtlijn.organisation.queries import chosen_period
from zichtlijn.scorecards import queries
from zichtlijn.scorecards.pictures import compass, draw_course, style_of
from zichtlijn.scorecards.views.advice import with_links
from zichtlijn.scorecards.views.asked import unit_of, url_of
from zichtlijn.scorecards.wording import (
    basis_word,
    ends,
    level_words,
    tell_balance,
    tell_shares,
    tell_tests,
    tell_unknown,
)
from zichtlijn.ui.wording import write_percent


@require_safe
def show_balance(request):
    """Whether a scorecard is too one-sided: by number, weight and budget, what would mend it, and its course."""
    actor, period, unit, today = request.actor, chosen_period(request), unit_of(request), timezone.localdate()
    page = queries.scorecard_page(actor, unit, period, today=today)
    course = queries.course_of(actor, unit, period, today=today)
    _follow_time(page, course)
    picture = draw_course(course)
    context = {
        "page": page,
        "unit": unit,
        "period": period,
        "balance": tell_balance(page),
        "tests": [(test, with_links(test.mends, page, actor, unit)) for test in tell_tests(page)],
        "compasses": [_compass(page, basis) for basis in Basis],
        "course": course,
        "picture": picture,
        "shares_title": _shares_title(course),
        "legend": [(each, style_of(each)) for each in course.perspectives],
        "numbers": [_numbers(course, each) for each in reversed(course.with_something)],
        "back": url_of("scorecard", unit),
    }
    return render(request, "scorecards/balance.html", context)


def _follow_time(page, course) -> None:
    """Give the difference in results the course that it had, so that it says whether the difference grows."""
    if course.spread is not None:
        page.findings = [
            replace(f, course=course.spread.course, slope=course.spread.slope) if f.test == BalanceTest.SPREAD else f
            for f in page.findings
        ]


def _compass(page, basis: Basis) -> tuple:
    """A way of counting: its heading, its picture or why there is none, and what the picture says."""
    picture = compass(page.sides, page.findings, basis, ends())
    return basis_word(basis), picture, tell_unknown(page, basis), tell_shares(picture) if picture else ""


def _shares_title(course) -> str:
    if any(each.is_weighed for each in course.periods):
        return _("How the weight was divided")
    return _("How the objectives were divided")


def _numbers(course, each) -> tuple:
    part = each.shares or {}
    cells = [
        f"{write_percent(part.get(one.key))} · {write_percent(each.scores.get(one.key))}" for one in course.perspectives
    ]
    return each.period.name, cells, *level_words(each.level)
