"""What taking an import out would do: counted by kind, with what counts again, and what stands in the way."""

from dataclasses import dataclass

from django.utils.functional import Promise

from zichtlijn.access.actor import Actor
from zichtlijn.exchange.models import Import
from zichtlijn.exchange.undo.ranges import Numbers
from zichtlijn.exchange.undo.reasons import Reason, reasons_against
from zichtlijn.exchange.undo.things import SHOWN, label_of
from zichtlijn.objectives.models import Reading


@dataclass(frozen=True)
class Outlook:
    """What would go, what would count again, and why not."""

    made: dict[str, Numbers]
    #: Earlier readings that count again when the ones that replaced them go.
    restored: int
    reasons: list[Reason]

    @property
    def counts(self) -> list[tuple[str, str | Promise, int]]:
        """Kind, label and how many, in the order of a page."""
        return [(kind, label_of(kind), len(self.made[kind])) for kind in SHOWN if kind in self.made]

    @property
    def total(self) -> int:
        return sum(len(numbers) for numbers in self.made.values())


def numbers_of(ranges: dict) -> dict[str, Numbers]:
    """What is stored with an import, to look things up in."""
    return {kind: Numbers(ranges[kind]) for kind in SHOWN if kind in ranges}


def look_at(imported: Import, *, by: Actor) -> Outlook:
    """What taking out this import would do now."""
    made = numbers_of(imported.made)
    restored = 0
    if "readings" in made and not imported.taken_out_at:
        for condition in made["readings"].where("pk"):
            restored += Reading.objects.filter(condition).exclude(replaces=None).count()
    return Outlook(made, restored, reasons_against(imported, made, by=by))
