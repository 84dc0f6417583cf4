"""The fixed cast: one organisation with everybody in it, and its twin next door, full of canaries."""

from dataclasses import dataclass
from functools import cached_property

from tests.factories import rows
from tests.factories.kept import kept
from tests.factories.rows import Member
from zichtlijn.access.models import Organisation
from zichtlijn.access.roles import Role
from zichtlijn.objectives.models import Measure, Objective
from zichtlijn.objectives.states import Level, State
from zichtlijn.organisation.models import Period, Position, Project, Unit
from zichtlijn.strategy.models import Direction

#: Stands in every text of the twin organisation, and nowhere else: whoever meets it has looked through the wall.
CANARY = "kanariegeel"


@dataclass
class Cast:
    """An organisation of twelve.

    ::

        Waterschap Proef (director)
        ├─ Zuivering
        │  └─ Team Slib (line_manager: employee, colleague, project_leader)
        └─ Waterkeringen (other_manager: works_council)
        hr and administrator report to the director; the consultant is no person.
    """

    organisation: Organisation
    top: Unit
    department: Unit
    team: Unit
    other_department: Unit
    position: Position
    period: Period
    project: Project
    direction: Direction
    employee: Member
    colleague: Member
    line_manager: Member
    other_manager: Member
    hr: Member
    director: Member
    project_leader: Member
    consultant: Member
    works_council: Member
    administrator: Member
    #: strategic ← department ← operational ← role and project ← personal (of the employee)
    strategic: Objective
    department_objective: Objective
    operational: Objective
    role_objective: Objective
    project_objective: Objective
    personal: Objective
    personal_draft: Objective
    colleague_personal: Objective
    #: measures of the strategic and of the employee's personal objective, with a reading each
    measure: Measure
    personal_measure: Measure

    @property
    def roles(self) -> dict[str, Member]:
        """Name of the part → who plays it, for tables."""
        return {name: getattr(self, name) for name in PARTS}

    @cached_property
    def twin(self) -> "Cast":
        """The same organisation once more, in other words and behind the wall. Made when first asked for."""
        twin = kept("twin", lambda: make_cast(slug="elders", word=CANARY))
        rows.make_member(twin.organisation, Role.EMPLOYEE, user=self.consultant.user)
        return twin

    @property
    def stranger(self) -> Member:
        """Somebody of the other organisation, who may do much there."""
        return self.twin.administrator


PARTS = (
    "employee", "colleague", "line_manager", "other_manager", "hr", "director", "project_leader", "consultant",
    "works_council", "administrator",
)  # fmt: skip


