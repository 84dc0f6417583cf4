"""Who may do what: every function of permissions.py against the whole cast, and what each may know of.

The signs are the letters of those who may: E employee, C colleague, M line manager, O other manager, H hr, D director,
P project leader, X consultant, W works council, A administrator, S stranger (administrator of another organisation),
N a member with the roles of manager and project leader who is no person of the organisation.
"""

import ast
import inspect
import itertools
import types

import pytest
from django.db import transaction
from django.http import Http404

from tests.factories import (
    make_link,
    make_measure,
    make_member,
    make_milestone,
    make_objective,
    make_person,
    make_placement,
    make_project,
    make_unit,
)
from tests.factories.cast import PARTS
from zichtlijn.access.actor import system_actor
from zichtlijn.access.models import Organisation
from zichtlijn.access.roles import Role
from zichtlijn.access.scoping import in_organisation
from zichtlijn.objectives import permissions
from zichtlijn.objectives.models import Action, Measure, Objective, ObjectiveLink, ObjectiveTemplate, Reading
from zichtlijn.objectives.queries.check_in import objectives_by_id
from zichtlijn.objectives.states import MOVES, Level, State

LETTERS = dict(zip("ECMOHDPXWA", ["employee", "colleague", "line_manager", "other_manager", "hr", "director",
                                  "project_leader", "consultant", "works_council", "administrator"],
                   strict=True)) | {"S": "stranger"}  # fmt: skip
ALL = "ECMOHDPXWA"
ORDER = [*LETTERS, "N"]
LINE = "MD"  # stands above the employee, the colleague and the project leader
MANAGES = "DXA"  # holds the right for everything that is not personal
TEAM = "MDXA"  # those, and who heads the team


def test_the_letters_are_the_cast():
    assert set(LETTERS.values()) == {*PARTS, "stranger"}


class World:
    """The cast with what the table needs beside it."""

    def __init__(self, cast):
        self.cast = cast
        organisation = cast.organisation
        self.actors = {letter: getattr(cast, part).actor for letter, part in LETTERS.items()}
        self.actors["N"] = make_member(organisation, Role.MANAGER, Role.PROJECT_LEADER).actor
        team = {"unit": cast.team}
        boss, me = cast.line_manager, cast.employee

        def personal(state=State.AGREED, owner=me, **fields):
            return make_objective(
                organisation, level=Level.PERSONAL, owner=owner.person, state=state, unit=cast.team, **fields
            )

        self.things = {
            "strategic": cast.strategic,
            "department": cast.department_objective,
            "operational": cast.operational,
            "role": cast.role_objective,
            "project": cast.project_objective,
            "personal": cast.personal,
            "closed": make_objective(organisation, level=Level.OPERATIONAL, state=State.CLOSED, **team),
            "draft of hr": make_objective(
                organisation, level=Level.OPERATIONAL, state=State.DRAFT, made_by=cast.hr.user, **team
            ),
            "agreed of hr": make_objective(organisation, level=Level.OPERATIONAL, made_by=cast.hr.user, **team),
            "personal draft of hr": personal(State.DRAFT, made_by=cast.hr.user),
            "nowhere": make_objective(organisation, level=Level.STRATEGIC),
            "team proposed by manager": make_objective(
                organisation, level=Level.OPERATIONAL, state=State.PROPOSED, proposed_by=boss.user, **team
            ),
            "proposed by employee": personal(State.PROPOSED, proposed_by=me.user),
            "proposed by manager": personal(State.PROPOSED, proposed_by=boss.user),
            "proposed by nobody": personal(State.PROPOSED),
            "of the director": personal(State.DRAFT, owner=cast.director),
            "project of another": make_objective(
                organisation, level=Level.PROJECT, project=make_project(organisation, leader=boss.person)
            ),
            "role in the project": make_objective(organisation, level=Level.ROLE, project=cast.project),
            "measure": make_measure(cast.operational, responsible=cast.colleague.person),
            "personal measure": cast.personal_measure,
            "measure nobody reads": make_measure(cast.personal),
            "ended measure": make_measure(cast.operational, ended_on=cast.period.starts_on),
            "closed measure": None,
            "action": Action(organisation=organisation, objective=cast.operational, owner=cast.colleague.person),
            "unowned action": Action(organisation=organisation, objective=cast.personal),
            "employee": cast.employee.person,
            "manager": cast.line_manager.person,
            "director": cast.director.person,
            "outsider": make_person(organisation),
            # The colleague has somebody below, and no right to lead.
            "below the colleague": make_person(organisation, manager=cast.colleague.person),
            "team": cast.team,
            "below team": make_unit(organisation, parent=cast.team),
            "department unit": cast.department,
            # Headed by somebody without the role that goes with it.
            "headed by the colleague": make_unit(organisation, head=cast.colleague.person),
            "other": cast.other_department,
            "its project": cast.project,
            "project without leader": make_project(organisation),
            "nothing": None,
        }
        self.things["closed measure"] = make_measure(self.things["closed"])
        without_account = make_person(organisation, manager=cast.line_manager.person)
        make_placement(without_account, cast.team, line_manager=cast.line_manager.person)
        self.things["without account"] = make_objective(
            organisation, level=Level.PERSONAL, owner=without_account, state=State.DRAFT
        )

    def verdicts(self, module, name, arguments) -> str:
        """The letters of those for whom the function says yes."""
        function = getattr(module, name)
        said = [function(actor, *self._resolved(arguments)) for actor in self.actors.values()]
        assert all(isinstance(answer, bool) for answer in said), name
        return "".join(letter for letter, answer in zip(self.actors, said, strict=True) if answer)

    def _resolved(self, arguments):
        for argument in arguments:
            if isinstance(argument, str) and argument.startswith("move:"):
                yield MOVES[argument[5:]]
            elif isinstance(argument, str) and argument.startswith("!"):
                yield argument[1:]
            else:
                yield self.things[argument]


