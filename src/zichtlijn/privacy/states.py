"""What a statement is about, and how a request for a correction goes."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Subject(models.TextChoices):
    """What a statement goes with."""

    FILE = "file", _("the whole file")
    REPORT = "report", _("the report of a conversation")
    ASSESSMENT = "assessment", _("an assessment of competencies")


class CorrectionState(models.TextChoices):
    ASKED = "asked", _("waiting for a decision")
    GRANTED = "granted", _("corrected")
    PARTLY = "partly", _("corrected in part")
    REFUSED = "refused", _("not corrected")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Pen(StrEnum):
    """Who may make a move."""

    ASKER = "asker"
    DECIDER = "decider"


@dataclass(frozen=True)
class Move:
    source: CorrectionState
    target: CorrectionState
    pen: Pen


#: Every move of a request for a correction; a decision is for good.
MOVES = (
    Move(CorrectionState.ASKED, CorrectionState.GRANTED, Pen.DECIDER),
    Move(CorrectionState.ASKED, CorrectionState.PARTLY, Pen.DECIDER),
    Move(CorrectionState.ASKED, CorrectionState.REFUSED, Pen.DECIDER),
    Move(CorrectionState.ASKED, CorrectionState.WITHDRAWN, Pen.ASKER),
)
#: What a decision can be.
DECISIONS = [move.target for move in MOVES if move.pen == Pen.DECIDER]


def may_move(source: str, target: str, pen: Pen) -> bool:
    """True when whoever holds this pen may bring a request from one state to the other."""
    return any((move.source, move.target, move.pen) == (source, target, pen) for move in MOVES)
