"""Years and their parts: which there are, and which one somebody is looking at."""

from datetime import date
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.prepared import prepared
from zichtlijn.audit.figures import all_but, kept
from zichtlijn.audit.models import Event
from zichtlijn.calculations.calendar import year_span
from zichtlijn.organisation.models import Period
from zichtlijn.ui.wording import write_full_date

SESSION_KEY = "period"


def periods_of_request(request) -> list[Period]:
    """Every period of the organisation, the latest year first and each year before its parts; kept until one moves."""
    if not hasattr(request, "_periods"):
        moved_by = (Event.PERIOD_ADDED, Event.PERIOD_CHANGED)
        request._periods = kept(("periods",), _all_in_order, unmoved_by=all_but(*moved_by))
    return request._periods


def _all_in_order() -> list[Period]:
    return in_order(_all())


@prepared
def _all() -> Any:
    return Period.objects.select_related("parent")


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


def periods_with_use() -> list[tuple[Period, bool]]:
    """All periods in order, each with whether anything stands in it or in a part of it."""
    used: set[int] = set()
    for relation in Period._meta.related_objects:
        if relation.related_model is not Period:
            rows = apps.get_model(relation.related_model._meta.label).objects.order_by()
            used.update(pk for pk in rows.values_list(relation.field.attname, flat=True).distinct() if pk)
    periods = in_order(Period.objects.select_related("parent"))
    used |= {period.parent_id for period in periods if period.pk in used and period.parent_id}
    return [(period, period.pk in used) for period in periods]


def reasons_against_period(period: Period) -> list[str]:
    """Why this period, stored or not yet, cannot be so."""
    if period.ends_on <= period.starts_on:
        return [_("The last day must be after the first day.")]
    reasons = []
    beside = Period.objects.filter(kind=period.kind, parent=period.parent).exclude(pk=period.pk)
    found = beside.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)
    other = found.order_by("starts_on", "pk").first()
    if other:
        sentence = _("%(other)s already covers some of these days (%(from)s – %(until)s).")
        reasons.append(sentence % {"other": other.name, **_days(other)})
    year = period.parent
    if year and not (year.starts_on <= period.starts_on and period.ends_on <= year.ends_on):
        sentence = _("It must fall within %(year)s (%(from)s – %(until)s).")
        reasons.append(sentence % {"year": year.name, **_days(year)})
    if period.pk and (first := period.parts.order_by("starts_on").first()):
        last = period.parts.order_by("-ends_on")[0]
        if first.starts_on < period.starts_on or last.ends_on > period.ends_on:
            sentence = _("Its parts must fall within it: they run from %(from)s to %(until)s.")
            reasons.append(sentence % {"from": _day(first.starts_on), "until": _day(last.ends_on)})
    return reasons


def _days(period: Period) -> dict[str, str]:
    return {"from": _day(period.starts_on), "until": _day(period.ends_on)}


def _day(day: date) -> str:
    return write_full_date(day)
