"""What bringing in a plan did, or would do: counted, listed, and kept as JSON with the job."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from zichtlijn.exchange.stratml.mapping import UNNAMED, plain
from zichtlijn.exchange.stratml.reading import Deviation

#: Kinds of things that a plan brings, in the order of the page.
THINGS = ("direction", "value", "stakeholder", "objective", "measure", "target", "reading")
ACTS = ("added", "changed", "unchanged", "left")
#: So many are listed; the rest is counted.
LISTED = 1000


@dataclass
class Outcome:
    dry_run: bool
    direction: str = ""
    direction_id: int | None = None
    #: Under which number it can be taken out again; None when nothing was written.
    import_id: int | None = None
    part: int = 2
    counts: Counter = field(default_factory=Counter)
    #: {"thing", "act", "name", "fields": [[field, was, is], …]}
    changes: list[dict] = field(default_factory=list)
    #: {"code", "name", "found"}: amounts that stay in the plan but could not become a row.
    remarks: list[dict] = field(default_factory=list)
    deviations: list[Deviation] = field(default_factory=list)

    def note(self, thing: str, act: str, name: str, fields: list[tuple[str, Any, Any]] | None = None) -> None:
        """Count what happened to one thing; what was added, changed or left alone is listed too."""
        self.counts[thing, act] += 1
        if act != "unchanged" and len(self.changes) < LISTED:
            told = [[label, _brief(was), _brief(now)] for label, was, now in fields or []]
            self.changes.append({"thing": thing, "act": act, "name": name[:300], "fields": told})

    def total(self, act: str) -> int:
        return sum(count for (_thing, counted), count in self.counts.items() if counted == act)

    @property
    def departures(self) -> int:
        """In how many places the file departs from the standard: having no name is allowed."""
        return sum(deviation.code != UNNAMED for deviation in self.deviations)

    @property
    def changes_nothing(self) -> bool:
        return not self.total("added") and not self.total("changed")

    def as_json(self) -> dict:
        return {
            "dry_run": self.dry_run,
            "direction": self.direction,
            "direction_id": self.direction_id,
            "part": self.part,
            "counts": {thing: {act: self.counts[thing, act] for act in ACTS} for thing in THINGS},
            "changes": self.changes,
            "more_changes": max(0, sum(self.total(act) for act in ACTS if act != "unchanged") - len(self.changes)),
            "remarks": self.remarks[:LISTED],
            "more_remarks": max(0, len(self.remarks) - LISTED),
            "deviations": [deviation.as_json() for deviation in self.deviations[:LISTED]],
            "departures": self.departures,
            "more_deviations": max(0, len(self.deviations) - LISTED),
        }


def _brief(value: Any) -> str:
    text = "" if value is None else str(plain(value))
    return text if len(text) <= 200 else text[:199] + "…"
