"""A plan as the house knows it: fields of the direction, of objectives and of measures, worked out of the elements.

What the import puts in a field is kept beside the element, as `given`. On the way out a field that still holds what was
given is written as it was published; a field that somebody changed is written as it is now. When the plan comes in
again, only what the file says otherwise than last time changes anything.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from zichtlijn.exchange.stratml.amounts import Amounts, amounts_of, is_yes_no
from zichtlijn.exchange.stratml.elements import Element, as_json
from zichtlijn.exchange.stratml.mending import Deviation
from zichtlijn.exchange.stratml.values import day_of
from zichtlijn.objectives.states import Frequency, Kind, Tempo

#: Identifiers that a program filled in for want of one: they tell nothing apart.
_PLACEHOLDER = re.compile(r"_?placeholder", re.IGNORECASE)
TITLE = 300
#: The code of the remark that a goal or an objective has no name: it stands among the deviations, and is none.
UNNAMED = "unnamed"
#: Ends the identifier of an objective that only holds the measures of a goal, for which StratML has no place.
OWN_MEASURES = ".measures"


@dataclass
class MappedMeasure:
    element: Element
    identifier: str
    fields: dict[str, Any]
    amounts: Amounts
    published: dict


@dataclass
class MappedObjective:
    element: Element
    identifier: str
    fields: dict[str, Any]
    stakeholders: list[dict]
    measures: list[MappedMeasure]
    published: dict
    number: str
    #: It says nothing at all: its title only tells where it stands.
    says_nothing: bool = False
    children: "list[MappedObjective]" = field(default_factory=list)


@dataclass
class MappedPlan:
    element: Element
    identifier: str
    fields: dict[str, Any]
    published_on: date | None
    starts_on: date | None
    ends_on: date | None
    values: list[dict]
    stakeholders: list[dict]
    objectives: list[MappedObjective]
    published: dict
    #: Goals and objectives that the file gives no name, and what they are called here.
    unnamed: list[Deviation]


def shorten(text: str, length: int) -> str:
    """On one line and not longer than this, cut between words."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[length // 2 :] else cut).rstrip(" ,;:") + "…"


