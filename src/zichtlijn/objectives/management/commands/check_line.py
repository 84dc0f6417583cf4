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
        parser.add_argument(
            "--mend",
            action="store_true",
            help="write the recomputed standings; paths, the audit chain and rules it only reports",
        )

    def handle(self, *args, organisation=None, mend=False, **options):
        organisations = Organisation.objects.order_by("slug")
        if organisation:
            organisations = organisations.filter(slug=organisation)
            if not organisations:
                raise CommandError(no_such_organisation(organisation))
        wrong = 0
        for one in organisations:
            with in_organisation(one):
                standings = left = differences(one)
                others = path_differences(one)
                others += [f"audit line {sequence}" for sequence in broken_links(one)]
                others += broken_rules(one)
                if standings and mend:
                    recompute_organisation(one)
                    left = differences(one)
            wrong += len(left) + len(others)
            found = standings + others
            mended = f", {len(standings) - len(left)} of them mended" if standings and mend else ""
            self.stdout.write(f"{one.slug}: {len(found)} differences{mended}")
            for line in found[:SHOWN]:
                self.stdout.write(f"  {line}")
            if len(found) > SHOWN:
                self.stdout.write(f"  … and {len(found) - SHOWN} more")
        if wrong and mend:
            raise CommandError(f"{wrong} differences are left: writing the recomputed standings does not mend those.")
        if wrong:
            raise CommandError(
                f"{wrong} differences found. `zichtlijn check --mend` writes the recomputed standings, those only."
            )
