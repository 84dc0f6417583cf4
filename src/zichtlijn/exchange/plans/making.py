"""Making the plan: open, recognise, read, judge, compare. Writes nothing."""

from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _

from zichtlijn.access.actor import Actor
from zichtlijn.audit.models import AuditHead
from zichtlijn.competencies.queries import framework
from zichtlijn.exchange.case import is_package, open_package
from zichtlijn.exchange.columns import FILE_KINDS, FileKind
from zichtlijn.exchange.plans import competencies, objectives, people, salaries
from zichtlijn.exchange.plans.plan import Plan
from zichtlijn.exchange.reading_files import Source, open_file
from zichtlijn.exchange.reading_rows import Table, tables_of
from zichtlijn.exchange.writing_files import is_explanation

_PLANNERS = {
    "people": people.plan_people,
    "objectives": objectives.plan_objectives,
    "readings": objectives.plan_objectives,
    "competencies": competencies.plan_competencies,
    "salaries": salaries.plan_salaries,
}
Progress = Callable[[int, int, str], None]


def no_progress(done: int, total: int = 0, step: str = "") -> None:
    """For those who do not wait to see it."""


def make_plan(
    path: str | Path, name: str, kind: str, *, by: Actor, complete: bool = False, progress: Progress = no_progress
) -> Plan:
    """What the file at `path`, which its owner calls `name`, would do as this kind. Raises FileRefused."""
    progress(0, 0, _("Checking whether the file is safe"))
    if kind == "competencies" and is_package(name):
        kept = framework()
        package = open_package(path, levels=len(kept.level_names) if kept else 0)
        plan = compare(package.source, FILE_KINDS[kind], by=by, complete=complete, progress=progress)
        plan.deviations += package.deviations
        return plan
    return compare(open_file(path, name), FILE_KINDS[kind], by=by, complete=complete, progress=progress)


def compare(source: Source, kind: FileKind, *, by: Actor, complete: bool, progress: Progress = no_progress) -> Plan:
    """Judge an opened file and compare it with what is there now."""
    plan = Plan(kind=kind, complete=complete)
    plan.mark = mark_of(by)
    tables = {table.sheet.name: table for table in tables_of(source, kind, plan.complain)}
    for table in tables.values():
        if table.ignored:
            plan.notes.append(
                _("Columns of “%(sheet)s” that are not read: %(columns)s.")
                % {"sheet": table.name, "columns": ", ".join(table.ignored)}
            )
        if table.passed_over:
            plan.notes.append(
                _("Zichtlijn works these columns of “%(sheet)s” out itself, so they are skipped: %(columns)s.")
                % {"sheet": table.name, "columns": ", ".join(table.passed_over)}
            )
    known = {table.name for table in tables.values()}
    unread = [raw.name for raw in source.sheets if raw.name not in known and not is_explanation(raw.name)]
    if unread:
        plan.notes.append(_("Sheets that are not read: %(sheets)s.") % {"sheets": ", ".join(unread)})
    if plan.refused:
        _in_order_of_the_file(plan, source, tables)
        return plan  # without its headers nothing that follows would make sense
    size = sum(table.size for table in tables.values())
    counter = RowCounter(progress, size, _("Reading and comparing the rows of the file"))
    _PLANNERS[kind.name](plan, tables, by, counter)
    _in_order_of_the_file(plan, source, tables)
    return plan


def _in_order_of_the_file(plan: Plan, source: Source, tables: dict[str, Table]) -> None:
    """Put what is wrong in the order in which its owner walks through the file: sheet, row, column."""
    sheets = {raw.name: place for place, raw in enumerate(source.sheets)}
    columns = {
        (table.name, table.sheet.by_name[name].header()): place
        for table in tables.values()
        for name, place in table.places.items()
    }
    plan.problems.sort(
        key=lambda found: (sheets.get(found.sheet, 0), found.row, columns.get((found.sheet, found.column), -1))
    )


def mark_of(by: Actor) -> int:
    """How far the audit trail has come: everything that anybody changes moves it."""
    return AuditHead.objects.filter(organisation=by.organisation).values_list("sequence", flat=True).first() or 0


class RowCounter:
    """Counts rows as they pass, and reports now and then."""

    def __init__(self, progress: Progress, total: int, step: str):
        self._progress, self._total, self._step = progress, total, step
        self.done = 0

    def __call__(self, rows):
        for row in rows:
            self.done += 1
            if self.done % 500 == 0:
                self._progress(min(self.done, self._total), self._total, self._step)
            yield row
