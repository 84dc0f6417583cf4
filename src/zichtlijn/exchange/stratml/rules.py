"""The rules of StratML as data: which element holds which, how often, in which order, and what may stand in it.

Source: ISO 17469-1, Part 1 (StrategicPlan, schema 1.1 of 1 April 2014) and Part 2 (PerformancePlanOrReport, schema 2.2
of 16 February 2016). In both every element has one type wherever it stands, so a name is enough to find its rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

ONE, OPTIONAL, MANY, SOME = (1, 1), (0, 1), (0, None), (1, None)

STAKEHOLDER_TYPES = ("Person", "Organization", "Generic_Group")
ROLE_TYPES = ("Performer", "Beneficiary")
PLAN_TYPES = ("Strategic_Plan", "Performance_Plan", "Performance_Report")
STAGES = ("Outcome", "Output_Processing", "Output", "Input_Processing", "Input")
INDICATOR_TYPES = ("Quantitative", "Qualitative")
RELATIONSHIP_TYPES = ("Broader_Than", "Peer_To", "Narrower_Than")


class Content(Enum):
    """What may stand in an element without children."""

    TEXT = "text"
    IDENTIFIER = "identifier"
    DAY = "day"
    DAY_OR_EMPTY = "day or empty"
    AMOUNT_OR_EMPTY = "amount or empty"
    ADDRESS = "address"
    ROLE_TYPE = "role type"


@dataclass(frozen=True)
class Attribute:
    choices: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True)
class Rule:
    """An element with children, in this order: name → fewest and most (None: no end)."""

    children: Mapping[str, tuple[int, int | None]]
    attributes: Mapping[str, Attribute] = field(default_factory=dict)


@dataclass(frozen=True)
class Schema:
    """One of the two parts of the standard."""

    part: int
    namespace: str
    root: str
    rules: dict[str, Rule]
    contents: dict[str, Content]


_TEXTS = (
    "Acronym", "Description", "DescriptorName", "DescriptorValue", "EmailAddress", "GivenName",
    "MeasurementDimension", "Name", "OtherInformation", "PhoneNumber", "ReferentIdentifier", "SequenceIndicator",
    "Surname", "UnitOfMeasurement",
)  # fmt: skip
_DAYS = ("StartDate", "EndDate", "PublicationDate")
_RESULT = {
    "StartDate": OPTIONAL,
    "EndDate": OPTIONAL,
    "NumberOfUnits": OPTIONAL,
    "Descriptor": OPTIONAL,
    "Description": OPTIONAL,
}
_STATED = {"Description": OPTIONAL, "Identifier": OPTIONAL}
_AIM = {"Identifier": OPTIONAL, "SequenceIndicator": OPTIONAL, "Stakeholder": MANY, "OtherInformation": OPTIONAL}
_GOAL = Rule({"Name": ONE, "Description": ONE, **_AIM, "Objective": MANY})
_CORE = Rule({"Organization": MANY, "Vision": OPTIONAL, "Mission": OPTIONAL, "Value": MANY, "Goal": SOME})
_ORGANIZATION = Rule(
    {"Name": OPTIONAL, "Acronym": OPTIONAL, "Identifier": OPTIONAL, "Description": OPTIONAL, "Stakeholder": MANY}
)
_VALUE = Rule({"Name": OPTIONAL, "Description": OPTIONAL})
_STAKEHOLDER_TYPE = {"StakeholderTypeType": Attribute(STAKEHOLDER_TYPES)}
_HEAD = {
    "Name": ONE,
    "Description": OPTIONAL,
    "OtherInformation": OPTIONAL,
    "StrategicPlanCore": ONE,
    "AdministrativeInformation": OPTIONAL,
}
_CONTACT = {"GivenName": OPTIONAL, "Surname": OPTIONAL, "PhoneNumber": OPTIONAL, "EmailAddress": OPTIONAL}
_ADMINISTRATIVE = {"StartDate": OPTIONAL, "EndDate": OPTIONAL, "PublicationDate": OPTIONAL, "Source": OPTIONAL}

PART_2 = Schema(
    part=2,
    namespace="urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport",
    root="PerformancePlanOrReport",
    rules={
        "PerformancePlanOrReport": Rule(
            {**_HEAD, "Submitter": OPTIONAL}, {"Type": Attribute(PLAN_TYPES, required=True)}
        ),
        "StrategicPlanCore": _CORE,
        "Organization": _ORGANIZATION,
        "Vision": Rule(_STATED),
        "Mission": Rule(_STATED),
        "Value": _VALUE,
        "Goal": _GOAL,
        "Objective": Rule({"Name": OPTIONAL, "Description": OPTIONAL, **_AIM, "PerformanceIndicator": MANY}),
        "Stakeholder": Rule({"Name": ONE, "Description": OPTIONAL, "Role": MANY}, _STAKEHOLDER_TYPE),
        "Role": Rule({"Name": ONE, "Description": OPTIONAL, "RoleType": (0, 2)}),
        "PerformanceIndicator": Rule(
            {
                "SequenceIndicator": OPTIONAL,
                "MeasurementDimension": ONE,
                "UnitOfMeasurement": ONE,
                "Identifier": OPTIONAL,
                "Relationship": MANY,
                "MeasurementInstance": MANY,
                "OtherInformation": OPTIONAL,
            },
            {"ValueChainStage": Attribute(STAGES), "PerformanceIndicatorType": Attribute(INDICATOR_TYPES)},
        ),
        "Relationship": Rule(
            {"Identifier": OPTIONAL, "ReferentIdentifier": MANY, "Name": OPTIONAL, "Description": OPTIONAL},
            {"RelationshipType": Attribute(RELATIONSHIP_TYPES)},
        ),
        "MeasurementInstance": Rule({"TargetResult": MANY, "ActualResult": MANY}),
        "TargetResult": Rule(_RESULT),
        "ActualResult": Rule(_RESULT),
        "Descriptor": Rule({"DescriptorName": OPTIONAL, "DescriptorValue": OPTIONAL}),
        "AdministrativeInformation": Rule({"Identifier": OPTIONAL, **_ADMINISTRATIVE}),
        "Submitter": Rule({"Identifier": OPTIONAL, **_CONTACT}),
    },
    contents={
        **dict.fromkeys(_TEXTS, Content.TEXT),
        **dict.fromkeys(_DAYS, Content.DAY_OR_EMPTY),
        "Identifier": Content.IDENTIFIER,
        "NumberOfUnits": Content.AMOUNT_OR_EMPTY,
        "RoleType": Content.ROLE_TYPE,
        "Source": Content.ADDRESS,
    },
)

PART_1 = Schema(
    part=1,
    namespace="urn:ISO:std:iso:17469:tech:xsd:stratml_core",
    root="StrategicPlan",
    rules={
        "StrategicPlan": Rule(_HEAD),
        "StrategicPlanCore": _CORE,
        "Organization": _ORGANIZATION,
        "Vision": Rule(_STATED),
        "Mission": Rule(_STATED),
        "Value": _VALUE,
        "Goal": _GOAL,
        "Objective": Rule({"Name": OPTIONAL, "Description": OPTIONAL, **_AIM}),
        "Stakeholder": Rule({"Name": ONE, "Description": OPTIONAL}, _STAKEHOLDER_TYPE),
        "AdministrativeInformation": Rule({**_ADMINISTRATIVE, "Submitter": OPTIONAL}),
        "Submitter": Rule(_CONTACT),
    },
    contents={
        **{
            name: Content.TEXT
            for name in _TEXTS
            if name
            not in {
                "DescriptorName",
                "DescriptorValue",
                "MeasurementDimension",
                "ReferentIdentifier",
                "UnitOfMeasurement",
            }
        },
        **dict.fromkeys(_DAYS, Content.DAY),
        "Identifier": Content.IDENTIFIER,
        "Source": Content.ADDRESS,
    },
)

#: By the name of the first element.
SCHEMAS = {schema.root: schema for schema in (PART_1, PART_2)}
#: Where text is kept that has no place of its own in an element; without one of these it goes to the element around it.
KEEPERS = {
    "PerformancePlanOrReport": "OtherInformation",
    "Organization": "Description",
    "Value": "Description",
    "Goal": "OtherInformation",
    "Objective": "OtherInformation",
    "PerformanceIndicator": "OtherInformation",
    "Stakeholder": "Description",
    "Role": "Description",
    "Relationship": "Description",
    "TargetResult": "Description",
    "ActualResult": "Description",
}
