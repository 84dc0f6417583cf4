"""Where measures and objectives stand: stored, and followed upward from each change in the same transaction."""

from collections import defaultdict
from dataclasses import asdict, replace
from datetime import date
from math import isclose
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, F, FloatField, Q, Sum
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from zichtlijn.access.models import Organisation
from zichtlijn.access.sizes import learn_sizes
from zichtlijn.calculations import objectives as core
from zichtlijn.calculations.calendar import Frequency, next_due
from zichtlijn.calculations.objectives.shares import Sums, roll_up_sums
from zichtlijn.objectives.models import Measure, Objective, ObjectiveLink, Reading
from zichtlijn.objectives.queries.graph import ancestors_and_self, descendants_and_self
from zichtlijn.objectives.states import COUNTING, Kind, Level

#: From the people up: parents always come after their children.
BOTTOM_UP = (Level.PERSONAL, Level.PROJECT, Level.ROLE, Level.OPERATIONAL, Level.DEPARTMENT, Level.STRATEGIC)
STANDING = ("progress", "expected", "coverage", "status")
OBJECTIVE_STANDING = (
    *STANDING,
    "support_progress",
    "support_expected",
    "support_coverage",
    "supporter_count",
    "measure_count",
    "support_sums",
)


def limits_of(organisation: Organisation) -> core.Limits:
    """The limits between one status and the next, as this organisation set them."""
    return core.Limits(organisation.on_course_from, organisation.behind_from, organisation.coverage_floor)


# one measure ------------------------------------------------------------------------------------------------------


def limits_for(measure: Measure, limits: core.Limits) -> core.Limits:
    """The limits of this measure: its own where it has them, else those of the organisation."""
    if measure.on_course_from is None or measure.behind_from is None:
        return limits
    return replace(limits, on_course=measure.on_course_from, behind=measure.behind_from)


def stand_measure(measure: Measure, *, today: date, limits: core.Limits, first_month: int = 1) -> Measure:
    """Set on `measure` (not saved) what follows from its current value: progress, expected, coverage, status, due."""
    aim = measure.aim()
    measure.progress = core.progress(aim, measure.current_value, on=today)
    measure.expected = core.expected_progress(aim, today)
    measure.coverage = 1.0 if measure.progress is not None else 0.0
    measure.status = core.status(measure.progress, measure.expected, measure.coverage, limits_for(measure, limits))
    if measure.kind == Kind.MILESTONES:
        measure.due_on = min((m.due_on for m in aim.milestones if m.done_on is None), default=None)
    else:
        measure.due_on = next_due(
            Frequency(measure.frequency),
            starts_on=measure.starts_on,
            ends_on=measure.ends_on,
            last_on=measure.current_on,
            first_month=first_month,
            asked_from=measure.asked_from,
        )
    return measure


def refresh_measure(measure: Measure, *, today: date | None = None) -> None:
    """Read the latest reading of this measure, store where it stands, and let the objectives above follow."""
    today = today or timezone.localdate()
    latest = (
        Reading.objects.current()
        .filter(measure=measure, measured_on__lte=today)
        .order_by("-measured_on", "-id")
        .values_list("value", "measured_on")
        .first()
    )
    measure.current_value, measure.current_on = latest or (None, None)
    organisation = measure.organisation
    stand_measure(measure, today=today, limits=limits_of(organisation), first_month=organisation.fiscal_first_month)
    Measure.objects.filter(pk=measure.pk).update(
        **{name: getattr(measure, name) for name in (*STANDING, "current_value", "current_on", "due_on")}
    )
    _follow([measure.objective_id], organisation=organisation, anew=False)


# objectives -------------------------------------------------------------------------------------------------------