class Creating:
    """`can_create_objective` with keywords, as a row of the table."""

    def __init__(self, level, **place):
        self.level, self.place = level, place


#: function, arguments (names of things; `!word` is the word itself; `move:` a move), the letters of those who may
TABLE = [
    ("leads_person", ("employee",), "MD"),
    ("leads_person", ("manager",), "D"),
    ("leads_person", ("director",), ""),
    ("leads_person", ("outsider",), ""),
    ("leads_person", ("below the colleague",), "MD"),
    ("leads_person", ("nothing",), ""),
    ("heads_unit", ("team",), "MD"),
    ("heads_unit", ("below team",), "MD"),
    ("heads_unit", ("department unit",), "D"),
    ("heads_unit", ("other",), "OD"),
    ("heads_unit", ("nothing",), ""),
    ("heads_unit", ("headed by the colleague",), ""),
    ("leads_project", ("its project",), "P"),
    ("leads_project", ("nothing",), ""),
    ("leads_project", ("project without leader",), ""),
    ("leads", ("strategic",), MANAGES),
    ("leads", ("department",), MANAGES),
    ("leads", ("operational",), TEAM),
    ("leads", ("role",), TEAM),
    ("leads", ("project",), "MDPXA"),
    ("leads", ("project of another",), MANAGES),
    ("leads", ("role in the project",), MANAGES),
    ("leads", ("personal",), LINE),
    ("leads", ("nowhere",), MANAGES),
    ("owns", ("strategic",), "D"),
    ("owns", ("operational",), "M"),
    ("owns", ("personal",), "E"),
    ("owns", ("nowhere",), ""),
    ("keeps", ("strategic",), MANAGES),
    ("keeps", ("operational",), TEAM),
    ("keeps", ("project",), "MDPXA"),
    ("keeps", ("personal",), "EMD"),
    ("keeps", ("closed",), TEAM),
    ("keeps", ("draft of hr",), "MHDXA"),
    ("keeps", ("agreed of hr",), TEAM),
    ("keeps", ("personal draft of hr",), "EMD"),
    ("can_edit_objective", ("strategic",), MANAGES),
    ("can_edit_objective", ("department",), MANAGES),
    ("can_edit_objective", ("operational",), TEAM),
    ("can_edit_objective", ("role",), TEAM),
    ("can_edit_objective", ("project",), "MDPXA"),
    ("can_edit_objective", ("personal",), "EMD"),
    ("can_edit_objective", ("closed",), ""),
    ("can_edit_objective", ("draft of hr",), "MHDXA"),
    ("can_edit_objective", ("personal draft of hr",), "EMD"),
    ("proposed_it", ("proposed by employee",), "E"),
    ("proposed_it", ("proposed by manager",), "M"),
    ("proposed_it", ("proposed by nobody",), ""),
    ("answers", ("proposed by employee",), "MD"),
    ("answers", ("proposed by manager",), "E"),
    ("answers", ("proposed by nobody",), "E"),
    ("answers", ("team proposed by manager",), MANAGES),
    ("stands_alone", ("personal",), ""),
    ("stands_alone", ("of the director",), "D"),
    ("stands_alone", ("without account",), "MD"),
    ("stands_alone", ("nowhere",), ""),
    ("holds_pen", ("personal", "move:propose"), "EMD"),
    ("holds_pen", ("proposed by employee", "move:withdraw"), "E"),
    ("holds_pen", ("proposed by employee", "move:agree"), "MD"),
    ("holds_pen", ("proposed by manager", "move:agree"), "E"),
    ("holds_pen", ("proposed by manager", "move:return"), "E"),
    ("holds_pen", ("personal", "move:close"), "MD"),
    ("holds_pen", ("personal", "move:adopt"), ""),
    ("holds_pen", ("without account", "move:adopt"), "MD"),
    ("holds_pen", ("operational", "move:adopt"), TEAM),
    ("holds_pen", ("operational", "move:close"), TEAM),
    ("can_move", ("personal", "!close"), "MD"),
    ("can_move", ("personal", "!agree"), ""),
    ("can_move", ("personal", "!no such move"), ""),
    ("can_move", ("closed", "!reopen"), TEAM),
    ("can_create_objective", Creating("personal", owner="employee"), "EMD"),
    ("can_create_objective", Creating("personal", owner="manager"), "MD"),
    ("can_create_objective", Creating("personal", owner="director"), "D"),
    ("can_create_objective", Creating("personal", owner="outsider"), ""),
    ("can_create_objective", Creating("personal"), ""),
    ("can_create_objective", Creating("strategic"), MANAGES),
    ("can_create_objective", Creating("department", unit="department unit"), MANAGES),
    ("can_create_objective", Creating("operational", unit="team"), TEAM),
    ("can_create_objective", Creating("operational", unit="other"), "ODXA"),
    ("can_create_objective", Creating("role", unit="team"), TEAM),
    ("can_create_objective", Creating("project", project="its project"), "DPXA"),
    ("can_create_at", ("!personal",), "ECMOHDPWA"),
    ("can_create_at", ("!strategic",), "MODXA"),
    ("can_create_at", ("!project",), "MODPXA"),
    ("can_create_any_objective", (), ALL),
    ("can_edit_measure", ("measure",), TEAM),
    ("can_edit_measure", ("personal measure",), "EMD"),
    ("can_edit_measure", ("ended measure",), ""),
    ("can_edit_measure", ("closed measure",), ""),
    ("can_record_reading", ("measure",), "CMDXA"),
    ("can_record_reading", ("personal measure",), "EMD"),
    ("can_record_reading", ("measure nobody reads",), "EMD"),
    ("can_check_in", ("personal",), "EMD"),
    ("can_check_in", ("closed",), ""),
    ("can_edit_action", ("action",), "CMDXA"),
    ("can_edit_action", ("unowned action",), "EMD"),
    ("can_arrange_perspectives", (), MANAGES),
    ("can_use_templates", (), "MODN"),
    ("can_hand_out_to", ("employee",), "MD"),
    ("can_hand_out_to", ("manager",), "D"),
    ("can_see_breaks", (), "MOHDAN"),
    ("can_see_coverage", (), "MOHDXWAN"),
]  # fmt: skip
#: The stranger holds these in the own organisation; they say nothing about an object.
WITHOUT_OBJECT = {
    "can_arrange_perspectives",
    "can_see_breaks",
    "can_see_coverage",
    "can_create_at",
    "can_create_any_objective",
    "can_use_templates",
}
#: Doors are tried below, one by one.
DOORS = {"get_objective", "get_measure", "get_reading", "get_milestone", "get_action", "get_link", "get_template"}


