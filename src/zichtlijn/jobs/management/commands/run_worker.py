"""The background worker: does the tasks one by one, and what comes back by itself beside them."""

import logging
import signal
import threading

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, connection
from django.utils.crypto import get_random_string
from django_tasks_db.models import DBTaskResult

from zichtlijn.access.migrated import not_migrated_yet
from zichtlijn.jobs import clock
from zichtlijn.jobs.progress import WorkerLives

logger = logging.getLogger("zichtlijn.jobs")
#: Signals that the worker of django_tasks takes over, to finish its task first; not every system has the last.
STOPPING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGQUIT") if hasattr(signal, name)]
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
                do_tasks(ended)
            else:
                ended.wait()  # the tasks are done elsewhere; this process keeps the clock
        finally:
            ended.set()


def do_tasks(ended: threading.Event) -> None:
    """Do tasks until told to stop; a database that is busy, restarted or maintained is waited for."""
    DBTaskResult.objects.exists()  # without tables nothing comes of waiting: that is said at once
    if not_migrated_yet():
        raise CommandError(
            "The database is of an earlier version: say `zichtlijn migrate`, or start `zichtlijn serve`."
        )
    while True:
        worker = get_random_string(32)  # another name each time: what it leaves unfinished is seen to be left
        try:
            with WorkerLives(worker):
                call_command("db_worker", queue_name="*", reload=False, worker_id=worker)
            return
        except (OperationalError, InterfaceError):
            logger.exception("the database did not answer: the worker begins again in %s seconds", TICK_SECONDS)
            connection.close()
            for number in STOPPING:  # while it waits there is nothing to finish
                signal.signal(number, signal.SIG_DFL)
            ended.wait(TICK_SECONDS)


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
