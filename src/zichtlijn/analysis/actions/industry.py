"""The five forces, the value chain and the generic strategy; what follows from them for the SWOT."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from zichtlijn.access.refusals import EditConflict, NotNow
from zichtlijn.analysis.actions.swot import contribute, lock, require_lead
from zichtlijn.analysis.models import Analysis, ChainActivity, Contribution, ForceDriver
from zichtlijn.analysis.states import EXTERNAL, MOST_DRIVERS, Activity, Force, Kind
from zichtlijn.analysis.wording import tell_verdict
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.calculations.industry import Activity as Part
from zichtlijn.calculations.industry import value_chain
from zichtlijn.ui.versions import version_of


@dataclass(frozen=True)
class DriverRow:
    """A driver as a form has it; without a number it is new."""

    pk: int | None
    text: str
    score: int | None
    weight: float
    evidence: str


@dataclass(frozen=True)
class ActivityRow:
    """What is seen of one activity of the value chain."""

    score: int | None
    text: str
    evidence: str


def version_of_rows(rows) -> int:
    """A number that is another one as soon as one of these rows is."""
    return version_of(rows)


def driver_rows(analysis: Analysis, force: str) -> list[DriverRow]:
    """The drivers of a force as they are now."""
    found = ForceDriver.objects.filter(analysis=analysis, force=force)
    return [DriverRow(d.pk, d.text, d.score, d.weight, d.evidence) for d in found]


def activity_rows(analysis: Analysis) -> dict[str, ActivityRow]:
    """Activity → what is seen of it now."""
    found = {
        a.activity: ActivityRow(a.score, a.text, a.evidence) for a in ChainActivity.objects.filter(analysis=analysis)
    }
    return {activity: found.get(activity, ActivityRow(None, "", "")) for activity in Activity.values}


@transaction.atomic
def describe_force(analysis: Analysis, force: str, rows: Sequence[DriverRow], *, version: int, by) -> bool:
    """Write what drives a force, at most six drivers; what is no longer there goes. True when something changed."""
    require_lead(by, analysis)
    now = lock(analysis)
    stored = driver_rows(now, force)
    wanted = [row for row in rows if row.text]
    if len(wanted) > MOST_DRIVERS:
        raise NotNow(_("A force has at most %(most)s drivers: name the ones that decide.") % {"most": MOST_DRIVERS})
    if any(row.weight <= 0 for row in wanted):
        raise NotNow(_("A weight is more than 0. Leave out what does not count at all."))
    if wanted == stored:
        return False
    if version != version_of_rows(stored):
        raise EditConflict(
            now, [(str(Force(force).label), _written(stored), _written(wanted))], version_of_rows(stored)
        )
    there = {driver.pk: driver for driver in ForceDriver.objects.filter(analysis=now, force=force)}
    kept = []
    for position, row in enumerate(wanted):
        driver = there.get(row.pk or 0) or ForceDriver(organisation=now.organisation, analysis=now, force=force)
        driver.text, driver.score, driver.weight, driver.evidence = astuple(row)[1:]
        driver.position = position
        driver.save()
        kept.append(driver.pk)
    ForceDriver.objects.filter(analysis=now, force=force).exclude(pk__in=kept).delete()
    audit.record(Event.FORCE_DESCRIBED, on=now, by=by, detail={"force": force})
    return True


def _written(rows: Sequence[DriverRow]) -> str:
    return "\n".join(f"{row.text}: {row.score or '–'} × {row.weight:g} {row.evidence}".strip() for row in rows)


@transaction.atomic
def describe_chain(analysis: Analysis, rows: Mapping[str, ActivityRow], *, version: int, by) -> list[str]:
    """Write what is seen of the activities of the value chain; which ones changed."""
    require_lead(by, analysis)
    now = lock(analysis)
    stored = activity_rows(now)
    changed = [activity for activity in Activity.values if activity in rows and rows[activity] != stored[activity]]
    if not changed:
        return []
    if version != version_of_rows(stored):
        fields = [(str(Activity(code).label), _seen(stored[code]), _seen(rows[code])) for code in changed]
        raise EditConflict(now, fields, version_of_rows(stored))
    for activity in changed:
        row = rows[activity]
        ChainActivity.objects.update_or_create(
            organisation=now.organisation,
            analysis=now,
            activity=activity,
            defaults={"score": row.score, "text": row.text, "evidence": row.evidence},
        )
    audit.record(Event.CHAIN_DESCRIBED, on=now, by=by, detail={"activities": changed})
    return changed


def _seen(row: ActivityRow) -> str:
    return f"{row.score or '–'} {row.text} {row.evidence}".strip()


@transaction.atomic
def choose_strategy(analysis: Analysis, changes: dict, *, version: int, by) -> list[str]:
    """Choose the generic strategy, and say why. More than one is possible, and told to be a risk."""
    require_lead(by, analysis)
    changed = save_version(analysis, changes, version=version)
    if changed:
        audit.record(Event.GENERIC_STRATEGY_CHOSEN, on=analysis, by=by, detail={"fields": changed})
    return changed


@transaction.atomic
def take_driver_along(driver: ForceDriver, kind: str, *, by) -> Contribution:
    """Bring a driver of a force into the SWOT, as an opportunity or a threat; once in each list."""
    if kind not in EXTERNAL:
        raise NotNow(_("What drives a force lies outside: an opportunity or a threat."))
    return _take_along(driver.analysis, kind, driver.text, driver.evidence, {"driver": driver}, by)


@transaction.atomic
def take_activity_along(activity: ChainActivity, *, by) -> Contribution:
    """Bring an activity of the value chain into the SWOT: done well it is a strength, done badly a weakness."""
    found = value_chain({Part(activity.activity): activity.score})
    kind = Kind.STRENGTH if found.strengths else Kind.WEAKNESS if found.weaknesses else None
    if kind is None:
        raise NotNow(_("Only what is scored 4 or 5, or 1 or 2, is a strength or a weakness."))
    text = activity.text or tell_verdict(activity.activity, kind)
    return _take_along(activity.analysis, kind, text, activity.evidence, {"activity": activity}, by)


def _take_along(analysis: Analysis, kind: str, text: str, evidence: str, source: dict, by) -> Contribution:
    lock(analysis)
    if not all(type(row).objects.filter(pk=row.pk).exists() for row in source.values()):
        raise NotNow(_("This driver was removed in the meantime."))
    there = Contribution.objects.filter(analysis=analysis, kind=kind, **source).first()
    if there is not None:
        return there
    made = contribute(analysis, kind=kind, text=text, evidence=evidence, by=by)
    Contribution.objects.filter(pk=made.pk).update(**source)
    return made
