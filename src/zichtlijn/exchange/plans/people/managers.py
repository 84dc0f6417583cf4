"""Who reports to whom, as it will be today."""

from zichtlijn.exchange.plans.people.comparison import PeopleComparison
from zichtlijn.exchange.plans.people.words import END_OF_TIME
from zichtlijn.exchange.plans.plan import Entry
from zichtlijn.organisation.actions.paths import MAX_LEVELS, lay_paths
from zichtlijn.organisation.models import Person, Placement


def check_managers(compared: PeopleComparison) -> None:
    """Nobody reports to themselves through others, as it will be today, and lines are not longer than fit."""
    everyone = list(compared.people.values())
    numbers = {id(person): number for number, person in enumerate(everyone, 1)}
    above: dict[int, int | None] = {}
    main: dict[int, Placement] = {}
    for person in everyone:
        number = numbers[id(person)]
        holds = [
            p for p in compared.placements.get(id(person), ())
            if p.starts_on <= compared.today and (p.ends_on is None or p.ends_on >= compared.today)
        ]  # fmt: skip
        best = max(holds, key=lambda p: (p.starts_on, p.pk or END_OF_TIME.toordinal() ** 2)) if holds else None
        above[number] = numbers[id(best.line_manager)] if best and best.line_manager else None
        if best:
            main[number] = best
    paths, circles = lay_paths(above)
    for circle in circles:
        chain = " → ".join(everyone[number - 1].name for number in [*circle[:10], circle[0]])
        told = [entry for number in circle if (entry := _row_of(compared, everyone[number - 1], main[number]))]
        for entry in told:
            compared.plan.refuse(entry, "manager_cycle", "manager", "", names=chain)
    deep = MAX_LEVELS * 8
    for number, path in paths.items():
        if len(path) > deep and (entry := _row_of(compared, everyone[number - 1], main.get(number))):
            compared.plan.refuse(entry, "too_deep", "manager", "", levels=MAX_LEVELS)


def _row_of(compared: PeopleComparison, person: Person, placement: Placement | None) -> Entry | None:
    """The row of the file that speaks of this person's manager."""
    entry = compared.entries[Placement].get(id(placement)) if placement else None
    entry = entry or compared.entries[Person].get(id(person))
    return entry if entry is not None and entry.table is not None else None
