"""Work of every day about appraisals."""

from datetime import date

from zichtlijn.access.models import Organisation
from zichtlijn.appraisals.actions.counting import keep_distributions
from zichtlijn.jobs.schedule import daily


@daily("keep_distributions")
def keep_distributions_daily(organisation: Organisation, day: date) -> None:
    """Keep the distribution of cycles that were closed before it was kept at closing."""
    keep_distributions()
