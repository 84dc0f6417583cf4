"""`zichtlijn export stratml --organisation SLUG --output FILE [--direction NAME]`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from zichtlijn.access.actor import system_actor
from zichtlijn.access.models import Organisation
from zichtlijn.access.scoping import in_organisation
from zichtlijn.exchange.stratml import commands


class Command(BaseCommand):
    help = "Take along the published plan of an organisation as StratML (ISO 17469-1 Part 2)"

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=["stratml"])
        parser.add_argument("--organisation", required=True, metavar="SLUG", help="short name of the organisation")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE", help="where to write the plan")
        parser.add_argument("--direction", metavar="NAME", help="which direction; else the one that holds today")
        parser.add_argument("--language", choices=["en", "nl"], default="en", help="language of what is said")

    def handle(self, *, kind, organisation, output, direction, language, **options):
        found = Organisation.objects.filter(slug=organisation).first()
        if found is None:
            raise CommandError(f"There is no organisation with the short name {organisation}.")
        if not output.parent.is_dir():
            raise CommandError(f"There is no folder {output.parent}.")
        with translation.override(language), in_organisation(found):
            commands.export_plan(self, output, by=system_actor(found), direction=direction)
