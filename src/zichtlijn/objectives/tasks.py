"""Work of every day: what is expected by today moves with the calendar."""

from datetime import date

from zichtlijn.access.models import Organisation
from zichtlijn.jobs.schedule import daily
from zichtlijn.objectives.actions.standing import recompute_organisation


@daily("standings")
def recompute_standings(organisation: Organisation, day: date) -> None:
    """Recompute every standing of this organisation for this day."""
    recompute_organisation(organisation, today=day)
