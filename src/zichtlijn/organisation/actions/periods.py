"""Years and their parts: adding a year with its parts in one act, changing, removing what is not used."""

from datetime import date

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from zichtlijn.access.actor import Actor
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.calculations.calendar import split_year, year_span
from zichtlijn.organisation.actions.rights import lock_structure, require_organisation
from zichtlijn.organisation.models import Period
from zichtlijn.organisation.queries.periods import reasons_against_period

PARTS = {Period.Kind.TERTIAL: (3, "T"), Period.Kind.QUARTER: (4, "Q")}


def year_name(year: int, first_month: int) -> str:
    """2026, or 2026/27 when it does not begin in January."""
    return str(year) if first_month == 1 else f"{year}/{(year + 1) % 100:02}"


@transaction.atomic
def add_year(year: int, *, parts: str = "", by: Actor) -> Period:
    """Add a (fiscal) year, cut in tertials, quarters or not at all."""
    require_organisation(by)
    lock_structure(by)
    first_month = by.organisation.fiscal_first_month
    starts_on, ends_on = year_span(year, first_month)
    whole = Period(
        organisation=by.organisation,
        kind=Period.Kind.YEAR,
        name=year_name(year, first_month),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    if reasons := reasons_against_period(whole):
        raise NotNow(*reasons)
    whole.save()
    if parts:
        number, letter = PARTS[Period.Kind(parts)]
        Period.objects.bulk_create(
            [
                Period(
                    organisation=by.organisation,
                    kind=parts,
                    parent=whole,
                    name=f"{whole.name} · {letter}{place}",
                    starts_on=first,
                    ends_on=last,
                )
                for place, (first, last) in enumerate(split_year(starts_on, ends_on, number), start=1)
            ]
        )
    audit.record(Event.PERIOD_ADDED, on=whole, by=by, detail={"parts": parts})
    return whole


@transaction.atomic
def change_period(period: Period, *, name: str, starts_on: date, ends_on: date, version: int, by: Actor) -> list[str]:
    """Change the name or the dates of a period."""
    require_organisation(by)
    lock_structure(by)
    wanted = Period(
        pk=period.pk,
        organisation=by.organisation,
        kind=period.kind,
        parent=period.parent,
        name=name,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    if reasons := reasons_against_period(wanted):
        raise NotNow(*reasons)
    changed = save_version(period, {"name": name, "starts_on": starts_on, "ends_on": ends_on}, version=version)
    if changed:
        audit.record(Event.PERIOD_CHANGED, on=period, by=by, detail={"fields": changed})
    return changed


@transaction.atomic
def remove_period(period: Period, *, by: Actor) -> None:
    """Remove a period, a year with its parts. Refused when anything stands in it."""
    require_organisation(by)
    audit.record(Event.PERIOD_CHANGED, on=period, by=by, detail={"removed": True})
    try:
        with transaction.atomic():
            period.delete()
    except ProtectedError:
        sentence = _("Something stands in %(period)s. A period that is in use cannot be removed.")
        raise NotNow(sentence % {"period": period.name}) from None
