"""The sheet of milestones: the rows of a measure are all its milestones, as the lines of its form are."""

from decimal import Decimal

from zichtlijn.exchange.plans.objectives.comparison import HIDDEN, ObjectivesComparison, Steps
from zichtlijn.exchange.plans.plan import Entry, Line, Outcome, shown_value
from zichtlijn.exchange.reading_rows import Table
from zichtlijn.objectives.models import Measure, Milestone, Objective
from zichtlijn.objectives.states import Kind, State

#: What a weight may be at most; that of a page too.
MOST_WEIGHT = 1_000_000
#: In which order a row is recognised as the milestone that it was.
_SAME = (("name", "due_on"), ("name",), ("due_on",))


def load_milestones(compared: ObjectivesComparison) -> None:
    """The milestones that are there, of measures that are read from them."""
    rows = Milestone.objects.filter(measure__kind=Kind.MILESTONES).order_by("due_on", "id")
    for milestone in rows.iterator(chunk_size=5000):
        compared.milestones[milestone.measure_id].append(milestone)


def milestones_of(compared: ObjectivesComparison, measure: Measure) -> list[Milestone]:
    """The milestones of a measure as they will be."""
    steps = compared.steps.get(id(measure))
    return steps.wanted if steps else compared.milestones.get(measure.pk, []) if measure.pk else []


def plan_milestones(compared: ObjectivesComparison) -> None:
    """What is new, what changes, and which milestones of a measure the file no longer names."""
    table = compared.tables.get("milestones")
    if table is None:
        return
    rows: dict[int, list[tuple[int, dict]]] = {}
    measures: dict[int, Measure] = {}
    unread: set[int] = set()  # measures with a row that cannot be read: that one may well be among their milestones
    seen: dict[tuple, int] = {}
    for number, row in compared.counter(table.rows(compared.plan.complain)):
        measure = _measure_of(compared, table, number, row)
        if measure is None:
            continue
        if "_bad" in row:
            unread.add(id(measure))
            continue
        key = (id(measure), row["name"], row["due_on"])
        if key in seen:
            asked = Entry(None, table, number, True)
            compared.plan.refuse(asked, "milestone_twice", "name", row["name"], row=seen[key])
            continue
        seen[key] = number
        measures[id(measure)] = measure
        rows.setdefault(id(measure), []).append((number, row))
    for which, of_measure in rows.items():
        _compare(compared, table, measures[which], of_measure, whole=which not in unread)


def _measure_of(compared: ObjectivesComparison, table: Table, number: int, row: dict) -> Measure | None:
    """The measure that a row names; None when there is none, or when its own row is not right."""
    if row.get("code") is None:
        return None
    asked = Entry(None, table, number, True)
    measure = compared.measures.get(row["code"])
    if measure is None:
        compared.plan.refuse(asked, "unknown_measure", "code", row["code"])
        return None
    entry = compared.measure_entries.get(id(measure))
    if entry is not None and entry.bad:
        return None  # its own row says what is wrong with it
    if measure.kind != Kind.MILESTONES and compared.is_hidden(measure) and "kind" not in entry_row(compared, measure):
        compared.plan.refuse(asked, "not_by_milestones_unread", "code", row["code"])
        return None
    if measure.kind != Kind.MILESTONES:
        compared.plan.refuse(asked, "not_by_milestones", "code", row["code"], kind=str(Kind(measure.kind).label))
        return None
    return measure


def _compare(compared: ObjectivesComparison, table: Table, measure: Measure, rows: list, *, whole: bool) -> None:
    """The rows of one measure beside the milestones that it has."""
    steps = compared.steps[id(measure)] = Steps(measure)
    left = list(compared.milestones.get(measure.pk, ())) if measure.pk else []
    found = _recognise(rows, left)
    hidden = compared.is_hidden(measure) and measure.pk is not None
    keeps_done = hidden and table.has("done_on") and told_only(compared, measure)
    same = 0
    for number, row in rows:
        told: list[tuple[str, str, str]] = []
        there = found.get(number)
        entry = Entry(there, table, number, False) if there else _new(compared, table, measure, number, row)
        milestone = entry.thing
        for column, empty in (("name", None), ("due_on", None), ("done_on", None), ("weight", 1.0)):
            if column in row:
                value = empty if row[column] is None else row[column]
                value = float(value) if isinstance(value, Decimal) else value
                shown = (HIDDEN, shown_value(value)) if hidden else None
                if not (column == "done_on" and keeps_done):
                    entry.put(column, value, entry.header(column), shown)
                if shown:  # also what is the same: that it is would tell what stands there
                    told.append((entry.header(column), *shown))
        _judge(compared, entry, row)
        steps.wanted.append(milestone)
        if entry.new:
            steps.added.append(milestone)
        elif entry.fields:
            steps.changed.append(milestone)
        if not entry.bad:
            same += entry.own_outcome == Outcome.UNCHANGED
            # what may not be read always changes: that one is new or stays would tell which there are
            outcome = Outcome.CHANGED if hidden else entry.own_outcome
            _line(compared, outcome, table, number, milestone, tuple(told if hidden else entry.changes))
    if steps.wanted and all(milestone.weight == 0 for milestone in steps.wanted):
        last = Entry(None, table, rows[-1][0], True)
        compared.plan.refuse(last, "aim_milestones_without_weight", "weight", 0)
    for milestone in left if whole else ():
        steps.gone.append(milestone)
        if not hidden:
            _line(compared, Outcome.ENDED, table, 0, milestone)
    if hidden and not steps.gone:
        compared.plan.told_only += same


