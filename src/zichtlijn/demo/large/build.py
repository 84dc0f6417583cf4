"""How large everything becomes, and what is known while it is being written."""

from dataclasses import dataclass
from datetime import date
from random import Random

from zichtlijn.access.models import Organisation
from zichtlijn.demo.plan import PersonalLine
from zichtlijn.organisation.models import Period
from zichtlijn.strategy.models import Direction

TEAM = 10
WIDTH = 20  # teams in a department, departments in a division
PER_PERSON = 6
MEASURES_OF = (2, 2, 1, 1, 1, 1)  # of the first, second … objective of a person: eight in all
MONTHS = 48
STRATEGIC = 10
OPERATIONAL_PER_DEPARTMENT = 4
DEPARTMENT_OBJECTIVES = 3
COMMON = 0.38  # share of the people with an objective under the one common role objective
#: Of the measures of people, one in so many has four years of monthly readings, as all above them have: together one
#: in ten. Of the others six in ten have one reading, the rest none.
MONTHLY_ONE_IN = 15


@dataclass
class Size:
    """How many of everything an organisation of `people` has."""

    people: int

    @property
    def teams(self) -> int:
        return -(-self.people // TEAM)

    @property
    def departments(self) -> int:
        return -(-self.teams // WIDTH)

    @property
    def divisions(self) -> int:
        return -(-self.departments // WIDTH)

    @property
    def common(self) -> int:
        return round(self.people * COMMON)


@dataclass
class Ids:
    """Where the rows of each table begin."""

    unit: int
    person: int
    position: int
    objective: int
    measure: int
    reading: int


@dataclass
class Build:
    """Everything that is known while a large organisation is being written."""

    organisation: Organisation
    size: Size
    today: date
    rng: Random
    ids: Ids
    period: Period
    direction: Direction
    lines: list[PersonalLine]

    def leader_of_team(self, team: int) -> int:
        return team * TEAM

    def leader_of_department(self, department: int) -> int:
        return department * WIDTH * TEAM

    def leader_of_division(self, division: int) -> int:
        return division * WIDTH * WIDTH * TEAM

    def manager_of(self, number: int) -> int | None:
        """The line manager of the person with this number."""
        if number == 0:
            return None
        for leader in (
            self.leader_of_team(number // TEAM),
            self.leader_of_department(number // (TEAM * WIDTH)),
            self.leader_of_division(number // (TEAM * WIDTH * WIDTH)),
        ):
            if leader != number:
                return leader
        return 0

    def team_unit(self, team: int) -> int:
        return self.ids.unit + 1 + self.size.divisions + self.size.departments + team

    def department_unit(self, department: int) -> int:
        return self.ids.unit + 1 + self.size.divisions + department

    def division_unit(self, division: int) -> int:
        return self.ids.unit + 1 + division
