"""Words with a fixed meaning in an appraisal, and the one table of who may do what when."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    SENT = "sent", _("sent to the employee")
    ANSWERED = "answered", _("with the second appraiser")
    APPROVED = "approved", _("approved")
    FINAL = "final", _("final")
    OBJECTED = "objected", _("objection made")
    DECIDED = "decided", _("objection decided")


class Part(models.TextChoices):
    """What an appraisal is made up of."""

    AGREEMENTS = "agreements", _("agreements")
    COMPETENCIES = "competencies", _("competencies")


class Pen(StrEnum):
    """Who holds the pen for a move."""

    MANAGER = "manager"  # who appraises: the line manager on the day of the conversation
    EMPLOYEE = "employee"
    SECOND = "second"  # the line manager of the manager, or whom HR names
    HR = "hr"  # in the calibration session
    DECIDER = "decider"  # of an objection: HR, or whom HR names; never who appraised or approved


class Move(models.TextChoices):
    """What can be done with an appraisal."""

    SEND = "send", _("sent")
    TAKE_BACK = "take_back", pgettext_lazy("of a report", "taken back")
    ANSWER = "answer", _("answered")
    LAPSE = "lapse", _("not answered within the term")
    CALIBRATE = "calibrate", _("changed in the calibration session")
    APPROVE = "approve", _("approved")
    RETURN = "return", _("returned with a reason")
    FINISH = "finish", _("made final")
    OBJECT = "object", _("objection made")
    DECIDE = "decide", _("objection decided")


@dataclass(frozen=True)
class Way:
    """One move: by whom, and from which state to which."""

    pen: Pen
    targets: dict[str, str]


#: Every way in which an appraisal may go on. What is not here is refused. Sending, taking back, answering and finishing
#: happen with the report of the conversation: they are one act for who does it.
WAYS: dict[str, Way] = {
    Move.SEND: Way(Pen.MANAGER, {State.DRAFT: State.SENT}),
    Move.TAKE_BACK: Way(Pen.MANAGER, {State.SENT: State.DRAFT}),
    Move.ANSWER: Way(Pen.EMPLOYEE, {State.SENT: State.ANSWERED}),
    Move.LAPSE: Way(Pen.SECOND, {State.SENT: State.ANSWERED}),  # once the term to answer is over
    Move.CALIBRATE: Way(
        Pen.HR, {State.SENT: State.SENT, State.ANSWERED: State.ANSWERED, State.APPROVED: State.ANSWERED}
    ),
    Move.APPROVE: Way(Pen.SECOND, {State.ANSWERED: State.APPROVED}),
    Move.RETURN: Way(Pen.SECOND, {State.ANSWERED: State.DRAFT}),
    Move.FINISH: Way(Pen.MANAGER, {State.APPROVED: State.FINAL}),
    Move.OBJECT: Way(Pen.EMPLOYEE, {State.FINAL: State.OBJECTED}),
    Move.DECIDE: Way(Pen.DECIDER, {State.OBJECTED: State.DECIDED}),
}
#: States in which both sides may read it: all but the draft.
SHARED = tuple(state for state in State.values if state != State.DRAFT)
#: Sent and not final yet: what a calibration session is about.
OPEN = (State.SENT, State.ANSWERED, State.APPROVED)
#: States in which the label counts.
CLOSED = (State.FINAL, State.OBJECTED, State.DECIDED)


def diagram() -> str:
    """The table as a state diagram (Mermaid); docs/how-to/appraisals.md holds it and a test compares."""
    rows = ["stateDiagram-v2", f"    [*] --> {State.DRAFT}"]
    rows += [
        f"    {source} --> {target}: {move} ({way.pen})"
        for move, way in WAYS.items()
        for source, target in way.targets.items()
    ]
    return "\n".join([*rows, f"    {State.FINAL} --> [*]", f"    {State.DECIDED} --> [*]"])