def _child_sums(parents) -> dict[int, Sums]:
    """Sums over the counting supporters of each of these parents, made by the database."""
    given, left_open = Q(weight__isnull=False), Q(weight=None)
    measured, expects = Q(child__progress__isnull=False), Q(child__expected__isnull=False)
    wanted = Coalesce(F("child__expected"), F("child__progress"))

    def total(expression, condition):
        return Coalesce(Sum(Cast(expression, FloatField()), filter=condition), 0.0, output_field=FloatField())

    links = ObjectiveLink.objects.filter(parent__in=parents, child__state__in=COUNTING)
    rows = (
        links.order_by()
        .values("parent_id")
        .annotate(
            n=Count("id"),
            given_count=Count("weight"),
            given_weight=total(F("weight"), given),
            given_measured=total(F("weight"), given & measured),
            given_progress=total(F("weight") * F("child__progress"), given & measured),
            given_expected=total(F("weight") * wanted, given & measured),
            given_coverage=total(F("weight") * F("child__coverage"), given),
            open_measured=Count("id", filter=left_open & measured),
            open_progress=total(F("child__progress"), left_open & measured),
            open_expected=total(wanted, left_open & measured),
            open_coverage=total(F("child__coverage"), left_open),
            with_expectation=Count("id", filter=measured & expects & Q(weight__gt=0)),
            open_with_expectation=Count("id", filter=measured & expects & left_open),
        )
    )
    found: dict[int, Sums] = {}
    for row in rows:
        values: dict[str, Any] = {name: value or 0 for name, value in row.items() if name not in {"parent_id", "n"}}
        found[row["parent_id"]] = Sums(count=row["n"], **values)
    return found


def _stand_objective(objective: Objective, own: Sums, support: Sums, limits: core.Limits) -> bool:
    """Set on `objective` (not saved) where it stands; True when something changed."""
    before = [getattr(objective, name) for name in OBJECTIVE_STANDING]
    below = roll_up_sums(support, limits=limits)
    itself = roll_up_sums(own, limits=limits)
    if not own.count:
        standing = below
    elif not support.count:
        standing = itself
    else:
        share = float(objective.own_share)
        standing = core.roll_up(
            [
                core.Part(share, itself.progress, itself.expected, itself.coverage),
                core.Part(100.0 - share, below.progress, below.expected, below.coverage),
            ],
            limits=limits,
        )
    objective.progress, objective.expected = standing.progress, standing.expected
    objective.coverage, objective.status = standing.coverage, str(standing.status)
    objective.support_progress, objective.support_expected = below.progress, below.expected
    objective.support_coverage = below.coverage
    objective.supporter_count, objective.measure_count = support.count, own.count
    objective.support_sums = asdict(support) if support.count else None
    return before != [getattr(objective, name) for name in OBJECTIVE_STANDING]


def stand_new_objective(objective: Objective, measures: list[Measure], *, today: date) -> None:
    """Set on a new objective and its new measures (none of them saved) where they stand; nothing supports it yet."""
    organisation, own = objective.organisation, Sums()
    limits = limits_of(organisation)
    for measure in measures:
        stand_measure(measure, today=today, limits=limits, first_month=organisation.fiscal_first_month)
        own = own.plus(measure.weight, measure.progress, measure.expected, measure.coverage)
    _stand_objective(objective, own, Sums(), limits)


def _own_sums(objectives) -> dict[int, Sums]:
    sums: dict[int, Sums] = defaultdict(Sums)
    rows = Measure.objects.living().filter(objective__in=objectives).order_by()
    for objective_id, *part in rows.values_list("objective_id", "weight", "progress", "expected", "coverage"):
        sums[objective_id] = sums[objective_id].plus(*part)
    return sums


def lock_lines(objective_ids) -> dict[int, Objective]:
    """Lock these objectives and everything above them, always from the lowest id up, so that nobody waits in a circle.

    An action that writes an objective, or anything of it, takes this lock before any other; an action that writes
    several takes it for all of them at once.
    """
    ids = list(objective_ids)
    if not ids:
        return {}
    rows = Objective.objects.select_for_update(of=("self",), no_key=True)
    return {o.pk: o for o in rows.filter(pk__in=ancestors_and_self(ids)).order_by("pk")}


def lock_measure(measure: Measure) -> Measure:
    """Lock the lines above this measure, and return it as it is now: it may have changed since it was read."""
    lock_lines([measure.objective_id])
    related = ("organisation", "responsible", "objective__owner", "objective__unit", "objective__project")
    return Measure.objects.select_related(*related).get(pk=measure.pk)


