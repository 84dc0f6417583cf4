"""`zichtlijn organisation SLUG --name NAME --administrator EMAIL`: begin an organisation."""

from django.core.management.base import BaseCommand, CommandError

from zichtlijn.access.refusals import NotNow
from zichtlijn.members import founding


class Command(BaseCommand):
    help = "Begin an organisation, with its first administrator."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="short name in small letters, such as westerwaard")
        parser.add_argument("--name", required=True, help="its name in full")
        parser.add_argument("--administrator", required=True, metavar="EMAIL", help="who sets it up")
        parser.add_argument("--language", choices=["nl", "en"], default="nl", help="language of new members (nl)")

    def handle(self, *, slug, name, administrator, language, **options):
        try:
            made = founding.found_organisation(slug=slug, name=name, administrator=administrator, language=language)
        except NotNow as refusal:
            raise CommandError("\n".join(refusal.reasons)) from refusal
        user = founding.account_of(administrator)
        self.stdout.write(f"{made.name} is there. {user.email} is its administrator.")
        if not user.has_usable_password():
            self.stdout.write("They choose a password with this link, once:\n" + founding.link_for(user))
