"""What `zichtlijn serve` does before it serves: database, static files and, on a first start, the demo organisation."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

#: Any number will do, as long as nothing else in the same database uses it.
PREPARATION_LOCK = 7415230


def prepare() -> int:
    """Make database and static files ready; repeating it changes nothing."""
    import django
    from django.core.management import call_command

    django.setup()
    print("Preparing the database", flush=True)
    with _one_at_a_time():
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if os.environ.get("ZICHTLIJN_DEMO", "1") != "0":
            _offer_demo()
    return 0


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """On PostgreSQL several web nodes may start at once: only one of them migrates, the others wait for it."""
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARATION_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARATION_LOCK])


def _offer_demo() -> None:
    """Load the demo organisation into an empty database, and say how to sign in to it."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command, get_commands

    if "load_demo" not in get_commands():
        print("There is no demo organisation in this version.", flush=True)
        return
    if not get_user_model().objects.exists():
        print("Loading the demo organisation (once)", flush=True)
        call_command("load_demo", verbosity=0)
    if "demo_logins" in get_commands():
        call_command("demo_logins")
