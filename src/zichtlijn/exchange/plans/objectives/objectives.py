"""The sheet of objectives: level, whose they are, when, in which state."""

from datetime import date

from zichtlijn.exchange.columns import YesNo
from zichtlijn.exchange.plans.known import SEVERAL, Known
from zichtlijn.exchange.plans.objectives.comparison import ObjectivesComparison
from zichtlijn.exchange.plans.objectives.parents import plan_parents
from zichtlijn.exchange.plans.plan import Entry
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.states import COUNTING, MAY_STAND_ALONE, Commitment, Level, State
from zichtlijn.organisation.models import Period, fold

#: What counts for the share of its own measures when nothing is said.
OWN_SHARE = Objective._meta.get_field("own_share").get_default()


def plan_rows(compared: ObjectivesComparison) -> None:
    """Every row of the sheet; what it follows from comes after all of them are known."""
    for table, number, row in compared.rows("objectives"):
        objective = compared.objectives.get(row["code"])
        if objective is None:
            objective = Objective(organisation=compared.organisation, key=row["code"], state=State.AGREED)
            entry = Entry(objective, table, number, True)
            compared.objectives[row["code"]] = objective
        else:
            entry = Entry(objective, table, number, False)
        compared.objective_entries[id(objective)] = entry
        entry.bad = "_bad" in row
        compared.tell_as_said(entry, row)
        _level(compared, entry, row)
        _surroundings(compared, entry, row)
        _period(compared, entry, row)
        _direction(compared, entry, row)
        _plain(compared, entry, row)
        _stands_alone(compared, entry, row)
        _state(compared, entry, row)
        if "parents" in row:
            compared.parents_wanted.append((entry, row["parents"] or ()))
    for entry, wanted in compared.parents_wanted:
        if entry.thing.level and entry.thing.starts_on and entry.thing.ends_on:
            plan_parents(compared, entry, wanted)  # also of a row that is refused already: everything is said at once


def _level(compared: ObjectivesComparison, entry: Entry, row: dict) -> None:
    level = row.get("level")
    if level is None:
        return
    if entry.new:
        entry.thing.level = level
        if level != Level.PERSONAL:
            entry.thing.made_by = compared.by.user
    elif entry.thing.level != level:
        compared.plan.refuse(entry, "level_fixed", "level", str(Level(level).label))


def _surroundings(compared: ObjectivesComparison, entry: Entry, row: dict) -> None:
    objective = entry.thing
    for column, known, code in (
        ("owner", compared.people, "unknown_person"),
        ("unit", compared.units, "unknown_unit"),
        ("position", compared.positions, "unknown_position"),
        ("project", compared.projects, "unknown_project"),
    ):
        if column not in row:
            continue
        text = row[column]
        found = None
        if text is not None:
            found = known.find(text) if isinstance(known, Known) else known.get(text)
            if found is None or found is SEVERAL:
                compared.plan.refuse(entry, "several_with_name" if found is SEVERAL else code, column, text)
                continue
        before = compared.by_id[column].get(getattr(objective, f"{column}_id"))
        if objective.level == Level.PERSONAL and not entry.new:
            if column == "owner" and compared.is_hidden(objective):
                compared.owners_kept += 1  # to refuse another one would tell who it is
                continue
            if column == "owner" and found is not before:
                compared.plan.refuse(entry, "owner_fixed", "owner", text or "")
                continue
            if column == "unit" and found is None:
                continue
        agreed = (row.get("state") or objective.state) == State.AGREED
        if column == "owner" and found is None and before is not None and agreed:
            compared.plan.refuse(entry, "owner_stays", "owner")
            continue
        compared.put(entry, column, found, column, (before.key if before else "", found.key if found else ""))
    if objective.level == Level.PERSONAL and entry.new:
        if objective.owner is None:
            if not entry.bad:
                compared.plan.refuse(entry, "owner_needed", "owner")
        elif objective.unit is None:
            objective.unit = compared.unit_of(objective.owner)


