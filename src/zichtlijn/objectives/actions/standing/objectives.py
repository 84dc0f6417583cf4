"""Where one objective stands: the sums of its measures and of what supports it, and what follows from them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, F, FloatField, Q, Sum
from django.db.models.functions import Cast, Coalesce

from zichtlijn.access.prepared import prepared
from zichtlijn.calculations import objectives as core
from zichtlijn.calculations.objectives.shares import Sums, roll_up_sums
from zichtlijn.objectives.actions.standing.measures import STANDING, limits_of, stand_measure
from zichtlijn.objectives.models import Measure, Objective, ObjectiveLink
from zichtlijn.objectives.states import COUNTING

OBJECTIVE_STANDING = (
    *STANDING,
    "support_progress",
    "support_expected",
    "support_coverage",
    "supporter_count",
    "measure_count",
    "support_sums",
)


def child_sums(parents: Iterable[int]) -> dict[int, Sums]:
    """Sums over the counting supporters of each of these parents, made by the database."""
    found: dict[int, Sums] = {}
    for row in _support_of(parents=list(parents)):
        values: dict[str, Any] = {name: value or 0 for name, value in row.items() if name not in {"parent_id", "n"}}
        found[row["parent_id"]] = Sums(count=row["n"], **values)
    return found


@prepared
def _support_of(*, parents: list[int]):
    given, left_open = Q(weight__isnull=False), Q(weight=None)
    measured, expects = Q(child__progress__isnull=False), Q(child__expected__isnull=False)
    wanted = Coalesce(F("child__expected"), F("child__progress"))
    links = ObjectiveLink.objects.filter(parent__among=parents, child__state__in=COUNTING)
    return (
        links.order_by()
        .values("parent_id")
        .annotate(
            n=Count("id"),
            given_count=Count("weight"),
            given_weight=_total(F("weight"), given),
            given_measured=_total(F("weight"), given & measured),
            given_progress=_total(F("weight") * F("child__progress"), given & measured),
            given_expected=_total(F("weight") * wanted, given & measured),
            given_coverage=_total(F("weight") * F("child__coverage"), given),
            open_measured=Count("id", filter=left_open & measured),
            open_progress=_total(F("child__progress"), left_open & measured),
            open_expected=_total(wanted, left_open & measured),
            open_coverage=_total(F("child__coverage"), left_open),
            with_expectation=Count("id", filter=measured & expects & Q(weight__gt=0)),
            open_with_expectation=Count("id", filter=measured & expects & left_open),
        )
    )


def _total(expression, condition):
    return Coalesce(Sum(Cast(expression, FloatField()), filter=condition), 0.0, output_field=FloatField())


def own_sums(objectives: Iterable[int]) -> dict[int, Sums]:
    """Sums over the living measures of each of these objectives."""
    sums: dict[int, Sums] = defaultdict(Sums)
    for objective_id, *part in _measures_of(objectives=list(objectives)):
        sums[objective_id] = sums[objective_id].plus(*part)
    return sums


@prepared
def _measures_of(*, objectives: list[int]):
    rows = Measure.objects.living().filter(objective__among=objectives).order_by()
    return rows.values_list("objective_id", "weight", "progress", "expected", "coverage")


def stand_objective(objective: Objective, own: Sums, support: Sums, limits: core.Limits) -> bool:
    """Set on `objective` (not saved) where it stands; True when something changed."""
    before = [getattr(objective, name) for name in OBJECTIVE_STANDING]
    below = roll_up_sums(support, limits=limits)
    itself = roll_up_sums(own, limits=limits)
    if not own.count:
        standing = below
    elif not support.count:
        standing = itself
    else:
        standing = _joined(itself, below, float(objective.own_share), limits)
    objective.progress, objective.expected = standing.progress, standing.expected
    objective.coverage, objective.status = standing.coverage, str(standing.status)
    objective.support_progress, objective.support_expected = below.progress, below.expected
    objective.support_coverage = below.coverage
    objective.supporter_count, objective.measure_count = support.count, own.count
    objective.support_sums = asdict(support) if support.count else None
    return before != [getattr(objective, name) for name in OBJECTIVE_STANDING]


def _joined(itself: core.Standing, below: core.Standing, share: float, limits: core.Limits) -> core.Standing:
    """Own measures and supporters as one; where one of the two is not measured, the other counts whole.

    Also when the share of the other is nothing: then all that should count is not measured, and the coverage says so.
    """
    standing = core.roll_up(
        [
            core.Part(share, itself.progress, itself.expected, itself.coverage),
            core.Part(100.0 - share, below.progress, below.expected, below.coverage),
        ],
        limits=limits,
    )
    if standing.progress is not None:
        return standing
    measured = below if itself.progress is None else itself
    status = core.status(measured.progress, measured.expected, standing.coverage, limits)
    return replace(measured, coverage=standing.coverage, status=status)


def stand_new_objective(objective: Objective, measures: list[Measure], *, today: date) -> None:
    """Set on a new objective and its new measures (none of them saved) where they stand; nothing supports it yet."""
    organisation, own = objective.organisation, Sums()
    limits = limits_of(organisation)
    for measure in measures:
        stand_measure(measure, today=today, limits=limits, first_month=organisation.fiscal_first_month)
        own = own.plus(measure.weight, measure.progress, measure.expected, measure.coverage)
    stand_objective(objective, own, Sums(), limits)


def write_standings(things, names) -> None:
    if not things:
        return
    table = things[0]._meta.db_table
    fields = [things[0]._meta.get_field(name) for name in names]
    assignments = ", ".join(f"{field.column} = %s" for field in fields)
    statement = f"UPDATE {table} SET {assignments} WHERE id = %s"  # noqa: S608 - names of our own columns
    rows = [
        [f.get_db_prep_save(getattr(thing, f.attname), connection) for f in fields] + [thing.pk] for thing in things
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(statement, rows)
