"""`zichtlijn import KIND FILE --organisation SLUG [--dry-run] [--complete]`.

KIND is people, objectives, readings, competencies, salaries or stratml.

And `zichtlijn import undo NUMBER --organisation SLUG [--dry-run]`: takes one of them out again.
"""

import sys
from importlib import import_module
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.access.actor import system_actor
from zichtlijn.access.models import Organisation
from zichtlijn.access.refusals import NotNow
from zichtlijn.access.scoping import in_organisation
from zichtlijn.exchange.actions.bringing_in import Written, bring_in
from zichtlijn.exchange.columns import FILE_KINDS
from zichtlijn.exchange.reading_files import FileRefused
from zichtlijn.exchange.undo import commands as undo

MOST_SHOWN = 200
#: The exit status when the file was refused.
REFUSED = 3


class Command(BaseCommand):
    help = (
        "Bring in people, objectives, readings, competencies or salaries from a file, or a published plan; "
        "all of it or nothing"
    )

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=[*FILE_KINDS, "stratml", "undo"])
        parser.add_argument(
            "file", type=Path, metavar="FILE|NUMBER", help="file, or with undo the number of the import"
        )
        parser.add_argument("--organisation", required=True, metavar="SLUG", help="short name of the organisation")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument(
            "--complete", action="store_true", help="people who are not in the file have left: end them"
        )
        parser.add_argument("--language", choices=["en", "nl"], default="en", help="language of what is said")

    def handle(self, *, kind, file, organisation, dry_run, complete, language, **options):
        found = Organisation.objects.filter(slug=organisation).first()
        if found is None:
            raise CommandError(f"There is no organisation with the short name {organisation}.")
        if kind != "undo" and not file.is_file():
            raise CommandError(f"There is no file {file}.")
        if complete and kind != "people":
            raise CommandError("--complete goes with people.")
        with translation.override(language), in_organisation(found):
            if kind == "stratml":
                stratml = import_module("zichtlijn.exchange.stratml.commands")
                return stratml.import_plan(self, file, by=system_actor(found), dry_run=dry_run)
            bar = Bar(self.stderr)
            if kind == "undo":
                return undo.undo(self, str(file), by=system_actor(found), dry_run=dry_run, bar=bar)
            try:
                written = bring_in(
                    file,
                    file.name,
                    kind,
                    by=system_actor(found),
                    complete=complete,
                    dry_run=dry_run,
                    progress=bar,
                )
            except NotNow as clash:
                bar.end()
                for reason in clash.reasons:
                    self.stdout.write(reason)
                self.stdout.write(_("Nothing was imported."))
                sys.exit(REFUSED)
            except FileRefused as refusal:
                bar.end()
                self.stdout.write(refusal.sentence)
                self.stdout.write(self._sum({"added": 0, "changed": 0, "ended": 0, "unchanged": 0, "refused": 1}))
                sys.exit(REFUSED)
            bar.end()
            self.say(written, dry_run)
        return None

    def say(self, written: Written, dry_run: bool) -> None:
        plan = written.plan
        for note in (*plan.notes, *plan.warnings, *plan.deviations):
            self.stdout.write(note)
        for problem in plan.problems[:MOST_SHOWN]:
            place = _("%(sheet)s, row %(row)s") % {"sheet": problem.sheet, "row": problem.row}
            column = f", {problem.column}" if problem.column else ""
            value = f" [{problem.value}]" if problem.value else ""
            self.stdout.write(f"{place}{column}: {problem.reason}{value}")
        if plan.problem_count > MOST_SHOWN:
            self.stdout.write(_("… and %(count)s more.") % {"count": plan.problem_count - MOST_SHOWN})
        if plan.refused:
            self.stdout.write(
                ngettext(
                    "Nothing was imported: %(count)s error.",
                    "Nothing was imported: %(count)s errors.",
                    plan.problem_count,
                )
                % {"count": plan.problem_count}
            )
        elif dry_run:
            self.stdout.write(_("Dry run: nothing was written. This file would give:"))
        if written.imported and not written.imported.changed:
            undo.say_number(self, written.imported)
        self.stdout.write(self._sum(plan.counts(), would=plan.refused or dry_run))
        if plan.refused:
            sys.exit(REFUSED)

    def _sum(self, counts: dict, *, would: bool = False) -> str:
        ended = _(", %(ended)s ended") % counts if counts["ended"] else ""
        if would:
            said = _("Would be: %(added)s added, %(changed)s changed, %(unchanged)s unchanged, %(refused)s refused")
            return said % counts + ended + "."
        return (
            _("%(added)s added, %(changed)s changed, %(unchanged)s unchanged, %(refused)s refused") % counts
            + ended
            + "."
        )


class Bar:
    """A progress bar, where somebody looks at a terminal."""

    WIDTH = 30

    def __init__(self, stream):
        self._stream = stream
        self._shown = stream.isatty()
        self._last = ""

    def __call__(self, done: int, total: int = 0, step: str = "") -> None:
        if not self._shown:
            return
        filled = round(self.WIDTH * done / total) if total else 0
        amount = f" {100 * done // total:3d}%" if total else ""
        text = f"\r\033[K{'█' * filled}{'░' * (self.WIDTH - filled)}{amount} {step}"
        if text != self._last:
            self._last = text
            self._stream.write(text, ending="")
            self._stream.flush()

    def end(self) -> None:
        if self._shown and self._last:
            self._stream.write("\r\033[K", ending="")
            self._stream.flush()