def plain(value: Any) -> Any:
    """A value of a field as it is kept in JSON."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    return value.isoformat() if isinstance(value, date) else value


def given(fields: dict[str, Any]) -> dict[str, Any]:
    """What the import put in the fields, as it is kept."""
    return {name: plain(value) for name, value in fields.items()}


def identifier_of(element: Element) -> str:
    """The identifier by which the element is recognised; empty when it has none that tells anything."""
    identifier = element.text_of("Identifier")
    return "" if is_placeholder(identifier) else identifier


def is_placeholder(identifier: str) -> bool:
    """True for an identifier such as PLACEHOLDER_1."""
    return bool(_PLACEHOLDER.match(identifier))


# the plan ---------------------------------------------------------------------------------------------------------


def map_plan(root: Element, part: int) -> MappedPlan:
    """The direction, values, stakeholders and objectives of a plan. Words are made in the language that is active."""
    core = root.one("StrategicPlanCore") or Element("StrategicPlanCore")
    administration = root.one("AdministrativeInformation") or Element("AdministrativeInformation")
    organisation = next((o.text_of("Name") for o in core.all("Organization") if o.text_of("Name")), "")
    fields = {
        "name": shorten(root.text_of("Name") or organisation or _("Published plan"), 200),
        "mission": core.text_of("Mission", "Description"),
        "vision": core.text_of("Vision", "Description"),
        "strategy": root.text_of("Description"),
    }
    starts_on, ends_on = day_of(administration.text_of("StartDate")), day_of(administration.text_of("EndDate"))
    objectives = [_map_goal(goal, str(number)) for number, goal in enumerate(core.all("Goal"), start=1)]
    return MappedPlan(
        element=root,
        identifier=identifier_of(administration),
        fields=fields,
        published_on=day_of(administration.text_of("PublicationDate")),
        starts_on=starts_on,
        ends_on=ends_on,
        values=map_values(core),
        stakeholders=map_stakeholders([s for o in core.all("Organization") for s in o.all("Stakeholder")]),
        objectives=objectives,
        published={"stratml": as_json(root, "Goal"), "part": part},
        unnamed=[found for goal in objectives for aim in (goal, *goal.children) for found in _without_name(aim)],
    )


def map_values(core: Element) -> list[dict]:
    """The core values that say something; `position` is the place among the published ones."""
    return [
        {
            "name": shorten(value.text_of("Name") or value.text_of("Description"), 200),
            "description": value.text_of("Description"),
            "position": position,
        }
        for position, value in enumerate(core.all("Value"))
        if value.text_of("Name") or value.text_of("Description")
    ]


def map_stakeholders(elements: list[Element]) -> list[dict]:
    """The stakeholders that say something; `position` is the place among the published ones."""
    return [
        {
            "name": shorten(stakeholder.text_of("Name") or stakeholder.text_of("Description"), TITLE),
            "description": stakeholder.text_of("Description"),
            "kind": stakeholder.attributes.get("StakeholderTypeType", ""),
            "roles": [
                {
                    "name": role.text_of("Name"),
                    "description": role.text_of("Description"),
                    "types": [kind.text for kind in role.all("RoleType")],
                }
                for role in stakeholder.all("Role")
                if role.says_something()
            ],
            "position": position,
        }
        for position, stakeholder in enumerate(elements)
        if stakeholder.text_of("Name") or stakeholder.text_of("Description")
    ]


# objectives -------------------------------------------------------------------------------------------------------


def _map_goal(goal: Element, number: str) -> MappedObjective:
    mapped = _map_aim(goal, number, _("Strategic objective %(number)s") % {"number": number})
    below = goal.all("Objective")
    for objective in below:
        if holds_own_measures(objective, goal):
            mapped.measures += _map_measures(objective, number)
    below = [objective for objective in below if not holds_own_measures(objective, goal)]
    for place, objective in enumerate(below, start=1):
        label = f"{number}.{place}"
        # An objective that says nothing at all is told apart by its goal and its place below it.
        told = {"goal": shorten(mapped.fields["title"], 200), "number": place}
        child = _map_aim(objective, label, _("%(goal)s: objective %(number)s") % told)
        child.measures = _map_measures(objective, label)
        mapped.children.append(child)
    return mapped


def holds_own_measures(objective: Element, goal: Element) -> bool:
    """True for the objective that we write to hold the measures of the goal itself."""
    own = goal.text_of("Identifier")
    return (
        bool(own)
        and objective.text_of("Identifier") == own + OWN_MEASURES
        and not any(
            child.says_something()
            for child in objective.children
            if child.name not in {"Identifier", "PerformanceIndicator"}
        )
    )


def _map_aim(element: Element, number: str, fallback: str) -> MappedObjective:
    name, description = element.text_of("Name"), element.text_of("Description")
    said = name or _first_sentence(description) or _says_otherwise(element)
    title = shorten(said or fallback, TITLE)
    if name and title != " ".join(name.split()):
        description = f"{name}\n\n{description}".strip()
    fields = {"title": title, "description": description}
    inner = "Objective" if element.name == "Goal" else "PerformanceIndicator"
    return MappedObjective(
        element=element,
        identifier=identifier_of(element),
        fields=fields,
        stakeholders=map_stakeholders(element.all("Stakeholder")),
        measures=[],
        published={"stratml": as_json(element, inner)},
        number=number,
        says_nothing=not said,
    )


def _says_otherwise(element: Element) -> str:
    """What an objective without name and description is about: what it says besides, else what it is measured by."""
    indicators = [(one.text_of("MeasurementDimension"), one.text_of("OtherInformation")) for one in element.children]
    said = (element.text_of("OtherInformation"), *(text for pair in indicators for text in pair))
    return next((_first_sentence(text) for text in said if text), "")


def _without_name(aim: MappedObjective) -> list[Deviation]:
    """That the file gives it no name, where that is so. The standard allows it; a page needs one."""
    element = aim.element
    if element.text_of("Name"):
        return []
    goal, _dot, place = aim.number.partition(".")
    where = f"Goal {goal} › Objective {place}" if place else f"Goal {goal}"
    return [Deviation(element.line, UNNAMED, where, element.name, done=f"called:{aim.fields['title']}")]


def _first_sentence(text: str) -> str:
    text = " ".join(text.split())
    found = re.match(r".{10,200}?[.!?](?= |$)", text)
    return found[0].rstrip(".") if found else shorten(text, 200)


# measures ---------------------------------------------------------------------------------------------------------


def _map_measures(objective: Element, number: str) -> list[MappedMeasure]:
    indicators = objective.all("PerformanceIndicator")
    return [_map_measure(indicator, f"{number}.{place}") for place, indicator in enumerate(indicators, start=1)]


def _map_measure(indicator: Element, number: str) -> MappedMeasure:
    amounts = amounts_of(indicator)
    said = indicator.text_of("MeasurementDimension") or indicator.text_of("OtherInformation")
    unit = indicator.text_of("UnitOfMeasurement")
    if not unit and _all_percent(indicator):
        unit = "%"
    kind = _kind(amounts, unit)
    fields: dict[str, Any] = {
        "name": shorten(said or _("Measure %(number)s") % {"number": number}, TITLE),
        "unit": shorten(unit, 50),
        "kind": kind,
        "baseline": amounts.baseline.value if amounts.baseline else _first_of_several(amounts),
        "target": amounts.final.value if amounts.final else None,
        "lower": None,
        "upper": None,
        "tempo": _tempo(indicator),
        "frequency": _frequency(amounts),
        # The days are known when the direction is: None is filled in by the import.
        "starts_on": min(amounts.days, default=None),
        "ends_on": amounts.final.on if amounts.final else None,
    }
    if kind == Kind.BAND:
        assert amounts.lower is not None
        assert amounts.upper is not None
        fields |= {"lower": amounts.lower.value, "upper": amounts.upper.value, "baseline": None, "target": None}
        fields["ends_on"] = amounts.upper.on
    if kind == Kind.MILESTONES:
        fields |= {"baseline": None, "target": None, "ends_on": max(amounts.days)}
    return MappedMeasure(indicator, identifier_of(indicator), fields, amounts, {"stratml": as_json(indicator)})


def _all_percent(indicator: Element) -> bool:
    """True when every amount is written with a percent sign, in the description of its result."""
    texts = [
        result.text_of("Description")
        for instance in indicator.all("MeasurementInstance")
        for result in instance.children
        if result.text_of("Description")
    ]
    return bool(texts) and all(re.search(r"\d ?(?:%|percent|procent)", text) for text in texts)


def _kind(amounts: Amounts, unit: str) -> str:
    if amounts.lower and amounts.upper:
        return Kind.BAND
    if amounts.milestones and not amounts.targets and not amounts.readings:
        return Kind.MILESTONES
    if is_yes_no(unit):
        return Kind.YES_NO
    if amounts.final:
        start = amounts.baseline or (amounts.targets[0] if len(amounts.targets) > 1 else None)
        first = _first_of_several(amounts)
        begin = start.value if start else first
        if begin is not None and amounts.final.value < begin:
            return Kind.DOWN
    return Kind.UP


def _first_of_several(amounts: Amounts) -> Decimal | None:
    """Where a measure started when nothing says so: the first of several readings, when the target came later."""
    if len(amounts.readings) < 2:
        return None
    first = amounts.readings[0]
    if amounts.targets and first.on and amounts.targets[-1].on and first.on >= amounts.targets[-1].on:
        return None
    return first.value


def _tempo(indicator: Element) -> str:
    early = {"Input", "Input_Processing", "Output_Processing"}
    return Tempo.LEAD if indicator.attributes.get("ValueChainStage") in early else Tempo.LAG


def _frequency(amounts: Amounts) -> str:
    """How often it is read: the shortest time between two readings, else between two targets; else yearly."""
    for places in (amounts.readings, amounts.targets):
        days = [place.on for place in places if place.on]
        if len(days) > 1:
            gap = min((later - earlier).days for earlier, later in pairwise(days))
            for most, frequency in (
                (10, Frequency.WEEKLY),
                (45, Frequency.MONTHLY),
                (105, Frequency.QUARTERLY),
                (150, Frequency.TERTIALLY),
            ):
                if gap <= most:
                    return frequency
            break
    return Frequency.YEARLY
