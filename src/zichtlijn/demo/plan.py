"""The plan of the demo organisation as the tables write it: who works where, and every objective down to the people."""

import re
from dataclasses import dataclass, field
from random import Random

from zichtlijn.demo.aims import Aim, read_aim
from zichtlijn.demo.wording import PLACES, Text, cells, lines, names, sections, unit_of


@dataclass
class PlannedUnit:
    key: str
    parent: str
    name: Text
    staff: list[tuple[int, Text]] = field(default_factory=list)


@dataclass
class PlannedPerson:
    number: int
    given: str
    prefix: str
    family: str
    unit: str
    position: str  # the Dutch name
    is_head: bool = False
    manager: "PlannedPerson | None" = None

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.given, self.prefix, self.family) if part)


@dataclass
class PlannedMeasure:
    name: Text
    aim: Aim
    unit: Text
    frequency: str
    steps: list[Text] = field(default_factory=list)


@dataclass
class PlannedObjective:
    key: str
    level: str
    title: Text
    parents: list[tuple[str, float | None]]
    unit: str = ""
    position: str = ""
    project: str = ""
    state: str = "agreed"
    perspective: str = ""
    horizon: str = ""
    stretch: bool = False
    weight: float | None = None
    measures: list[PlannedMeasure] = field(default_factory=list)
    actions: list[Text] = field(default_factory=list)
    #: For personal objectives: the place in `people`.
    owner: PlannedPerson | None = None
    proposed_by: str = ""


def read_units() -> list[PlannedUnit]:
    """Units from the top down, each with its positions; the first of a unit is its head."""
    units: list[PlannedUnit] = []
    for line in lines("units.txt"):
        if line.startswith("#"):
            continue
        if line.startswith(" "):
            count, dutch, english = re.fullmatch(r"\s+(\d+) x ([^|]+)\|(.+)", line).groups()  # type: ignore[union-attr]
            units[-1].staff.append((int(count), Text(dutch.strip(), english.strip())))
        else:
            place, dutch, english = cells(line)
            key, _below, parent = place.partition("<")
            units.append(PlannedUnit(key.strip(), parent.strip(), Text(dutch, english)))
    return units


#: Who must be there, by name, for the demo to be told as a story: unit, position.
CAST = {
    ("DIR", "Secretaris-directeur"): ["Ilse Brandsma"],
    ("KC", "Afdelingshoofd"): ["Rachid El Amrani"],
    ("KC-TEL", "Coördinator telefonie"): ["Sara Vermeulen"],
    ("KC-TEL", "Medewerker klantcontact"): ["Noor de Wit", "Joost Visser"],
    ("KC-KEN", "Kennisredacteur"): ["Bram Jansen"],
    ("BV-MEN", "HR-adviseur"): ["Marloes Hendriks"],
    ("BV-ICT", "Applicatiebeheerder"): ["Daan Kuipers"],
    ("ZU-LAB", "Laborant"): ["Anneke Postma"],
}
#: So many of the telephone team report to the head of the department himself.
DIRECT_REPORTS = 11


def split_name(name: str) -> tuple[str, str, str]:
    """Given name, prefix and family name."""
    given, _space, rest = name.partition(" ")
    for prefix in ("de", "van den", "van der", "van"):
        if rest.startswith(prefix + " "):
            return given, prefix, rest[len(prefix) + 1 :]
    return given, "", rest


def staff(units: list[PlannedUnit], rng: Random) -> list[PlannedPerson]:
    """Everybody, with unit, position and line manager; the director first."""
    taken = {name for cast in CAST.values() for name in cast}
    people: list[PlannedPerson] = []
    heads: dict[str, PlannedPerson] = {}
    for unit in units:
        for place, (count, position) in enumerate(unit.staff):
            cast = list(CAST.get((unit.key, position.nl), ()))
            for number in range(count):
                if cast:
                    given, prefix, last = split_name(cast.pop(0))
                else:
                    given, prefix, last = _new_name(rng, taken)
                person = PlannedPerson(len(people), given, prefix, last, unit.key, position.nl)
                if place == 0 and number == 0:
                    person.is_head = True
                    heads[unit.key] = person
                people.append(person)
    above = {unit.key: unit.parent for unit in units}
    director = heads["DIR"]
    heads["WW"] = director
    under_department = 0
    for person in people:
        if person is director:
            continue
        person.manager = heads[above[person.unit] if person.is_head else person.unit]
        if person.unit == "KC-TEL" and person.position == "Medewerker klantcontact":
            under_department += 1
            if under_department <= DIRECT_REPORTS:
                person.manager = heads["KC"]
    return people


#: Where families came from, out of a hundred; most people marry and name as their parents did, some do not.
ORIGINS = {"dutch": 70, "moroccan": 7, "turkish": 7, "surinamese": 8, "elsewhere": 8}


