"""What an objective lacks before it is agreed, and what becomes of an agreement when one changes what was agreed."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from zichtlijn.objectives.models import Measure, Objective, ObjectiveLink
from zichtlijn.objectives.permissions import proposed_it, stands_alone
from zichtlijn.objectives.states import Level, State


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


def agreed_with_another(actor, objective: Objective) -> bool:
    """True for a personal objective to which this actor and somebody else agreed: a change is for the other side."""
    agreed = objective.level == Level.PERSONAL and objective.state == State.AGREED
    return agreed and not stands_alone(actor, objective)


def before_changing(actor, objective: Objective, *, measures: bool = False) -> str:
    """What it does to the agreement when this actor changes the text, or `measures`; empty when it does nothing."""
    if agreed_with_another(actor, objective):
        if measures:
            return _(
                "Both sides agreed to this. If you change what is to be reached, it goes back to the other side as a "
                "proposal."
            )
        return _("Both sides agreed to this text. If you change it, it goes back to the other side as a proposal.")
    if objective.level != Level.PERSONAL or objective.state != State.PROPOSED or proposed_it(actor, objective):
        return ""
    if measures:
        return _(
            "This was proposed by somebody else. If you change what is to be reached, it becomes your proposal, and "
            "the other side answers."
        )
    return _(
        "This was proposed by somebody else. If you change it, it becomes your proposal, and the other side answers."
    )


@dataclass(frozen=True)
class Standing:
    """How far two sides are with an objective: its state, and who proposed it."""

    state: str
    proposed_by: int | None


def standing_of(objective_id: int) -> Standing:
    """How far two sides are with it by now."""
    return Standing(*Objective.objects.values_list("state", "proposed_by_id").get(pk=objective_id))


def said_after_change(before: Standing, after: Standing) -> str:
    """What a change did to the agreement; empty when it did nothing."""
    if before == after:
        return ""
    if before.state == State.AGREED:
        return _("It goes back as a proposal: both sides had agreed to what it said before.")
    return _("It is your proposal now: the other side answers.")