def asked(world, module, name, arguments) -> str:
    if isinstance(arguments, Creating):
        place = {key: world.things[value] for key, value in arguments.place.items()}
        can = getattr(module, name)
        found = "".join(letter for letter, actor in world.actors.items() if can(actor, arguments.level, **place))
        # Without a place there is nothing of another organisation: the stranger may, in the own one.
        return found if place else found.replace("S", "")
    found = world.verdicts(module, name, arguments)
    return found.replace("S", "") if name in WITHOUT_OBJECT else found


@pytest.fixture
def world(scoped):
    return World(scoped)


def test_every_function_does_what_the_table_says_for_the_whole_cast(world):
    wrong = [
        (name, getattr(arguments, "__dict__", arguments), found, expected)
        for name, arguments, expected in TABLE
        if (found := asked(world, permissions, name, arguments)) != "".join(sorted(expected, key=ORDER.index))
    ]
    assert wrong == []


def functions_of_permissions():
    return {
        name
        for name, function in inspect.getmembers(permissions, inspect.isfunction)
        if function.__module__ == permissions.__name__ and not name.startswith("_")
    }


def test_no_function_is_missing_from_the_table():
    named = {name for name, *_rest in TABLE} | DOORS | {"moves_open_to"}
    assert functions_of_permissions() == named