def follow_up(objective_ids, *, organisation: Organisation) -> list[Objective]:
    """Recompute these objectives and everything above them, in one go; returns those that changed.

    For a change in the graph itself: links, weights, states. What supports each of them is added up anew.
    """
    return _follow(objective_ids, organisation=organisation, anew=True)


@transaction.atomic
def _follow(objective_ids, *, organisation: Organisation, anew: bool) -> list[Objective]:
    """The walk up: `anew` adds up all supporters, otherwise the difference of those on the way is enough.

    The rows are locked first, in one order, so that two readings in different branches wait for each other where
    their lines meet. The number of queries does not depend on the number of ancestors, and without `anew` neither
    does the work on the number of supporters.
    """
    chain = lock_lines(objective_ids)
    if not chain:
        return []
    own = _own_sums(list(chain))
    unknown = [o.pk for o in chain.values() if anew or (o.supporter_count and o.support_sums is None)]
    sums = {o.pk: Sums(**o.support_sums) for o in chain.values() if o.support_sums}
    if unknown:
        sums |= dict.fromkeys(unknown, Sums()) | _child_sums(unknown)
    inside = defaultdict(list)
    for child_id, parent_id, weight in ObjectiveLink.objects.filter(child__in=chain, parent__in=chain).values_list(
        "child_id", "parent_id", "weight"
    ):
        inside[parent_id].append((child_id, weight))
    stood = {o.pk: (o.progress, o.expected, o.coverage) for o in chain.values()}
    limits = limits_of(organisation)
    changed = []
    for objective in sorted(chain.values(), key=lambda o: BOTTOM_UP.index(Level(o.level))):
        support = sums.get(objective.pk, Sums())
        for child_id, weight in inside[objective.pk]:
            child = chain[child_id]
            stands = child.progress, child.expected, child.coverage
            if child.state in COUNTING and stands != stood[child_id]:
                support = support.less(weight, *stood[child_id]).plus(weight, *stands)
        if _stand_objective(objective, own.get(objective.pk, Sums()), support, limits):
            changed.append(objective)
    _write(changed, OBJECTIVE_STANDING)
    return changed


@transaction.atomic
def refresh_lines(objective_ids) -> None:
    """Recompute, for these objectives and everything below them, whether their line reaches a strategic objective."""
    objective_ids = list(objective_ids)
    if not objective_ids:
        return
    below = list(Objective.objects.filter(pk__in=descendants_and_self(objective_ids)).values_list("pk", "level"))
    for level in reversed(BOTTOM_UP):
        ids = [pk for pk, at in below if at == level]
        for start in range(0, len(ids), 5000):
            _set_lines(Objective.objects.filter(pk__in=ids[start : start + 5000]), level)


def _set_lines(objectives, level) -> None:
    if level == Level.STRATEGIC:
        holds = Q(state__in=COUNTING)
    else:
        parents = ObjectiveLink.objects.filter(parent__in_line=True, parent__state__in=COUNTING)
        holds = Q(pk__in=parents.values("child_id"))
    objectives.filter(holds, in_line=False).update(in_line=True)
    objectives.exclude(holds).filter(in_line=True).update(in_line=False)


# a whole organisation ---------------------------------------------------------------------------------------------


def recompute_organisation(organisation: Organisation, *, today: date | None = None, progress=None) -> None:
    """Recompute every stored standing of an organisation, from the readings up; `progress(done, total)` is told."""
    today = today or timezone.localdate()
    learn_sizes()  # what was written in this transaction is not known yet, and a guess can take minutes
    from_scratch(organisation, today=today, write=True, progress=progress)
    Organisation.objects.filter(pk=organisation.pk).update(standing_on=today)
    organisation.standing_on = today


def differences(organisation: Organisation, *, today: date | None = None) -> list[str]:
    """What the stored standings say otherwise than a recomputation: nothing, when all is well. Writes nothing.

    What is expected by today moves with the calendar. Before the work of this day has run, it is compared with the
    day on which everything was last recomputed, except for what was changed since.
    """
    found: list[str] = []
    today = today or timezone.localdate()
    by_day = organisation.standing_on in {None, today}
    from_scratch(organisation, today=today, write=False, found=found, by_day=by_day)
    return found


CHUNK = 2000


