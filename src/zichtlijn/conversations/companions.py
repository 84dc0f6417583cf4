"""What rooms above do along with the report of a conversation, in the same act: they stand in its way, or go along."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from zichtlijn.conversations.models import Conversation, Cycle, Report
from zichtlijn.organisation.models import Person


@dataclass(frozen=True)
class Companion:
    """The first two get the name of a move (`states.MOVES`), the conversation and its report.

    `reasons_against` says what stands in the way; `follow` does along what belongs to it, after the move, and refuses
    by raising: then nothing happened. `holders` says, of conversations with their step and employee, who can go on with
    those of which it knows more than the report tells. `close` is told of a cycle that was closed, in that act.
    `returned` gives what the employee wrote with the last answer, when the report was returned after it; else None.
    `came_back` gives the report that was returned and not sent since. `before_start` says of a cycle what is worth
    knowing before it starts, and is no reason to wait.
    """

    reasons_against: Callable[[str, Conversation, Report], list[str]]
    follow: Callable[..., None]
    holders: Callable[[list[Conversation]], dict[int, list[Person]]]
    close: Callable[[Cycle], None]
    returned: Callable[[Conversation], str | None] = lambda _conversation: None
    came_back: Callable[[Conversation], Report | None] = lambda _conversation: None
    before_start: Callable[[Cycle], list[str]] = lambda _cycle: []


_companions: list[Companion] = []


def go_along(companion: Companion) -> None:
    """Take part in the moves of every conversation; asked while the program starts."""
    if companion not in _companions:
        _companions.append(companion)


def reasons_against(move: str, conversation: Conversation, report: Report) -> list[str]:
    """Everything that rooms above know to stand in the way of a move."""
    return [reason for one in _companions for reason in one.reasons_against(move, conversation, report)]


def follow(move: str, conversation: Conversation, report: Report, *, by) -> None:
    """Let rooms above do what belongs to this move."""
    for one in _companions:
        one.follow(move, conversation, report, by=by)


def holders_of(conversations: Iterable[Conversation]) -> dict[int, list[Person]]:
    """Conversation → who can go on with it now, where a room above says so; of the others the report tells."""
    rows, found = list(conversations), {}
    for one in _companions:
        found.update(one.holders(rows))
    return found


def returned_remarks(conversation: Conversation) -> str | None:
    """What the employee wrote before the report was returned; None when it was not returned."""
    told = [one.returned(conversation) for one in _companions]
    return next((remarks for remarks in told if remarks is not None), None)


def report_that_came_back(conversation: Conversation) -> Report | None:
    """The report that was returned and not sent since, with all that was signed on its way; None when there is none."""
    return next((report for one in _companions if (report := one.came_back(conversation)) is not None), None)


def remarks_before_start(cycle: Cycle) -> list[str]:
    """Everything that rooms above remark on a cycle before it starts."""
    return [remark for one in _companions for remark in one.before_start(cycle)]


def follow_close(cycle: Cycle) -> None:
    """Let rooms above do what belongs to closing a cycle."""
    for one in _companions:
        one.close(cycle)
