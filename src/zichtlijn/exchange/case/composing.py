"""The framework as a package of CASE 1.1: document, items, who stands under whom, and rubrics for the levels."""

import uuid
from datetime import datetime
from typing import Any

from zichtlijn.access.models import Organisation
from zichtlijn.competencies.models import Competency, Framework
from zichtlijn.competencies.queries import groups
from zichtlijn.exchange.case.items import CHILD, Role

_OURS = uuid.uuid5(uuid.NAMESPACE_URL, "zichtlijn")
VERSION = "1.1"
#: What the kinds of items are called, and where each stands in the tree.
_TYPES = {Role.GROUP: ("Group", "1"), Role.COMPETENCY: ("Competency", "2"), Role.BEHAVIOUR: ("Behaviour", "3")}


class Composer:
    """One package in the making."""

    def __init__(self, organisation: Organisation, at: datetime):
        self.organisation = organisation
        self.at = at.replace(microsecond=0).isoformat().replace("+00:00", "Z")
        self.items: list[dict[str, Any]] = []
        self.links: list[dict[str, Any]] = []
        self.criteria: list[dict[str, Any]] = []

    def identifier(self, *what: Any) -> str:
        """The same at every export, and nobody else's."""
        own = f"{self.organisation.pk} {self.organisation.created_at.isoformat()}"
        return str(uuid.uuid5(_OURS, " ".join([own, *map(str, what)])))

    def of(self, *what: Any) -> dict[str, Any]:
        """How everything begins: who it is, where it is found, and when it was last changed."""
        identifier = self.identifier(*what)
        return {"identifier": identifier, "uri": f"urn:uuid:{identifier}", "lastChangeDateTime": self.at}

    def link(self, title: str, *what: Any) -> dict[str, Any]:
        """A reference to something of the package."""
        identifier = self.identifier(*what)
        return {"title": title, "identifier": identifier, "uri": f"urn:uuid:{identifier}"}

    def add(self, role: Role, statement: str, *what: Any, above: dict[str, Any], order: int, **more: Any) -> None:
        """An item, and under what it stands."""
        word, _place = _TYPES[role]
        item = self.of(*what) | {"fullStatement": statement, "CFItemType": word}
        item["CFItemTypeURI"] = self.link(word, "type", role)
        self.items.append(item | {name: value for name, value in more.items() if value})
        origin = self.link(statement.partition("\n")[0][:200], *what) | {"targetType": "CASE"}
        self.links.append(
            self.of("under", *what)
            | {
                "associationType": CHILD,
                "sequenceNumber": order,
                "originNodeURI": origin,
                "destinationNodeURI": above | {"targetType": "CASE"},
            }
        )


def compose(
    organisation: Organisation,
    framework: Framework,
    competencies: list[Competency],
    seen: dict[int, dict[int, str]],
    at: datetime,
) -> dict[str, Any]:
    """The package; `seen` is competency → level → what one sees."""
    making = Composer(organisation, at)
    document = making.of("framework") | {
        "caseVersion": VERSION,
        "creator": organisation.name,
        "title": framework.name,
        "language": organisation.language,
    }
    root = making.link(framework.name, "framework")
    levels = framework.level_names
    for place, group in enumerate(groups(competencies), start=1):
        making.add(Role.GROUP, group.name, "group", group.name, above=root, order=place)
        above = making.link(group.name, "group", group.name)
        for number, competency in enumerate(group.competencies, start=1):
            _add_competency(making, competency, levels, seen.get(competency.pk, {}), above, number)
    if not competencies:
        making.criteria.append(_criterion(making, levels, {}, "levels", position=1))
    rubric = making.of("rubric") | {"title": framework.name, "CFRubricCriteria": making.criteria}
    types = [
        making.of("type", role) | {"title": word, "description": word, "hierarchyCode": place}
        for role, (word, place) in _TYPES.items()
    ]
    return {
        "CFDocument": document,
        "CFItems": making.items,
        "CFAssociations": making.links,
        "CFDefinitions": {"CFItemTypes": types},
        "CFRubrics": [rubric],
    }


def _add_competency(
    making: Composer, one: Competency, levels: list[str], seen: dict[int, str], above: dict[str, Any], order: int
) -> None:
    """A competency, under it what one sees at each level, and the same as a criterion of the rubric."""
    making.add(
        Role.COMPETENCY,
        one.description or one.name,
        "competency",
        one.pk,
        above=above,
        order=order,
        abbreviatedStatement=one.name if one.description else "",
        statusEndDate=one.ends_on.isoformat() if one.ends_on else "",
    )
    own = making.link(one.name, "competency", one.pk)
    for level, text in sorted(seen.items()):
        making.add(Role.BEHAVIOUR, text, "behaviour", one.pk, level, above=own, order=level)
    position = len(making.criteria) + 1
    criterion = _criterion(making, levels, seen, "competency", one.pk, position=position)
    making.criteria.append(criterion | {"category": one.group, "description": one.name, "CFItemURI": own})


def _criterion(making: Composer, levels: list[str], seen: dict[int, str], *what: Any, position: int) -> dict[str, Any]:
    """A criterion with all levels of the scale."""
    own = making.of("criterion", *what)
    return own | {
        "position": position,
        "rubricId": making.identifier("rubric"),
        "CFRubricCriterionLevels": [
            making.of("level", *what, number)
            | {
                "quality": name,
                "score": float(number),
                "position": number,
                "rubricCriterionId": own["identifier"],
            }
            | ({"description": seen[number]} if seen.get(number) else {})
            for number, name in enumerate(levels, start=1)
        ],
    }
