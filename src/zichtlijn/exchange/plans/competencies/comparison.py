"""A file of competencies beside what is there: what each part of the plan finds, for the parts after it."""

from zichtlijn.access.actor import Actor
from zichtlijn.competencies.models import Behaviour, Competency, Framework
from zichtlijn.competencies.queries import framework, is_scale_used
from zichtlijn.exchange.plans.plan import Entry, Plan
from zichtlijn.exchange.reading_rows import Table

#: Competency → level, and whether it is core.
Required = dict[int, tuple[int, bool]]


class FrameworkComparison:
    """One plan in the making: the rows of the file, the framework as it is, and how the two are told apart."""

    def __init__(self, plan: Plan, tables: dict[str, Table], by: Actor, counter):
        self.plan, self.tables, self.by, self.counter = plan, tables, by, counter
        self.organisation = by.organisation
        self.framework: Framework | None = framework()
        self.is_scale_used = is_scale_used()
        self.levels: list[str] = self.framework.level_names if self.framework else []
        self.scale_entry: Entry | None = None
        self.is_told_of_scale = False
        #: By the name as it is compared: names differ in more than capitals.
        self.competencies: dict[str, Competency] = {one.name.casefold(): one for one in Competency.objects.all()}
        self.seen: dict[int, dict[int, str]] = {}
        for competency_id, level, text in Behaviour.objects.values_list("competency_id", "level", "text"):
            self.seen.setdefault(competency_id, {})[level] = text
        self.entries: dict[int, Entry] = {}  # id() of the competency → entry
        self.behaviours: dict[int, dict[int, str]] = {}  # id() of the competency → what one sees, where that changes
        self.profile_entries: list[Entry] = []
        self.requirements: dict[int, list[tuple[Competency, int, bool]]] = {}  # id() of the profile → what it asks

    def level_of(self, text: str) -> int | None:
        """The number of a level that a cell names by number or by name."""
        if text.isascii() and text.isdigit() and len(text) < 19:
            return int(text) if 1 <= int(text) <= len(self.levels) else None
        names = [name.casefold() for name in self.levels]
        return names.index(text.casefold()) + 1 if text.casefold() in names else None


def plain(text: str | None) -> str:
    """A text as it is compared and kept: the same line ends, whatever wrote it, and no spaces around it."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()
