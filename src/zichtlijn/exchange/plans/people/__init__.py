"""Units, positions, people, placements and projects of a file, against those of the organisation."""

from zichtlijn.access.actor import Actor
from zichtlijn.exchange.plans.people.comparison import PeopleComparison
from zichtlijn.exchange.plans.people.leaving import plan_leaving
from zichtlijn.exchange.plans.people.managers import check_managers
from zichtlijn.exchange.plans.people.persons import plan_absent, plan_persons
from zichtlijn.exchange.plans.people.placements import load_placements, plan_placements
from zichtlijn.exchange.plans.people.places import plan_places
from zichtlijn.exchange.plans.people.structure import (
    check_endings,
    plan_heads,
    plan_positions,
    plan_projects,
    plan_units,
)
from zichtlijn.exchange.plans.people.words import name_of_place
from zichtlijn.exchange.plans.plan import Line, Outcome, Plan
from zichtlijn.exchange.reading_rows import Table
from zichtlijn.organisation.models import Person, Placement, Position, Project, Unit
from zichtlijn.organisation.permissions import can_manage_organisation, can_manage_people


def plan_people(plan: Plan, tables: dict[str, Table], by: Actor, counter) -> None:
    """Fill the plan with what a file of people would do."""
    compared = PeopleComparison(plan, tables, by, counter)
    plan_units(compared)
    plan_positions(compared)
    plan_persons(compared)
    plan_heads(compared)
    if {"people", "placements", "units", "positions"} & set(tables):
        load_placements(compared)
    if {"people", "placements", "units"} & set(tables):
        plan_places(compared)
        plan_placements(compared)
        plan_absent(compared)
        check_managers(compared)
    plan_projects(compared)
    plan_leaving(compared)
    check_endings(compared)
    check_rights(compared)
    finish(compared)


def check_rights(compared: PeopleComparison) -> None:
    """Units, positions and projects need another right than people."""
    may = {
        Unit: can_manage_organisation(compared.by), Position: can_manage_organisation(compared.by),
        Project: can_manage_organisation(compared.by), Person: can_manage_people(compared.by),
        Placement: can_manage_people(compared.by),
    }  # fmt: skip
    for model, allowed in may.items():
        if allowed:
            continue
        for entry in compared.entries[model].values():
            if entry.table and not entry.bad and entry.outcome != Outcome.UNCHANGED:
                compared.plan.refuse(entry, "not_yours", "code" if "code" in entry.table.places else "")


def finish(compared: PeopleComparison) -> None:
    """Hand over what was found, in the order in which it is written."""
    for placement in compared.withdrawn:
        line = Line(Outcome.ENDED, "", 0, placement.person.key, name_of_place(placement), kind="placements")
        compared.plan.lines_extra.append(line)
        compared.plan.counts_extra[Outcome.ENDED] += 1
    for entry in compared.entries[Placement].values():
        entry.name = name_of_place(entry.thing)
    for model in (Unit, Position, Person, Placement, Project):
        compared.plan.entries[model] = list(compared.entries[model].values())
    compared.plan.extra["withdrawn"] = compared.withdrawn
