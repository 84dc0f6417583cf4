"""From the rows of the house to a plan: what was published as it was, what changed as it is now, what is new added."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zichtlijn.exchange.stratml.elements import Element, element_of, from_json, texts
from zichtlijn.exchange.stratml.mapping import OWN_MEASURES, map_stakeholders, map_values, plain
from zichtlijn.exchange.stratml.results import MeasureRows, Results
from zichtlijn.objectives.states import Frequency, Kind
from zichtlijn.ui.wording import write_number

_OURS = uuid.uuid5(uuid.NAMESPACE_URL, "zichtlijn")


@dataclass
class ObjectiveRows:
    objective: Any
    stakeholders: list = field(default_factory=list)
    measures: list[MeasureRows] = field(default_factory=list)
    children: "list[ObjectiveRows]" = field(default_factory=list)


@dataclass
class PlanRows:
    organisation: Any
    direction: Any
    values: list = field(default_factory=list)
    stakeholders: list = field(default_factory=list)
    goals: list[ObjectiveRows] = field(default_factory=list)


def compose(rows: PlanRows) -> Element:
    """The whole plan, by Part 2 of the standard."""
    direction = rows.direction
    kept = direction.published.get("stratml")
    plan = from_json("PerformancePlanOrReport", kept) if kept else _new_plan(rows)
    changed = _changes(direction, ("name", "mission", "vision", "strategy", "starts_on", "ends_on")) if kept else {}
    core = plan.one("StrategicPlanCore") or Element("StrategicPlanCore")
    plan.put("StrategicPlanCore", [core])
    if "name" in changed:
        plan.put_text("Name", direction.name)
    if "strategy" in changed:
        plan.put_text("Description", direction.strategy)
    for name in ("mission", "vision"):
        if name in changed:
            stated = core.one(name.title()) or Element(name.title())
            stated.put_text("Description", getattr(direction, name))
            core.put(name.title(), [stated])
    administration = plan.one("AdministrativeInformation") or Element("AdministrativeInformation")
    for name, tag in (("starts_on", "StartDate"), ("ends_on", "EndDate")):
        if name in changed:
            administration.put_text(tag, getattr(direction, name).isoformat())
            plan.put("AdministrativeInformation", [administration])
    core.put("Value", _values(core, rows.values))
    _organisation_stakeholders(core, rows)
    core.put("Goal", [_goal(goal, number, rows) for number, goal in enumerate(rows.goals, start=1)])
    _tell_apart(plan, set())
    return plan


def identifier(organisation, thing) -> str:
    """An identifier for something that was never published: the same at every export, and nobody else's."""
    own = uuid.uuid5(
        _OURS, f"{organisation.pk} {organisation.created_at.isoformat()} {thing._meta.label_lower} {thing.pk}"
    )
    return f"_{own}"


def _changes(thing, names) -> dict[str, Any]:
    """The fields that no longer hold what the import put in them, or all of them when nothing was ever imported."""
    given = thing.published.get("given", {})
    return {name: getattr(thing, name) for name in names if plain(getattr(thing, name)) != given.get(name)}


# the head of the plan ---------------------------------------------------------------------------------------------


def _new_plan(rows: PlanRows) -> Element:
    organisation, direction = rows.organisation, rows.direction
    measures = [m for goal in _walk(rows.goals) for m in goal.measures]
    kind = (
        "Performance_Report"
        if any(m.readings for m in measures)
        else "Performance_Plan"
        if measures
        else "Strategic_Plan"
    )
    core = element_of(
        "StrategicPlanCore",
        element_of(
            "Organization",
            *texts(
                Name=organisation.name,
                Acronym=organisation.acronym or None,
                Identifier=identifier(organisation, organisation),
                Description=organisation.description or None,
            ),
        ),
        element_of("Mission", *texts(Description=direction.mission)),
    )
    if direction.vision:
        core.put("Vision", [element_of("Vision", *texts(Description=direction.vision))])
    administration = element_of(
        "AdministrativeInformation",
        *texts(
            Identifier=identifier(organisation, direction),
            StartDate=direction.starts_on.isoformat(),
            EndDate=direction.ends_on.isoformat(),
        ),
    )
    return element_of(
        "PerformancePlanOrReport",
        *texts(Name=direction.name, Description=direction.strategy or None),
        core,
        administration,
        Type=kind,
    )


