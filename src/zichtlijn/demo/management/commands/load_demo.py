"""`zichtlijn demo`: load the demo organisations, once."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from zichtlijn.access.refusals import NotNow
from zichtlijn.demo.accounts import describe_logins
from zichtlijn.demo.actions import demo_is_loaded, load_demo
from zichtlijn.demo.westerwaard import SEED


class Command(BaseCommand):
    """Loads the demo organisations."""

    help = "Load the demo organisations Waterschap Westerwaard (Dutch and English), Kade Advies and two empty ones."

    def add_arguments(self, parser):
        parser.add_argument("--today", type=date.fromisoformat, help="the day on which the demo is set (today)")
        parser.add_argument("--seed", type=int, default=SEED, help="another seed gives other people and figures")

    def handle(self, *, today: date | None, seed: int, verbosity: int, **options):
        if demo_is_loaded():
            self.stdout.write("The demo organisations are already there; nothing was changed.")
            return
        try:
            organisations = load_demo(today=today or timezone.localdate(), seed=seed)
        except NotNow as refusal:
            raise CommandError(" ".join(refusal.reasons)) from refusal
        self.stdout.write("Loaded: " + ", ".join(organisation.name for organisation in organisations) + ".")
        if verbosity:
            self.stdout.write("\n".join(describe_logins()))
