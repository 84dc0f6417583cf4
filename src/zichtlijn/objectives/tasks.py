"""Work of every day: what is expected by today moves with the calendar. And the same when the limits were changed."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from zichtlijn.access.models import Organisation
from zichtlijn.jobs.kinds import job_kind
from zichtlijn.jobs.running import Run
from zichtlijn.jobs.schedule import daily
from zichtlijn.objectives.actions.standing import giving_way, recompute_organisation


@daily("standings")
def recompute_standings(organisation: Organisation, day: date) -> None:
    """Recompute every standing of this organisation for this day."""
    recompute_organisation(organisation, today=day, progress=giving_way())


@job_kind("recompute_standings", _("Recalculation of every status"), in_parts=True)
def recompute_after_change(run: Run) -> None:
    """The limits in the settings decide every stored status: asked for when somebody changes them."""
    recompute_organisation(run.job.organisation, progress=giving_way(run.progress))
