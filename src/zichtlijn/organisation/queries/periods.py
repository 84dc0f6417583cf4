"""Years and their parts: which there are, and which one somebody is looking at."""

from datetime import date

from django.db.models import Count
from django.utils import timezone

from zichtlijn.calculations.calendar import year_span
from zichtlijn.organisation.models import Period

SESSION_KEY = "period"


def periods_of_request(request) -> list[Period]:
    """Every period of the organisation, the latest year first and each year before its parts. One query per request."""
    if not hasattr(request, "_periods"):
        request._periods = in_order(Period.objects.select_related("parent"))
    return request._periods


def in_order(periods) -> list[Period]:
    """The latest year first; within a year the year itself, then its parts from the first on."""

    def place(period):
        year = period.parent or period
        return (-year.starts_on.toordinal(), year.pk, period.parent_id is not None, period.starts_on, period.pk)

    return sorted(periods, key=place)


def chosen_period(request) -> Period | None:
    """The period chosen in this session; else the part, or the year, in which today falls; else the last one."""
    periods = periods_of_request(request)
    wanted = request.session.get(SESSION_KEY)
    chosen = next((period for period in periods if period.pk == wanted), None)
    return chosen or period_at(periods, timezone.localdate())


def period_at(periods: list[Period], day: date) -> Period | None:
    """The shortest period in which the day falls; else the last year before it, else the first after it."""
    around = [period for period in periods if period.starts_on <= day <= period.ends_on]
    if around:
        return min(around, key=lambda period: (period.ends_on - period.starts_on, period.pk))
    years = [period for period in periods if period.parent_id is None]
    before = [year for year in years if year.ends_on < day]
    if before:
        return max(before, key=lambda year: year.ends_on)
    return min(years, key=lambda year: year.starts_on, default=None)


def current_year(organisation, today: date | None = None) -> Period | None:
    """The (fiscal) year in which this day falls, or None when it was not made yet."""
    day = today or timezone.localdate()
    return Period.objects.filter(organisation=organisation).years().at(day).order_by("-starts_on").first()


def next_year_number(organisation) -> int:
    """The year that would come after those there are; this year when there are none."""
    last = Period.objects.filter(organisation=organisation).years().order_by("-starts_on").first()
    if last is not None:
        return last.starts_on.year + 1
    today = timezone.localdate()
    starts_on, _ends_on = year_span(today.year, organisation.fiscal_first_month)
    return today.year if starts_on <= today else today.year - 1


def periods_with_use() -> list[Period]:
    """All periods in order, each with `objective_count`."""
    periods = Period.objects.select_related("parent").annotate(objective_count=Count("objectives"))
    return in_order(periods)