def test_moves_open_to_a_person_and_to_the_manager(world):
    def open_to(letter, thing):
        return permissions.moves_open_to(world.actors[letter], world.things[thing])

    assert open_to("E", "proposed by manager") == ["agree", "return"]
    assert open_to("M", "proposed by manager") == ["withdraw", "drop"]
    assert open_to("E", "proposed by employee") == ["withdraw"]
    assert open_to("M", "proposed by employee") == ["agree", "return", "drop"]
    assert open_to("C", "proposed by employee") == []
    assert open_to("D", "of the director") == ["propose", "adopt", "discard"]


# W24: each condition taken out or turned round ---------------------------------------------------------------------


class Turned(ast.NodeTransformer):
    """Changes the n-th condition of the module: turns a comparison round, leaves a part of and/or out, swaps them."""

    def __init__(self, wanted):
        self.wanted, self.count, self.what = wanted, -1, ""

    def _hit(self, node, way):
        self.count += 1
        if self.count == self.wanted:
            self.what = f"{way}: {ast.unparse(node)}"
            return True
        return False

    def visit_Compare(self, node):
        self.generic_visit(node)
        if self._hit(node, "turned round"):
            return ast.copy_location(ast.UnaryOp(ast.Not(), node), node)
        return node

    def visit_BoolOp(self, node):
        self.generic_visit(node)
        for place in range(len(node.values)):
            if self._hit(node, f"without part {place}"):
                rest = node.values[:place] + node.values[place + 1 :]
                return rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
        if self._hit(node, "and/or swapped"):
            return ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        return node

    def visit_UnaryOp(self, node):
        self.generic_visit(node)
        if isinstance(node.op, ast.Not) and self._hit(node, "not left out"):
            return node.operand
        return node

    def visit_Call(self, node):
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "may" and self._hit(node, "right not asked"):
            return ast.Constant(True)
        return node