def _period(compared: ObjectivesComparison, entry: Entry, row: dict) -> None:
    objective, name = entry.thing, row.get("period")
    before = compared.period_by_id.get(objective.period_id)
    period = before
    if name is not None:
        period = _period_called(compared, name, before, row.get("starts_on"))
        if period is None:
            compared.plan.refuse(entry, "unknown_period", "period", name)
            return
    elif period is None:
        day = row.get("starts_on") or compared.today
        period = next(
            (p for p in compared.periods if p.kind == Period.Kind.YEAR and p.starts_on <= day <= p.ends_on), None
        )
        if period is None:
            if not entry.bad:
                compared.plan.refuse(entry, "no_period", "period")
            return
    moved = period is not before
    if moved:
        compared.put(entry, "period", period, "period", (before.name if before else "", period.name))
    for column in ("starts_on", "ends_on"):
        if column in row or moved:
            compared.put(entry, column, row.get(column) or getattr(period, column), column)
    hidden = compared.is_hidden(objective)
    if hidden:
        whole = (period.starts_on, period.ends_on) if name is not None else None
        compared.days_said(entry, row, whole)
        if whole:
            compared.said_periods[id(objective)] = whole
    if objective.ends_on < objective.starts_on and (not hidden or id(objective) in compared.said_days):
        compared.plan.refuse(entry, "ends_before_start", "ends_on", objective.ends_on)


def _period_called(compared: ObjectivesComparison, name: str, before: Period | None, day: date | None) -> Period | None:
    """The period with this name; of several: the one it has, or the one that holds its first day."""
    found = compared.periods_by_name.get(fold(name), [])
    if before in found:
        return before
    return next((p for p in found if day and p.starts_on <= day <= p.ends_on), found[0] if found else None)


def _direction(compared: ObjectivesComparison, entry: Entry, row: dict) -> None:
    """The direction that a strategic objective comes from, by its name."""
    if "direction" not in row:
        return
    name, before = row["direction"], compared.direction_by_id.get(entry.thing.direction_id)
    is_same = name is not None and before is not None and fold(before.name) == fold(name)
    if is_same and not compared.is_hidden(entry.thing):  # there, being no error must not tell which of several it is
        return
    found = compared.directions_by_name.get(fold(name), []) if name is not None else []
    if name is not None and len(found) != 1:
        compared.plan.refuse(entry, "several_directions" if found else "unknown_direction", "direction", name)
        return
    direction = found[0] if found else None
    shown = (before.name if before else "", direction.name if direction else "")
    compared.put(entry, "direction", direction, "direction", shown)


def _plain(compared: ObjectivesComparison, entry: Entry, row: dict) -> None:
    defaults = {
        "description": "",
        "perspective": "",
        "horizon": "",
        "commitment": Commitment.COMMITTED,
        "weight": None,
        "own_share": OWN_SHARE,
    }
    if row.get("title") is not None:
        compared.put(entry, "title", row["title"], "title")
    for column, default in defaults.items():
        if column in row:
            value = default if row[column] is None else row[column]
            compared.put(entry, column, value, column, compared.choice_shown(entry, column, value))


def _stands_alone(compared: ObjectivesComparison, entry: Entry, row: dict) -> None:
    """Whether it follows from nothing on purpose, at the levels where that can be."""
    if "stands_alone" not in row:
        return
    alone = row["stands_alone"] == YesNo.YES
    if alone and entry.thing.level not in MAY_STAND_ALONE:
        compared.plan.refuse(entry, "never_alone", "stands_alone", YesNo.YES.label)
        return
    before = YesNo.YES if entry.thing.stands_alone else YesNo.NO
    after = YesNo.YES if alone else YesNo.NO
    compared.put(entry, "stands_alone", alone, "stands_alone", (str(before.label), str(after.label)))


def _state(compared: ObjectivesComparison, entry: Entry, row: dict) -> None:
    objective, state = entry.thing, row.get("state")
    if state is not None:
        if entry.new:
            objective.state = state
        elif objective.state != state:
            was_counting = objective.state in COUNTING
            compared.put(entry, "state", state, "state", (str(State(objective.state).label), str(State(state).label)))
            entry.ended = state in {State.CLOSED, State.DROPPED} and was_counting
    if objective.state in COUNTING and objective.agreed_on is None:
        objective.agreed_on = compared.today
        if not entry.new and "state" in entry.fields:
            entry.fields.add("agreed_on")
    if objective.state == State.PROPOSED and (entry.new or "state" in entry.fields):
        objective.proposed_by = compared.by.user
        if not entry.new:
            entry.fields.add("proposed_by")
