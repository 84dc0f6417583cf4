"""The command `zichtlijn`: starts the program, or hands over to a management command of one of the apps."""

import os
import sys

#: What people type → the management command that does it. Any other word is a management command by its own name.
COMMANDS = {
    "worker": ["run_worker"],
    "check": ["check_line"],
    "import": ["import_file"],
    "export": ["export_file"],
    "demo": ["load_demo"],
    "organisation": ["add_organisation"],
    "account": ["mend_account"],
    "remove": ["remove_organisation"],
    "speak": ["speak"],
}

HELP = """\
usage: zichtlijn COMMAND …

  serve                             prepare the database, then start web and worker (--help for address and port)
  worker                            only the background worker
  migrate                           bring the database up to this version
  import people|objectives|readings|competencies|salaries|stratml FILE --organisation SLUG [--dry-run]
  import undo NUMBER --organisation SLUG [--dry-run]    take an import out again
  export stratml|case|LIST --organisation SLUG --output FILE
  check                             recompute every roll-up and report differences
  demo                              load the demo organisation
  organisation SLUG --name NAME --administrator EMAIL [--language nl|en]
  remove SLUG --confirm SLUG        remove an organisation with everything of it, for good
  backup FILE                       write a copy of the database, while it is in use
  restore FILE                      put a copy back in an empty place; no mail leaves from it until:
  speak --send|--discard            mail leaves again; what waits is sent, or thrown away
  account EMAIL [--link] [--without-second-factor] [--new-address ADDRESS] [--administrator SLUG]

Any other command is one of Django's: `zichtlijn help` lists them all.
"""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the result is the exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zichtlijn.settings")
    if not arguments or arguments[0] in {"-h", "--help"}:
        print(HELP, end="")
        return 0 if arguments else 2
    command, rest = arguments[0], arguments[1:]
    if command == "serve":
        from zichtlijn import serving  # a command that does not serve need not load it

        return serving.serve(rest)
    if command == "prepare":
        from zichtlijn import preparing

        return preparing.prepare()
    if command in {"backup", "restore"}:
        from zichtlijn import copying

        return copying.backup(rest) if command == "backup" else copying.restore(rest)

    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import ManagementUtility
    from django.db import OperationalError, ProgrammingError

    from zichtlijn.loading import load

    try:
        load()
    except ImproperlyConfigured as refusal:
        print(refusal, file=sys.stderr)
        return 1
    try:
        ManagementUtility(["zichtlijn", *COMMANDS.get(command, [command]), *rest]).execute()
    except (OperationalError, ProgrammingError):
        sentence = _away() or _without_tables()
        if not sentence or "--traceback" in rest:
            raise
        print(sentence, file=sys.stderr)
        return 1
    return 0


def _away() -> str:
    """What to say when the database of this command does not answer; empty when it does."""
    from django.db import OperationalError, connection

    from zichtlijn.preparing import does_not_answer

    try:
        connection.ensure_connection()
    except OperationalError as error:
        return does_not_answer(error)
    return ""


def _without_tables() -> str:
    """What to say when the database of this command was never prepared; empty when it was, or does not answer."""
    from django.conf import settings
    from django.db import DatabaseError, connection

    try:
        if "django_migrations" in connection.introspection.table_names():
            return ""
    except DatabaseError:
        return ""
    looked_at = connection.settings_dict
    where = looked_at["NAME"] if connection.vendor == "sqlite" else f"{looked_at['NAME']} on {looked_at['HOST']}"
    return (
        f"The database {where} holds nothing yet (ZICHTLIJN_HOME is {settings.HOME}). "
        "Set ZICHTLIJN_HOME or DATABASE_URL as they are where `zichtlijn serve` runs, "
        "or begin here with `zichtlijn migrate`."
    )


if __name__ == "__main__":
    sys.exit(main())
