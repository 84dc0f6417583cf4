"""Words with a fixed meaning in the cascade, and the table of who may move an objective from where to where."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """The levels of the Prestatie Afstemmings Model, from the mission down."""

    STRATEGIC = "strategic", _("strategic objective")
    DEPARTMENT = "department", _("department objective")
    OPERATIONAL = "operational", _("operational objective")
    ROLE = "role", _("role objective")
    PROJECT = "project", _("project objective")
    PERSONAL = "personal", _("personal objective")


#: The level(s) from which an objective of this level follows.
PARENT_LEVELS: dict[str, tuple[str, ...]] = {
    Level.STRATEGIC: (),
    Level.DEPARTMENT: (Level.STRATEGIC,),
    Level.OPERATIONAL: (Level.DEPARTMENT,),
    Level.ROLE: (Level.OPERATIONAL,),
    Level.PROJECT: (Level.OPERATIONAL,),
    Level.PERSONAL: (Level.ROLE, Level.PROJECT),
}
#: The levels that may follow from each level.
CHILD_LEVELS: dict[str, tuple[str, ...]] = {
    level: tuple(below for below, above in PARENT_LEVELS.items() if level in above) for level in Level
}


def one_of_levels(levels) -> str:
    """These levels in words, of which one is meant: "role objective or project objective"."""
    return gettext(" or ").join(str(Level(level).label) for level in levels)


#: Levels whose objectives may follow from several parents, each with a weight.
SEVERAL_PARENTS = frozenset({Level.ROLE, Level.PROJECT})
#: Levels whose objectives need not follow from another: alignment is optional for an OKR. A personal one leads on.
MAY_STAND_ALONE = frozenset({Level.DEPARTMENT, Level.OPERATIONAL, Level.ROLE, Level.PROJECT})
#: The columns of the alignment page, each with its levels.
COLUMNS: tuple[tuple[str, ...], ...] = (
    (Level.STRATEGIC,),
    (Level.DEPARTMENT,),
    (Level.OPERATIONAL,),
    (Level.ROLE, Level.PROJECT),
    (Level.PERSONAL,),
)


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("proposed")
    AGREED = "agreed", _("agreed")
    CLOSED = "closed", _("closed")
    DROPPED = "dropped", _("dropped")


#: States that count in roll-ups, lines and coverage.
COUNTING = (State.AGREED, State.CLOSED)
#: States in which somebody still works on it.
OPEN = (State.DRAFT, State.PROPOSED, State.AGREED)


class Pen(StrEnum):
    """Who holds the pen for a move."""

    KEEPER = "keeper"  # may edit the objective
    OTHER_SIDE = "other_side"  # owner when the manager proposed, manager when the owner proposed
    PROPOSER = "proposer"  # who proposed it
    LEAD = "lead"  # who leads the level: manager of the owner, head of the unit, holder of the right


@dataclass(frozen=True)
class Move:
    name: str
    source: tuple[str, ...]
    target: str
    pen: Pen


#: Every way in which the state may change. What is not here is refused.
MOVES: dict[str, Move] = {
    move.name: move
    for move in (
        Move("propose", (State.DRAFT,), State.PROPOSED, Pen.KEEPER),
        Move("agree", (State.PROPOSED,), State.AGREED, Pen.OTHER_SIDE),
        Move("return", (State.PROPOSED,), State.DRAFT, Pen.OTHER_SIDE),
        Move("withdraw", (State.PROPOSED,), State.DRAFT, Pen.PROPOSER),
        Move("adopt", (State.DRAFT, State.PROPOSED), State.AGREED, Pen.LEAD),
        Move("close", (State.AGREED,), State.CLOSED, Pen.LEAD),
        Move("discard", (State.DRAFT,), State.DROPPED, Pen.KEEPER),
        Move("drop", (State.PROPOSED, State.AGREED), State.DROPPED, Pen.LEAD),
        Move("reopen", (State.CLOSED, State.DROPPED), State.AGREED, Pen.LEAD),
    )
}

#: Moves with which an objective becomes what was agreed.
AGREEING = frozenset({"agree", "adopt"})


def target_of(move: Move, objective) -> str:
    """Where a move leads this objective.

    What needs both sides is proposed again when it comes back from dropped. Anything else that nobody agreed to comes
    back as a draft; so does what nobody answers for, since in a draft one can choose an owner.
    """
    if move.name != "reopen":
        return move.target
    if objective.owner_id is None:
        return State.DRAFT
    if objective.state == State.DROPPED and objective.level == Level.PERSONAL:
        return State.PROPOSED
    if objective.state == State.DROPPED and objective.agreed_on is None:
        return State.DRAFT
    return move.target


class StandardPerspective(models.TextChoices):
    """The four perspectives of the balanced scorecard, on the axes of the method; an organisation may reword them."""

    FINANCIAL = "financial", _("Financial")
    CUSTOMERS = "customers", _("Customers")
    PROCESSES = "processes", _("Processes")
    LEARNING = "learning", _("Learning and change")


class Horizon(models.TextChoices):
    SHORT = "short", _("short term")
    LONG = "long", _("long term")


class Commitment(models.TextChoices):
    COMMITTED = "committed", _("committed")
    ASPIRATIONAL = "aspirational", _("aspirational")


class Kind(models.TextChoices):
    """How a measure is read."""

    UP = "up", _("higher is better")
    DOWN = "down", _("lower is better")
    BAND = "band", _("within a band")
    MILESTONES = "milestones", _("milestones")
    YES_NO = "yes_no", _("yes or no")


class Shape(models.TextChoices):
    """The course that is expected between baseline and target."""

    STRAIGHT = "straight", _("straight line")
    STEPPED = "stepped", _("in steps")
    OWN = "own", _("own shape")


class Frequency(models.TextChoices):
    WEEKLY = "weekly", _("every week")
    MONTHLY = "monthly", _("every month")
    QUARTERLY = "quarterly", _("every quarter")
    TERTIALLY = "tertially", _("every four months")
    YEARLY = "yearly", _("every year")
    ONCE = "once", _("once")


class Tempo(models.TextChoices):
    """Whether a measure runs ahead of the result or follows it."""

    LEAD = "lead", _("lead")
    LAG = "lag", _("lag")


class Currency(models.TextChoices):
    """In which money a budget is counted; the codes of ISO 4217."""

    EUR = "EUR", "EUR"
    USD = "USD", "USD"
    GBP = "GBP", "GBP"
    CHF = "CHF", "CHF"
    DKK = "DKK", "DKK"
    SEK = "SEK", "SEK"
    NOK = "NOK", "NOK"
    PLN = "PLN", "PLN"
    CZK = "CZK", "CZK"


class Status(models.TextChoices):
    ON_COURSE = "on_course", _("on course")
    BEHIND = "behind", _("behind")
    OFF_COURSE = "off_course", _("off course")
    TO_MEASURE = "to_measure", _("to be measured")
    PARTIAL = "partial", _("not enough data")