def make_cast(slug="proef", word="", mail="") -> Cast:
    """The cast in a new organisation; `word` is put into every text."""

    def text(words):
        return f"{words} {word}".strip()

    def code(words):
        """As many letters as a code may have."""
        return text(words)[:50]

    mail = mail or f"{word or slug}.example"
    organisation = rows.make_organisation(text("Waterschap Proef"), slug=slug, description=text("Voor proeven"))
    top = rows.make_unit(organisation, text("Waterschap"), key=code("W"))
    department = rows.make_unit(organisation, text("Zuivering"), key=code("Z"), parent=top)
    team = rows.make_unit(organisation, text("Team Slib"), key=code("Z1"), parent=department)
    other_department = rows.make_unit(organisation, text("Waterkeringen"), key=code("K"), parent=top)
    position = rows.make_position(organisation, text("Medewerker"), key=code("MED"), description=text("Doet het werk"))
    period = rows.make_period(organisation)

    def member(part, given, family, role, unit, manager=None, head_of=None):
        person = rows.make_person(
            organisation, text(given), text(family), key=code(f"p-{part}"), email=f"{part}@{mail}", manager=manager
        )
        rows.make_placement(person, unit, position, line_manager=manager)
        if head_of:
            head_of.head = person
            Unit.objects.filter(pk=head_of.pk).update(head=person)
        return rows.make_member(organisation, role, person=person, email=f"{part}@{mail}")

    with rows.in_organisation(organisation):
        director = member("director", "Dirk", "Dijkgraaf", Role.DIRECTOR, top, head_of=top)
        line_manager = member("line-manager", "Lotte", "Lijn", Role.MANAGER, team, director.person, head_of=team)
        other_manager = member(
            "other-manager",
            "Otto",
            "Overkant",
            Role.MANAGER,
            other_department,
            director.person,
            head_of=other_department,
        )
        employee = member("employee", "Emma", "Eik", Role.EMPLOYEE, team, line_manager.person)
        colleague = member("colleague", "Cas", "Claes", Role.EMPLOYEE, team, line_manager.person)
        project_leader = member("project-leader", "Pia", "Plan", Role.PROJECT_LEADER, team, line_manager.person)
        works_council = member(
            "works-council", "Wim", "Raad", Role.WORKS_COUNCIL, other_department, other_manager.person
        )
        hr = member("hr", "Hanna", "Heer", Role.HR, top, director.person)
        administrator = member("administrator", "Ada", "Beheer", Role.ADMINISTRATOR, top, director.person)
        consultant = rows.make_member(
            organisation, Role.CONSULTANT, email=f"consultant@{mail}", name=text("Coen van Buiten")
        )
        project = rows.make_project(
            organisation, text("Nieuwe gisting"), key=code("GIS"), description=text("Bouwen"),
            leader=project_leader.person, unit=team,
        )  # fmt: skip
        direction = rows.make_direction(
            organisation, text("Koers"), mission=text("Schoon water"), vision=text("Overal"), strategy=text("Samen")
        )
        rows.make_core_value(direction, text("Open"), description=text("Eerlijk"))
        rows.make_stakeholder(direction, text("Inwoners"), description=text("Allemaal"))

        def objective(title, level, *parents, **fields):
            return rows.make_objective(
                organisation, text(title), level=level, parents=parents, period=period, description=text("Waarom"),
                key=code(f"d-{title}"), made_by=director.user, **fields,
            )  # fmt: skip

        strategic = objective(
            "Schoner water",
            Level.STRATEGIC,
            unit=top,
            owner=director.person,
            direction=direction,
            perspective="processes",
        )
        department_objective = objective(
            "Minder lozen", Level.DEPARTMENT, strategic, unit=department, owner=director.person
        )
        operational = objective(
            "Slib drogen", Level.OPERATIONAL, department_objective, unit=team, owner=line_manager.person
        )
        role_objective = objective("Pers schoon", Level.ROLE, operational, unit=team, position=position)
        project_objective = objective(
            "Gisting gebouwd", Level.PROJECT, operational, unit=team, project=project, owner=project_leader.person
        )
        personal = objective("Pers leren", Level.PERSONAL, role_objective, unit=team, owner=employee.person, weight=100)
        personal_draft = objective("Nog denken", Level.PERSONAL, unit=team, owner=employee.person, state=State.DRAFT)
        colleague_personal = objective(
            "Cas zijn doel", Level.PERSONAL, role_objective, unit=team, owner=colleague.person
        )
        measure = rows.make_measure(
            strategic, text("Lozing"), key=code("m-lozing"), unit=text("kg")[:50], source=text("Meetnet"),
            responsible=director.person,
        )  # fmt: skip
        personal_measure = rows.make_measure(
            personal, text("Geleerd"), key=code("m-geleerd"), responsible=employee.person
        )
        rows.make_reading(
            measure, 10, note=text("Eerste"), recorded_by=director.user, recorded_by_name=director.user.name
        )
        rows.make_reading(personal_measure, 20, note=text("Begin"), recorded_by=employee.user)
        rows.make_check_in(personal, text("Gaat goed"), by=employee.user, by_name=employee.user.name)
        rows.make_action(personal, text("Cursus volgen"), owner=employee.person, note=text("Vrijdag"))
        rows.make_template(organisation, text("Veilig werken"), title=text("Iedereen veilig"))
    return Cast(
        organisation, top, department, team, other_department, position, period, project, direction, employee,
        colleague,
        line_manager, other_manager, hr, director, project_leader, consultant, works_council, administrator, strategic,
        department_objective, operational, role_objective, project_objective, personal, personal_draft,
        colleague_personal, measure, personal_measure,
    )  # fmt: skip
