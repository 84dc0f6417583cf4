"""The sheet of readings."""

from datetime import date

from zichtlijn.exchange.bulk import in_batches
from zichtlijn.exchange.plans.objectives.comparison import HIDDEN, ObjectivesComparison
from zichtlijn.exchange.plans.objectives.milestones import against_recording, told_only
from zichtlijn.exchange.plans.plan import Entry, Line, Outcome
from zichtlijn.exchange.reading_rows import Table
from zichtlijn.objectives.models import Measure, Reading
from zichtlijn.objectives.states import Kind


def plan_readings(compared: ObjectivesComparison) -> None:
    """What is new, what corrects, and what stood there already."""
    table = compared.tables.get("readings")
    if table is None:
        return
    seen: dict[tuple[int, date], int] = {}
    there = _readings_there(compared, table)
    has_note = table.has("note")
    for number, row in compared.counter(table.rows(compared.plan.complain)):
        if "_bad" in row:
            continue
        asked = Entry(None, table, number, True)
        measure = compared.measures.get(row["code"])
        if measure is None:
            compared.plan.refuse(asked, "unknown_measure", "code", row["code"])
            continue
        measure_entry = compared.measure_entries.get(id(measure))
        if measure_entry is not None and measure_entry.bad:
            continue  # its own row says what is wrong with it
        on, value, note = row["measured_on"], row["value"], row.get("note") or ""
        key = (id(measure), on)
        if key in seen:
            compared.plan.refuse(asked, "reading_twice", "measured_on", on, row=seen[key])
            continue
        seen[key] = number
        before = there.get((measure.pk, on)) if measure.pk else None
        if before and not has_note:
            note = before[2]
        label, given = table.sheet.by_name["value"].header(), f"{value.normalize():f}"
        same = bool(before and before[1] == value and before[2] == note)
        hidden = compared.is_hidden(measure)
        if hidden and (told_only(compared, measure) or same):
            # as if it changed: whoever guesses a value is not told that it is right
            _reading_line(compared, Outcome.CHANGED, table, number, measure, on, ((label, HIDDEN, given),))
            compared.plan.told_only += 1
            continue
        if same:
            _reading_line(compared, Outcome.UNCHANGED, table, number, measure, on)
            continue
        if code := _against_reading(compared, measure, on, value):
            compared.plan.refuse(asked, code, "measured_on" if code == "day_to_come" else "value", value)
            continue
        changes: tuple = ()
        if before:
            compared.corrected.append(before[0])
            changes = ((label, f"{before[1].normalize():f}", given),)
        if hidden and measure.pk:  # nor whether there is a value of this day
            changes = ((label, HIDDEN, given),)
        compared.readings.append((measure, on, value, note, before[0] if before else None))
        compared.read_measures.add(id(measure))
        _reading_line(compared, Outcome.CHANGED if changes else Outcome.ADDED, table, number, measure, on, changes)


def _reading_line(compared: ObjectivesComparison, outcome, table, number, measure, on, changes=()) -> None:
    name = f"{measure.key if compared.is_hidden(measure) else measure.name} · {on}"
    compared.plan.lines_extra.append(Line(outcome.value, table.name, number, measure.key, name, changes, "readings"))
    compared.plan.counts_extra[outcome] += 1


def _readings_there(compared: ObjectivesComparison, table: Table) -> dict[tuple[int, date], tuple]:
    """The readings that stand, of the measures that the file names."""
    ids = [m.pk for key in table.values_in("code") if (m := compared.measures.get(key)) is not None and m.pk]
    there = {}
    for some in in_batches(ids, 5000):
        rows = Reading.objects.current().filter(measure__in=some).order_by()
        for pk, measure_id, on, value, note in rows.values_list("pk", "measure_id", "measured_on", "value", "note"):
            there[measure_id, on] = (pk, value, note)
    return there


def _against_reading(compared: ObjectivesComparison, measure: Measure, on: date, value) -> str:
    """The same rules as for a reading typed on a page; what this very file closes or ends may still be filled."""
    if measure.kind == Kind.MILESTONES:
        return "reads_milestones"
    if on > compared.today:
        return "day_to_come"
    if measure.kind == Kind.YES_NO and value not in {0, 1}:
        return "not_yes_or_no"
    return against_recording(compared, measure)