def _walk(goals: list[ObjectiveRows]):
    for goal in goals:
        yield goal
        yield from _walk(goal.children)


def _values(core: Element, rows: list) -> list[Element]:
    return _keep_up(core.all("Value"), rows, map_values(core), ("name", "description"), _value)


def _value(row) -> Element:
    return element_of("Value", *texts(Name=row.name, Description=row.description or None))


def _organisation_stakeholders(core: Element, rows: PlanRows) -> None:
    """Stakeholders of the whole plan stand with the organisations in the file, in one count."""
    organisations = core.all("Organization")
    published = [s for organisation in organisations for s in organisation.all("Stakeholder")]
    kept = _stakeholders(published, rows.stakeholders)
    if not organisations and kept:
        organisations = [element_of("Organization", *texts(Name=rows.organisation.name))]
        core.put("Organization", organisations)
    for number, organisation in enumerate(organisations):
        own = {id(s) for s in organisation.all("Stakeholder")}
        mine = [element for source, element in kept if id(source) in own]
        if number == 0:
            mine += [element for source, element in kept if source is None]
        organisation.put("Stakeholder", mine)


def _stakeholders(published: list[Element], rows: list) -> list[tuple[Element | None, Element]]:
    """Every stakeholder to write, with the published one that it was."""
    sources = {id(element): element for element in published}
    written = _keep_up(
        published, rows, map_stakeholders(published), ("name", "description", "kind", "roles"), _stakeholder, pair=True
    )
    return [(sources.get(source), element) for source, element in written]


def _stakeholder(row) -> Element:
    roles = [
        element_of(
            "Role",
            *texts(Name=role.get("name", ""), Description=role.get("description") or None),
            *(Element("RoleType", kind) for kind in role.get("types", [])[:2]),
        )
        for role in row.roles
    ]
    said = texts(Name=row.name, Description=row.description or None)
    return element_of("Stakeholder", *said, *roles, StakeholderTypeType=row.kind)


def _keep_up(published: list[Element], rows: list, mapped: list[dict], names, write, *, pair=False) -> list:
    """A published list as the rows have it now: unchanged as it was, changed as it is, deleted gone, new at the end.

    A row belongs to the published element that says the same, else to the one at its position. An element that says
    nothing never became a row and stays.
    """
    at = {fields["position"]: fields for fields in mapped}
    free = sorted(rows, key=lambda row: (row.position, row.pk))
    found: dict[int, Any] = {}
    for position, fields in at.items():
        same = next((row for row in free if all(getattr(row, name) == fields[name] for name in names)), None)
        if same is not None:
            found[position] = published[position]
            free.remove(same)
    for row in list(free):
        if row.position in at and row.position not in found:
            found[row.position] = write(row)
            free.remove(row)
    written = [
        (id(element), found.get(position, element))
        for position, element in enumerate(published)
        if position in found or position not in at
    ]
    written += [(0, write(row)) for row in free]
    return written if pair else [element for _source, element in written]


# objectives -------------------------------------------------------------------------------------------------------


def _goal(rows: ObjectiveRows, number: int, plan: PlanRows) -> Element:
    goal = _aim("Goal", rows, str(number), plan)
    if goal.one("Description") is None:
        goal.put_text("Description", "")
    objectives = [_objective(child, f"{number}.{place}", plan) for place, child in enumerate(rows.children, start=1)]
    if rows.measures:
        if not goal.text_of("Identifier"):
            goal.put_text("Identifier", identifier(plan.organisation, rows.objective))
        own = element_of("Objective", *texts(Identifier=goal.text_of("Identifier") + OWN_MEASURES))
        own.put("PerformanceIndicator", _indicators(rows, str(number), plan))
        objectives.insert(0, own)
    goal.put("Objective", objectives)
    return goal