def from_scratch(organisation, *, today, write, found=None, progress=None, by_day=True):
    """Walk measures, then objectives from the people up, then the lines from the top down, in chunks."""
    limits, month = limits_of(organisation), organisation.fiscal_first_month
    total = (
        Measure.objects.filter(organisation=organisation).count()
        + Objective.objects.filter(organisation=organisation).count()
    )
    done = 0
    for chunk in _chunks(
        Measure.objects.filter(organisation=organisation).prefetch_related("interim_targets", "milestones")
    ):
        latest = _latest_readings([m.pk for m in chunk], today)
        names = (*STANDING, "current_value", "current_on", "due_on")
        moved = []
        for measure in chunk:
            before = [getattr(measure, name) for name in names]
            measure.current_value, measure.current_on = latest.get(measure.pk, (None, None))
            stand_measure(measure, today=today, limits=limits, first_month=month)
            if _differ(names, before, [getattr(measure, name) for name in names], by_day):
                moved.append(measure)
                if found is not None:
                    found.append(f"measure {measure.pk}: {before} → {[getattr(measure, name) for name in names]}")
        if write:
            _write(moved, names)
        done += len(chunk)
        if progress:
            progress(done, total)
    for level in BOTTOM_UP:
        for chunk in _chunks(Objective.objects.filter(organisation=organisation, level=level)):
            ids = [o.pk for o in chunk]
            own, support = _own_sums(ids), _child_sums(ids)
            moved = []
            for objective in chunk:
                before = [getattr(objective, name) for name in OBJECTIVE_STANDING]
                _stand_objective(objective, own.get(objective.pk, Sums()), support.get(objective.pk, Sums()), limits)
                after = [getattr(objective, name) for name in OBJECTIVE_STANDING]
                if _differ(OBJECTIVE_STANDING, before, after, by_day):
                    moved.append(objective)
                    if found is not None:
                        found.append(f"objective {objective.pk}: {before} → {after}")
            if write:
                _write(moved, OBJECTIVE_STANDING)
            done += len(chunk)
            if progress:
                progress(done, total)
    for level in reversed(BOTTOM_UP):
        objectives = Objective.objects.filter(organisation=organisation, level=level)
        if write:
            _set_lines(objectives, level)
        elif found is not None:
            parents = ObjectiveLink.objects.filter(parent__in_line=True, parent__state__in=COUNTING)
            holds = Q(state__in=COUNTING) if level == Level.STRATEGIC else Q(pk__in=parents.values("child_id"))
            found += [
                f"objective {pk}: line" for pk in objectives.filter(holds, in_line=False).values_list("pk", flat=True)
            ]
            found += [
                f"objective {pk}: line"
                for pk in objectives.exclude(holds).filter(in_line=True).values_list("pk", flat=True)
            ]


def _chunks(queryset):
    last, chunk = 0, [None] * CHUNK
    while len(chunk) == CHUNK:
        if chunk := list(queryset.filter(pk__gt=last).order_by("pk")[:CHUNK]):
            yield chunk
            last = chunk[-1].pk


def _latest_readings(measure_ids, today) -> dict[int, tuple]:
    """The value and day of the latest standing reading of each measure, not later than today."""
    rows = (
        Reading.objects.current()
        .filter(measure__in=measure_ids, measured_on__lte=today)
        .order_by("measure_id", "measured_on", "id")
        .values_list("measure_id", "value", "measured_on")
    )
    return {measure_id: (value, on) for measure_id, value, on in rows.iterator(chunk_size=10_000)}


_MOVES_WITH_THE_DAY = frozenset({"expected", "status", "support_expected", "given_expected", "open_expected"})


def _differ(names, before, after, by_day=True) -> bool:
    for name, was, now in zip(names, before, after, strict=True):
        if not by_day and name in _MOVES_WITH_THE_DAY:
            continue
        if isinstance(was, dict) and isinstance(now, dict):
            if was.keys() != now.keys() or _differ(was, was.values(), [now[key] for key in was], by_day):
                return True
        elif isinstance(was, float) and isinstance(now, float):
            if not isclose(was, now, rel_tol=1e-9, abs_tol=1e-9):
                return True
        elif was != now:
            return True
    return False


def _write(things, names) -> None:
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
