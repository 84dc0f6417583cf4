"""Who has agreed on what: personal objectives for everybody, out of the lines of their position."""

from collections import defaultdict
from random import Random

from zichtlijn.demo.aims import read_aim
from zichtlijn.demo.plan import (
    PersonalLine,
    PlannedMeasure,
    PlannedObjective,
    PlannedPerson,
    project_rows,
    read_personal,
)
from zichtlijn.demo.wording import PLACES, Text, fill, names, sections, unit_of

WEIGHTS: dict[int, list[tuple[int, ...]]] = {
    1: [(100,)],
    2: [(60, 40)],
    3: [(40, 30, 30), (50, 30, 20), (40, 35, 25)],
    4: [(30, 30, 20, 20), (40, 20, 20, 20), (25, 25, 25, 25)],
    5: [(30, 20, 20, 15, 15), (20, 20, 20, 20, 20)],
}
#: How it goes, out of a hundred.
MOODS = {"ahead": 14, "on": 46, "behind": 22, "off": 9, "none": 2, "late": 7}
STEPS = (
    Text("Plan besproken", "Plan discussed"),
    Text("Halverwege besproken", "Discussed halfway"),
    Text("Afgerond en overgedragen", "Finished and handed over"),
)
#: Breaks in the line, to be found: people without objectives, weights that do not add up, objectives without a parent.
WITHOUT_OBJECTIVES = 6
WEIGHTS_OFF = 4
WITHOUT_PARENT = 1
IN_A_PROJECT = 5
#: The two role objectives of the contact centre: everybody has one line of the first.
FIRST_TIME_RIGHT, WITH_ATTENTION = "R-KCC", "R-KCA"


class Dealer:
    """Hands out lines and names of places so that colleagues get different ones as long as there are."""

    def __init__(self, rng: Random):
        self.rng = rng
        self.stacks: dict[str, list] = {}

    def deal(self, name: str, cards: list):
        stack = self.stacks.get(name)
        if not stack:
            stack = self.stacks[name] = self.rng.sample(cards, len(cards))
        return stack.pop()

    def lines(self, name: str, lines: list[PersonalLine], count: int) -> list[PersonalLine]:
        """Different lines, spread evenly over those who ask."""
        dealt: list[PersonalLine] = []
        put_back: list[PersonalLine] = []
        while len(dealt) < min(count, len(lines)):
            line = self.deal(name, lines)
            (put_back if line in dealt else dealt).append(line)
        self.stacks[name].extend(put_back)
        return dealt

    def places(self, line: PersonalLine) -> dict[str, str]:
        wanted = [kind for kind in PLACES if "{" + kind + "}" in line.title.nl]
        return {kind: self.deal(f"{line.title.nl} {kind}", names()[kind]) for kind in wanted}


def personal_objectives(people: list[PlannedPerson], rng: Random) -> list[PlannedObjective]:
    """Three to five for everybody but a few, with weights that add up to 100 but for a few."""
    table = read_personal()
    dealer = Dealer(rng)
    ordinary = [p for p in people if not p.is_head and "!" + p.name not in table]
    agents = [p for p in ordinary if p.position == "Medewerker klantcontact"]
    without = {agents[-1].number} | {p.number for p in rng.sample(ordinary, WITHOUT_OBJECTIVES - 1)}
    if len(without) < WITHOUT_OBJECTIVES or any(p.number in without for p in agents[:-1]):
        others = [p for p in ordinary if p not in agents]
        without = {agents[-1].number} | {p.number for p in rng.sample(others, WITHOUT_OBJECTIVES - 1)}
    in_project = _members(people, table, without, rng)
    off = rng.sample([p.number for p in ordinary if p.number not in without], WEIGHTS_OFF)
    made = []
    for person in people:
        if person.number in without:
            continue
        lines = _lines_of(person, table, dealer, in_project.get(person.number))
        weights = list(rng.choice(WEIGHTS[len(lines)]))
        if person.number in off:
            weights[-1] += 10 if off.index(person.number) % 2 else -10
        for number, (line, weight) in enumerate(zip(lines, weights, strict=True)):
            objective = _objective(person, number, line, dealer, rng)
            objective.weight = line.weight if line.weight is not None else float(weight)
            made.append(objective)
    candidates = [o for o in made if o.owner in ordinary and o.owner not in agents and o.parents[0][0][0] == "R"]
    for objective in rng.sample(candidates, WITHOUT_PARENT):
        objective.parents = []
    return made + _proposals(people, dealer, rng)


def _lines_of(person, table, dealer: Dealer, project: PersonalLine | None) -> list[PersonalLine]:
    if own := table.get("!" + person.name):
        return own
    lines = table["#" + person.position]
    count = dealer.rng.choices((3, 4, 5), (45, 40, 15))[0]
    if person.position == "Medewerker klantcontact":
        chosen = dealer.lines(FIRST_TIME_RIGHT, [line for line in lines if line.parent == FIRST_TIME_RIGHT], 1)
        chosen += dealer.lines(WITH_ATTENTION, [line for line in lines if line.parent == WITH_ATTENTION], count - 1)
    else:
        chosen = dealer.lines("#" + person.position, lines, count)
    if project:
        chosen[-1] = project
    return chosen


def _members(people, table, without, rng: Random) -> dict[int, PersonalLine]:
    """A few people of the units around each project work in it."""
    members: dict[int, PersonalLine] = {}
    for key, *_rest, units in project_rows():
        around = [
            p
            for p in people
            if p.unit in units.split()
            and not p.is_head
            and p.number not in members
            and p.number not in without
            and "!" + p.name not in table
        ]
        lines = table["%" + key]
        for place, person in enumerate(rng.sample(around, IN_A_PROJECT)):
            members[person.number] = lines[place % len(lines)]
    return members


def _objective(person, number, line: PersonalLine, dealer: Dealer, rng: Random) -> PlannedObjective:
    going = line.going or rng.choices(list(MOODS), list(MOODS.values()))[0]
    if going == "late":
        going = "on late"
    places = dealer.places(line)
    measure = PlannedMeasure(
        fill(line.measure, places), read_aim(line.aim, line.unit, going), unit_of(line.unit), line.frequency
    )
    if measure.aim.kind == "milestones":
        measure.steps = list(STEPS)
    return PlannedObjective(
        f"PD-{person.number + 1:04d}-{number + 1}",
        "personal",
        fill(line.title, places),
        [(line.parent, None)],
        unit=person.unit,
        owner=person,
        measures=[measure],
    )


def _proposals(people, dealer: Dealer, rng: Random) -> list[PlannedObjective]:
    """What waits for the other side, and what somebody is still writing."""
    by_name = {person.name: person for person in people}
    made = []
    seen: dict[str, int] = defaultdict(int)
    for name, state, proposer, parent, dutch, english, measure, in_english, aim, unit, frequency in sections(
        "direction.txt"
    )["proposals"]:
        line = PersonalLine(parent, Text(dutch, english), Text(measure, in_english), aim, unit, frequency, "none")
        seen[name] += 1
        objective = _objective(by_name[name], 6 + seen[name], line, dealer, rng)
        objective.state, objective.proposed_by = state, proposer
        made.append(objective)
    return made
