"""Writing the salaries of a plan."""

from django.utils.translation import gettext as _

from zichtlijn.exchange.bulk import in_batches
from zichtlijn.exchange.plans.plan import Plan
from zichtlijn.rewards.actions.salaries import keep_salaries
from zichtlijn.rewards.models import Salary

BATCH = 2000


def write(plan: Plan, *, by, reason: str, at, progress) -> list[tuple]:
    """Write everything; the room of rewards writes its own lines in the log, of whom a salary was recorded."""
    entries = plan.entries[Salary]
    for done, some in enumerate(in_batches(entries, BATCH)):
        progress(done * BATCH, len(entries), _("Writing salaries"))
        fresh = [entry.thing for entry in some if entry.new]
        changed = [entry.thing for entry in some if not entry.new and entry.fields]
        keep_salaries(fresh, changed, by=by)
    return []
