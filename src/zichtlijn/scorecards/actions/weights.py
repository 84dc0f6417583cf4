"""Dividing the weights of a scorecard, and taking it along."""

import zlib
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.models import Organisation
from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import EditConflict, NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.documents.files import file_name
from zichtlijn.objectives.models import Objective
from zichtlijn.organisation.models import Unit
from zichtlijn.scorecards.documents import MAKERS, Taken
from zichtlijn.scorecards.map_documents import MAP_MAKERS, TakenMap
from zichtlijn.scorecards.models import ScorecardWeight
from zichtlijn.scorecards.permissions import can_take_scorecard, can_weigh_scorecard
from zichtlijn.scorecards.queries import map_page, measures_on, objectives_on, scorecard_page, weights_of
from zichtlijn.ui.wording import write_percent

#: The version of the weights is a number that fits in a field of a form.
VERSION_DIGITS = 9


def version_of_weights(weights: dict[int, float | None]) -> int:
    """A number that is another one as soon as one of these weights is."""
    return zlib.crc32(repr(sorted(weights.items())).encode()) % 10**VERSION_DIGITS


@transaction.atomic
def divide_weights(
    unit: Unit | None, weights: dict[int, float | None], *, period, from_on: date, version: int, by
) -> list[ScorecardWeight]:
    """Divide a hundred over the objectives of a scorecard from a day on: objective id → percent, None when left blank.

    What held before that day stays as it was. `version` is that of the weights when the form was made.
    """
    require(can_weigh_scorecard(by, unit), _("You may not divide the weights of this scorecard."))
    Organisation.objects.select_for_update(no_key=True).only("pk").get(pk=by.organisation.pk)  # one after the other
    objectives = {o.pk: o for o in objectives_on(by, unit, period)}
    if set(weights) != set(objectives):
        raise NotNow(_("The objectives of this scorecard changed in the meantime. Open the page again."))
    now = weights_of(objectives.values(), from_on)
    _refuse_clash(unit or by.organisation, objectives, now, weights, version)
    changed = [pk for pk, weight in weights.items() if weight != now[pk]]
    rows = [
        ScorecardWeight(organisation=by.organisation, objective=objectives[pk], from_on=from_on, weight=weights[pk])
        for pk in changed
    ]
    if rows:
        ScorecardWeight.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["organisation", "objective", "from_on"],
            update_fields=["weight"],
        )
        detail = {"starts_on": from_on.isoformat(), "weights": {str(pk): weights[pk] for pk in changed}}
        audit.record(Event.SCORECARD_WEIGHED, on=unit or by.organisation, by=by, detail=detail)
    return rows


def _refuse_clash(on, objectives: dict[int, Objective], now: dict, weights: dict, version: int) -> None:
    current = version_of_weights(now)
    if version == current or now == weights:
        return
    fields = [
        (objectives[pk].title, _written(now[pk]), _written(weight))
        for pk, weight in weights.items()
        if weight != now[pk]
    ]
    raise EditConflict(on, fields, current)


def _written(weight: float | None) -> str:
    return _("even") if weight is None else write_percent(weight / 100)


def take_scorecard(form: str, unit: Unit | None, *, period, by) -> tuple[bytes, str]:
    """A scorecard as a file of this form, and what it is called; that it was taken along is written down.

    It is made before the log is written, so that nobody waits for the drawing.
    """
    require(can_take_scorecard(by), _("You need the right to export to take a scorecard along."))
    now = timezone.now()
    page = scorecard_page(by, unit, period, today=timezone.localdate(now))
    taken = Taken(page, measures_on(page), by.organisation.name, unit, period, now)
    content = MAKERS[form](taken)
    detail = {"list": "scorecard", "format": form} | ({"period": period.name} if period else {})
    audit.record(Event.LIST_EXPORTED, on=unit or by.organisation, by=by, detail=detail)
    return content, file_name(form, taken.title, by.organisation.name, at=now)


def take_map(form: str, unit: Unit | None, *, period, by) -> tuple[bytes, str]:
    """A strategy map as a file of this form, and what it is called; that it was taken along is written down."""
    require(can_take_scorecard(by), _("You need the right to export to take a strategy map along."))
    now = timezone.now()
    taken = TakenMap(map_page(by, unit, period), by.organisation.name, unit, period, now)
    content = MAP_MAKERS[form](taken)
    detail = {"list": "strategy_map", "format": form} | ({"period": period.name} if period else {})
    audit.record(Event.LIST_EXPORTED, on=unit or by.organisation, by=by, detail=detail)
    return content, file_name(form, taken.title, at=now)
