"""Words with a fixed meaning in the conversation cycle, and per kind of conversation who may do what when."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The conversations of a year. Only an appraisal gives a verdict; a progress conversation never shows a score."""

    PLANNING = "planning", _("planning conversation")
    PROGRESS = "progress", _("progress conversation")
    APPRAISAL = "appraisal", _("appraisal conversation")
    FREE = "free", _("open conversation")


#: Kinds in the order in which they come in a cycle; a free one may come anywhere.
ORDER = (Kind.PLANNING, Kind.PROGRESS, Kind.APPRAISAL)


class CycleState(models.TextChoices):
    DRAFT = "draft", _("draft")
    RUNNING = "running", _("running")
    CLOSED = "closed", _("closed")


class Consent(models.TextChoices):
    """What the works council said of a cycle with an appraisal."""

    GIVEN = "given", _("The works council gave its consent")
    NONE = "none", _("There is no works council")


class State(models.TextChoices):
    PLANNED = "planned", _("planned")
    PREPARING = "preparing", _("being prepared")
    WRITING = "writing", _("report being written")
    SENT = "sent", _("report sent")
    ANSWERED = "answered", _("answered")
    FINAL = "final", _("final")


class Side(models.TextChoices):
    """The two who talk."""

    EMPLOYEE = "employee", _("employee")
    MANAGER = "manager", _("manager")


class Answer(models.TextChoices):
    """With what somebody signs: having seen is not agreeing."""

    SEEN = "seen", _("as seen")
    AGREED = "agreed", _("as agreed")


class AgreementKind(models.TextChoices):
    RESULT = "result", _("result")
    PROJECT = "project", _("project")
    COMPETENCE = "competence", _("competence")
    DEVELOPMENT = "development", _("development")


#: Kinds that can have a weight in the appraisal. The others are talked about, and never count in its score.
WEIGHED = (AgreementKind.RESULT, AgreementKind.PROJECT)


class Outcome(models.TextChoices):
    """What came of an agreement, said in the next conversation."""

    KEPT = "kept", _("kept")
    PARTLY = "partly", _("partly kept")
    NOT = "not", _("not kept")
    DROPPED = "dropped", _("no longer relevant")


class Tone(models.TextChoices):
    POSITIVE = "positive", _("positive")
    CRITICAL = "critical", _("critical")


class Pen(StrEnum):
    """Who holds the pen for a move."""

    EITHER = "either"
    EMPLOYEE = "employee"
    MANAGER = "manager"
    SENDER = "sender"  # who sent the report
    RECEIVER = "receiver"  # to whom it was sent
    SECOND = "second"  # who approves an appraisal: neither of both, a room above says who


@dataclass(frozen=True)
class Move:
    name: str
    source: tuple[str, ...]
    target: str
    pen: Pen


def _table(writes: Pen, sends: Pen, answers: Pen) -> dict[str, Move]:
    moves = (
        Move("prepare", (State.PLANNED,), State.PREPARING, Pen.EITHER),
        Move("write", (State.PLANNED, State.PREPARING), State.WRITING, writes),
        Move("send", (State.WRITING,), State.SENT, writes),
        Move("take_back", (State.SENT,), State.WRITING, sends),
        Move("answer", (State.SENT,), State.ANSWERED, answers),
        Move("finish", (State.ANSWERED,), State.FINAL, sends),
        Move("lapse", (State.SENT,), State.FINAL, sends),  # when nobody answered within the term
    )
    return {move.name: move for move in moves}


_REOPEN = Move("reopen", (State.SENT, State.ANSWERED), State.WRITING, Pen.SECOND)
_LEAVE = Move("leave", (State.WRITING,), State.PREPARING, Pen.SENDER)  # who writes lets the other write
#: Every way in which a conversation may go on, per kind. What is not here is refused.
MOVES: dict[str, dict[str, Move]] = {
    Kind.PLANNING: _table(Pen.MANAGER, Pen.MANAGER, Pen.EMPLOYEE),
    Kind.PROGRESS: _table(Pen.MANAGER, Pen.MANAGER, Pen.EMPLOYEE),
    Kind.APPRAISAL: _table(Pen.MANAGER, Pen.MANAGER, Pen.EMPLOYEE) | {_REOPEN.name: _REOPEN},
    Kind.FREE: _table(Pen.EITHER, Pen.SENDER, Pen.RECEIVER) | {_LEAVE.name: _LEAVE},
}
#: States in which one may still prepare.
BEFORE_SENDING = (State.PLANNED, State.PREPARING, State.WRITING)
#: States in which the report is there for both.
SHARED = (State.SENT, State.ANSWERED, State.FINAL)
#: Every way in which a cycle may go on.
CYCLE_MOVES = {"start": (CycleState.DRAFT, CycleState.RUNNING), "close": (CycleState.RUNNING, CycleState.CLOSED)}


def diagram(kind: str) -> str:
    """The table of a kind as a state diagram (Mermaid); docs/how-to/conversations.md holds it and a test compares."""
    rows = ["stateDiagram-v2", f"    [*] --> {State.PLANNED}"]
    for move in MOVES[kind].values():
        rows += [f"    {source} --> {move.target}: {move.name} ({move.pen})" for source in move.source]
    return "\n".join([*rows, f"    {State.FINAL} --> [*]"])
