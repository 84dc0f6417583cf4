"""Words with a fixed meaning in 360 feedback, and the table of who may bring a round from one state to the next."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

#: So many behaviours are asked of each competency, of so many competencies at most.
FEWEST_BEHAVIOURS, MOST_BEHAVIOURS, MOST_COMPETENCIES = 3, 5, 8
#: So many people answer, the person and the manager counted in.
FEWEST_RATERS, MOST_RATERS = 5, 20
#: A round is open for so many days.
FEWEST_DAYS, MOST_DAYS = 3, 90
#: Two results of one person lie so many days apart: what changed between them could tell of whoever joined.
DAYS_BETWEEN = 182


class RoundState(models.TextChoices):
    DRAFT = "draft", _("being prepared")
    PROPOSED = "proposed", _("proposed")
    RUNNING = "running", _("open")
    CLOSED = "closed", _("closed")
    STOPPED = "stopped", _("stopped")


class Group(models.TextChoices):
    """From which side somebody looks at the person."""

    SELF = "self", _("myself")
    MANAGER = "manager", _("line manager")
    COLLEAGUES = "colleagues", _("colleagues")
    EMPLOYEES = "employees", _("employees")
    OTHERS = "others", _("others in the organisation")


#: These are shown as who they are.
NAMED = (Group.SELF, Group.MANAGER)
#: These are shown as means only.
ANONYMOUS = (Group.COLLEAGUES, Group.EMPLOYEES, Group.OTHERS)
#: For whom one can ask; the person always answers.
ASKED = (Group.MANAGER, *ANONYMOUS)


class RequestState(models.TextChoices):
    ASKED = "asked", _("asked")
    SENT = "sent", _("sent")
    DECLINED = "declined", _("declined")


class Question(models.TextChoices):
    """What a rater may say in words."""

    KEEP = "keep", _("keep doing")
    CHANGE = "change", _("do differently")


class Pen(StrEnum):
    """Who may make a move."""

    PERSON = "person"
    MANAGER = "manager"
    HR = "hr"
    CLOCK = "clock"


@dataclass(frozen=True)
class Move:
    source: RoundState
    target: RoundState
    pens: frozenset[Pen]


#: Every way in which a round goes on. The person agrees by proposing it; another opens it; the clock closes it.
MOVES = {
    "propose": Move(RoundState.DRAFT, RoundState.PROPOSED, frozenset({Pen.PERSON})),
    "hand_back": Move(RoundState.PROPOSED, RoundState.DRAFT, frozenset({Pen.PERSON, Pen.MANAGER, Pen.HR})),
    "open": Move(RoundState.PROPOSED, RoundState.RUNNING, frozenset({Pen.MANAGER, Pen.HR})),
    "stop": Move(RoundState.RUNNING, RoundState.STOPPED, frozenset({Pen.PERSON, Pen.HR})),
    "close": Move(RoundState.RUNNING, RoundState.CLOSED, frozenset({Pen.CLOCK})),
}
