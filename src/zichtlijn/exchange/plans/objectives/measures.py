"""The sheet of measures, with their targets on the way."""

from collections import defaultdict
from datetime import date

from zichtlijn.calculations.objectives import MOST_WHOLE
from zichtlijn.exchange.plans.objectives.comparison import ObjectivesComparison
from zichtlijn.exchange.plans.plan import Entry
from zichtlijn.objectives.models import InterimTarget, Measure, Objective
from zichtlijn.objectives.queries.asked import personal_objectives_known_to
from zichtlijn.objectives.states import Frequency, Kind, Level, Shape, Tempo
from zichtlijn.organisation.models import Person

#: What counts when a cell is empty.
_DEFAULTS = {
    "kind": Kind.UP, "unit": "", "baseline": None, "target": None, "lower": None, "upper": None,
    "lower_limit": None, "upper_limit": None, "frequency": Frequency.MONTHLY, "tempo": Tempo.LAG, "source": "",
    "weight": None,
}  # fmt: skip


def load_measures(compared: ObjectivesComparison) -> None:
    """The measures that are there."""
    compared.measures = {m.key: m for m in Measure.objects.all().iterator(chunk_size=5000)}
    compared.measure_by_id = {m.pk: m for m in compared.measures.values()}
    for measure in compared.measures.values():
        measure.objective = compared.objective_by_id[measure.objective_id]


def load_interim(compared: ObjectivesComparison) -> None:
    """Their targets on the way."""
    rows = InterimTarget.objects.order_by("measure_id", "on").values_list("measure_id", "on", "value")
    for measure_id, on, value in rows.iterator():
        compared.targets[measure_id].append((on, value))


def plan_measures(compared: ObjectivesComparison) -> None:
    """Every row of the sheet; whether its aim is sound is judged when the milestones are known."""
    for table, number, row in compared.rows("measures"):
        asked = row.get("objective")
        objective = compared.objectives.get(asked) if asked else None
        measure = compared.measures.get(row["code"])
        if measure is None:
            measure = Measure(organisation=compared.organisation, key=row["code"])
            entry = Entry(measure, table, number, True)
        else:
            entry = Entry(measure, table, number, False)
        entry.bad = "_bad" in row
        if asked and objective is None:
            compared.plan.refuse(entry, "unknown_objective", "objective", asked)
        if not entry.new and objective is not None and measure.objective is not objective:
            compared.plan.refuse(entry, "measure_moves", "code", row["code"])
        if entry.new:
            compared.measures[row["code"]] = measure
            if objective is not None:
                measure.objective = objective
        compared.measure_entries[id(measure)] = entry
        compared.tell_as_said(entry, row)
        if objective is None:
            continue
        _fields(compared, entry, row, objective)
        if "interim" in row:
            compared.interim[id(measure)] = row["interim"] or ()
    _judge_weights(compared)
    _judge_responsible(compared)


def _fields(compared: ObjectivesComparison, entry: Entry, row: dict, objective: Objective) -> None:
    measure = entry.thing
    if row.get("name") is not None:
        compared.put(entry, "name", row["name"], "name")
    for column, default in _DEFAULTS.items():
        if column in row:
            value = default if row[column] is None else row[column]
            compared.put(entry, column, value, column, compared.choice_shown(entry, column, value))
    if "shape" in row or entry.new:
        # who writes targets on the way means the line to run through them, as on the page
        shape = row.get("shape") or (Shape.OWN if row.get("interim") else Shape.STRAIGHT)
        compared.put(entry, "shape", shape, "shape", compared.choice_shown(entry, "shape", shape))
    for column in ("starts_on", "ends_on"):
        if column in row or entry.new:
            day = row.get(column) or getattr(objective, column)
            if day is None:  # the period of the objective is wrong: its own row says so
                entry.bad = True
                return
            compared.put(entry, column, day, column)
    hidden = compared.is_hidden(measure)
    if hidden:
        compared.days_said(entry, row, compared.said_days.get(id(objective)))
    if measure.ends_on < measure.starts_on and (not hidden or id(measure) in compared.said_days):
        compared.plan.refuse(entry, "ends_before_start", "ends_on", measure.ends_on)
    if "ended_on" in row:
        _end(compared, entry, row["ended_on"])
    if "responsible" in row:
        _responsible(compared, entry, row)


def _end(compared: ObjectivesComparison, entry: Entry, day: date | None) -> None:
    """A measure that is no longer read: from a day that has been."""
    if day is not None and day > compared.today:
        compared.plan.refuse(entry, "end_to_come", "ended_on", day)
        return
    before = entry.thing.ended_on
    compared.put(entry, "ended_on", day, "ended_on")
    entry.ended = not entry.new and day is not None and before is None


def _responsible(compared: ObjectivesComparison, entry: Entry, row: dict) -> None:
    measure = entry.thing
    person = compared.people.get(row["responsible"]) if row["responsible"] is not None else None
    if person is None and row["responsible"] is not None:
        compared.plan.refuse(entry, "unknown_person", "responsible", row["responsible"])
        return
    before = compared.by_id["owner"].get(measure.responsible_id)
    shown = (before.key if before else "", person.key if person else "")
    compared.put(entry, "responsible", person, "responsible", shown)


def _judge_weights(compared: ObjectivesComparison) -> None:
    """The weights of what is read for one objective are no more than the whole; said of the rows that set one."""
    told = [
        entry for entry in compared.measure_entries.values()
        if not entry.bad and _counts(entry.thing) and (entry.new or entry.fields & {"weight", "ended_on"})
    ]  # fmt: skip
    if not told:
        return
    together: dict[int, float] = defaultdict(float)  # id() of the objective → the weights of its measures
    for measure in compared.measures.values():
        if _counts(measure):
            together[id(measure._state.fields_cache.get("objective"))] += measure.weight or 0
    for entry in told:
        found = together[id(entry.thing.objective)]
        if found > MOST_WHOLE:
            compared.plan.refuse(entry, "weights_together", "weight", f"{entry.thing.weight:g}", sum=f"{found:g}")


def _counts(measure: Measure) -> bool:
    return bool(measure.weight) and measure.ended_on is None


def _judge_responsible(compared: ObjectivesComparison) -> None:
    """Who is asked for the readings of a personal objective may know of it, as on the page."""
    of_person: dict[Person, list[Entry]] = defaultdict(list)
    for entry in compared.measure_entries.values():
        measure = entry.thing
        if entry.bad or measure.objective.level != Level.PERSONAL or not (entry.new or "responsible" in entry.fields):
            continue
        if measure.responsible_id and measure.objective.owner_id not in {None, measure.responsible_id}:
            of_person[compared.by_id["owner"][measure.responsible_id]].append(entry)
    for person, entries in of_person.items():
        is_known = personal_objectives_known_to(person, compared.organisation)
        for entry in entries:
            objective = entry.thing.objective
            objective.owner = compared.by_id["owner"][objective.owner_id]  # at hand: no query for each
            if not is_known(objective):
                compared.plan.refuse(entry, "responsible_may_not_see", "responsible", person.key, person=person.name)
