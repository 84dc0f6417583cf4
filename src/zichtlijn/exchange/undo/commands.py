"""What `zichtlijn import undo NUMBER` does and says."""

import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.access.refusals import NotNow
from zichtlijn.exchange.models import Import
from zichtlijn.exchange.undo.actions import undo_import
from zichtlijn.exchange.undo.outlook import Outlook, look_at
from zichtlijn.exchange.undo.wording import sentences
from zichtlijn.ui.wording import write_full_date

#: The exit status when something hangs on it.
REFUSED = 3


def say_number(command: BaseCommand, imported: Import) -> None:
    """How this import can be taken out again."""
    command.stdout.write(
        _("To take it out again, until %(day)s: zichtlijn import undo %(number)s --organisation %(slug)s")
        % {"number": imported.pk, "slug": imported.organisation.slug, "day": write_full_date(imported.until)}
    )


def undo(command: BaseCommand, number: str, *, by, dry_run: bool, bar) -> None:
    """Take an import out, or say what that would do; leaves with a status when something hangs on it."""
    imported = Import.objects.filter(pk=number).first() if number.isdecimal() else None
    if imported is None:
        raise CommandError(_without(number))
    outlook = look_at(imported, by=by)
    refused = sentences(outlook.reasons)
    if not refused and not dry_run:
        try:
            outlook = undo_import(imported.pk, by=by, progress=bar)
        except NotNow as clash:
            refused = list(clash.reasons)
        finally:
            bar.end()
    if refused:
        for reason in refused:
            command.stdout.write(reason)
        command.stdout.write(_("Nothing was taken out."))
        sys.exit(REFUSED)
    if dry_run:
        command.stdout.write(
            _("Dry run: nothing was written. Of %(file)s this would be deleted:") % {"file": imported.file_name}
        )
    _say(command, outlook, dry_run)


def _say(command: BaseCommand, outlook: Outlook, dry_run: bool) -> None:
    for _kind, label, count in outlook.counts:
        command.stdout.write(f"{label}: {count}")
    if outlook.restored:
        command.stdout.write(
            ngettext(
                "%(count)s earlier reading counts again.", "%(count)s earlier readings count again.", outlook.restored
            )
            % {"count": outlook.restored}
        )
    if not dry_run:
        command.stdout.write(_("%(count)s taken out.") % {"count": outlook.total})


def _without(number: str) -> str:
    """What there is instead of a number that is not there."""
    there = Import.objects.filter(taken_out_at=None).order_by("-id")[:20]
    lines = [f"{one.pk}  {write_full_date(one.at)}  {one.kind}  {one.file_name}" for one in there]
    found = "\n".join(lines) if lines else _("There is no import that can be taken out.")
    return _("There is no import %(number)s. There are:") % {"number": number} + "\n" + found
