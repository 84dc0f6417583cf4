"""Where everything of an organisation stands, recomputed from the readings up: written, or only compared."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from math import isclose

from django.db import transaction
from django.utils import timezone

from zichtlijn.access.models import Organisation
from zichtlijn.access.sizes import learn_sizes
from zichtlijn.calculations.objectives.shares import Sums
from zichtlijn.jobs.pace import Pace
from zichtlijn.objectives.actions.standing.following import BOTTOM_UP, lines_apart, lock_objectives, set_lines
from zichtlijn.objectives.actions.standing.measures import STANDING, limits_of, stand_measure
from zichtlijn.objectives.actions.standing.objectives import (
    OBJECTIVE_STANDING,
    child_sums,
    own_sums,
    stand_objective,
    write_standings,
)
from zichtlijn.objectives.models import Measure, Objective, Reading

#: Read at a time when nothing is written.
CHUNK = 2000
#: Locked, read and written at a time: whoever saves one of these in the meantime waits for a fraction of a second.
LOCKED = 500


def recompute_organisation(organisation: Organisation, *, today: date | None = None, progress=None) -> None:
    """Recompute every stored standing of an organisation, from the readings up; `progress(done, total)` is told.

    In pieces that are a transaction each: what somebody saves in the meantime is in the piece, or follows after it.
    Inside another transaction all that is written stays locked to its end: there, ask for `recompute_after_commit`.
    """
    today = today or timezone.localdate()
    learn_sizes()  # what was just written is not known yet, and a guess can take minutes
    from_scratch(organisation, today=today, write=True, progress=progress)
    Organisation.objects.filter(pk=organisation.pk).update(standing_on=today)
    organisation.standing_on = today


def recompute_after_commit(organisation: Organisation, *, progress=None) -> None:
    """Recompute every stored standing as soon as this transaction has ended, outside of it.

    What it wrote is there by then: a failure is written down, and the work of the night does it again.
    """
    transaction.on_commit(
        lambda: recompute_organisation(organisation, progress=giving_way(progress)),
        robust=True,
    )


def giving_way(progress=None):
    """To be told of each piece: passes it on, and rests while others have the database."""
    pace = Pace()

    def tell(done: int, total: int) -> None:
        if progress:
            progress(done, total)
        pace()

    return tell


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


def from_scratch(organisation, *, today, write, found=None, progress=None, by_day=True):
    """Walk measures, then objectives from the people up, then the lines from the top down, in pieces."""
    limits, month = limits_of(organisation), organisation.fiscal_first_month
    measures = Measure.objects.filter(organisation=organisation)
    objectives = Objective.objects.filter(organisation=organisation)
    total, done = measures.count() + objectives.count(), 0
    size = LOCKED if write else CHUNK
    found = [] if found is None else found
    for ids in _pieces(measures, size):
        piece = measures.filter(pk__in=ids)
        with _alone(Objective.objects.filter(pk__in=piece.values("objective_id")), write):
            names = (*STANDING, "current_value", "current_on", "due_on")
            moved = []
            latest = _latest_readings(ids, today)
            for measure in piece.order_by("pk").prefetch_related("interim_targets", "milestones"):
                before = [getattr(measure, name) for name in names]
                measure.current_value, measure.current_on = latest.get(measure.pk, (None, None))
                stand_measure(measure, today=today, limits=limits, first_month=month)
                if _differ(names, before, [getattr(measure, name) for name in names], by_day):
                    moved.append(measure)
                    found.append(f"measure {measure.pk}: {before} → {[getattr(measure, name) for name in names]}")
            if write:
                write_standings(moved, names)
        done += len(ids)
        if progress:
            progress(done, total)
    levels = set(objectives.order_by().values_list("level", flat=True).distinct())
    upward = [level for level in BOTTOM_UP if level in levels]
    for level in upward:
        for ids in _pieces(objectives.filter(level=level), size):
            with _alone(objectives.filter(pk__in=ids), write):
                own, support = own_sums(ids), child_sums(ids)
                moved = []
                for objective in objectives.filter(pk__in=ids).order_by("pk"):
                    before = [getattr(objective, name) for name in OBJECTIVE_STANDING]
                    stand_objective(objective, own.get(objective.pk, Sums()), support.get(objective.pk, Sums()), limits)
                    after = [getattr(objective, name) for name in OBJECTIVE_STANDING]
                    if _differ(OBJECTIVE_STANDING, before, after, by_day):
                        moved.append(objective)
                        found.append(f"objective {objective.pk}: {before} → {after}")
                if write:
                    write_standings(moved, OBJECTIVE_STANDING)
            done += len(ids)
            if progress:
                progress(done, total)
    for level in reversed(upward):
        apart = [
            pk
            for some in lines_apart(objectives.filter(level=level), level)
            for pk in some.values_list("pk", flat=True)
        ]
        found += [f"objective {pk}: line" for pk in apart]
        for start in range(0, len(apart) if write else 0, size):
            piece = objectives.filter(pk__in=apart[start : start + size])
            with _alone(piece, write):
                set_lines(piece, level)


@contextmanager
def _alone(objectives, write: bool):
    """One short transaction in which nobody else moves these objectives or their measures; to look none is needed."""
    if not write:
        yield
        return
    with transaction.atomic():
        lock_objectives(objectives)
        yield


def _pieces(queryset, size: int) -> Iterator[list[int]]:
    """The ids of all of these, so many at a time."""
    last, ids = 0, [0] * size
    while len(ids) == size:
        if ids := list(queryset.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:size]):
            yield ids
            last = ids[-1]


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
