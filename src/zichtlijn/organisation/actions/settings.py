"""The settings of an organisation."""

from django.db import transaction

from zichtlijn.access.actor import Actor
from zichtlijn.access.models import Organisation
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.jobs.actions import start_job
from zichtlijn.jobs.kinds import known_kinds
from zichtlijn.organisation.actions.rights import require_organisation

#: What decides the stored status of every objective and measure.
LIMITS = frozenset({"on_course_from", "behind_from", "coverage_floor", "fiscal_first_month"})
#: The background work that computes every stored status anew; named by the room of objectives.
RECOMPUTE = "recompute_standings"


@transaction.atomic
def change_settings(organisation: Organisation, *, version: int, by: Actor, **changes) -> list[str]:
    """Change the settings. Changed limits make every status be computed anew in the background."""
    require_organisation(by)
    before = {name: getattr(organisation, name) for name in changes}
    changed = save_version(organisation, changes, version=version)  # type: ignore[arg-type] # has a version of its own
    if changed:
        values = {name: [str(before[name]), str(changes[name])] for name in changed}
        audit.record(Event.ORGANISATION_CHANGED, on=organisation, by=by, detail={"fields": changed, "values": values})
    if LIMITS & set(changed) and by.user and RECOMPUTE in known_kinds():
        start_job(RECOMPUTE, by=by)
    return changed
