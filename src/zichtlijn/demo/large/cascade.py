"""Objectives, measures and readings, with where they stand."""

import json
from dataclasses import asdict
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from zichtlijn.calculations import objectives as core
from zichtlijn.calculations.calendar import Frequency, next_due
from zichtlijn.demo.aims import read_aim
from zichtlijn.demo.bulk import Writer, insert, moment
from zichtlijn.demo.large.build import (
    COMMON,
    DEPARTMENT_OBJECTIVES,
    MEASURES_OF,
    MONTHLY_ONE_IN,
    MONTHS,
    OPERATIONAL_PER_DEPARTMENT,
    PER_PERSON,
    STRATEGIC,
    TEAM,
    WIDTH,
    Build,
)
from zichtlijn.demo.large.structure import WORD
from zichtlijn.demo.plan import PersonalLine
from zichtlijn.demo.wording import PLACES, names
from zichtlijn.objectives.models import Action, CheckIn, Measure, Objective, ObjectiveLink, Reading
from zichtlijn.organisation.models import SearchWord
from zichtlijn.organisation.search import words_of

OBJECTIVE = [
    "id", "organisation", "key", "level", "title", "state", "period", "starts_on", "ends_on", "owner", "unit",
    "position", "direction", "perspective", "horizon", "weight", "agreed_on", "progress", "expected", "coverage",
    "status", "support_progress", "support_expected", "support_coverage", "supporter_count", "measure_count",
    "support_sums", "in_line",
]  # fmt: skip
MEASURE = [
    "id", "organisation", "objective", "key", "name", "kind", "unit", "baseline", "target", "starts_on", "ends_on",
    "frequency", "responsible", "position", "progress", "expected", "coverage", "status", "current_value", "current_on",
    "due_on", "asked_from",
]  # fmt: skip
READING = ["id", "organisation", "measure", "measured_on", "value", "recorded_by_name", "recorded_at"]
LINK = ["organisation", "child", "parent", "weight", "position"]
PERSPECTIVES = ("financial", "financial", "financial", "financial", "customers", "customers", "processes", "processes",
                "processes", "learning")  # fmt: skip
WEIGHTS = (20.0, 20.0, 15.0, 15.0, 15.0, 15.0)
TITLES = (
    "Lastendruk onder inflatie", "Onderhoud binnen begroting", "Subsidie benut", "Inkoop gebundeld",
    "Bewoners worden binnen één dag geholpen", "Waardering 7,8 of hoger", "Waterkwaliteit op Europese norm",
    "Keringen voldoen aan de veiligheidsnorm", "Zuivering wekt zelf haar energie op", "Vakmanschap op niveau",
)  # fmt: skip


