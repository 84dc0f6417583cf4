"""`zichtlijn account EMAIL` with `--link` and the like: for who cannot get in, or an organisation without anybody."""

from django.core.management.base import BaseCommand, CommandError

from zichtlijn.access.queries import has_second_factor
from zichtlijn.access.refusals import NotNow
from zichtlijn.members import founding


class Command(BaseCommand):
    help = "Help somebody who cannot get in. Make sure that it is them."

    def add_arguments(self, parser):
        parser.add_argument("email", help="the address of the account")
        parser.add_argument("--link", action="store_true", help="print a link to choose a password")
        parser.add_argument(
            "--without-second-factor", action="store_true", help="the phone and the recovery codes are gone"
        )
        parser.add_argument("--new-address", metavar="ADDRESS", help="the address to sign in with from now on")
        parser.add_argument(
            "--administrator", metavar="SLUG", help="manages this organisation from now on, in which nobody does"
        )

    def handle(self, *, email, link, without_second_factor, new_address, administrator, **options):
        try:
            user = founding.account_of(email)
            if new_address:
                founding.change_address(user, new_address)
                self.stdout.write(f"Signing in is done with {user.email}. The old address has been told.")
            if administrator:
                organisation = founding.make_administrator(user, administrator)
                self.stdout.write(f"{user.email} is an administrator of {organisation.name}.")
        except NotNow as refusal:
            raise CommandError(refusal.reasons[0]) from refusal
        if without_second_factor:
            had = founding.forget_second_factor(user)
            self.stdout.write("Signing in asks for the password alone." if had else "There was no second factor.")
        if link:
            self.stdout.write(founding.link_to_help(user))
        if not (link or without_second_factor or new_address or administrator):
            state = "active" if user.is_active else "not in use"
            second = "with" if has_second_factor(user) else "without"
            self.stdout.write(f"{user.email}: {state}, {second} a second factor. See --help for what can be done.")