def _new_name(rng: Random, taken: set[str]) -> tuple[str, str, str]:
    while True:
        origin = rng.choices(list(ORIGINS), list(ORIGINS.values()))[0]
        also = rng.choice(list(ORIGINS)) if rng.random() < 0.1 else origin
        first = rng.choice(names()[f"given {origin}"])
        family = rng.choice(names()[f"family {also}"])
        prefix, comma, last = family.rpartition(", ")
        name = " ".join(part for part in (first, prefix if comma else "", last) if part)
        if name not in taken:
            taken.add(name)
            return first, prefix, last


def read_cascade() -> list[PlannedObjective]:
    """Every objective above the personal ones, parents before children."""
    made: list[PlannedObjective] = []
    for line in lines("cascade.txt"):
        text = line.strip()
        if text.startswith("#"):
            continue
        if not line.startswith(" "):
            made.append(_read_objective(line))
            continue
        sort, rest = text[0], cells(text[1:])
        if sort == "m":
            made[-1].measures.append(_read_measure(rest))
        elif sort == "s":
            made[-1].measures[-1].steps.append(Text(*rest))
        else:
            made[-1].actions.append(Text(*rest))
    by_key = {objective.key: objective for objective in made}
    for objective in made:
        if objective.parents and not objective.perspective:
            first = by_key[objective.parents[0][0]]
            objective.perspective, objective.horizon = first.perspective, first.horizon
    _share_among_siblings(made)
    return made


def _read_objective(line: str) -> PlannedObjective:
    head, where, dutch, english, *rest = cells(line)
    found = re.fullmatch(r"(\S+) (\w+)( draft| proposed)? <(.*)", head)
    key, level, state, above = found.groups()  # type: ignore[union-attr]
    parents = []
    for parent in filter(None, (part.strip() for part in above.split(","))):
        code, _star, weight = parent.partition("*")
        parents.append((code, float(weight) if weight else None))
    unit, position, project = where, "", ""
    if "@" in where:
        unit, position = (part.strip() for part in where.split("@"))
    elif "%" in where:
        unit, project = (part.strip() for part in where.split("%"))
    words = rest[0].split() if rest else []
    return PlannedObjective(
        key,
        level,
        Text(dutch, english),
        parents,
        unit,
        position,
        project,
        state=(state or "agreed").strip(),
        perspective=words[0] if words else "",
        horizon=words[1] if words else "",
        stretch="stretch" in words,
    )


def _read_measure(row: list[str]) -> PlannedMeasure:
    dutch, english, aim, unit, frequency, *going = row
    return PlannedMeasure(
        Text(dutch, english), read_aim(aim, unit, going[0] if going else ""), unit_of(unit), frequency
    )


def _share_among_siblings(objectives: list[PlannedObjective]) -> None:
    """Role and project objectives with several parents: weights among the siblings under each parent, adding to 100."""
    under: dict[str, list[tuple[PlannedObjective, int]]] = {}
    for objective in objectives:
        if objective.level in {"role", "project"}:
            for place, (parent, _weight) in enumerate(objective.parents):
                under.setdefault(parent, []).append((objective, place))
    for siblings in under.values():
        wanted = [objective.parents[place][1] or 50.0 for objective, place in siblings]
        shares = [round(100 * weight / sum(wanted) / 5) * 5 for weight in wanted]
        shares[0] += 100 - sum(shares)
        for (objective, place), share in zip(siblings, shares, strict=True):
            weight = float(share) if len(siblings) > 1 else None
            objective.parents[place] = (objective.parents[place][0], weight)


@dataclass
class PersonalLine:
    """One line of the table of personal objectives."""

    parent: str
    title: Text
    measure: Text
    aim: str
    unit: str
    frequency: str
    going: str = ""
    weight: float | None = None


def read_personal() -> dict[str, list[PersonalLine]]:
    """Personal objectives by `# position`, `! person` or `% project`."""
    found: dict[str, list[PersonalLine]] = {}
    here: list[PersonalLine] = []
    parent = ""
    for line in lines("personal.txt"):
        if line.startswith(("#  ", "# Personal")):
            continue
        if line[0] in "#!%":
            here = found.setdefault(line[0] + line[2:].strip(), [])
        elif line.startswith("> "):
            parent = line[2:].strip()
        else:
            dutch, english, measure, in_english, aim, unit, frequency, *more = cells(line)
            here.append(
                PersonalLine(
                    parent,
                    Text(dutch, english),
                    Text(measure, in_english),
                    aim,
                    unit,
                    frequency,
                    more[0] if more else "",
                    float(more[1]) if len(more) > 1 else None,
                )
            )
    return found


def places_for(rng: Random) -> dict[str, str]:
    """One place of each sort."""
    return {kind: rng.choice(names()[kind]) for kind in PLACES}


def project_rows() -> list[list[str]]:
    return sections("direction.txt")["projects"]
