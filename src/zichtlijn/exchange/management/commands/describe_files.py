"""Writes `docs/how-to/import-columns.md`: every sheet and column, from the same data that the import reads by."""

from django.core.management.base import BaseCommand
from django.utils import translation

from zichtlijn.exchange.columns import FILE_KINDS
from zichtlijn.exchange.writing_files import column_facts

INTRODUCTION = """\
# The columns of the files

Made by `zichtlijn describe_files`; a test fails when it is out of date. Both headers of a column are read, in any
order; capitals and accents do not matter. A column that is not there is left alone; a cell that is empty is emptied.

What a file names must be there, or stand in the same file. Periods and directions are made on their own pages first.
The rows of a measure on the sheet of milestones are all its milestones: one that is no longer among them goes.

A last day ends somebody's service; nobody is deleted. When that day is today or has been, the units that the person
heads have no head any more and the running projects no leader: the dry run names them. Who then reports to somebody
who left, and whose name is still on open objectives and measures, is listed as well: choose others for them.

Some things are made while working and stay out of these files: check-ins with their confidence and comments, actions,
objective templates, and the stakeholders of a published plan (those come and go with StratML). One's own are in the
file with one's own data.
"""


def description() -> str:
    """The whole page, in English."""
    lines = [INTRODUCTION]
    with translation.override("en"):
        for kind in FILE_KINDS.values():
            lines += [f"## {kind.label}\n", f"`zichtlijn import {kind.name}`. {kind.help}\n"]
            for sheet in kind.sheets:
                if kind.name == "readings":
                    lines.append("The sheet of readings, as above.\n")
                    continue
                lines += [f"### {sheet.en} · {sheet.nl}\n", f"{sheet.help}\n"]
                lines += ["| English | Dutch | needed | what may stand there | meaning |", "| --- " * 5 + "|"]
                for column in sheet.columns:
                    _sheet, header, needed, holds, meaning = column_facts(sheet, column)
                    cells = (header, column.nl, needed, holds, meaning)
                    lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
                lines.append("")
                if sheet.read_only:
                    lines += ["Exports also have these columns. They are only to read: the import skips them.\n"]
                    lines += ["| English | Dutch | meaning |", "| --- " * 3 + "|"]
                    lines += [f"| {column.en} | {column.nl} | {column.help} |" for column in sheet.read_only]
                    lines.append("")
    return "\n".join(lines).rstrip() + "\n"


class Command(BaseCommand):
    help = "Write the columns of the files as a page of documentation"

    def handle(self, **options):
        self.stdout.write(description(), ending="")