def _new(compared: ObjectivesComparison, table: Table, measure: Measure, number: int, row: dict) -> Entry:
    made = Milestone(organisation=compared.organisation, measure=measure, name=row["name"], due_on=row["due_on"])
    return Entry(made, table, number, True)


def _recognise(rows: list, left: list[Milestone]) -> dict[int, Milestone]:
    """Which milestone each row is: by name and day, else by name, else by day. What is found is taken out of `left`."""
    found: dict[int, Milestone] = {}
    for names in _SAME:
        by_facts: dict[tuple, list[Milestone]] = {}
        for milestone in left:
            by_facts.setdefault(tuple(getattr(milestone, name) for name in names), []).append(milestone)
        for number, row in rows:
            same = by_facts.get(tuple(row[name] for name in names))
            if number not in found and same:
                found[number] = same.pop(0)
        taken = {id(milestone) for milestone in found.values()}
        left[:] = [milestone for milestone in left if id(milestone) not in taken]
    return found


def _judge(compared: ObjectivesComparison, entry: Entry, row: dict) -> None:
    """The same rules as on the page; what was there already is not judged again."""
    milestone, plan = entry.thing, compared.plan
    measure = milestone.measure if entry.new else compared.measure_by_id[milestone.measure_id]
    judged = entry.new or bool(entry.fields)
    if judged and not 0 <= milestone.weight <= MOST_WEIGHT:
        plan.refuse(entry, "milestone_weight", "weight", shown_value(float(row["weight"])))
    first, last = compared.days_to_judge(measure)
    judged = judged or compared.is_hidden(measure)  # by what the file says, whether it is the same or not
    if (judged or _moved(compared, measure)) and not first <= milestone.due_on <= last:
        days = {"first": first.isoformat(), "last": last.isoformat()}
        plan.refuse(entry, "milestone_outside_measure", "due_on", milestone.due_on, **days)
    if "done_on" in entry.fields or (entry.new and milestone.done_on):
        if milestone.done_on and milestone.done_on > compared.today:
            plan.refuse(entry, "done_to_come", "done_on", milestone.done_on)
        elif code := against_recording(compared, measure):
            plan.refuse(entry, code, "done_on", milestone.done_on or "")


def _moved(compared: ObjectivesComparison, measure: Measure) -> bool:
    """True when this file gives the measure other days."""
    entry = compared.measure_entries.get(id(measure))
    return entry is not None and bool(entry.fields & {"starts_on", "ends_on"})


def against_recording(compared: ObjectivesComparison, measure: Measure) -> str:
    """Why nothing can be recorded of this measure; what this very file closes or ends may still be filled."""
    entry = compared.measure_entries.get(id(measure))
    if measure.ended_on and not _does(compared, entry, "ended_on"):
        return "measure_ended"
    entry = compared.objective_entries.get(id(measure.objective))
    if measure.objective.state in {State.CLOSED, State.DROPPED} and not _does(compared, entry, "state"):
        return "objective_closed"
    return ""


def _does(compared: ObjectivesComparison, entry: Entry | None, column: str) -> bool:
    """True when this file is what set the column; of what may not be read, when it says anything there."""
    if entry is None:
        return False
    return entry.new or column in entry.fields or entry_row(compared, entry.thing).get(column) is not None


def entry_row(compared: ObjectivesComparison, thing: Objective | Measure) -> dict:
    """What the file says of something that may not be read."""
    return compared.hidden_rows.get(id(thing), {})


def told_only(compared: ObjectivesComparison, measure: Measure) -> bool:
    """True when nothing can be recorded of a measure that may not be read: then all of it is told and nothing written.

    To refuse what differs from what stands there, and not what is the same, would tell which it is.
    """
    if not against_recording(compared, measure):
        return False
    compared.rows_kept += 1
    return True


def _line(compared: ObjectivesComparison, outcome: str, table: Table, number: int, milestone: Milestone, changes=()):
    measure = milestone.measure if milestone.pk is None else compared.measure_by_id[milestone.measure_id]
    name = measure.key if compared.is_hidden(measure) else f"{measure.name} · {milestone.name}"
    compared.plan.lines_extra.append(Line(str(outcome), table.name, number, measure.key, name, changes, "milestones"))
    compared.plan.counts_extra[outcome] += 1
