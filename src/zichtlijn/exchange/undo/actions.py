"""Taking out: one transaction for everything that an import made, or nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import get_history_manager_for_model

from zichtlijn.access.actor import Actor
from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.access.sizes import learn_sizes
from zichtlijn.audit import actions as audit
from zichtlijn.audit.actions import Event
from zichtlijn.exchange.actions.bringing_in import MANY
from zichtlijn.exchange.actions.writing_objectives import MOST_ONE_BY_ONE
from zichtlijn.exchange.bulk import ChangedMeanwhile, delete_ranges, in_batches
from zichtlijn.exchange.models import Import
from zichtlijn.exchange.plans.making import no_progress
from zichtlijn.exchange.undo.leaving import as_ranges
from zichtlijn.exchange.undo.outlook import Outlook, look_at, look_at_the_rest
from zichtlijn.exchange.undo.permissions import JOB, can_take_out
from zichtlijn.exchange.undo.ranges import Numbers
from zichtlijn.exchange.undo.things import PARTS, THINGS, WORDS
from zichtlijn.exchange.undo.wording import sentences
from zichtlijn.jobs.actions import start_job
from zichtlijn.jobs.models import Job
from zichtlijn.objectives.actions.standing import (
    follow_up,
    lock_objectives,
    recompute_after_commit,
    refresh_measure,
)
from zichtlijn.objectives.models import Measure, Objective, ObjectiveLink, Reading
from zichtlijn.objectives.queries.graph import ancestors_and_self
from zichtlijn.organisation.actions.paths import refresh_reporting_paths, refresh_unit_paths
from zichtlijn.organisation.actions.rights import lock_structure
from zichtlijn.organisation.models import SearchWord
from zichtlijn.rewards.models import Salary


@transaction.atomic
def start_undoing(imported: Import, *, by: Actor, leaving: int | None = None) -> Job:
    """Take this import out in the background; a second press of the button gives the same job.

    `leaving`: what people did something with and all that it rests on, so many things, stays; the rest is taken out.
    """
    _require(imported, by)
    Import.objects.select_for_update(of=("self",)).get(pk=imported.pk)
    under_way = Job.objects.filter(kind=JOB, given__of=imported.pk, state__in=(Job.State.WAITING, Job.State.RUNNING))
    mine = under_way.filter(asked_by=by.user).first()
    if mine:
        return mine
    if under_way.exists():
        raise NotNow(_("A colleague is taking this import out right now."))
    _outlook(imported, by, leaving)
    return start_job(JOB, given={"of": imported.pk, "leaving": leaving}, file_name=imported.file_name, by=by)


def undo_import(
    import_id: int,
    *,
    by: Actor,
    leaving: int | None = None,
    progress: Callable[[int, int, str], None] = no_progress,
    transaction_of: Callable[[], AbstractContextManager] = transaction.atomic,
    settle: Callable[[Outlook], None] = lambda outlook: None,
) -> Outlook:
    """Take out all that this import made, in one transaction; refused with every reason when something hangs on it.

    `leaving` as with `start_undoing`: so many things stay and the rest is taken out; refused when the number differs.
    `transaction_of` opens the transaction: that of a job also ends the job; `settle` is called at its end.
    """
    progress(0, 0, _("Looking at what hangs on it"))
    try:
        with transaction_of():
            lock_structure(by)
            imported = Import.objects.select_for_update(of=("self",)).get(pk=import_id)
            _require(imported, by)
            touched = _lock_objectives(imported)
            outlook = _outlook(imported, by, leaving)
            _take_out(outlook, by, progress, many=touched > MOST_ONE_BY_ONE)
            imported.taken_out_at, imported.taken_out_by_name = timezone.now(), by.name
            imported.made = {kind: [list(one) for one in numbers.ranges] for kind, numbers in outlook.made.items()}
            imported.left = as_ranges(outlook.left)
            imported.save(update_fields=["made", "left", "taken_out_at", "taken_out_by_name"])
            counted = {kind: len(numbers) for kind, numbers in outlook.made.items()}
            detail = {"file": imported.file_name, "kind": imported.kind, **counted}
            if outlook.left:
                detail["left"] = {kind: len(numbers) for kind, numbers in outlook.left.items()}
            audit.record(Event.IMPORT_UNDONE, on=by.organisation, by=by, detail=detail)
            settle(outlook)
    except (ChangedMeanwhile, IntegrityError) as clash:
        # Somebody did something with one of these very things in between: nothing was taken out.
        raise NotNow(
            _("Others are changing the same things right now. Nothing was changed: try again later.")
        ) from clash
    if outlook.total >= MANY:
        learn_sizes()
    return outlook


def _require(imported: Import, by: Actor) -> None:
    require(can_take_out(by, imported), _("To take an import out you need the right to import all that is in it."))


def _outlook(imported: Import, by: Actor, leaving: int | None) -> Outlook:
    """What will go; refused when something stands in the way, or when more stays than was agreed to."""
    outlook = (look_at if leaving is None else look_at_the_rest)(imported, by=by)
    if outlook.reasons:
        raise NotNow(*sentences(outlook.reasons))
    if leaving is not None and outlook.total_left != leaving:
        raise NotNow(_("Something was done with it in the meantime: look at the list again."))
    return outlook


def _objectives_of(made: dict[str, Numbers]):
    """Ids of the objectives that were made, or of which a measure or a reading was made."""
    for kind, model, name, path in (
        ("objectives", Objective, "pk", "pk"),
        ("measures", Measure, "pk", "objective_id"),
        ("readings", Reading, "pk", "measure__objective_id"),
    ):
        for condition in made.get(kind, Numbers()).where(name):
            yield model.objects.filter(condition).order_by().values_list(path, flat=True)


def _lock_objectives(imported: Import) -> int:
    """Whoever does something with these objectives or their measures comes before this, or after it; how many."""
    made = {kind: Numbers(ranges) for kind, ranges in imported.made.items()}
    ids = {pk for some in _objectives_of(made) for pk in some.iterator()}
    if len(ids) <= MOST_ONE_BY_ONE:  # then what is above follows in this transaction
        lock_objectives(Objective.objects.filter(pk__in=ancestors_and_self(ids)))
    else:
        lock_objectives(Objective.objects.filter(pk__among=ids))
    return len(ids)


def _take_out(outlook: Outlook, by: Actor, progress, *, many: bool) -> None:
    """Delete what was made and what belongs to it, its history and its words; what it stood under follows."""
    made, organisation_id = outlook.made, by.organisation.pk
    objectives, measures, replaced = _surroundings(made)
    done, label = 0, _("Taking out what was imported")
    _tell_of_salaries(made, by)
    for kind, model in THINGS.items():
        if kind not in made:
            continue
        progress(done, outlook.total, label)
        numbers = made[kind]
        for part, name in PARTS.get(model, ()):
            delete_ranges(part, name, numbers, organisation_id=organisation_id)
        unchanged = {"is_current": True} if model is Reading else {"version": 1}
        if delete_ranges(model, "id", numbers, organisation_id=organisation_id, **unchanged) != len(numbers):
            raise ChangedMeanwhile
        if hasattr(model, "history"):
            history = get_history_manager_for_model(model).model
            delete_ranges(history, "id", numbers, organisation_id=organisation_id)
        for word in WORDS.get(kind, ()):
            delete_ranges(SearchWord, "target_id", numbers, organisation_id=organisation_id, kind=word.value)
        done += len(numbers)
    for start in range(0, len(replaced), 1000):
        Reading.objects.filter(pk__in=replaced[start : start + 1000]).update(is_current=True)
    if "placements" in made or "people" in made or "units" in made:
        progress(0, 0, _("Connecting lines and updating search"))
        refresh_unit_paths(by.organisation)
        refresh_reporting_paths(by.organisation)
    _stand(objectives, measures, by, progress, many=many)


def _tell_of_salaries(made: dict[str, Numbers], by: Actor) -> None:
    """Of each person whose salary goes a line in the log, as when it is taken out on its page; never an amount."""
    for condition in made.get("salaries", Numbers()).where("pk"):
        gone = Salary.objects.filter(condition).order_by("pk").select_related("person")
        for some in in_batches(gone.iterator(), 2000):
            audit.record_many([(Event.SALARY_REMOVED, row.person, row.person_id, {}) for row in some], by=by)


def _surroundings(made: dict[str, Numbers]) -> tuple[set[int], set[int], list[int]]:
    """What stays and stood over it: objectives, and measures of which readings go; and readings that count again."""
    objectives: set[int] = set()
    measures: set[int] = set()
    replaced: list[int] = []
    for condition in made.get("objectives", Numbers()).where("child"):
        objectives.update(ObjectiveLink.objects.filter(condition).values_list("parent_id", flat=True))
    for condition in made.get("measures", Numbers()).where("pk"):
        objectives.update(Measure.objects.filter(condition).order_by().values_list("objective_id", flat=True))
    for condition in made.get("readings", Numbers()).where("pk"):
        read = Reading.objects.filter(condition).order_by()
        measures.update(read.values_list("measure_id", flat=True))
        replaced += read.exclude(replaces=None).values_list("replaces_id", flat=True)
    gone = made.get("objectives", Numbers()), made.get("measures", Numbers())
    objectives = {pk for pk in objectives if pk not in gone[0]}
    return objectives, {pk for pk in measures if pk not in gone[1]}, replaced


def _stand(objectives: set[int], measures: set[int], by: Actor, progress, *, many: bool) -> None:
    """Let the stored standings follow from what went."""
    if not objectives and not measures:
        return
    label = _("Computing where everything stands")
    if many or len(objectives) + len(measures) > MOST_ONE_BY_ONE:
        recompute_after_commit(by.organisation, progress=lambda done, total: progress(done, total, label))
        return
    progress(0, 0, label)
    follow_up(objectives, organisation=by.organisation)
    for pk in sorted(measures):
        refresh_measure(Measure.objects.select_related("organisation").get(pk=pk))
