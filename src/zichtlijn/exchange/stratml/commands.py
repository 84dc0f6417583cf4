"""What `zichtlijn import stratml` and `zichtlijn export stratml` do and say."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.access.refusals import NotNow
from zichtlijn.exchange.models import Import
from zichtlijn.exchange.stratml import actions
from zichtlijn.exchange.stratml.outcome import ACTS, THINGS, Outcome
from zichtlijn.exchange.stratml.permissions import directions_to_export
from zichtlijn.exchange.stratml.reading import MAX_BYTES, Unreadable
from zichtlijn.exchange.stratml.wording import ACT_NAMES, THING_NAMES, remark, tell
from zichtlijn.exchange.undo.commands import say_number

#: The exit status when the file, or the plan, was refused.
REFUSED = 3


def import_plan(command: BaseCommand, file: Path, *, by, dry_run: bool) -> None:
    """Bring in a plan, say what came of it, and end with the count; leaves with a status when it was refused."""
    write = command.stdout.write
    try:
        with file.open("rb") as opened:
            outcome = actions.import_plan(opened.read(MAX_BYTES + 1), by=by, name=file.name, dry_run=dry_run)
    except Unreadable as refused:
        write(_("Nothing was imported: %(reason)s") % {"reason": refused.sentence})
        write(_total(Outcome(dry_run), refused=1))
        sys.exit(REFUSED)
    for deviation in outcome.deviations:
        told = tell(deviation)
        place = f" ({told.where})" if told.where else ""
        write(_("line %(line)s") % {"line": told.line} + f"{place}: {told.sentence} → {told.done}")
    for kept in outcome.remarks:
        write(remark(**kept))
    write(
        ngettext(
            "“%(name)s” deviates from the standard in %(count)s place; it was read all the same.",
            "“%(name)s” deviates from the standard in %(count)s places; it was read all the same.",
            outcome.departures,
        )
        % {"name": outcome.direction, "count": outcome.departures}
        if outcome.departures
        else _("“%(name)s” follows the standard.") % {"name": outcome.direction}
    )
    if dry_run:
        write(_("Dry run: nothing was written. This file would give:"))
    for thing in THINGS:
        counted = [f"{outcome.counts[thing, act]} {ACT_NAMES[act]}" for act in ACTS if outcome.counts[thing, act]]
        if counted:
            write(f"{THING_NAMES[thing]}: {', '.join(counted)}")
    imported = Import.objects.get(pk=outcome.import_id) if outcome.import_id else None
    if imported and not imported.changed:
        say_number(command, imported)
    write(_total(outcome))


def _total(outcome: Outcome, *, refused: int = 0) -> str:
    counts = {act: outcome.total(act) for act in ACTS} | {"refused": refused}
    left = _(", %(left)s not in the file") % counts if counts["left"] else ""
    return _("%(added)s added, %(changed)s changed, %(unchanged)s unchanged, %(refused)s refused") % counts + left + "."


def export_plan(command: BaseCommand, output: Path, *, by, direction: str | None = None) -> None:
    """Write the plan of the organisation to a file: of the direction with this name, else the one that holds today."""
    directions = directions_to_export(by)
    if direction is not None:
        directions = [found for found in directions if found.name == direction]
    if not directions:
        raise CommandError(_("There is no direction to export."))
    try:
        content = actions.export_plan(directions[0], by=by)
    except NotNow as refused:
        for reason in refused.reasons:
            command.stdout.write(reason)
        command.stdout.write(_("Nothing was written: the plan would not follow the standard."))
        sys.exit(REFUSED)
    output.write_bytes(content)
    command.stdout.write(
        _("“%(name)s” was written to %(file)s (%(size)s bytes).")
        % {"name": directions[0].name, "file": output, "size": len(content)}
    )
