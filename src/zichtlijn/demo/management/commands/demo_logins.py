"""`zichtlijn demo_logins`: how to sign in to the demo, when it is there."""

from django.core.management.base import BaseCommand

from zichtlijn.access.models import User
from zichtlijn.demo.accounts import LOGINS, describe_logins


class Command(BaseCommand):
    """Prints the demo logins; says nothing when the demo is not loaded."""

    help = "Print how to sign in to the demo organisations."

    def handle(self, *args, **options):
        if User.objects.filter(email=LOGINS[0].email("nl"), is_active=True).exists():
            self.stdout.write("\n".join(describe_logins()))
