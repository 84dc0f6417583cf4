"""zichtlijn check: recompute everything that is stored, and say what differs."""

from django.core.management.base import BaseCommand, CommandError

from zichtlijn.access.models import Organisation
from zichtlijn.access.queries import no_such_organisation
from zichtlijn.access.rules import broken_rules
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit.actions import broken_links
from zichtlijn.objectives.actions.standing import differences, recompute_organisation
from zichtlijn.organisation.actions.paths import differences as path_differences

SHOWN = 20


class Command(BaseCommand):
    help = "Recompute every stored standing, line and path, the audit chain and all rules, and report differences."

    def add_arguments(self, parser):
        parser.add_argument("--organisation", metavar="SLUG", help="only this organisation")
        parser.add_argument("--mend", action="store_true", help="write the recomputed standings")

    def handle(self, *args, organisation=None, mend=False, **options):
        organisations = Organisation.objects.order_by("slug")
        if organisation:
            organisations = organisations.filter(slug=organisation)
            if not organisations:
                raise CommandError(no_such_organisation(organisation))
        wrong = 0
        for one in organisations:
            with in_organisation(one):
                found = differences(one) + path_differences(one)
                found += [f"audit line {sequence}" for sequence in broken_links(one)]
                found += broken_rules(one)
                if found and mend:
                    recompute_organisation(one)
            wrong += len(found)
            self.stdout.write(f"{one.slug}: {len(found)} differences")
            for line in found[:SHOWN]:
                self.stdout.write(f"  {line}")
            if len(found) > SHOWN:
                self.stdout.write(f"  … and {len(found) - SHOWN} more")
        if wrong and not mend:
            raise CommandError(f"{wrong} differences found. `zichtlijn check --mend` writes the recomputed standings.")
