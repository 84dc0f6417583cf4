"""`zichtlijn remove SLUG --confirm SLUG`: remove an organisation with everything of it, for good."""

from django.core.management.base import BaseCommand, CommandError

from zichtlijn.access.models import Organisation
from zichtlijn.access.refusals import NotNow
from zichtlijn.access.scoping import scopes_disabled
from zichtlijn.privacy.actions.ending import remove_organisation, rows_of


class Command(BaseCommand):
    help = "Remove an organisation with everything of it, for good. Without --confirm only tells what would go."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="short name of the organisation")
        parser.add_argument("--confirm", default="", metavar="SLUG", help="the same short name once more")

    def handle(self, *, slug, confirm, **options):
        organisation = Organisation.objects.filter(slug=slug).first()
        if organisation is None:
            raise CommandError(f"There is no organisation {slug}.")
        if confirm != slug:
            with scopes_disabled():
                counted = rows_of(organisation)
            self.stdout.write(f"{organisation.name}: {sum(counted.values())} rows in {len(counted)} tables.")
            raise CommandError(
                f"Nothing was removed. It cannot be taken back; to go on: zichtlijn remove {slug} --confirm {slug}"
            )
        try:
            removed = remove_organisation(organisation)
        except NotNow as refusal:
            raise CommandError("\n".join(refusal.reasons)) from refusal
        self.stdout.write(f"{slug} is gone: {removed} rows. Backups still hold it until they roll off.")