def turned(number):
    """The module with one condition turned, and which; without a condition of this number it is as it was."""
    turner = Turned(number)
    tree = ast.fix_missing_locations(turner.visit(ast.parse(inspect.getsource(permissions))))
    module = types.ModuleType("zichtlijn.objectives.permissions")
    module.__dict__["__name__"] = permissions.__name__
    exec(compile(tree, "permissions", "exec"), module.__dict__)
    return turner.what, module


def mutants():
    for number in itertools.count():
        what, module = turned(number)
        if not what:
            return
        yield what, module


@pytest.mark.once
def test_W24_no_condition_can_be_taken_out_or_turned_round_unnoticed(world):
    what, as_it_was = turned(-1)
    assert (what, noticed(world, as_it_was)) == ("", False), "else everything is noticed, whatever was turned"
    found = [(what, noticed(world, module)) for what, module in mutants()]
    assert len(found) > 100
    survived = [what for what, was_noticed in found if not was_noticed]
    assert not survived, "\n".join(survived)


def noticed(world, module) -> bool:
    """True when a row of the table, or a door, answers otherwise than it should."""
    for name, arguments, expected in TABLE:
        try:
            if asked(world, module, name, arguments) != "".join(sorted(expected, key=ORDER.index)):
                return True
        except Exception:
            return True
    try:
        with transaction.atomic():
            check_doors(world, module)
            check_program(world, module)
            raise NothingNoticed
    except NothingNoticed:
        return False
    except Exception:
        return True


class NothingNoticed(Exception):
    """Takes what a look at the doors made away again."""


def check_program(world, module):
    """The program itself, which is nobody, keeps what is not personal and has made no proposal."""
    program = system_actor(world.cast.organisation)
    assert module.keeps(program, world.things["draft of hr"])
    assert not module.keeps(program, world.things["personal draft of hr"])
    assert not module.proposed_it(program, world.things["proposed by nobody"])


def test_the_program_itself_keeps_what_is_not_personal(world):
    check_program(world, permissions)


# the doors ----------------------------------------------------------------------------------------------------------


def check_doors(world, module):
    """Each door opens for who may know of the thing, and is not there for others, nor for another organisation."""
    cast = world.cast
    milestone = make_milestone(cast.personal_measure)
    action = Action.objects.create(organisation=cast.organisation, objective=cast.personal, title="Iets")
    reading = Reading.objects.get(measure=cast.personal_measure)
    link = ObjectiveLink.objects.get(child=cast.personal)
    doors = {
        "get_objective": cast.personal, "get_measure": cast.personal_measure, "get_reading": reading,
        "get_milestone": milestone, "get_action": action, "get_link": link,
    }  # fmt: skip
    for name, thing in doors.items():
        assert opened(world, module, name, thing) == list("EMHD"), name
    template = ObjectiveTemplate.objects.get()
    assert opened(world, module, "get_template", template) == list("MODN")
    hidden_parent = make_objective(cast.organisation, level=Level.ROLE, state=State.DRAFT)
    half = make_link(cast.personal, hidden_parent)
    assert opened(world, module, "get_link", half) == ["D"]


def opened(world, module, name, thing) -> list[str]:
    found = []
    for letter, actor in world.actors.items():
        with in_organisation(actor.organisation):
            try:
                assert getattr(module, name)(actor, thing.pk) == thing
            except Http404:
                continue
            found.append(letter)
    return found


def test_the_doors_open_for_who_may_know_and_are_not_there_for_others(world):
    check_doors(world, permissions)


def test_a_reading_carries_its_measure_and_a_link_both_its_ends(world):
    cast, actor = world.cast, world.actors["E"]
    reading = permissions.get_reading(actor, Reading.objects.get(measure=cast.personal_measure).pk)
    assert reading.measure == cast.personal_measure
    assert isinstance(reading.measure, Measure)
    link = permissions.get_link(actor, ObjectiveLink.objects.get(child=cast.personal).pk)
    assert (link.child, link.parent) == (cast.personal, cast.role_objective)


# what one may know of ------------------------------------------------------------------------------------------------

