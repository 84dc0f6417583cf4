"""The outcome of the appraisals of a cycle, for rooms that build on it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from zichtlijn.appraisals.models import Appraisal, Level
from zichtlijn.appraisals.states import CLOSED, State
from zichtlijn.conversations.models import Cycle


@dataclass(frozen=True)
class FinalLevel:
    """What somebody was given: the level on the scale of the cycle (1 is the lowest), its label, and from which day.

    `is_contested`: an objection was made and not decided yet, so it may still change.
    """

    person_id: int
    level: int
    label: str
    on: date
    is_contested: bool


def scale_of(cycle: Cycle) -> dict[int, str]:
    """Number → label of the levels by which is appraised in this cycle, the lowest first; nothing without a scale."""
    return dict(Level.objects.filter(scheme__cycle=cycle).order_by("number").values_list("number", "name"))


def final_levels(cycle: Cycle, people: Collection[int] | None = None) -> dict[int, FinalLevel]:
    """Person → the outcome, of everybody (or these) with a final appraisal in this cycle; who has none is not in it.

    After a decision on an objection it is that label, and the day of the decision. Who has two appraisals in the cycle
    has the outcome of the last. No rights are asked: who calls it must. Two questions, however many people there are.
    """
    names = scale_of(cycle)
    rows = Appraisal.objects.filter(report__conversation__step__cycle=cycle, state__in=CLOSED, label__isnull=False)
    if people is not None:
        rows = rows.filter(report__conversation__employee__in=people)
    found = {}
    fields = ("report__conversation__employee_id", "label", "decided", "final_on", "decided_on", "state")
    for person_id, label, decided, final_on, decided_on, state in rows.order_by("final_on", "pk").values_list(*fields):
        level = decided or label
        found[person_id] = FinalLevel(
            person_id, level, names.get(level, str(level)), decided_on or final_on, state == State.OBJECTED
        )
    return found
