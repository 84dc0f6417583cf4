"""The sheet of profiles: the rows of a position and a day are together what it requires from that day on."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from zichtlijn.competencies.models import Competency, Profile, Requirement
from zichtlijn.competencies.wording import tell_requirement
from zichtlijn.exchange.columns import YesNo
from zichtlijn.exchange.plans.competencies.comparison import FrameworkComparison
from zichtlijn.exchange.plans.known import SEVERAL, Known
from zichtlijn.exchange.plans.plan import Entry
from zichtlijn.exchange.reading_rows import Table
from zichtlijn.organisation.models import Position
from zichtlijn.ui.wording import write_full_date

#: A competency with the level that is required, and whether it is core.
Asked = tuple[Competency, int, bool]


@dataclass
class _Told:
    """What a file says of one position and day."""

    position: Position
    from_on: date
    row: int
    asked: list[Asked] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    is_bad: bool = False
    is_empty: bool = False


def plan_profiles(compared: FrameworkComparison) -> None:
    """The profiles that are new, and the newest ones that change. What held before stays as it was."""
    table = compared.tables.get("profiles")
    if table is None:
        return
    told = _read(compared, table, Known(Position.objects.all()))
    kept: dict[int, dict[date, Profile]] = defaultdict(dict)
    for profile in Profile.objects.select_related("position"):
        kept[profile.position_id][profile.from_on] = profile
    required: dict[int, dict[int, tuple[Competency, int, bool]]] = defaultdict(dict)
    for row in Requirement.objects.select_related("competency"):
        known = compared.competencies.get(row.competency.name.casefold(), row.competency)
        required[row.profile_id][row.competency_id] = (known, row.level, row.is_core)
    for one in sorted(told.values(), key=lambda one: (one.row, one.from_on)):
        of_position = kept[one.position.pk]
        there = of_position.get(one.from_on)
        old = required.get(there.pk, {}) if there else {}
        _compare(compared, table, one, there, old, max(of_position, default=None))


def _read(compared: FrameworkComparison, table: Table, positions: Known) -> dict[tuple[int, date], _Told]:
    """The rows, put together by position and day."""
    found: dict[tuple[int, date], _Told] = {}
    for number, row in compared.counter(table.rows(compared.plan.complain)):
        text, from_on = row.get("position"), row.get("from_on")
        if text is None or from_on is None:
            continue
        at = Entry(None, table, number, True)
        position = positions.find(text)
        if position is None or position is SEVERAL:
            code = "several_with_name" if position is SEVERAL else "unknown_position"
            compared.plan.refuse(at, code, "position", text)
            continue
        one = found.setdefault((position.pk, from_on), _Told(position, from_on, number))
        if "_bad" in row or not _read_row(compared, at, one, row):
            one.is_bad = True
    return found


def _read_row(compared: FrameworkComparison, at: Entry, one: _Told, row: dict) -> bool:
    """Take one row up; False when something is wrong with it."""
    refuse, name, level = compared.plan.refuse, row.get("competency"), row.get("level")
    if name is None:
        if level is not None:
            refuse(at, "required", "competency")
            return False
        one.is_empty = True
        return True
    if level is None:
        refuse(at, "required", "level")
        return False
    competency = compared.competencies.get(name.casefold())
    number = compared.level_of(level)
    if name.casefold() in one.rows:
        refuse(at, "duplicate_key", "competency", name, row=one.rows[name.casefold()])
        return False
    one.rows[name.casefold()] = at.row
    if competency is None:
        refuse(at, "unknown_competency", "competency", name)
    elif number is None and compared.levels:
        refuse(at, "unknown_level", "level", level, levels=_told_levels(compared.levels))
    elif number is None:
        refuse(at, "no_scale", "level", level)
    else:
        one.asked.append((competency, number, row.get("is_core") == YesNo.YES))
        return True
    return False


def _told_levels(levels: list[str]) -> str:
    return ", ".join(f"{number} ({name})" for number, name in enumerate(levels, start=1))


def _compare(
    compared: FrameworkComparison, table: Table, one: _Told, kept: Profile | None, old: dict, newest: date | None
) -> None:
    """One position and day beside what is there."""
    profile = kept or Profile(organisation=compared.organisation, position=one.position, from_on=one.from_on)
    entry = Entry(profile, table, one.row, kept is None)
    entry.name = f"{one.position.name} · {write_full_date(one.from_on)}"
    entry.bad = one.is_bad
    compared.profile_entries.append(entry)
    if one.is_empty and one.asked:
        compared.plan.refuse(entry, "requires_nothing_and_something", "competency")
    if one.is_bad:
        return
    today = timezone.localdate()
    new = {id(competency): (competency, level, core) for competency, level, core in one.asked}
    was = {id(competency): (competency, level, core) for competency, level, core in old.values()}
    for key, (competency, level, core) in was.items():
        if competency.ends_on and competency.ends_on < today:
            new.setdefault(key, (competency, level, core))  # on no form either: back when it is taken into use again
    for key in {**was, **new}:
        before, after = (one[1:] if one else None for one in (was.get(key), new.get(key)))
        if before != after:
            name = (was.get(key) or new[key])[0].name
            entry.changes.append((name, tell_requirement(before), tell_requirement(after)))
    if (entry.new or entry.changes) and newest is not None and newest > one.from_on:
        compared.plan.refuse(entry, "later_profile", "from_on", one.from_on, day=write_full_date(newest))
    if entry.new or entry.changes:
        compared.requirements[id(profile)] = list(new.values())