def _objective(rows: ObjectiveRows, number: str, plan: PlanRows) -> Element:
    objective = _aim("Objective", rows, number, plan)
    objective.put("PerformanceIndicator", _indicators(rows, number, plan))
    return objective


def _aim(name: str, rows: ObjectiveRows, number: str, plan: PlanRows) -> Element:
    objective = rows.objective
    kept = objective.published.get("stratml")
    if kept is None:
        aim = element_of(
            name,
            *texts(
                Name=objective.title,
                Description=objective.description,
                Identifier=identifier(plan.organisation, objective),
                SequenceIndicator=number,
            ),
        )
    else:
        aim = from_json(name, kept)
        changed = _changes(objective, ("title", "description"))
        if "title" in changed:
            aim.put_text("Name", objective.title)
        if "description" in changed:
            aim.put_text("Description", objective.description)
    stakeholders = [element for _source, element in _stakeholders(aim.all("Stakeholder"), rows.stakeholders)]
    if objective.unit_id and all(s.text_of("Name") != objective.unit.name for s in stakeholders):
        role = element_of("Role", *texts(Name=_("Responsible")), Element("RoleType", "Performer"))
        stakeholders.append(
            element_of("Stakeholder", *texts(Name=objective.unit.name), role, StakeholderTypeType="Organization")
        )
    aim.put("Stakeholder", stakeholders)
    return aim


# measures ---------------------------------------------------------------------------------------------------------


def _indicators(rows: ObjectiveRows, number: str, plan: PlanRows) -> list[Element]:
    return [_indicator(row, f"{number}.{place}", plan) for place, row in enumerate(rows.measures, start=1)]


def _indicator(rows: MeasureRows, number: str, plan: PlanRows) -> Element:
    measure = rows.measure
    kept = measure.published.get("stratml")
    if kept is None:
        indicator = element_of(
            "PerformanceIndicator",
            *texts(
                SequenceIndicator=number,
                MeasurementDimension=measure.name,
                UnitOfMeasurement=measure.unit or (_("yes/no") if measure.kind == Kind.YES_NO else ""),
                Identifier=identifier(plan.organisation, measure),
                OtherInformation=_in_words(measure),
            ),
            PerformanceIndicatorType="Qualitative"
            if measure.kind in {Kind.YES_NO, Kind.MILESTONES}
            else "Quantitative",
        )
    else:
        indicator = from_json("PerformanceIndicator", kept)
        changed = _changes(measure, ("name", "unit"))
        if "name" in changed:
            indicator.put_text("MeasurementDimension", measure.name)
        if "unit" in changed:
            indicator.put_text("UnitOfMeasurement", measure.unit)
    Results(indicator, rows).bring_up_to_date()
    return indicator


def _in_words(measure) -> str:
    """What StratML has no element for, as a sentence for whoever reads the file."""
    parts = [str(Kind(measure.kind).label), str(Frequency(measure.frequency).label)]
    if measure.source:
        parts.append(pgettext("where a value comes from", "source: %(source)s") % {"source": measure.source})
    if measure.weight is not None:
        parts.append(_("weight: %(weight)s%%") % {"weight": write_number(measure.weight)})
    text = "; ".join(parts) + "."
    return text[0].upper() + text[1:]


def _tell_apart(element: Element, taken: set[str]) -> None:
    """Give the second of two equal identifiers another one: two plans in one organisation may use the same."""
    for child in element.children:
        if child.name == "Identifier":
            own, number = child.text, 2
            while child.text in taken:
                child.text, number = f"{own}_{number}", number + 1
            taken.add(child.text)
        else:
            _tell_apart(child, taken)