KNOWN = {
    State.DRAFT: {"personal": "E", "project": "MDPXA", "other": TEAM},
    State.PROPOSED: {"personal": "EMHD", "project": ALL, "other": ALL},
    State.AGREED: {"personal": "EMHD", "project": ALL, "other": ALL},
    State.CLOSED: {"personal": "EMHD", "project": ALL, "other": ALL},
    State.DROPPED: {"personal": "EMHD", "project": ALL, "other": ALL},
}
#: Who comes in beside them when agreed personal objectives are opened.
OPENED = {
    Organisation.SeenBy.LINE: "",
    Organisation.SeenBy.UNIT: "CP",
    Organisation.SeenBy.EVERYONE: "COPXWA",
}


@pytest.mark.parametrize("seen_by", Organisation.SeenBy.values)
def test_what_is_known_for_every_level_and_state(cast, seen_by):
    cast.organisation.personal_objectives_seen_by = seen_by
    cast.organisation.save()
    made = {}
    for level in Level:
        for state in State:
            owner = cast.employee.person if level == Level.PERSONAL else None
            proposed_by = None if state == State.DRAFT else cast.employee.user
            made[level, state] = make_objective(
                cast.organisation, level=level, state=state, unit=cast.team, owner=owner, proposed_by=proposed_by,
                project=cast.project if level == Level.PROJECT else None,
            )  # fmt: skip
    actors = {letter: getattr(cast, part).actor for letter, part in LETTERS.items()}
    known = {}
    for letter, actor in actors.items():
        with in_organisation(actor.organisation):
            known[letter] = set(Objective.objects.visible_to(actor).values_list("pk", flat=True))
            # the question of which the words are kept gives each the same as one that is made anew
            assert objectives_by_id(actor, [o.pk for o in made.values()]).keys() == known[letter] & {
                o.pk for o in made.values()
            }
    for (level, state), objective in made.items():
        expected = set(KNOWN[state].get(level, KNOWN[state]["other"]))
        if level == Level.PERSONAL and state in {State.AGREED, State.CLOSED}:
            expected |= set(OPENED[seen_by])
        assert {letter for letter, pks in known.items() if objective.pk in pks} == expected, (level, state)


def test_a_draft_is_known_to_who_wrote_it_as_long_as_it_is_a_draft(scoped):
    colleague = scoped.colleague
    fields = {"level": Level.PERSONAL, "owner": scoped.employee.person, "made_by": colleague.user}
    draft = make_objective(scoped.organisation, state=State.DRAFT, **fields)
    agreed = make_objective(scoped.organisation, state=State.AGREED, **fields)
    known = Objective.objects.visible_to(colleague.actor)
    assert draft in known
    assert agreed not in known


def test_a_draft_that_was_thrown_away_stays_with_its_person(scoped):
    thrown_away = make_objective(
        scoped.organisation, level=Level.PERSONAL, owner=scoped.employee.person, state=State.DROPPED
    )
    for member in (scoped.line_manager, scoped.hr, scoped.director, scoped.colleague):
        assert thrown_away not in Objective.objects.visible_to(member.actor)
    assert thrown_away in Objective.objects.visible_to(scoped.employee.actor)


def test_what_nobody_owns_is_not_owned_by_who_is_no_person(scoped):
    nobodys = make_objective(scoped.organisation, level=Level.OPERATIONAL, state=State.DRAFT)
    consultant = scoped.consultant.actor
    assert not permissions.owns(consultant, nobodys)
    assert not permissions.can_record_reading(scoped.works_council.actor, make_measure(nobodys))


def test_a_manager_of_before_no_longer_sees_what_is_agreed_now(scoped):
    other = scoped.other_manager
    person = scoped.employee.person
    person.reporting_path = other.person.reporting_path + person.reporting_path[-8:]
    person.save(update_fields=["reporting_path"])
    assert scoped.personal not in Objective.objects.visible_to(scoped.line_manager.actor)
    assert scoped.personal in Objective.objects.visible_to(other.actor)
