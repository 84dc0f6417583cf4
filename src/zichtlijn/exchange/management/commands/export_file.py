"""`zichtlijn export stratml|case|people|objectives|… --organisation SLUG --output FILE`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.access.actor import system_actor
from zichtlijn.access.models import Organisation
from zichtlijn.access.refusals import NotNow
from zichtlijn.access.scoping import in_organisation
from zichtlijn.exchange.actions.taking_along import stream_csv, take_list, write_workbook
from zichtlijn.exchange.case.actions import export_package
from zichtlijn.exchange.lists import BUNDLES, LISTS
from zichtlijn.exchange.management.commands.import_file import Bar
from zichtlijn.exchange.stratml import commands
from zichtlijn.organisation.models import Period


class Command(BaseCommand):
    help = "Take along a list as .xlsx or .csv, the published plan as StratML, or the competencies as CASE"

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=["stratml", "case", *BUNDLES, *LISTS])
        parser.add_argument("--organisation", required=True, metavar="SLUG", help="short name of the organisation")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE", help="where to write it")
        parser.add_argument("--period", metavar="NAME", help="only objectives that run in this period; else everything")
        parser.add_argument("--direction", metavar="NAME", help="which direction; else the one that holds today")
        parser.add_argument("--language", choices=["en", "nl"], default="en", help="language of what is said")

    def handle(self, *, kind, organisation, output, period, direction, language, **options):
        found = Organisation.objects.filter(slug=organisation).first()
        if found is None:
            raise CommandError(f"There is no organisation with the short name {organisation}.")
        if not output.parent.is_dir():
            raise CommandError(f"There is no folder {output.parent}.")
        with translation.override(language), in_organisation(found):
            by = system_actor(found)
            if kind == "stratml":
                commands.export_plan(self, output, by=by, direction=direction)
            elif kind == "case":
                self.export_package(output, by)
            else:
                self.export_lists(kind, output, by, self.period_called(period))

    def export_package(self, output: Path, by) -> None:
        """The framework of competencies as a package of CASE."""
        try:
            _name, content = export_package(by=by)
        except NotNow as refused:
            raise CommandError(" ".join(refused.reasons)) from refused
        output.write_bytes(content)
        self.stdout.write(
            _("The framework was written to %(file)s (%(size)s bytes).") % {"file": output, "size": len(content)}
        )

    def period_called(self, name: str | None) -> Period | None:
        """The period with this name; None when no name was given."""
        if name is None:
            return None
        found = list(Period.objects.filter(name=name))
        if len(found) != 1:
            names = ", ".join(Period.objects.order_by("-starts_on").values_list("name", flat=True))
            raise CommandError(f"There is no single period called {name}. There are: {names}.")
        return found[0]

    def export_lists(self, name: str, output: Path, by, period: Period | None) -> None:
        """One list, or a workbook of several."""
        form = output.suffix.lower().removeprefix(".")
        if form not in {"csv", "xlsx"} or (name in BUNDLES and form == "csv"):
            raise CommandError("Give a file that ends in .xlsx, or for one list in .csv.")
        lists = take_list(name, form, by=by, period=period)
        bar = Bar(self.stderr)
        fresh = output.with_name(f".{output.name}.part")  # half a file never stands under the name of a whole one
        try:
            if form == "csv":
                with fresh.open("w", encoding="utf-8", newline="") as file:
                    rows = sum(1 for line in stream_csv(lists[0], by=by, period=period) if file.write(line)) - 1
            else:
                rows = write_workbook(str(fresh), lists, by=by, period=period, progress=bar)
            fresh.replace(output)
        finally:
            bar.end()
            fresh.unlink(missing_ok=True)
        self.stdout.write(
            ngettext("%(rows)s row written to %(file)s.", "%(rows)s rows written to %(file)s.", rows)
            % {"rows": rows, "file": output}
        )
