"""What taking an import out would do: counted by kind, with what counts again, and what stands in the way."""

from dataclasses import dataclass, field

from django.utils.functional import Promise

from zichtlijn.access.actor import Actor
from zichtlijn.exchange.models import Import
from zichtlijn.exchange.undo.leaving import can_leave, stays, without
from zichtlijn.exchange.undo.ranges import Numbers
from zichtlijn.exchange.undo.reasons import Reason, give_names, reasons_against
from zichtlijn.exchange.undo.things import SHOWN, label_of
from zichtlijn.objectives.models import Reading


@dataclass(frozen=True)
class Outlook:
    """What would go, what would count again, and why not."""

    made: dict[str, Numbers]
    #: Earlier readings that count again when the ones that replaced them go.
    restored: int
    reasons: list[Reason]
    #: What was made and stays, when only the rest goes.
    left: dict[str, set[int]] = field(default_factory=dict)

    @property
    def counts(self) -> list[tuple[str, str | Promise, int]]:
        """Kind, label and how many, in the order of a page."""
        return [(kind, label_of(kind), len(self.made[kind])) for kind in SHOWN if kind in self.made]

    @property
    def total(self) -> int:
        return sum(len(numbers) for numbers in self.made.values())

    @property
    def staying(self) -> list[tuple[str, str | Promise, int]]:
        """The same of what stays."""
        return [(kind, label_of(kind), len(self.left[kind])) for kind in SHOWN if kind in self.left]

    @property
    def total_left(self) -> int:
        return sum(map(len, self.left.values()))


def numbers_of(ranges: dict) -> dict[str, Numbers]:
    """What is stored with an import, to look things up in."""
    return {kind: Numbers(ranges[kind]) for kind in SHOWN if kind in ranges}


def look_at(imported: Import, *, by: Actor) -> Outlook:
    """What taking out this import would do now."""
    made = numbers_of(imported.made)
    restored = 0 if imported.taken_out_at else _restored(made)
    return Outlook(made, restored, give_names(reasons_against(imported, made, by=by), by=by))


def look_at_the_rest(imported: Import, *, by: Actor, to_be_sure: bool = True) -> Outlook:
    """What taking out would do that leaves all that people did something with; with reasons when that is no way on.

    `to_be_sure` looks once more, as at any import, whether anything stands in the way of the rest.
    """
    made = numbers_of(imported.made)
    reasons = reasons_against(imported, made, by=by)
    if not can_leave(reasons):
        return Outlook(made, 0, give_names(reasons, by=by))
    left = stays(made, reasons)
    rest = without(made, left)
    if not rest:
        return Outlook(made, 0, give_names(reasons, by=by))
    for reason in reasons:
        if reason.code == "gone":  # taken away before: it goes no more, nor does it stay
            left = {kind: pks - (reason.leaves or {}).get(kind, set()) for kind, pks in left.items()}
    left = {kind: pks for kind, pks in left.items() if pks}
    against = give_names(reasons_against(imported, rest, by=by), by=by) if to_be_sure else []
    return Outlook(rest, _restored(rest), against, left)


def _restored(made: dict[str, Numbers]) -> int:
    """How many earlier readings count again when the ones that replaced them go."""
    conditions = made["readings"].where("pk") if "readings" in made else ()
    return sum(Reading.objects.filter(condition).exclude(replaces=None).count() for condition in conditions)