class Cascade:
    """Writes objectives, measures and readings: the people first, then what their objectives follow from.

    The ids of the objectives above the people come first, those of the people follow person by person, so that every
    row knows what it refers to before that is written.
    """

    def __init__(self, build: Build):
        size = build.size
        self.build = build
        self.strategic = build.ids.objective
        self.department = self.strategic + STRATEGIC
        self.operational = self.department + size.departments * DEPARTMENT_OBJECTIVES
        self.role = self.operational + size.departments * OPERATIONAL_PER_DEPARTMENT
        self.common = self.role + size.teams
        self.personal = self.common + 1
        self.measure_id, self.reading_id = build.ids.measure, build.ids.reading
        self.support: dict[int, core.Sums] = {}
        self.places: dict[int, int] = {}
        self.objectives, self.measures = Writer(Objective, OBJECTIVE), Writer(Measure, MEASURE)
        self.readings, self.links = Writer(Reading, READING), Writer(ObjectiveLink, LINK)
        self.words: list[tuple] = []
        self.word_rows = Writer(SearchWord, WORD)
        self.months = [str(day) for day in _month_ends(build.today, MONTHS)]
        self.moments = [moment(timezone.make_aware(datetime.fromisoformat(f"{day} 12:00:00"))) for day in self.months]
        starts_on, ends_on = build.period.starts_on, build.period.ends_on
        last_on = date.fromisoformat(self.months[-1])
        self.due_after, self.due_first = (
            next_due(Frequency.MONTHLY, starts_on=starts_on, ends_on=ends_on, last_on=day) for day in (last_on, None)
        )
        self.aims = [_promise(line, starts_on, ends_on) for line in build.lines]
        self.texts = [
            [
                line.title.nl.format_map(
                    {kind: listed[n % len(listed)] for kind in PLACES for listed in [names()[kind]]}
                )
                for n in range(12)
            ]
            for line in build.lines
        ]
        self.indexed = [[words_of(text) for text in texts] for texts in self.texts]

    def write(self) -> None:
        for number in range(self.build.size.people):
            self._person(number)
        self._above()
        for writer in (self.objectives, self.measures, self.readings, self.links):
            writer.flush()
        self._flush_words()

    def _person(self, number: int) -> None:
        build, rng = self.build, self.build.rng
        person = build.ids.person + number
        team = number // TEAM
        unit = build.team_unit(team)
        for place in range(PER_PERSON):
            pk = self.personal + number * PER_PERSON + place
            key = f"P-{1_000_000 + number}-{place + 1}"
            line = rng.randrange(len(self.aims))
            text = rng.randrange(12)
            parent = self.common if place == 0 and number % 100 < 100 * COMMON else self.role + team
            own = core.Sums()
            for n in range(MEASURES_OF[place]):
                monthly = (number * 8 + place + n) % MONTHLY_ONE_IN == 0
                once = not monthly and rng.random() < 0.6
                own = _and(own, self._measure(pk, f"{key}-M{n + 1}", line, person, n, monthly, once))
            standing = core.roll_up_sums(own)
            self._objective(
                pk, key, "personal", self.texts[line][text], person, unit, None,
                PERSPECTIVES[team // WIDTH % STRATEGIC], WEIGHTS[place], standing, own.count, core.Sums(),
            )  # fmt: skip
            self._link(pk, parent, standing)
            self.words += [("personal", word, pk) for word in self.indexed[line][text]]
            if len(self.words) > 200_000:
                self._flush_words()

    def _above(self) -> None:
        """Roles, then operational, department and strategic objectives: each when what supports it is known."""
        build, size = self.build, self.build.size
        person = build.ids.person
        self._shared(
            self.common, "R-ALG", "role", "Eerste keer goed in elk gesprek", person, build.ids.unit, self.operational
        )
        for team in range(size.teams):
            department = team // WIDTH
            self._shared(
                self.role + team, f"R-{team}", "role", f"Team {team + 1}: werk in één keer goed",
                person + build.leader_of_team(team), build.team_unit(team),
                self.operational + department * OPERATIONAL_PER_DEPARTMENT + team % OPERATIONAL_PER_DEPARTMENT,
            )  # fmt: skip
        for level, first, each, above, above_each in (
            ("operational", self.operational, OPERATIONAL_PER_DEPARTMENT, self.department, DEPARTMENT_OBJECTIVES),
            ("department", self.department, DEPARTMENT_OBJECTIVES, self.strategic, 0),
        ):
            for department in range(size.departments):
                for n in range(each):
                    parent = above + department * above_each + n % above_each if above_each else 0
                    parent = parent or self.strategic + (department + n) % STRATEGIC
                    part = "stap" if above_each else "deel"
                    title = f"{TITLES[(department + n) % STRATEGIC]}: {part} {department + 1}.{n + 1}"
                    self._shared(
                        first + department * each + n, f"{level[0].upper()}-{department}-{n}", level, title,
                        person + build.leader_of_department(department), build.department_unit(department), parent,
                    )  # fmt: skip
        for n in range(STRATEGIC):
            self._shared(self.strategic + n, f"S{n + 1}", "strategic", TITLES[n], person, build.ids.unit, None)

    def _shared(self, pk, key, level, title, owner, unit, parent) -> None:
        """An objective with two monthly measures, and with what supports it."""
        line = pk % len(self.aims)
        own = core.Sums()
        for n in range(2):
            own = _and(own, self._measure(pk, f"{key}-M{n + 1}", line, owner, n, True, False))
        support = self.support.get(pk, core.Sums())
        itself, below = core.roll_up_sums(own), core.roll_up_sums(support)
        if support.count:
            parts = [core.Part(50.0, s.progress, s.expected, s.coverage) for s in (itself, below)]
            standing = core.roll_up(parts)
        else:
            standing = itself
        direction = self.build.direction.pk if level == "strategic" else None
        perspective = PERSPECTIVES[pk % STRATEGIC]
        self._objective(pk, key, level, title, owner, unit, direction, perspective, None, standing, own.count, support)
        if parent:
            self._link(pk, parent, standing)
        self.words += [("objective", word, pk) for word in words_of(title)]

    def _objective(
        self, pk, key, level, title, owner, unit, direction, perspective, weight, standing, measure_count, support
    ) -> None:
        build, below = self.build, core.roll_up_sums(support)
        role = build.ids.position if level == "role" else None
        self.objectives.add((
            pk, build.organisation.pk, key, level, title, "agreed", build.period.pk, str(build.period.starts_on),
            str(build.period.ends_on), owner, unit, role, direction, perspective, "short", weight,
            str(build.period.starts_on), standing.progress, standing.expected, standing.coverage, str(standing.status),
            below.progress, below.expected, below.coverage, support.count, measure_count,
            json.dumps(asdict(support)) if support.count else None, 1,
        ))  # fmt: skip

    def _link(self, child: int, parent: int, standing: core.Standing) -> None:
        place = self.places.get(parent, 0)
        self.places[parent] = place + 1
        self.links.add((self.build.organisation.pk, child, parent, None, place))
        self.support[parent] = _and(self.support.get(parent, core.Sums()), standing)

    def _measure(self, objective, key, line, responsible, place, monthly, once) -> core.Standing:
        """A measure with four years of months behind it, with one reading, or with none; where it stands."""
        build, rng = self.build, self.build.rng
        plan, aim = build.lines[line], self.aims[line]
        pk = self.measure_id
        self.measure_id += 1
        value = None
        if monthly or once:
            assert aim.baseline is not None
            assert aim.target is not None
            road = float(aim.target - aim.baseline)
            share = rng.random() * 1.05
            last = len(self.months) - 1
            for month in range(0 if monthly else last, last + 1):
                at = share * (month + 1) / (last + 1)
                value = f"{float(aim.baseline) + road * at:.4f}"
                on, at_noon = self.months[month], self.moments[month]
                self.readings.add((self.reading_id, build.organisation.pk, pk, on, value, "Iemand", at_noon))
                self.reading_id += 1
        amount = None if value is None else Decimal(value)
        progress = core.progress(aim, amount)
        expected = core.expected_progress(aim, build.today)
        coverage = 0.0 if progress is None else 1.0
        standing = core.Standing(progress, expected, coverage, core.status(progress, expected, coverage))
        due = self.due_first if value is None else self.due_after
        self.measures.add((
            pk, build.organisation.pk, objective, key, plan.measure.nl, plan.aim.partition(" ")[0], plan.unit[:50],
            str(aim.baseline), str(aim.target), str(aim.starts_on), str(aim.ends_on), "monthly", responsible, place,
            progress, expected, coverage, str(standing.status), value, None if value is None else self.months[-1],
            None if due is None else str(due), None,
        ))  # fmt: skip
        return standing

    def _flush_words(self) -> None:
        self.words.sort()
        for kind, word, pk in self.words:
            self.word_rows.add((self.build.organisation.pk, kind, word, pk))
        self.word_rows.flush()
        self.words.clear()


def _and(sums: core.Sums, standing: core.Standing) -> core.Sums:
    """These sums with one more part, whose weight was left open."""
    return sums.plus(None, standing.progress, standing.expected, standing.coverage)


def _promise(line: PersonalLine, starts_on: date, ends_on: date) -> core.Aim:
    aim = read_aim(line.aim, line.unit)
    return core.Aim(
        kind=core.MeasureKind(aim.kind),
        baseline=aim.baseline,
        target=aim.target,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def _month_ends(today: date, count: int) -> list[date]:
    """The last days of the last so many whole months, oldest first."""
    days = []
    day = today.replace(day=1) - timedelta(days=1)
    for _month in range(count):
        days.append(day)
        day = day.replace(day=1) - timedelta(days=1)
    return days[::-1]


def write_talk(build: Build, first: int) -> None:
    """An action for everybody, and a check-in for every second one."""
    organisation, people = build.organisation.pk, build.size.people
    insert(
        Action,
        ["organisation", "objective", "title", "owner", "due_on"],
        (
            (organisation, first + n * PER_PERSON, "Werkwijze bespreken in het teamoverleg", build.ids.person + n,
             str(build.today + timedelta(days=n % 40 - 10)))
            for n in range(people)
        ),
    )  # fmt: skip
    insert(
        CheckIn,
        ["organisation", "objective", "by_name", "confidence", "comment"],
        (
            (organisation, first + n * PER_PERSON, "Iemand", 1 + n % 10, "Loopt zoals afgesproken.")
            for n in range(0, people, 2)
        ),
    )
