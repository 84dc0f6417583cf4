"""`zichtlijn speak`: mail leaves again after a copy was put back."""

from django.core.management.base import BaseCommand, CommandError

from zichtlijn.notices.actions import speak
from zichtlijn.notices.queries import silent_since


class Command(BaseCommand):
    help = "Let mail leave again after a copy was put back with `zichtlijn restore`"

    def add_arguments(self, parser):
        waiting = parser.add_mutually_exclusive_group(required=True)
        waiting.add_argument(
            "--send", action="store_true", help="send what waits, also mail that may have left from where it was made"
        )
        waiting.add_argument(
            "--discard", action="store_true", help="throw away what waits; only mail from now on is sent"
        )

    def handle(self, *, discard, **options):
        if silent_since() is None:
            raise CommandError("Mail leaves already: nothing was changed.")
        number = speak(discard=discard)
        said = "thrown away" if discard else "on their way"
        self.stdout.write(f"Mail leaves again. Messages that waited, {said}: {number}.")
