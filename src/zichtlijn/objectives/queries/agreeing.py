"""What an objective still lacks before it is agreed: what stands in the way, and what would only be better."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from zichtlijn.objectives.models import Measure, Objective, ObjectiveLink
from zichtlijn.objectives.states import Level


@dataclass(frozen=True)
class Lack:
    """Something that is missing: in a sentence, and where it is filled in (the name of a page of the objective)."""

    sentence: str
    act: str
    url_name: str


def without_owner(objective: Objective) -> str:
    """Why this cannot be agreed as it is: an agreement needs somebody who answers for it. Empty when it can."""
    if objective.owner_id is not None:
        return ""
    return _("Nobody answers for this objective yet. Choose an owner first.")


def lacks(objective: Objective) -> list[Lack]:
    """What is missing and may stay so: what it follows from, how it is measured, and its perspective."""
    found = []
    if objective.level != Level.STRATEGIC and not ObjectiveLink.objects.filter(child=objective).exists():
        found.append(Lack(_("It does not follow from another objective."), _("Link it"), "objectives:parents"))
    if not objective.supporter_count and not Measure.objects.living().filter(objective=objective).exists():
        found.append(Lack(_("It has no measure."), _("Add a measure"), "objectives:new_measure"))
    if not objective.perspective:
        found.append(Lack(_("It has no perspective."), _("Choose one"), "objectives:edit"))
    return found
