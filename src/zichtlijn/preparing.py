"""What `zichtlijn serve` does before it serves: database, static files and, on a first start, the demo organisation."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

#: Any number will do, as long as nothing else in the same database uses it.
PREPARATION_LOCK = 7415230
THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}


def prepare() -> int:
    """Make database and static files ready; repeating it changes nothing. The result is the exit status."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command
    from django.db import OperationalError, connection

    from zichtlijn.loading import load

    try:
        load()
        if settings.HTTPS and settings.SECURE_PROXY_SSL_HEADER is None:  # each page would lead to itself, for ever
            return _refuse(
                "ZICHTLIJN_BASE_URL begins with https:// and Zichtlijn does not speak HTTPS itself: "
                "put a proxy in front that does, and set ZICHTLIJN_BEHIND_PROXY=true."
            )
        connection.ensure_connection()
    except ImproperlyConfigured as error:
        return _refuse(str(error))
    except OperationalError as error:
        return _refuse(does_not_answer(error))
    from zichtlijn.access.actions import encrypt_second_steps_anew
    from zichtlijn.access.migrated import of_a_newer_version
    from zichtlijn.access.sizes import learn_sizes

    print("Preparing the database", flush=True)
    with _one_at_a_time():
        if of_a_newer_version():
            return _refuse(
                "A newer version of Zichtlijn has worked on this database: start that one, or put back a copy "
                "from before it."
            )
        call_command("migrate", interactive=False, verbosity=0)
        refusal = demo_refusal()
        if refusal:
            return _refuse(refusal)
        call_command("collectstatic", interactive=False, verbosity=0)
        if not others_can_reach_this() and demo_asked() is not False:
            offer_demo()
        if settings.FORMER_SECRET_KEYS:
            encrypt_second_steps_anew()
        learn_sizes()
        _leave_port()
    return 0


def _leave_port() -> None:
    """Keep the port in HOME, so that the commands of a second terminal print links that lead here."""
    from django.conf import settings

    if os.environ.get("PORT"):
        (settings.HOME / "port").write_text(os.environ["PORT"])


def does_not_answer(error: Exception) -> str:
    """What to say of a database that cannot be reached: where it was looked for, and what it said."""
    from django.conf import settings

    which = "of DATABASE_URL" if os.environ.get("DATABASE_URL") else settings.DATABASES["default"]["NAME"]
    return f"The database {which} does not answer: {str(error).strip()}"


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr, flush=True)
    return 1


def others_can_reach_this() -> bool:
    """True when Zichtlijn listens, or is announced, beyond this machine."""
    from django.conf import settings

    return not settings.LOOPBACK or os.environ.get("ZICHTLIJN_HOST", "127.0.0.1") not in THIS_MACHINE


def demo_asked() -> bool | None:
    """What ZICHTLIJN_DEMO says, written as any other yes or no; None when it was not set."""
    import environ

    env = environ.Env()
    return env.bool("ZICHTLIJN_DEMO", default=None)


def demo_refusal() -> str:
    """Why this may not start: everybody can read the passwords of the demo organisation. Empty when it may."""
    from zichtlijn.access.models import Organisation

    if not others_can_reach_this():
        return ""
    if demo_asked():
        return "ZICHTLIJN_DEMO=1 is for this machine only, for its passwords are public: leave it out."
    if Organisation.objects.filter(is_demo=True).exists():
        return "This database holds the demo organisation, whose passwords are public: start with an empty database."
    return ""


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


def offer_demo() -> None:
    """Load the demo organisation into an empty database."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command, get_commands

    if "load_demo" not in get_commands():
        print("There is no demo organisation in this version.", flush=True)
        return
    if not get_user_model().objects.exists():
        print("Loading the demo organisation (once)", flush=True)
        call_command("load_demo", verbosity=0)
