"""Words with a fixed meaning in rewards, and the table of who may do what with a proposal when."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class SystemState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("proposed")
    ADOPTED = "adopted", _("adopted")


class Of(models.TextChoices):
    """Of what the percentage of the matrix is taken."""

    SALARY = "salary", _("of the salary")
    MAXIMUM = "maximum", _("of the maximum of the scale")


class By(models.TextChoices):
    """By what the place in the scale is told."""

    MAXIMUM = "maximum", _("against the maximum (relative salary position)")
    MIDPOINT = "midpoint", _("against the middle (compa-ratio)")


class Order(models.TextChoices):
    BEFORE = "before", _("before the personal raise")
    AFTER = "after", _("after the personal raise")


class Gender(models.TextChoices):
    """As it is recorded for the check of equal pay, and for nothing else."""

    WOMAN = "woman", _("woman")
    MAN = "man", _("man")
    OTHER = "other", _("other")


class RoundState(models.TextChoices):
    DRAFT = "draft", _("draft")
    RUNNING = "running", _("running")
    CLOSED = "closed", _("closed")


class Missing(models.TextChoices):
    """Why nothing was computed for somebody. That is never a raise of zero."""

    SALARY = "salary", _("No salary is known that holds before the round.")
    SCALE = "scale", _("The reward system of the round has no scale with this name.")
    APPRAISAL = "appraisal", _("There is no final appraisal in the cycle that the round follows.")
    OBJECTION = "objection", _("An objection to the appraisal was made and is not decided yet.")
    LEVEL = "level", _("The reward system of the round does not know this level of appraisal.")


class State(models.TextChoices):
    COMPUTED = "computed", _("to be proposed")
    PROPOSED = "proposed", _("proposed")
    RETURNED = "returned", _("sent back")
    AGREED = "agreed", _("approved")
    FINAL = "final", _("final")


#: In which states something is computed anew, and the manager is to propose.
OPEN = (State.COMPUTED, State.RETURNED)


class ObjectionState(models.TextChoices):
    """How far an objection to a reward is."""

    MADE = "made", _("objection made")
    DECIDED = "decided", _("objection decided")


class PromotionState(models.TextChoices):
    """How far a promotion to another scale is."""

    PROPOSED = "proposed", _("proposed")
    RETURNED = "returned", _("not agreed")
    FINAL = "final", _("final")


class Pen(StrEnum):
    """Who holds the pen for a move."""

    MANAGER = "manager"  # the line manager of the employee
    SECOND = "second"  # the manager of that manager
    HR = "hr"
    EMPLOYEE = "employee"  # of an objection alone
    DECIDER = "decider"  # of an objection: HR, or whom HR names; never who decided on the reward


@dataclass(frozen=True)
class Move:
    name: str
    source: tuple[str, ...]
    target: str
    pen: Pen


#: Every way in which a proposal may go on. What is not here is refused. Nobody holds a pen for their own proposal, nor
#: for a step after one that they did themselves (see `permissions.py`).
MOVES: dict[str, Move] = {
    move.name: move
    for move in (
        Move("propose", OPEN, State.PROPOSED, Pen.MANAGER),
        Move("agree", (State.PROPOSED,), State.AGREED, Pen.SECOND),
        Move("return", (State.PROPOSED,), State.RETURNED, Pen.SECOND),
        Move("send_back", (State.PROPOSED, State.AGREED), State.RETURNED, Pen.HR),
        Move("finish", (State.AGREED,), State.FINAL, Pen.HR),
        Move("finish_alone", (State.PROPOSED,), State.FINAL, Pen.HR),  # only when nobody stands above the manager
    )
}
#: Every way in which an objection may go on, once the reward is final; it leaves the state of the proposal as it is.
OBJECTION_MOVES: dict[str, Move] = {
    "object": Move("object", ("",), ObjectionState.MADE, Pen.EMPLOYEE),
    "decide": Move("decide", (ObjectionState.MADE,), ObjectionState.DECIDED, Pen.DECIDER),
}
#: Every way in which a promotion may go on; the other of two people decides.
PROMOTION_MOVES = {
    "agree": (PromotionState.PROPOSED, PromotionState.FINAL),
    "return": (PromotionState.PROPOSED, PromotionState.RETURNED),
}
#: Every way in which a version of the reward system may go on; the other of two people adopts or sends it back.
SYSTEM_MOVES = {
    "propose": (SystemState.DRAFT, SystemState.PROPOSED),
    "return": (SystemState.PROPOSED, SystemState.DRAFT),
    "adopt": (SystemState.PROPOSED, SystemState.ADOPTED),
}
#: Every way in which a round may go on.
ROUND_MOVES = {"start": (RoundState.DRAFT, RoundState.RUNNING), "close": (RoundState.RUNNING, RoundState.CLOSED)}


class Act(models.TextChoices):
    """What somebody decided, as it stands under a proposal."""

    PROPOSE = "propose", _("proposed")
    AGREE = "agree", _("approved")
    RETURN = "return", _("sent back")
    SEND_BACK = "send_back", _("sent back by HR")
    FINISH = "finish", _("made final")
    FINISH_ALONE = "finish_alone", _("made final without a second manager")
    DECIDE = "decide", _("decided on the objection")


def diagram() -> str:
    """The table as a state diagram (Mermaid); docs/how-to/rewards.md holds it and a test compares."""
    rows = ["stateDiagram-v2", f"    [*] --> {State.COMPUTED}"]
    for move in MOVES.values():
        rows += [f"    {source} --> {move.target}: {move.name} ({move.pen})" for source in move.source]
    for move in OBJECTION_MOVES.values():
        rows += [f"    {source or State.FINAL} --> {move.target}: {move.name} ({move.pen})" for source in move.source]
    rows.append(f"    {ObjectionState.DECIDED} --> [*]")
    return "\n".join([*rows, f"    {State.FINAL} --> [*]"])
