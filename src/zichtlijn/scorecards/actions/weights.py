"""Dividing the weights of a scorecard, and taking it along."""

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
from zichtlijn.objectives.models import Objective, perspectives_of
from zichtlijn.organisation.models import Unit
from zichtlijn.scorecards.documents import MAKERS, Taken
from zichtlijn.scorecards.map_documents import MAP_MAKERS, TakenMap
from zichtlijn.scorecards.models import ScorecardWeight
from zichtlijn.scorecards.permissions import can_take_scorecard, can_weigh_scorecard
from zichtlijn.scorecards.queries import (
    all_weights,
    map_page,
    measures_on,
    objectives_on,
    scorecard_page,
    under,
    weights_on,
)
from zichtlijn.scorecards.queries.weights import Weights
from zichtlijn.ui.versions import version_of
from zichtlijn.ui.wording import write_percent


def version_of_weights(weights: dict[int, float | None]) -> int:
    """A number that is another one as soon as one of these weights is."""
    return version_of(sorted(weights.items()))


@transaction.atomic
def divide_weights(
    unit: Unit | None, weights: dict[int, float | None], *, period, from_on: date, version: int, by
) -> list[ScorecardWeight]:
    """Divide a hundred over the objectives of a scorecard from a day on: objective id → percent, None when left blank.

    Only objectives under a perspective weigh. What held before that day stays as it was, and so does what was planned
    for later. `version` is that of the weights that hold on that day, when the form was made.
    """
    objectives = _locked(unit, period, by)
    if set(weights) != set(objectives):
        raise NotNow(_("The objectives of this scorecard changed in the meantime. Open the page again."))
    dated = all_weights(objectives.values())
    now = weights_on(dated, from_on)
    _refuse_clash(unit or by.organisation, objectives, now, weights, version)
    changed = {pk: weight for pk, weight in weights.items() if weight != now[pk]}
    if not changed:
        return []
    rows = [_row(objectives[pk], from_on, weight) for pk, weight in weights.items()]
    ScorecardWeight.objects.bulk_create(
        [*rows, *_left_as_planned(objectives, dated, from_on)],
        update_conflicts=True,
        unique_fields=["organisation", "objective", "from_on"],
        update_fields=["weight"],
    )
    detail = {"starts_on": from_on.isoformat(), "weights": {str(pk): weight for pk, weight in changed.items()}}
    audit.record(Event.SCORECARD_WEIGHED, on=unit or by.organisation, by=by, detail=detail)
    return rows


@transaction.atomic
def withdraw_weights(unit: Unit | None, from_on: date, *, period, by) -> None:
    """Take back weights that were to hold from a day to come: what held before it goes on."""
    objectives = _locked(unit, period, by)
    if from_on <= timezone.localdate():
        raise NotNow(_("Only weights that hold later can be withdrawn: what was shown stays as it was."))
    planned = ScorecardWeight.objects.filter(objective__in=list(objectives), from_on=from_on)
    weights = {str(pk): weight for pk, weight in planned.values_list("objective_id", "weight")}
    if not weights:
        raise NotNow(_("Nothing is planned from this day any more."))
    planned.delete()
    detail = {"starts_on": from_on.isoformat(), "withdrawn": True, "weights": weights}
    audit.record(Event.SCORECARD_WEIGHED, on=unit or by.organisation, by=by, detail=detail)


def _locked(unit: Unit | None, period, by) -> dict[int, Objective]:
    """The objectives that weigh on this scorecard, while nobody else divides weights."""
    require(can_weigh_scorecard(by, unit), _("You may not divide the weights of this scorecard."))
    Organisation.objects.select_for_update(no_key=True).only("pk").get(pk=by.organisation.pk)  # one after the other
    return {o.pk: o for o in under(perspectives_of(by.organisation), objectives_on(by, unit, period))}


def _row(objective: Objective, from_on: date, weight: float | None) -> ScorecardWeight:
    return ScorecardWeight(
        organisation_id=objective.organisation_id, objective=objective, from_on=from_on, weight=weight
    )


def _left_as_planned(objectives: dict[int, Objective], dated: Weights, from_on: date) -> list[ScorecardWeight]:
    """The first weights after a day, written out for every objective: so they stay what they were."""
    days = {on for rows in dated.values() for on, _weight in rows if on > from_on}
    if not days:
        return []
    first = min(days)
    there = {pk for pk, rows in dated.items() if any(on == first for on, _weight in rows)}
    return [_row(objectives[pk], first, weight) for pk, weight in weights_on(dated, first).items() if pk not in there]


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
