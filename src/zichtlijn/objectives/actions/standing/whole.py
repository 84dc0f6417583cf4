"""Where everything of an organisation stands, recomputed from the readings up: written, or only compared."""

from datetime import date
from math import isclose

from django.db.models import Q
from django.utils import timezone

from zichtlijn.access.models import Organisation
from zichtlijn.access.sizes import learn_sizes
from zichtlijn.calculations.objectives.shares import Sums
from zichtlijn.objectives.actions.standing.following import BOTTOM_UP, set_lines
from zichtlijn.objectives.actions.standing.measures import STANDING, limits_of, stand_measure
from zichtlijn.objectives.actions.standing.objectives import (
    OBJECTIVE_STANDING,
    child_sums,
    own_sums,
    stand_objective,
    write_standings,
)
from zichtlijn.objectives.models import Measure, Objective, ObjectiveLink, Reading
from zichtlijn.objectives.states import COUNTING, Level

CHUNK = 2000


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
            write_standings(moved, names)
        done += len(chunk)
        if progress:
            progress(done, total)
    for level in BOTTOM_UP:
        for chunk in _chunks(Objective.objects.filter(organisation=organisation, level=level)):
            ids = [o.pk for o in chunk]
            own, support = own_sums(ids), child_sums(ids)
            moved = []
            for objective in chunk:
                before = [getattr(objective, name) for name in OBJECTIVE_STANDING]
                stand_objective(objective, own.get(objective.pk, Sums()), support.get(objective.pk, Sums()), limits)
                after = [getattr(objective, name) for name in OBJECTIVE_STANDING]
                if _differ(OBJECTIVE_STANDING, before, after, by_day):
                    moved.append(objective)
                    if found is not None:
                        found.append(f"objective {objective.pk}: {before} → {after}")
            if write:
                write_standings(moved, OBJECTIVE_STANDING)
            done += len(chunk)
            if progress:
                progress(done, total)
    for level in reversed(BOTTOM_UP):
        objectives = Objective.objects.filter(organisation=organisation, level=level)
        if write:
            set_lines(objectives, level)
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
