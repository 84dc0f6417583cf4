"""The background worker: does the tasks one by one, and what comes back by itself beside them."""

import logging
import threading

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from zichtlijn.jobs import clock

logger = logging.getLogger("zichtlijn.jobs")
TICK_SECONDS = 10


class Command(BaseCommand):
    help = "Run the background worker, with its clock"

    def add_arguments(self, parser):
        parser.add_argument("--no-clock", action="store_true", help="only tasks: another worker keeps the clock")

    def handle(self, *, no_clock, **options):
        ended = threading.Event()
        if not no_clock:
            threading.Thread(target=keep_the_clock, args=(ended,), daemon=True, name="clock").start()
        try:
            if "django_tasks_db" in settings.TASKS["default"]["BACKEND"]:
                call_command("db_worker", queue_name="*", reload=False)
            else:
                ended.wait()  # the tasks are done elsewhere; this process keeps the clock
        finally:
            ended.set()


def keep_the_clock(ended: threading.Event) -> None:
    """Look every few seconds whether something is due, until told that it is over."""
    while not ended.is_set():
        try:
            clock.tick()
        except Exception:
            logger.exception("the clock missed a beat; it goes on")
        finally:
            connection.close()
        ended.wait(TICK_SECONDS)
